//! The verbs on guests of items: invite one, take one out.

use group::{acting::Acting, permissions::Verb, screening::refuse_numbers};
use jiff::SignedDuration;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    job::NewJob,
    ledger::{self, Fact},
    queue,
};
use serde_json::json;
use uuid::Uuid;

use super::{inviting, model::ItemGuest, store};
use crate::meetings::{self, Item, Record, event};

/// After so many minutes a guest who was added is written to.
const SOON: i64 = 1;
/// The most guests of one item.
const MOST: usize = 20;

/// A guest as somebody typed them.
#[derive(Clone, Debug, Default)]
pub struct NewGuest {
    /// Their name.
    pub name: String,
    /// What they do and where.
    pub post: String,
    /// Their mail address.
    pub email: String,
}

pub(super) fn must_invite(acting: &Acting) -> Result<()> {
    let why = "Inviting somebody for an item is for the administrator and the co-chairs.";
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, why)
}

/// The item of a meeting that is still open, under the group's lock.
async fn open(tx: &mut Tx, acting: &Acting, meeting: i64, item: i64) -> Result<(Record, Item)> {
    must_invite(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let record = meetings::record(tx, acting.group.id, meeting).await?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("This meeting is no longer planned, so its guests stay as they are.".into()));
    }
    let item = record.item(item)?.clone();
    Ok((record, item))
}

/// Invites somebody for one item. The same name twice is one guest.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Conflict`] once the meeting is over; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn invite(app: &App, tx: &mut Tx, acting: &Acting, meeting: i64, item: i64, new: &NewGuest) -> Result<()> {
    let (record, item) = open(tx, acting, meeting, item).await?;
    let mut checks = Checks::default();
    let rule = |required, name| TextRule { required, name, max: 120, lines: false };
    let name = checks.text("name", &new.name, rule(Some("Enter their name, or what they are"), "The name"));
    let post = checks.text("post", &new.post, rule(None, "What they do"));
    let email = checks.mail_address("email", &new.email);
    checks.done()?;
    refuse_numbers([("name", name.as_str()), ("post", &post), ("email", &email)].into_iter(), false)?;
    let there: Vec<&ItemGuest> = record.by_invitation.iter().filter(|guest| guest.item == item.id).collect();
    if there.iter().any(|guest| guest.name.to_lowercase() == name.to_lowercase()) {
        return Ok(());
    }
    if there.len() >= MOST {
        return Err(Error::field("name", "There are 20 guests for this item already: take one out first"));
    }
    let guest = ItemGuest { id: app.ids.key(app.clock.now())?, item: item.id, year: item.year, number: item.number, name, post, email };
    store::insert(tx, acting.group.id, &guest).await?;
    let event = event(app, acting, &record.meeting, "item.guest-invited").with("item", Fact::Reference(item.reference()));
    ledger::record(tx, event).await?;
    // They are written to a minute later, and not at the next round: several who are added one after the other are one.
    let run_at = app.clock.now() + SignedDuration::from_mins(SOON);
    let key = Some(format!("{}:soon", inviting::ROUND));
    queue::push(app, tx, NewJob { scope: None, kind: inviting::ROUND, payload: json!({}), run_at, key }).await
}

/// Takes a guest of an item out. Those who are out already stay so.
///
/// # Errors
/// As [`invite`].
pub async fn take_out(app: &App, tx: &mut Tx, acting: &Acting, meeting: i64, item: i64, guest: Uuid) -> Result<()> {
    let (record, item) = open(tx, acting, meeting, item).await?;
    if store::delete(tx, acting.group.id, item.id, guest).await? {
        ledger::record(tx, event(app, acting, &record.meeting, "item.guest-taken-out").with("item", Fact::Reference(item.reference())))
            .await?;
    }
    Ok(())
}
