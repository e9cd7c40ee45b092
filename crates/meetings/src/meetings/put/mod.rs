//! Items that stand on an agenda by themselves, because something else waits for the meeting.

mod store;

use group::groups::{self, Group};
use kernel::{
    App, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    items,
    model::{Meeting, NewItem, Rules},
    store as meetings,
};
use crate::references;

/// Puts an item onto the agenda of a planned meeting, or names the one that is there anew; tells its key. Who has confirmed what was
/// read back is asked again.
///
/// # Errors
/// When the database fails.
pub(crate) async fn put_item(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, there: Option<Uuid>, title: &str) -> Result<Uuid> {
    if let Some(item) = there {
        if store::set_title(tx, group.id, item, title).await? {
            meetings::clear_confirmations(tx, group.id, meeting.id).await?;
        }
        return Ok(item);
    }
    put_new(app, tx, group, meeting, NewItem { title: title.to_owned(), ..NewItem::default() }).await
}

/// Puts a new item at the end of the agenda of a planned meeting; tells its key. It takes little time: everybody has read it before.
///
/// # Errors
/// When the database fails.
pub(crate) async fn put_new(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, new: NewItem) -> Result<Uuid> {
    let number = groups::next_number(tx, group.id, &format!("items/{}", meeting.year)).await?;
    let Rules { item_minutes, .. } = meetings::rules(&mut *tx, group.id).await?;
    let item = NewItem { minutes: item_minutes.min(5), ..new };
    let id = app.ids.key(app.clock.now())?;
    items::insert_item(tx, group.id, meeting, id, number, &item).await?;
    meetings::clear_confirmations(tx, group.id, meeting.id).await?;
    let said = Event::new(group.id, app.clock.now(), Actor::System, "item.added", meeting.id)
        .with("meeting", Fact::Number(meeting.number))
        .with("item", Fact::Reference(references::item(meeting.year, number)));
    ledger::record(tx, said).await?;
    Ok(id)
}

/// Takes such an item off an agenda on which nothing was said or decided of it; elsewhere it stays.
///
/// # Errors
/// When the database fails.
pub(crate) async fn drop_item(tx: &mut Tx, group: Uuid, item: Uuid) -> Result<()> {
    if let Some(meeting) = store::untouched(&mut *tx, group, item).await? {
        items::delete_item(tx, group, item).await?;
        meetings::clear_confirmations(tx, group, meeting).await?;
    }
    Ok(())
}

/// Adds to what was said on an item.
///
/// # Errors
/// When the database fails.
pub(crate) async fn note_on_item(tx: &mut Tx, group: Uuid, item: Uuid, words: &str) -> Result<()> {
    store::add_note(tx, group, item, words).await
}
