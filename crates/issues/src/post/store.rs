//! Every statement on mails that came in: each is known by a hash, and nothing of it is kept here.

use jiff::civil::Date;
use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

/// Whether a mail came before.
pub(super) async fn is_known(on: impl Into<On<'_>>, message_hash: &[u8]) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM mails_in WHERE message_hash = $1").bind(message_hash).one(on).await?;
    Ok(row.get::<i64>("n")? > 0)
}

/// The groups that take issues by mail.
pub(super) async fn groups_with_addresses(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    let rows = sql("SELECT group_id FROM go_live WHERE raise_address IS NOT NULL ORDER BY group_id");
    rows.all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// Up to which number a mailbox was read, while its numbers hold.
pub(super) async fn read_to(on: impl Into<On<'_>>, place: &[u8], validity: i64) -> Result<Option<i64>> {
    let row = sql("SELECT read_to FROM mailboxes WHERE place = $1 AND validity = $2");
    row.bind(place).bind(validity).optional(on).await?.map(|row| row.get("read_to")).transpose()
}

/// Notes up to which number a mailbox was read. Numbers of before that hold no more are forgotten.
pub(super) async fn set_read_to(tx: &mut Tx, place: &[u8], validity: i64, number: i64) -> Result<()> {
    sql("DELETE FROM mailbox_tries WHERE place = $1 AND NOT EXISTS (SELECT 1 FROM mailboxes m WHERE m.place = $1 AND m.validity = $2)")
        .bind(place)
        .bind(validity)
        .run(&mut *tx)
        .await?;
    sql("INSERT INTO mailboxes (place, validity, read_to) VALUES ($1, $2, $3) \
         ON CONFLICT (place) DO UPDATE SET validity = excluded.validity, read_to = excluded.read_to")
    .bind(place)
    .bind(validity)
    .bind(number)
    .run(tx)
    .await
    .map(drop)
}

/// The mails of a mailbox that are still to be taken, the oldest first, each with how often that was tried.
pub(super) async fn waiting(on: impl Into<On<'_>>, place: &[u8], most: i64) -> Result<Vec<(i64, i64)>> {
    let rows = sql("SELECT number, tries FROM mailbox_tries WHERE place = $1 ORDER BY tries, number LIMIT $2");
    rows.bind(place).bind(most).all(on).await?.iter().map(|row| Ok((row.get("number")?, row.get("tries")?))).collect()
}

/// Notes that a mail is to be taken.
pub(super) async fn wait(tx: &mut Tx, place: &[u8], number: i64) -> Result<()> {
    let statement = sql("INSERT INTO mailbox_tries (place, number, tries) VALUES ($1, $2, 0) ON CONFLICT (place, number) DO NOTHING");
    statement.bind(place).bind(number).run(tx).await.map(drop)
}

/// Counts a try.
pub(super) async fn tried(tx: &mut Tx, place: &[u8], number: i64) -> Result<()> {
    let statement = sql("UPDATE mailbox_tries SET tries = tries + 1 WHERE place = $1 AND number = $2");
    statement.bind(place).bind(number).run(tx).await.map(drop)
}

/// Nothing more is to be done with a mail.
pub(super) async fn done(tx: &mut Tx, place: &[u8], number: i64) -> Result<()> {
    sql("DELETE FROM mailbox_tries WHERE place = $1 AND number = $2").bind(place).bind(number).run(tx).await.map(drop)
}

/// Notes that a mail came, and what became of it; tells whether it came for the first time.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, message_hash: &[u8], outcome: &str, came_on: Date) -> Result<bool> {
    let written = sql("INSERT INTO mails_in (message_hash, group_id, outcome, came_on) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (message_hash) DO NOTHING")
    .bind(message_hash)
    .bind(group)
    .bind(outcome)
    .bind(came_on)
    .run(tx)
    .await?;
    Ok(written == 1)
}
