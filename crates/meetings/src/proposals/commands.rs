//! The verbs on proposals: propose a topic, take it onto the agenda, say why not.

use group::{acting::Acting, permissions::Verb, screening::refuse_in_papers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger,
};
use uuid::Uuid;

use super::{
    model::{Proposal, State},
    store,
};
use crate::meetings::{self, Meeting, event};

/// The most topics that wait for an answer, so that nobody drowns the agenda.
const MOST: usize = 20;

async fn open(tx: &mut Tx, group: Uuid, number: i64) -> Result<Meeting> {
    let meeting = meetings::find(&mut *tx, group, number).await?;
    if meeting.is_open() {
        return Ok(meeting);
    }
    Err(Error::Conflict("This meeting is no longer planned. Propose it for the next one.".into()))
}

/// Proposes a topic for a meeting.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings; [`Error::Invalid`] and [`Error::Refused`] for what was typed;
/// [`Error::Conflict`] when the meeting is planned no more, or too many topics wait.
pub async fn propose(app: &App, tx: &mut Tx, acting: &Acting, number: i64, title: &str, why: &str) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let meeting = open(tx, group, number).await?;
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let title = checks.text("topic", title, rule(Some("Say what the topic is"), "The topic", 120));
    let why = checks.text("why", why, rule(None, "The reason", 400));
    checks.done()?;
    refuse_in_papers(&mut *tx, group, [("topic", title.as_str()), ("why", why.as_str())].into_iter()).await?;
    let there = store::of_meeting(&mut *tx, group, meeting.id).await?;
    if there.iter().filter(|other| other.state == State::Open).count() >= MOST {
        return Err(Error::Conflict(format!("{MOST} topics wait for an answer already. Ask the administrator to look at them first.")));
    }
    let (id, by, answer) = (app.ids.key(app.clock.now())?, acting.name.clone(), String::new());
    let proposal = Proposal { id, by, title, why, state: State::Open, answer };
    store::insert(tx, group, meeting.id, &proposal, acting.person, app.clock.now()).await?;
    ledger::record(tx, event(app, acting, &meeting, "topic.proposed")).await
}

/// Takes a proposed topic onto the agenda, at its end.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run meetings; [`Error::Conflict`] when it is answered already, or as for any other topic.
pub(super) async fn take(app: &App, tx: &mut Tx, acting: &Acting, number: i64, id: Uuid) -> Result<()> {
    let (meeting, proposal) = waiting(tx, acting, number, id).await?;
    let item = meetings::add_topic(app, tx, acting, number, &proposal.title).await?;
    answered(app, tx, acting, (&meeting, &proposal), State::Taken, "").await?;
    store::set_item(tx, acting.group.id, id, (meeting.year, item)).await
}

/// Says why a proposed topic does not come onto this agenda.
///
/// # Errors
/// As [`take`]; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn decline(app: &App, tx: &mut Tx, acting: &Acting, number: i64, id: Uuid, answer: &str) -> Result<()> {
    let (meeting, proposal) = waiting(tx, acting, number, id).await?;
    let mut checks = Checks::default();
    let required = Some("Say why not, or when instead: who proposed it reads this");
    let answer = checks.text("answer", answer, TextRule { required, name: "The answer", max: 400, lines: false });
    checks.done()?;
    refuse_in_papers(&mut *tx, acting.group.id, [("answer", answer.as_str())].into_iter()).await?;
    answered(app, tx, acting, (&meeting, &proposal), State::Declined, &answer).await
}

async fn waiting(tx: &mut Tx, acting: &Acting, number: i64, id: Uuid) -> Result<(Meeting, Proposal)> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Answering proposals is for the administrator and the co-chairs.")?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let meeting = open(tx, group, number).await?;
    let there = store::of_meeting(&mut *tx, group, meeting.id).await?;
    let proposal = there.into_iter().find(|proposal| proposal.id == id).ok_or(Error::NotFound)?;
    Ok((meeting, proposal))
}

async fn answered(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    (meeting, proposal): (&Meeting, &Proposal),
    state: State,
    answer: &str,
) -> Result<()> {
    if !store::answer(tx, acting.group.id, proposal.id, state, answer).await? {
        return Err(Error::Conflict("Somebody else has answered this proposal meanwhile.".into()));
    }
    let verb = if state == State::Taken { "topic.taken" } else { "topic.declined" };
    ledger::record(tx, event(app, acting, meeting, verb)).await
}
