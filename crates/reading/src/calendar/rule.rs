//! When an appointment comes round again (RFC 5545, 3.3.10), so far as calendars write it for meetings: by days, weeks, months and
//! years, on weekdays or days of the month.

use jiff::{
    ToSpan,
    civil::{Date, DateTime, Weekday},
};

/// So many times are worked out at most, and so many periods looked at.
const MOST: usize = 2_000;

/// How often it comes round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// Until when it comes round.
#[derive(Clone, Copy)]
pub(super) enum Until {
    /// The last day.
    Day(Date),
    /// The last time, by the clocks of the appointment.
    Local(DateTime),
    /// The last time, in UTC.
    Utc(DateTime),
}

/// A rule by which an appointment comes round.
pub(super) struct Rule {
    every: Every,
    interval: i64,
    count: Option<usize>,
    pub(super) until: Option<Until>,
    /// Weekdays, each with which of the month it is: 2 for the second, -1 for the last, 0 for every one.
    days: Vec<(i8, Weekday)>,
    month_days: Vec<i8>,
    months: Vec<i8>,
    places: Vec<i64>,
    week_starts: Weekday,
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|part| read(part.trim())).collect()
}

fn until(value: &str) -> Option<Until> {
    let (digits, utc) = value.strip_suffix('Z').map_or((value, false), |digits| (digits, true));
    match DateTime::strptime("%Y%m%dT%H%M%S", digits) {
        Ok(at) if utc => Some(Until::Utc(at)),
        Ok(at) => Some(Until::Local(at)),
        Err(_) => Date::strptime("%Y%m%d", digits).ok().map(Until::Day),
    }
}

impl Rule {
    /// Reads a rule; nothing for one of a kind that is not known here, so that nobody guesses.
    pub(super) fn read(value: &str) -> Option<Self> {
        let value = value.to_uppercase();
        let mut rule = Self {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
            places: Vec::new(),
            week_starts: Weekday::Monday,
        };
        let mut every = None;
        for part in value.split(';').filter(|part| !part.trim().is_empty()) {
            let (name, value) = part.trim().split_once('=')?;
            match name {
                "FREQ" => {
                    every = Some(match value {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return None,
                    });
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|n| (1..=1_000).contains(n))?,
                "COUNT" => rule.count = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(until(value)?),
                "BYDAY" => {
                    rule.days = list(value, |part| {
                        let (nth, day) = part.split_at_checked(part.len().checked_sub(2)?)?;
                        let nth = if nth.is_empty() { 0 } else { nth.parse().ok().filter(|n: &i8| (-5..=5).contains(n))? };
                        Some((nth, weekday(day)?))
                    })?;
                }
                "BYMONTHDAY" => rule.month_days = list(value, |part| part.parse().ok().filter(|n: &i8| *n != 0 && n.abs() <= 31))?,
                "BYMONTH" => rule.months = list(value, |part| part.parse().ok().filter(|n| (1..=12).contains(n)))?,
                "BYSETPOS" => rule.places = list(value, |part| part.parse().ok().filter(|n: &i64| *n != 0))?,
                "WKST" => rule.week_starts = weekday(value)?,
                _ => return None,
            }
        }
        rule.every = every?;
        let by_week_of_year = rule.every == Every::Year && rule.months.is_empty() && !(rule.days.is_empty() && rule.month_days.is_empty());
        let nth_of_week = matches!(rule.every, Every::Day | Every::Week) && rule.days.iter().any(|(nth, _)| *nth != 0);
        (!by_week_of_year && !nth_of_week).then_some(rule)
    }

    /// The times at which it comes round, from the first on, by the clocks of the appointment. It goes on for as long as `goes_on`
    /// says.
    pub(super) fn times(&self, first: DateTime, goes_on: impl Fn(DateTime) -> bool) -> Vec<DateTime> {
        let mut all = Vec::new();
        let most = self.count.unwrap_or(MOST).min(MOST);
        for period in 0..i64::try_from(MOST).unwrap_or(0) {
            let Some(mut days) = self.days_of(first.date(), period * self.interval) else { break };
            days.sort_unstable();
            days.dedup();
            for day in self.placed(&days) {
                let at = day.to_datetime(first.time());
                if at < first {
                    continue;
                }
                if all.len() >= most || !goes_on(at) {
                    return all;
                }
                all.push(at);
            }
        }
        all
    }

    fn placed(&self, days: &[Date]) -> Vec<Date> {
        if self.places.is_empty() {
            return days.to_vec();
        }
        let len = i64::try_from(days.len()).unwrap_or(0);
        let at = |place: &i64| if *place > 0 { place - 1 } else { len + place };
        let mut found: Vec<Date> = self.places.iter().filter_map(|place| days.get(usize::try_from(at(place)).ok()?).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn in_months(&self, day: Date) -> bool {
        self.months.is_empty() || self.months.contains(&day.month())
    }

    /// The days of one period; nothing past the end of all calendars.
    fn days_of(&self, first: Date, ahead: i64) -> Option<Vec<Date>> {
        match self.every {
            Every::Day => {
                let day = first.checked_add(ahead.days()).ok()?;
                let wanted = self.in_months(day)
                    && (self.days.is_empty() || self.days.iter().any(|(_, weekday)| *weekday == day.weekday()))
                    && (self.month_days.is_empty() || self.in_month(day).contains(&day));
                Some(if wanted { vec![day] } else { Vec::new() })
            }
            Every::Week => {
                let back = first.weekday().since(self.week_starts);
                let monday = first.checked_sub(i64::from(back).days()).ok()?.checked_add(ahead.weeks()).ok()?;
                let own = [(0, first.weekday())];
                let days = if self.days.is_empty() { own.as_slice() } else { &self.days };
                let day = |(_, weekday): &(i8, Weekday)| monday.checked_add(i64::from(weekday.since(self.week_starts)).days()).ok();
                days.iter()
                    .map(day)
                    .collect::<Option<Vec<Date>>>()
                    .map(|days| days.into_iter().filter(|day| self.in_months(*day)).collect())
            }
            Every::Month => {
                let month = first.first_of_month().checked_add(ahead.months()).ok()?;
                Some(if self.in_months(month) { self.of_month(month, first.day()) } else { Vec::new() })
            }
            Every::Year => {
                let year = first.first_of_month().checked_add(ahead.years()).ok()?.year();
                let own = [first.month()];
                let months = if self.months.is_empty() { own.as_slice() } else { &self.months };
                let months = months.iter().filter_map(|month| Date::new(year, *month, 1).ok());
                Some(months.flat_map(|month| self.of_month(month, first.day())).collect())
            }
        }
    }

    /// The days of the month that the rule names by their number.
    fn in_month(&self, month: Date) -> Vec<Date> {
        let last = month.last_of_month().day();
        let number = |n: &i8| if *n > 0 { *n } else { last + 1 + *n };
        self.month_days.iter().filter_map(|n| Date::new(month.year(), month.month(), number(n)).ok()).collect()
    }

    fn of_month(&self, month: Date, own: i8) -> Vec<Date> {
        let month = month.first_of_month();
        let by_number = self.in_month(month);
        if self.days.is_empty() {
            let own = || Date::new(month.year(), month.month(), own).ok().into_iter().collect();
            return if self.month_days.is_empty() { own() } else { by_number };
        }
        let last = month.last_of_month().day();
        let every = |weekday: Weekday| {
            (1..=last).filter_map(move |n| Date::new(month.year(), month.month(), n).ok()).filter(move |day| day.weekday() == weekday)
        };
        let days = self.days.iter().flat_map(|(nth, weekday)| match nth {
            0 => every(*weekday).collect::<Vec<_>>(),
            nth => month.nth_weekday_of_month(*nth, *weekday).ok().into_iter().collect(),
        });
        days.filter(|day| self.month_days.is_empty() || by_number.contains(day)).collect()
    }
}
