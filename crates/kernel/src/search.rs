//! Full-text search: one table of entries for every kind of thing, indexed by each database in its own way.
//!
//! An entry's number grows with time within a scope, so that "newest first" and paging follow the index.

use uuid::Uuid;

use crate::{Result, Tx, sql};

/// Numbers that one scope can use: enough for ever, and the scopes stay apart.
const SPAN: i64 = 1 << 40;
/// Numbers that one kind of thing can use in a scope, so that the kinds stay apart as well.
const OF_KIND: i64 = 1 << 34;

/// A kind of thing that can be found, with a place of its own in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    key: &'static str,
    place: i64,
}

impl Kind {
    /// A kind by its word and its place: from 0 to 63, another for each kind, and never changed.
    #[must_use]
    pub const fn new(key: &'static str, place: i64) -> Self {
        Self { key, place }
    }
}

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
    pub kind: Kind,
    /// Its key.
    pub thing: Uuid,
    /// Every word it shall be found by.
    pub body: &'a str,
}

/// The place in the index below which a next page begins: of the thing with this number, or with `None` of the end of its
/// kind in the scope.
#[must_use]
pub fn id(kind: Kind, scope_ordinal: i64, number: Option<i64>) -> i64 {
    scope_ordinal * SPAN + kind.place * OF_KIND + number.unwrap_or(OF_KIND - 1)
}

/// Writes the entry of a thing, or writes it anew.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &mut Tx, entry: Entry<'_>) -> Result<()> {
    sql("INSERT INTO search_entries (id, scope_id, kind, thing_id, body) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (kind, thing_id) DO UPDATE SET body = excluded.body")
    .bind(id(entry.kind, entry.scope_ordinal, Some(entry.number)))
    .bind(entry.scope)
    .bind(entry.kind.key)
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

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn kinds_and_scopes_stay_apart_and_the_first_kind_stays_where_it_was() {
        let (first, second) = (Kind::new("issue", 0), Kind::new("minute", 1));
        assert_eq!(id(first, 3, Some(7)), 3 * (1 << 40) + 7);
        assert!(id(first, 3, None) < id(second, 3, Some(0)));
        assert!(id(Kind::new("last", 63), 3, None) < id(first, 4, Some(0)));
    }
}
