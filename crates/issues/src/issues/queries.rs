//! What pages and the API read: lists, counts, what waits.

use group::{acting::Acting, groups::Group, importing::as_key, permissions::Verb};
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, ledger::Entry, search, sql};
use uuid::Uuid;

use super::{
    bringing::Before,
    commands::FOUND,
    journey::Reply,
    model::{Issue, Kind, State, waited},
    store,
};
use crate::themes::Theme;

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) state: Option<State>,
    pub(super) theme: Option<String>,
    /// Words to search for; empty for none.
    pub(super) q: String,
    /// Only issues with a smaller number than this: the next page.
    pub(super) after: Option<i64>,
    pub(super) limit: i64,
}

/// A line of a list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) state: State,
    pub(super) praise: bool,
    pub(super) group_title: Option<String>,
    pub(super) words: String,
    pub(super) theme: Option<String>,
    pub(super) theme_name: Option<String>,
    pub(super) raised_on: Date,
    /// How many reports it stands for: itself and those that are merged with it.
    pub(super) reports: u64,
}

fn line(row: &Row) -> Result<Line> {
    let (state, kind): (String, String) = (row.get("state")?, row.get("kind")?);
    Ok(Line {
        praise: Kind::from_key(&kind) == Some(Kind::Praise),
        number: row.get("number")?,
        state: State::from_key(&state).unwrap_or(State::New),
        group_title: row.get("group_title")?,
        words: row.get("words")?,
        theme: row.get("theme")?,
        theme_name: row.get("theme_name")?,
        raised_on: row.get("raised_on")?,
        reports: row.get::<i64>("merged")?.unsigned_abs() + 1,
    })
}

/// A page of issues, newest first, and one more when there are more. What is merged stands with its lead, and by itself only where
/// it is asked for by its state or found by its words. Each filter has a statement of its own, so that
/// each follows an index; a search follows the full-text index in the order of its entries.
pub(super) async fn list(db: &Db, group: &Group, filter: &Filter) -> Result<Vec<Line>> {
    let below = filter.after.unwrap_or(i64::MAX);
    if search::has_words(&filter.q) {
        let statement = sql("SELECT i.number, i.state, i.group_title, i.words, i.kind, i.theme, t.name AS theme_name, i.raised_on, \
                             (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = i.id) AS merged \
                             FROM {search} JOIN issues i ON i.id = s.thing_id LEFT JOIN themes t ON t.group_id = i.group_id AND t.key = i.theme \
                             WHERE {matches $2} AND s.scope_id = $1 AND s.kind = 'issue' AND {search-id} < $3 \
                             AND ($4 IS NULL OR i.state = $4) AND ($5 IS NULL OR i.theme = $5) ORDER BY {search-id} DESC LIMIT $6");
        let rows = statement
            .bind(group.id)
            .bind_search(&filter.q)
            .bind(search::id(FOUND, group.ordinal, filter.after))
            .bind(filter.state.map(State::key))
            .bind(filter.theme.clone())
            .bind(filter.limit + 1)
            .all(db)
            .await?;
        return rows.iter().map(line).collect();
    }
    let statement = match (filter.state, &filter.theme) {
        (None, None) => sql("SELECT i.number, i.state, i.group_title, i.words, i.kind, i.theme, t.name AS theme_name, i.raised_on, \
                             (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = i.id) AS merged \
                             FROM issues i LEFT JOIN themes t ON t.group_id = i.group_id AND t.key = i.theme \
                             WHERE i.group_id = $1 AND i.number < $2 AND i.state <> 'merged' ORDER BY i.number DESC LIMIT $3")
        .bind(group.id)
        .bind(below)
        .bind(filter.limit + 1),
        (Some(state), None) => sql("SELECT i.number, i.state, i.group_title, i.words, i.kind, i.theme, t.name AS theme_name, i.raised_on, \
                             (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = i.id) AS merged \
                                    FROM issues i LEFT JOIN themes t ON t.group_id = i.group_id AND t.key = i.theme \
                                    WHERE i.group_id = $1 AND i.number < $2 AND i.state = $4 ORDER BY i.number DESC LIMIT $3")
        .bind(group.id)
        .bind(below)
        .bind(filter.limit + 1)
        .bind(state.key()),
        (None, Some(theme)) => sql("SELECT i.number, i.state, i.group_title, i.words, i.kind, i.theme, t.name AS theme_name, i.raised_on, \
                             (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = i.id) AS merged \
                                    FROM issues i LEFT JOIN themes t ON t.group_id = i.group_id AND t.key = i.theme \
                                    WHERE i.group_id = $1 AND i.number < $2 AND i.theme = $4 AND i.state <> 'merged' ORDER BY i.number DESC LIMIT $3")
        .bind(group.id)
        .bind(below)
        .bind(filter.limit + 1)
        .bind(theme),
        (Some(state), Some(theme)) => sql("SELECT i.number, i.state, i.group_title, i.words, i.kind, i.theme, t.name AS theme_name, i.raised_on, \
                             (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = i.id) AS merged \
                                           FROM issues i LEFT JOIN themes t ON t.group_id = i.group_id AND t.key = i.theme \
                                           WHERE i.group_id = $1 AND i.number < $2 AND i.state = $4 AND i.theme = $5 ORDER BY i.number DESC LIMIT $3")
        .bind(group.id)
        .bind(below)
        .bind(filter.limit + 1)
        .bind(state.key())
        .bind(theme),
    };
    statement.all(db).await?.iter().map(line).collect()
}

/// How many issues stand in each state.
#[derive(Clone, Debug, Default)]
pub struct Counts(Vec<(State, u64)>);

impl Counts {
    /// In one state.
    #[must_use]
    pub fn of(&self, state: State) -> u64 {
        self.0.iter().find(|(other, _)| *other == state).map_or(0, |(_, n)| *n)
    }

    /// In all that a list shows: what is merged stands with its lead.
    #[must_use]
    pub fn listed(&self) -> u64 {
        self.total() - self.of(State::Merged)
    }

    /// In all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, n)| n).sum()
    }
}

/// What a list can be narrowed to: the group's themes, and how many issues stand in each state.
pub(super) async fn choices(db: &Db, group: Uuid) -> Result<(Vec<Theme>, Counts)> {
    let rows = sql("SELECT key, name, position AS n, CAST(1 AS BIGINT) AS is_theme FROM themes WHERE group_id = $1 \
                    UNION ALL SELECT state, state, n, CAST(0 AS BIGINT) FROM issue_counts WHERE group_id = $1 ORDER BY 4 DESC, 3, 1");
    let (mut themes, mut counts) = (Vec::new(), Vec::new());
    for row in &rows.bind(group).all(db).await? {
        let (key, n): (String, i64) = (row.get("key")?, row.get("n")?);
        match State::from_key(&key) {
            Some(state) if row.get::<i64>("is_theme")? == 0 => counts.push((state, u64::try_from(n).unwrap_or(0))),
            _ => themes.push(Theme::new(key, row.get("name")?, None)),
        }
    }
    Ok((themes, Counts(counts)))
}

/// The oldest issue on which something is still to be decided or done: its number and day.
///
/// # Errors
/// When the database fails.
pub async fn oldest_open(on: impl Into<On<'_>>, group: Uuid) -> Result<Option<(i64, Date)>> {
    // The lowest number of each open state is the first entry of an index.
    let row = sql("SELECT number, raised_on FROM issues WHERE group_id = $1 AND number = (SELECT MIN(o.n) FROM ( \
                     SELECT MIN(number) AS n FROM issues WHERE group_id = $1 AND state = 'new' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'asked' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'triaged' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'with-service' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'interim' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'delegated' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'scheduled' \
                     UNION ALL SELECT MIN(number) FROM issues WHERE group_id = $1 AND state = 'in-progress') o)");
    row.bind(group).optional(on).await?.map(|row| Ok((row.get("number")?, row.get("raised_on")?))).transpose()
}

/// What is counted of a group's issues: kept, not counted anew.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// By state.
    pub counts: Counts,
    /// Months in order, as `2026-11`, each with how many issues were raised in it; months without one are left out.
    pub months: Vec<(String, i64)>,
    /// Days to the first answer, the fewest first, each with how many issues waited so long.
    pub waits: Vec<(i64, i64)>,
}

impl Figures {
    /// How many issues have been answered.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.waits.iter().map(|(_, n)| u64::try_from(*n).unwrap_or(0)).sum()
    }
}

/// The figures of a group.
///
/// # Errors
/// When the database fails.
pub async fn figures(on: impl Into<On<'_>>, group: Uuid) -> Result<Figures> {
    let rows = sql("SELECT state AS what, CAST(0 AS BIGINT) AS days, n FROM issue_counts WHERE group_id = $1 \
                    UNION ALL SELECT month, CAST(-1 AS BIGINT), n FROM issue_months WHERE group_id = $1 \
                    UNION ALL SELECT 'waited', days, n FROM issue_waits WHERE group_id = $1 ORDER BY 2, 1");
    let mut figures = Figures::default();
    for row in &rows.bind(group).all(on).await? {
        let (what, days, n): (String, i64, i64) = (row.get("what")?, row.get("days")?, row.get("n")?);
        match (what.as_str(), State::from_key(&what)) {
            ("waited", _) => figures.waits.push((days, n)),
            (_, Some(state)) => figures.counts.0.push((state, u64::try_from(n).unwrap_or(0))),
            _ => figures.months.push((what, n)),
        }
    }
    Ok(figures)
}

/// How many of the newest answers are looked at for the line above the form, and how many there have to be.
const LATELY: i64 = 20;
const FEWEST: usize = 10;

/// How many of the reports that were answered last are counted, and the days that half of them waited at most for their
/// first answer. `None` while there are too few to speak of.
pub(super) async fn answered_lately(db: &Db, group: Uuid) -> Result<Option<(usize, i64)>> {
    let rows = sql("SELECT i.raised_on, r.said_on FROM (SELECT id, issue_id, said_on FROM replies WHERE group_id = $1 AND answers \
                      UNION ALL SELECT o.id, h.issue_id, o.said_on FROM hearings h JOIN replies o ON o.id = h.reply_id \
                      WHERE h.group_id = $1 AND h.kind = 'merged' AND o.answers) r JOIN issues i ON i.id = r.issue_id \
                    WHERE NOT EXISTS (SELECT 1 FROM replies b WHERE b.issue_id = r.issue_id AND b.answers AND b.id < r.id) \
                    AND NOT EXISTS (SELECT 1 FROM hearings b JOIN replies c ON c.id = b.reply_id WHERE b.issue_id = r.issue_id \
                      AND b.kind = 'merged' AND c.answers AND b.reply_id < r.id) \
                    ORDER BY r.id DESC, r.issue_id LIMIT $2");
    let rows = rows.bind(group).bind(LATELY).all(db).await?;
    let mut days = rows.iter().map(|row| Ok(waited(row.get("raised_on")?, row.get("said_on")?))).collect::<Result<Vec<_>>>()?;
    days.sort_unstable();
    Ok(days.get(days.len().saturating_sub(1) / 2).filter(|_| days.len() >= FEWEST).map(|half| (days.len(), *half)))
}

/// What happened to an issue, newest first, each with the name of the person who did it, where there is one.
pub(super) async fn timeline(db: &Db, group: Uuid, issue: Uuid) -> Result<Vec<(Entry, Option<String>)>> {
    let rows = sql(
        "SELECT l.seq, l.at, l.actor_kind, l.actor_id, l.verb, l.thing_id, l.facts, l.prev_hash, l.hash, p.name AS person_name \
                    FROM ledger l LEFT JOIN people p ON p.id = l.actor_id WHERE l.scope_id = $1 AND l.thing_id = $2 ORDER BY l.seq DESC LIMIT 200",
    );
    let rows = rows.bind(group).bind(issue).all(db).await?;
    rows.iter().map(|row| Ok((Entry::from_row(row)?, row.get("person_name")?))).collect()
}

/// The issue that an address names, if this person may read it.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it is not theirs to read.
pub async fn readable(on: impl Into<On<'_>>, acting: &Acting, reference: &str) -> Result<Issue> {
    acting.must(Verb::ReadIssues)?;
    store::find(on, acting.group.id, acting.group.number(reference).ok_or(Error::NotFound)?).await
}

/// What the two co-chairs look at: what waits for triage, what is urgent, what another forum was asked. The oldest first.
///
/// # Errors
/// When the database fails.
pub async fn for_co_chairs(on: impl Into<On<'_>>, group: Uuid, limit: i64) -> Result<Vec<Issue>> {
    let rows = sql(
        "SELECT id, number, version, state, known, kind, workplace, door, words, service, post, sector, happened, harm, remedy, theme, \
                    group_title, group_text, raised_on, raised_at FROM issues \
                    WHERE group_id = $1 AND state IN ('new', 'asked', 'interim', 'delegated') AND kind <> 'praise' ORDER BY number LIMIT $2",
    );
    rows.bind(group).bind(limit).all(on).await?.iter().map(store::from_row).collect()
}

/// An issue that waits for a meeting, in the group's wording.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its running number.
    pub number: i64,
    /// The group's neutral title.
    pub title: String,
    /// The theme's key.
    pub theme: String,
    /// The day it was raised.
    pub raised_on: Date,
    /// How many reports it stands for: itself and those that are merged with it.
    pub reports: u64,
}

/// The triaged issues that are on no agenda yet: those on one theme first, the oldest first, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn waiting(on: impl Into<On<'_>>, group: Uuid, theme: &str, limit: i64) -> Result<Vec<Waiting>> {
    let rows =
        sql("SELECT number, group_title, theme, raised_on, (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = issues.id) AS merged \
                    FROM issues WHERE group_id = $1 AND state = 'triaged' \
                    ORDER BY CASE WHEN theme = $2 THEN 0 ELSE 1 END, number LIMIT $3");
    let read = |row: &Row| {
        let (title, theme): (Option<String>, Option<String>) = (row.get("group_title")?, row.get("theme")?);
        Ok(Waiting {
            number: row.get("number")?,
            title: title.unwrap_or_default(),
            theme: theme.unwrap_or_default(),
            raised_on: row.get("raised_on")?,
            reports: row.get::<i64>("merged")?.unsigned_abs() + 1,
        })
    };
    rows.bind(group).bind(theme).bind(limit).all(on).await?.iter().map(read).collect()
}

/// An issue by its key.
///
/// # Errors
/// [`Error::NotFound`] when the group has none.
pub async fn by_id(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Issue> {
    let row = sql(
        "SELECT id, number, version, state, known, kind, workplace, door, words, service, post, sector, happened, harm, remedy, theme, group_title, \
                   group_text, raised_on, raised_at FROM issues WHERE group_id = $1 AND id = $2",
    );
    store::from_row(&row.bind(group).bind(id).one(on).await?)
}

/// What an issue was before, if it was.
pub(crate) async fn before(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Before>> {
    let row = sql("SELECT p.reference, CASE WHEN f.id IS NULL THEN p.outcome ELSE '' END AS outcome FROM past_issues p \
                   LEFT JOIN flags f ON f.issue_id = p.issue_id AND f.state = 'open' WHERE p.group_id = $1 AND p.issue_id = $2")
    .bind(group)
    .bind(issue);
    row.optional(on).await?.map(|row| Ok(Before { reference: row.get("reference")?, outcome: row.get("outcome")? })).transpose()
}

/// What was decided on other reports of which an issue's reporter said "me too", the newest first.
pub(super) async fn heard(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Reply>> {
    let rows = sql("SELECT r.decision, r.words, r.next_steps, r.said_on FROM hearings h JOIN replies r ON r.id = h.reply_id \
                    WHERE h.group_id = $1 AND h.issue_id = $2 AND h.kind = 'me-too' ORDER BY r.id DESC");
    rows.bind(group).bind(issue).all(on).await?.iter().map(reply).collect()
}

/// The number of the issue that had a reference in the log of before.
pub(crate) async fn by_old_reference(on: impl Into<On<'_>>, group: Uuid, reference: &str) -> Result<Option<i64>> {
    let key = as_key(reference);
    if key.is_empty() {
        return Ok(None);
    }
    let row = sql("SELECT MIN(i.number) AS number FROM past_issues p JOIN issues i ON i.id = p.issue_id \
                   WHERE p.group_id = $1 AND p.reference_key = $2");
    row.bind(group).bind(key).one(on).await?.get("number")
}

/// What is there already: the numbers in use, and of what was brought in before, its hash with its number.
pub(crate) async fn taken(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Vec<u8>)>> {
    let rows = sql("SELECT number, form_hash FROM issues WHERE group_id = $1").bind(group).all(on).await?;
    rows.iter().map(|row| Ok((row.get("number")?, row.get("form_hash")?))).collect()
}

/// Whether an issue has had its first answer.
pub(super) async fn answered(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM replies WHERE group_id = $1 AND issue_id = $2 AND answers");
    Ok(row.bind(group).bind(issue).one(on).await?.get::<i64>("n")? > 0)
}

/// What triage said last to an issue's reporter.
pub(crate) async fn last_of_triage(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Uuid>> {
    let row = sql("SELECT id FROM replies WHERE group_id = $1 AND issue_id = $2 AND outcome <> '' ORDER BY id DESC LIMIT 1");
    row.bind(group).bind(issue).optional(on).await?.map(|row| row.get("id")).transpose()
}

/// What the group has said to an issue's reporter, also while the report was merged with another; the newest first. While the
/// issue is flagged nobody reads it.
pub(super) async fn replies(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Reply>> {
    let rows = sql(
        "SELECT r.decision, CASE WHEN f.id IS NULL THEN r.words ELSE '[hidden until the group’s administrator has looked at it]' END AS words, \
                    CASE WHEN f.id IS NULL THEN r.next_steps ELSE '' END AS next_steps, r.said_on \
                    FROM replies r LEFT JOIN flags f ON f.issue_id = r.issue_id AND f.state = 'open' \
                    WHERE r.group_id = $1 AND r.id IN (SELECT id FROM replies WHERE issue_id = $2 \
                      UNION ALL SELECT reply_id FROM hearings WHERE issue_id = $2 AND kind = 'merged') ORDER BY r.id DESC",
    );
    rows.bind(group).bind(issue).all(on).await?.iter().map(reply).collect()
}

fn reply(row: &Row) -> Result<Reply> {
    Ok(Reply { decision: row.get("decision")?, words: row.get("words")?, next_steps: row.get("next_steps")?, said_on: row.get("said_on")? })
}
