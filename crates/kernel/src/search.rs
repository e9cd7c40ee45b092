//! Full-text search: one table of entries for every kind of thing, indexed by each database in its own way.
//!
//! An entry's number grows with time within a scope, so that "newest first" and paging follow the index.

use uuid::Uuid;

use crate::{Result, Tx, sql};

/// Numbers that one scope can use: enough for ever, and the scopes stay apart.
const SPAN: i64 = 1 << 40;

/// What can be found.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Whose it is.
    pub scope: Uuid,
    /// The scope's own small number.
    pub scope_ordinal: i64,
    /// The thing's number within the scope and kind.
    pub number: i64,
    /// What kind of thing.
    pub kind: &'static str,
    /// Its key.
    pub thing: Uuid,
    /// Every word it shall be found by.
    pub body: &'a str,
}

/// The place in the index below which a next page begins: of the thing with this number, or with `None` of the scope's end.
#[must_use]
pub fn id(scope_ordinal: i64, number: Option<i64>) -> i64 {
    scope_ordinal * SPAN + number.unwrap_or(SPAN - 1)
}

/// Writes the entry of a thing, or writes it anew.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Tx, entry: Entry<'_>) -> Result<()> {
    sql("INSERT INTO search_entries (id, scope_id, kind, thing_id, body) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (kind, thing_id) DO UPDATE SET body = excluded.body")
    .bind(id(entry.scope_ordinal, Some(entry.number)))
    .bind(entry.scope)
    .bind(entry.kind)
    .bind(entry.thing)
    .bind(entry.body)
    .run(tx)
    .await
    .map(drop)
}

/// Whether there is any word to search for in what was typed.
#[must_use]
pub fn has_words(typed: &str) -> bool {
    typed.chars().any(char::is_alphanumeric)
}
