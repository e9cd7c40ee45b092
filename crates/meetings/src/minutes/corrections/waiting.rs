//! Corrections of drafts that wait for an answer of whoever keeps the record.

use group::{acting::Acting, permissions::Verb, waiting::Waiting};
use kernel::{App, Result, words};

use super::store;
use crate::minutes::pages::here;

/// The drafts whose corrections wait for an answer. One that is proposed later makes it another thing that waits.
///
/// # Errors
/// When the database fails.
pub(crate) async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    if !acting.may(Verb::RunMeetings) {
        return Ok(Vec::new());
    }
    let waiting = store::open(&app.db, acting.group.id).await?.into_iter().map(|(number, day, n, highest)| Waiting {
        name: format!("{number}-{highest}"),
        title: format!(
            "Minute of {}: {} for an answer",
            words::date(day),
            words::count(n.unsigned_abs(), "correction waits", "corrections wait")
        ),
        href: format!("{}/corrections", here(&acting.group, number)),
        ..Waiting::default()
    });
    Ok(waiting.collect())
}
