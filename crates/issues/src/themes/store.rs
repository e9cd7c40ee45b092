//! Every statement on the themes that issues have.

use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

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

/// Moves every issue of a theme to another, and remembers which they were.
pub(super) async fn move_all(tx: &mut Tx, group: Uuid, theme: &str, into: &str) -> Result<()> {
    sql("INSERT INTO issues_themed_before (issue_id, group_id, theme) SELECT id, group_id, theme FROM issues \
         WHERE group_id = $1 AND theme = $2 ON CONFLICT (issue_id, theme) DO NOTHING")
    .bind(group)
    .bind(theme)
    .run(&mut *tx)
    .await?;
    sql("UPDATE issues SET theme = $3 WHERE group_id = $1 AND theme = $2").bind(group).bind(theme).bind(into).run(tx).await.map(drop)
}

/// Moves back what came from a theme and has not been filed anew since.
pub(super) async fn move_back(tx: &mut Tx, group: Uuid, theme: &str, from: &str) -> Result<()> {
    sql("UPDATE issues SET theme = $2 WHERE group_id = $1 AND theme = $3 \
         AND id IN (SELECT issue_id FROM issues_themed_before WHERE group_id = $1 AND theme = $2)")
    .bind(group)
    .bind(theme)
    .bind(from)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM issues_themed_before WHERE group_id = $1 AND theme = $2").bind(group).bind(theme).run(tx).await.map(drop)
}
