//! Every statement on reminders.

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use crate::interests::open_to;

/// An open action that its owner is reminded of.
#[derive(Clone, Debug)]
pub(super) struct Due {
    pub(super) owner: Uuid,
    pub(super) email: String,
    /// The number in its reference.
    pub(super) number: i64,
    pub(super) words: String,
    /// What somebody outside the group is who does it; empty where the owner does it.
    pub(super) outside: String,
    pub(super) due: Date,
    /// When its owner was reminded last.
    pub(super) reminded_on: Option<Date>,
}

/// The groups that have open actions, or have invited people to a meeting from a day on.
pub(super) async fn groups_to_remind(on: impl Into<On<'_>>, from: Date) -> Result<Vec<Uuid>> {
    let rows = sql(
        "SELECT g.id FROM groups g WHERE EXISTS (SELECT 1 FROM actions a WHERE a.group_id = g.id AND a.state IN ('open', 'in-progress')) \
                    OR EXISTS (SELECT 1 FROM past_actions b WHERE b.group_id = g.id AND b.state IN ('open', 'in-progress')) \
                    OR EXISTS (SELECT 1 FROM meetings m WHERE m.group_id = g.id AND m.held_on >= $1 AND m.state = 'planned' AND m.invited)",
    );
    rows.bind(from).all(on).await?.iter().map(|row| row.get("id")).collect()
}

/// The open actions of a group that are due by a day, once their decisions are confirmed, and those of before: by owner, the one due first first.
pub(super) async fn due_by(on: impl Into<On<'_>>, group: Uuid, day: Date) -> Result<Vec<Due>> {
    let rows = sql(concat!(
        "SELECT a.owner_id, p.email, a.number, a.words, a.outside_role, a.due, r.reminded_on FROM actions a JOIN people p ON p.id = a.owner_id \
                    JOIN seats s ON s.group_id = a.group_id AND s.person_id = a.owner_id AND s.role <> 'reader' \
                    JOIN decisions d ON d.item_id = a.item_id JOIN items i ON i.id = a.item_id \
                    LEFT JOIN action_reminders r ON r.group_id = a.group_id AND r.person_id = a.owner_id \
                    WHERE a.group_id = $1 AND a.state IN ('open', 'in-progress') AND a.due <= $2 AND d.confirmed AND ",
        open_to!("a.owner_id"),
        " \
                    UNION ALL SELECT b.owner_id, p.email, b.number, b.words, '' AS outside_role, b.due, r.reminded_on FROM past_actions b JOIN people p ON p.id = b.owner_id \
                    JOIN seats s ON s.group_id = b.group_id AND s.person_id = b.owner_id AND s.role <> 'reader' \
                    LEFT JOIN action_reminders r ON r.group_id = b.group_id AND r.person_id = b.owner_id \
                    WHERE b.group_id = $1 AND b.state IN ('open', 'in-progress') AND b.due <= $2 ORDER BY 1, 6, 3"
    ));
    let read = |row: &Row| {
        Ok(Due {
            owner: row.get("owner_id")?,
            email: row.get("email")?,
            number: row.get("number")?,
            words: row.get("words")?,
            outside: row.get("outside_role")?,
            due: row.get("due")?,
            reminded_on: row.get("reminded_on")?,
        })
    };
    rows.bind(group).bind(day).all(on).await?.iter().map(read).collect()
}

/// The day on which somebody was reminded last.
///
/// # Errors
/// When the database fails.
pub(crate) async fn reminded_on(on: impl Into<On<'_>>, group: Uuid, person: Uuid) -> Result<Option<Date>> {
    let row = sql("SELECT reminded_on FROM action_reminders WHERE group_id = $1 AND person_id = $2");
    row.bind(group).bind(person).optional(on).await?.map(|row| row.get("reminded_on")).transpose()
}

/// Notes that somebody was reminded.
pub(super) async fn put(tx: &mut Tx, group: Uuid, person: Uuid, day: Date) -> Result<()> {
    sql("INSERT INTO action_reminders (group_id, person_id, reminded_on) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, person_id) DO UPDATE SET reminded_on = excluded.reminded_on")
    .bind(group)
    .bind(person)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}
