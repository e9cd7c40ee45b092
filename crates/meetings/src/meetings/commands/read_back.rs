//! The end of a meeting: what was decided is read back, both sides confirm it, the reporters are told, the meeting is over.

use group::{
    acting::Acting,
    membership::{Side, side_words},
    permissions::Verb,
};
use issues::issues::{
    State as IssueState,
    journey::{self, Reply, Said},
};
use jiff::civil::Date;
use kernel::{App, Error, Result, Tx, clock, keys, ledger, ledger::Fact, words};

use super::{
    super::{
        model::{Confirmation, Item, ItemIssue, State, missing},
        queries::{self, Record},
        store,
    },
    event, must_be_open, must_run, open, record,
};
use crate::decisions::{self, Decision, Manner};

/// What a reporter is told of a decision that is reserved.
const RESERVED: &str = "The group has decided on what you raised, in a part of its meeting that is not open.";

/// A short proof of what was read back, for the form that confirms it.
#[must_use]
pub(in super::super) fn proof(record: &Record) -> String {
    keys::hex(&keys::hash(&record.read_back()))
}

/// Confirms, for one's side, that the decisions and actions are as they were read back. `seen` is the proof of what the
/// person had before them. When both sides have, the reporters of the issues are told what was decided; what was decided without a
/// quorum waits for a meeting that has one.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between, when an item has
/// actions without a decision, or when the meeting is confirmed already.
pub async fn confirm(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<State> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Confirming is for the two co-chairs or a deputy of their side.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = queries::record(&mut *tx, group.id, number).await?;
    must_be_open(&found.meeting)?;
    if seen.is_some_and(|seen| seen != proof(&found)) {
        return Err(Error::Conflict("What was decided was changed while you were reading. Read it again and confirm.".into()));
    }
    if !found.ratifies.is_empty() && !found.quorum().reached() {
        return Err(Error::Conflict(format!(
            "Decisions of an earlier meeting can be confirmed only with a quorum: {}. Take attendance, or take them off the read-back.",
            found.quorum().words()
        )));
    }
    if let Some(item) = found.items.iter().find(|item| item.decision.is_none() && !item.actions.is_empty()) {
        return Err(Error::Conflict(format!("Item {} has actions but no decision. Write down what was decided first.", item.reference())));
    }
    let now = app.clock.now();
    store::put_confirmation(tx, group.id, found.meeting.id, acting.side, acting.person, acting.deputy, now).await?;
    let said = event(app, acting, &found.meeting, "meeting.read-back").with("side", Fact::Word(acting.side.key().into()));
    kernel::ledger::record(tx, said).await?;
    let given: Vec<Side> = found.confirmations.iter().map(|given: &Confirmation| given.side).chain([acting.side]).collect();
    if !missing(&given).is_empty() {
        return Ok(State::Planned);
    }
    store::set_state(tx, group.id, found.meeting.id, State::Planned, State::Confirmed).await?;
    decisions::confirm(tx, group.id, found.meeting.id).await?;
    let today = clock::day_of(now, &group.time_zone);
    for item in &found.items {
        if let (Some(issue), Some(decision)) = (item.waiting_issue(), &item.decision) {
            tell(app, tx, acting, number, (item, issue, decision), today).await?;
        }
    }
    for (decision, meeting) in &found.ratifies {
        let earlier = queries::record(&mut *tx, group.id, *meeting).await?;
        let Some(item) = earlier.items.iter().find(|item| item.id == decision.item) else { continue };
        let waits = |issue: &&ItemIssue| [IssueState::Triaged, IssueState::Scheduled].contains(&issue.state);
        if let (Some(issue), Some(decision)) = (item.issue.as_ref().filter(waits), &item.decision) {
            tell(app, tx, acting, number, (item, issue, decision), today).await?;
        }
    }
    record(app, tx, acting, &found.meeting, "meeting.confirmed").await?;
    Ok(State::Confirmed)
}

/// Tells whoever raised an issue what came of it. What too few decided is not told as if it held.
async fn tell(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    meeting: i64,
    (item, issue, decision): (&Item, &ItemIssue, &Decision),
    today: Date,
) -> Result<()> {
    let holds = decision.quorum.reached() || decision.ratified_in.is_some();
    // Of a reserved item nobody outside is told more than that it was spoken about.
    let told = || if item.is_reserved() { SPOKEN_OF.to_owned() } else { decision.how.told() };
    let said = match decision.how.manner {
        Manner::Deferred if decision.ratified_in.is_some() => return Ok(()),
        Manner::Deferred => Said { outcome: "deferred", ends: false, words: told() },
        _ if !holds => Said { outcome: "unconfirmed", ends: false, words: UNCONFIRMED.into() },
        Manner::NotAgreed => Said { outcome: "not-agreed", ends: true, words: told() },
        Manner::Agreed | Manner::Concern | Manner::SubjectTo => {
            return journey::reply(app, tx, acting, issue.id, reply(item, decision, today)).await;
        }
    };
    journey::say(app, tx, acting, issue.id, meeting, said).await
}

/// What is told of a reserved item on which nothing was decided.
const SPOKEN_OF: &str = "The group has spoken about what you raised, in a part of its meeting that is not open.";

/// What is told of a decision that another meeting has to confirm.
const UNCONFIRMED: &str = "The group has spoken about it and has a view on what is right. Nothing is final yet: too few from one of the \
                           two sides were there, so another meeting has to confirm it. You will hear from us again when it has.";

/// Makes a decision good that an earlier meeting made without a quorum, or takes that back. It holds once both sides have confirmed this
/// meeting.
///
/// # Errors
/// [`Error::NotFound`] for a decision that does not wait; [`Error::Conflict`] without a quorum, or for a meeting that is planned no more.
pub async fn make_good(app: &App, tx: &mut Tx, acting: &Acting, number: i64, decision: (i64, i64), good: bool) -> Result<()> {
    let found = open(tx, acting, number).await?;
    let waiting = decisions::unquorate(&mut *tx, acting.group.id, None).await?;
    let named = |one: &&(Decision, i64)| (one.0.year, one.0.number) == decision && one.1 != number;
    let (decision, _) = waiting.iter().find(named).ok_or(Error::NotFound)?;
    if good && !found.quorum().reached() {
        return Err(Error::Conflict(format!("Without a quorum no decision can be confirmed: {}.", found.quorum().words())));
    }
    decisions::ratify(tx, acting.group.id, decision.id, good.then_some(found.meeting.id)).await?;
    let verb = if good { "meeting.decision-made-good" } else { "meeting.decision-left-open" };
    let event = event(app, acting, &found.meeting, verb).with("decision", Fact::Reference(decision.reference()));
    kernel::ledger::record(tx, event).await?;
    super::ask_again(app, tx, acting, &found.meeting).await
}

/// What a reporter is told of an item: the decision, and each action with its day. Owners are not named to them. Of a reserved item
/// they are told that it is decided.
fn reply(item: &Item, decision: &Decision, today: Date) -> Reply {
    if item.is_reserved() {
        let next_steps = if item.actions.is_empty() { "" } else { "What was agreed is being done." };
        return Reply { decision: decision.reference(), words: RESERVED.into(), next_steps: next_steps.into(), said_on: today };
    }
    let step = |action: &crate::actions::Action| format!("{} (by {})", action.words.trim_end_matches('.'), words::date(action.due));
    Reply {
        decision: decision.reference(),
        words: decision.words.clone(),
        next_steps: item.actions.iter().map(step).collect::<Vec<_>>().join("\n"),
        said_on: today,
    }
}

/// Ends a meeting: issues on which nothing was decided wait for another one, and its minute is drafted.
///
/// # Errors
/// [`Error::Conflict`] unless both sides have confirmed what was decided.
pub async fn adjourn(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = queries::record(&mut *tx, group.id, number).await?;
    if found.meeting.state == State::Planned {
        let sides = missing(&found.confirmations.iter().map(|given| given.side).collect::<Vec<_>>());
        let sides: Vec<String> = sides.into_iter().map(|side| format!("the {}", side_words(side))).collect();
        return Err(Error::Conflict(format!("Before the meeting ends, {} must confirm what was decided.", sides.join(" and "))));
    }
    if !store::set_state(tx, group.id, found.meeting.id, State::Confirmed, State::Adjourned).await? {
        must_be_open(&found.meeting)?;
    }
    for item in found.items.iter().filter(|item| item.decision.is_none()) {
        if let Some(issue) = item.waiting_issue() {
            journey::carry(app, tx, acting, issue.id, number).await?;
        }
    }
    record(app, tx, acting, &found.meeting, "meeting.adjourned").await
}
