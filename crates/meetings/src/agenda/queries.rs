//! What waits for a meeting, and how long such things took.

use std::collections::HashMap;

use analysis::agenda::{Sides, Worth, expected_minutes};
use group::groups::Group;
use issues::merging;
use jiff::civil::Date;
use kernel::{Error, On, Result, Row, sql};
use triage::priority::Numbers;
use uuid::Uuid;

use super::{
    model::{Fixed, Source, Waiting},
    store,
};
use crate::{
    interests::open_to,
    meetings::{Item, Purpose, Record},
    papers,
};

/// Issues that are looked at for one agenda: those that wait longest.
const MOST: i64 = 200;
/// Items of the past from which minutes are learnt.
const LEARNT: i64 = 1_000;

/// An issue that waits for a meeting, or is on one agenda.
struct Issue {
    id: Uuid,
    number: i64,
    title: String,
    theme: String,
    raised_on: Date,
    sides: Sides,
    harm: bool,
    reports: u32,
    carried: u32,
    /// The four numbers, the higher of what the two sides said of each; none where no side has said any.
    numbers: Option<Numbers>,
}

fn issue(row: &Row) -> Result<Issue> {
    let count = |column: &str| Ok::<u32, Error>(u32::try_from(row.get::<i64>(column)?).unwrap_or(0));
    let number = |column: &str| row.get::<Option<i64>>(column);
    let numbers = match (number("harm_n")?, number("reach_n")?, number("fixable_n")?, number("both_n")?) {
        (Some(harm), Some(reach), Some(fixable), Some(both)) => Some(Numbers([harm, reach, fixable, both])),
        _ => None,
    };
    Ok(Issue {
        id: row.get("id")?,
        number: row.get("number")?,
        title: row.get::<Option<String>>("group_title")?.unwrap_or_default(),
        theme: row.get::<Option<String>>("theme")?.unwrap_or_default(),
        raised_on: row.get("raised_on")?,
        sides: Sides { gps: count("of_gps")? > 0, consultants: count("of_consultants")? > 0 },
        harm: row.get::<Option<String>>("harm")?.as_deref() == Some("yes"),
        reports: count("reports")?,
        carried: count("carried")?,
        numbers,
    })
}

/// The issues on the agenda of a meeting, and those that are triaged where they are asked for. A side has raised what comes from its
/// sector, also by a report that is dealt with along.
async fn waiting_issues(on: impl Into<On<'_>>, group: Uuid, meeting: Option<Uuid>, triaged: bool) -> Result<Vec<Issue>> {
    let rows = sql("WITH w AS (SELECT id FROM issues WHERE $4 AND group_id = $1 AND state = 'triaged' \
           UNION SELECT o.issue_id FROM items o WHERE o.group_id = $1 AND o.meeting_id = $2 AND o.issue_id IS NOT NULL) \
         SELECT s.id, s.number, s.group_title, s.theme, s.raised_on, s.harm, n.harm_n, n.reach_n, n.fixable_n, n.both_n, \
         1 + (SELECT COUNT(*) FROM merged_reports m WHERE m.lead_id = s.id) \
           + (SELECT COUNT(*) FROM issue_links l WHERE l.issue_id = s.id AND l.how IN ('me-too', 'same')) AS reports, \
         (SELECT COUNT(*) FROM merged_reports m JOIN issues r ON r.id = m.report_id WHERE m.lead_id = s.id \
           AND r.sector IN ('primary', 'out-of-hours')) + CASE WHEN s.sector IN ('primary', 'out-of-hours') THEN 1 ELSE 0 END AS of_gps, \
         (SELECT COUNT(*) FROM merged_reports m JOIN issues r ON r.id = m.report_id WHERE m.lead_id = s.id \
           AND r.sector = 'secondary') + CASE WHEN s.sector = 'secondary' THEN 1 ELSE 0 END AS of_consultants, \
         (SELECT COUNT(*) FROM items i JOIN meetings m ON m.id = i.meeting_id LEFT JOIN decisions d ON d.item_id = i.id \
           WHERE i.issue_id = s.id AND m.state = 'adjourned' AND d.id IS NULL) AS carried \
         FROM w JOIN issues s ON s.id = w.id \
         LEFT JOIN (SELECT v.issue_id, MAX(v.harm_n) AS harm_n, MAX(v.reach_n) AS reach_n, MAX(v.fixable_n) AS fixable_n, \
           MAX(v.both_n) AS both_n FROM w JOIN side_views v ON v.issue_id = w.id WHERE v.past = 0 GROUP BY v.issue_id) n \
           ON n.issue_id = s.id ORDER BY CASE WHEN s.state = 'triaged' THEN 1 ELSE 0 END, s.number LIMIT $3");
    rows.bind(group).bind(meeting).bind(MOST).bind(triaged).all(on).await?.iter().map(issue).collect()
}

/// What stands behind an issue on an agenda.
pub(super) struct Behind {
    pub(super) reports: u32,
    /// Different workplaces, as far as they are known.
    pub(super) places: u64,
    pub(super) sides: Sides,
    pub(super) numbers: Option<Numbers>,
}

/// What stands behind the issues on an agenda, by their numbers.
pub(super) async fn weights(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<HashMap<i64, Behind>> {
    let mut on = on.into();
    let issues = waiting_issues(on.again(), group, Some(meeting), false).await?;
    let reaches = if issues.is_empty() { HashMap::new() } else { merging::reaches_for_meetings(on, group).await? };
    let behind = |issue: &Issue| Behind {
        reports: issue.reports,
        places: reaches.get(&issue.id).map_or(0, |reach| reach.places),
        sides: issue.sides,
        numbers: issue.numbers,
    };
    Ok(issues.iter().map(|issue| (issue.number, behind(issue))).collect())
}

/// How long items took at meetings that are over: purpose, theme of the issue, minutes; the latest first.
async fn past_minutes(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(Purpose, String, u32)>> {
    let rows = sql("SELECT i.purpose, COALESCE(s.theme, '') AS theme, COALESCE(t.minutes, i.minutes) AS minutes FROM items i \
                    JOIN meetings m ON m.id = i.meeting_id LEFT JOIN issues s ON s.id = i.issue_id \
                    LEFT JOIN item_times t ON t.item_id = i.id AND t.ended_at IS NOT NULL \
                    WHERE i.group_id = $1 AND m.state = 'adjourned' AND m.minutes > 0 AND i.kind = '' \
                    ORDER BY m.held_on DESC, i.position LIMIT $2");
    let read = |row: &Row| {
        let purpose: String = row.get("purpose")?;
        let minutes = u32::try_from(row.get::<i64>("minutes")?).unwrap_or(0);
        Ok((Purpose::from_key(&purpose).unwrap_or_default(), row.get("theme")?, minutes))
    };
    rows.bind(group).bind(LEARNT).all(on).await?.iter().map(read).collect()
}

/// What waits for a meeting, or is on its agenda already; and what stands on it and on every one.
pub(super) struct Found {
    pub(super) waiting: Vec<Waiting>,
    pub(super) fixed: Vec<Fixed>,
}

/// Everything that could be on the agenda of a meeting.
pub(super) async fn found(on: impl Into<On<'_>>, group: &Group, record: &Record, today: Date) -> Result<Found> {
    let mut on = on.into();
    let meeting = &record.meeting;
    let issues = waiting_issues(on.again(), group.id, Some(meeting.id), true).await?;
    let topics = store::topics(on.again(), group.id).await?;
    let past = past_minutes(on.again(), group.id).await?;
    let lacking = papers::lacking(on.again(), group.id, meeting, today).await?;
    let standing = store::standing(on, group.id).await?;
    let usual = u32::try_from(record.rules.item_minutes).unwrap_or(1);
    let expected = |purpose: Purpose, theme: &str| {
        let like = |close: bool| -> Vec<u32> {
            let alike = past.iter().filter(|(of, about, _)| *of == purpose && (!close || (about == theme && !theme.is_empty())));
            alike.map(|(.., minutes)| *minutes).collect()
        };
        i64::from(expected_minutes(usual, &[&like(false), &like(true)]))
    };
    let worth = |issue: &Issue| Worth {
        on_theme: !meeting.theme.is_empty() && issue.theme == meeting.theme,
        days: days(issue.raised_on, today),
        carried: issue.carried,
        harm: issue.harm,
        reports: issue.reports,
        no_paper: false,
    };
    let here = |item: &Item| {
        let issue = item.issue.as_ref().and_then(|of| issues.iter().find(|issue| issue.number == of.number));
        Waiting {
            source: Source::Item(item.number),
            reference: item.issue.as_ref().map(|issue| group.reference(issue.number)).unwrap_or_default(),
            title: item.title.clone(),
            purpose: item.purpose,
            consent: item.consent,
            minutes: item.minutes,
            sides: issue.map(|issue| issue.sides).unwrap_or_default(),
            worth: Worth { no_paper: lacking.contains(&item.id), ..issue.map(worth).unwrap_or_default() },
            since: issue.map_or(today, |issue| issue.raised_on),
            begun: !item.note.is_empty() || item.decision.is_some() || !item.actions.is_empty(),
        }
    };
    let waits = |issue: &Issue| Waiting {
        source: Source::Issue(issue.number),
        reference: group.reference(issue.number),
        title: issue.title.clone(),
        purpose: Purpose::Decide,
        consent: false,
        minutes: expected(Purpose::Decide, &issue.theme),
        sides: issue.sides,
        worth: worth(issue),
        since: issue.raised_on,
        begun: false,
    };
    let topic = |topic: &store::Topic| Waiting {
        source: Source::Topic(topic.id),
        reference: String::new(),
        title: topic.new.title.clone(),
        purpose: topic.new.purpose,
        consent: topic.new.consent,
        minutes: topic.new.minutes,
        sides: Sides::default(),
        worth: Worth { days: days(topic.since, today), carried: u32::try_from(topic.carried).unwrap_or(0), ..Worth::default() },
        since: topic.since,
        begun: false,
    };
    let on_agenda = |number: i64| record.items.iter().any(|item| item.issue.as_ref().is_some_and(|issue| issue.number == number));
    let varies = record.items.iter().filter(|item| item.kind.is_none());
    let waiting = varies.map(here).chain(issues.iter().filter(|issue| !on_agenda(issue.number)).map(waits)).chain(topics.iter().map(topic));
    Ok(Found { waiting: waiting.collect(), fixed: fixed(record, &standing) })
}

/// What stands on the agenda as a standing item, and those of the group's list that do not yet; in the order of the list.
fn fixed(record: &Record, standing: &[Fixed]) -> Vec<Fixed> {
    let mut here: Vec<Fixed> = record
        .items
        .iter()
        .filter_map(|item| {
            Some(Fixed { source: Source::Item(item.number), kind: item.kind?, title: item.title.clone(), minutes: item.minutes })
        })
        .collect();
    let same = |a: &Fixed, b: &Fixed| a.kind == b.kind && (a.kind != crate::meetings::Standing::Own || a.title == b.title);
    let missing = standing.iter().filter(|one| !here.iter().any(|other| same(one, other))).cloned().collect::<Vec<_>>();
    here.extend(missing);
    let place = |one: &Fixed| standing.iter().position(|other| same(one, other)).unwrap_or(standing.len());
    here.sort_by_key(place);
    here
}

/// Whole days from one day to another.
fn days(from: Date, to: Date) -> u32 {
    u32::try_from(from.until(to).map_or(0, |span| span.get_days())).unwrap_or(0)
}

/// What waits for a meeting: issues and topics, the longest first.
pub(super) struct Backlog {
    pub(super) reference: Option<i64>,
    /// The topic's key, where it is one.
    pub(super) topic: Option<Uuid>,
    pub(super) title: String,
    pub(super) theme: String,
    pub(super) since: Date,
    pub(super) carried: u32,
    pub(super) reports: u32,
}

/// All that waits for a meeting, the longest first.
pub(super) async fn backlog(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Backlog>> {
    let mut on = on.into();
    let issues = waiting_issues(on.again(), group, None, true).await?.into_iter().map(|issue| Backlog {
        reference: Some(issue.number),
        topic: None,
        title: issue.title,
        theme: issue.theme,
        since: issue.raised_on,
        carried: issue.carried,
        reports: issue.reports,
    });
    let topics = store::topics(on, group).await?.into_iter().map(|topic| Backlog {
        reference: None,
        topic: Some(topic.id),
        title: topic.new.title,
        theme: String::new(),
        since: topic.since,
        carried: u32::try_from(topic.carried).unwrap_or(0),
        reports: 0,
    });
    let mut all: Vec<Backlog> = issues.chain(topics).collect();
    all.sort_by_key(|one| one.since);
    Ok(all)
}

/// Another item of a thread.
pub(super) struct Earlier {
    pub(super) year: i64,
    pub(super) number: i64,
    pub(super) meeting: i64,
    pub(super) held_on: Date,
    pub(super) said: String,
    pub(super) decided: String,
}

/// The other items of an item's thread, the earliest first: those about the same issue, those that it follows, and those that follow it.
pub(super) async fn others(on: impl Into<On<'_>>, group: Uuid, item: Uuid, issue: Option<Uuid>, reader: Uuid) -> Result<Vec<Earlier>> {
    let rows = sql(concat!(
        "SELECT i.year, i.number, m.number AS meeting_number, m.held_on, i.note, COALESCE(d.words, '') AS words \
                    FROM items i JOIN meetings m ON m.id = i.meeting_id LEFT JOIN decisions d ON d.item_id = i.id \
                    WHERE i.group_id = $1 AND i.id <> $2 AND m.state <> 'cancelled' \
                    AND ",
        open_to!("$4"),
        " AND (i.issue_id = $3 OR i.id IN ( \
                      WITH RECURSIVE back (id, follows) AS (SELECT id, follows FROM items WHERE id = $2 \
                        UNION SELECT b.id, b.follows FROM items b JOIN back ON b.id = back.follows) SELECT id FROM back) \
                    OR i.id IN (WITH RECURSIVE ahead (id) AS (SELECT id FROM items WHERE id = $2 \
                        UNION SELECT f.id FROM items f JOIN ahead ON f.follows = ahead.id) SELECT id FROM ahead)) \
                    ORDER BY m.held_on, m.number, i.position LIMIT 50"
    ));
    let read = |row: &Row| {
        Ok(Earlier {
            year: row.get("year")?,
            number: row.get("number")?,
            meeting: row.get("meeting_number")?,
            held_on: row.get("held_on")?,
            said: row.get("note")?,
            decided: row.get("words")?,
        })
    };
    rows.bind(group).bind(item).bind(issue).bind(reader).all(on).await?.iter().map(read).collect()
}
