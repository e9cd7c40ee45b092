//! Every statement on what services were asked and what they answered.

use futures_util::future::BoxFuture;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Answer, Ask, Days, Purpose, Standing};

fn from_row(row: &Row) -> Result<Ask> {
    let (kind, state, answer): (String, String, Option<String>) = (row.get("kind")?, row.get("state")?, row.get("answer")?);
    let unknown = || Error::internal("an ask of a service has an unknown kind or state");
    Ok(Ask {
        id: row.get("id")?,
        issue: row.get("issue_id")?,
        number: row.get("number")?,
        title: row.get::<Option<String>>("group_title")?.unwrap_or_default(),
        entry: row.get("entry_id")?,
        service: row.get("name")?,
        purpose: Purpose::from_key(&kind).ok_or_else(unknown)?,
        question: row.get("question")?,
        standing: Standing::from_key(&state).ok_or_else(unknown)?,
        asked_on: row.get("asked_on")?,
        due_on: row.get("due_on")?,
        reminded_on: row.get("reminded_on")?,
        answer: answer.as_deref().and_then(Answer::from_key),
        words: row.get("words")?,
        by_when: row.get("by_when")?,
        answered_on: row.get("answered_on")?,
    })
}

/// An ask by its key.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Ask> {
    let row = sql(
        "SELECT a.id, a.issue_id, i.number, i.group_title, a.entry_id, e.name, a.kind, a.question, a.state, a.asked_on, a.due_on, a.reminded_on, \
                   a.answer, a.words, a.by_when, a.answered_on FROM service_asks a JOIN issues i ON i.id = a.issue_id \
                   JOIN directory_entries e ON e.id = a.entry_id WHERE a.group_id = $1 AND a.id = $2",
    );
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// What services were asked about an issue, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_issue(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Ask>> {
    let rows = sql(
        "SELECT a.id, a.issue_id, i.number, i.group_title, a.entry_id, e.name, a.kind, a.question, a.state, a.asked_on, a.due_on, a.reminded_on, \
                    a.answer, a.words, a.by_when, a.answered_on FROM service_asks a JOIN issues i ON i.id = a.issue_id \
                    JOIN directory_entries e ON e.id = a.entry_id WHERE a.group_id = $1 AND a.issue_id = $2 ORDER BY a.id DESC",
    );
    rows.bind(group).bind(issue).all(on).await?.iter().map(from_row).collect()
}

/// What services were asked, the newest first: what is open, or what is not any more.
pub(super) async fn list(on: impl Into<On<'_>>, group: Uuid, open: bool, limit: i64) -> Result<Vec<Ask>> {
    let rows = sql(
        "SELECT a.id, a.issue_id, i.number, i.group_title, a.entry_id, e.name, a.kind, a.question, a.state, a.asked_on, a.due_on, a.reminded_on, \
                    a.answer, a.words, a.by_when, a.answered_on FROM service_asks a JOIN issues i ON i.id = a.issue_id \
                    JOIN directory_entries e ON e.id = a.entry_id WHERE a.group_id = $1 \
                    AND CASE WHEN a.state IN ('waits', 'promised') THEN 1 ELSE 0 END = $2 ORDER BY a.id DESC LIMIT $3",
    );
    rows.bind(group).bind(i64::from(open)).bind(limit).all(on).await?.iter().map(from_row).collect()
}

/// What a group has asked of services and has no answer to, so far as something may be due about it.
pub(super) async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Ask>> {
    let rows = sql(
        "SELECT a.id, a.issue_id, i.number, i.group_title, a.entry_id, e.name, a.kind, a.question, a.state, a.asked_on, a.due_on, a.reminded_on, \
                    a.answer, a.words, a.by_when, a.answered_on FROM service_asks a JOIN issues i ON i.id = a.issue_id \
                    JOIN directory_entries e ON e.id = a.entry_id WHERE a.group_id = $1 AND a.state IN ('waits', 'promised') ORDER BY a.id",
    );
    rows.bind(group).all(on).await?.iter().map(from_row).collect()
}

/// The groups that have asked something of services to which there is no answer.
pub(super) async fn groups_with_open(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT DISTINCT group_id FROM service_asks WHERE state IN ('waits', 'promised')");
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// How many services, and how many forums, have not answered yet what they were asked.
///
/// # Errors
/// When the database fails.
pub async fn unanswered(on: impl Into<On<'_>>, group: Uuid) -> Result<(u64, u64)> {
    let row = sql("SELECT COALESCE(SUM(CASE WHEN kind = 'forum' THEN 0 ELSE 1 END), 0) AS services, \
                   COALESCE(SUM(CASE WHEN kind = 'forum' THEN 1 ELSE 0 END), 0) AS forums \
                   FROM service_asks WHERE group_id = $1 AND state = 'waits'");
    let row = row.bind(group).one(on).await?;
    let n = |name| row.get::<i64>(name).map(|n| u64::try_from(n).unwrap_or(0));
    Ok((n("services")?, n("forums")?))
}

/// What the two co-chairs should know who choose again: for each issue that came back from a service, a sentence. The issue's key first.
///
/// # Errors
/// When the database fails.
pub async fn hints(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(Uuid, String)>> {
    let rows = sql(
        "SELECT a.id, a.issue_id, i.number, i.group_title, a.entry_id, e.name, a.kind, a.question, a.state, a.asked_on, a.due_on, a.reminded_on, \
                    a.answer, a.words, a.by_when, a.answered_on FROM service_asks a JOIN issues i ON i.id = a.issue_id \
                    JOIN directory_entries e ON e.id = a.entry_id WHERE a.group_id = $1 AND a.kind IN ('fix', 'forum') AND i.state IN ('new', 'asked') \
                    AND (a.state = 'silent' OR a.answer = 'not-ours') ORDER BY a.id",
    );
    let hint = |row: &Row| from_row(row).map(|ask| (ask.issue, format!("{}: {}", ask.service, ask.told())));
    rows.bind(group).all(on).await?.iter().map(hint).collect()
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, ask: &Ask) -> Result<()> {
    sql("INSERT INTO service_asks (id, group_id, issue_id, entry_id, kind, question, state, asked_on, due_on, words) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '')")
    .bind(ask.id)
    .bind(group)
    .bind(ask.issue)
    .bind(ask.entry)
    .bind(ask.purpose.key())
    .bind(&ask.question)
    .bind(ask.standing.key())
    .bind(ask.asked_on)
    .bind(ask.due_on)
    .run(tx)
    .await
    .map(drop)
}

/// Writes how an ask stands now.
pub(super) async fn update(tx: &mut Tx, group: Uuid, ask: &Ask) -> Result<()> {
    sql("UPDATE service_asks SET state = $3, asked_on = $4, reminded_on = $5, answer = $6, words = $7, by_when = $8, answered_on = $9, due_on = $10 \
         WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(ask.id)
    .bind(ask.standing.key())
    .bind(ask.asked_on)
    .bind(ask.reminded_on)
    .bind(ask.answer.map(Answer::key))
    .bind(&ask.words)
    .bind(ask.by_when)
    .bind(ask.answered_on)
    .bind(ask.due_on)
    .run(tx)
    .await
    .map(drop)
}

/// Nothing more is asked about an issue for one purpose: the group asks another service, or goes on.
pub(super) async fn end_open(tx: &mut Tx, group: Uuid, issue: Uuid, purpose: Purpose) -> Result<()> {
    sql("UPDATE service_asks SET state = 'over' WHERE group_id = $1 AND issue_id = $2 AND kind = $3 AND state IN ('waits', 'promised')")
        .bind(group)
        .bind(issue)
        .bind(purpose.key())
        .run(tx)
        .await
        .map(drop)
}

/// What is asked about an issue that was taken back is asked about the one that leads on in its place.
pub(crate) async fn hand_on(tx: &mut Tx, group: Uuid, from: Uuid, to: Uuid) -> Result<()> {
    sql("UPDATE service_asks SET issue_id = $3 WHERE group_id = $1 AND issue_id = $2 AND state IN ('waits', 'promised')")
        .bind(group)
        .bind(from)
        .bind(to)
        .run(tx)
        .await
        .map(drop)
}

/// The days of a group.
pub(super) async fn days(on: impl Into<On<'_>>, group: Uuid) -> Result<Days> {
    let row = sql("SELECT remind_days, wait_days FROM asking_rules WHERE group_id = $1").bind(group).optional(on).await?;
    row.map_or(Ok(Days::default()), |row| Ok(Days { remind: row.get("remind_days")?, wait: row.get("wait_days")? }))
}

pub(super) async fn set_days(tx: &mut Tx, group: Uuid, days: Days) -> Result<()> {
    sql("INSERT INTO asking_rules (group_id, remind_days, wait_days) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id) DO UPDATE SET remind_days = excluded.remind_days, wait_days = excluded.wait_days")
    .bind(group)
    .bind(days.remind)
    .bind(days.wait)
    .run(tx)
    .await
    .map(drop)
}

/// Every issue that is with a service has one that was asked and may still answer; an answer is one that was offered.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let alone = sql("SELECT COUNT(*) AS n FROM issues i WHERE i.state = 'with-service' AND (SELECT COUNT(*) FROM service_asks a \
                         WHERE a.issue_id = i.id AND a.kind = 'fix' AND a.state IN ('waits', 'promised')) <> 1");
        counted(&mut problems, &alone.one(db).await?, "issues with a service that was not asked")?;
        let strange = sql(
            "SELECT COUNT(*) AS n FROM service_asks a JOIN issues i ON i.id = a.issue_id JOIN directory_entries e ON e.id = a.entry_id \
                           WHERE a.group_id <> i.group_id OR a.group_id <> e.group_id OR (a.state = 'promised' AND a.by_when IS NULL) \
                           OR (a.state = 'answered' AND a.answer IS NULL)",
        );
        counted(&mut problems, &strange.one(db).await?, "asks of services that say nothing or are another group's")?;
        Ok(problems)
    })
}
