//! The verbs: note that somebody opened something, and forget what is old.

use jiff::ToSpan;
use kernel::{App, Result};
use uuid::Uuid;

use super::store::{self, Thing};
use crate::acting::Acting;

/// Notes that a person opened something. Opened again on the same day it is noted once, and nothing is written.
///
/// # Errors
/// When the database fails.
pub async fn note(app: &App, acting: &Acting, thing: Thing, id: Uuid) -> Result<()> {
    let today = app.clock.today(&acting.group.time_zone);
    if store::is_noted(&app.db, acting, thing, id, today).await? {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    store::insert(&mut tx, acting, thing, id, today).await?;
    app.commit(tx).await
}

/// Forgets what was opened longer ago than the settings say.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.begin().await?;
    let today = app.clock.today(&jiff::tz::TimeZone::UTC);
    store::forget(&mut tx, today.saturating_sub(app.settings.look_months.months())).await?;
    app.commit(tx).await
}
