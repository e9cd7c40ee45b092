//! The verbs on groups.

use jiff::{
    civil::{Time, time},
    tz::TimeZone,
};
use kernel::{App, Error, Result, Tx, actor::Actor, form::Checks, ledger};
use uuid::Uuid;

use crate::{acting::Acting, permissions::Verb, screening::refuse_numbers};

use super::{
    model::{Group, check_prefix, check_slug},
    store,
};

/// What a group is founded with.
#[derive(Clone, Debug)]
pub struct NewGroup {
    /// Its part of every address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The health board it serves.
    pub board: String,
    /// What its references begin with.
    pub prefix: String,
    /// Where its clock stands, as in `Europe/London`.
    pub time_zone: String,
}

/// Founds a group.
///
/// # Errors
/// [`Error::Invalid`] when address, prefix or time zone will not do, or are another group's.
pub async fn found(app: &App, tx: &mut Tx, new: NewGroup) -> Result<Group> {
    check_slug(&new.slug).map_err(|message| Error::field("slug", message))?;
    check_prefix(&new.prefix).map_err(|message| Error::field("prefix", message))?;
    let time_zone =
        TimeZone::get(&new.time_zone).map_err(|_| Error::field("time_zone", "there is no such time zone; try Europe/London"))?;
    for other in store::all(&mut *tx).await? {
        if other.slug == new.slug {
            return Err(Error::field("slug", "another group has this address"));
        }
        if other.prefix == new.prefix {
            return Err(Error::field("prefix", "another group has this prefix"));
        }
    }
    let now = app.clock.now();
    let group = Group {
        id: app.ids.key(now)?,
        slug: new.slug,
        name: new.name,
        board: new.board,
        prefix: new.prefix,
        ordinal: store::next_number(tx, Uuid::nil(), "groups").await?,
        time_zone,
        triage_days: 10,
        contact: String::new(),
        post_from: time(8, 0, 0, 0),
        copy_lead: 60,
        shapes: String::new(),
    };
    store::insert(tx, &group, &new.time_zone, now).await?;
    ledger::record(tx, ledger::Event::new(group.id, now, Actor::System, "group.founded", group.id)).await?;
    Ok(group)
}

/// The group's mail as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewPost {
    /// Where answers to editions and minutes go: an address, or nothing.
    pub contact: String,
    /// From what time of a working day held mail goes out, as `08:00`.
    pub post_from: String,
    /// How many minutes before its deadline copy leaves.
    pub copy_lead: String,
}

/// The latest hour from which held mail goes out: later, a day might be over before the next look.
const LATEST: Time = Time::constant(18, 0, 0, 0);

/// Says where answers go, when held mail goes out, and how long before its deadline copy leaves.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what will not do.
pub async fn set_post(app: &App, tx: &mut Tx, acting: &Acting, new: &NewPost) -> Result<()> {
    acting.must_or(Verb::RunCascade, Verb::SeeMeetings, "Saying where mail goes is for the administrator and the co-chairs.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let mut checks = Checks::default();
    let contact = checks.mail_address("contact", &new.contact);
    let from = Time::strptime("%H:%M", new.post_from.trim()).ok().filter(|from| *from <= LATEST);
    if from.is_none() {
        checks.fail("post_from", "Enter a time up to 18:00, as 08:00");
    }
    let lead = new.copy_lead.trim().parse().ok().filter(|lead| (10..=1_440).contains(lead));
    if lead.is_none() {
        checks.fail("copy_lead", "Enter minutes, from 10 to 1440");
    }
    checks.done()?;
    refuse_numbers([("contact", contact.as_str())].into_iter(), false)?;
    store::set_post(tx, group.id, &contact, from.unwrap_or_default(), lead.unwrap_or_default()).await?;
    ledger::record(tx, ledger::Event::new(group.id, app.clock.now(), acting.actor(), "group.post-set", group.id)).await
}
