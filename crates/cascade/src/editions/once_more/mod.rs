//! What did not come out goes into the next edition.

mod store;

use group::groups::Group;
use kernel::{App, Result, Tx};
use uuid::Uuid;

use super::{commands, jobs, store as editions};
use crate::networks;

/// Takes what an edition told out of it and into the next one of its network, and its calls for issues whose day has not come by then;
/// tells how many decisions, corrections and calls.
///
/// # Errors
/// When the database fails.
pub(crate) async fn once_more(app: &App, tx: &mut Tx, group: &Group, edition: Uuid) -> Result<i64> {
    let told = store::told(&mut *tx, group.id, edition).await?;
    let network = editions::find(&mut *tx, group.id, edition).await?.network;
    let network = networks::find(&mut *tx, group.id, network).await?;
    let out_on = commands::next_out(app, tx, group, &network).await?;
    let n = told + store::calls(&mut *tx, group.id, edition, out_on).await?;
    if n > 0 {
        let next = commands::next(app, tx, group, &network).await?;
        store::carry(tx, group.id, edition, next.0).await?;
        store::carry_calls(tx, group.id, edition, next).await?;
        jobs::send_soon(app, tx).await?;
    }
    Ok(n)
}
