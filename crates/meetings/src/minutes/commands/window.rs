//! The attendees are asked for corrections until a day; then, or earlier, the window is closed.

use group::acting::Acting;
use jiff::civil::Date;
use kernel::{App, Result, Tx, clock, ledger};

use super::{
    super::{mail, store, whole::whole},
    must_keep, refused,
};
use crate::meetings::{self, event};

/// Asks who was at the meeting for corrections, until a day; they are told by mail. Asked again, it gives another last day and
/// tells nobody twice.
///
/// # Errors
/// [`kernel::Error::Invalid`] for a day that is over or far ahead; [`kernel::Error::Conflict`] once it is published.
pub async fn ask_attendees(app: &App, tx: &mut Tx, acting: &Acting, number: i64, until: Date) -> Result<()> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    found.must_be_shown()?;
    let mut course = found.course();
    course.open(until, clock::day_of(app.clock.now(), &group.time_zone)).map_err(|why| refused(&why))?;
    store::set_window(tx, group.id, found.meeting.id, course.until).await?;
    ledger::record(tx, event(app, acting, &found.meeting, "minute.corrections-asked")).await?;
    let record = meetings::record(&mut *tx, group.id, number).await?;
    mail::ask_attendees(app, tx, acting, &record, until).await
}

/// Closes the window before its day.
///
/// # Errors
/// [`kernel::Error::Conflict`] when none is open, or the minute is published.
pub async fn close_window(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    found.course().close().map_err(|why| refused(&why))?;
    store::set_window(tx, group.id, found.meeting.id, None).await?;
    ledger::record(tx, event(app, acting, &found.meeting, "minute.corrections-closed")).await
}
