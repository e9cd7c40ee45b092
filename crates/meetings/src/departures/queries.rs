//! What somebody still owns.

use kernel::{On, Result, Row, sql};
use uuid::Uuid;

use crate::actions::{self, Action};

/// An open action, and the meeting that it comes from.
#[derive(Clone, Debug)]
pub(super) struct Owned {
    pub(super) action: Action,
    /// The meeting's number.
    pub(super) meeting: i64,
}

/// The open actions of a person, the one due first first.
pub(super) async fn owned(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Vec<Owned>> {
    let rows = sql(
        "SELECT a.id AS action_id, a.item_id, a.number AS action_number, a.words AS action_words, a.owner_id, p.name AS owner_name, a.outside_role, a.due, \
                    a.done_means, a.state AS action_state, m.number AS meeting_number \
                    FROM actions a JOIN people p ON p.id = a.owner_id JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    WHERE a.group_id = $1 AND a.owner_id = $2 AND a.state IN ('open', 'in-progress') ORDER BY a.due, a.number",
    );
    let read = |row: &Row| Ok(Owned { action: actions::from_row(row)?, meeting: row.get("meeting_number")? });
    rows.bind(group).bind(person).all(on).await?.iter().map(read).collect()
}
