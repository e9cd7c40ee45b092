//! Every statement on mails that came in: each is known by a hash, and nothing of it is kept here.

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Aside, Why};

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

/// The mails of a mailbox that are still to be taken, the oldest first, each with how often that was tried, and why it failed last.
pub(super) async fn waiting(on: impl Into<On<'_>>, place: &[u8], most: i64) -> Result<Vec<(i64, i64, Why)>> {
    let rows = sql("SELECT number, tries, why FROM mailbox_tries WHERE place = $1 ORDER BY tries, number LIMIT $2");
    let read = |row: &Row| Ok((row.get("number")?, row.get("tries")?, Why::from_key(&row.get::<String>("why")?)));
    rows.bind(place).bind(most).all(on).await?.iter().map(read).collect()
}

/// Notes that a mail is to be taken.
pub(super) async fn wait(tx: &mut Tx, place: &[u8], number: i64) -> Result<()> {
    let statement =
        sql("INSERT INTO mailbox_tries (place, number, tries, why) VALUES ($1, $2, 0, 'stopped') ON CONFLICT (place, number) DO NOTHING");
    statement.bind(place).bind(number).run(tx).await.map(drop)
}

/// Counts a try. Until it is over, it has stopped there.
pub(super) async fn tried(tx: &mut Tx, place: &[u8], number: i64) -> Result<()> {
    let statement = sql("UPDATE mailbox_tries SET tries = tries + 1, why = 'stopped' WHERE place = $1 AND number = $2");
    statement.bind(place).bind(number).run(tx).await.map(drop)
}

/// Notes why a try failed.
pub(super) async fn failed(tx: &mut Tx, place: &[u8], number: i64, why: Why) -> Result<()> {
    let statement = sql("UPDATE mailbox_tries SET why = $3 WHERE place = $1 AND number = $2");
    statement.bind(place).bind(number).bind(why.key()).run(tx).await.map(drop)
}

/// Notes for a group that a mail was put aside.
pub(super) async fn put_aside(tx: &mut Tx, group: Uuid, id: Uuid, aside: Aside) -> Result<()> {
    let statement = sql("INSERT INTO mails_aside (id, group_id, why, aside_on) VALUES ($1, $2, $3, $4)");
    statement.bind(id).bind(group).bind(aside.why.key()).bind(aside.aside_on).run(tx).await.map(drop)
}

/// The mails that were put aside since a day, the latest first.
pub(crate) async fn aside(on: impl Into<On<'_>>, group: Uuid, since: Date) -> Result<Vec<Aside>> {
    let rows = sql("SELECT why, aside_on FROM mails_aside WHERE group_id = $1 AND aside_on >= $2 ORDER BY aside_on DESC, id DESC LIMIT 50");
    let read = |row: &Row| Ok(Aside { why: Why::from_key(&row.get::<String>("why")?), aside_on: row.get("aside_on")? });
    rows.bind(group).bind(since).all(on).await?.iter().map(read).collect()
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
