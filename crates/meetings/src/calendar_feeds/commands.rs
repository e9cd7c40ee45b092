//! The verbs on one's own calendar, and what it holds.

use documents::calendar::{self, Calendar, Method};
use group::{
    acting::Acting,
    membership,
    permissions::{Role, Verb},
};
use jiff::{ToSpan, tz::TimeZone};
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{queries, store};
use crate::invitations;

/// So many months back a calendar reaches.
const BACK: i64 = 6;

fn seal(app: &App, person: Uuid, turn: i64) -> String {
    app.keys.seal("calendar-feed", &[person.as_bytes(), &turn.to_be_bytes()])
}

/// The address of a person's calendar, while it can be followed.
pub(super) async fn address(app: &App, person: Uuid) -> Result<Option<String>> {
    let found = store::find(&app.db, person).await?;
    Ok(found
        .filter(|(_, stands)| *stands)
        .map(|(turn, _)| app.url(&format!("/calendar/{}{}.ics", person.simple(), seal(app, person, turn)))))
}

async fn record(app: &App, tx: &mut Tx, acting: &Acting, verb: &'static str) -> Result<()> {
    ledger::record(tx, Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, acting.person)).await
}

/// Opens one's calendar.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings.
pub async fn open(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    store::open(tx, acting.person).await?;
    record(app, tx, acting, "calendar.opened").await
}

/// Gives one's calendar another address; the one before opens nothing.
///
/// # Errors
/// As [`open`].
pub async fn renew(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    store::turn(tx, acting.person, true).await?;
    record(app, tx, acting, "calendar.renewed").await
}

/// Ends one's calendar. Opened again, it has another address.
///
/// # Errors
/// As [`open`].
pub async fn switch_off(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    ledger::hold(tx, acting.group.id).await?;
    store::turn(tx, acting.person, false).await?;
    record(app, tx, acting, "calendar.switched-off").await
}

/// The calendar behind an address: the meetings of every group in which the person sits, but not those whose minutes they only read.
///
/// # Errors
/// [`Error::NotFound`] for an address that is none, or is one no more.
pub(super) async fn written(app: &App, file: &str) -> Result<String> {
    let code = file.strip_suffix(".ics").unwrap_or(file);
    let (person, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let person = Uuid::try_parse(person).map_err(|_| Error::NotFound)?;
    let (turn, stands) = store::find(&app.db, person).await?.ok_or(Error::NotFound)?;
    if !stands || !kernel::keys::same(seal(app, person, turn).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let mut calendar = Calendar { method: Method::Publish, name: "Meetings".into(), zone: TimeZone::UTC, events: Vec::new() };
    for slug in membership::groups_of(&app.db, person).await? {
        let (group, seat) = membership::seat_at(&app.db, &slug, person).await?;
        if seat.role == Role::Reader {
            continue;
        }
        let today = app.clock.today(&group.time_zone);
        for meeting in queries::meetings(&app.db, group.id, today.checked_sub(BACK.months()).unwrap_or(today)).await? {
            calendar.events.push(invitations::event(app, &group, &meeting, meeting.sequence));
        }
        calendar.zone = group.time_zone;
    }
    Ok(calendar::write(&calendar))
}
