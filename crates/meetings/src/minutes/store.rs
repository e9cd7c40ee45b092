//! Every statement on minutes, their sections and approvals.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, removal, sql, verify::counted};
use uuid::Uuid;

use super::model::{Approval, Minute, Section, SentBack, State};

/// The minute of a meeting.
///
/// # Errors
/// [`Error::NotFound`] before the meeting is over.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Minute> {
    let row = sql("SELECT n.meeting_id, n.state, n.content, n.content_hash, n.published_on, n.corrections, n.corrections_until, \
                   n.sent_back_side, n.sent_back_why, p.name FROM minutes n LEFT JOIN people p ON p.id = n.sent_back_by \
                   WHERE n.group_id = $1 AND n.meeting_id = $2");
    let row = row.bind(group).bind(meeting).one(on).await?;
    let (state, side): (String, String) = (row.get("state")?, row.get("sent_back_side")?);
    let sent_back = Side::from_key(&side).map(|side| {
        Ok::<_, Error>(SentBack { side, name: row.get::<Option<String>>("name")?.unwrap_or_default(), why: row.get("sent_back_why")? })
    });
    Ok(Minute {
        meeting: row.get("meeting_id")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a minute is in an unknown state"))?,
        content: row.get("content")?,
        content_hash: row.get("content_hash")?,
        published_on: row.get("published_on")?,
        corrections: row.get("corrections")?,
        corrections_until: row.get("corrections_until")?,
        sent_back: sent_back.transpose()?,
    })
}

/// Until when attendees propose corrections; `None` closes the window.
pub(super) async fn set_window(tx: &mut Tx, group: Uuid, meeting: Uuid, until: Option<Date>) -> Result<()> {
    sql("UPDATE minutes SET corrections_until = $3 WHERE group_id = $1 AND meeting_id = $2 AND state = 'draft'")
        .bind(group)
        .bind(meeting)
        .bind(until)
        .run(tx)
        .await
        .map(drop)
}

/// That a side sent the draft back, and who did; `None` once it is mended or signed after all.
pub(super) async fn set_sent_back(tx: &mut Tx, group: Uuid, meeting: Uuid, sent: Option<(&SentBack, Uuid)>) -> Result<()> {
    sql("UPDATE minutes SET sent_back_side = $3, sent_back_by = $4, sent_back_why = $5 \
         WHERE group_id = $1 AND meeting_id = $2 AND state = 'draft'")
    .bind(group)
    .bind(meeting)
    .bind(sent.map_or("", |(sent, _)| sent.side.key()))
    .bind(sent.map(|(_, person)| person))
    .bind(sent.map_or("", |(sent, _)| sent.why.as_str()))
    .run(tx)
    .await
    .map(drop)
}

/// Writes the draft of a minute and its sections.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, meeting: Uuid, sections: &[Section], on: Date) -> Result<()> {
    sql("INSERT INTO minutes (meeting_id, group_id, state, content, content_hash, drafted_on, corrections) \
         VALUES ($1, $2, 'draft', '', $3, $4, '')")
    .bind(meeting)
    .bind(group)
    .bind(Vec::new())
    .bind(on)
    .run(&mut *tx)
    .await?;
    for section in sections {
        sql("INSERT INTO minute_sections (meeting_id, position, group_id, item_id, heading, words) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(meeting)
            .bind(section.position)
            .bind(group)
            .bind(section.item)
            .bind(&section.heading)
            .bind(&section.words)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The sections of a draft, in order.
pub(super) async fn sections(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Section>> {
    let rows =
        sql("SELECT position, heading, item_id, words FROM minute_sections WHERE group_id = $1 AND meeting_id = $2 ORDER BY position");
    let read = |row: &Row| {
        Ok(Section { position: row.get("position")?, heading: row.get("heading")?, item: row.get("item_id")?, words: row.get("words")? })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

pub(super) async fn set_section(tx: &mut Tx, group: Uuid, meeting: Uuid, position: i64, words: &str) -> Result<()> {
    sql("UPDATE minute_sections SET words = $4 WHERE group_id = $1 AND meeting_id = $2 AND position = $3")
        .bind(group)
        .bind(meeting)
        .bind(position)
        .bind(words)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn approvals(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Approval>> {
    let rows = sql("SELECT a.side, a.person_id, p.name, a.deputy, a.content_hash FROM approvals a JOIN people p ON p.id = a.person_id \
                    WHERE a.group_id = $1 AND a.meeting_id = $2 ORDER BY a.side DESC");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(Approval::from_row).collect()
}

pub(super) async fn put_approval(tx: &mut Tx, group: Uuid, meeting: Uuid, approval: &Approval, at: Timestamp) -> Result<()> {
    sql("INSERT INTO approvals (meeting_id, side, group_id, person_id, deputy, content_hash, approved_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (meeting_id, side) DO UPDATE SET person_id = excluded.person_id, deputy = excluded.deputy, \
         content_hash = excluded.content_hash, approved_at = excluded.approved_at")
    .bind(meeting)
    .bind(approval.side.key())
    .bind(group)
    .bind(approval.person)
    .bind(approval.deputy)
    .bind(approval.content_hash.as_slice())
    .bind(at)
    .run(tx)
    .await
    .map(drop)
}

/// Takes back what was approved.
pub(super) async fn clear_approvals(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<()> {
    sql("DELETE FROM approvals WHERE group_id = $1 AND meeting_id = $2").bind(group).bind(meeting).run(tx).await.map(drop)
}

/// Freezes a draft with its content; tells whether it was one.
pub(super) async fn publish(tx: &mut Tx, group: Uuid, meeting: Uuid, content: &str, hash: &[u8], on: Date) -> Result<bool> {
    let done = sql("UPDATE minutes SET state = 'published', content = $3, content_hash = $4, published_on = $5 \
                    WHERE group_id = $1 AND meeting_id = $2 AND state = 'draft'")
    .bind(group)
    .bind(meeting)
    .bind(content)
    .bind(hash)
    .bind(on)
    .run(tx)
    .await?;
    Ok(done == 1)
}

/// Notes which meeting confirmed a published minute; tells whether it was published and not confirmed yet.
pub(super) async fn confirm(tx: &mut Tx, group: Uuid, meeting: Uuid, by: Uuid, corrections: &str) -> Result<bool> {
    let done = sql("UPDATE minutes SET state = 'confirmed', confirmed_by = $3, corrections = $4 \
                    WHERE group_id = $1 AND meeting_id = $2 AND state = 'published'")
    .bind(group)
    .bind(meeting)
    .bind(by)
    .bind(corrections)
    .run(tx)
    .await?;
    Ok(done == 1)
}

/// The minute before a meeting: its day, where it stands, what was to be corrected, and whether this meeting confirmed it.
pub(super) struct Earlier {
    pub(super) held_on: Date,
    pub(super) state: State,
    pub(super) corrections: String,
    pub(super) here: bool,
}

pub(super) async fn earlier(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid, held_on: Date, number: i64) -> Result<Option<Earlier>> {
    let row = sql("SELECT m.held_on, n.state, n.corrections, n.confirmed_by FROM meetings m JOIN minutes n ON n.meeting_id = m.id \
                   WHERE m.group_id = $1 AND (m.held_on < $2 OR m.held_on = $2 AND m.number < $3) AND NOT (m.kind = 'interim' AND m.minutes = 0) \
                   ORDER BY m.held_on DESC, m.number DESC LIMIT 1");
    let row = row.bind(group).bind(held_on).bind(number).optional(on).await?;
    row.map(|row| {
        let state: String = row.get("state")?;
        Ok(Earlier {
            held_on: row.get("held_on")?,
            state: State::from_key(&state).ok_or_else(|| Error::internal("a minute is in an unknown state"))?,
            corrections: row.get("corrections")?,
            here: row.get::<Option<Uuid>>("confirmed_by")? == Some(meeting),
        })
    })
    .transpose()
}

/// An item of the meeting before: its reference, what it was about, its decision, how many actions were set and are done.
pub(super) struct Matter {
    pub(super) year: i64,
    pub(super) number: i64,
    pub(super) title: String,
    pub(super) decision: Option<(i64, i64)>,
    pub(super) set: i64,
    pub(super) done: i64,
}

/// What the meeting before was about, where it was for deciding: items that nobody reserved, in the order of their numbers.
pub(super) async fn matters(on: impl Into<On<'_>>, group: Uuid, held_on: Date, number: i64) -> Result<Vec<Matter>> {
    let rows =
        sql("SELECT i.year, i.number, COALESCE(s.group_title, i.title) AS title, d.year AS decision_year, d.number AS decision_number, \
                    COUNT(a.id) AS n, COALESCE(SUM(CASE WHEN a.state IN ('done', 'superseded') THEN 1 ELSE 0 END), 0) AS done \
                    FROM items i LEFT JOIN issues s ON s.id = i.issue_id LEFT JOIN decisions d ON d.item_id = i.id \
                    LEFT JOIN actions a ON a.item_id = i.id \
                    WHERE i.group_id = $1 AND i.reserved = '' AND i.kind = '' AND (d.id IS NOT NULL OR i.purpose = 'decide') \
                    AND i.meeting_id = (SELECT m.id FROM meetings m WHERE m.group_id = $1 AND m.state = 'adjourned' AND m.minutes > 0 \
                    AND (m.held_on < $2 OR m.held_on = $2 AND m.number < $3) ORDER BY m.held_on DESC, m.number DESC LIMIT 1) \
                    GROUP BY i.year, i.number, s.group_title, i.title, d.year, d.number ORDER BY i.year, i.number");
    let read = |row: &Row| {
        let decided: Option<i64> = row.get("decision_number")?;
        let year: Option<i64> = row.get("decision_year")?;
        Ok(Matter {
            year: row.get("year")?,
            number: row.get("number")?,
            title: row.get("title")?,
            decision: year.zip(decided),
            set: row.get("n")?,
            done: row.get("done")?,
        })
    };
    rows.bind(group).bind(held_on).bind(number).all(on).await?.iter().map(read).collect()
}

/// An action that was set before a meeting, as its minute tells of it.
pub(super) struct EarlierAction {
    pub(super) number: i64,
    pub(super) owner: String,
    /// What somebody outside the group is who does it; empty where the owner does it.
    pub(super) outside: String,
    pub(super) due: Date,
    pub(super) state: String,
    /// How often it was carried forward.
    pub(super) carried: i64,
    /// The number of the action that took its place.
    pub(super) successor: Option<i64>,
    /// Whether it comes from a reserved item, and is not named where everybody reads.
    pub(super) reserved: bool,
}

/// Actions set before a meeting: those closed since the meeting before it, and those still to be done, for the minute.
pub(super) async fn earlier_actions(on: impl Into<On<'_>>, group: Uuid, held_on: Date, since: Date) -> Result<Vec<EarlierAction>> {
    let rows = sql(
        "SELECT a.number, p.name, a.outside_role, a.due, a.state, a.carried, a.successor, i.reserved FROM actions a JOIN people p ON p.id = a.owner_id \
                    JOIN items i ON i.id = a.item_id WHERE a.group_id = $1 AND a.state IN ('open', 'in-progress') AND a.set_on < $2 \
                    UNION ALL SELECT a.number, p.name, a.outside_role, a.due, a.state, a.carried, a.successor, i.reserved FROM actions a \
                    JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id \
                    WHERE a.group_id = $1 AND a.set_on < $2 AND a.closed_on > $3",
    );
    let read = |row: &Row| {
        Ok(EarlierAction {
            number: row.get("number")?,
            owner: row.get("name")?,
            outside: row.get("outside_role")?,
            due: row.get("due")?,
            state: row.get("state")?,
            carried: row.get("carried")?,
            successor: row.get("successor")?,
            reserved: !row.get::<String>("reserved")?.is_empty(),
        })
    };
    let rows = rows.bind(group).bind(held_on).bind(since).all(on).await?;
    let mut earlier = rows.iter().map(read).collect::<Result<Vec<EarlierAction>>>()?;
    // Not sorted by the database, which would read all that were ever set in the order of their numbers.
    earlier.sort_by_key(|action| action.number);
    Ok(earlier)
}

/// Draft minutes, the oldest first: the meeting's number and day.
pub(super) async fn drafts(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM minutes n JOIN meetings m ON m.id = n.meeting_id \
                    WHERE n.group_id = $1 AND n.state = 'draft' ORDER BY m.held_on, m.number LIMIT 12");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("held_on")?))).collect()
}

/// Draft minutes that a side has not signed yet: the meeting's number and day, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn unsigned(on: impl Into<On<'_>>, group: Uuid, side: Side) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM minutes n JOIN meetings m ON m.id = n.meeting_id \
                    LEFT JOIN approvals a ON a.meeting_id = n.meeting_id AND a.side = $2 \
                    WHERE n.group_id = $1 AND n.state = 'draft' AND a.person_id IS NULL ORDER BY m.held_on, m.number LIMIT 5");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?));
    rows.bind(group).bind(side.key()).all(on).await?.iter().map(read).collect()
}

/// Whether a text that came before a meeting is flagged, so that nobody reads the meeting's minute while somebody looks at it.
pub(super) async fn is_hidden(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM items t JOIN flags f ON f.issue_id = t.issue_id AND f.state = 'open' \
                   WHERE t.group_id = $1 AND t.meeting_id = $2");
    Ok(row.bind(group).bind(meeting).one(on).await?.get::<i64>("n")? > 0)
}

/// Every meeting that is over has its minute; what is published has both sides' approval of that very text.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let without = sql("SELECT COUNT(*) AS n FROM meetings m LEFT JOIN minutes n ON n.meeting_id = m.id \
                           WHERE (m.state = 'adjourned') <> (n.state IS NOT NULL)");
        counted(&mut problems, &without.one(db).await?, "meetings that are over without a minute, or have one and are not over")?;
        let alone = sql("SELECT COUNT(*) AS n FROM minutes n \
                         LEFT JOIN approvals g ON g.meeting_id = n.meeting_id AND g.side = 'gp' AND g.content_hash = n.content_hash \
                         LEFT JOIN approvals c ON c.meeting_id = n.meeting_id AND c.side = 'consultant' AND c.content_hash = n.content_hash \
                         WHERE n.state <> 'draft' AND (g.person_id IS NULL OR c.person_id IS NULL OR g.person_id = c.person_id)");
        counted(&mut problems, &alone.one(db).await?, "minutes published without the approval of both sides")?;
        let unconfirmed = sql("SELECT COUNT(*) AS n FROM minutes WHERE (state = 'confirmed') <> (confirmed_by IS NOT NULL)");
        counted(&mut problems, &unconfirmed.one(db).await?, "minutes confirmed by no meeting")?;
        let waiting = sql("SELECT COUNT(*) AS n FROM minute_corrections c JOIN minutes n ON n.meeting_id = c.meeting_id \
                           WHERE n.state <> 'draft' AND c.state = 'open'");
        counted(&mut problems, &waiting.one(db).await?, "corrections without an answer of a minute that is published")?;
        for row in sql("SELECT content, content_hash FROM minute_versions").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("a version of a minute is not what was kept".into());
            }
        }
        for row in sql("SELECT content, content_hash FROM minutes WHERE state <> 'draft'").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("a published minute is not what was approved".into());
            }
        }
        Ok(problems)
    })
}
