//! Everything in which the two databases differ, in one place.
//!
//! A statement is one text for both. Where a word must differ it stands in braces and is replaced when
//! the statement is first used: `{skip-locked}`, `{search}`, `{search-id}`, `{joined}`, `{matches $2}`. Migrations have
//! type words of their own: `{uuid} {text} {time} {date} {json} {bytes} {int} {bool} {float}`.

use std::{
    collections::HashMap,
    sync::{OnceLock, PoisonError, RwLock},
};

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

impl Dialect {
    /// The statement's text for this database. Each text is adapted once and kept.
    #[must_use]
    pub fn adapt(self, text: &'static str) -> &'static str {
        static ADAPTED: OnceLock<RwLock<HashMap<(Dialect, &'static str), &'static str>>> = OnceLock::new();
        if !text.contains('{') {
            return text;
        }
        let adapted = ADAPTED.get_or_init(RwLock::default);
        if let Some(known) = adapted.read().unwrap_or_else(PoisonError::into_inner).get(&(self, text)) {
            return known;
        }
        // Leaked on purpose: there are as many of these as statements in the program.
        let made: &'static str = Box::leak(self.replace(text).into_boxed_str());
        adapted.write().unwrap_or_else(PoisonError::into_inner).insert((self, text), made);
        made
    }

    fn replace(self, text: &str) -> String {
        let (joined, skip_locked, search, search_id, open, close) = match self {
            Self::Sqlite => {
                ("group_concat", "", "search_words w CROSS JOIN search_entries s ON s.id = w.rowid", "w.rowid", "search_words MATCH ", "")
            }
            Self::Postgres => {
                ("string_agg", "FOR UPDATE SKIP LOCKED", "search_entries s", "s.id", "s.words @@ to_tsquery('english', ", ")")
            }
        };
        let mut out = text
            .replace("{joined}", joined)
            .replace("{skip-locked}", skip_locked)
            .replace("{search}", search)
            .replace("{search-id}", search_id);
        while let Some(from) = out.find("{matches ") {
            let Some(length) = out[from..].find('}') else { break };
            let argument = out[from + "{matches ".len()..from + length].to_owned();
            out.replace_range(from..=from + length, &format!("{open}{argument}{close}"));
        }
        out
    }

    /// Writes a migration's type words in this database's own.
    #[must_use]
    pub fn schema(self, text: &str) -> String {
        let types: [(&str, &str); 9] = match self {
            Self::Sqlite => [
                ("{uuid}", "BLOB"),
                ("{text}", "TEXT"),
                ("{time}", "TEXT"),
                ("{date}", "TEXT"),
                ("{json}", "TEXT"),
                ("{bytes}", "BLOB"),
                ("{int}", "INTEGER"),
                ("{bool}", "INTEGER"),
                ("{float}", "REAL"),
            ],
            // Text sorts by code point on both; JSON is kept as the text that was hashed.
            Self::Postgres => [
                ("{uuid}", "UUID"),
                ("{text}", "TEXT COLLATE \"C\""),
                ("{time}", "TIMESTAMPTZ(3)"),
                ("{date}", "DATE"),
                ("{json}", "TEXT COLLATE \"C\""),
                ("{bytes}", "BYTEA"),
                ("{int}", "BIGINT"),
                ("{bool}", "BOOLEAN"),
                ("{float}", "DOUBLE PRECISION"),
            ],
        };
        let mut out = types.iter().fold(text.to_owned(), |text, (word, own)| text.replace(word, own));
        if self == Self::Sqlite {
            out = out.replace("\n);", "\n) STRICT;");
        }
        out
    }

    /// Writes what a person typed into a search box as this database's own query: all of the words,
    /// the last one also as a beginning. `None` when there is no word in it.
    #[must_use]
    pub fn search_query(self, typed: &str) -> Option<String> {
        let words: Vec<String> = typed
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .take(12)
            .map(|word| word.chars().take(40).flat_map(char::to_lowercase).collect())
            .collect();
        let last = words.len().checked_sub(1)?;
        let written = words.iter().enumerate().map(|(at, word)| match (self, at == last) {
            (Self::Sqlite, true) => format!("\"{word}\"*"),
            (Self::Sqlite, false) => format!("\"{word}\""),
            (Self::Postgres, true) => format!("'{word}':*"),
            (Self::Postgres, false) => format!("'{word}'"),
        });
        Some(written.collect::<Vec<_>>().join(if self == Self::Sqlite { " " } else { " & " }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_without_words_is_left_as_it_is() {
        assert_eq!(Dialect::Sqlite.adapt("SELECT 1"), "SELECT 1");
    }

    #[test]
    fn each_database_gets_its_own_words() {
        let text = "SELECT {search-id} FROM {search} WHERE {matches $2} {skip-locked}";
        assert_eq!(
            Dialect::Postgres.adapt(text),
            "SELECT s.id FROM search_entries s WHERE s.words @@ to_tsquery('english', $2) FOR UPDATE SKIP LOCKED"
        );
        assert!(Dialect::Sqlite.adapt(text).contains("search_words MATCH $2 "));
    }

    #[test]
    fn what_is_typed_never_becomes_search_syntax() {
        let typed = r#"IDL "late' OR (* & | ! : <-> discha"#;
        assert_eq!(Dialect::Sqlite.search_query(typed).as_deref(), Some(r#""idl" "late" "or" "discha"*"#));
        assert_eq!(Dialect::Postgres.search_query(typed).as_deref(), Some("'idl' & 'late' & 'or' & 'discha':*"));
        assert_eq!(Dialect::Sqlite.search_query(" -- ' "), None);
    }
}
