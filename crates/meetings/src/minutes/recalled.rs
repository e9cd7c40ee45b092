//! What a meeting is told of those before it: the minute that was, what became of its actions, and when the group meets next.
//! The words stand here once, for the draft of a minute and for an agenda.

use group::groups::Group;
use issues::themes;
use jiff::{ToSpan, civil::Date};
use kernel::{On, Result, words};

use super::{model::State, store};
use crate::{
    actions::{self, MoveKind, State as ActionState},
    meetings::{self, Meeting, Standing, when},
    references,
};

/// The most open actions that are listed one by one.
const LISTED: usize = 25;

/// What is said of earlier meetings and the next one, as lines of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// The minute of the meeting before: where it stands, what was corrected.
    pub minute: String,
    /// What came of what the meeting before decided, and what it put off.
    pub matters: String,
    /// The actions that were set before: closed since then, and still open.
    pub actions: String,
    /// When the group meets next, and on what.
    pub next: String,
}

impl Recalled {
    /// What is said under an item that stands on every agenda; empty for those about which the software knows nothing.
    #[must_use]
    pub fn under(&self, standing: Standing) -> &str {
        match standing {
            Standing::LastMinute => &self.minute,
            Standing::MattersArising => &self.matters,
            Standing::Actions => &self.actions,
            Standing::NextMeeting => &self.next,
            Standing::Welcome | Standing::Own | Standing::AnyOther => "",
        }
    }
}

/// What a meeting is told of those before it and of the next one.
///
/// # Errors
/// When the database fails.
pub async fn recalled(on: impl Into<On<'_>>, group: &Group, meeting: &Meeting) -> Result<Recalled> {
    let mut on = on.into();
    let (minute, since) = minute_words(on.again(), group, meeting).await?;
    let matters = matter_words(on.again(), group, meeting).await?;
    let actions = action_words(on.again(), group, meeting, since).await?;
    let next = next_words(on, group, meeting).await?;
    Ok(Recalled { minute, matters, actions, next })
}

/// What is said of the minute before, and the day of its meeting.
async fn minute_words(on: On<'_>, group: &Group, meeting: &Meeting) -> Result<(String, Date)> {
    let earlier = store::earlier(on, group.id, meeting.id, meeting.held_on, meeting.number).await?;
    let Some(earlier) = earlier else { return Ok(("There was no earlier minute.".into(), Date::constant(1, 1, 1))) };
    let day = words::date(earlier.held_on);
    let words = match (earlier.state, earlier.here) {
        (State::Confirmed, true) if earlier.corrections.is_empty() => format!("The minute of {day} was confirmed without amendment."),
        (State::Confirmed, true) => format!("The minute of {day} was confirmed with these corrections:\n{}", earlier.corrections),
        (State::Confirmed, false) => format!("The minute of {day} was confirmed at an earlier meeting."),
        (State::Published, _) => format!("The minute of {day} is published and waits to be confirmed."),
        (State::Draft, _) => format!("The minute of {day} is still in draft."),
    };
    Ok((words, earlier.held_on))
}

/// What came of each item of the meeting before: how many of a decision's actions are done, what was put off. A reserved item is
/// not named.
async fn matter_words(on: On<'_>, group: &Group, meeting: &Meeting) -> Result<String> {
    let matters = store::matters(on, group.id, meeting.held_on, meeting.number).await?;
    let line = |matter: &store::Matter| {
        let title = &matter.title;
        match (matter.decision, matter.set) {
            (Some((year, number)), 0) => format!("{} ({title}): decided.", references::decision(year, number)),
            (Some((year, number)), set) if matter.done == set => {
                format!("{} ({title}): all that was to be done is done.", references::decision(year, number))
            }
            (Some((year, number)), set) => {
                format!("{} ({title}): {} of {set} actions done.", references::decision(year, number), matter.done)
            }
            (None, _) => format!("{} ({title}): nothing was decided; it was put off.", references::item(matter.year, matter.number)),
        }
    };
    Ok(if matters.is_empty() { "There were none.".into() } else { matters.iter().map(line).collect::<Vec<_>>().join("\n") })
}

/// What has become of actions set before: closed, superseded, handed over, carried forward. Those of reserved items are only counted:
/// the text stands in the open part.
async fn action_words(mut on: On<'_>, group: &Group, meeting: &Meeting, since: Date) -> Result<String> {
    let all = store::earlier_actions(on.again(), group.id, meeting.held_on, since).await?;
    let (reserved, earlier): (Vec<_>, Vec<_>) = all.into_iter().partition(|action| action.reserved);
    let moves = actions::moves_between(on, group.id, (since, meeting.held_on)).await?;
    let with = |state: ActionState| earlier.iter().filter(move |action| action.state == state.key());
    let closed: Vec<String> = with(ActionState::Done).map(|action| references::action(action.number)).collect();
    let superseded: Vec<String> = with(ActionState::Superseded)
        .map(|action| match action.successor {
            Some(by) => format!("{} (by {})", references::action(action.number), references::action(by)),
            None => references::action(action.number),
        })
        .collect();
    let handed: Vec<String> = moves
        .iter()
        .filter(|(_, moved)| moved.kind == MoveKind::HandedOver)
        .filter_map(|(number, moved)| moved.to.as_ref().map(|(_, name)| format!("{} (to {name})", references::action(*number))))
        .collect();
    let open: Vec<String> = earlier
        .iter()
        .filter(|action| ActionState::from_key(&action.state).is_some_and(ActionState::is_open))
        .map(|action| open_words(action, meeting.held_on))
        .collect();
    let mut lines = Vec::new();
    for (what, which) in [("Closed since the last meeting", closed), ("Superseded", superseded), ("Handed over", handed)] {
        if !which.is_empty() {
            lines.push(format!("{what}: {}.", which.join(", ")));
        }
    }
    if !open.is_empty() {
        let more = open.len().saturating_sub(LISTED);
        let listed = open[..open.len().min(LISTED)].join(", ");
        lines.push(if more > 0 {
            format!("Carried forward: {listed}, and {more} more in the action log.")
        } else {
            format!("Carried forward: {listed}.")
        });
    }
    if !reserved.is_empty() {
        lines.push(format!("{} of reserved items: in the action log.", words::count(reserved.len() as u64, "action", "actions")));
    }
    Ok(if lines.is_empty() { "There were none.".into() } else { lines.join("\n") })
}

/// An action that goes on: who has it, and its day, which is a new one where it was carried forward already. Somebody outside the
/// group is told of by what they are.
fn open_words(action: &store::EarlierAction, held_on: Date) -> String {
    let who = actions::doer(&action.owner, &action.outside);
    let day = words::date(action.due);
    let (reference, late) = (references::action(action.number), action.due < held_on);
    match (action.carried, late) {
        (0, true) => format!("{reference} ({who}, was due {day})"),
        (0, false) => format!("{reference} ({who}, {day})"),
        (_, true) => format!("{reference} ({who}, carried forward {}, was due {day})", times(action.carried)),
        (_, false) => format!("{reference} ({who}, carried forward {}, now {day})", times(action.carried)),
    }
}

/// `once`, `twice`, `3 times`.
pub(crate) fn times(n: i64) -> String {
    match n {
        1 => "once".into(),
        2 => "twice".into(),
        n => format!("{n} times"),
    }
}

async fn next_words(mut on: On<'_>, group: &Group, meeting: &Meeting) -> Result<String> {
    let after = meeting.held_on.checked_add(1.day()).unwrap_or(meeting.held_on);
    let Some(next) = meetings::next_planned(on.again(), group.id, after).await? else { return Ok("To be arranged.".into()) };
    let theme = themes::all(on, group.id).await?.into_iter().find(|theme| theme.key == next.theme);
    Ok(theme.map_or_else(|| format!("{}.", when(&next)), |theme| format!("{}. Theme: {}.", when(&next), theme.name)))
}
