//! What the group's later work does to an issue: it goes onto an agenda, is carried over, is decided, is minuted. Each
//! step is said on the issue's timeline; the decision is told to its reporter.

use group::acting::Acting;
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Issue, State, waited},
    queries, store,
};
use crate::{
    answers::{self, News},
    merging,
};

/// Where on which agenda an issue stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// The meeting's number.
    pub meeting: i64,
    /// When it is held.
    pub held_on: Date,
    /// The item's reference: `26/014`.
    pub item: String,
}

impl Place {
    fn onto(&self, event: Event) -> Event {
        event
            .with("meeting", Fact::Number(self.meeting))
            .with("on", Fact::Word(self.held_on.to_string()))
            .with("item", Fact::Reference(self.item.clone()))
    }
}

/// What the group says to whoever raised an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The decision's reference: `26/D09`.
    pub decision: String,
    /// The decision, in one sentence that can be sent as it stands.
    pub words: String,
    /// What happens now, a line each.
    pub next_steps: String,
    /// The day it was said.
    pub said_on: Date,
}

/// What both sides agreed in triage, and what the reporter reads of it.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The outcome's word: `group`, `watch`.
    pub outcome: &'static str,
    /// Where the issue stands then; nothing where another verb moves it.
    pub to: Option<State>,
    /// What is told.
    pub words: String,
    /// Whether that is an answer already, or only says where it goes.
    pub answers: bool,
    /// Whether the two sides differ, so that the meeting decides.
    pub differ: bool,
}

async fn step(tx: &mut Tx, acting: &Acting, issue: Uuid, from: State, to: State) -> Result<()> {
    if store::move_on(tx, acting.group.id, issue, from, to).await? {
        return Ok(());
    }
    Err(Error::Conflict(match from {
        State::Triaged => "Only an issue that both sides agreed to put to a meeting can go onto an agenda.".into(),
        _ => "This issue has moved on in the meantime. Load the page again.".into(),
    }))
}

/// Where an issue waits for a decision: on an agenda, or off every agenda until a later meeting confirms what one without a quorum
/// decided.
fn waits_in(state: State) -> State {
    if state == State::Triaged { State::Triaged } else { State::Scheduled }
}

/// Settles what is done with an issue in triage, and tells its reporter: on their page, and by mail where there is an address.
///
/// # Errors
/// [`Error::Conflict`] for an issue that has moved on in between.
pub async fn settle(app: &App, tx: &mut Tx, acting: &Acting, issue: &Issue, settled: &Settled) -> Result<()> {
    let group = &acting.group;
    if let Some(to) = settled.to {
        step(tx, acting, issue.id, issue.state, to).await?;
    }
    let now = app.clock.now();
    let said_on = clock::day_of(now, &group.time_zone);
    if settled.answers && !queries::answered(&mut *tx, group.id, issue.id).await? {
        store::count_wait(tx, group.id, waited(issue.raised_on, said_on)).await?;
    }
    store::insert_triage_reply(tx, group.id, app.ids.key(now)?, issue.id, settled, said_on).await?;
    let mut event = Event::new(group.id, now, acting.actor(), "issue.triaged", issue.id)
        .with("as", acting.acted_as())
        .with("outcome", Fact::Word(settled.outcome.into()));
    if settled.differ {
        event = event.with("sides", Fact::Word("differ".into()));
    }
    ledger::record(tx, event).await
}

/// Takes up again what triage had set aside: it waits for the two sides anew. `event` says why and when.
///
/// # Errors
/// [`Error::Conflict`] for an issue that has moved on in between.
pub async fn take_up(tx: &mut Tx, issue: &Issue, event: Event) -> Result<()> {
    if !store::move_on(tx, event.scope, issue.id, issue.state, State::New).await? {
        return Err(Error::Conflict("This issue has moved on in the meantime. Load the page again.".into()));
    }
    ledger::record(tx, event).await
}

/// Puts a triaged issue onto an agenda.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not triaged.
pub async fn schedule(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, place: &Place) -> Result<()> {
    step(tx, acting, issue, State::Triaged, State::Scheduled).await?;
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.scheduled", issue);
    ledger::record(tx, place.onto(event).with("as", acting.acted_as())).await
}

/// Says that the meeting of a scheduled issue is on another day.
///
/// # Errors
/// When the database fails.
pub async fn reschedule(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, place: &Place) -> Result<()> {
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.rescheduled", issue);
    ledger::record(tx, place.onto(event)).await
}

/// Takes an issue off an agenda, or carries it over because the meeting came to no decision: it waits for another meeting.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is on no agenda.
pub async fn carry(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, meeting: i64) -> Result<()> {
    step(tx, acting, issue, State::Scheduled, State::Triaged).await?;
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.carried", issue);
    ledger::record(tx, event.with("meeting", Fact::Number(meeting))).await
}

/// Asks the group to decide an issue between two meetings, by a day.
///
/// # Errors
/// [`Error::Conflict`] for an issue that both sides did not put to the group, or that has moved on.
pub async fn ask_between(app: &App, tx: &mut Tx, acting: &Acting, issue: &Issue, by: Date) -> Result<()> {
    match issue.state {
        State::Interim => {}
        State::Triaged => step(tx, acting, issue.id, State::Triaged, State::Interim).await?,
        _ => {
            let why = "Only an issue that both sides called urgent, or put to a meeting, can be decided between meetings.";
            return Err(Error::Conflict(why.into()));
        }
    }
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.put-between", issue.id);
    ledger::record(tx, event.with("as", acting.acted_as()).with("by", Fact::Word(by.to_string()))).await
}

/// Says that the group has more time to decide an issue between two meetings.
///
/// # Errors
/// When the database fails.
pub async fn more_time_between(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, by: Date) -> Result<()> {
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.between-moved", issue);
    ledger::record(tx, event.with("by", Fact::Word(by.to_string()))).await
}

/// Takes an issue that was to be decided between two meetings to a meeting after all: it waits for one. `event` says when and by
/// whom. An issue that has moved on stays where it is.
///
/// # Errors
/// When the database fails.
pub async fn between_to_meeting(tx: &mut Tx, event: Event) -> Result<()> {
    if store::move_on(tx, event.scope, event.thing, State::Interim, State::Triaged).await? {
        ledger::record(tx, event).await?;
    }
    Ok(())
}

/// As [`reply`], for what was decided between two meetings.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is not being decided between meetings.
pub async fn reply_between(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, answer: Reply) -> Result<()> {
    step(tx, acting, issue, State::Interim, State::Scheduled).await?;
    reply(app, tx, acting, issue, answer).await
}

/// What a meeting says of an issue without deciding it for good.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it came to, as a short word: `deferred`, `not-agreed`.
    pub outcome: &'static str,
    /// Whether that is the group's last word for now; else the issue waits for another meeting.
    pub ends: bool,
    /// What is told.
    pub words: String,
}

/// Tells whoever raised an issue that a meeting spoke about it and did not decide it: it waits for another meeting, or that was it.
///
/// # Errors
/// [`Error::Conflict`] for an issue that is on no agenda.
pub async fn say(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, meeting: i64, said: Said) -> Result<()> {
    let group = &acting.group;
    let to = if said.ends { State::Discussed } else { State::Triaged };
    let found = queries::by_id(&mut *tx, group.id, issue).await?;
    step(tx, acting, issue, waits_in(found.state), to).await?;
    let (now, id) = (app.clock.now(), app.ids.key(app.clock.now())?);
    let said_on = clock::day_of(now, &group.time_zone);
    if said.ends && !queries::answered(&mut *tx, group.id, issue).await? {
        store::count_wait(tx, group.id, waited(found.raised_on, said_on)).await?;
    }
    let settled = Settled { outcome: said.outcome, to: None, words: said.words, answers: said.ends, differ: false };
    store::insert_triage_reply(tx, group.id, id, issue, &settled, said_on).await?;
    answers::hold(app, tx, group, issue, News::Triaged, id, 0).await?;
    let verb = if said.ends { "issue.spoken-of" } else { "issue.carried" };
    let event = Event::new(group.id, now, acting.actor(), verb, issue).with("as", acting.acted_as());
    ledger::record(tx, event.with("meeting", Fact::Number(meeting))).await
}

/// Tells whoever raised an issue that the words of a decision on it were corrected.
///
/// # Errors
/// When the database fails.
pub async fn correct(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, decision: &str, words: String) -> Result<()> {
    let (group, now) = (&acting.group, app.clock.now());
    let (id, said_on) = (app.ids.key(now)?, clock::day_of(now, &group.time_zone));
    let settled = Settled { outcome: "corrected", to: None, words, answers: false, differ: false };
    store::insert_triage_reply(tx, group.id, id, issue, &settled, said_on).await?;
    answers::hold(app, tx, group, issue, News::Triaged, id, 0).await?;
    let event = Event::new(group.id, now, acting.actor(), "issue.corrected", issue).with("as", acting.acted_as());
    ledger::record(tx, event.with("decision", Fact::Reference(decision.to_owned()))).await
}

/// Tells whoever raised an issue what was decided and what happens now: on their page, and by mail where there is an
/// address (the slice `answers` posts it).
///
/// # Errors
/// [`Error::Conflict`] for an issue that is on no agenda.
pub async fn reply(app: &App, tx: &mut Tx, acting: &Acting, issue: Uuid, reply: Reply) -> Result<()> {
    let group = &acting.group;
    let to = if reply.next_steps.is_empty() { State::Discussed } else { State::InProgress };
    let found = queries::by_id(&mut *tx, group.id, issue).await?;
    step(tx, acting, issue, waits_in(found.state), to).await?;
    let now = app.clock.now();
    if !queries::answered(&mut *tx, group.id, issue).await? {
        store::count_wait(tx, group.id, waited(found.raised_on, reply.said_on)).await?;
    }
    let id = app.ids.key(now)?;
    store::insert_reply(tx, group.id, id, issue, &reply).await?;
    answers::hold(app, tx, group, issue, News::Outcome, id, 0).await?;
    heard(app, tx, acting, &found, id, &reply.decision).await?;
    let event = Event::new(group.id, now, acting.actor(), "issue.decided", issue);
    ledger::record(tx, event.with("decision", Fact::Reference(reply.decision))).await
}

/// Says on the timelines of all others who hear of an outcome that they were told: it stays there, also when a report is split off.
async fn heard(app: &App, tx: &mut Tx, acting: &Acting, lead: &Issue, reply: Uuid, decision: &str) -> Result<()> {
    let group = &acting.group;
    for (report, _) in merging::hearers(&mut *tx, group.id, reply).await? {
        let event = Event::new(group.id, app.clock.now(), acting.actor(), "issue.told", report)
            .with("of", Fact::Reference(group.reference(lead.number)))
            .with("decision", Fact::Reference(decision.to_owned()));
        ledger::record(tx, event).await?;
    }
    Ok(())
}

/// Says that everything agreed on an issue is done. An issue that is not in progress stays where it is.
///
/// # Errors
/// When the database fails.
pub async fn finish(app: &App, tx: &mut Tx, group: Uuid, (actor, acted_as): (Actor, Option<Fact>), issue: Uuid) -> Result<()> {
    if store::move_on(tx, group, issue, State::InProgress, State::Done).await? {
        let event = Event::new(group, app.clock.now(), actor, "issue.done", issue);
        // Somebody outside the group, who answered by a link, acts as nothing within it.
        let event = if let Some(acted_as) = acted_as { event.with("as", acted_as) } else { event };
        ledger::record(tx, event).await?;
    }
    Ok(())
}

/// Notes on an issue's timeline that the minute of its meeting is published.
///
/// # Errors
/// When the database fails.
pub async fn minuted(app: &App, tx: &mut Tx, group: Uuid, actor: Actor, issue: Uuid, meeting: i64) -> Result<()> {
    let event = Event::new(group, app.clock.now(), actor, "issue.minuted", issue);
    ledger::record(tx, event.with("meeting", Fact::Number(meeting))).await
}
