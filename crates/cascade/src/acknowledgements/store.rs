//! Every statement on what groups say of minutes, and ask back.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Acknowledgement, MinuteCopy, Question, Said};

fn copy(row: &Row) -> Result<MinuteCopy> {
    Ok(MinuteCopy {
        meeting: row.get("meeting_id")?,
        number: row.get("number")?,
        held_on: row.get("held_on")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        posted_at: row.get("posted_at")?,
    })
}

/// The copy that a link is of, by the hash of its secret.
pub(super) async fn by_token(on: impl Into<On<'_>>, group: Uuid, hash: &[u8]) -> Result<Option<MinuteCopy>> {
    let row = sql("SELECT c.meeting_id, m.number, m.held_on, c.network_id, n.name, n.address, c.posted_at FROM minute_copies c \
                   JOIN meetings m ON m.id = c.meeting_id JOIN networks n ON n.id = c.network_id WHERE c.group_id = $1 AND c.token_hash = $2");
    row.bind(group).bind(hash).optional(on).await?.as_ref().map(copy).transpose()
}

/// The minutes that a group was to get, the newest first.
pub(super) async fn copies_of(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Vec<MinuteCopy>> {
    let rows = sql("SELECT c.meeting_id, m.number, m.held_on, c.network_id, n.name, n.address, c.posted_at FROM minute_copies c \
                    JOIN meetings m ON m.id = c.meeting_id JOIN networks n ON n.id = c.network_id WHERE c.group_id = $1 AND c.network_id = $2 \
                    ORDER BY m.held_on DESC, m.number DESC");
    rows.bind(group).bind(network).all(on).await?.iter().map(copy).collect()
}

pub(super) async fn set_token(tx: &mut Tx, group: Uuid, meeting: Uuid, network: Uuid, hash: &[u8]) -> Result<()> {
    sql("UPDATE minute_copies SET token_hash = $4 WHERE group_id = $1 AND meeting_id = $2 AND network_id = $3")
        .bind(group)
        .bind(meeting)
        .bind(network)
        .bind(hash)
        .run(tx)
        .await
        .map(drop)
}

fn acknowledgement(row: &Row) -> Result<Acknowledgement> {
    let (kind, meets_on): (String, Option<Date>) = (row.get("kind")?, row.get("meets_on")?);
    Ok(Acknowledgement {
        meeting: row.get("meeting_id")?,
        network: row.get("network_id")?,
        said: Said::from_key(&kind, meets_on).ok_or_else(|| Error::internal("an acknowledgement says something unknown"))?,
        said_at: row.get("said_at")?,
    })
}

/// What a group said of a minute, in the order in which it said it.
pub(super) async fn said_of(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, network: Uuid) -> Result<Vec<Acknowledgement>> {
    let rows = sql("SELECT meeting_id, network_id, kind, meets_on, said_at FROM acknowledgements \
                    WHERE group_id = $1 AND meeting_id = $2 AND network_id = $3 ORDER BY id");
    rows.bind(group).bind(meeting).bind(network).all(on).await?.iter().map(acknowledgement).collect()
}

/// What a group said of all its minutes, in the order in which it said it.
pub(super) async fn said_by(on: impl Into<On<'_>>, group: Uuid, network: Uuid) -> Result<Vec<Acknowledgement>> {
    let rows = sql("SELECT meeting_id, network_id, kind, meets_on, said_at FROM acknowledgements \
                    WHERE group_id = $1 AND network_id = $2 ORDER BY id");
    rows.bind(group).bind(network).all(on).await?.iter().map(acknowledgement).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, id: Uuid, one: &Acknowledgement) -> Result<()> {
    let meets_on = match one.said {
        Said::Received => None,
        Said::OnAgenda(day) => Some(day),
    };
    sql("INSERT INTO acknowledgements (id, group_id, meeting_id, network_id, kind, meets_on, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(group)
        .bind(one.meeting)
        .bind(one.network)
        .bind(one.said.key())
        .bind(meets_on)
        .bind(one.said_at)
        .run(tx)
        .await
        .map(drop)
}

fn asked(row: &Row) -> Result<Question> {
    let item: (Option<i64>, Option<i64>) = (row.get("item_year")?, row.get("item_number")?);
    let agenda: (Option<i64>, Option<Date>) = (row.get("agenda_number")?, row.get("agenda_day")?);
    Ok(Question {
        id: row.get("id")?,
        meeting: row.get("meeting_id")?,
        number: row.get("number")?,
        held_on: row.get("held_on")?,
        network: row.get("network_id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        words: row.get("words")?,
        asked_by: row.get("asked_by")?,
        reply_to: row.get("reply_to")?,
        asked_at: row.get("asked_at")?,
        item: item.0.zip(item.1),
        on_agenda: agenda.0.zip(agenda.1),
        answer: row.get("answer")?,
        answered_at: row.get("answered_at")?,
    })
}

/// A question by its key.
pub(super) async fn question(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Question> {
    let row = sql(
        "SELECT q.id, q.meeting_id, m.number, m.held_on, q.network_id, n.name, n.address, q.words, q.asked_by, q.reply_to, q.asked_at, \
                   q.item_year, q.item_number, a.number AS agenda_number, a.held_on AS agenda_day, q.answer, q.answered_at \
                   FROM committee_questions q JOIN meetings m ON m.id = q.meeting_id JOIN networks n ON n.id = q.network_id \
                   LEFT JOIN items i ON i.group_id = q.group_id AND i.year = q.item_year AND i.number = q.item_number \
                   LEFT JOIN meetings a ON a.id = i.meeting_id AND a.state <> 'cancelled' WHERE q.group_id = $1 AND q.id = $2",
    );
    asked(&row.bind(group).bind(id).one(on).await?)
}

/// The questions of all groups, or of one: first those without an answer, the oldest first; then the others, the newest first.
///
/// # Errors
/// When the database fails.
pub(crate) async fn questions(on: impl Into<On<'_>>, group: Uuid, network: Option<Uuid>, limit: i64) -> Result<Vec<Question>> {
    let rows = sql(
        "SELECT q.id, q.meeting_id, m.number, m.held_on, q.network_id, n.name, n.address, q.words, q.asked_by, q.reply_to, q.asked_at, \
                    q.item_year, q.item_number, a.number AS agenda_number, a.held_on AS agenda_day, q.answer, q.answered_at \
                    FROM committee_questions q JOIN meetings m ON m.id = q.meeting_id JOIN networks n ON n.id = q.network_id \
                    LEFT JOIN items i ON i.group_id = q.group_id AND i.year = q.item_year AND i.number = q.item_number \
                    LEFT JOIN meetings a ON a.id = i.meeting_id AND a.state <> 'cancelled' WHERE q.group_id = $1 AND ($2 IS NULL OR q.network_id = $2) \
                    ORDER BY CASE WHEN q.answered_at IS NULL THEN 0 ELSE 1 END, q.answered_at DESC, q.id LIMIT $3",
    );
    rows.bind(group).bind(network).bind(limit).all(on).await?.iter().map(asked).collect()
}

/// The words of the questions of a group on a minute that wait for an answer.
pub(super) async fn waiting_of(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, network: Uuid) -> Result<Vec<String>> {
    let rows =
        sql("SELECT words FROM committee_questions WHERE group_id = $1 AND meeting_id = $2 AND network_id = $3 AND answered_at IS NULL");
    rows.bind(group).bind(meeting).bind(network).all(on).await?.iter().map(|row| row.get("words")).collect()
}

/// How many questions of groups wait for an answer.
///
/// # Errors
/// When the database fails.
pub async fn unanswered(on: impl Into<On<'_>>, group: Uuid) -> Result<u64> {
    let row = sql("SELECT COUNT(*) AS n FROM committee_questions WHERE group_id = $1 AND answered_at IS NULL").bind(group).one(on).await?;
    Ok(u64::try_from(row.get::<i64>("n")?).unwrap_or(0))
}

pub(super) async fn insert_question(tx: &mut Tx, group: Uuid, question: &Question) -> Result<()> {
    sql("INSERT INTO committee_questions (id, group_id, meeting_id, network_id, words, asked_by, reply_to, asked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(question.id)
    .bind(group)
    .bind(question.meeting)
    .bind(question.network)
    .bind(&question.words)
    .bind(&question.asked_by)
    .bind(&question.reply_to)
    .bind(question.asked_at)
    .run(tx)
    .await
    .map(drop)
}

/// Notes the item that was made of a question.
pub(super) async fn set_item(tx: &mut Tx, group: Uuid, id: Uuid, (year, number): (i64, i64)) -> Result<()> {
    sql("UPDATE committee_questions SET item_year = $3, item_number = $4 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(year)
        .bind(number)
        .run(tx)
        .await
        .map(drop)
}

/// Writes the answer; tells whether there was none.
pub(super) async fn set_answer(tx: &mut Tx, group: Uuid, id: Uuid, answer: &str, by: Uuid, at: Timestamp) -> Result<bool> {
    let answered = sql("UPDATE committee_questions SET answer = $3, answered_by = $4, answered_at = $5 \
                        WHERE group_id = $1 AND id = $2 AND answered_at IS NULL");
    Ok(answered.bind(group).bind(id).bind(answer).bind(by).bind(at).run(tx).await? == 1)
}

/// Groups speak only of minutes that they were sent.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let said = sql("SELECT COUNT(*) AS n FROM acknowledgements a LEFT JOIN minute_copies c ON c.meeting_id = a.meeting_id \
                        AND c.network_id = a.network_id AND c.group_id = a.group_id WHERE c.meeting_id IS NULL \
                        OR (a.kind = 'on-agenda' AND a.meets_on IS NULL)");
        counted(&mut problems, &said.one(db).await?, "acknowledgements of a minute that the group was not sent")?;
        let asked = sql("SELECT COUNT(*) AS n FROM committee_questions q LEFT JOIN minute_copies c ON c.meeting_id = q.meeting_id \
                         AND c.network_id = q.network_id AND c.group_id = q.group_id WHERE c.meeting_id IS NULL \
                         OR (q.answered_at IS NULL AND q.answer <> '') OR (q.answered_at IS NOT NULL AND q.answer = '')");
        counted(&mut problems, &asked.one(db).await?, "questions on a minute that the group was not sent, or with half an answer")?;
        Ok(problems)
    })
}
