//! Papers that are to come: an item says so, and once its paper was due and is not there, the composer reckons with that.

use std::collections::HashSet;

use group::{acting::Acting, permissions::Verb};
use jiff::civil::Date;
use kernel::{
    App, On, Result, Tx,
    ledger::{self, Fact},
    sql,
};
use uuid::Uuid;

use super::{model::due_on, store};
use crate::meetings::{self, Meeting, event};

/// Says whether a paper is to come for an item. Said twice, it is so once.
///
/// # Errors
/// [`kernel::Error::NotFound`] for those who do not see meetings, and for an item that is not there; [`kernel::Error::Conflict`] when
/// the meeting is planned no more.
pub(super) async fn expect(app: &App, tx: &mut Tx, acting: &Acting, (number, item): (i64, i64), comes: bool) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    let record = meetings::record(&mut *tx, acting.group.id, number).await?;
    let item = record.item(item)?;
    if !record.meeting.is_open() {
        return Err(kernel::Error::Conflict("This meeting is planned no more, so its papers stay as they are.".into()));
    }
    let changed = match comes {
        true => sql("INSERT INTO awaited_papers (group_id, item_id) VALUES ($1, $2) ON CONFLICT (item_id) DO NOTHING"),
        false => sql("DELETE FROM awaited_papers WHERE group_id = $1 AND item_id = $2"),
    };
    if changed.bind(acting.group.id).bind(item.id).run(tx).await? == 0 {
        return Ok(());
    }
    let verb = if comes { "paper.awaited" } else { "paper.not-awaited" };
    ledger::record(tx, event(app, acting, &record.meeting, verb).with("item", Fact::Reference(item.reference()))).await
}

/// Whether a paper is to come for an item.
pub(super) async fn is_expected(on: impl Into<On<'_>>, group: Uuid, item: Uuid) -> Result<bool> {
    let row = sql("SELECT 1 AS there FROM awaited_papers WHERE group_id = $1 AND item_id = $2");
    Ok(row.bind(group).bind(item).optional(on).await?.is_some())
}

/// The items of a meeting whose paper was due by now and is not there. Nothing while papers may still come in time.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lacking(on: impl Into<On<'_>>, group: Uuid, meeting: &Meeting, today: Date) -> Result<HashSet<Uuid>> {
    let mut on = on.into();
    if today <= due_on(meeting.held_on, store::days_before(on.again(), group).await?) {
        return Ok(HashSet::new());
    }
    let rows = sql("SELECT a.item_id FROM awaited_papers a JOIN items i ON i.id = a.item_id WHERE a.group_id = $1 AND i.meeting_id = $2 \
                    AND NOT EXISTS (SELECT 1 FROM papers p WHERE p.item_id = a.item_id AND p.state = 'current')");
    rows.bind(group).bind(meeting.id).all(on).await?.iter().map(|row| row.get("item_id")).collect()
}
