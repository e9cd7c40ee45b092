//! The verb on flags: say it, or take it back.

use group::{acting::Acting, permissions::Verb};
use kernel::{App, Error, Result, Tx, ledger, ledger::Fact};

use super::{model::Kind, store};
use crate::meetings::{self, event};

/// Says something of an item, or takes it back. Twice is once. One can ask to speak, or that an item is not taken by consent, before the
/// meeting and in it.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings; [`Error::Conflict`] once the meeting is planned no more.
pub async fn set(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: i64, kind: Kind, on: bool) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let record = meetings::record(&mut *tx, group, number).await?;
    let item = record.item(item)?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("This meeting is no longer planned.".into()));
    }
    if kind == Kind::Apart && on && !item.consent {
        return Err(Error::Conflict("This item is not taken by consent: it is spoken about anyway.".into()));
    }
    let changed = if on {
        store::put(tx, group, item.id, acting.person, kind, app.clock.now()).await?
    } else {
        store::delete(tx, group, item.id, acting.person, kind).await?
    };
    // Who has read what is nobody's business in the ledger.
    if !changed || kind == Kind::Read {
        return Ok(());
    }
    let verb = match (kind, on) {
        (Kind::Apart, true) => "item.set-apart",
        (Kind::Apart, false) => "item.back-to-consent",
        (_, true) => "item.asked-to-speak",
        (_, false) => "item.no-longer-to-speak",
    };
    ledger::record(tx, event(app, acting, &record.meeting, verb).with("item", Fact::Reference(item.reference()))).await
}
