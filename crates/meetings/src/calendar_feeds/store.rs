//! Every statement on private calendars.

use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// Which turn of addresses a person's calendar is at, and whether it can be followed.
pub(super) async fn find(on: impl Into<On<'_>>, person: Uuid) -> Result<Option<(i64, bool)>> {
    let row = sql("SELECT turn, stands FROM calendar_feeds WHERE person_id = $1").bind(person).optional(on).await?;
    row.map(|row| Ok((row.get("turn")?, row.get("stands")?))).transpose()
}

/// Opens a person's calendar, at the address that it had or at the first one.
pub(super) async fn open(tx: &mut Tx, person: Uuid) -> Result<()> {
    sql("INSERT INTO calendar_feeds (person_id, turn, stands) VALUES ($1, 1, TRUE) ON CONFLICT (person_id) DO UPDATE SET stands = TRUE")
        .bind(person)
        .run(tx)
        .await
        .map(drop)
}

/// Goes on to the next turn of addresses: what was known before opens nothing.
pub(super) async fn turn(tx: &mut Tx, person: Uuid, stands: bool) -> Result<()> {
    sql("UPDATE calendar_feeds SET turn = turn + 1, stands = $2 WHERE person_id = $1").bind(person).bind(stands).run(tx).await.map(drop)
}
