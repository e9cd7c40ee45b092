//! Approving: with the second side's approval of one content the agreement is in force, and the version before it is not.

use group::{acting::Acting, membership::Side, permissions::Verb};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx, clock,
    ledger::{self, Fact},
};

use super::{
    super::{
        mail,
        model::{Agreement, Approval, State, both_approve},
        store,
    },
    draft_of, event, must_draft,
};

/// Approves the draft of an agreement for one's side. `seen` is the hash of what the person read. When both sides have
/// approved the same content it is in force, and the version before it is superseded.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between, when something
/// is wanting, or when there is no draft.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<State> {
    let why = "Approving an agreement is for the two co-chairs or a deputy of their side.";
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, why)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let draft = draft_of(&mut *tx, group, number).await?;
    if seen.is_some_and(|seen| seen != kernel::keys::hex(&draft.hash)) {
        return Err(Error::Conflict("The draft was changed while you were reading. Read it again and approve.".into()));
    }
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    must_be_whole(&draft, today)?;
    let (side, person, name, deputy) = (acting.side, acting.person, acting.name.clone(), acting.deputy);
    let approval = Approval { side, person, name, deputy, content_hash: draft.hash.clone() };
    let current = |given: &Approval| given.content_hash == draft.hash;
    let again = store::approvals(&mut *tx, group.id, draft.id).await?.iter().any(|given| given.side == side && current(given));
    store::put_approval(tx, group.id, draft.id, &approval, now).await?;
    let said = event(app, acting, "agreement.approved", &draft).with("side", Fact::Word(side.key().into()));
    ledger::record(tx, said).await?;
    let mut approvals = store::approvals(&mut *tx, group.id, draft.id).await?;
    approvals.retain(current);
    if !both_approve(&approvals, &draft.hash) {
        let other = if side == Side::Gp { Side::Consultant } else { Side::Gp };
        if !again {
            mail::ask_side(app, tx, group, &draft, other, true).await?;
        }
        return Ok(State::Draft);
    }
    if let Some((id, version)) = store::take_effect(tx, group.id, &draft, today).await? {
        let before = Agreement { id, version, ..draft.clone() };
        ledger::record(tx, event(app, acting, "agreement.superseded", &before)).await?;
    }
    ledger::record(tx, event(app, acting, "agreement.in-force", &draft)).await?;
    mail::tell_members(app, tx, group, &draft).await?;
    Ok(State::InForce)
}

/// Goes on only when nothing is wanting.
fn must_be_whole(draft: &Agreement, today: Date) -> Result<()> {
    let wanted = draft.content.wanted(today);
    if wanted.is_empty() {
        return Ok(());
    }
    Err(Error::Conflict(format!("Before it can be approved it needs {}.", wanted.join("; "))))
}

/// Asks by mail whoever holds the key of a side that has yet to approve the draft.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not draft agreements; [`Error::Conflict`] when something is wanting, or there is no
/// draft.
pub async fn ask(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<Agreement> {
    must_draft(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let draft = draft_of(&mut *tx, group, number).await?;
    must_be_whole(&draft, clock::day_of(app.clock.now(), &group.time_zone))?;
    let approvals = store::approvals(&mut *tx, group.id, draft.id).await?;
    let yes = |side| approvals.iter().any(|given| given.side == side && given.content_hash == draft.hash);
    for (side, other) in [(Side::Gp, Side::Consultant), (Side::Consultant, Side::Gp)] {
        if !yes(side) {
            mail::ask_side(app, tx, group, &draft, side, yes(other)).await?;
        }
    }
    ledger::record(tx, event(app, acting, "agreement.asked", &draft)).await?;
    Ok(draft)
}
