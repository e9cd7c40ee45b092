//! Every statement on what is awaited, on sendings, and on the group's own rules for both.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    commands::Rules,
    model::{Awaited, Kind, Sending},
};

fn kind_of(row: &Row) -> Result<Kind> {
    let kind: String = row.get("kind")?;
    Kind::from_key(&kind).ok_or_else(|| Error::internal("something of an unknown kind is awaited"))
}

fn awaited(row: &Row) -> Result<Awaited> {
    Ok(Awaited {
        id: row.get("id")?,
        kind: kind_of(row)?,
        about: row.get("about_id")?,
        number: row.get("number")?,
        place: row.get("place")?,
        words: row.get("words")?,
        wanted: row.get("wanted")?,
        asked_on: row.get("asked_on")?,
        answer_by: row.get("answer_by")?,
        to_agenda: row.get("to_agenda")?,
        answer: row.get("answer")?,
        answered_on: row.get("answered_on")?,
        by_link: row.get("by_link")?,
        ended_on: row.get("ended_on")?,
        item: row.get("item_id")?,
    })
}

/// What is awaited of one report or letter, in its order.
///
/// # Errors
/// When the database fails.
pub(crate) async fn about(on: impl Into<On<'_>>, group: Uuid, about: Uuid) -> Result<Vec<Awaited>> {
    let rows =
        sql("SELECT id, kind, about_id, number, place, words, wanted, asked_on, answer_by, to_agenda, answer, answered_on, by_link, \
                    ended_on, item_id FROM awaited WHERE group_id = $1 AND about_id = $2 ORDER BY place, id");
    rows.bind(group).bind(about).all(on).await?.iter().map(awaited).collect()
}

/// All of a kind that was asked, the newest first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn of_kind(on: impl Into<On<'_>>, group: Uuid, kind: Kind, most: i64) -> Result<Vec<Awaited>> {
    let rows =
        sql("SELECT id, kind, about_id, number, place, words, wanted, asked_on, answer_by, to_agenda, answer, answered_on, by_link, \
                    ended_on, item_id FROM awaited WHERE group_id = $1 AND kind = $2 ORDER BY asked_on DESC, number DESC, place LIMIT $3");
    rows.bind(group).bind(kind.key()).bind(most).all(on).await?.iter().map(awaited).collect()
}

/// What was answered from a day on, the oldest first, each with who wrote it down; nobody where it came by a link.
///
/// # Errors
/// When the database fails.
pub(crate) async fn answered_since(on: impl Into<On<'_>>, group: Uuid, since: Date) -> Result<Vec<(Awaited, Option<Uuid>)>> {
    let rows =
        sql("SELECT id, kind, about_id, number, place, words, wanted, asked_on, answer_by, to_agenda, answer, answered_on, by_link, \
                    ended_on, item_id, recorded_by FROM awaited WHERE group_id = $1 AND answered_on >= $2 ORDER BY answered_on, id");
    rows.bind(group).bind(since).all(on).await?.iter().map(|row| Ok((awaited(row)?, row.get("recorded_by")?))).collect()
}

/// Something that is awaited, by its key.
///
/// # Errors
/// [`Error::NotFound`] when the group waits for none such.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Awaited> {
    let row =
        sql("SELECT id, kind, about_id, number, place, words, wanted, asked_on, answer_by, to_agenda, answer, answered_on, by_link, \
                   ended_on, item_id FROM awaited WHERE group_id = $1 AND id = $2");
    awaited(&row.bind(group).bind(id).one(on).await?)
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, one: &Awaited) -> Result<()> {
    sql(
        "INSERT INTO awaited (id, group_id, kind, about_id, number, place, words, wanted, asked_on, answer_by, to_agenda, answer, by_link) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', FALSE)",
    )
    .bind(one.id)
    .bind(group)
    .bind(one.kind.key())
    .bind(one.about)
    .bind(one.number)
    .bind(one.place)
    .bind(&one.words)
    .bind(&one.wanted)
    .bind(one.asked_on)
    .bind(one.answer_by)
    .bind(one.to_agenda)
    .run(tx)
    .await
    .map(drop)
}

/// Writes an ask as a later version of its report has it, unless it is answered; tells whether it was there.
///
/// # Errors
/// When the database fails.
pub(crate) async fn reword(tx: &mut Tx, group: Uuid, one: &Awaited) -> Result<bool> {
    let there = sql("UPDATE awaited SET place = $3, words = CASE WHEN answered_on IS NULL THEN $4 ELSE words END, \
                     wanted = CASE WHEN answered_on IS NULL THEN $5 ELSE wanted END, \
                     answer_by = CASE WHEN answered_on IS NULL THEN $6 ELSE answer_by END, ended_on = NULL WHERE group_id = $1 AND id = $2");
    let there = there.bind(group).bind(one.id).bind(one.place).bind(&one.words).bind(&one.wanted).bind(one.answer_by);
    Ok(there.run(tx).await? == 1)
}

/// Waits no longer for what a later version of a report does not ask: all of it that is not answered and is not among `kept`.
///
/// # Errors
/// When the database fails.
pub(crate) async fn end_left_out(tx: &mut Tx, group: Uuid, about: Uuid, kept: &[Uuid], today: Date) -> Result<()> {
    for one in self::about(&mut *tx, group, about).await?.into_iter().filter(|one| one.is_open() && !kept.contains(&one.id)) {
        set_ended(tx, group, one.id, today).await?;
    }
    Ok(())
}

/// Writes an answer, if none is there and the group still waits; tells whether it did.
pub(super) async fn set_answer(tx: &mut Tx, group: Uuid, one: &Awaited, recorded_by: Option<Uuid>) -> Result<bool> {
    let done = sql("UPDATE awaited SET answer = $3, answered_on = $4, by_link = $5, recorded_by = $6, item_id = $7 \
                    WHERE group_id = $1 AND id = $2 AND answered_on IS NULL AND ended_on IS NULL");
    let done = done.bind(group).bind(one.id).bind(&one.answer).bind(one.answered_on).bind(one.by_link).bind(recorded_by).bind(one.item);
    Ok(done.run(tx).await? == 1)
}

/// Waits no longer; tells whether it had waited.
pub(super) async fn set_ended(tx: &mut Tx, group: Uuid, id: Uuid, today: Date) -> Result<bool> {
    let done = sql("UPDATE awaited SET ended_on = $3 WHERE group_id = $1 AND id = $2 AND answered_on IS NULL AND ended_on IS NULL");
    Ok(done.bind(group).bind(id).bind(today).run(tx).await? == 1)
}

fn from_row(row: &Row) -> Result<Sending> {
    Ok(Sending {
        id: row.get("id")?,
        kind: kind_of(row)?,
        about: row.get("about_id")?,
        meeting: row.get("meeting_id")?,
        subject: row.get("subject")?,
        name: row.get("name")?,
        email: row.get("email")?,
        asked_on: row.get("asked_on")?,
        sent_at: row.get("sent_at")?,
        reminded_on: row.get("reminded_on")?,
        chased_on: row.get("chased_on")?,
    })
}

/// A sending by its key.
///
/// # Errors
/// [`Error::NotFound`] when the group has none such.
pub(crate) async fn sending(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Sending> {
    let row = sql("SELECT id, kind, about_id, meeting_id, subject, name, email, asked_on, sent_at, reminded_on, chased_on FROM sendings \
                   WHERE group_id = $1 AND id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// Where a report or a letter was sent, the newest first; of all of them where none is named.
///
/// # Errors
/// When the database fails.
pub(crate) async fn sendings(on: impl Into<On<'_>>, group: Uuid, about: Option<Uuid>) -> Result<Vec<Sending>> {
    let rows = sql("SELECT id, kind, about_id, meeting_id, subject, name, email, asked_on, sent_at, reminded_on, chased_on FROM sendings \
                    WHERE group_id = $1 AND ($2 IS NULL OR about_id = $2) ORDER BY id DESC LIMIT 200");
    rows.bind(group).bind(about).all(on).await?.iter().map(from_row).collect()
}

/// The sendings of which something is still awaited, each with the first day on which an answer would help.
pub(super) async fn waiting(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(Sending, Option<Date>)>> {
    let rows = sql("SELECT s.id, s.kind, s.about_id, s.meeting_id, s.subject, s.name, s.email, s.asked_on, s.sent_at, s.reminded_on, \
                    s.chased_on, w.answer_by FROM sendings s JOIN (SELECT about_id, MIN(answer_by) AS answer_by FROM awaited \
                    WHERE group_id = $1 AND answered_on IS NULL AND ended_on IS NULL GROUP BY about_id) w ON w.about_id = s.about_id \
                    WHERE s.group_id = $1 ORDER BY s.id");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((from_row(row)?, row.get("answer_by")?))).collect()
}

/// The groups that wait for an answer.
pub(super) async fn groups_waiting(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM awaited WHERE answered_on IS NULL AND ended_on IS NULL ORDER BY group_id");
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

pub(super) async fn insert_sending(tx: &mut Tx, group: Uuid, one: &Sending) -> Result<()> {
    sql("INSERT INTO sendings (id, group_id, kind, about_id, meeting_id, subject, name, email, asked_on, mail_cause) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $1)")
    .bind(one.id)
    .bind(group)
    .bind(one.kind.key())
    .bind(one.about)
    .bind(one.meeting)
    .bind(&one.subject)
    .bind(&one.name)
    .bind(&one.email)
    .bind(one.asked_on)
    .run(tx)
    .await
    .map(drop)
}

/// Notes that a mail is written; tells whether none was before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set_sent(tx: &mut Tx, group: Uuid, id: Uuid, at: Timestamp) -> Result<bool> {
    let done = sql("UPDATE sendings SET sent_at = $3 WHERE group_id = $1 AND id = $2 AND sent_at IS NULL").bind(group).bind(id).bind(at);
    Ok(done.run(tx).await? == 1)
}

/// What causes the mail of a sending as it goes now.
///
/// # Errors
/// When the database fails.
pub(crate) async fn mail_cause(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Uuid> {
    let row = sql("SELECT COALESCE(mail_cause, id) AS mail_cause FROM sendings WHERE group_id = $1 AND id = $2");
    row.bind(group).bind(id).one(on).await?.get("mail_cause")
}

/// Has a sending go once more, by a new mail.
pub(super) async fn set_once_more(tx: &mut Tx, group: Uuid, id: Uuid, email: &str, cause: Uuid) -> Result<()> {
    sql("UPDATE sendings SET email = $3, mail_cause = $4, sent_at = NULL WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(email)
        .bind(cause)
        .run(tx)
        .await
        .map(drop)
}

/// Notes that somebody was reminded: before the day, or after it.
pub(super) async fn set_reminded(tx: &mut Tx, group: Uuid, id: Uuid, after: bool, day: Date) -> Result<()> {
    sql("UPDATE sendings SET reminded_on = CASE WHEN $3 THEN reminded_on ELSE $4 END, chased_on = CASE WHEN $3 THEN $4 ELSE chased_on END \
         WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(id)
    .bind(after)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

pub(super) async fn rules(on: impl Into<On<'_>>, group: Uuid) -> Result<Rules> {
    let row = sql("SELECT letter_keys, remind_before, remind_after, paper_days, months FROM upward_rules WHERE group_id = $1");
    let Some(row) = row.bind(group).optional(on).await? else { return Ok(Rules::default()) };
    Ok(Rules {
        letter_keys: row.get("letter_keys")?,
        remind_before: row.get("remind_before")?,
        remind_after: row.get("remind_after")?,
        paper_days: row.get("paper_days")?,
        months: row.get("months")?,
    })
}

pub(super) async fn put_rules(tx: &mut Tx, group: Uuid, rules: Rules) -> Result<()> {
    sql(
        "INSERT INTO upward_rules (group_id, letter_keys, remind_before, remind_after, paper_days, months) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (group_id) DO UPDATE SET letter_keys = excluded.letter_keys, remind_before = excluded.remind_before, \
         remind_after = excluded.remind_after, paper_days = excluded.paper_days, months = excluded.months",
    )
    .bind(group)
    .bind(rules.letter_keys)
    .bind(rules.remind_before)
    .bind(rules.remind_after)
    .bind(rules.paper_days)
    .bind(rules.months)
    .run(tx)
    .await
    .map(drop)
}

/// Each thing that is awaited stands in a report or a letter of its group; what is answered has an answer, and is not given up.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let lost = sql(
            "SELECT COUNT(*) AS n FROM awaited w LEFT JOIN reports r ON w.kind = 'ask' AND r.id = w.about_id AND r.group_id = w.group_id \
                        LEFT JOIN letters l ON w.kind = 'letter' AND l.id = w.about_id AND l.group_id = w.group_id \
                        WHERE r.id IS NULL AND l.id IS NULL",
        );
        counted(&mut problems, &lost.one(db).await?, "answers awaited to no report or letter of the group")?;
        let odd = sql(
            "SELECT COUNT(*) AS n FROM awaited WHERE (answered_on IS NULL) <> (answer = '') OR answered_on IS NOT NULL AND ended_on IS NOT NULL \
                       OR answered_on IS NOT NULL AND NOT by_link AND recorded_by IS NULL",
        );
        counted(&mut problems, &odd.one(db).await?, "answers that are none, or that nobody gave")?;
        let sent = sql(
            "SELECT COUNT(*) AS n FROM sendings s LEFT JOIN reports r ON s.kind = 'ask' AND r.id = s.about_id AND r.group_id = s.group_id \
                        LEFT JOIN letters l ON s.kind = 'letter' AND l.id = s.about_id AND l.group_id = s.group_id \
                        WHERE r.id IS NULL AND l.id IS NULL",
        );
        counted(&mut problems, &sent.one(db).await?, "sendings of no report or letter of the group")?;
        Ok(problems)
    })
}
