//! Every statement on copies of the minute.

use std::collections::BTreeMap;

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::cover::Cover;

/// Notes that a group is to get the minute of a meeting.
pub(super) async fn put(tx: &mut Tx, group: Uuid, meeting: Uuid, network: Uuid) -> Result<()> {
    let put = sql(
        "INSERT INTO minute_copies (meeting_id, network_id, group_id) VALUES ($1, $2, $3) ON CONFLICT (meeting_id, network_id) DO NOTHING",
    );
    put.bind(meeting).bind(network).bind(group).run(tx).await.map(drop)
}

/// The groups that are to get the minute of a meeting and have not.
pub(super) async fn waiting(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT network_id FROM minute_copies WHERE group_id = $1 AND meeting_id = $2 AND posted_at IS NULL");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| row.get("network_id")).collect()
}

/// Notes that a group's copy, of a meeting and a network, is in the outbox, and what caused its mail.
pub(super) async fn set_posted(tx: &mut Tx, group: Uuid, copy: (Uuid, Uuid), at: Timestamp, cause: Uuid) -> Result<()> {
    let (meeting, network) = copy;
    sql("UPDATE minute_copies SET posted_at = $4, mail_cause = $5 WHERE group_id = $1 AND meeting_id = $2 AND network_id = $3")
        .bind(group)
        .bind(meeting)
        .bind(network)
        .bind(at)
        .bind(cause)
        .run(tx)
        .await
        .map(drop)
}

/// The groups that get a cover, each with what it asks.
pub(crate) async fn covers(on: impl Into<On<'_>>, group: Uuid) -> Result<BTreeMap<Uuid, Cover>> {
    let rows = sql("SELECT id, cover FROM networks WHERE group_id = $1 AND ended_on IS NULL AND cover <> ''");
    let read = |row: &Row| {
        let cover: String = row.get("cover")?;
        Ok((row.get("id")?, Cover::from_key(&cover).ok_or_else(|| Error::internal("a network has an unknown cover"))?))
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Says whether a group gets a cover; tells whether that is new.
pub(super) async fn set_cover(tx: &mut Tx, group: Uuid, network: Uuid, cover: Cover) -> Result<bool> {
    let set = sql("UPDATE networks SET cover = $3 WHERE group_id = $1 AND id = $2 AND cover <> $3");
    Ok(set.bind(group).bind(network).bind(cover.key()).run(tx).await? == 1)
}

/// What is said with a minute to groups.
pub(super) async fn notes(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<BTreeMap<Uuid, String>> {
    let rows = sql("SELECT network_id, words FROM minute_notes WHERE group_id = $1 AND meeting_id = $2");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| Ok((row.get("network_id")?, row.get("words")?))).collect()
}

/// Writes what is said with a minute to a group; empty takes it back.
pub(super) async fn set_note(tx: &mut Tx, group: Uuid, meeting: Uuid, network: Uuid, words: &str) -> Result<()> {
    if words.is_empty() {
        let gone = sql("DELETE FROM minute_notes WHERE group_id = $1 AND meeting_id = $2 AND network_id = $3");
        return gone.bind(group).bind(meeting).bind(network).run(tx).await.map(drop);
    }
    sql("INSERT INTO minute_notes (meeting_id, network_id, group_id, words) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (meeting_id, network_id) DO UPDATE SET words = excluded.words")
    .bind(meeting)
    .bind(network)
    .bind(group)
    .bind(words)
    .run(tx)
    .await
    .map(drop)
}

/// When each group was sent the minute of a meeting, and when it first said that it has it.
pub(super) async fn copies(
    on: impl Into<On<'_>>,
    group: Uuid,
    meeting: Uuid,
) -> Result<BTreeMap<Uuid, (Option<Timestamp>, Option<Timestamp>)>> {
    let rows = sql("SELECT c.network_id, c.posted_at, (SELECT MIN(a.said_at) FROM acknowledgements a \
                    WHERE a.network_id = c.network_id AND a.meeting_id = c.meeting_id) AS said_at \
                    FROM minute_copies c WHERE c.group_id = $1 AND c.meeting_id = $2");
    let read = |row: &Row| Ok((row.get("network_id")?, (row.get("posted_at")?, row.get("said_at")?)));
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}

/// Notes that a group was told of what was put right: its key, the meeting and the group.
pub(super) async fn put_told(tx: &mut Tx, group: Uuid, of: (Uuid, Uuid, Uuid), at: Timestamp, cause: Uuid) -> Result<()> {
    let (mending, meeting, network) = of;
    sql("INSERT INTO minute_mending_copies (mending_id, network_id, group_id, meeting_id, posted_at, mail_cause) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (mending_id, network_id) DO NOTHING")
    .bind(mending)
    .bind(network)
    .bind(group)
    .bind(meeting)
    .bind(at)
    .bind(cause)
    .run(tx)
    .await
    .map(drop)
}

/// When each group was told last that something in the minute of a meeting was put right.
pub(super) async fn told(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<BTreeMap<Uuid, Timestamp>> {
    let rows = sql("SELECT network_id, MAX(posted_at) AS told_at FROM minute_mending_copies WHERE group_id = $1 AND meeting_id = $2 \
                    GROUP BY network_id");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| Ok((row.get("network_id")?, row.get("told_at")?))).collect()
}

/// The meetings whose minute is still a draft, so that notes can be put with it: number and day, the oldest first.
pub(super) async fn drafts(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM minutes u JOIN meetings m ON m.id = u.meeting_id \
                    WHERE u.group_id = $1 AND u.state = 'draft' ORDER BY m.held_on, m.number");
    rows.bind(group).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("held_on")?))).collect()
}

/// Notes that a group is to get its copy once more.
pub(super) async fn set_waiting(tx: &mut Tx, group: Uuid, meeting: Uuid, network: Uuid) -> Result<()> {
    sql("UPDATE minute_copies SET posted_at = NULL WHERE group_id = $1 AND meeting_id = $2 AND network_id = $3")
        .bind(group)
        .bind(meeting)
        .bind(network)
        .run(tx)
        .await
        .map(drop)
}

/// The last minute that a group got.
pub(super) struct LastCopy {
    /// The group that gets minutes.
    pub(super) network: Uuid,
    /// The meeting's key, number and day.
    pub(super) meeting_id: Uuid,
    pub(super) meeting: i64,
    pub(super) held_on: Date,
    /// When it was put into the outbox.
    pub(super) posted_at: Timestamp,
}

/// The last minute that each group got.
pub(super) async fn last_copies(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<LastCopy>> {
    let rows = sql(
        "SELECT c.network_id, c.meeting_id, c.posted_at, m.number, m.held_on FROM networks n JOIN minute_copies c ON c.network_id = n.id \
                    JOIN meetings m ON m.id = c.meeting_id WHERE n.group_id = $1 AND n.ended_on IS NULL \
                    AND c.posted_at = (SELECT MAX(x.posted_at) FROM minute_copies x WHERE x.network_id = n.id)",
    );
    let read = |row: &Row| {
        Ok(LastCopy {
            network: row.get("network_id")?,
            meeting_id: row.get("meeting_id")?,
            meeting: row.get("number")?,
            held_on: row.get("held_on")?,
            posted_at: row.get("posted_at")?,
        })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Only published minutes have gone to groups.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let early = sql("SELECT COUNT(*) AS n FROM minute_copies c LEFT JOIN minutes m ON m.meeting_id = c.meeting_id \
                         WHERE m.state IS NULL OR m.state = 'draft' OR m.group_id <> c.group_id");
        counted(&mut problems, &early.one(db).await?, "groups that got a minute which is not published")?;
        let astray = sql("SELECT COUNT(*) AS n FROM minute_mending_copies t LEFT JOIN minute_copies c ON c.meeting_id = t.meeting_id \
                          AND c.network_id = t.network_id AND c.group_id = t.group_id WHERE c.network_id IS NULL");
        counted(&mut problems, &astray.one(db).await?, "groups that were told what was put right in a minute which they do not have")?;
        Ok(problems)
    })
}
