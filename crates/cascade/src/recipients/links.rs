//! The link at the foot of each mail to a list: it ends such mail, and opens the page on which it can be had again. Nothing of
//! it is stored: it is sealed with the installation's secret, and good for as long as the mail is read.

use group::groups::Group;
use kernel::{App, Error, On, Result, keys};
use uuid::Uuid;

use super::store::{self, Owner};

/// What the address of a recipient is known by once the address itself is gone. Of one group: another group's list knows
/// nothing of it.
#[must_use]
pub(super) fn address_hash(app: &App, group: Uuid, address: &str) -> Vec<u8> {
    app.keys.sign("recipient-address", &[group.as_bytes(), address.trim().to_lowercase().as_bytes()]).to_vec()
}

fn seal(app: &App, group: &Group, recipient: Uuid) -> String {
    app.keys.seal("recipient-stop", &[group.id.as_bytes(), recipient.as_bytes()])
}

/// The address of the page that ends the mail of a list to one of its recipients, in full.
#[must_use]
pub(super) fn stop(app: &App, group: &Group, recipient: Uuid) -> String {
    app.url(&format!("/{}/no-news/{}{}", group.slug, recipient.simple(), seal(app, group, recipient)))
}

/// Whose a link is.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Owner> {
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id = Uuid::try_parse(id).map_err(|_| Error::NotFound)?;
    if !keys::same(seal(app, group, id).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    store::owner(on, group.id, id).await
}
