//! What an invitation says of each person's own work.

use jiff::civil::Date;
use kernel::{On, Result, Row, sql};
use uuid::Uuid;

use crate::interests::open_to;

/// An open action of somebody who is invited.
#[derive(Clone, Debug)]
pub(super) struct OpenAction {
    pub(super) owner: Uuid,
    pub(super) number: i64,
    pub(super) words: String,
    pub(super) due: Date,
}

/// All open actions of a group that people have heard of, but for those of items that are closed to their owners: by owner, the one due first first.
pub(super) async fn open_actions(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<OpenAction>> {
    let rows = sql(concat!(
        "SELECT a.owner_id, a.number, a.words, a.due FROM actions a JOIN decisions d ON d.item_id = a.item_id JOIN items i ON i.id = a.item_id \
                    WHERE a.group_id = $1 AND a.state IN ('open', 'in-progress') AND a.owner_id IS NOT NULL AND d.confirmed AND ",
        open_to!("a.owner_id"),
        " \
                    UNION ALL SELECT b.owner_id, b.number, b.words, b.due FROM past_actions b \
                    WHERE b.group_id = $1 AND b.state IN ('open', 'in-progress') AND b.owner_id IS NOT NULL ORDER BY 1, 4, 2"
    ));
    let read = |row: &Row| {
        Ok(OpenAction { owner: row.get("owner_id")?, number: row.get("number")?, words: row.get("words")?, due: row.get("due")? })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// An item of a meeting that somebody presents.
#[derive(Clone, Debug)]
pub(super) struct Presented {
    pub(super) item: Uuid,
    /// By whom, as it was typed.
    pub(super) presenter: String,
    pub(super) year: i64,
    pub(super) number: i64,
    pub(super) title: String,
    pub(super) reserved: bool,
}

/// The items of a meeting that name who presents them, in their order.
pub(super) async fn presented(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<Presented>> {
    let rows = sql("SELECT i.id, i.reserved, i.presenter, i.year, i.number, COALESCE(s.group_title, i.title) AS title FROM items i \
                    LEFT JOIN issues s ON s.id = i.issue_id WHERE i.group_id = $1 AND i.meeting_id = $2 AND i.presenter <> '' \
                    ORDER BY i.position, i.number");
    let read = |row: &Row| {
        Ok(Presented {
            item: row.get("id")?,
            presenter: row.get("presenter")?,
            year: row.get("year")?,
            number: row.get("number")?,
            title: row.get("title")?,
            reserved: !row.get::<String>("reserved")?.is_empty(),
        })
    };
    rows.bind(group).bind(meeting).all(on).await?.iter().map(read).collect()
}
