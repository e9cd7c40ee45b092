//! The ways out: how an edition reaches the readers of a network, by what the network takes.

use group::groups::Group;
use kernel::{App, Result, Tx};
use uuid::Uuid;

use super::{mail, story::Reading};
use crate::networks::Network;

/// Has an edition go out. `cause` is the edition's key, or a new one when it goes once more.
pub(super) async fn go(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading, cause: Uuid) -> Result<()> {
    mail::post(app, tx, group, network, reading, cause).await
}
