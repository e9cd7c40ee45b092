//! What each person has still to read before a meeting.

mod queries;

use uuid::Uuid;

use super::model::letter;
pub(crate) use queries::unread;

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
