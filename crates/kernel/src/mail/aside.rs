//! What waited to be sent when a backup was made. In a board that is put back from it such mail is put aside: it may have gone
//! since, and nobody shall get the same mail twice. A person looks at it, and sends it or leaves it.

use jiff::Timestamp;
use uuid::Uuid;

use super::{SEND, runs};
use crate::{
    App, Db, Error, On, Result, Tx,
    actor::Actor,
    ledger::{self, Event},
    sql,
};

/// Why work was put aside, as people read it; by these words it is known.
pub(crate) const WHY: &str = "it waited when the backup was made that this board was put back from, and may have gone since";

/// Work that was put aside, as an administrator sees it: no address.
#[derive(Clone, Debug)]
pub struct Aside {
    /// The key of its job.
    pub id: Uuid,
    /// What was to be done.
    pub kind: String,
    /// What the mail is about; empty for a letter to many and for what is no mail.
    pub subject: String,
    /// When it was written.
    pub created_at: Timestamp,
}

impl Aside {
    /// Whether it can be left for good: a mail to one person. A letter to many is stopped on its own page.
    #[must_use]
    pub fn can_be_left(&self) -> bool {
        self.kind == SEND
    }
}

/// Puts aside all that waits to leave: mail to one, letters to many, and what else the caller names as going out. Tells how much.
///
/// # Errors
/// When the database fails.
pub async fn put_aside(db: &Db, others: &[&str]) -> Result<u64> {
    let (mut tx, mut all) = (db.begin().await?, 0);
    for kind in [SEND, runs::SEND].iter().chain(others) {
        all += sql("UPDATE jobs SET state = 'dead', error = $2, lease_until = NULL WHERE kind = $1 AND state <> 'dead'")
            .bind(*kind)
            .bind(WHY)
            .run(&mut tx)
            .await?;
    }
    tx.commit_now().await?;
    Ok(all)
}

/// What was put aside and waits for a person: of one scope, or with `None` all of the deployment's; the oldest first, at most 200.
///
/// # Errors
/// When the database fails.
pub async fn waiting(on: impl Into<On<'_>>, scope: Option<Uuid>) -> Result<Vec<Aside>> {
    let rows = sql("SELECT j.id, j.kind, j.created_at, m.subject FROM jobs j LEFT JOIN mails m ON m.job_key = j.job_key \
                    WHERE j.state = 'dead' AND j.error = $2 AND ($1 IS NULL OR j.scope_id = $1) ORDER BY j.created_at, j.id LIMIT 200");
    let read = |row: &crate::Row| {
        let subject: Option<String> = row.get("subject")?;
        Ok(Aside { id: row.get("id")?, kind: row.get("kind")?, subject: subject.unwrap_or_default(), created_at: row.get("created_at")? })
    };
    rows.bind(scope).bind(WHY).all(on).await?.iter().map(read).collect()
}

/// Lets all go that was put aside; tells how much.
///
/// # Errors
/// When the database fails.
pub async fn release_all(app: &App, tx: &mut Tx, scope: Option<Uuid>, actor: Actor) -> Result<u64> {
    let gone = sql("UPDATE jobs SET state = 'ready', tries = 0, stops = 0, run_at = $3, error = NULL \
                    WHERE state = 'dead' AND error = $2 AND ($1 IS NULL OR scope_id = $1)")
    .bind(scope)
    .bind(WHY)
    .bind(app.clock.now())
    .run(&mut *tx)
    .await?;
    if gone > 0 {
        tx.wakes_worker = true;
        let scope = scope.unwrap_or(ledger::DEPLOYMENT);
        ledger::record(tx, Event::new(scope, app.clock.now(), actor, "work.all-let-go", scope)).await?;
    }
    Ok(gone)
}

/// Leaves a mail that was put aside: it never goes.
///
/// # Errors
/// [`Error::NotFound`] when no such mail was put aside in the scope.
pub async fn leave(app: &App, tx: &mut Tx, scope: Option<Uuid>, id: Uuid, actor: Actor) -> Result<()> {
    let row = sql("DELETE FROM jobs WHERE id = $1 AND kind = $2 AND state = 'dead' AND error = $3 AND ($4 IS NULL OR scope_id = $4) \
                   RETURNING job_key");
    let row = row.bind(id).bind(SEND).bind(WHY).bind(scope).optional(&mut *tx).await?.ok_or(Error::NotFound)?;
    let key: Option<String> = row.get("job_key")?;
    let key = key.ok_or(Error::NotFound)?;
    sql("DELETE FROM mail_parts WHERE mail_id IN (SELECT id FROM mails WHERE job_key = $1 AND sent_at IS NULL)")
        .bind(&key)
        .run(&mut *tx)
        .await?;
    sql("DELETE FROM mails WHERE job_key = $1 AND sent_at IS NULL").bind(&key).run(&mut *tx).await?;
    ledger::record(tx, Event::new(scope.unwrap_or(ledger::DEPLOYMENT), app.clock.now(), actor, "work.left", id)).await
}
