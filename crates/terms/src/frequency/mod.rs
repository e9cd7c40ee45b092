//! How often a group meets: read as people write it into their terms, said in one plain way, and turned into days.
//!
//! Nothing else holds the rhythm of a group. What [`read`] does not understand it says, so that no word of somebody's
//! terms is dropped that could change when they meet; [`Frequency::words`] is read back as the same frequency.

mod dates;
mod read;
#[cfg(test)]
mod tests;
mod words;

use jiff::civil::{Time, Weekday};

pub use read::read;

/// How often a group meets, on which day, when and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// The rhythm, and the day in it.
    pub every: Every,
    /// When a meeting begins, if that was said.
    pub start: Option<Time>,
    /// How long it lasts, if that was said.
    pub minutes: Option<i64>,
    /// The months without a meeting, January 1 to December 12, in their order.
    pub except: Vec<i8>,
}

/// The rhythm, and the day in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every so many weeks.
    Weeks {
        /// How many, 1 to 52.
        n: i64,
        /// The day of the week, if it was said.
        weekday: Option<Weekday>,
    },
    /// Every so many months.
    Months {
        /// How many, 1 to 12.
        n: i64,
        /// The day of the month, as far as it was said.
        on: Option<On>,
    },
}

/// Which day of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// On a Tuesday; which one was not said.
    Weekday(Weekday),
    /// On the second Tuesday.
    Nth(Nth, Weekday),
    /// On the 15th; on the last day where a month is shorter, so that 31 is the last day of any month.
    Day(i8),
}

/// Which of a month's Tuesdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The last, which is the fourth or the fifth.
    Last,
}
