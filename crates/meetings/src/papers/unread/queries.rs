//! What each person has still to read, out of the database.

use kernel::{On, Result, Row, sql};
use uuid::Uuid;

use super::{Listed, Unread};
use crate::{interests, references};

/// What everybody has still to read for a meeting: the papers of items that they have not flagged as read. Papers of the items
/// that these go on from were read for the meeting before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn unread(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Unread> {
    let mut on = on.into();
    let rows = sql("SELECT p.item_id, p.letter, p.title, i.year, i.number, i.reserved FROM papers p JOIN items i ON i.id = p.item_id \
                    WHERE p.group_id = $1 AND i.meeting_id = $2 AND p.state = 'current' ORDER BY i.position, i.number, p.letter");
    let listed = |row: &Row| {
        Ok(Listed {
            item: row.get("item_id")?,
            reference: references::item(row.get("year")?, row.get("number")?),
            letter: row.get("letter")?,
            title: row.get("title")?,
            reserved: !row.get::<String>("reserved")?.is_empty(),
        })
    };
    let papers = rows.bind(group).bind(meeting).all(on.again()).await?.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let rows = sql("SELECT f.item_id, f.person_id FROM item_flags f JOIN items i ON i.id = f.item_id \
                    WHERE f.group_id = $1 AND i.meeting_id = $2 AND f.kind = 'read'");
    let read = rows.bind(group).bind(meeting).all(on.again()).await?;
    let read = read.iter().map(|row| Ok((row.get("item_id")?, row.get("person_id")?))).collect::<Result<Vec<_>>>()?;
    Ok(Unread { papers, read, closed: interests::closed(on, group, meeting).await? })
}
