//! What the numbers of a report are counted from: a handful of statements, each of one period.

use std::collections::BTreeMap;

use analysis::run_chart::median_of_counts;
use group::groups::Group;
use issues::{
    holding::{self, Answer},
    issues::{Sector, State, oldest_open},
    placing::{direction_from_key, direction_words},
    themes,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use kernel::{On, Result, Row, sql};
use meetings::{presence::Move, references};
use uuid::Uuid;

use super::{
    crossed::crossed,
    hours,
    numbers::{Actions, CameIn, Days, Decided, Heard, HeardBy, Held, Hours, Numbers, Oldest, Part, Survey, SurveyLine, alone, parts},
};
use crate::{coverage, said_and_done::Became, surveys};

/// A period, both days among it.
pub(super) type Period = (Date, Date);

/// All numbers of a period, as the record is now.
pub(super) async fn numbers(on: impl Into<On<'_>>, group: &Group, period: Period, today: Date) -> Result<Numbers> {
    let mut on = on.into();
    let beside = surveys::beside(on.again(), group.id, period.1, today).await?;
    let line =
        |line: surveys::Line| SurveyLine { asks: line.asks.into(), who: line.who.into(), baseline: line.baseline, latest: line.latest };
    let coverage = coverage::of_period(on.again(), group, period.0, period.1, today).await?;
    let totals = coverage.totals();
    let of_network = |network: &coverage::Listener| {
        let coverage::Totals { due, sent, acknowledged, missed, waits, .. } = coverage.totals_of(network.id);
        HeardBy { name: network.name.clone(), due, sent, acknowledged, missed, waits }
    };
    Ok(Numbers {
        came_in: came_in(on.again(), group, period, today).await?,
        survey: beside.map(|beside| Survey {
            round: beside.round,
            title: beside.title,
            lines: beside.lines.into_iter().map(line).collect(),
        }),
        decided: decided(on.again(), group.id, period).await?,
        held: held(on.again(), group.id, period, today).await?,
        heard: Heard {
            decisions: totals.decisions,
            reached: totals.reached,
            due: totals.due,
            sent: totals.sent,
            acknowledged: totals.acknowledged,
            missed: totals.missed,
            waits: totals.waits,
            median_days: totals.median_days,
            networks: coverage.networks.iter().map(of_network).collect(),
        },
        actions: actions(on.again(), group.id, period).await?,
        hours: hours(on, group.id, period).await?,
    })
}

fn count(row: &Row, column: &str) -> Result<u64> {
    Ok(u64::try_from(row.get::<i64>(column)?).unwrap_or(0))
}

/// Reports of a period that are alike in what is counted.
struct Alike {
    theme: String,
    sector: String,
    direction: String,
    kind: String,
    withdrawn: bool,
    n: u64,
}

async fn came_in(on: impl Into<On<'_>>, group: &Group, (from, to): Period, today: Date) -> Result<CameIn> {
    let mut on = on.into();
    let rows = sql("SELECT COALESCE(theme, '') AS theme, COALESCE(sector, '') AS sector, COALESCE(direction, '') AS direction, kind, \
                    CAST(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END AS BIGINT) AS withdrawn, COUNT(*) AS n FROM issues \
                    WHERE group_id = $1 AND raised_on >= $2 AND raised_on <= $3 GROUP BY 1, 2, 3, 4, 5");
    let mut alike = Vec::new();
    for row in &rows.bind(group.id).bind(from).bind(to).all(on.again()).await? {
        alike.push(Alike {
            theme: row.get("theme")?,
            sector: row.get("sector")?,
            direction: row.get("direction")?,
            kind: row.get("kind")?,
            withdrawn: row.get::<i64>("withdrawn")? == 1,
            n: count(row, "n")?,
        });
    }
    let sum = |of: &dyn Fn(&Alike) -> bool| alike.iter().filter(|one| of(one)).map(|one| one.n).sum::<u64>();
    let troubles = |one: &Alike| one.kind != "praise" && !one.withdrawn;
    let by = |key: &dyn Fn(&Alike) -> String, names: Vec<(String, String)>, unsaid: &str| {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for one in alike.iter().filter(|one| troubles(one)) {
            *counts.entry(key(one)).or_default() += one.n;
        }
        let named = names.into_iter().chain([(String::new(), unsaid.to_owned())]);
        parts(named.filter_map(|(key, name)| counts.get(&key).map(|n| (key, name, *n))).collect())
    };
    let themes = themes::all(on.again(), group.id).await?.into_iter().map(|theme| (theme.key, theme.name)).collect();
    let sectors = Sector::ALL.iter().map(|sector| (sector.key().to_owned(), sector.words().to_owned())).collect();
    let ways = ["secondary_to_primary", "primary_to_secondary", "both"];
    let ways = ways.iter().filter_map(|key| Some(((*key).to_owned(), direction_words(direction_from_key(key)?).to_owned()))).collect();
    let oldest = oldest_open(on.again(), group.id).await?.map(|(number, raised_on)| Oldest {
        reference: group.reference(number),
        days: u64::try_from((today - raised_on).get_days()).unwrap_or(0),
    });
    let themes = by(&|one| one.theme.clone(), themes, "No theme yet");
    let directions = by(&|one| one.direction.clone(), ways, "Not said");
    let both = |theme: &str, way: &str| sum(&|one| troubles(one) && one.theme == theme && one.direction == way);
    let theme_ways = crossed(&themes, &directions, &both);
    Ok(CameIn {
        reports: sum(&troubles),
        thanks: alone(sum(&|one| one.kind == "praise" && !one.withdrawn)),
        taken_back: alone(sum(&|one| one.withdrawn)),
        themes,
        theme_ways,
        sectors: by(&|one| one.sector.clone(), sectors, "Not said"),
        directions,
        months: months(on.again(), group.id, to).await?,
        to_triage: days(to_triage(on.again(), group.id, (from, to)).await?),
        to_outcome: days(to_outcome(on.again(), group.id, (from, to)).await?),
        open: open(on, group.id).await?,
        oldest,
    })
}

/// The first day of the twelve months that end with a day.
pub(super) fn first_of_year(to: Date) -> Date {
    to.first_of_month().saturating_sub(11.months())
}

/// Reports of each of the twelve months that end with a day; those without one too.
async fn months(on: impl Into<On<'_>>, group: Uuid, to: Date) -> Result<Vec<Part>> {
    let first = first_of_year(to);
    let rows = sql("SELECT SUBSTR(CAST(raised_on AS TEXT), 1, 7) AS month, COUNT(*) AS n FROM issues \
                    WHERE group_id = $1 AND raised_on >= $2 AND raised_on <= $3 AND kind <> 'praise' AND state <> 'withdrawn' GROUP BY 1");
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for row in &rows.bind(group).bind(first).bind(to).all(on).await? {
        counts.insert(row.get("month")?, count(row, "n")?);
    }
    let month = |back: i32| {
        let month = first.saturating_add(back.months());
        let key = month.strftime("%Y-%m").to_string();
        let n = counts.get(&key).copied().unwrap_or(0);
        (key, month.strftime("%b %Y").to_string(), n)
    };
    Ok(parts((0..12).map(month).collect()))
}

/// The days that each took, the fewest first, with how many took so long.
fn took(rows: &[Row]) -> Result<Vec<(i64, i64)>> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for row in rows {
        let (raised, said): (Date, Date) = (row.get("raised_on")?, row.get("said_on")?);
        *counts.entry(i64::from((said - raised).get_days()).max(0)).or_default() += 1;
    }
    Ok(counts.into_iter().collect())
}

fn days(counts: Vec<(i64, i64)>) -> Days {
    let n: i64 = counts.iter().map(|(_, n)| n).sum();
    let n = alone(u64::try_from(n).unwrap_or(0));
    Days { n, median: n.and_then(|_| median_of_counts(&counts)) }
}

/// Reports for which both sides first said in the period what is done, those that are merged with them among them: each has waited since
/// its own day.
async fn to_triage(on: impl Into<On<'_>>, group: Uuid, (from, to): Period) -> Result<Vec<(i64, i64)>> {
    let rows = sql("WITH w AS (SELECT id, issue_id, said_on FROM replies WHERE group_id = $1 AND outcome <> '' \
                      UNION ALL SELECT r.id, h.issue_id, r.said_on FROM hearings h JOIN replies r ON r.id = h.reply_id \
                      WHERE h.group_id = $1 AND h.kind = 'merged' AND r.outcome <> '') \
                    SELECT i.raised_on, w.said_on FROM w JOIN issues i ON i.id = w.issue_id WHERE w.said_on >= $2 AND w.said_on <= $3 \
                    AND NOT EXISTS (SELECT 1 FROM w b WHERE b.issue_id = w.issue_id AND b.id < w.id)");
    took(&rows.bind(group).bind(from).bind(to).all(on).await?)
}

/// Reports to which a decision was first told in the period, those that are merged with them among them.
async fn to_outcome(on: impl Into<On<'_>>, group: Uuid, (from, to): Period) -> Result<Vec<(i64, i64)>> {
    let rows = sql("WITH w AS (SELECT id, issue_id, said_on FROM replies WHERE group_id = $1 AND outcome = '' AND decision <> '' \
                      UNION ALL SELECT r.id, h.issue_id, r.said_on FROM hearings h JOIN replies r ON r.id = h.reply_id \
                      WHERE h.group_id = $1 AND h.kind = 'merged' AND r.outcome = '' AND r.decision <> '') \
                    SELECT i.raised_on, w.said_on FROM w JOIN issues i ON i.id = w.issue_id WHERE w.said_on >= $2 AND w.said_on <= $3 \
                    AND NOT EXISTS (SELECT 1 FROM w b WHERE b.issue_id = w.issue_id AND b.id < w.id)");
    took(&rows.bind(group).bind(from).bind(to).all(on).await?)
}

/// Issues on which something is still to be decided or done.
async fn open(on: impl Into<On<'_>>, group: Uuid) -> Result<u64> {
    let row = sql("SELECT COUNT(*) AS n FROM issues WHERE group_id = $1 AND kind <> 'praise' \
                   AND state IN ('new', 'asked', 'triaged', 'with-service', 'interim', 'delegated', 'scheduled', 'in-progress')");
    count(&row.bind(group).one(on).await?, "n")
}

/// The confirmed decisions of a period, without those of reserved items.
async fn decided(on: impl Into<On<'_>>, group: Uuid, (from, to): Period) -> Result<Vec<Decided>> {
    let rows = sql("SELECT d.year, d.number, d.decided_on, d.words, COALESCE(s.state, '') AS state, c.words AS could_not \
                    FROM decisions d JOIN items i ON i.id = d.item_id LEFT JOIN issues s ON s.id = i.issue_id \
                    LEFT JOIN could_nots c ON c.decision_id = d.id \
                    WHERE d.group_id = $1 AND d.decided_on >= $2 AND d.decided_on <= $3 AND d.confirmed AND i.reserved = '' \
                    ORDER BY d.decided_on, d.year, d.number");
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        // What is not about an issue was agreed; nobody need do anything more.
        let state = State::from_key(&state).unwrap_or(State::Discussed);
        let (year, number) = (row.get("year")?, row.get("number")?);
        Ok(Decided {
            reference: references::decision(year, number),
            decided_on: row.get("decided_on")?,
            words: row.get("words")?,
            became: match Became::of(row.get("could_not")?, state, 0, 0) {
                Became::CouldNot(_) => "could-not",
                Became::Doing => "doing",
                Became::Did | Became::Held | Became::CameBack => "done",
                Became::Agreed => "agreed",
            }
            .into(),
        })
    };
    rows.bind(group).bind(from).bind(to).all(on).await?.iter().map(read).collect()
}

/// An outcome that was told, with what reporters said of it and when.
struct Told {
    reference: String,
    said_on: Date,
    answers: Vec<(Answer, Date)>,
}

/// Whether an outcome held, as its reporters say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Held,
    CameBack,
    Unknown,
}

impl Said {
    /// Its word in addresses.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::CameBack => "came-back",
            Self::Unknown => "unknown",
        }
    }
}

impl Told {
    /// What is said of it so many months on, for the second time only by what was said since; that it came back counts at any time.
    /// Nothing where it was not so old within the period.
    fn after(&self, months: i64, again: bool, (from, until): Period) -> Option<Said> {
        let due = self.said_on.checked_add(months.months()).unwrap_or(Date::MAX);
        let said = |answer: Answer, since: bool| self.answers.iter().any(|(given, day)| *given == answer && (!since || *day >= due));
        (from <= due && due <= until).then(|| match (said(Answer::CameBack, false), said(Answer::Held, again)) {
            (true, _) => Said::CameBack,
            (false, true) => Said::Held,
            (false, false) => Said::Unknown,
        })
    }
}

/// The outcomes that became old enough to be asked about within a period, the first time and the second: after how many months, and each
/// with its decision's reference and what is said of it.
pub(super) async fn outcomes(
    on: impl Into<On<'_>>,
    group: Uuid,
    (from, to): Period,
    today: Date,
) -> Result<Vec<(i64, Vec<(String, Said)>)>> {
    let mut on = on.into();
    let months = holding::months(on.again(), group).await?;
    let earliest = from.saturating_sub(months.second.max(months.first).months()).saturating_sub(1.month());
    let rows = sql("SELECT r.id, r.decision, r.said_on, a.answer, a.said_on AS answered_on FROM replies r \
                    LEFT JOIN outcome_answers a ON a.reply_id = r.id AND a.group_id = r.group_id \
                    WHERE r.group_id = $1 AND r.said_on >= $2 AND r.said_on <= $3 AND r.outcome = ''");
    let mut told: BTreeMap<Uuid, Told> = BTreeMap::new();
    for row in &rows.bind(group).bind(earliest).bind(to).all(on).await? {
        let new = Told { reference: row.get("decision")?, said_on: row.get("said_on")?, answers: Vec::new() };
        let one = told.entry(row.get("id")?).or_insert(new);
        let (answer, day): (Option<String>, Option<Date>) = (row.get("answer")?, row.get("answered_on")?);
        one.answers.extend(answer.as_deref().and_then(Answer::from_key).zip(day));
    }
    let until = to.min(today);
    let of = |months: i64, again: bool| {
        let said = told.values().filter_map(|one| Some((one.reference.clone(), one.after(months, again, (from, until))?)));
        (months, said.collect())
    };
    Ok(vec![of(months.first, false), of(months.second, true)])
}

/// How many of them held.
async fn held(on: impl Into<On<'_>>, group: Uuid, period: Period, today: Date) -> Result<Vec<Held>> {
    let count = |all: &[(String, Said)], of: Said| all.iter().filter(|(_, said)| *said == of).count() as u64;
    let held = |(months, all): (i64, Vec<(String, Said)>)| Held {
        months,
        outcomes: all.len() as u64,
        held: count(&all, Said::Held),
        came_back: count(&all, Said::CameBack),
        unknown: count(&all, Said::Unknown),
    };
    Ok(outcomes(on, group, period, today).await?.into_iter().map(held).collect())
}

/// Actions, those of before among them: what was set in the period, closed in it, open at its end.
async fn actions(on: impl Into<On<'_>>, group: Uuid, (from, to): Period) -> Result<Actions> {
    let row = sql("SELECT (SELECT COUNT(*) FROM actions WHERE group_id = $1 AND set_on >= $2 AND set_on <= $3) AS set_, \
                   (SELECT COUNT(*) FROM actions WHERE group_id = $1 AND closed_on >= $2 AND closed_on <= $3) \
                   + (SELECT COUNT(*) FROM past_actions WHERE group_id = $1 AND closed_on >= $2 AND closed_on <= $3) AS closed, \
                   (SELECT COUNT(*) FROM actions WHERE group_id = $1 AND set_on <= $3 AND (closed_on IS NULL OR closed_on > $3)) \
                   + (SELECT COUNT(*) FROM past_actions WHERE group_id = $1 AND (closed_on IS NULL OR closed_on > $3)) AS open, \
                   (SELECT COUNT(*) FROM actions WHERE group_id = $1 AND set_on <= $3 AND (closed_on IS NULL OR closed_on > $3) AND carried > 0) \
                   + (SELECT COUNT(*) FROM past_actions WHERE group_id = $1 AND (closed_on IS NULL OR closed_on > $3) AND carried > 0) AS carried");
    let row = row.bind(group).bind(from).bind(to).one(on).await?;
    Ok(Actions { set: count(&row, "set_")?, closed: count(&row, "closed")?, open: count(&row, "open")?, carried: count(&row, "carried")? })
}

/// The hours of the meetings held in a period, for everybody of the group who was there.
async fn hours(on: impl Into<On<'_>>, group: Uuid, (from, to): (Date, Date)) -> Result<Hours> {
    let mut on = on.into();
    let rows = sql("SELECT id, minutes FROM meetings WHERE group_id = $1 AND held_on >= $2 AND held_on <= $3 \
                    AND state IN ('confirmed', 'adjourned') AND minutes > 0");
    let mut held: BTreeMap<Uuid, hours::Held> = BTreeMap::new();
    for row in &rows.bind(group).bind(from).bind(to).all(on.again()).await? {
        held.insert(row.get("id")?, hours::Held { planned: row.get("minutes")?, ..hours::Held::default() });
    }
    let rows = sql("SELECT i.meeting_id, i.id, i.minutes, t.minutes AS taken, t.began_at, t.ended_at FROM items i \
                    JOIN meetings m ON m.id = i.meeting_id LEFT JOIN item_times t ON t.item_id = i.id AND t.ended_at IS NOT NULL \
                    WHERE m.group_id = $1 AND m.held_on >= $2 AND m.held_on <= $3 ORDER BY i.meeting_id, i.position, i.number");
    for row in &rows.bind(group).bind(from).bind(to).all(on.again()).await? {
        let taken: (Option<i64>, Option<Timestamp>, Option<Timestamp>) = (row.get("taken")?, row.get("began_at")?, row.get("ended_at")?);
        let taken = match taken {
            (Some(minutes), Some(began), Some(ended)) => Some((minutes, began, ended)),
            _ => None,
        };
        let item = hours::Item { id: row.get("id")?, planned: row.get("minutes")?, taken };
        held.entry(row.get("meeting_id")?).and_modify(|one| one.items.push(item));
    }
    let rows = sql("SELECT a.meeting_id, a.person_id, a.side FROM attendances a JOIN meetings m ON m.id = a.meeting_id \
                    WHERE m.group_id = $1 AND m.held_on >= $2 AND m.held_on <= $3 AND a.presence = 'present'");
    for row in &rows.bind(group).bind(from).bind(to).all(on.again()).await? {
        let there: (Uuid, String) = (row.get("person_id")?, row.get("side")?);
        held.entry(row.get("meeting_id")?).and_modify(|one| one.there.push(there));
    }
    let rows = sql("SELECT i.meeting_id, c.item_id, c.person_id, c.here FROM comings c JOIN items i ON i.id = c.item_id \
                    JOIN meetings m ON m.id = i.meeting_id WHERE m.group_id = $1 AND m.held_on >= $2 AND m.held_on <= $3");
    for row in &rows.bind(group).bind(from).bind(to).all(on).await? {
        let step = Move { item: row.get("item_id")?, person: row.get("person_id")?, here: row.get("here")? };
        held.entry(row.get("meeting_id")?).and_modify(|one| one.moves.push(step));
    }
    let mut all = Hours { recorded: Some(0), ..Hours::default() };
    held.values().for_each(|one| one.add_to(&mut all));
    Ok(all)
}
