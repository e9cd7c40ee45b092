//! Between groups: an agreement in force leaves as a file, and one of another group comes in as a draft.

use group::{acting::Acting, screening::refuse_numbers};
use kernel::{App, Error, Result, Tx, ledger};

use super::{
    super::{
        model::{Agreement, Ancestor, State},
        queries, store, travel,
    },
    approvers,
    drafting::{NewAgreement, adopt},
    event, must_draft, short_address,
};

/// The file of an agreement in force, with who agreed it, where and when. The ledger says that it left.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not draft agreements; [`Error::Conflict`] when it is not in force.
pub async fn export(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<(Agreement, String)> {
    must_draft(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let agreement = store::by_number(&mut *tx, group.id, number).await?;
    if agreement.state != State::InForce {
        return Err(Error::Conflict("Only an agreement in force can be given to another group.".into()));
    }
    let approvals = store::approvals(&mut *tx, group.id, agreement.id).await?;
    let own = Ancestor {
        group: group.name.clone(),
        board: group.board.clone(),
        reference: agreement.reference(),
        version: agreement.version,
        address: app.url(&short_address(group, number)),
        agreed_on: agreement.agreed_on(),
        in_force_on: agreement.in_force_on,
        approved_by: approvers(&agreement, &approvals),
        decision: agreement.content.decision.clone(),
        hash: kernel::keys::hex(&agreement.hash),
    };
    let file = travel::write(&agreement.content, own)?;
    ledger::record(tx, event(app, acting, "agreement.exported", &agreement)).await?;
    Ok((agreement, file))
}

/// Drafts what a file of another group says.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for the field `file`; [`Error::Conflict`] when this very version is here already.
pub async fn bring_in(app: &App, tx: &mut Tx, acting: &Acting, bytes: &[u8]) -> Result<Agreement> {
    must_draft(acting)?;
    let (new, ancestry) = travel::read(bytes)?;
    refuse_numbers(ancestry.iter().flat_map(travel::texts).map(|text| ("file", text)), true)?;
    // Another group may have other themes.
    let themes = queries::themes(&mut *tx, acting.group.id).await?;
    let theme = if themes.iter().any(|(key, _)| *key == new.theme) { new.theme.clone() } else { String::new() };
    adopt(app, tx, acting, &NewAgreement { theme, ..new }, ancestry).await
}
