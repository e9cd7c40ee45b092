//! What a guest answers: by the link in their mail, or by their calendar. Opening the link does nothing, because mail scanners
//! follow links.

use group::groups::Group;
use jiff::Timestamp;
use kernel::{
    App, Error, On, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{model::Sent, store};
use crate::attending::Answer;

fn parts<'a>(group: &'a Group, guest: &'a Uuid) -> [&'a [u8]; 2] {
    [group.id.as_bytes(), guest.as_bytes()]
}

/// The address behind which one guest answers for one item, without an account. It is good for nothing else.
pub(super) fn link(app: &App, group: &Group, guest: Uuid) -> String {
    format!("/{}/one-item/{}{}", group.slug, guest.simple(), app.keys.seal("item-guest", &parts(group, &guest)))
}

/// What was sent to the guest that a link is for.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Sent> {
    let (guest, seal) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let guest = Uuid::try_parse(guest).map_err(|_| Error::NotFound)?;
    if !app.keys.sealed("item-guest", &parts(group, &guest), seal) {
        return Err(Error::NotFound);
    }
    store::find(on, group.id, guest).await
}

/// Whether nobody waits for a guest's answer any more.
pub(super) fn is_over(app: &App, sent: &Sent) -> bool {
    !sent.stands || sent.entry.ends <= app.clock.now()
}

/// Takes a guest's answer; the latest stands. Tells whether it does.
///
/// # Errors
/// [`Error::Conflict`] when the item is over, or taken off.
pub(super) async fn answer(app: &App, tx: &mut Tx, group: &Group, guest: Uuid, answer: Answer, at: Timestamp) -> Result<bool> {
    ledger::hold(tx, group.id).await?;
    let sent = store::find(&mut *tx, group.id, guest).await?;
    if is_over(app, &sent) {
        return Err(Error::Conflict("This item is over, or you are not needed for it any more. Thank you all the same.".into()));
    }
    // Nobody's clock shall win by being ahead of ours.
    if !store::answer(tx, group.id, guest, answer, at.min(app.clock.now())).await? {
        return Ok(false);
    }
    let event = Event::new(group.id, app.clock.now(), Actor::Visitor, "item.guest-answered", sent.entry.meeting);
    ledger::record(tx, event.with("answer", Fact::Word(answer.key().into()))).await?;
    Ok(true)
}

/// The group of the guest whose entry has this key, if it is one.
///
/// # Errors
/// When the database fails.
pub(crate) async fn group_of(on: impl Into<On<'_>>, guest: Uuid) -> Result<Option<Uuid>> {
    store::group_of(on, guest).await
}

/// Takes the answer of a guest's calendar. Tells whether it could be counted: it comes from the guest's own address.
///
/// # Errors
/// When the database fails.
pub(crate) async fn answer_by_mail(app: &App, group: &Group, guest: Uuid, from: [&str; 2], said: (Answer, Timestamp)) -> Result<bool> {
    let sent = store::find(&app.db, group.id, guest).await?;
    if !from.iter().any(|address| sent.entry.email.eq_ignore_ascii_case(address)) {
        return Ok(false);
    }
    let mut tx = app.begin().await?;
    match answer(app, &mut tx, group, guest, said.0, said.1).await {
        Ok(_) => app.commit(tx).await?,
        // Nobody waits for it any more: then it is left alone, and nobody need be told.
        Err(Error::Conflict(_)) => drop(tx),
        Err(error) => return Err(error),
    }
    Ok(true)
}
