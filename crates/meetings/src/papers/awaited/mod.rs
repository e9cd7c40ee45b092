//! Papers that are to come: an item says so, and once its paper was due and is not there, the composer reckons with that.

mod store;

use std::collections::HashSet;

use group::{acting::Acting, permissions::Verb};
use jiff::civil::Date;
use kernel::{
    App, On, Result, Tx,
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{model::due_on, store::days_before};
use crate::meetings::{self, Meeting, event};

pub(super) use store::is_expected;

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
        return Err(kernel::Error::Conflict("This meeting is no longer planned, so its papers stay as they are.".into()));
    }
    if !store::set(tx, acting.group.id, item.id, comes).await? {
        return Ok(());
    }
    let verb = if comes { "paper.awaited" } else { "paper.not-awaited" };
    ledger::record(tx, event(app, acting, &record.meeting, verb).with("item", Fact::Reference(item.reference()))).await
}

/// The items of a meeting whose paper was due by now and is not there. Nothing while papers may still come in time.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lacking(on: impl Into<On<'_>>, group: Uuid, meeting: &Meeting, today: Date) -> Result<HashSet<Uuid>> {
    let mut on = on.into();
    if today <= due_on(meeting.held_on, days_before(on.again(), group).await?) {
        return Ok(HashSet::new());
    }
    store::without_paper(on, group, meeting.id).await
}
