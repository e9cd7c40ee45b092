//! Every statement on the group's standing items and on topics that wait in the backlog.

use jiff::civil::Date;
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::{
    model::{Fixed, Source},
    standing::usual,
};
use crate::meetings::{NewItem, Purpose, Standing};

/// The group's standing items in their order, or those that will do until it has its own.
pub(super) async fn standing(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Fixed>> {
    let rows = sql("SELECT position, kind, title, minutes FROM standing_items WHERE group_id = $1 ORDER BY position");
    let read = |row: &Row| {
        let kind: String = row.get("kind")?;
        Ok(Fixed {
            source: Source::Standing(row.get("position")?),
            kind: Standing::from_key(&kind).ok_or_else(|| Error::internal("a standing item is of an unknown kind"))?,
            title: row.get("title")?,
            minutes: row.get("minutes")?,
        })
    };
    let own = rows.bind(group).all(on).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(if own.is_empty() { usual() } else { own })
}

/// Writes the group's standing items in place of those that stood there.
pub(super) async fn put_standing(tx: &mut Tx, group: Uuid, items: &[Fixed]) -> Result<()> {
    sql("DELETE FROM standing_items WHERE group_id = $1").bind(group).run(&mut *tx).await?;
    for (position, item) in (1i64..).zip(items) {
        sql("INSERT INTO standing_items (group_id, position, kind, title, minutes) VALUES ($1, $2, $3, $4, $5)")
            .bind(group)
            .bind(position)
            .bind(item.kind.key())
            .bind(&item.title)
            .bind(item.minutes)
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// A topic that waits for a meeting.
#[derive(Clone, Debug)]
pub(super) struct Topic {
    pub(super) id: Uuid,
    pub(super) new: NewItem,
    pub(super) since: Date,
    pub(super) carried: i64,
}

fn topic(row: &Row) -> Result<Topic> {
    let purpose: String = row.get("purpose")?;
    Ok(Topic {
        id: row.get("id")?,
        new: NewItem {
            title: row.get("title")?,
            purpose: Purpose::from_key(&purpose).ok_or_else(|| Error::internal("a topic has an unknown purpose"))?,
            presenter: row.get("presenter")?,
            minutes: row.get("minutes")?,
            reserved: row.get("reserved")?,
            consent: row.get("consent")?,
            ..NewItem::default()
        },
        since: row.get("since_on")?,
        carried: row.get("carried")?,
    })
}

/// The topics that wait, the longest first.
pub(super) async fn topics(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Topic>> {
    let rows = sql("SELECT id, title, purpose, presenter, minutes, reserved, consent, since_on, carried FROM backlog_topics \
                    WHERE group_id = $1 ORDER BY since_on, id LIMIT 200");
    rows.bind(group).all(on).await?.iter().map(topic).collect()
}

/// Takes a topic out of the backlog; tells what it was, if it was still there.
pub(super) async fn take_topic(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<Option<Topic>> {
    let row = sql("DELETE FROM backlog_topics WHERE group_id = $1 AND id = $2 \
                   RETURNING id, title, purpose, presenter, minutes, reserved, consent, since_on, carried");
    row.bind(group).bind(id).optional(tx).await?.as_ref().map(topic).transpose()
}

/// Puts a topic into the backlog, with how often it was put off.
pub(super) async fn keep_topic(tx: &mut Tx, group: Uuid, id: Uuid, item: &NewItem, since: Date, carried: i64) -> Result<()> {
    sql("INSERT INTO backlog_topics (id, group_id, title, purpose, presenter, minutes, reserved, consent, since_on, carried) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
    .bind(id)
    .bind(group)
    .bind(&item.title)
    .bind(item.purpose.key())
    .bind(&item.presenter)
    .bind(item.minutes)
    .bind(&item.reserved)
    .bind(item.consent)
    .bind(since)
    .bind(carried)
    .run(tx)
    .await
    .map(drop)
}

/// The number of the next meeting that is planned from a day on and is no short one between two others.
pub(super) async fn next_full(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Option<i64>> {
    let row = sql("SELECT number FROM meetings WHERE group_id = $1 AND held_on >= $2 AND state = 'planned' AND kind <> 'interim' \
                   ORDER BY held_on, number LIMIT 1");
    row.bind(group).bind(from).optional(on).await?.map(|row| row.get("number")).transpose()
}
