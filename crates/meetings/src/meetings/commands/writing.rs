//! A decision in writing, as a meeting of its own: those who answered are who was there, and the two keys are turned already. So its
//! number, what reporters hear, the networks, the register and the minute follow from the same events as after any meeting.

use ::issues::issues::{
    self,
    journey::{self, Reply},
};
use group::{acting::Acting, groups, membership::Side};
use jiff::civil::Time;
use kernel::{App, Result, Tx, ledger::Fact, words};
use uuid::Uuid;

use super::{
    super::{
        items,
        kind::Kind,
        model::{Attendee, Meeting, NewItem, State, quorum_of},
        store,
    },
    event, record,
};
use crate::{
    actions::{self, NewAction},
    decisions::{self, Decision, NewDecision, Occasion},
    interim::Key,
    presence, references,
};

impl Meeting {
    /// Whether nobody met: it is a decision in writing.
    #[must_use]
    pub fn is_in_writing(&self) -> bool {
        self.kind == Kind::Interim && self.minutes == 0
    }
}

/// What was decided in writing, when both sides have closed it.
pub(crate) struct Written<'a> {
    /// The issue that it decides, if it is about one.
    pub(crate) issue: Option<Uuid>,
    /// What it is about.
    pub(crate) title: &'a str,
    /// What was asked and answered.
    pub(crate) note: &'a str,
    /// Those who answered; core is whose answer counts.
    pub(crate) attendees: &'a [Attendee],
    /// The decision with what is told of it.
    pub(crate) decision: &'a NewDecision,
    /// Who does what by when, if somebody has to.
    pub(crate) action: Option<NewAction>,
    /// One key of each side.
    pub(crate) keys: &'a [Key],
}

/// Writes it down as a meeting of this day that is over: decided, confirmed by both sides, its reporter told, its minute drafted.
/// Tells the meeting's key and the decision.
///
/// # Errors
/// As [`decisions::make`]; [`kernel::Error::Conflict`] for an issue that is not being decided between meetings.
pub(crate) async fn hold_in_writing(app: &App, tx: &mut Tx, acting: &Acting, written: &Written<'_>) -> Result<(Uuid, Decision)> {
    let group = &acting.group;
    let now = app.clock.now();
    let today = app.clock.today(&group.time_zone);
    let theme = match written.issue {
        Some(issue) => issues::by_id(&mut *tx, group.id, issue).await?.theme.unwrap_or_default(),
        None => String::new(),
    };
    let here = group.time_zone.to_datetime(now).time();
    let meeting = Meeting {
        id: app.ids.key(now)?,
        number: groups::next_number(tx, group.id, "meetings").await?,
        year: i64::from(today.year()),
        version: 1,
        state: State::Planned,
        kind: Kind::Interim,
        held_on: today,
        starts: Time::new(here.hour(), here.minute(), 0, 0).unwrap_or(Time::midnight()),
        minutes: 0,
        theme,
        place: String::new(),
        link: String::new(),
        guests: String::new(),
        invited: false,
        sequence: 0,
    };
    store::insert(tx, group.id, &meeting).await?;
    let planned = event(app, acting, &meeting, "meeting.written").with("on", Fact::Word(today.to_string()));
    kernel::ledger::record(tx, planned).await?;
    let number = groups::next_number(tx, group.id, &format!("items/{}", meeting.year)).await?;
    let item = app.ids.key(now)?;
    let new = NewItem { issue: written.issue, title: written.title.to_owned(), ..NewItem::default() };
    items::insert_item(tx, group.id, &meeting, item, number, &new).await?;
    store::set_note(tx, group.id, item, written.note).await?;
    let added = event(app, acting, &meeting, "item.added").with("item", Fact::Reference(references::item(meeting.year, number)));
    kernel::ledger::record(tx, added).await?;
    store::put_attendance(tx, group.id, meeting.id, written.attendees, "").await?;
    let quorum = quorum_of(written.attendees, &store::rules(&mut *tx, group.id).await?);
    let occasion = Occasion { meeting: meeting.id, item, day: today, quorum };
    let decision = decisions::make(app, tx, acting, &occasion, written.decision).await?;
    let counted = written.attendees.iter().filter(|one| one.core && one.side != Side::Other);
    presence::count(tx, group.id, decision.id, &counted.map(|one| (one.person, one.side)).collect::<Vec<_>>()).await?;
    let mut next_steps = String::new();
    if let Some(new) = &written.action {
        let action = actions::set(app, tx, acting, item, today, new).await?;
        next_steps = format!("{} (by {})", action.words.trim_end_matches('.'), words::date(action.due));
    }
    for key in written.keys {
        store::put_confirmation(tx, group.id, meeting.id, key.side, key.person, key.deputy, now).await?;
    }
    store::set_state(tx, group.id, meeting.id, State::Planned, State::Confirmed).await?;
    decisions::confirm(tx, group.id, meeting.id).await?;
    if let Some(issue) = written.issue {
        let words = decision.words.clone();
        let reply = Reply { decision: decision.reference(), words, next_steps, said_on: today };
        journey::reply_between(app, tx, acting, issue, reply).await?;
    }
    record(app, tx, acting, &meeting, "meeting.confirmed").await?;
    store::set_state(tx, group.id, meeting.id, State::Confirmed, State::Adjourned).await?;
    record(app, tx, acting, &meeting, "meeting.adjourned").await?;
    Ok((meeting.id, decision))
}
