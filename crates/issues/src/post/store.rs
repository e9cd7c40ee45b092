//! Every statement on mails that came in: each is known by a hash, and nothing of it is kept here.

use jiff::civil::Date;
use kernel::{Result, Tx, sql};
use uuid::Uuid;

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
