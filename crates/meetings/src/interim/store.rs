//! Every statement on decisions between meetings.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    answer::Answer,
    model::{Course, Given, Key, State},
    paper::{About, Act, Asking, At, Closing, Interim, Ratified, Went},
};
use crate::{decisions::KeyOutcome, references};

pub(super) async fn insert(tx: &mut Tx, group: Uuid, interim: &Interim, opened_by: Uuid) -> Result<()> {
    let (asking, closing) = (&interim.asking, &interim.closing);
    sql("INSERT INTO interims (id, group_id, number, version, state, issue_id, opened_by, opened_on, closes_on, extended, reminded, told, title, \
         question, options, background, link, urgency, sentence, what_changes, for_whom, who_to_ask, patients, cascades, action_words, action_done, went, refused) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE, FALSE, FALSE, $10, $11, $12, $13, $14, $15, $16, '', '', '', '', $17, '', '', '', FALSE)")
    .bind(interim.id)
    .bind(group)
    .bind(interim.number)
    .bind(interim.version)
    .bind(interim.course.state.key())
    .bind(interim.issue.map(|issue| issue.id))
    .bind(opened_by)
    .bind(interim.course.opened_on)
    .bind(interim.course.closes_on)
    .bind(&asking.title)
    .bind(&asking.question)
    .bind(&asking.options)
    .bind(&asking.background)
    .bind(&asking.link)
    .bind(&asking.urgency)
    .bind(&closing.sentence)
    .bind(closing.outcome.cascades)
    .run(tx)
    .await
    .map(drop)
}

fn at(number: Option<i64>, day: Option<Date>) -> Option<At> {
    Some(At { number: number?, day: day? })
}

fn act(row: &Row) -> Result<Option<Act>> {
    let (owner, due): (Option<Uuid>, Option<Date>) = (row.get("action_owner")?, row.get("action_due")?);
    let (Some(owner), Some(due)) = (owner, due) else { return Ok(None) };
    Ok(Some(Act { words: row.get("action_words")?, owner, due, done_means: row.get("action_done")? }))
}

fn from_row(row: &Row, given: &mut HashMap<Uuid, Vec<Given>>, keys: &mut HashMap<Uuid, Vec<Key>>) -> Result<Interim> {
    let id: Uuid = row.get("id")?;
    let (state, went): (String, String) = (row.get("state")?, row.get("went")?);
    let issue = match (row.get::<Option<Uuid>>("issue_id")?, row.get::<Option<i64>>("issue_number")?) {
        (Some(id), Some(number)) => Some(About { id, number }),
        _ => None,
    };
    Ok(Interim {
        id,
        number: row.get("number")?,
        version: row.get("version")?,
        issue,
        opened_by: row.get("opened_name")?,
        asking: Asking {
            title: row.get("title")?,
            question: row.get("question")?,
            options: row.get("options")?,
            background: row.get("background")?,
            link: row.get("link")?,
            urgency: row.get("urgency")?,
        },
        course: Course {
            state: State::from_key(&state).ok_or_else(|| Error::internal("a decision between meetings is in an unknown state"))?,
            opened_on: row.get("opened_on")?,
            closes_on: row.get("closes_on")?,
            extended: row.get("extended")?,
            given: given.remove(&id).unwrap_or_default(),
            keys: keys.remove(&id).unwrap_or_default(),
        },
        closing: Closing {
            sentence: row.get("sentence")?,
            outcome: KeyOutcome {
                what_changes: row.get("what_changes")?,
                for_whom: row.get("for_whom")?,
                from_when: row.get("from_when")?,
                who_to_ask: row.get("who_to_ask")?,
                patients: row.get("patients")?,
                cascades: row.get("cascades")?,
            },
            act: act(row)?,
        },
        reminded: row.get("reminded")?,
        told: row.get("told")?,
        went: Went::ALL.into_iter().find(|reason| reason.key() == went),
        meeting: at(row.get("meeting_number")?, row.get("meeting_day")?),
        decided: match (row.get::<Option<i64>>("decision_year")?, row.get::<Option<i64>>("decision_number")?) {
            (Some(year), Some(number)) => Some(references::decision(year, number)),
            _ => None,
        },
        ratified: Ratified {
            item: row.get("ratifying_item")?,
            refused: row.get("refused")?,
            refused_on: row.get("refused_on")?,
            by: at(row.get("ratified_number")?, row.get("ratified_day")?),
        },
    })
}

/// Those of a group, the newest first: the one with a number, those in a state, or all; whole, in three statements.
async fn some(on: impl Into<On<'_>>, group: Uuid, number: Option<i64>, state: Option<State>) -> Result<Vec<Interim>> {
    let (mut on, state) = (on.into(), state.map(|state| state.key().to_owned()));
    let rows = sql(
        "SELECT i.id, i.number, i.version, i.state, i.issue_id, s.number AS issue_number, p.name AS opened_name, i.opened_on, i.closes_on, i.extended, \
         i.reminded, i.told, i.title, i.question, i.options, i.background, i.link, i.urgency, i.sentence, i.what_changes, i.for_whom, i.from_when, \
         i.who_to_ask, i.patients, i.cascades, i.action_words, i.action_owner, i.action_due, i.action_done, i.went, i.ratifying_item, i.refused, i.refused_on, m.number AS meeting_number, \
         m.held_on AS meeting_day, d.year AS decision_year, d.number AS decision_number, r.number AS ratified_number, r.held_on AS ratified_day FROM interims i JOIN people p ON p.id = i.opened_by \
         LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN meetings m ON m.id = i.meeting_id \
         LEFT JOIN decisions d ON d.meeting_id = i.meeting_id AND i.state = 'decided' LEFT JOIN meetings r ON r.id = i.ratified_by \
         WHERE i.group_id = $1 AND ($2 IS NULL OR i.number = $2) AND ($3 IS NULL OR i.state = $3) ORDER BY i.number DESC",
    );
    let rows = rows.bind(group).bind(number).bind(state.clone()).all(on.again()).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let answers = sql("SELECT a.interim_id, a.person_id, p.name, a.stands_for, a.answer, a.words, a.given_on FROM interims i \
         JOIN interim_answers a ON a.interim_id = i.id JOIN people p ON p.id = a.person_id \
         WHERE i.group_id = $1 AND ($2 IS NULL OR i.number = $2) AND ($3 IS NULL OR i.state = $3) ORDER BY a.interim_id, a.position");
    let mut given: HashMap<Uuid, Vec<Given>> = HashMap::new();
    for row in answers.bind(group).bind(number).bind(state.clone()).all(on.again()).await? {
        let answer: String = row.get("answer")?;
        given.entry(row.get("interim_id")?).or_default().push(Given {
            person: row.get("person_id")?,
            name: row.get("name")?,
            stands_for: row.get("stands_for")?,
            answer: Answer::from_key(&answer).ok_or_else(|| Error::internal("an answer between meetings has an unknown word"))?,
            words: row.get("words")?,
            on: row.get("given_on")?,
        });
    }
    let turned = sql("SELECT k.interim_id, k.side, k.person_id, p.name, k.deputy, k.content_hash FROM interims i \
                      JOIN interim_keys k ON k.interim_id = i.id JOIN people p ON p.id = k.person_id \
                      WHERE i.group_id = $1 AND ($2 IS NULL OR i.number = $2) AND ($3 IS NULL OR i.state = $3) ORDER BY k.side DESC");
    let mut keys: HashMap<Uuid, Vec<Key>> = HashMap::new();
    for row in turned.bind(group).bind(number).bind(state).all(on).await? {
        let side: String = row.get("side")?;
        keys.entry(row.get("interim_id")?).or_default().push(Key {
            side: Side::from_key(&side).ok_or_else(|| Error::internal("a key between meetings has an unknown side"))?,
            person: row.get("person_id")?,
            name: row.get("name")?,
            deputy: row.get("deputy")?,
            hash: row.get("content_hash")?,
        });
    }
    rows.iter().map(|row| from_row(row, &mut given, &mut keys)).collect()
}

/// The one with a number.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Interim> {
    some(on, group, Some(number), None).await?.pop().ok_or(Error::NotFound)
}

/// All that are in a state, the newest first.
pub(super) async fn in_state(on: impl Into<On<'_>>, group: Uuid, state: State) -> Result<Vec<Interim>> {
    some(on, group, None, Some(state)).await
}

/// The number of the one with a key.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub(super) async fn number_of(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<i64> {
    sql("SELECT number FROM interims WHERE group_id = $1 AND id = $2").bind(group).bind(id).one(on).await?.get("number")
}

/// The number of the one that is open on an issue.
pub(super) async fn open_on(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<i64>> {
    let row = sql("SELECT number FROM interims WHERE group_id = $1 AND issue_id = $2 AND state = 'open'").bind(group).bind(issue);
    row.optional(on).await?.map(|row| row.get("number")).transpose()
}

/// The number and title of those that went to a meeting which is not chosen yet, the oldest first.
pub(super) async fn without_meeting(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, String)>> {
    let rows = sql(
        "SELECT number, title FROM interims WHERE group_id = $1 AND state = 'to-meeting' AND meeting_id IS NULL ORDER BY number LIMIT 10",
    );
    rows.bind(group).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("title")?))).collect()
}

/// A line of the list of those that are over.
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) title: String,
    pub(super) state: State,
    pub(super) opened_on: Date,
    pub(super) refused_on: Option<Date>,
    pub(super) ratified: bool,
}

/// Those that are no longer open, the newest first, below a number.
pub(super) async fn over(on: impl Into<On<'_>>, group: Uuid, below: i64, limit: i64) -> Result<Vec<Line>> {
    let rows = sql("SELECT number, title, state, opened_on, refused_on, ratified_by FROM interims \
                    WHERE group_id = $1 AND state <> 'open' AND number < $2 ORDER BY number DESC LIMIT $3");
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        Ok(Line {
            number: row.get("number")?,
            title: row.get("title")?,
            state: State::from_key(&state).ok_or_else(|| Error::internal("a decision between meetings is in an unknown state"))?,
            opened_on: row.get("opened_on")?,
            refused_on: row.get("refused_on")?,
            ratified: row.get::<Option<Uuid>>("ratified_by")?.is_some(),
        })
    };
    rows.bind(group).bind(below).bind(limit).all(on).await?.iter().map(read).collect()
}

pub(super) async fn put_answer(tx: &mut Tx, group: Uuid, interim: Uuid, given: &Given, now: Timestamp) -> Result<()> {
    sql("INSERT INTO interim_answers (interim_id, position, group_id, person_id, stands_for, answer, words, given_on, given_at) \
         SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM interim_answers WHERE interim_id = $1")
    .bind(interim)
    .bind(group)
    .bind(given.person)
    .bind(given.stands_for)
    .bind(given.answer.key())
    .bind(&given.words)
    .bind(given.on)
    .bind(now)
    .run(tx)
    .await
    .map(drop)
}

/// Writes the texts by which it is closed, if they are still what the writer saw.
pub(super) async fn set_closing(tx: &mut Tx, group: Uuid, id: Uuid, version: i64, closing: &Closing) -> Result<bool> {
    let changed = sql("UPDATE interims SET version = version + 1, sentence = $4, what_changes = $5, for_whom = $6, from_when = $7, who_to_ask = $8, \
                       patients = $9, cascades = $10, action_words = $11, action_owner = $12, action_due = $13, action_done = $14 WHERE group_id = $1 AND id = $2 AND version = $3 AND state = 'open'")
    .bind(group)
    .bind(id)
    .bind(version)
    .bind(&closing.sentence)
    .bind(&closing.outcome.what_changes)
    .bind(&closing.outcome.for_whom)
    .bind(closing.outcome.from_when)
    .bind(&closing.outcome.who_to_ask)
    .bind(&closing.outcome.patients)
    .bind(closing.outcome.cascades)
    .bind(closing.act.as_ref().map(|act| act.words.clone()).unwrap_or_default())
    .bind(closing.act.as_ref().map(|act| act.owner))
    .bind(closing.act.as_ref().map(|act| act.due))
    .bind(closing.act.as_ref().map(|act| act.done_means.clone()).unwrap_or_default())
    .run(tx)
    .await?;
    Ok(changed == 1)
}

/// Writes where it stands, its last day and its keys, after its rules have said what follows.
pub(super) async fn put_course(tx: &mut Tx, group: Uuid, id: Uuid, course: &Course, now: Timestamp) -> Result<()> {
    sql("UPDATE interims SET state = $3, closes_on = $4, extended = $5 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(course.state.key())
        .bind(course.closes_on)
        .bind(course.extended)
        .run(&mut *tx)
        .await?;
    sql("DELETE FROM interim_keys WHERE group_id = $1 AND interim_id = $2").bind(group).bind(id).run(&mut *tx).await?;
    for key in &course.keys {
        sql("INSERT INTO interim_keys (interim_id, side, group_id, person_id, deputy, content_hash, turned_at) VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(id)
            .bind(key.side.key())
            .bind(group)
            .bind(key.person)
            .bind(key.deputy)
            .bind(key.hash.as_slice())
            .bind(now)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// Notes that those who had not answered were reminded, or that the co-chairs were told that its time is over.
pub(super) async fn set_noted(tx: &mut Tx, group: Uuid, id: Uuid, reminded: bool, told: bool) -> Result<()> {
    sql("UPDATE interims SET reminded = $3, told = $4 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(reminded)
        .bind(told)
        .run(tx)
        .await
        .map(drop)
}

/// Notes why it went to a meeting.
pub(super) async fn set_went(tx: &mut Tx, group: Uuid, id: Uuid, went: Went) -> Result<()> {
    sql("UPDATE interims SET went = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(went.key()).run(tx).await.map(drop)
}

/// Notes the meeting under which it is minuted, or that decides it.
pub(super) async fn set_meeting(tx: &mut Tx, group: Uuid, id: Uuid, meeting: Option<Uuid>) -> Result<()> {
    sql("UPDATE interims SET meeting_id = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(meeting).run(tx).await.map(drop)
}

/// Takes what has no issue of its own off a meeting that does not take place.
pub(super) async fn leave_meeting(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<()> {
    sql("UPDATE interims SET meeting_id = NULL WHERE group_id = $1 AND meeting_id = $2 AND state = 'to-meeting' AND issue_id IS NULL")
        .bind(group)
        .bind(meeting)
        .run(tx)
        .await
        .map(drop)
}

/// Puts another issue in the place of one.
pub(super) async fn set_issue(tx: &mut Tx, group: Uuid, id: Uuid, issue: Uuid) -> Result<()> {
    sql("UPDATE interims SET issue_id = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(issue).run(tx).await.map(drop)
}

/// The groups in which something is open.
pub(super) async fn groups_with_open(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    sql("SELECT DISTINCT group_id FROM interims WHERE state = 'open'").all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// What is decided between meetings has its quorum, both keys and its minute; nobody answers twice for one place, or late.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let bare = sql("SELECT COUNT(*) AS n FROM interims i LEFT JOIN decisions d ON d.meeting_id = i.meeting_id AND d.confirmed \
                        WHERE i.state = 'decided' AND (d.id IS NULL OR d.gps < d.quorum_gps OR d.consultants < d.quorum_consultants)");
        counted(&mut problems, &bare.one(db).await?, "decisions between meetings without a quorum that decided them")?;
        let alone = sql("SELECT COUNT(*) AS n FROM interims i LEFT JOIN interim_keys g ON g.interim_id = i.id AND g.side = 'gp' \
                         LEFT JOIN interim_keys c ON c.interim_id = i.id AND c.side = 'consultant' WHERE i.state = 'decided' \
                         AND (g.person_id IS NULL OR c.person_id IS NULL OR g.person_id = c.person_id OR g.content_hash <> c.content_hash)");
        counted(&mut problems, &alone.one(db).await?, "decisions between meetings that were closed without both sides")?;
        let late = sql("SELECT COUNT(*) AS n FROM interim_answers a JOIN interims i ON i.id = a.interim_id \
                        WHERE a.given_on > i.closes_on OR a.given_on < i.opened_on OR a.group_id <> i.group_id");
        counted(&mut problems, &late.one(db).await?, "answers between meetings outside their time, or another group's")?;
        let twice = sql("SELECT COUNT(*) AS n FROM (SELECT issue_id FROM interims WHERE state = 'open' AND issue_id IS NOT NULL \
                         GROUP BY issue_id HAVING COUNT(*) > 1) odd");
        counted(&mut problems, &twice.one(db).await?, "issues that are decided between meetings twice at once")?;
        Ok(problems)
    })
}
