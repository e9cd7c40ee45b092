//! An edition goes to each address of a list, with a mail of its own.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{
        Letter,
        runs::{self, NewRun, RunRecipient},
    },
};
use uuid::Uuid;

use super::{links, store};
use crate::networks::Network;

/// What such mails are called.
pub(super) const KIND: &str = "edition-recipients";

/// Has an edition go to everybody who is on its list at this moment. `cause` is the edition's key.
///
/// # Errors
/// When the database fails.
pub(crate) async fn send(app: &App, tx: &mut Tx, group: &Group, network: &Network, letter: Letter, cause: Uuid) -> Result<()> {
    let recipients: Vec<RunRecipient> = store::reachable(&mut *tx, group.id, network.id)
        .await?
        .into_iter()
        .map(|(id, to)| RunRecipient { to, stop_url: links::stop(app, group, id) })
        .collect();
    if recipients.is_empty() {
        return Ok(());
    }
    let letter = letter.paragraph(format!("You get this because your address is on a list that {} keeps: {}.", group.name, network.name));
    let reply_to = membership::contact(&mut *tx, group).await?;
    runs::begin(app, tx, NewRun { scope: group.id, cause, kind: KIND, reply_to, recipients, letter }).await.map(drop)
}
