//! What may be the same as an issue, for whoever prepares many at once, and saying so.

use group::{acting::Acting, groups::Group};
use kernel::{App, Result};

use super::{
    commands,
    index::{self, Ask},
    model::{How, LEAST, strength},
    store,
};
use crate::issues::Issue;

/// A report that may tell of the same fault.
#[derive(Clone, Debug)]
pub struct Likely {
    /// Its number.
    pub number: i64,
    /// How like it is, and why, in words; it may hold words of the reporters.
    pub why: String,
}

/// The likeliest twins of an issue, but for those of which somebody has said what they are.
///
/// # Errors
/// When the database fails.
pub async fn likely(app: &App, group: &Group, issue: &Issue, most: usize) -> Result<Vec<Likely>> {
    let said = store::said(&app.db, group.id, issue.id).await?;
    let except = said.iter().map(|said| said.other.number).chain([issue.number]).collect();
    let ask = Ask { text: issue.words.clone(), own: Some(issue.number), except, limit: most, least: LEAST, with_words: true };
    let found = index::like(app, group, ask).await?;
    Ok(found.into_iter().map(|found| Likely { number: found.number, why: format!("{}: {}", strength(found.score), found.why) }).collect())
}

/// Says that two reports tell of the same fault, or takes it back.
///
/// # Errors
/// [`kernel::Error::NotFound`] when one of them is not theirs to read; [`kernel::Error::Conflict`] when both are the same report.
pub async fn same(app: &App, acting: &Acting, number: i64, other: i64, same: bool) -> Result<()> {
    commands::judge(app, acting, number, other, same.then_some(How::Same)).await
}
