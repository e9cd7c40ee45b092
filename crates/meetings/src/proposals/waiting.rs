//! Topics that wait for an answer of whoever runs meetings.

use group::{acting::Acting, permissions::Verb, waiting::Waiting};
use kernel::{App, Result, words};

use super::store;

/// The topics that somebody has proposed and nobody has answered.
///
/// # Errors
/// When the database fails.
pub(crate) async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    if !acting.may(Verb::RunMeetings) {
        return Ok(Vec::new());
    }
    let waiting = store::open(&app.db, acting.group.id).await?.into_iter().map(|(number, day, one)| Waiting {
        name: one.id.to_string(),
        title: format!("Proposed for the meeting of {}: {}", words::date(day), one.title),
        href: format!("/{}/meetings/{number}/topics", acting.group.slug),
        ..Waiting::default()
    });
    Ok(waiting.collect())
}
