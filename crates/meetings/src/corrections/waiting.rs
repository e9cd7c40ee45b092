//! Corrections of decisions that wait for a side's word.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Result};

use super::store;
use crate::references::in_address;

/// The corrections that this side has not confirmed, but for those of items that are closed to this person.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let open = store::open(&app.db, acting.group.id, acting.person).await?;
    let mine = open.into_iter().filter(|(_, correction)| correction.given(acting.side).is_none());
    let waiting = mine.map(|(reference, correction)| {
        let name = in_address(&reference);
        Waiting {
            title: format!("Decision {reference} has new wording to confirm"),
            lines: vec![
                format!("It says: {}", correction.before),
                format!("It will say: {}", correction.after),
                format!("Why: {}", correction.why),
            ],
            seen: correction.after,
            href: format!("/{}/decisions/{name}", acting.group.slug),
            act: format!("Confirm for the {}", side_words(acting.side)),
            name,
            ..Waiting::default()
        }
    });
    Ok(waiting.collect())
}
