//! What each person has still to read before a meeting.

use kernel::{On, Result, Row, sql};
use uuid::Uuid;

use super::model::letter;
use crate::{interests, references};

/// The papers of one meeting's items, with who has read which and who may not see them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    papers: Vec<Listed>,
    /// Item and person: they have flagged it as read.
    read: Vec<(Uuid, Uuid)>,
    /// Item and person: it is reserved, and they declared an interest in it.
    closed: Vec<(Uuid, Uuid)>,
}

/// A paper that is the one to read.
#[derive(Clone, Debug)]
struct Listed {
    item: Uuid,
    reference: String,
    letter: i64,
    title: String,
    reserved: bool,
}

impl Unread {
    /// A line for each paper that somebody has still to read. What a reserved one is called stays out of mail and of pages that
    /// need no account.
    pub(crate) fn of(&self, person: Uuid) -> Vec<String> {
        let mine = |paper: &&Listed| !self.read.contains(&(paper.item, person)) && !self.closed.contains(&(paper.item, person));
        self.papers.iter().filter(mine).map(Listed::words).collect()
    }

    /// Whether an item is reserved and closed to somebody, because they declared an interest in it.
    pub(crate) fn is_closed(&self, item: Uuid, person: Uuid) -> bool {
        self.closed.contains(&(item, person))
    }
}

impl Listed {
    fn words(&self) -> String {
        let name = format!("Paper {} for {}", letter(self.letter), self.reference);
        if self.reserved { format!("{name}, a reserved item") } else { format!("{name}: {}", self.title) }
    }
}

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
