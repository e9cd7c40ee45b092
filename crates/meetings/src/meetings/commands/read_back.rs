//! The end of a meeting: what was decided is read back, both sides confirm it, the reporters are told, the meeting is over.

use group::{
    acting::Acting,
    membership::{Side, side_words},
    permissions::Verb,
};
use issues::issues::journey::{self, Reply};
use jiff::civil::Date;
use kernel::{App, Error, Result, Tx, clock, keys, ledger, ledger::Fact, words};

use super::{
    super::{
        model::{Confirmation, Item, State, missing},
        queries::{self, Record},
        store,
    },
    event, must_be_open, must_run, record,
};
use crate::{decisions, references};

/// A short proof of what was read back, for the form that confirms it.
#[must_use]
pub(in super::super) fn proof(record: &Record) -> String {
    references::hex(&keys::hash(&record.read_back()))
}

/// Confirms, for one's side, that the decisions and actions are as they were read back. `seen` is the proof of what the
/// person had before them. When both sides have, the reporters of the issues are told what was decided.
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
    let decided = found.items.iter().any(|item| item.decision.is_some());
    if decided && !found.quorum().reached() {
        return Err(Error::Conflict(format!(
            "There is nothing to confirm without a quorum: {}. Take attendance first.",
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
        if let (Some(issue), Some(reply)) = (item.waiting_issue(), reply(item, today)) {
            journey::reply(app, tx, acting, issue.id, reply).await?;
        }
    }
    record(app, tx, acting, &found.meeting, "meeting.confirmed").await?;
    Ok(State::Confirmed)
}

/// What a reporter is told of an item: the decision, and each action with its day. Owners are not named to them.
fn reply(item: &Item, today: Date) -> Option<Reply> {
    let decision = item.decision.as_ref()?;
    let step = |action: &crate::actions::Action| format!("{} (by {})", action.words.trim_end_matches('.'), words::date(action.due));
    Some(Reply {
        decision: decision.reference(),
        words: decision.words.clone(),
        next_steps: item.actions.iter().map(step).collect::<Vec<_>>().join("\n"),
        said_on: today,
    })
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
