//! Every statement that writes what reporters say of outcomes, and when they are asked.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Answer, Months};

/// After how many months a group asks.
pub(super) async fn months(on: impl Into<On<'_>>, group: Uuid) -> Result<Months> {
    let row = sql("SELECT first_month, second_month FROM checking_rules WHERE group_id = $1").bind(group).optional(on).await?;
    row.map_or(Ok(Months::default()), |row| Ok(Months { first: row.get("first_month")?, second: row.get("second_month")? }))
}

pub(super) async fn set_months(tx: &mut Tx, group: Uuid, months: Months) -> Result<()> {
    sql("INSERT INTO checking_rules (group_id, first_month, second_month) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id) DO UPDATE SET first_month = excluded.first_month, second_month = excluded.second_month")
    .bind(group)
    .bind(months.first)
    .bind(months.second)
    .run(tx)
    .await
    .map(drop)
}

/// The groups with an outcome of between two days.
pub(super) async fn groups_with_outcomes(on: impl Into<On<'_>>, from: Date, to: Date) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM replies WHERE said_on >= $1 AND said_on <= $2 AND outcome = ''").bind(from).bind(to);
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The outcomes of between two days that nobody was asked about by mail for this month, with their days.
pub(super) async fn unasked(on: impl Into<On<'_>>, group: Uuid, from: Date, to: Date, month: i64) -> Result<Vec<(Uuid, Date)>> {
    let rows = sql(
        "SELECT r.id, r.said_on FROM replies r WHERE r.group_id = $1 AND r.said_on >= $2 AND r.said_on <= $3 AND r.outcome = '' \
                    AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.group_id = r.group_id AND n.kind = 'check' AND n.about = r.id AND n.month = $4) \
                    ORDER BY r.id",
    );
    let read = |row: &Row| Ok((row.get("id")?, row.get("said_on")?));
    rows.bind(group).bind(from).bind(to).bind(month).all(on).await?.iter().map(read).collect()
}

/// The issues whose reporters are asked about an outcome, each once: the one that it decided, those that were merged with it, and
/// those whose reporters said "me too" of it. The checks, the answers and the counts all go by this list.
pub(super) async fn issues_asked(on: impl Into<On<'_>>, group: Uuid, reply: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT issue_id FROM replies WHERE group_id = $1 AND id = $2 UNION SELECT h.issue_id FROM hearings h \
                    JOIN issues i ON i.id = h.issue_id WHERE h.group_id = $1 AND h.reply_id = $2 AND i.state <> 'withdrawn'");
    let rows = rows.bind(group).bind(reply);
    rows.all(on).await?.iter().map(|row| row.get("issue_id")).collect()
}

/// What somebody said of an outcome.
pub(super) async fn answer_of(on: impl Into<On<'_>>, group: Uuid, reply: Uuid, issue: Uuid) -> Result<Option<(Answer, Date)>> {
    let row = sql("SELECT answer, said_on FROM outcome_answers WHERE group_id = $1 AND reply_id = $2 AND issue_id = $3");
    let row = row.bind(group).bind(reply).bind(issue).optional(on).await?;
    row.map(|row| Ok((Answer::from_key(&row.get::<String>("answer")?).unwrap_or(Answer::CannotSay), row.get("said_on")?))).transpose()
}

/// Keeps what somebody says; what they said before is replaced.
pub(super) async fn put(tx: &mut Tx, group: Uuid, reply: Uuid, issue: Uuid, answer: Answer, day: Date) -> Result<()> {
    sql("INSERT INTO outcome_answers (reply_id, issue_id, group_id, answer, said_on) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (reply_id, issue_id) DO UPDATE SET answer = excluded.answer, said_on = excluded.said_on")
    .bind(reply)
    .bind(issue)
    .bind(group)
    .bind(answer.key())
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// Whatever is said of an outcome is one of three words, by a reporter of the same group.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let strange = sql(
            "SELECT COUNT(*) AS n FROM outcome_answers a JOIN issues i ON i.id = a.issue_id JOIN replies r ON r.id = a.reply_id \
                           WHERE a.group_id <> i.group_id OR a.group_id <> r.group_id OR a.answer NOT IN ('held', 'came-back', 'cannot-say')",
        );
        counted(&mut problems, &strange.one(db).await?, "answers on outcomes that are no answer or another group's")?;
        Ok(problems)
    })
}
