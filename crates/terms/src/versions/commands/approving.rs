//! Both sides approve a draft; on its day it comes into force and takes the place of the one before.

use group::{
    acting::Acting,
    groups,
    membership::{self, MembershipRules, Tag, TagKind},
    permissions::Verb,
    rules,
};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    ledger::{self, Event, Fact},
    words,
};

use super::{
    super::{
        mail,
        model::{Approval, State, Version, both_approve},
        store,
    },
    draft, event, paper, whole,
};
use crate::rules::{Answer, Want};

/// Asks whoever holds a key to read the draft and approve it.
///
/// # Errors
/// [`Error::Conflict`] while something is open in it.
pub async fn ask(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    let found = draft(tx, acting).await?;
    must_be_whole(found.missing().len())?;
    ledger::record(tx, event(app, acting, "terms.approval-asked", &found.version)).await?;
    mail::ask_for_approval(app, tx, &acting.group, &found.version).await
}

fn must_be_whole(missing: usize) -> Result<()> {
    if missing == 0 {
        return Ok(());
    }
    let open = words::count(missing as u64, "question is", "questions are");
    Err(Error::Conflict(format!("{open} still open in this draft. Settle what the list names first.")))
}

/// Approves the draft for one's side. `seen` is the hash of what the person read; without one it is the text as it stands. When both sides have approved the same
/// text, it is frozen, and comes into force on its day: today, if that has come.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] while something is open in it, or when it
/// changed in between.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, seen: Option<&str>) -> Result<State> {
    let why = "Approving the terms of reference is for the two co-chairs or a deputy of their side.";
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, why)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group.id).await?;
    if found.version.state != State::Draft {
        return Err(Error::Conflict("Both sides have approved this version already.".into()));
    }
    must_be_whole(found.missing().len())?;
    if seen.is_some_and(|seen| seen != kernel::keys::hex(&found.hash)) {
        return Err(Error::Conflict("The draft was changed while you were reading. Read it again and approve.".into()));
    }
    let now = app.clock.now();
    let (side, person, name, deputy) = (acting.side, acting.person, acting.name.clone(), acting.deputy);
    let approval = Approval { side, person, name, deputy, content_hash: found.hash.clone() };
    store::put_approval(tx, group.id, found.version.id, &approval, now).await?;
    let said = event(app, acting, "terms.approved", &found.version).with("side", Fact::Word(side.key().into()));
    ledger::record(tx, said).await?;
    let mut approvals: Vec<Approval> = found.approvals.into_iter().filter(|given| given.side != side).collect();
    approvals.push(approval);
    if !both_approve(&approvals, &found.hash) {
        return Ok(State::Draft);
    }
    let today = clock::day_of(now, &group.time_zone);
    let from_on = found.version.from_on.unwrap_or(today).max(today);
    if !store::agree(tx, group.id, found.version.id, &found.sealed, &found.hash, from_on).await? {
        return Err(Error::Conflict("This version was approved in between.".into()));
    }
    ledger::record(tx, event(app, acting, "terms.agreed", &found.version)).await?;
    if from_on > today {
        return Ok(State::Agreed);
    }
    take_effect(app, tx, group, acting.actor()).await?;
    Ok(State::InForce)
}

/// The agreed version of a group takes effect: it takes the place of the one before, and the software goes by it.
///
/// # Errors
/// When the database fails. Without an agreed version nothing happens.
pub async fn take_effect(app: &App, tx: &mut Tx, group: &groups::Group, actor: Actor) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    let due = |version: &Version| version.state == State::Agreed && version.from_on.is_some_and(|day| day <= today);
    let Some(version) = store::open(&mut *tx, group.id).await?.filter(due) else { return Ok(()) };
    store::take_effect(tx, group.id, version.id, today).await?;
    rules::set_traces(tx, group.id, version.number, &paper(&version)?.traces()).await?;
    let replaced = store::answers_replaced(&mut *tx, group.id).await?;
    let mut answers = store::answers(&mut *tx, group.id, version.id).await?;
    // What was not changed here may have been changed elsewhere since.
    answers.retain(|answer| !replaced.contains(answer));
    apply(tx, group, &answers).await?;
    let event = Event::new(group.id, now, actor, "terms.in-force", version.id).with("version", Fact::Number(version.number));
    ledger::record(tx, event).await
}

/// What the slices below go by. What those above go by they take from the event, by a reaction.
async fn apply(tx: &mut Tx, group: &groups::Group, answers: &[Answer]) -> Result<()> {
    for answer in answers {
        match answer {
            Answer::Board(board) => {
                groups::set_board(tx, group.id, &board.name).await?;
                let sites = board.sites.iter().map(|name| Tag::new(TagKind::Site, name));
                let partnerships = board.partnerships.iter().map(|name| Tag::new(TagKind::Partnership, name));
                membership::set_places(tx, group.id, &sites.chain(partnerships).collect::<Vec<_>>()).await?;
            }
            Answer::Promises(promises) => groups::set_promise(tx, group.id, promises.triage_days).await?,
            Answer::Balance(balance) => {
                let rules = membership::rules(&mut *tx, group.id).await?;
                let rules = MembershipRules { core_size: balance.size, parity: balance.parity, ..rules };
                membership::set_rules(tx, group.id, &rules).await?;
            }
            Answer::Coverage(coverage) => {
                let want = |want: &Want| {
                    let kind =
                        TagKind::from_key(&want.kind).ok_or_else(|| Error::internal("what shall be covered is of an unknown kind"))?;
                    Ok(membership::Want::one(Tag::new(kind, &want.name), false))
                };
                let wants = coverage.wants.iter().map(want).collect::<Result<Vec<_>>>()?;
                membership::set_wants(tx, group.id, &wants).await?;
            }
            _ => {}
        }
    }
    Ok(())
}
