//! Every statement on who opened what.

use jiff::civil::Date;
use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

use crate::acting::Acting;

/// What somebody can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The page of an issue, with its reporter's words.
    Issue,
    /// A file that a reporter added.
    File,
    /// A minute: its page, or as a file. Its key is the meeting's.
    Minute,
}

impl Thing {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::File => "file",
            Self::Minute => "minute",
        }
    }
}

/// What somebody opened, and between which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Their name.
    pub name: String,
    /// What: `issue`, `file` or `minute`.
    pub thing: String,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

pub(super) async fn is_noted(on: impl Into<On<'_>>, acting: &Acting, thing: Thing, id: Uuid, day: Date) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM looks WHERE group_id = $1 AND thing_id = $2 AND person_id = $3 AND kind = $4 AND day = $5");
    let row = row.bind(acting.group.id).bind(id).bind(acting.person).bind(thing.key()).bind(day);
    Ok(row.one(on).await?.get::<i64>("n")? > 0)
}

pub(super) async fn insert(tx: &mut Tx, acting: &Acting, thing: Thing, id: Uuid, day: Date) -> Result<()> {
    sql("INSERT INTO looks (group_id, thing_id, person_id, kind, day) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
        .bind(acting.group.id)
        .bind(id)
        .bind(acting.person)
        .bind(thing.key())
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn forget(tx: &mut Tx, before: Date) -> Result<()> {
    sql("DELETE FROM looks WHERE day < $1").bind(before).run(tx).await.map(drop)
}

/// Who opened an issue, its files, and the minutes of meetings that dealt with it.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<Look>> {
    let rows =
        sql("SELECT p.name, l.kind, MIN(l.day) AS first_day, MAX(l.day) AS last_day FROM looks l JOIN people p ON p.id = l.person_id \
                    WHERE l.group_id = $1 AND (l.thing_id = $2 OR l.thing_id IN (SELECT t.meeting_id FROM items t WHERE t.issue_id = $2)) \
                    GROUP BY p.id, p.name, l.kind ORDER BY LOWER(p.name), p.id, l.kind");
    let read = |row: &kernel::Row| {
        Ok(Look { name: row.get("name")?, thing: row.get("kind")?, first: row.get("first_day")?, last: row.get("last_day")? })
    };
    rows.bind(group).bind(issue).all(on).await?.iter().map(read).collect()
}
