//! Every statement on calls for issues, and on the reports around them.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{
    App, Db, On, Result, Row, Tx,
    ledger::{Event, Fact},
    sql,
    verify::counted,
};
use uuid::Uuid;

use super::model::Call;
use crate::meetings::{self, Meeting};

fn from_row(row: &Row) -> Result<Call> {
    Ok(Call {
        id: row.get("id")?,
        meeting: row.get("number")?,
        held_on: row.get("held_on")?,
        theme: row.get("theme")?,
        name: row.get("name")?,
        version: row.get("version")?,
        title: row.get("title")?,
        words: row.get("words")?,
        until: row.get("until_on")?,
        called_on: row.get("called_on")?,
    })
}

/// The call of a key.
///
/// # Errors
/// [`kernel::Error::NotFound`] when the group has none.
pub async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Call> {
    let row = sql(
        "SELECT c.id, c.theme, c.version, c.title, c.words, c.until_on, c.called_on, m.number, m.held_on, COALESCE(t.name, c.theme) AS name \
                   FROM theme_calls c JOIN meetings m ON m.id = c.meeting_id LEFT JOIN themes t ON t.group_id = c.group_id AND t.key = c.theme \
                   WHERE c.group_id = $1 AND c.id = $2",
    );
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// The call for a meeting's theme, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn of_meeting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, theme: &str) -> Result<Option<Call>> {
    let row = sql(
        "SELECT c.id, c.theme, c.version, c.title, c.words, c.until_on, c.called_on, m.number, m.held_on, COALESCE(t.name, c.theme) AS name \
                   FROM theme_calls c JOIN meetings m ON m.id = c.meeting_id LEFT JOIN themes t ON t.group_id = c.group_id AND t.key = c.theme \
                   WHERE c.group_id = $1 AND c.meeting_id = $2 AND c.theme = $3 ORDER BY c.id LIMIT 1",
    );
    row.bind(group).bind(meeting).bind(theme).optional(on).await?.as_ref().map(from_row).transpose()
}

/// The calls for the meetings from a day on, each for the theme that its meeting has now.
///
/// # Errors
/// When the database fails.
pub async fn of_meetings(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Vec<Call>> {
    let rows = sql(
        "SELECT c.id, c.theme, c.version, c.title, c.words, c.until_on, c.called_on, m.number, m.held_on, COALESCE(t.name, c.theme) AS name \
                    FROM theme_calls c JOIN meetings m ON m.id = c.meeting_id LEFT JOIN themes t ON t.group_id = c.group_id AND t.key = c.theme \
                    WHERE c.group_id = $1 AND m.held_on >= $2 AND m.theme = c.theme AND m.state = 'planned' ORDER BY m.held_on, c.id",
    );
    rows.bind(group).bind(from).all(on).await?.iter().map(from_row).collect()
}

/// The calls that went out on a theme, or on any where none is named; the latest first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn of_theme(on: impl Into<On<'_>>, group: Uuid, theme: Option<&str>, limit: i64) -> Result<Vec<Call>> {
    let rows = sql(
        "SELECT c.id, c.theme, c.version, c.title, c.words, c.until_on, c.called_on, m.number, m.held_on, COALESCE(t.name, c.theme) AS name \
                    FROM theme_calls c JOIN meetings m ON m.id = c.meeting_id LEFT JOIN themes t ON t.group_id = c.group_id AND t.key = c.theme \
                    WHERE c.group_id = $1 AND ($2 = '' OR c.theme = $2) AND c.called_on IS NOT NULL ORDER BY c.called_on DESC, c.id LIMIT $3",
    );
    rows.bind(group).bind(theme.unwrap_or_default()).bind(limit).all(on).await?.iter().map(from_row).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, call: &Call) -> Result<()> {
    sql("INSERT INTO theme_calls (id, group_id, meeting_id, theme, version, title, words, until_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(call.id)
        .bind(group)
        .bind(meeting)
        .bind(&call.theme)
        .bind(call.version)
        .bind(&call.title)
        .bind(&call.words)
        .bind(call.until)
        .run(tx)
        .await
        .map(drop)
}

/// Writes a call that has not gone out, if nobody else has changed it since `version`.
pub(super) async fn update(tx: &mut Tx, group: Uuid, call: &Call, version: i64) -> Result<bool> {
    let changed = sql("UPDATE theme_calls SET title = $4, words = $5, until_on = $6, version = version + 1 \
                       WHERE group_id = $1 AND id = $2 AND version = $3 AND called_on IS NULL")
    .bind(group)
    .bind(call.id)
    .bind(version)
    .bind(&call.title)
    .bind(&call.words)
    .bind(call.until)
    .run(tx)
    .await?;
    Ok(changed == 1)
}

/// Notes that a call went out; the first day counts.
///
/// # Errors
/// When the database fails.
pub async fn called(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<()> {
    let row = sql("UPDATE theme_calls SET called_on = $3 WHERE group_id = $1 AND id = $2 AND called_on IS NULL");
    row.bind(group).bind(id).bind(day).run(tx).await.map(drop)
}

/// The next meetings that have a theme or may get one, at most so many. An interim meeting is about what cannot wait.
///
/// # Errors
/// When the database fails.
pub async fn ahead(on: impl Into<On<'_>>, group: Uuid, from: Date, limit: i64) -> Result<Vec<Meeting>> {
    let rows =
        sql("SELECT id, number, year, version, state, held_on, starts, minutes, theme, kind, place, link, guests, invited, sequence \
                    FROM meetings WHERE group_id = $1 AND held_on >= $2 AND state = 'planned' AND kind <> 'interim' \
                    ORDER BY held_on, number LIMIT $3");
    rows.bind(group).bind(from).bind(limit).all(on).await?.iter().map(meetings::from_row).collect()
}

/// How many reports on a theme came on each day of a span. What was taken back, belongs elsewhere or is thanks is none.
pub(super) async fn reported(on: impl Into<On<'_>>, group: Uuid, theme: &str, (from, to): (Date, Date)) -> Result<Vec<(Date, i64)>> {
    let rows =
        sql("SELECT raised_on, COUNT(*) AS n FROM issues WHERE group_id = $1 AND theme = $2 AND raised_on >= $3 AND raised_on <= $4 \
                    AND state NOT IN ('withdrawn', 'out') AND (kind IS NULL OR kind <> 'praise') GROUP BY raised_on ORDER BY raised_on");
    let rows = rows.bind(group).bind(theme).bind(from).bind(to).all(on).await?;
    rows.iter().map(|row| Ok((row.get("raised_on")?, row.get("n")?))).collect()
}

/// The same for every theme that was called for: theme, day, how many.
pub(super) async fn reported_on_called(on: impl Into<On<'_>>, group: Uuid, (from, to): (Date, Date)) -> Result<Vec<(String, Date, i64)>> {
    let rows = sql("SELECT theme, raised_on, COUNT(*) AS n FROM issues WHERE group_id = $1 AND raised_on >= $2 AND raised_on <= $3 \
                    AND theme IN (SELECT c.theme FROM theme_calls c WHERE c.group_id = $1 AND c.called_on IS NOT NULL) \
                    AND state NOT IN ('withdrawn', 'out') AND (kind IS NULL OR kind <> 'praise') GROUP BY theme, raised_on ORDER BY theme, raised_on");
    let rows = rows.bind(group).bind(from).bind(to).all(on).await?;
    rows.iter().map(|row| Ok((row.get("theme")?, row.get("raised_on")?, row.get("n")?))).collect()
}

/// When a theme becomes part of another, its calls are on the other.
pub fn follow_theme<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let (Some(Fact::Word(theme)), Some(Fact::Word(into))) = (event.facts.get("theme"), event.facts.get("into")) else { return Ok(()) };
        let moved = sql("UPDATE theme_calls SET theme = $3 WHERE group_id = $1 AND theme = $2");
        moved.bind(event.scope).bind(theme.as_str()).bind(into.as_str()).run(tx).await.map(drop)
    })
}

/// What went out is in the ledger, and on the day on which the first network got it.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let odd =
            sql("SELECT COUNT(*) AS n FROM theme_calls c LEFT JOIN (SELECT call_id, MIN(posted_on) AS first_on FROM theme_call_copies \
                       GROUP BY call_id) x ON x.call_id = c.id WHERE c.called_on IS DISTINCT FROM x.first_on");
        counted(&mut problems, &odd.one(db).await?, "calls for issues that went out on another day than their first copy")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM theme_calls c LEFT JOIN ledger l ON l.scope_id = c.group_id AND l.thing_id = c.id \
                          AND l.verb = 'call.sent' WHERE c.called_on IS NOT NULL AND l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "calls for issues that went out and are not in the ledger")?;
        Ok(problems)
    })
}
