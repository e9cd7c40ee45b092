//! Every statement that finds or changes issues and their reporters.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use group::groups::Group;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, id, keys, sql, verify::counted};
use uuid::Uuid;

use super::{
    journey::{Reply, Settled},
    model::{Answer, Answers, Happened, Harm, Issue, Kind, Known, Sector, State, waited},
};
use crate::merging;

fn word<T>(row: &Row, column: &str, read: fn(&str) -> Option<T>) -> Result<T> {
    let key: String = row.get(column)?;
    read(&key).ok_or_else(|| Error::internal(format!("an issue has an unknown {column}")))
}

fn optional_word<T>(row: &Row, column: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>> {
    let key: Option<String> = row.get(column)?;
    Ok(key.and_then(|key| read(&key)))
}

pub(super) fn from_row(row: &Row) -> Result<Issue> {
    Ok(Issue {
        id: row.get("id")?,
        number: row.get("number")?,
        version: row.get("version")?,
        state: word(row, "state", State::from_key)?,
        known: word(row, "known", Known::from_key)?,
        words: row.get("words")?,
        door: row.get("door")?,
        answers: Answers {
            kind: Some(word(row, "kind", Kind::from_key)?),
            workplace: row.get("workplace")?,
            service: row.get("service")?,
            post: row.get("post")?,
            sector: optional_word(row, "sector", Sector::from_key)?,
            happened: optional_word(row, "happened", Happened::from_key)?,
            harm: optional_word(row, "harm", Harm::from_key)?,
            remedy: row.get("remedy")?,
        },
        theme: row.get("theme")?,
        group_title: row.get("group_title")?,
        group_text: row.get("group_text")?,
        raised_on: row.get("raised_on")?,
        raised_at: row.get("raised_at")?,
    })
}

/// The issue with a number.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Issue> {
    let row = sql(
        "SELECT id, number, version, state, known, kind, workplace, door, words, service, post, sector, happened, harm, remedy, theme, group_title, \
                   group_text, raised_on, raised_at FROM issues WHERE group_id = $1 AND number = $2",
    );
    from_row(&row.bind(group).bind(number).one(on).await?)
}

/// The issue that a follow code opens.
pub(super) async fn by_follow(on: impl Into<On<'_>>, group: Uuid, follow_hash: &[u8]) -> Result<Issue> {
    let row = sql(
        "SELECT id, number, version, state, known, kind, workplace, door, words, service, post, sector, happened, harm, remedy, theme, group_title, \
                   group_text, raised_on, raised_at FROM issues WHERE group_id = $1 AND follow_hash = $2",
    );
    from_row(&row.bind(group).bind(follow_hash).one(on).await?)
}

/// The issue that a code opens, as people type it.
///
/// # Errors
/// [`Error::NotFound`] when it opens none of the group's.
pub async fn by_code(on: impl Into<On<'_>>, group: &Group, typed: &str) -> Result<Issue> {
    let code = id::read_receipt_code(typed).ok_or(Error::NotFound)?;
    by_follow(on, group.id, &keys::hash(&code)).await
}

/// The issue that was made of a form, if it was sent before.
pub(super) async fn by_form(on: impl Into<On<'_>>, group: Uuid, form_hash: &[u8]) -> Result<Option<(Uuid, i64)>> {
    let row = sql("SELECT id, number FROM issues WHERE group_id = $1 AND form_hash = $2").bind(group).bind(form_hash).optional(on).await?;
    row.map(|row| Ok((row.get("id")?, row.get("number")?))).transpose()
}

/// Writes a new issue and counts it.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, issue: &Issue, form_hash: &[u8], follow_hash: &[u8]) -> Result<()> {
    let answers = &issue.answers;
    sql("INSERT INTO issues (id, group_id, number, version, state, known, words, service, post, sector, happened, harm, remedy, \
         raised_on, raised_at, form_hash, follow_hash, kind, workplace) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)")
    .bind(issue.id)
    .bind(group)
    .bind(issue.number)
    .bind(issue.version)
    .bind(issue.state.key())
    .bind(issue.known.key())
    .bind(&issue.words)
    .bind(answers.service.clone())
    .bind(answers.post.clone())
    .bind(answers.sector.map(Sector::key))
    .bind(answers.happened.map(Happened::key))
    .bind(answers.harm.map(Harm::key))
    .bind(answers.remedy.clone())
    .bind(issue.raised_on)
    .bind(issue.raised_at)
    .bind(form_hash)
    .bind(follow_hash)
    .bind(answers.kind.unwrap_or(Kind::Trouble).key())
    .bind(answers.workplace.clone())
    .run(tx)
    .await?;
    count(tx, group, issue.state, 1).await?;
    sql("INSERT INTO issue_months (group_id, month, n) VALUES ($1, $2, 1) ON CONFLICT (group_id, month) DO UPDATE SET n = issue_months.n + 1")
        .bind(group)
        .bind(issue.raised_on.strftime("%Y-%m").to_string())
        .run(tx)
        .await
        .map(drop)
}

async fn count(tx: &mut Tx, group: Uuid, state: State, by: i64) -> Result<()> {
    sql("INSERT INTO issue_counts (group_id, state, n) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, state) DO UPDATE SET n = issue_counts.n + $3")
    .bind(group)
    .bind(state.key())
    .bind(by)
    .run(tx)
    .await
    .map(drop)
}

/// Who raised an issue. Kept apart from what they wrote.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reporter {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) person: Option<Uuid>,
}

pub(super) async fn insert_reporter(tx: &mut Tx, group: Uuid, issue: Uuid, reporter: &Reporter) -> Result<()> {
    sql("INSERT INTO reporters (issue_id, group_id, name, email, person_id) VALUES ($1, $2, $3, $4, $5)")
        .bind(issue)
        .bind(group)
        .bind(&reporter.name)
        .bind(&reporter.email)
        .bind(reporter.person)
        .run(tx)
        .await
        .map(drop)
}

/// Writes the name and the address of a reporter who gave none before.
pub(super) async fn set_reach(tx: &mut Tx, group: Uuid, issue: Uuid, name: &str, email: &str) -> Result<()> {
    sql("UPDATE reporters SET name = CASE WHEN name = '' THEN $3 ELSE name END, email = CASE WHEN email = '' THEN $4 ELSE email END \
         WHERE group_id = $1 AND issue_id = $2")
    .bind(group)
    .bind(issue)
    .bind(name)
    .bind(email)
    .run(tx)
    .await
    .map(drop)
}

/// Writes the door that an issue came through, and where its reporter works as far as the door says it and they did not.
pub(crate) async fn set_door(tx: &mut Tx, group: Uuid, issue: Uuid, door: Option<&str>, workplace: &str) -> Result<()> {
    sql("UPDATE issues SET door = $3, workplace = COALESCE(workplace, $4) WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(issue)
        .bind(door)
        .bind(Some(workplace).filter(|place| !place.is_empty()))
        .run(tx)
        .await
        .map(drop)
}

/// Who raised an issue; nobody for one that is anonymous, or whose reporter was deleted after the years that the group has said.
pub(crate) async fn reporter(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Reporter>> {
    let row = sql("SELECT name, email, person_id FROM reporters WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .optional(on)
        .await?;
    row.map(|row| Ok(Reporter { name: row.get("name")?, email: row.get("email")?, person: row.get("person_id")? })).transpose()
}

/// Writes what the group says to an issue's reporter, and who hears it beside them: those whose reports are merged with it, whose
/// first answer it may be, and those who said "me too".
pub(super) async fn insert_reply(tx: &mut Tx, group: Uuid, id: Uuid, issue: Uuid, reply: &Reply) -> Result<()> {
    sql("INSERT INTO replies (id, group_id, issue_id, decision, words, next_steps, said_on) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(group)
        .bind(issue)
        .bind(&reply.decision)
        .bind(&reply.words)
        .bind(&reply.next_steps)
        .bind(reply.said_on)
        .run(&mut *tx)
        .await?;
    merging::hear(tx, group, id).await?;
    for raised_on in merging::first_heard(&mut *tx, group, id).await? {
        count_wait(tx, group, waited(raised_on, reply.said_on)).await?;
    }
    Ok(())
}

/// Writes what triage says to an issue's reporter, and whether that is an answer or only says where it goes.
pub(super) async fn insert_triage_reply(tx: &mut Tx, group: Uuid, id: Uuid, issue: Uuid, said: &Settled, said_on: Date) -> Result<()> {
    sql("INSERT INTO replies (id, group_id, issue_id, decision, words, next_steps, said_on, outcome, answers) \
         VALUES ($1, $2, $3, '', $4, '', $5, $6, $7)")
    .bind(id)
    .bind(group)
    .bind(issue)
    .bind(&said.words)
    .bind(said_on)
    .bind(said.outcome)
    .bind(said.answers)
    .run(&mut *tx)
    .await?;
    merging::hear(tx, group, id).await?;
    if said.answers {
        for raised_on in merging::first_heard(&mut *tx, group, id).await? {
            count_wait(tx, group, waited(raised_on, said_on)).await?;
        }
    }
    Ok(())
}

/// Writes what an issue was before: its old reference, as it is written and as it is looked for, and what became of it.
pub(super) async fn insert_past(tx: &mut Tx, group: Uuid, issue: Uuid, (reference, key): (&str, &str), outcome: &str) -> Result<()> {
    sql("INSERT INTO past_issues (issue_id, group_id, reference, reference_key, outcome) VALUES ($1, $2, $3, $4, $5)")
        .bind(issue)
        .bind(group)
        .bind(reference)
        .bind(key)
        .bind(outcome)
        .run(tx)
        .await
        .map(drop)
}

/// Moves an issue from one state to another and keeps the counts; tells whether it was still in the first.
///
/// # Errors
/// When the database fails.
pub async fn move_on(tx: &mut Tx, group: Uuid, id: Uuid, from: State, to: State) -> Result<bool> {
    let moved = sql("UPDATE issues SET state = $4, version = version + 1 WHERE group_id = $1 AND id = $2 AND state = $3")
        .bind(group)
        .bind(id)
        .bind(from.key())
        .bind(to.key())
        .run(tx)
        .await?;
    if moved == 1 {
        count(tx, group, from, -1).await?;
        count(tx, group, to, 1).await?;
    }
    Ok(moved == 1)
}

/// Counts the days that an issue's first answer took.
pub(super) async fn count_wait(tx: &mut Tx, group: Uuid, days: i64) -> Result<()> {
    sql("INSERT INTO issue_waits (group_id, days, n) VALUES ($1, $2, 1) ON CONFLICT (group_id, days) DO UPDATE SET n = issue_waits.n + 1")
        .bind(group)
        .bind(days)
        .run(tx)
        .await
        .map(drop)
}

/// Writes one answer of the receipt and leaves the others as they are, also when two are tapped at once.
pub(super) async fn set_answer(tx: &mut Tx, group: Uuid, id: Uuid, answer: &Answer) -> Result<()> {
    let (column, value) = answer.stored();
    let value = Some(value).filter(|value| !value.is_empty());
    sql("UPDATE issues SET service = CASE WHEN $3 = 'service' THEN $4 ELSE service END, post = CASE WHEN $3 = 'post' THEN $4 ELSE post END, \
         sector = CASE WHEN $3 = 'sector' THEN $4 ELSE sector END, happened = CASE WHEN $3 = 'happened' THEN $4 ELSE happened END, \
         harm = CASE WHEN $3 = 'harm' THEN $4 ELSE harm END, remedy = CASE WHEN $3 = 'remedy' THEN $4 ELSE remedy END, \
         kind = CASE WHEN $3 = 'kind' THEN $4 ELSE kind END, workplace = CASE WHEN $3 = 'workplace' THEN $4 ELSE workplace END \
         WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(id)
    .bind(column)
    .bind(value)
    .run(tx)
    .await
    .map(drop)
}

/// Writes one of an issue's texts, by the name of its column, so that whoever has the old one open is told.
///
/// # Errors
/// When the database fails.
pub async fn set_text(tx: &mut Tx, group: Uuid, id: Uuid, field: &str, words: &str) -> Result<()> {
    sql("UPDATE issues SET words = CASE WHEN $3 = 'words' THEN $4 ELSE words END, service = CASE WHEN $3 = 'service' THEN $4 ELSE service END, \
         post = CASE WHEN $3 = 'post' THEN $4 ELSE post END, workplace = CASE WHEN $3 = 'workplace' THEN $4 ELSE workplace END, \
         remedy = CASE WHEN $3 = 'remedy' THEN $4 ELSE remedy END, \
         group_title = CASE WHEN $3 = 'group_title' THEN $4 ELSE group_title END, \
         group_text = CASE WHEN $3 = 'group_text' THEN $4 ELSE group_text END, version = version + 1 WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(id)
    .bind(field)
    .bind(words)
    .run(tx)
    .await
    .map(drop)
}

/// Writes theme and group wording, if nobody else has changed the issue since `version`.
pub(super) async fn set_wording(tx: &mut Tx, group: Uuid, id: Uuid, version: i64, wording: &super::Wording) -> Result<bool> {
    let none_if_empty = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let changed = sql("UPDATE issues SET theme = $4, group_title = $5, group_text = $6, version = version + 1 \
                       WHERE group_id = $1 AND id = $2 AND version = $3")
    .bind(group)
    .bind(id)
    .bind(version)
    .bind(none_if_empty(&wording.theme))
    .bind(none_if_empty(&wording.title))
    .bind(none_if_empty(&wording.text))
    .run(tx)
    .await?;
    Ok(changed == 1)
}

/// Walks the issues of every group: counts, numbers, search, reporters and the ledger must agree.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let counts = sql("SELECT COUNT(*) AS n FROM (SELECT group_id, state, COUNT(*) AS n FROM issues GROUP BY group_id, state) i \
                          FULL JOIN (SELECT group_id, state, n FROM issue_counts WHERE n <> 0) c ON c.group_id = i.group_id AND c.state = i.state \
                          WHERE i.n IS DISTINCT FROM c.n");
        counted(&mut problems, &counts.one(db).await?, "states of issues whose count is wrong")?;
        // A log of before may have gaps, and say from which number on the group counts.
        let numbers = sql(
            "SELECT COUNT(*) AS n FROM (SELECT group_id, COUNT(*) AS n, MAX(number) AS top FROM issues GROUP BY group_id) i \
                           LEFT JOIN counters c ON c.scope_id = i.group_id AND c.name = 'issues' \
                           WHERE CASE WHEN EXISTS (SELECT 1 FROM past_issues p WHERE p.group_id = i.group_id) THEN c.n IS NULL OR c.n < i.top \
                           ELSE i.n <> i.top OR c.n IS DISTINCT FROM i.top END",
        );
        counted(&mut problems, &numbers.one(db).await?, "groups whose issues have a gap in their numbers")?;
        let states = sql("SELECT state, known, COUNT(*) AS n FROM issues GROUP BY state, known").all(db).await?;
        for row in &states {
            let (state, known): (String, String) = (row.get("state")?, row.get("known")?);
            if State::from_key(&state).is_none() || Known::from_key(&known).is_none() {
                counted(&mut problems, row, "issues in a state that does not exist")?;
            }
        }
        let unfindable = sql(
            "SELECT COUNT(*) AS n FROM issues i LEFT JOIN search_entries s ON s.kind = 'issue' AND s.thing_id = i.id WHERE s.id IS NULL",
        );
        counted(&mut problems, &unfindable.one(db).await?, "issues that cannot be searched")?;
        let named = sql(
            "SELECT COUNT(*) AS n FROM reporters r JOIN issues i ON i.id = r.issue_id WHERE i.known = 'anonymous' OR i.group_id <> r.group_id",
        );
        counted(&mut problems, &named.one(db).await?, "reporters kept for issues that are anonymous or another group's")?;
        let timed = sql("SELECT COUNT(*) AS n FROM issues WHERE known = 'anonymous' AND raised_at IS NOT NULL");
        counted(&mut problems, &timed.one(db).await?, "anonymous issues with a time of day")?;
        let through = sql("SELECT COUNT(*) AS n FROM issues WHERE known = 'anonymous' AND door IS NOT NULL");
        counted(&mut problems, &through.one(db).await?, "anonymous issues with the door they came through")?;
        let unsaid = sql(
            "SELECT COUNT(*) AS n FROM issues i LEFT JOIN ledger l ON l.scope_id = i.group_id AND l.thing_id = i.id AND l.verb IN ('issue.raised', 'issue.brought-in', 'issue.made-of') \
                          WHERE l.seq IS NULL",
        );
        counted(&mut problems, &unsaid.one(db).await?, "issues whose raising is not in the ledger")?;
        let months = sql(
            "SELECT COUNT(*) AS n FROM (SELECT group_id, SUBSTR(CAST(raised_on AS TEXT), 1, 7) AS month, COUNT(*) AS n FROM issues GROUP BY 1, 2) i \
             FULL JOIN issue_months c ON c.group_id = i.group_id AND c.month = i.month WHERE i.n IS DISTINCT FROM c.n",
        );
        counted(&mut problems, &months.one(db).await?, "months whose count of issues is wrong")?;
        problems.extend(wrong_waits(db).await?);
        // Whoever raised one before was told then, or was not: Brig told nobody.
        let untold = sql("SELECT COUNT(*) AS n FROM issues i LEFT JOIN replies r ON r.issue_id = i.id \
                          LEFT JOIN past_issues b ON b.issue_id = i.id \
                          WHERE i.state IN ('discussed', 'in-progress', 'done', 'delegated', 'watched', 'answered', 'out') AND r.id IS NULL AND b.issue_id IS NULL");
        counted(&mut problems, &untold.one(db).await?, "decided issues whose reporters were not told")?;
        Ok(problems)
    })
}

/// The counted waits against the days themselves, which the two databases subtract differently.
async fn wrong_waits(db: &Db) -> Result<Option<String>> {
    let mut waits: BTreeMap<(Uuid, i64), i64> = BTreeMap::new();
    let rows = sql("SELECT i.group_id, i.raised_on, r.said_on, COUNT(*) AS n FROM issues i \
                    JOIN (SELECT issue_id, MIN(said_on) AS said_on FROM (SELECT issue_id, said_on FROM replies WHERE answers \
                      UNION ALL SELECT h.issue_id, r.said_on FROM hearings h JOIN replies r ON r.id = h.reply_id WHERE h.kind = 'merged' AND r.answers) a \
                      GROUP BY issue_id) r ON r.issue_id = i.id GROUP BY 1, 2, 3");
    for row in &rows.all(db).await? {
        let days = waited(row.get("raised_on")?, row.get("said_on")?);
        *waits.entry((row.get("group_id")?, days)).or_default() += row.get::<i64>("n")?;
    }
    let mut kept = BTreeMap::new();
    for row in &sql("SELECT group_id, days, n FROM issue_waits").all(db).await? {
        kept.insert((row.get("group_id")?, row.get("days")?), row.get("n")?);
    }
    Ok((waits != kept).then(|| "the counts of days to a first answer are wrong".to_owned()))
}
