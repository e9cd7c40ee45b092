//! Runs and their mails as they can be looked at: for the demonstration's mailbox.

use uuid::Uuid;

use super::{sending::posted, store};
use crate::{On, Result, mail::Posted};

pub use store::Shown;

/// The newest runs of the deployment, so many at the most.
///
/// # Errors
/// When the database fails.
pub async fn shown(on: impl Into<On<'_>>, limit: i64) -> Result<Vec<Shown>> {
    store::shown(on, None, limit).await
}

/// A run by its key.
///
/// # Errors
/// [`crate::Error::NotFound`] where there is none.
pub async fn one_shown(on: impl Into<On<'_>>, run: Uuid) -> Result<Shown> {
    store::shown(on, Some(run), 1).await?.pop().ok_or(crate::Error::NotFound)
}

/// The mails of a run from a place on, so many at the most, each with its place: as their recipients get them.
///
/// # Errors
/// [`crate::Error::NotFound`] where there is no such run.
pub async fn mails(on: impl Into<On<'_>>, run: Uuid, from: i64, limit: i64) -> Result<Vec<(i64, Posted)>> {
    let mut on = on.into();
    let run = store::find(on.again(), run).await?;
    let all = store::recipients(on, run.id, from, limit).await?;
    Ok(all.iter().map(|(one, sent_at)| (one.place, Posted { sent_at: *sent_at, ..posted(&run, one) })).collect())
}
