//! What pages read of outcomes: what was said of each, how many held, what is new since.

use jiff::{ToSpan, civil::Date};
use kernel::{Db, On, Result, Row, sql};
use uuid::Uuid;

use super::{
    model::{Answer, Months, Tally, after},
    store,
};
use crate::issues::Issue;

/// An outcome of an issue, and what its reporter said of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The key of the reply that told it.
    pub reply: Uuid,
    /// The decision's reference.
    pub decision: String,
    /// The decision, in one sentence.
    pub words: String,
    /// The day it was told.
    pub said_on: Date,
    /// What was said of it, and on which day.
    pub answered: Option<(Answer, Date)>,
}

fn outcome(row: &Row) -> Result<Outcome> {
    let (answer, on): (Option<String>, Option<Date>) = (row.get("answer")?, row.get("answered_on")?);
    Ok(Outcome {
        reply: row.get("id")?,
        decision: row.get("decision")?,
        words: row.get("words")?,
        said_on: row.get("said_on")?,
        answered: answer.as_deref().and_then(Answer::from_key).zip(on),
    })
}

/// One outcome, and what the reporter of an issue said of it.
pub(super) async fn one(on: impl Into<On<'_>>, group: Uuid, reply: Uuid, issue: Uuid) -> Result<Outcome> {
    let row = sql(
        "SELECT r.id, r.decision, CASE WHEN f.id IS NULL THEN r.words ELSE '[hidden until the group’s administrator has looked at it]' END AS words, \
                   r.said_on, a.answer, a.said_on AS answered_on FROM replies r LEFT JOIN flags f ON f.issue_id = r.issue_id AND f.state = 'open' \
                   LEFT JOIN outcome_answers a ON a.reply_id = r.id AND a.issue_id = $3 WHERE r.group_id = $1 AND r.id = $2",
    );
    outcome(&row.bind(group).bind(reply).bind(issue).one(on).await?)
}

/// The outcomes that an issue's reporter was told of, also of another that theirs was merged with or that they said "me too" of; the
/// newest first.
///
/// # Errors
/// When the database fails.
pub async fn outcomes(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Outcome>> {
    let rows = sql(
        "SELECT r.id, r.decision, CASE WHEN f.id IS NULL THEN r.words ELSE '[hidden until the group’s administrator has looked at it]' END AS words, \
                    r.said_on, a.answer, a.said_on AS answered_on FROM replies r LEFT JOIN flags f ON f.issue_id = r.issue_id AND f.state = 'open' \
                    LEFT JOIN outcome_answers a ON a.reply_id = r.id AND a.issue_id = $2 \
                    WHERE r.group_id = $1 AND r.outcome = '' AND r.id IN (SELECT id FROM replies WHERE issue_id = $2 \
                      UNION ALL SELECT reply_id FROM hearings WHERE issue_id = $2) ORDER BY r.id DESC",
    );
    rows.bind(group).bind(issue).all(on).await?.iter().map(outcome).collect()
}

/// What those say of an outcome who hear of it beside the reporter of an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Others {
    pub(crate) asked: u64,
    pub(crate) held: u64,
    pub(crate) came_back: u64,
}

/// What the others say of an outcome.
pub(crate) async fn said_by_others(on: impl Into<On<'_>>, group: Uuid, reply: Uuid, issue: Uuid) -> Result<Others> {
    let row = sql("SELECT COUNT(*) AS n, COUNT(CASE WHEN a.answer = 'held' THEN 1 END) AS held, \
                   COUNT(CASE WHEN a.answer = 'came-back' THEN 1 END) AS came_back FROM hearings h JOIN issues i ON i.id = h.issue_id \
                   LEFT JOIN outcome_answers a ON a.reply_id = h.reply_id AND a.issue_id = h.issue_id \
                   WHERE h.group_id = $1 AND h.reply_id = $2 AND h.issue_id <> $3 AND i.state <> 'withdrawn'");
    let row = row.bind(group).bind(reply).bind(issue).one(on).await?;
    let count = |name: &str| Ok::<u64, kernel::Error>(u64::try_from(row.get::<i64>(name)?).unwrap_or(0));
    Ok(Others { asked: count("n")?, held: count("held")?, came_back: count("came_back")? })
}

fn tallied(row: &Row) -> Result<Tally> {
    let count = |name: &str| Ok::<u64, kernel::Error>(u64::try_from(row.get::<i64>(name)?).unwrap_or(0));
    let (all, held, came_back) = (count("n")?, count("held")?, count("came_back")?);
    Ok(Tally { held, came_back, unknown: all.saturating_sub(held + came_back) })
}

/// How many of a group's outcomes held, of those that are old enough to be asked about.
///
/// # Errors
/// When the database fails.
pub async fn tally(db: &Db, group: Uuid, today: Date) -> Result<Tally> {
    let months = store::months(db, group).await?;
    let row = sql("SELECT COUNT(*) AS n, COUNT(CASE WHEN a.held > 0 AND a.came_back = 0 THEN 1 END) AS held, \
                   COUNT(CASE WHEN a.came_back > 0 THEN 1 END) AS came_back FROM replies r \
                   LEFT JOIN (SELECT reply_id, COUNT(CASE WHEN answer = 'held' THEN 1 END) AS held, \
                     COUNT(CASE WHEN answer = 'came-back' THEN 1 END) AS came_back FROM outcome_answers WHERE group_id = $1 GROUP BY reply_id) a \
                   ON a.reply_id = r.id WHERE r.group_id = $1 AND r.said_on <= $2 AND r.outcome = ''");
    let until = today.saturating_sub(months.first.months());
    tallied(&row.bind(group).bind(until).one(db).await?)
}

/// How many reporters say that a decision held or came back, by its reference; `None` while it is too young to be asked about.
///
/// # Errors
/// When the database fails.
pub async fn of_decision(on: impl Into<On<'_>>, group: Uuid, decision: &str, today: Date) -> Result<Option<Tally>> {
    let row = sql("SELECT COUNT(*) AS n, COUNT(CASE WHEN a.answer = 'held' THEN 1 END) AS held, \
                   COUNT(CASE WHEN a.answer = 'came-back' THEN 1 END) AS came_back, MIN(r.said_on) AS said_on, \
                   MIN(c.first_month) AS first_month FROM (SELECT id, issue_id, group_id, decision, said_on FROM replies WHERE group_id = $1 AND decision = $2 \
                     UNION ALL SELECT o.id, h.issue_id, o.group_id, o.decision, o.said_on FROM replies o JOIN hearings h ON h.reply_id = o.id \
                     JOIN issues i ON i.id = h.issue_id WHERE o.group_id = $1 AND o.decision = $2 AND i.state <> 'withdrawn') r \
                   LEFT JOIN outcome_answers a ON a.reply_id = r.id AND a.issue_id = r.issue_id LEFT JOIN checking_rules c ON c.group_id = r.group_id");
    let row = row.bind(group).bind(decision).one(on).await?;
    let Some(said_on) = row.get::<Option<Date>>("said_on")? else { return Ok(None) };
    let first = row.get::<Option<i64>>("first_month")?.unwrap_or(Months::default().first);
    if after(said_on, first) > today { Ok(None) } else { tallied(&row).map(Some) }
}

/// How many issues of the same theme and service were raised since an outcome; `None` where the issue names no service, or has
/// no theme.
pub(crate) async fn since(on: impl Into<On<'_>>, group: Uuid, issue: &Issue, said_on: Date) -> Result<Option<i64>> {
    let (Some(theme), Some(service)) = (&issue.theme, &issue.answers.service) else { return Ok(None) };
    let row = sql("SELECT COUNT(*) AS n FROM issues WHERE group_id = $1 AND theme = $2 AND LOWER(service) = LOWER($3) AND raised_on > $4 \
                   AND state <> 'withdrawn'");
    Ok(Some(row.bind(group).bind(theme).bind(service).bind(said_on).one(on).await?.get("n")?))
}

/// After how many months a group asks.
///
/// # Errors
/// When the database fails.
pub async fn months(on: impl Into<On<'_>>, group: Uuid) -> Result<Months> {
    store::months(on, group).await
}
