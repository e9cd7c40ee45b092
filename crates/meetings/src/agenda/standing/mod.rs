//! The items that stand on every agenda, and those of them that write themselves from the record of the meeting before.

mod queries;

use jiff::civil::Date;
use kernel::{On, Result, words};
use uuid::Uuid;

use super::model::{Fixed, Source};
use crate::{
    actions::State,
    meetings::{Record, Standing},
    minutes::times,
};

/// What a group's agendas begin and end with until it says otherwise.
pub(super) fn usual() -> Vec<Fixed> {
    let one = |(position, kind, title, minutes): (i64, Standing, &str, i64)| Fixed {
        source: Source::Standing(position),
        kind,
        title: title.to_owned(),
        minutes,
    };
    [
        (1, Standing::Welcome, "Welcome, apologies, declarations of interest", 3),
        (2, Standing::LastMinute, "Minute of the last meeting", 2),
        (3, Standing::MattersArising, "Matters arising", 5),
        (4, Standing::Actions, "Review of actions", 5),
        (5, Standing::AnyOther, "Any other competent business", 5),
        (6, Standing::NextMeeting, "Next meeting", 1),
    ]
    .map(one)
    .into()
}

/// What a standing item says by itself, a line each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// The item.
    pub(crate) kind: Option<Standing>,
    /// Its lines.
    pub(crate) lines: Vec<String>,
}

/// What the standing items of an agenda say by themselves to somebody, from the record as it is now: nothing of an item that is closed
/// to them.
///
/// # Errors
/// When the database fails.
pub(crate) async fn texts(on: impl Into<On<'_>>, group: Uuid, record: &Record, (today, reader): (Date, Uuid)) -> Result<Vec<Text>> {
    let mut on = on.into();
    let has = |kind| record.items.iter().any(|item| item.kind == Some(kind));
    let mut texts = Vec::new();
    let mut say = |kind, lines: Vec<String>| texts.push(Text { kind: Some(kind), lines });
    if ![Standing::LastMinute, Standing::MattersArising, Standing::Actions].into_iter().any(has) {
        return Ok(texts);
    }
    let before = queries::before(on.again(), group, &record.meeting).await?;
    if has(Standing::LastMinute) {
        say(Standing::LastMinute, vec![before.as_ref().map_or_else(|| "There is no earlier minute.".to_owned(), Before::minute_words)]);
    }
    if has(Standing::MattersArising) {
        let lines = match &before {
            None => Vec::new(),
            Some(before) => queries::matters(on.again(), group, (before.id, reader)).await?.into_iter().filter_map(Matter::line).collect(),
        };
        say(Standing::MattersArising, lines);
    }
    if has(Standing::Actions) {
        let since = before.map_or(Date::constant(1, 1, 1), |before| before.held_on);
        say(Standing::Actions, action_lines(queries::did(on, group, (since, record.meeting.held_on), reader).await?, today));
    }
    Ok(texts)
}

/// The meeting before.
struct Before {
    id: Uuid,
    held_on: Date,
    /// Where its minute stands; nothing while there is none.
    minute: Option<String>,
}

impl Before {
    fn minute_words(&self) -> String {
        let day = words::date(self.held_on);
        match self.minute.as_deref() {
            Some("confirmed") => format!("The minute of {day} is confirmed."),
            Some("published") => format!("The minute of {day} is to be confirmed."),
            Some(_) => format!("The minute of {day} is still in draft."),
            None => format!("The meeting of {day} has no minute yet."),
        }
    }
}

/// Something that was on the agenda of the meeting before.
struct Matter {
    reference: String,
    title: String,
    standing: bool,
    /// Where its issue stands, where it is about one.
    issue_state: Option<String>,
    decision: Option<String>,
    words: String,
    /// Whether it goes on at another meeting.
    followed: bool,
}

impl Matter {
    /// What became of it; nothing where it was only talked about.
    fn line(self) -> Option<String> {
        let Self { reference, title, words, .. } = self;
        if let Some(decision) = self.decision {
            return Some(format!("{reference} {title}. {decision}: {words}"));
        }
        let put_off = match self.issue_state.as_deref() {
            Some("scheduled") => "put off; it is on an agenda again",
            Some("triaged") => "put off; it waits for a meeting",
            _ if self.followed => "put off; it is on an agenda again",
            _ => return None,
        };
        (!self.standing).then(|| format!("{reference} {title}: {put_off}."))
    }
}

/// An action as it stands in the review.
struct Did {
    reference: String,
    words: String,
    owner: String,
    due: Date,
    state: State,
    /// How often it was carried forward.
    carried: i64,
    /// The reference of the action that took its place.
    successor: Option<String>,
}

/// Actions that are listed one by one; of more there is the action log.
const LISTED: usize = 12;

/// What became of actions: how many, those that were closed or superseded, and the open ones, the latest first.
fn action_lines(actions: Vec<Did>, today: Date) -> Vec<String> {
    let (open, closed): (Vec<Did>, Vec<Did>) = actions.into_iter().partition(|action| action.state.is_open());
    let (done, superseded): (Vec<Did>, Vec<Did>) = closed.into_iter().partition(|action| action.state == State::Done);
    let late = open.iter().filter(|action| action.due < today).count();
    let late = if late > 0 { format!(", {late} of them past their day") } else { String::new() };
    let count = words::count(done.len() as u64, "action", "actions");
    let mut lines = vec![format!("{count} closed since the last meeting, {} open{late}.", open.len())];
    if !done.is_empty() {
        lines.push(format!("Closed: {}", done.into_iter().map(|action| action.reference).collect::<Vec<_>>().join(", ")));
    }
    if !superseded.is_empty() {
        let by = |action: Did| match action.successor {
            Some(by) => format!("{} (by {by})", action.reference),
            None => action.reference,
        };
        lines.push(format!("Superseded: {}", superseded.into_iter().map(by).collect::<Vec<_>>().join(", ")));
    }
    let more = open.len().saturating_sub(LISTED);
    lines.extend(open.into_iter().take(LISTED).map(|action| open_line(&action, today)));
    if more > 0 {
        lines.push(format!("and {more} more in the action log"));
    }
    lines
}

fn open_line(action: &Did, today: Date) -> String {
    let Did { reference, words: what, owner, due, .. } = action;
    let at_it = if action.state == State::InProgress { "in progress, " } else { "" };
    let carried = if action.carried > 0 { format!("carried forward {}, ", times(action.carried)) } else { String::new() };
    let was = match (*due < today, action.carried) {
        (true, _) => "was due",
        (false, 0) => "due",
        (false, _) => "now",
    };
    format!("{reference} {} ({owner}, {at_it}{carried}{was} {})", what.trim_end_matches('.'), words::date(*due))
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;
    use crate::references;

    fn did(number: i64, due: Date, open: bool) -> Did {
        let state = if open { State::Open } else { State::Done };
        let (reference, owner) = (references::action(number), "Ailsa Munro".into());
        Did { reference, words: "Tell wards.".into(), owner, due, state, carried: 0, successor: None }
    }

    #[test]
    fn the_review_says_what_is_closed_due_and_late() {
        let actions = vec![did(1, date(2026, 10, 1), true), did(2, date(2026, 12, 1), true), did(3, date(2026, 9, 1), false)];
        assert_eq!(
            action_lines(actions, date(2026, 11, 1)),
            [
                "1 action closed since the last meeting, 2 open, 1 of them past their day.",
                "Closed: A-0003",
                "A-0001 Tell wards (Ailsa Munro, was due 1 October 2026)",
                "A-0002 Tell wards (Ailsa Munro, due 1 December 2026)",
            ]
        );
        let many = (1..=15).map(|number| did(number, date(2026, 12, 1), true)).collect();
        assert_eq!(action_lines(many, date(2026, 11, 1)).last().map(String::as_str), Some("and 3 more in the action log"));
        let on = Did { carried: 2, state: State::InProgress, ..did(4, date(2026, 12, 1), true) };
        let gone = Did { state: State::Superseded, successor: Some("A-0009".into()), ..did(5, date(2026, 12, 1), false) };
        assert_eq!(
            action_lines(vec![on, gone], date(2026, 11, 1)),
            [
                "0 actions closed since the last meeting, 1 open.",
                "Superseded: A-0005 (by A-0009)",
                "A-0004 Tell wards (Ailsa Munro, in progress, carried forward twice, now 1 December 2026)",
            ]
        );
        assert_eq!(action_lines(Vec::new(), date(2026, 11, 1)), ["0 actions closed since the last meeting, 0 open."]);
    }
}
