//! The pack of a theme: what is happening, what both sides say, what has been tried and agreed, what could be decided and who
//! should be in the room. A page, and a paper that a co-chair hands out before a meeting: the group's own words only.

mod commands;
mod model;
mod pages;
mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use pages::routes;

use documents::Document;
use group::groups::Group;
use kernel::{App, Result};

/// The pack of a theme as a paper; nothing where the group has no such theme.
pub(crate) async fn document(app: &App, group: &Group, key: &str) -> Result<Option<Document>> {
    let theme = group::themes::all(&app.db, group.id).await?.into_iter().find(|theme| theme.key == key);
    let Some(theme) = theme else { return Ok(None) };
    Ok(Some(queries::pack(app, group, &theme).await?.document()))
}
