//! Every statement on who has heard what.

use std::collections::{BTreeMap, BTreeSet};

use group::{groups::Group, membership::Side};
use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, clock, sql};
use meetings::references;
use uuid::Uuid;

use super::model::{Coverage, Decided, Line, Listener, Standing, Why};
use crate::networks::Takes;

/// Who has heard what, of the decisions made from one day to another, both among them. `today` is the group's own: what is due later
/// waits. What stays in the minute and what is reserved is not in it.
///
/// # Errors
/// When the database fails.
pub async fn of_period(on: impl Into<On<'_>>, group: &Group, from: Date, to: Date, today: Date) -> Result<Coverage> {
    let mut on = on.into();
    let decisions = decided(on.again(), group.id, from, to).await?;
    let mut found: Vec<(Line, Listener)> = Vec::new();
    for row in &edition_lines(on.again(), group.id, from, to).await? {
        found.push((edition_line(row, group, today)?, listener(row)?));
    }
    for row in &minute_lines(on, group.id, from, to).await? {
        found.push((minute_line(row, group, today)?, listener(row)?));
    }
    let place: BTreeMap<Uuid, usize> = decisions.iter().enumerate().map(|(at, decision)| (decision.id, at)).collect();
    found.sort_by_cached_key(|(line, of)| (place.get(&line.decision).copied(), of.name.to_lowercase(), of.id));
    let mut seen = BTreeSet::new();
    let mut networks: Vec<Listener> = found.iter().filter(|(_, of)| seen.insert(of.id)).map(|(_, of)| of.clone()).collect();
    networks.sort_by_cached_key(|of| (of.name.to_lowercase(), of.id));
    Ok(Coverage { decisions, networks, lines: found.into_iter().map(|(line, _)| line).collect() })
}

async fn decided(on: impl Into<On<'_>>, group: Uuid, from: Date, to: Date) -> Result<Vec<Decided>> {
    let rows = sql("SELECT d.id, d.year, d.number, d.decided_on, m.number AS meeting, COALESCE(s.group_title, i.title) AS title \
                    FROM decisions d JOIN items i ON i.id = d.item_id JOIN meetings m ON m.id = d.meeting_id LEFT JOIN issues s ON s.id = i.issue_id \
                    WHERE d.group_id = $1 AND d.decided_on >= $2 AND d.decided_on <= $3 AND d.confirmed AND d.cascades AND i.reserved = '' \
                    ORDER BY d.decided_on DESC, d.year DESC, d.number DESC");
    let read = |row: &Row| {
        Ok(Decided {
            id: row.get("id")?,
            reference: references::decision(row.get("year")?, row.get("number")?),
            title: row.get("title")?,
            decided_on: row.get("decided_on")?,
            meeting: row.get("meeting")?,
        })
    };
    rows.bind(group).bind(from).bind(to).all(on).await?.iter().map(read).collect()
}

async fn edition_lines(on: impl Into<On<'_>>, group: Uuid, from: Date, to: Date) -> Result<Vec<Row>> {
    let rows = sql(
        "SELECT x.decision_id, n.id AS network_id, n.name, n.side, n.takes, e.id AS edition_id, e.out_on, e.sent_at, x.left_out, \
                    o.state, o.comes_on, o.answered_at, (SELECT MAX(b.at) FROM mail_bounces b WHERE b.cause_id = e.mail_cause \
                    AND b.scope_id = e.group_id AND b.mail_id IS NOT NULL AND b.permanent AND b.kind = 'edition') AS back_at \
                    FROM decisions d JOIN items i ON i.id = d.item_id \
                    JOIN edition_entries x ON x.decision_id = d.id JOIN editions e ON e.id = x.edition_id JOIN networks n ON n.id = x.network_id \
                    LEFT JOIN edition_outings o ON o.edition_id = e.id WHERE d.group_id = $1 AND d.decided_on >= $2 AND d.decided_on <= $3 \
                    AND d.confirmed AND d.cascades AND i.reserved = ''",
    );
    rows.bind(group).bind(from).bind(to).all(on).await
}

async fn minute_lines(on: impl Into<On<'_>>, group: Uuid, from: Date, to: Date) -> Result<Vec<Row>> {
    let rows = sql("SELECT d.id AS decision_id, n.id AS network_id, n.name, n.side, n.takes, u.published_on, c.posted_at, \
                    (SELECT MIN(a.said_at) FROM acknowledgements a WHERE a.network_id = c.network_id AND a.meeting_id = c.meeting_id) AS said_at, \
                    (SELECT MAX(b.at) FROM mail_bounces b WHERE b.cause_id = c.mail_cause AND b.scope_id = c.group_id AND b.permanent \
                    AND b.kind = 'minute') AS back_at \
                    FROM decisions d JOIN items i ON i.id = d.item_id JOIN minutes u ON u.meeting_id = d.meeting_id \
                    JOIN minute_copies c ON c.meeting_id = d.meeting_id AND c.group_id = d.group_id JOIN networks n ON n.id = c.network_id \
                    WHERE d.group_id = $1 AND d.decided_on >= $2 AND d.decided_on <= $3 AND d.confirmed AND d.cascades AND i.reserved = '' \
                    AND u.published_on IS NOT NULL");
    rows.bind(group).bind(from).bind(to).all(on).await
}

fn listener(row: &Row) -> Result<Listener> {
    let (side, takes): (String, String) = (row.get("side")?, row.get("takes")?);
    let unknown = || Error::internal("a network has an unknown side or kind");
    Ok(Listener {
        id: row.get("network_id")?,
        name: row.get("name")?,
        side: Side::from_key(&side).ok_or_else(unknown)?,
        takes: Takes::from_key(&takes).ok_or_else(unknown)?,
    })
}

fn edition_line(row: &Row, group: &Group, today: Date) -> Result<Line> {
    let (due_on, left_out): (Date, bool) = (row.get("out_on")?, row.get("left_out")?);
    // What is left out has not gone, whenever the rest of its edition went.
    let sent_at = row.get::<Option<Timestamp>>("sent_at")?.filter(|_| !left_out);
    let day = |at: Timestamp| clock::day_of(at, &group.time_zone);
    let (answer, comes_on): (Option<String>, Option<Date>) = (row.get("state")?, row.get("comes_on")?);
    let answer = answer.unwrap_or_default();
    let takes: String = row.get("takes")?;
    // What an editor takes over is read on the day it comes out; everything else when it leaves.
    let read_on = match (sent_at, takes == Takes::Copy.key()) {
        (Some(_), true) => Some(comes_on.unwrap_or(due_on)),
        (Some(at), false) => Some(day(at)),
        (None, _) => None,
    };
    let said_on = row.get::<Option<Timestamp>>("answered_at")?.map(day);
    let came_back = row.get::<Option<Timestamp>>("back_at")?.is_some();
    let standing = if left_out {
        Standing::Missed(Why::LeftOut)
    } else if sent_at.is_none() {
        if due_on < today { Standing::Missed(Why::NotSent) } else { Standing::Waits }
    } else if answer == "no" {
        Standing::Missed(Why::NotOut)
    } else if answer == "yes" {
        Standing::Acknowledged
    } else if came_back {
        Standing::Missed(Why::CameBack)
    } else {
        Standing::Sent
    };
    let out = matches!(standing, Standing::Sent | Standing::Acknowledged);
    Ok(Line {
        decision: row.get("decision_id")?,
        network: row.get("network_id")?,
        due_on,
        edition: Some(row.get("edition_id")?),
        sent_at,
        // What comes out only later is not out yet.
        out_on: read_on.filter(|day| out && *day <= today),
        acknowledged_on: said_on.filter(|_| standing == Standing::Acknowledged),
        standing,
    })
}

fn minute_line(row: &Row, group: &Group, today: Date) -> Result<Line> {
    let (due_on, sent_at): (Date, Option<Timestamp>) = (row.get("published_on")?, row.get("posted_at")?);
    let day = |at: Timestamp| clock::day_of(at, &group.time_zone);
    let acknowledged_on = row.get::<Option<Timestamp>>("said_at")?.map(day);
    let came_back = row.get::<Option<Timestamp>>("back_at")?.is_some();
    let standing = match (sent_at, acknowledged_on) {
        (_, Some(_)) => Standing::Acknowledged,
        (Some(_), None) if came_back => Standing::Missed(Why::CameBack),
        (Some(_), None) => Standing::Sent,
        (None, None) if due_on < today => Standing::Missed(Why::NotSent),
        (None, None) => Standing::Waits,
    };
    Ok(Line {
        decision: row.get("decision_id")?,
        network: row.get("network_id")?,
        due_on,
        edition: None,
        sent_at,
        out_on: sent_at.map(day).filter(|_| !matches!(standing, Standing::Missed(_))),
        acknowledged_on,
        standing,
    })
}
