//! The verbs on groups.

use jiff::tz::TimeZone;
use kernel::{App, Error, Result, Tx, actor::Actor, ledger};
use uuid::Uuid;

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
    };
    store::insert(tx, &group, &new.time_zone, now).await?;
    ledger::record(tx, ledger::Event::new(group.id, now, Actor::System, "group.founded", group.id)).await?;
    Ok(group)
}
