//! Every statement on the two sides' views.

use std::collections::HashMap;

use ::issues::signposts::Signpost;
use futures_util::future::BoxFuture;
use group::{membership::Side, permissions::Role};
use jiff::Timestamp;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Choice, Outcome, View};
use crate::priority::Numbers;

fn choice(row: &Row) -> Result<Choice> {
    let missing = || Error::internal("a view lacks what belongs to its outcome");
    let text = |name: &str| Ok::<String, Error>(row.get::<Option<String>>(name)?.unwrap_or_default());
    let outcome = Outcome::from_key(&row.get::<String>("outcome")?).ok_or_else(|| Error::internal("a view has an unknown outcome"))?;
    if let Some(plain) = Choice::plain(outcome) {
        return Ok(plain);
    }
    let contact: Option<Uuid> = row.get("contact_id")?;
    Ok(match outcome {
        Outcome::FixNow => Choice::FixNow { contact: contact.ok_or_else(missing)?, question: text("question")? },
        Outcome::Delegate => {
            let by = row.get::<Option<jiff::civil::Date>>("due_on")?.ok_or_else(missing)?;
            Choice::Delegate { contact, forum: text("forum")?, question: text("question")?, by }
        }
        Outcome::Answered => Choice::Answered(row.get::<Option<i64>>("agreement")?.ok_or_else(missing)?),
        _ => {
            let signpost = Signpost::ALL.into_iter().find(|post| Ok(post.key().to_owned()) == text("signpost").map_err(drop));
            Choice::Out { reason: text("out_reason")?, signpost }
        }
    })
}

fn from_row(row: &Row) -> Result<View> {
    let side: String = row.get("side")?;
    let n = |name: &str| row.get::<Option<i64>>(name);
    let numbers = match (n("harm_n")?, n("reach_n")?, n("fixable_n")?, n("both_n")?) {
        (Some(harm), Some(reach), Some(fixable), Some(both)) => Some(Numbers([harm, reach, fixable, both])),
        _ => None,
    };
    Ok(View {
        side: Side::from_key(&side).ok_or_else(|| Error::internal("a view has an unknown side"))?,
        person: row.get("person_id")?,
        name: row.get("name")?,
        co_chair: row.get::<Option<String>>("role")?.as_deref().and_then(Role::from_key) == Some(Role::CoChair),
        choice: choice(row)?,
        theme: row.get("theme")?,
        reason: row.get("reason")?,
        words: row.get("words")?,
        to_meeting: row.get("to_meeting")?,
        numbers,
    })
}

/// The views on an issue in this round, the GP side's first.
pub(crate) async fn views(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<View>> {
    let rows = sql(
        "SELECT v.side, v.person_id, p.name, s.role, v.outcome, v.theme, v.contact_id, v.forum, v.question, v.due_on, v.agreement, v.signpost, \
                    v.out_reason, v.reason, v.words, v.to_meeting, v.harm_n, v.reach_n, v.fixable_n, v.both_n \
                    FROM side_views v JOIN people p ON p.id = v.person_id LEFT JOIN seats s ON s.group_id = v.group_id AND s.person_id = v.person_id \
                    WHERE v.group_id = $1 AND v.issue_id = $2 AND v.past = 0 ORDER BY v.side DESC",
    );
    rows.bind(group).bind(issue).all(on).await?.iter().map(from_row).collect()
}

/// The views on every issue that waits, by its key, the GP side's first.
pub(crate) async fn open_views(on: impl Into<On<'_>>, group: Uuid) -> Result<HashMap<Uuid, Vec<View>>> {
    let rows = sql(
        "SELECT v.issue_id, v.side, v.person_id, p.name, s.role, v.outcome, v.theme, v.contact_id, v.forum, v.question, v.due_on, v.agreement, \
                    v.signpost, v.out_reason, v.reason, v.words, v.to_meeting, v.harm_n, v.reach_n, v.fixable_n, v.both_n \
                    FROM side_views v JOIN people p ON p.id = v.person_id JOIN issues i ON i.id = v.issue_id \
                    LEFT JOIN seats s ON s.group_id = v.group_id AND s.person_id = v.person_id \
                    WHERE v.group_id = $1 AND v.past = 0 AND i.state IN ('new', 'asked', 'interim', 'delegated') ORDER BY v.side DESC",
    );
    let mut all: HashMap<Uuid, Vec<View>> = HashMap::new();
    for row in &rows.bind(group).all(on).await? {
        all.entry(row.get("issue_id")?).or_default().push(from_row(row)?);
    }
    Ok(all)
}

/// Writes a side's view, or writes it anew.
pub(super) async fn put(tx: &mut Tx, group: Uuid, issue: Uuid, view: &View, at: Timestamp) -> Result<()> {
    let (mut contact, mut forum, mut question, mut due_on) = (None, None, None, None);
    let (mut agreement, mut signpost, mut out_reason) = (None, None, None);
    match &view.choice {
        Choice::FixNow { contact: entry, question: asked } => (contact, question) = (Some(*entry), Some(asked.clone())),
        Choice::Delegate { contact: entry, forum: named, question: asked, by } => {
            (contact, forum, question, due_on) = (*entry, Some(named.clone()), Some(asked.clone()), Some(*by));
        }
        Choice::Answered(number) => agreement = Some(*number),
        Choice::Out { reason, signpost: post } => (out_reason, signpost) = (Some(reason.clone()), post.map(Signpost::key)),
        Choice::Group | Choice::Interim | Choice::Watch => {}
    }
    let n = |at: usize| view.numbers.map(|numbers| numbers.0[at]);
    sql("INSERT INTO side_views (issue_id, group_id, side, past, person_id, outcome, theme, contact_id, forum, question, due_on, agreement, \
         signpost, out_reason, reason, words, to_meeting, harm_n, reach_n, fixable_n, both_n, given_at) \
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) \
         ON CONFLICT (issue_id, side, past) DO UPDATE SET person_id = excluded.person_id, outcome = excluded.outcome, theme = excluded.theme, \
         contact_id = excluded.contact_id, forum = excluded.forum, question = excluded.question, due_on = excluded.due_on, \
         agreement = excluded.agreement, signpost = excluded.signpost, out_reason = excluded.out_reason, reason = excluded.reason, \
         words = excluded.words, to_meeting = excluded.to_meeting, harm_n = excluded.harm_n, reach_n = excluded.reach_n, \
         fixable_n = excluded.fixable_n, both_n = excluded.both_n, given_at = excluded.given_at")
    .bind(issue)
    .bind(group)
    .bind(view.side.key())
    .bind(view.person)
    .bind(view.choice.outcome().key())
    .bind(&view.theme)
    .bind(contact)
    .bind(forum)
    .bind(question)
    .bind(due_on)
    .bind(agreement)
    .bind(signpost)
    .bind(out_reason)
    .bind(&view.reason)
    .bind(&view.words)
    .bind(view.to_meeting)
    .bind(n(0))
    .bind(n(1))
    .bind(n(2))
    .bind(n(3))
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Ends a round of triage: what both sides said is kept and counts no longer, because the issue waits for them anew.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<()> {
    let row = sql("SELECT CAST(COALESCE(MAX(past), 0) AS BIGINT) AS past FROM side_views WHERE group_id = $1 AND issue_id = $2");
    let past: i64 = row.bind(group).bind(issue).one(&mut *tx).await?.get("past")?;
    sql("UPDATE side_views SET past = $3 WHERE group_id = $1 AND issue_id = $2 AND past = 0")
        .bind(group)
        .bind(issue)
        .bind(past + 1)
        .run(tx)
        .await
        .map(drop)
}

/// Gives the views on an issue to the one that leads on in its place.
pub(super) async fn hand_on(tx: &mut Tx, group: Uuid, from: Uuid, to: Uuid) -> Result<()> {
    sql("DELETE FROM side_views WHERE group_id = $1 AND issue_id = $2 AND past = 0").bind(group).bind(to).run(&mut *tx).await?;
    sql("UPDATE side_views SET issue_id = $3 WHERE group_id = $1 AND issue_id = $2 AND past = 0")
        .bind(group)
        .bind(from)
        .bind(to)
        .run(tx)
        .await
        .map(drop)
}

/// Every triaged issue has the views of both sides, and they are the same, or one of them put the difference to the meeting.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let alone = sql("SELECT COUNT(*) AS n FROM issues i LEFT JOIN side_views g ON g.issue_id = i.id AND g.side = 'gp' AND g.past = 0 \
                         LEFT JOIN side_views c ON c.issue_id = i.id AND c.side = 'consultant' AND c.past = 0 \
                         WHERE i.state IN ('triaged', 'interim', 'delegated', 'watched') AND (g.side IS NULL OR c.side IS NULL \
                         OR NOT g.to_meeting AND NOT c.to_meeting AND (g.outcome <> c.outcome OR g.theme <> c.theme \
                         OR g.contact_id IS DISTINCT FROM c.contact_id OR g.due_on IS DISTINCT FROM c.due_on))");
        let mut problems = Vec::new();
        counted(&mut problems, &alone.one(db).await?, "triaged issues on which the two sides did not agree")?;
        let strange = sql("SELECT COUNT(*) AS n FROM side_views v JOIN issues i ON i.id = v.issue_id WHERE v.group_id <> i.group_id \
                           OR v.harm_n NOT BETWEEN 0 AND 3 OR v.reach_n NOT BETWEEN 0 AND 3 OR v.fixable_n NOT BETWEEN 0 AND 3 \
                           OR v.both_n NOT BETWEEN 0 AND 1");
        counted(&mut problems, &strange.one(db).await?, "views of another group's issues, or with numbers that there are not")?;
        Ok(problems)
    })
}
