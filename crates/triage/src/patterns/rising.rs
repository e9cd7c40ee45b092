//! Patterns that rise beyond chance, for whoever opens the group's start page.

use group::{acting::Acting, permissions::Verb};
use kernel::{App, Result};

use super::{charts, model::FEWEST_OPEN, store};

/// The most that are told of.
const MOST: i64 = 4;

/// A pattern that rises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rising {
    /// What it is called.
    pub title: String,
    /// Since when, beyond what was to be expected, and by which rule that is said.
    pub why: String,
    /// Its page.
    pub href: String,
}

/// The patterns that rise, as somebody may see them: those outside triage are told of none that has few reports, and of no number.
///
/// # Errors
/// When the database fails.
pub async fn rising(app: &App, acting: &Acting) -> Result<Vec<Rising>> {
    if !acting.may(Verb::SeeMeetings) {
        return Ok(Vec::new());
    }
    let (group, triages) = (&acting.group, acting.may(Verb::ReadIssues));
    let found = store::rising(&app.db, group.id, FEWEST_OPEN, MOST).await?;
    let told = found.iter().filter(|pattern| pattern.is_shown(triages)).filter_map(|pattern| {
        Some(Rising {
            title: pattern.title(),
            why: charts::words(pattern.surge.as_ref()?, triages),
            href: format!("/{}/patterns/{}", group.slug, pattern.number),
        })
    });
    Ok(told.collect())
}
