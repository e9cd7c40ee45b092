//! Every statement on past minutes and past decisions.

use futures_util::future::BoxFuture;
use group::groups::Group;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, search, sql, verify::counted};
use uuid::Uuid;

use super::model::{Decision, Kind, Minute};

/// Past minutes in the search.
const MINUTES: search::Kind = search::Kind::new("past-minute", 1);
/// Past decisions in the search.
const DECISIONS: search::Kind = search::Kind::new("past-decision", 2);

fn minute_of(row: &Row) -> Result<Minute> {
    let kind: String = row.get("file_kind")?;
    Ok(Minute {
        id: row.get("id")?,
        number: row.get("number")?,
        held_on: row.get("held_on")?,
        title: row.get("title")?,
        content: row.get("content")?,
        file_name: row.get("file_name")?,
        kind: Kind::from_key(&kind).ok_or_else(|| Error::internal("a past minute has an unknown kind of file"))?,
    })
}

fn decision_of(row: &Row) -> Result<Decision> {
    Ok(Decision {
        theme: row.get("theme")?,
        id: row.get("id")?,
        number: row.get("number")?,
        reference: row.get("reference")?,
        words: row.get("words")?,
        decided_on: row.get("decided_on")?,
        lasting: row.get("lasting")?,
        review_on: row.get("review_on")?,
        minute: row.get("minute_id")?,
    })
}

/// Keeps a past minute with its file, and makes it findable.
pub(super) async fn insert_minute(tx: &mut Tx, group: &Group, minute: &Minute, hash: &[u8], file: &[u8], today: Date) -> Result<()> {
    sql("INSERT INTO past_minutes (id, group_id, number, held_on, title, content, content_hash, file_name, file_kind, file, brought_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
    .bind(minute.id)
    .bind(group.id)
    .bind(minute.number)
    .bind(minute.held_on)
    .bind(&minute.title)
    .bind(&minute.content)
    .bind(hash)
    .bind(&minute.file_name)
    .bind(minute.kind.key())
    .bind(file)
    .bind(today)
    .run(&mut *tx)
    .await?;
    let body = format!("{}\n{}", minute.title, minute.content);
    let entry = search::Entry {
        scope: group.id,
        scope_ordinal: group.ordinal,
        number: minute.number,
        kind: MINUTES,
        thing: minute.id,
        body: &body,
    };
    search::put(tx, entry).await
}

/// Keeps a past decision and makes it findable.
pub(super) async fn insert_decision(tx: &mut Tx, group: &Group, decision: &Decision, hash: &[u8]) -> Result<()> {
    sql("INSERT INTO past_decisions (id, group_id, number, reference, words, words_hash, decided_on, lasting, review_on, minute_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(decision.id)
    .bind(group.id)
    .bind(decision.number)
    .bind(&decision.reference)
    .bind(&decision.words)
    .bind(hash)
    .bind(decision.decided_on)
    .bind(decision.lasting)
    .bind(decision.review_on)
    .bind(decision.minute)
    .run(&mut *tx)
    .await?;
    let body = format!("{}\n{}", decision.reference, decision.words);
    let (number, thing) = (decision.number, decision.id);
    search::put(tx, search::Entry { scope: group.id, scope_ordinal: group.ordinal, number, kind: DECISIONS, thing, body: &body }).await
}

/// The number of the past minute with this text.
pub(super) async fn minute_with(on: impl Into<On<'_>>, group: Uuid, hash: &[u8]) -> Result<Option<i64>> {
    let row = sql("SELECT number FROM past_minutes WHERE group_id = $1 AND content_hash = $2").bind(group).bind(hash).optional(on).await?;
    row.map(|row| row.get("number")).transpose()
}

/// The past minute with a number.
pub(super) async fn minute(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Minute> {
    let row = sql("SELECT id, number, held_on, title, content, file_name, file_kind FROM past_minutes WHERE group_id = $1 AND number = $2");
    minute_of(&row.bind(group).bind(number).one(on).await?)
}

/// The file that a past minute came as.
pub(super) async fn file(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Vec<u8>> {
    sql("SELECT file FROM past_minutes WHERE group_id = $1 AND number = $2").bind(group).bind(number).one(on).await?.get("file")
}

/// Past minutes without their text, the latest first, and one more than `limit` when there are more: those before a day and
/// number.
pub(super) async fn minutes(db: &Db, group: Uuid, (before, below): (Date, i64), limit: i64) -> Result<Vec<Minute>> {
    let rows = sql("SELECT id, number, held_on, title, '' AS content, file_name, file_kind FROM past_minutes WHERE group_id = $1 \
                    AND (held_on < $2 OR held_on = $2 AND number < $3) ORDER BY held_on DESC, number DESC LIMIT $4");
    rows.bind(group).bind(before).bind(below).bind(limit + 1).all(db).await?.iter().map(minute_of).collect()
}

/// Past minutes with these words in them, those that were brought last first.
pub(super) async fn minutes_found(db: &Db, group: &Group, q: &str, limit: i64) -> Result<Vec<Minute>> {
    let rows = sql("SELECT m.id, m.number, m.held_on, m.title, m.content, m.file_name, m.file_kind FROM {search} \
                    JOIN past_minutes m ON m.id = s.thing_id WHERE {matches $2} AND s.scope_id = $1 AND s.kind = 'past-minute' \
                    AND {search-id} < $3 ORDER BY {search-id} DESC LIMIT $4");
    let end = search::id(MINUTES, group.ordinal, None);
    rows.bind(group.id).bind_search(q).bind(end).bind(limit).all(db).await?.iter().map(minute_of).collect()
}

/// Past decisions, the latest first, and one more than `limit` when there are more: those before a day and number.
pub(super) async fn decisions(db: &Db, group: Uuid, lasting_only: bool, (before, below): (Date, i64), limit: i64) -> Result<Vec<Decision>> {
    let rows = sql(
        "SELECT id, number, reference, words, decided_on, lasting, review_on, minute_id, theme FROM past_decisions WHERE group_id = $1 \
                    AND (lasting OR NOT $5) AND (decided_on < $2 OR decided_on = $2 AND number < $3) \
                    ORDER BY decided_on DESC, number DESC LIMIT $4",
    );
    rows.bind(group).bind(before).bind(below).bind(limit + 1).bind(lasting_only).all(db).await?.iter().map(decision_of).collect()
}

/// Past decisions with these words in them, those that were brought last first.
pub(super) async fn decisions_found(db: &Db, group: &Group, q: &str, limit: i64) -> Result<Vec<Decision>> {
    let rows =
        sql("SELECT d.id, d.number, d.reference, d.words, d.decided_on, d.lasting, d.review_on, d.minute_id, d.theme FROM {search} \
                    JOIN past_decisions d ON d.id = s.thing_id WHERE {matches $2} AND s.scope_id = $1 AND s.kind = 'past-decision' \
                    AND {search-id} < $3 ORDER BY {search-id} DESC LIMIT $4");
    let end = search::id(DECISIONS, group.ordinal, None);
    rows.bind(group.id).bind_search(q).bind(end).bind(limit).all(db).await?.iter().map(decision_of).collect()
}

/// The decisions that were marked in a past minute, in the order in which they were.
pub(super) async fn decisions_of(db: &Db, group: Uuid, minute: Uuid) -> Result<Vec<Decision>> {
    let rows = sql("SELECT id, number, reference, words, decided_on, lasting, review_on, minute_id, theme FROM past_decisions \
                    WHERE group_id = $1 AND minute_id = $2 ORDER BY number");
    rows.bind(group).bind(minute).all(db).await?.iter().map(decision_of).collect()
}

/// The most past decisions that are told of one theme.
const MOST_ON_THEME: i64 = 12;

/// A past decision, as others tell of it.
#[derive(Clone, Debug)]
pub(crate) struct Before {
    /// What it was called; may be empty.
    pub(crate) reference: String,
    /// What was decided.
    pub(crate) words: String,
    /// When.
    pub(crate) decided_on: Date,
}

/// Past decisions on a theme, the latest first.
pub(crate) async fn on_theme(on: impl Into<On<'_>>, group: Uuid, theme: &str) -> Result<Vec<Before>> {
    let rows = sql("SELECT reference, words, decided_on FROM past_decisions WHERE group_id = $1 AND theme = $2 \
                    ORDER BY decided_on DESC, number DESC LIMIT $3");
    let read = |row: &Row| Ok(Before { reference: row.get("reference")?, words: row.get("words")?, decided_on: row.get("decided_on")? });
    rows.bind(group).bind(theme).bind(MOST_ON_THEME).all(on).await?.iter().map(read).collect()
}

/// Writes the theme of a past decision; gives the decision's key.
pub(super) async fn set_theme(tx: &mut Tx, group: Uuid, number: i64, theme: Option<&str>) -> Result<Uuid> {
    let row = sql("SELECT id FROM past_decisions WHERE group_id = $1 AND number = $2").bind(group).bind(number).one(&mut *tx).await?;
    let id: Uuid = row.get("id")?;
    let statement = sql("UPDATE past_decisions SET theme = $3 WHERE group_id = $1 AND id = $2");
    statement.bind(group).bind(id).bind(theme.map(str::to_owned)).run(tx).await?;
    Ok(id)
}

/// What every past decision was made of, with its number.
pub(super) async fn hashes(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Vec<u8>)>> {
    let rows = sql("SELECT number, words_hash FROM past_decisions WHERE group_id = $1").bind(group).all(on).await?;
    rows.iter().map(|row| Ok((row.get("number")?, row.get("words_hash")?))).collect()
}

/// How much of the past has come in: issues, actions, minutes, decisions.
pub(super) async fn counts(db: &Db, group: Uuid) -> Result<[u64; 4]> {
    let row = sql("SELECT (SELECT COUNT(*) FROM past_issues WHERE group_id = $1) AS issues, \
                   (SELECT COUNT(*) FROM past_actions WHERE group_id = $1) AS actions, \
                   (SELECT COUNT(*) FROM past_minutes WHERE group_id = $1) AS minutes, \
                   (SELECT COUNT(*) FROM past_decisions WHERE group_id = $1) AS decisions")
    .bind(group)
    .one(db)
    .await?;
    let n = |name| row.get::<i64>(name).map(|n| u64::try_from(n).unwrap_or(0));
    Ok([n("issues")?, n("actions")?, n("minutes")?, n("decisions")?])
}

/// Everything from before can be searched, and the ledger says that it came in.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let unfindable = sql("SELECT COUNT(*) AS n FROM (SELECT id, 'past-minute' AS kind FROM past_minutes \
                              UNION ALL SELECT id, 'past-decision' FROM past_decisions) t \
                              LEFT JOIN search_entries s ON s.kind = t.kind AND s.thing_id = t.id WHERE s.id IS NULL");
        counted(&mut problems, &unfindable.one(db).await?, "past minutes or decisions that cannot be searched")?;
        let unsaid = sql("SELECT COUNT(*) AS n FROM past_minutes m LEFT JOIN ledger l ON l.scope_id = m.group_id AND l.thing_id = m.id \
                          AND l.verb = 'past-minute.brought-in' WHERE l.seq IS NULL");
        counted(&mut problems, &unsaid.one(db).await?, "past minutes that are not in the ledger")?;
        let strange =
            sql("SELECT COUNT(*) AS n FROM past_decisions d JOIN past_minutes m ON m.id = d.minute_id WHERE m.group_id <> d.group_id");
        counted(&mut problems, &strange.one(db).await?, "past decisions marked in another group's minute")?;
        Ok(problems)
    })
}
