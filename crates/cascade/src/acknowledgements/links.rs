//! The link by which a group answers. Opening it does nothing, because mail scanners follow links; only a button on the page does.

use group::groups::Group;
use kernel::{App, Error, On, Result, Tx, keys};
use uuid::Uuid;

use super::{model::MinuteCopy, store};

/// A new link for the copy of a minute that a group gets: 256 random bits, of which only the hash is kept. The one before it opens
/// nothing any more.
///
/// # Errors
/// When there is no randomness.
pub(crate) async fn fresh(app: &App, tx: &mut Tx, group: &Group, meeting: Uuid, network: Uuid) -> Result<String> {
    let secret = app.ids.secret()?;
    store::set_token(tx, group.id, meeting, network, &keys::hash(&secret)).await?;
    Ok(app.url(&format!("/{}/heard/{secret}", group.slug)))
}

/// What a link opens.
///
/// # Errors
/// [`Error::NotFound`] for one that is none of this group's, or that a newer one has taken the place of.
pub(super) async fn open(on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<MinuteCopy> {
    store::by_token(on, group.id, &keys::hash(code)).await?.ok_or(Error::NotFound)
}
