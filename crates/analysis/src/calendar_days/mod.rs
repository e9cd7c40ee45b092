//! Days on which people are away: Scotland's bank holidays by rule, a group's own days, and working days counted between them.

mod holidays;
mod listed;
#[cfg(test)]
mod tests;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

pub use holidays::{BankHoliday, Holiday, SOURCE, bank_holidays};
pub use listed::read_list;

/// Some days in a row that a group has put onto its own list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The first day.
    pub from: Date,
    /// The last day; the first again for one day.
    pub to: Date,
    /// What people call it: `Glasgow Fair`.
    pub name: String,
    /// Whether people work then and only meetings keep away, as in school holidays.
    pub at_work: bool,
}

impl Spell {
    /// Whether a day is one of these.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// The days of a group: which bank holidays its people work through, and its own list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// The bank holidays that are ordinary days there.
    pub worked: Vec<Holiday>,
    /// The group's own days.
    pub own: Vec<Spell>,
}

impl Calendar {
    /// Why a meeting keeps away from a day: the name of its holiday. Weekends are not asked for: a group may meet on them.
    #[must_use]
    pub fn avoided(&self, day: Date) -> Option<String> {
        let own = || self.own.iter().find(|spell| spell.holds(day)).map(|spell| spell.name.clone());
        self.bank_holiday(day).map(BankHoliday::words).or_else(own)
    }

    /// Whether people work on a day: from Monday to Friday, on no bank holiday and on none of the group's own days off.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
            && self.bank_holiday(day).is_none()
            && !self.own.iter().any(|spell| !spell.at_work && spell.holds(day))
    }

    /// The day so many working days after one, which does not count itself, or before it where the number is less than
    /// nothing. With none it is that day, or the next working day. The last or first day that there is, where the calendar ends.
    #[must_use]
    pub fn add_working_days(&self, from: Date, n: i64) -> Date {
        let step = if n < 0 { (-1).days() } else { 1.day() };
        let (mut day, mut left) = (from, n.unsigned_abs());
        if left == 0 && self.is_working(day) {
            return day;
        }
        loop {
            let Ok(next) = day.checked_add(step) else { return day };
            day = next;
            if self.is_working(day) {
                left = left.saturating_sub(1);
                if left == 0 {
                    return day;
                }
            }
        }
    }

    /// The working days after one day, up to another and with it; none where that is not later.
    #[must_use]
    pub fn working_days_between(&self, after: Date, to: Date) -> i64 {
        let days = after.series(1.day()).skip(1).take_while(|day| *day <= to);
        i64::try_from(days.filter(|day| self.is_working(*day)).count()).unwrap_or(i64::MAX)
    }

    fn bank_holiday(&self, day: Date) -> Option<BankHoliday> {
        bank_holidays(day.year()).into_iter().find(|one| one.day == day && !self.worked.contains(&one.holiday))
    }
}
