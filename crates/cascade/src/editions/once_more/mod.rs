//! What did not come out goes into the next edition.

mod store;

use group::groups::Group;
use kernel::{App, Result, Tx};
use uuid::Uuid;

use super::{commands, jobs, store as editions};
use crate::networks;

/// Takes what an edition told out of it and into the next one of its network; tells how many decisions and corrections that were.
///
/// # Errors
/// When the database fails.
pub(crate) async fn once_more(app: &App, tx: &mut Tx, group: &Group, edition: Uuid) -> Result<i64> {
    let n = store::told(&mut *tx, group.id, edition).await?;
    if n > 0 {
        let network = editions::find(&mut *tx, group.id, edition).await?.network;
        let network = networks::find(&mut *tx, group.id, network).await?;
        let (next, _) = commands::next(app, tx, group, &network).await?;
        store::carry(tx, group.id, edition, next).await?;
        jobs::send_soon(app, tx).await?;
    }
    Ok(n)
}
