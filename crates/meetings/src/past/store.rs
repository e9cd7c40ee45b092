//! Every statement on past minutes and past decisions.

use futures_util::future::BoxFuture;
use group::groups::Group;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, search, sql, verify::counted};
use uuid::Uuid;

use super::model::{Decision, Import, Kind, Minute};

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
    sql(
        "INSERT INTO past_decisions (id, group_id, number, reference, words, words_hash, decided_on, lasting, review_on, minute_id, theme) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
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
    .bind(decision.theme.clone())
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

/// The past decision with a number.
pub(super) async fn decision(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Decision> {
    let row = sql("SELECT id, number, reference, words, decided_on, lasting, review_on, minute_id, theme FROM past_decisions \
                   WHERE group_id = $1 AND number = $2");
    decision_of(&row.bind(group).bind(number).one(on).await?)
}

/// Writes a past decision anew that was put right, also where it is found.
pub(super) async fn correct(tx: &mut Tx, group: &Group, decision: &Decision, hash: &[u8], today: Date) -> Result<()> {
    sql("UPDATE past_decisions SET reference = $3, words = $4, words_hash = $5, decided_on = $6, lasting = $7, review_on = $8, \
         corrected_on = $9 WHERE group_id = $1 AND id = $2")
    .bind(group.id)
    .bind(decision.id)
    .bind(&decision.reference)
    .bind(&decision.words)
    .bind(hash)
    .bind(decision.decided_on)
    .bind(decision.lasting)
    .bind(decision.review_on)
    .bind(today)
    .run(&mut *tx)
    .await?;
    let body = format!("{}\n{}", decision.reference, decision.words);
    let (number, thing) = (decision.number, decision.id);
    search::put(tx, search::Entry { scope: group.id, scope_ordinal: group.ordinal, number, kind: DECISIONS, thing, body: &body }).await
}

/// Keeps that a table was brought in; its decisions are those with a number after `before`.
pub(super) async fn insert_import(tx: &mut Tx, group: Uuid, import: &Import, person: Uuid, before: i64) -> Result<()> {
    sql("INSERT INTO imports (id, group_id, kind, person_id, n_rows, brought_on) VALUES ($1, $2, 'past-decisions', $3, $4, $5)")
        .bind(import.id)
        .bind(group)
        .bind(person)
        .bind(import.rows)
        .bind(import.brought_on)
        .run(&mut *tx)
        .await?;
    let mine = sql("UPDATE past_decisions SET import_id = $2 WHERE group_id = $1 AND number > $3");
    mine.bind(group).bind(import.id).bind(before).run(tx).await.map(drop)
}

/// The tables of decisions that came in and were not taken back, the latest first; at most twenty.
pub(super) async fn imports(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Import>> {
    let rows = sql("SELECT i.id, i.n_rows, i.brought_on, \
                    (SELECT COUNT(*) FROM past_decisions d WHERE d.import_id = i.id AND d.corrected_on IS NOT NULL) AS corrected \
                    FROM imports i WHERE i.group_id = $1 AND i.kind = 'past-decisions' AND i.taken_back_on IS NULL \
                    ORDER BY i.brought_on DESC, i.id DESC LIMIT 20");
    let read = |row: &Row| {
        let (rows, corrected) = (row.get("n_rows")?, row.get("corrected")?);
        Ok(Import { id: row.get("id")?, rows, corrected, brought_on: row.get("brought_on")? })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Takes out all that came in by a table, also where it is found.
pub(super) async fn take_back(tx: &mut Tx, group: Uuid, import: Uuid, today: Date) -> Result<()> {
    sql("DELETE FROM search_entries WHERE scope_id = $1 AND kind = 'past-decision' \
         AND thing_id IN (SELECT id FROM past_decisions WHERE group_id = $1 AND import_id = $2)")
    .bind(group)
    .bind(import)
    .run(&mut *tx)
    .await?;
    sql("DELETE FROM past_decisions WHERE group_id = $1 AND import_id = $2").bind(group).bind(import).run(&mut *tx).await?;
    let gone = sql("UPDATE imports SET taken_back_on = $3 WHERE group_id = $1 AND id = $2");
    gone.bind(group).bind(import).bind(today).run(tx).await.map(drop)
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
        let nowhere =
            sql("SELECT COUNT(*) AS n FROM past_decisions d LEFT JOIN imports i ON i.id = d.import_id AND i.group_id = d.group_id \
                           AND i.taken_back_on IS NULL WHERE d.import_id IS NOT NULL AND i.id IS NULL");
        counted(&mut problems, &nowhere.one(db).await?, "past decisions of a table that nobody brought in, or that was taken back")?;
        let strange =
            sql("SELECT COUNT(*) AS n FROM past_decisions d JOIN past_minutes m ON m.id = d.minute_id WHERE m.group_id <> d.group_id");
        counted(&mut problems, &strange.one(db).await?, "past decisions marked in another group's minute")?;
        Ok(problems)
    })
}
