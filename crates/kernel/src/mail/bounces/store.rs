//! Mails that came back, in the database.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{Bounce, Single};
use crate::{On, Result, Row, Tx, sql};

/// A mail of ours that somebody reports of.
#[derive(Clone, Debug)]
pub(super) struct Ours {
    pub(super) message_id: String,
    pub(super) scope: Option<Uuid>,
    pub(super) cause: Uuid,
    pub(super) kind: String,
    pub(super) mail: Option<Uuid>,
    pub(super) run: Option<(Uuid, i64)>,
    /// The address that it went to, if that is one that the scope keeps openly.
    pub(super) known: Option<String>,
}

impl Ours {
    fn single(row: &Row) -> Result<Self> {
        Ok(Self {
            message_id: row.get("message_id")?,
            scope: row.get("scope_id")?,
            cause: row.get("cause_id")?,
            kind: row.get("kind")?,
            mail: Some(row.get("id")?),
            run: None,
            known: row.get::<bool>("known")?.then(|| row.get("to_address")).transpose()?,
        })
    }

    fn of_run(row: &Row) -> Result<Self> {
        Ok(Self {
            message_id: row.get("message_id")?,
            scope: Some(row.get("scope_id")?),
            cause: row.get("cause_id")?,
            kind: row.get("kind")?,
            mail: None,
            run: Some((row.get("run_id")?, row.get("place")?)),
            known: None,
        })
    }
}

/// The mail that we gave this Message-ID, if it is one of ours.
pub(super) async fn by_message(on: impl Into<On<'_>>, message_id: &str) -> Result<Option<Ours>> {
    let mut on = on.into();
    let single = sql("SELECT id, scope_id, cause_id, kind, message_id, known, to_address FROM mails WHERE message_id = $1");
    if let Some(row) = single.bind(message_id).optional(on.again()).await? {
        return Ours::single(&row).map(Some);
    }
    let of_run = sql("SELECT o.run_id, o.place, o.message_id, o.scope_id, r.cause_id, r.kind FROM mail_run_recipients o \
                      JOIN mail_runs r ON r.id = o.run_id WHERE o.message_id = $1");
    of_run.bind(message_id).optional(on).await?.as_ref().map(Ours::of_run).transpose()
}

/// The newest mail that left for an address since an instant.
pub(super) async fn newest_to(on: impl Into<On<'_>>, address: &str, since: Timestamp) -> Result<Option<Ours>> {
    let mut on = on.into();
    let single = sql("SELECT id, scope_id, cause_id, kind, message_id, sent_at, known, to_address FROM mails \
                      WHERE LOWER(to_address) = $1 AND sent_at >= $2 ORDER BY sent_at DESC, id DESC LIMIT 1");
    let single = single.bind(address).bind(since).optional(on.again()).await?;
    let of_run = sql("SELECT o.run_id, o.place, o.message_id, o.scope_id, o.settled_at, r.cause_id, r.kind FROM mail_run_recipients o \
                      JOIN mail_runs r ON r.id = o.run_id \
                      WHERE LOWER(o.to_address) = $1 AND o.state = 'sent' AND o.settled_at >= $2 ORDER BY o.settled_at DESC, o.run_id DESC LIMIT 1");
    let of_run = of_run.bind(address).bind(since).optional(on).await?;
    Ok(match (single, of_run) {
        (Some(single), Some(run)) if run.get::<Timestamp>("settled_at")? > single.get("sent_at")? => Some(Ours::of_run(&run)?),
        (Some(single), _) => Some(Ours::single(&single)?),
        (None, Some(run)) => Some(Ours::of_run(&run)?),
        (None, None) => None,
    })
}

/// Writes down what became of a mail; tells whether that was news. That it will not arrive stands against any word that it is late.
pub(super) async fn put(tx: &mut Tx, ours: &Ours, status: &str, permanent: bool, now: Timestamp) -> Result<bool> {
    let written =
        sql("INSERT INTO mail_bounces (message_id, scope_id, cause_id, kind, mail_id, run_id, place, status, permanent, at, known) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                       ON CONFLICT (message_id) DO UPDATE SET status = excluded.status, permanent = excluded.permanent, at = excluded.at \
                       WHERE NOT mail_bounces.permanent AND (excluded.permanent OR mail_bounces.status <> excluded.status)")
        .bind(&ours.message_id)
        .bind(ours.scope)
        .bind(ours.cause)
        .bind(&ours.kind)
        .bind(ours.mail)
        .bind(ours.run.map(|(run, _)| run))
        .bind(ours.run.map(|(_, place)| place))
        .bind(status)
        .bind(permanent)
        .bind(now)
        .bind(ours.known.is_some())
        .run(tx)
        .await?;
    Ok(written == 1)
}

fn bounce(row: &Row) -> Result<Bounce> {
    Ok(Bounce {
        cause: row.get("cause_id")?,
        kind: row.get("kind")?,
        run: row.get("run_id")?,
        to: row.get::<Option<String>>("to_address")?.unwrap_or_default(),
        status: row.get("status")?,
        permanent: row.get("permanent")?,
        at: row.get("at")?,
    })
}

pub(super) async fn of_scope(on: impl Into<On<'_>>, scope: Uuid, limit: i64) -> Result<Vec<Bounce>> {
    let rows = sql("SELECT b.cause_id, b.kind, b.run_id, o.to_address, b.status, b.permanent, b.at FROM mail_bounces b \
                    LEFT JOIN mail_run_recipients o ON o.run_id = b.run_id AND o.place = b.place \
                    WHERE b.scope_id = $1 ORDER BY b.at DESC, b.message_id LIMIT $2");
    rows.bind(scope).bind(limit).all(on).await?.iter().map(bounce).collect()
}

pub(super) async fn of_cause(on: impl Into<On<'_>>, scope: Uuid, cause: Uuid, limit: i64) -> Result<Vec<Bounce>> {
    let rows = sql("SELECT b.cause_id, b.kind, b.run_id, COALESCE(o.to_address, m.to_address) AS to_address, b.status, b.permanent, b.at \
                    FROM mail_bounces b LEFT JOIN mail_run_recipients o ON o.run_id = b.run_id AND o.place = b.place \
                    LEFT JOIN mails m ON m.id = b.mail_id \
                    WHERE b.cause_id = $2 AND b.scope_id = $1 ORDER BY b.at DESC, b.message_id LIMIT $3");
    rows.bind(scope).bind(cause).bind(limit).all(on).await?.iter().map(bounce).collect()
}

/// A list in which no address stands but those that the scope keeps openly.
pub(super) async fn singles(on: impl Into<On<'_>>, scope: Uuid, since: Timestamp, limit: i64) -> Result<Vec<Single>> {
    let rows = sql("SELECT b.mail_id, b.kind, CASE WHEN b.known THEN m.to_address END AS to_address, b.status, b.permanent, b.at \
                    FROM mail_bounces b LEFT JOIN mails m ON m.id = b.mail_id WHERE b.scope_id = $1 AND b.mail_id IS NOT NULL \
                    AND b.at >= $2 AND b.left_on IS NULL ORDER BY b.at DESC, b.message_id LIMIT $3");
    let read = |row: &Row| {
        Ok(Single {
            mail: row.get("mail_id")?,
            kind: row.get("kind")?,
            to: row.get::<Option<String>>("to_address")?.unwrap_or_default(),
            status: row.get("status")?,
            permanent: row.get("permanent")?,
            at: row.get("at")?,
        })
    };
    rows.bind(scope).bind(since).bind(limit).all(on).await?.iter().map(read).collect()
}

pub(super) async fn set_left(tx: &mut Tx, scope: Uuid, mail: Uuid, day: Date) -> Result<bool> {
    let left = sql("UPDATE mail_bounces SET left_on = $3 WHERE scope_id = $1 AND mail_id = $2 AND left_on IS NULL");
    Ok(left.bind(scope).bind(mail).bind(day).run(tx).await? > 0)
}

pub(super) async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<()> {
    sql("DELETE FROM mail_bounces WHERE at < $1 AND NOT known").bind(before).run(tx).await.map(drop)
}
