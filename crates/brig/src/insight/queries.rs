//! What the start page reads: what waits for one person.

use group::membership::Side;
use jiff::civil::Date;
use kernel::{Db, Result, Row, sql};
use uuid::Uuid;

/// A draft minute that a side has not approved yet: the meeting's number and day, the oldest first.
pub(super) async fn unapproved(db: &Db, group: Uuid, side: Side) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM minutes n JOIN meetings m ON m.id = n.meeting_id \
                    LEFT JOIN approvals a ON a.meeting_id = n.meeting_id AND a.side = $2 \
                    WHERE n.group_id = $1 AND n.state = 'draft' AND a.person_id IS NULL ORDER BY m.held_on, m.number LIMIT 5");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?));
    rows.bind(group).bind(side.key()).all(db).await?.iter().map(read).collect()
}

/// A meeting between two days that has decided something which this side has not confirmed: its number and day.
pub(super) async fn unconfirmed(db: &Db, group: Uuid, side: Side, (since, until): (Date, Date)) -> Result<Vec<(i64, Date)>> {
    let rows = sql("SELECT m.number, m.held_on FROM meetings m LEFT JOIN confirmations own ON own.meeting_id = m.id AND own.side = $2 \
                    WHERE m.group_id = $1 AND m.state = 'planned' AND m.held_on >= $3 AND m.held_on <= $4 AND own.person_id IS NULL \
                    AND EXISTS (SELECT 1 FROM decisions d WHERE d.meeting_id = m.id) ORDER BY m.held_on, m.number LIMIT 5");
    let read = |row: &Row| Ok((row.get("number")?, row.get("held_on")?));
    rows.bind(group).bind(side.key()).bind(since).bind(until).all(db).await?.iter().map(read).collect()
}

/// How many open actions a person owns.
pub(super) async fn own_actions(db: &Db, group: Uuid, person: Uuid) -> Result<u64> {
    let row = sql("SELECT (SELECT COUNT(*) FROM actions WHERE group_id = $1 AND state = 'open' AND owner_id = $2) \
         + (SELECT COUNT(*) FROM past_actions WHERE group_id = $1 AND state = 'open' AND owner_id = $2) AS n");
    let n: i64 = row.bind(group).bind(person).one(db).await?.get("n")?;
    Ok(u64::try_from(n).unwrap_or(0))
}
