//! Every statement on patterns, their reports and their rounds.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use group::groups;
use jiff::civil::Date;
use kernel::{App, Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::{
    making::{Former, Whole},
    model::{Counts, Pattern, Rise, Round, State},
};

fn from_row(row: &Row) -> Result<Pattern> {
    let rise = |from: Date| {
        Ok::<_, Error>(Rise {
            from,
            to: row.get::<Option<Date>>("surge_to")?.unwrap_or(from),
            reports: row.get("surge_reports")?,
            expected: row.get("surge_expected")?,
        })
    };
    Ok(Pattern {
        id: row.get("id")?,
        number: row.get("number")?,
        name: row.get("name")?,
        fault: row.get("fault")?,
        telling: row.get("telling")?,
        first_on: row.get("first_on")?,
        counts: Counts {
            open: row.get("n_open")?,
            all: row.get("n_all")?,
            lately: row.get("lately")?,
            before: row.get("before")?,
            places: row.get("places")?,
            primary: row.get("n_primary")?,
            secondary: row.get("n_secondary")?,
        },
        surge: row.get::<Option<Date>>("surge_from")?.map(rise).transpose()?,
    })
}

/// Patterns with so many open reports at least: those that rise first, then those of which most came lately.
pub(super) async fn all(db: &Db, group: Uuid, least: i64, most: i64, limit: i64) -> Result<Vec<Pattern>> {
    let rows = sql("SELECT id, number, name, fault, telling, first_on, n_open, n_all, lately, before, places, n_primary, n_secondary, \
                    surge_from, surge_to, surge_reports, surge_expected FROM patterns \
                    WHERE group_id = $1 AND ended_on IS NULL AND n_open >= $2 AND n_open <= $3 \
                    ORDER BY CASE WHEN surge_from IS NULL THEN 1 ELSE 0 END, lately DESC, n_open DESC, number LIMIT $4");
    rows.bind(group).bind(least).bind(most).bind(limit).all(db).await?.iter().map(from_row).collect()
}

/// Patterns with so many open reports at least that rise beyond chance, those of which most came lately first.
pub(super) async fn rising(db: &Db, group: Uuid, least: i64, limit: i64) -> Result<Vec<Pattern>> {
    let rows = sql("SELECT id, number, name, fault, telling, first_on, n_open, n_all, lately, before, places, n_primary, n_secondary, \
                    surge_from, surge_to, surge_reports, surge_expected FROM patterns \
                    WHERE group_id = $1 AND ended_on IS NULL AND n_open >= $2 AND surge_from IS NOT NULL \
                    ORDER BY lately DESC, n_open DESC, number LIMIT $3");
    rows.bind(group).bind(least).bind(limit).all(db).await?.iter().map(from_row).collect()
}

/// A pattern by its number, if it has not ended.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, number: i64) -> Result<Pattern> {
    let row = sql("SELECT id, number, name, fault, telling, first_on, n_open, n_all, lately, before, places, n_primary, n_secondary, \
                   surge_from, surge_to, surge_reports, surge_expected FROM patterns \
                   WHERE group_id = $1 AND number = $2 AND ended_on IS NULL");
    from_row(&row.bind(group).bind(number).one(on).await?)
}

/// How many open reports stand alone.
pub(super) async fn alone(db: &Db, group: Uuid) -> Result<i64> {
    let row = sql("SELECT COUNT(*) AS n FROM patterns WHERE group_id = $1 AND ended_on IS NULL AND n_open = 1");
    row.bind(group).one(db).await?.get("n")
}

/// A report of a pattern as its page shows it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) near: Option<i64>,
    pub(super) words: String,
    pub(super) title: Option<String>,
    pub(super) state: String,
    pub(super) theme: Option<String>,
    pub(super) raised_on: Date,
}

/// The reports of a pattern, the newest first.
pub(super) async fn reports(db: &Db, group: Uuid, pattern: Uuid) -> Result<Vec<Line>> {
    let rows = sql("SELECT r.number, r.near, i.words, i.group_title, i.state, i.theme, i.raised_on FROM pattern_reports r \
                    JOIN issues i ON i.id = r.issue_id WHERE r.group_id = $1 AND r.pattern_id = $2 \
                    AND i.state NOT IN ('withdrawn', 'out') ORDER BY r.number DESC");
    let read = |row: &Row| {
        Ok(Line {
            number: row.get("number")?,
            near: row.get("near")?,
            words: row.get("words")?,
            title: row.get("group_title")?,
            state: row.get("state")?,
            theme: row.get("theme")?,
            raised_on: row.get("raised_on")?,
        })
    };
    rows.bind(group).bind(pattern).all(db).await?.iter().map(read).collect()
}

/// Gives a pattern its name, or takes it away.
pub(super) async fn name(tx: &mut Tx, group: Uuid, pattern: Uuid, name: &str, person: Uuid, on: Date) -> Result<()> {
    sql("UPDATE patterns SET name = $3, named_by = $4, named_on = $5 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(pattern)
        .bind(name)
        .bind(person)
        .bind(on)
        .run(tx)
        .await
        .map(drop)
}

/// What is known of patterns: those that are there, and those that ended since a day, because they may come back.
pub(super) async fn former(db: &Db, group: Uuid, since: Date) -> Result<Vec<Former>> {
    let rows = sql("SELECT p.id, r.number FROM patterns p JOIN pattern_reports r ON r.group_id = p.group_id AND r.pattern_id = p.id \
                    WHERE p.group_id = $1 AND (p.ended_on IS NULL OR p.ended_on >= $2) ORDER BY p.number, r.number");
    let mut former: Vec<Former> = Vec::new();
    for row in &rows.bind(group).bind(since).all(db).await? {
        let (id, number): (Uuid, i64) = (row.get("id")?, row.get("number")?);
        match former.last_mut() {
            Some(last) if last.id == id => last.reports.push(number),
            _ => former.push(Former { id, reports: vec![number] }),
        }
    }
    Ok(former)
}

/// Writes a whole reading: what goes on, what is new, what has ended. Rows that stay as they are are not touched.
pub(super) async fn save(app: &App, tx: &mut Tx, group: Uuid, whole: &Whole, today: Date) -> Result<()> {
    let rows = sql("SELECT issue_id, pattern_id, near FROM pattern_reports WHERE group_id = $1").bind(group).all(&mut *tx).await?;
    let mut stood: HashMap<Uuid, (Uuid, Option<i64>)> = HashMap::new();
    for row in &rows {
        stood.insert(row.get("issue_id")?, (row.get("pattern_id")?, row.get("near")?));
    }
    // What is not found again below has ended.
    sql("UPDATE patterns SET ended_on = $2, n_open = 0, surge_from = NULL WHERE group_id = $1 AND ended_on IS NULL")
        .bind(group)
        .bind(today)
        .run(&mut *tx)
        .await?;
    for made in &whole.patterns {
        let (counts, surge) = (made.counts, made.surge);
        let id = match made.former {
            Some(id) => id,
            None => {
                let (id, number) = (app.ids.timeless_key()?, groups::next_number(&mut *tx, group, "patterns").await?);
                sql("INSERT INTO patterns (id, group_id, number, name, fault, telling, first_on, n_open, n_all, lately, before, places, \
                     n_primary, n_secondary, surge_reports, surge_expected) VALUES ($1, $2, $3, '', '', '', $4, 0, 0, 0, 0, 0, 0, 0, 0, 0.0)")
                .bind(id)
                .bind(group)
                .bind(number)
                .bind(today)
                .run(&mut *tx)
                .await?;
                id
            }
        };
        sql("UPDATE patterns SET ended_on = NULL, fault = $3, telling = $4, n_open = $5, n_all = $6, lately = $7, before = $8, places = $9, \
             n_primary = $10, n_secondary = $11, surge_from = $12, surge_to = $13, surge_reports = $14, surge_expected = $15 \
             WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(&made.fault)
        .bind(&made.telling)
        .bind(counts.open)
        .bind(counts.all)
        .bind(counts.lately)
        .bind(counts.before)
        .bind(counts.places)
        .bind(counts.primary)
        .bind(counts.secondary)
        .bind(surge.map(|surge| surge.from))
        .bind(surge.map(|surge| surge.to))
        .bind(surge.map_or(0, |surge| surge.reports))
        .bind(surge.map_or(0.0, |surge| surge.expected))
        .run(&mut *tx)
        .await?;
        for member in &made.reports {
            if stood.remove(&member.issue) == Some((id, member.near)) {
                continue;
            }
            sql("INSERT INTO pattern_reports (issue_id, group_id, pattern_id, number, near) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (issue_id) DO UPDATE SET pattern_id = excluded.pattern_id, near = excluded.near")
            .bind(member.issue)
            .bind(group)
            .bind(id)
            .bind(member.number)
            .bind(member.near)
            .run(&mut *tx)
            .await?;
        }
    }
    // A report that belongs to nothing any more leaves what goes on; what has ended keeps its last reports, by which it is known
    // again.
    for issue in stood.into_keys() {
        sql("DELETE FROM pattern_reports WHERE group_id = $1 AND issue_id = $2 AND pattern_id IN ( \
             SELECT id FROM patterns WHERE group_id = $1 AND ended_on IS NULL)")
        .bind(group)
        .bind(issue)
        .run(&mut *tx)
        .await?;
    }
    sql("UPDATE pattern_rounds SET state = 'done', stop = $2, round_on = $3, read_on = $3, begins_on = $4, watched = $5 WHERE group_id = $1")
        .bind(group)
        .bind(false)
        .bind(today)
        .bind(whole.begins_on)
        .bind(i64::try_from(whole.watched).unwrap_or(i64::MAX))
        .run(tx)
        .await
        .map(drop)
}

/// The latest round of a group.
pub(super) async fn round(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<Round>> {
    let row = sql("SELECT state, done, total, stop, read_on, begins_on, watched FROM pattern_rounds WHERE group_id = $1");
    let read = |row: Row| {
        let state: String = row.get("state")?;
        Ok(Round {
            state: State::from_key(&state).ok_or_else(|| Error::internal("a round has an unknown state"))?,
            done: row.get("done")?,
            total: row.get("total")?,
            stop: row.get("stop")?,
            read_on: row.get("read_on")?,
            begins_on: row.get("begins_on")?,
            watched: usize::try_from(row.get::<i64>("watched")?).unwrap_or(0),
        })
    };
    row.bind(group).optional(on).await?.map(read).transpose()
}

/// Every group with the day of its last round.
pub(super) async fn rounds(db: &Db) -> Result<Vec<(Uuid, Option<Date>)>> {
    let rows = sql("SELECT g.id, r.round_on FROM groups g LEFT JOIN pattern_rounds r ON r.group_id = g.id \
                    WHERE EXISTS (SELECT 1 FROM issue_vectors v WHERE v.group_id = g.id)");
    rows.all(db).await?.iter().map(|row| Ok((row.get("id")?, row.get("round_on")?))).collect()
}

/// Says that a round waits or begins.
pub(super) async fn set_state(tx: &mut Tx, group: Uuid, state: State, total: i64) -> Result<()> {
    sql("INSERT INTO pattern_rounds (group_id, state, done, total, stop, watched) VALUES ($1, $2, 0, $3, $4, 1) \
         ON CONFLICT (group_id) DO UPDATE SET state = excluded.state, done = 0, total = excluded.total, \
         stop = CASE WHEN excluded.state = 'waits' THEN excluded.stop ELSE pattern_rounds.stop END")
    .bind(group)
    .bind(state.key())
    .bind(total)
    .bind(false)
    .run(tx)
    .await
    .map(drop)
}

/// Says how far it is.
pub(super) async fn set_done(tx: &mut Tx, group: Uuid, done: i64) -> Result<()> {
    sql("UPDATE pattern_rounds SET done = $2 WHERE group_id = $1").bind(group).bind(done).run(tx).await.map(drop)
}

/// Says that somebody wants it to stop. Tells whether it was under way.
pub(super) async fn ask_to_stop(tx: &mut Tx, group: Uuid) -> Result<bool> {
    let asked = sql("UPDATE pattern_rounds SET stop = $2 WHERE group_id = $1 AND state IN ('waits', 'running')");
    Ok(asked.bind(group).bind(true).run(tx).await? > 0)
}

/// Says that it was stopped: the next round by itself is tomorrow's.
pub(super) async fn set_stopped(tx: &mut Tx, group: Uuid, today: Date) -> Result<()> {
    sql("UPDATE pattern_rounds SET state = 'stopped', stop = $2, round_on = $3 WHERE group_id = $1")
        .bind(group)
        .bind(false)
        .bind(today)
        .run(tx)
        .await
        .map(drop)
}

/// A report belongs to a pattern of its own group, and under its own number; what has not ended has open reports.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let lost =
            sql("SELECT COUNT(*) AS n FROM pattern_reports r JOIN patterns p ON p.id = r.pattern_id JOIN issues i ON i.id = r.issue_id \
                        WHERE p.group_id <> r.group_id OR i.group_id <> r.group_id OR i.number <> r.number");
        counted(&mut problems, &lost.one(db).await?, "reports in patterns where they cannot be")?;
        let empty = sql("SELECT COUNT(*) AS n FROM patterns WHERE ended_on IS NULL AND n_open < 1");
        counted(&mut problems, &empty.one(db).await?, "patterns without open reports that have not ended")?;
        Ok(problems)
    })
}
