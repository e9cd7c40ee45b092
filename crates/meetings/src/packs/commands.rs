//! The verbs on packs: approve the agenda with its papers, and send what has changed since.

use group::{acting::Acting, permissions::Verb};
use kernel::{
    App, Error, Result, Tx, clock,
    job::NewJob,
    ledger::{self, Fact},
    queue,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    jobs::MAKE,
    mail,
    model::{Approval, both_approve},
    queries::{self, Now},
    store::{self, New},
};
use crate::{
    flags, interests,
    meetings::{Meeting, event},
    papers, proposals,
};

/// Steps of making a pack beside its papers: laying it out, and putting it into the outbox.
const OTHER_STEPS: i64 = 2;

fn must_be_open(meeting: &Meeting) -> Result<()> {
    if meeting.is_open() {
        return Ok(());
    }
    Err(Error::Conflict("This meeting is no longer planned, so nothing goes out for it.".into()))
}

/// Approves the agenda with its papers for one's side. `seen` is the hash of what the person read. When both sides have approved the
/// same, it is frozen and goes out; tells whether it does.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between, has gone out, has nothing
/// on it, or the meeting is planned no more.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<bool> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Approving the agenda is for the two co-chairs or a deputy of their side.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = queries::now(&mut *tx, group, number).await?;
    must_be_open(&found.record.meeting)?;
    if !found.packs.is_empty() {
        return Err(Error::Conflict("The pack of this meeting has gone out already.".into()));
    }
    if found.listing.entries.is_empty() {
        return Err(Error::Conflict("Nothing is on the agenda yet.".into()));
    }
    if seen.is_some_and(|seen| seen != kernel::keys::hex(&found.hash)) {
        return Err(Error::Conflict("The agenda or a paper was changed while you were reading. Read it again and approve.".into()));
    }
    let meeting = &found.record.meeting;
    let approval = Approval {
        side: acting.side,
        person: acting.person,
        name: acting.name.clone(),
        deputy: acting.deputy,
        content_hash: found.hash.clone(),
    };
    store::put_approval(tx, group.id, meeting.id, &approval, app.clock.now()).await?;
    let said = event(app, acting, meeting, "pack.approved").with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, said).await?;
    let again = found.approvals.iter().any(|given| given.side == acting.side && given.content_hash == found.hash);
    let mut approvals: Vec<Approval> = found.approvals.iter().filter(|given| given.side != acting.side).cloned().collect();
    approvals.push(approval);
    if both_approve(&approvals, &found.hash) {
        freeze(app, tx, acting, &found, 1).await?;
        return Ok(true);
    }
    if !again {
        mail::ask_other_side(app, tx, group, meeting, acting.side).await?;
    }
    Ok(false)
}

/// Sends what has changed since the pack, or what went out after it, to everybody who got that.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run meetings; [`Error::Conflict`] when nothing has changed, something else has meanwhile,
/// or the last one is still being made.
pub(super) async fn send_changes(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: &str) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Sending changes is for the administrator and the co-chairs.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = queries::now(&mut *tx, group, number).await?;
    must_be_open(&found.record.meeting)?;
    let Some(last) = found.packs.last() else {
        return Err(Error::Conflict("The pack has not gone out yet: both co-chairs approve it first.".into()));
    };
    if !last.sent {
        return Err(Error::Conflict("What went out last is still being made. Try again in a minute.".into()));
    }
    if !found.has_news() {
        return Err(Error::Conflict("Nothing has changed since the last one went out.".into()));
    }
    if seen != kernel::keys::hex(&found.hash) {
        return Err(Error::Conflict("Something else was changed while you were reading. Look at the changes again and send them.".into()));
    }
    let next = last.number + 1;
    freeze(app, tx, acting, &found, next).await
}

/// Keeps the agenda as it stands, and has its files made.
async fn freeze(app: &App, tx: &mut Tx, acting: &Acting, found: &Now, number: i64) -> Result<()> {
    let (group, now) = (&acting.group, app.clock.now());
    let id = app.ids.key(now)?;
    let papers = i64::try_from(found.listing.sheets().count()).unwrap_or(0);
    let new = New {
        id,
        meeting: found.record.meeting.id,
        number,
        listing: &found.listing.canonical()?,
        hash: &found.hash,
        on: clock::day_of(now, &group.time_zone),
        steps: papers + OTHER_STEPS,
    };
    store::insert(tx, group.id, &new).await?;
    let verb = if number == 1 { "pack.frozen" } else { "pack.changes-frozen" };
    ledger::record(tx, event(app, acting, &found.record.meeting, verb).with("pack", Fact::Number(number))).await?;
    let payload = json!({ "group": group.id, "pack": id });
    queue::push(app, tx, NewJob { scope: Some(group.id), kind: MAKE, payload, run_at: now, key: Some(format!("{MAKE}:{id}")) }).await
}

/// Forgets what hangs on an item that leaves its agenda: papers, flags, interests. What went out stays as it went out.
///
/// # Errors
/// When the database fails.
pub(crate) async fn forget(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    papers::forget(tx, group, item).await?;
    flags::forget(tx, group, item).await?;
    interests::forget(tx, group, item).await?;
    proposals::forget(tx, group, item).await
}
