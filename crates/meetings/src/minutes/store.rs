//! Every statement on minutes, their sections and approvals.

use futures_util::future::BoxFuture;
use group::membership::Side;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, removal, sql, verify::counted};
use uuid::Uuid;

use super::model::{Approval, Minute, Section, State};

/// The minute of a meeting.
///
/// # Errors
/// [`Error::NotFound`] before the meeting is over.
pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Minute> {
    let row = sql("SELECT meeting_id, state, content, content_hash, published_on, corrections FROM minutes \
                   WHERE group_id = $1 AND meeting_id = $2");
    let row = row.bind(group).bind(meeting).one(on).await?;
    let state: String = row.get("state")?;
    Ok(Minute {
        meeting: row.get("meeting_id")?,
        state: State::from_key(&state).ok_or_else(|| Error::internal("a minute is in an unknown state"))?,
        content: row.get("content")?,
        content_hash: row.get("content_hash")?,
        published_on: row.get("published_on")?,
        corrections: row.get("corrections")?,
    })
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
    let read = |row: &Row| {
        let side: String = row.get("side")?;
        Ok(Approval {
            side: Side::from_key(&side).ok_or_else(|| Error::internal("an approval has an unknown side"))?,
            person: row.get("person_id")?,
            name: row.get("name")?,
            deputy: row.get("deputy")?,
            content_hash: row.get("content_hash")?,
        })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
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

/// Takes back what was approved; tells whether anything was.
pub(super) async fn clear_approvals(tx: &mut Tx, group: Uuid, meeting: Uuid) -> Result<bool> {
    let gone = sql("DELETE FROM approvals WHERE group_id = $1 AND meeting_id = $2").bind(group).bind(meeting).run(tx).await?;
    Ok(gone > 0)
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
                   WHERE m.group_id = $1 AND (m.held_on < $2 OR m.held_on = $2 AND m.number < $3) ORDER BY m.held_on DESC, m.number DESC LIMIT 1");
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

/// Actions set before a meeting: those closed since the meeting before it, and those still open, as lines for the minute.
pub(super) async fn earlier_actions(
    on: impl Into<On<'_>>,
    group: Uuid,
    held_on: Date,
    since: Date,
) -> Result<Vec<(i64, String, Date, bool)>> {
    let rows = sql("SELECT a.number, p.name, a.due, a.state FROM actions a JOIN people p ON p.id = a.owner_id \
                    WHERE a.group_id = $1 AND a.state = 'open' AND a.set_on < $2 \
                    UNION ALL SELECT a.number, p.name, a.due, a.state FROM actions a JOIN people p ON p.id = a.owner_id \
                    WHERE a.group_id = $1 AND a.state = 'done' AND a.set_on < $2 AND a.closed_on > $3 ORDER BY 1");
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        Ok((row.get("number")?, row.get("name")?, row.get("due")?, state == "done"))
    };
    rows.bind(group).bind(held_on).bind(since).all(on).await?.iter().map(read).collect()
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
        for row in sql("SELECT content, content_hash FROM minutes WHERE state <> 'draft'").all(db).await? {
            let (content, hash): (String, Vec<u8>) = (row.get("content")?, row.get("content_hash")?);
            if !removal::agrees(db, &content, &hash).await? {
                problems.push("a published minute is not what was approved".into());
            }
        }
        Ok(problems)
    })
}
