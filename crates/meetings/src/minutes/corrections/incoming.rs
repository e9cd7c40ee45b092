//! A mail that came in and carries a draft minute as Word: what is changed in it is proposed.

use futures_util::future::BoxFuture;
use kernel::{App, Result, mail::Incoming};

use super::bring_by_mail;

/// Takes a mail with a minute that comes back from somebody who was at its meeting; tells whether it was one.
///
/// # Errors
/// When the database fails.
pub fn take<'a>(app: &'a App, mail: &'a Incoming) -> BoxFuture<'a, Result<bool>> {
    Box::pin(async move {
        if mail.automatic {
            return Ok(false);
        }
        let files: Vec<&[u8]> = mail.attached.iter().map(|file| file.content.as_slice()).collect();
        bring_by_mail(app, &mail.address, &files).await
    })
}
