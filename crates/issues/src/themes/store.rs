//! Every statement on themes.

use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

/// A theme of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The word that is stored and that scripts see.
    pub key: String,
    /// What people read.
    pub name: String,
}

/// The themes of a group, in its order.
///
/// # Errors
/// When the database fails.
pub async fn all(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Theme>> {
    let rows = sql("SELECT key, name FROM themes WHERE group_id = $1 ORDER BY position, key").bind(group).all(on).await?;
    rows.iter().map(|row| Ok(Theme { key: row.get("key")?, name: row.get("name")? })).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, key: &str, name: &str, position: i64) -> Result<()> {
    sql("INSERT INTO themes (group_id, key, name, position) VALUES ($1, $2, $3, $4)")
        .bind(group)
        .bind(key)
        .bind(name)
        .bind(position)
        .run(tx)
        .await
        .map(drop)
}

/// Which state of an issue's text something belongs to. It changes with the text: with the version when somebody writes, with
/// the vector's stamp when words are taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    version: i64,
    stamp: i64,
}

impl State {
    #[cfg(test)]
    pub(super) fn new(version: i64, stamp: i64) -> Self {
        Self { version, stamp }
    }

    fn of(row: &Row) -> Result<Self> {
        Ok(Self { version: row.get("version")?, stamp: row.get("stamp")? })
    }
}

/// An issue for which a person has chosen a theme.
#[derive(Clone, Debug)]
pub(super) struct Filed {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) state: State,
    pub(super) theme: String,
}

/// The newest issues for which a person has chosen a theme.
pub(super) async fn filed(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Filed>> {
    let rows = sql("SELECT i.id, i.number, i.version, COALESCE(v.stamp, 0) AS stamp, i.theme FROM issues i \
                    LEFT JOIN issue_vectors v ON v.issue_id = i.id \
                    WHERE i.group_id = $1 AND i.theme IS NOT NULL ORDER BY i.number DESC LIMIT 500");
    let read = |row: &Row| Ok(Filed { id: row.get("id")?, number: row.get("number")?, state: State::of(row)?, theme: row.get("theme")? });
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// What the reporter of an issue wrote, and which state of it that is.
pub(super) async fn words(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<(String, State)>> {
    let row = sql("SELECT i.words, i.version, COALESCE(v.stamp, 0) AS stamp FROM issues i LEFT JOIN issue_vectors v ON v.issue_id = i.id \
                   WHERE i.group_id = $1 AND i.id = $2");
    row.bind(group).bind(issue).optional(on).await?.map(|row| Ok((row.get("words")?, State::of(&row)?))).transpose()
}
