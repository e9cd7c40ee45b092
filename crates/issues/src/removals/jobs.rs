//! The list of removals is written beside the database, for whoever puts an older backup back.

use futures_util::future::BoxFuture;
use kernel::{
    App,
    job::{Job, JobError},
    removal,
};

use super::commands;

/// The kind of the job that writes the list.
pub const LIST: &str = "removals.list";

/// The job: writes the seals of all removals into the file that the settings name, and tells of what was flagged quietly.
pub fn list<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        commands::tell(app).await?;
        if let Some(file) = &app.settings.removals {
            removal::journal(&app.db, file).await?;
        }
        Ok(())
    })
}
