//! The group's working days, by which the last day for answers goes.

use analysis::calendar_days::Calendar;
use group::{days_off, groups::Group};
use jiff::{ToSpan, civil::Date};
use kernel::{On, Result};

/// The calendar of a group around a day: bank holidays and its own days off.
///
/// # Errors
/// When the database fails.
pub(super) async fn calendar(on: impl Into<On<'_>>, group: &Group, today: Date) -> Result<Calendar> {
    // What is open was opened some weeks ago at most.
    days_off::calendar(on, group.id, today.saturating_sub(70.days())).await
}
