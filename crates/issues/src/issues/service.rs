//! What a service that was asked does to an issue: it has it, says by when, has put it right, says that it is somebody
//! else's, or that it needs the group. So does the forum that owns an issue. Each step is said on the issue's timeline, and what matters to the reporter is told.

use group::{acting::Acting, groups::Group};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    journey::Reply,
    model::{Issue, State, waited},
    queries, store,
};
use crate::answers::{self, News};

/// Why the two co-chairs choose again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// The service says that it is somebody else's.
    NotOurs,
    /// The service has not answered, also not after a reminder.
    Silence,
}

impl Back {
    fn key(self) -> &'static str {
        match self {
            Self::NotOurs => "not-ours",
            Self::Silence => "silence",
        }
    }
}

/// With whom outside the group an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// A service that can put it right.
    Service,
    /// The forum that owns it.
    Forum,
}

impl With {
    /// Where an issue stands that is with them.
    #[must_use]
    pub fn state(self) -> State {
        match self {
            Self::Service => State::WithService,
            Self::Forum => State::Delegated,
        }
    }

    /// Who they are, where an event says it; a service is not named, because it was there first.
    fn said_of(self, event: Event) -> Event {
        match self {
            Self::Service => event,
            Self::Forum => event.with("with", Fact::Word("forum".into())),
        }
    }
}

async fn leave(tx: &mut Tx, group: &Group, issue: Uuid, from: With, to: State) -> Result<()> {
    if store::move_on(tx, group.id, issue, from.state(), to).await? {
        return Ok(());
    }
    Err(Error::Conflict(match from {
        With::Service => "This issue has moved on in between: no service is asked to put it right any more.".into(),
        With::Forum => "This issue has moved on in between: no other forum is asked about it any more.".into(),
    }))
}

/// Puts an issue to a service: on it nothing is decided any more until the service has answered.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is decided, out or withdrawn.
pub async fn hand_over(app: &App, tx: &mut Tx, acting: &Acting, issue: &Issue, entry: Uuid) -> Result<()> {
    let group = &acting.group;
    let open = matches!(issue.state, State::New | State::Asked | State::Triaged | State::WithService);
    if !open || issue.is_praise() {
        return Err(Error::Conflict("This issue is no longer waiting for triage, so no service is asked to put it right.".into()));
    }
    if issue.state != State::WithService && !store::move_on(tx, group.id, issue.id, issue.state, State::WithService).await? {
        return Err(Error::Conflict("This issue has moved on in the meantime. Load the page again.".into()));
    }
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.service-asked", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as()).with("entry", Fact::Key(entry))).await
}

/// Says that a service or a forum has taken an issue on, and by when it is put right. Its reporter is told.
///
/// # Errors
/// When the database fails.
pub async fn promise(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, with: With, by: Date) -> Result<()> {
    let now = app.clock.now();
    let news = if with == With::Forum { News::Forum } else { News::Service };
    answers::hold(app, tx, group, issue, news, app.ids.key(now)?, 0).await?;
    let event = Event::new(group.id, now, Actor::Visitor, "issue.service-promised", issue);
    ledger::record(tx, with.said_of(event).with("by", Fact::Word(by.to_string()))).await
}

/// Says that a service has put an issue right, or a forum has dealt with it: the issue is done, its reporter is told in `words`, and is asked some months
/// later whether it has held.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not with them.
pub async fn fixed(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, with: With, words: String) -> Result<()> {
    leave(tx, group, issue, with, State::Done).await?;
    let now = app.clock.now();
    let said_on = app.clock.today(&group.time_zone);
    let found = queries::by_id(&mut *tx, group.id, issue).await?;
    if !queries::answered(&mut *tx, group.id, issue).await? {
        store::count_wait(tx, group.id, waited(found.raised_on, said_on)).await?;
    }
    let id = app.ids.key(now)?;
    // No meeting decided it, so that there is no decision to name.
    let reply = Reply { decision: String::new(), words, next_steps: String::new(), said_on };
    store::insert_reply(tx, group.id, id, issue, &reply).await?;
    answers::hold(app, tx, group, issue, News::Outcome, id, 0).await?;
    ledger::record(tx, with.said_of(Event::new(group.id, now, Actor::Visitor, "issue.service-fixed", issue))).await
}

/// Tells a reporter that there is something new about passing their issue on to another group: a question, or an answer.
///
/// # Errors
/// When the database fails.
pub async fn tell_elsewhere(app: &App, tx: &mut Tx, group: &Group, issue: Uuid) -> Result<()> {
    answers::hold(app, tx, group, issue, News::Elsewhere, app.ids.key(app.clock.now())?, 0).await
}

/// Takes an issue back from a service or a forum, so that the two co-chairs choose again.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not with them.
pub async fn back(app: &App, tx: &mut Tx, group: &Group, by: Actor, issue: Uuid, (with, why): (With, Back)) -> Result<()> {
    leave(tx, group, issue, with, State::New).await?;
    let event = Event::new(group.id, app.clock.now(), by, "issue.back-in-triage", issue);
    ledger::record(tx, with.said_of(event).with("why", Fact::Word(why.key().into()))).await
}

/// Puts an issue of which its service or forum says that it needs the group to the next meeting on its theme. Its reporter is told.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not with them.
pub async fn needs_group(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, with: With) -> Result<()> {
    leave(tx, group, issue, with, State::Triaged).await?;
    let now = app.clock.now();
    answers::hold(app, tx, group, issue, News::Triaged, app.ids.key(now)?, 0).await?;
    ledger::record(tx, with.said_of(Event::new(group.id, now, Actor::Visitor, "issue.needs-group", issue))).await
}
