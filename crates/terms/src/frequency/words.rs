//! How often a group meets, said in one plain way.

use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
};

use super::{Every, Frequency, Nth, On};

/// The months, January first.
pub(super) const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The days of the week, Monday first.
pub(super) const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "Monday"),
    (Weekday::Tuesday, "Tuesday"),
    (Weekday::Wednesday, "Wednesday"),
    (Weekday::Thursday, "Thursday"),
    (Weekday::Friday, "Friday"),
    (Weekday::Saturday, "Saturday"),
    (Weekday::Sunday, "Sunday"),
];

/// The numbers that are written as words, one first.
pub(super) const NUMBERS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

impl Frequency {
    /// In words, as part of a sentence: `every second month, on the second Tuesday, 12:30 to 14:00`. [`super::read`] reads
    /// them back as the same frequency.
    #[must_use]
    pub fn words(&self) -> String {
        let (named, except) = self.months_words();
        let parts = [named.or_else(|| Some(self.every.rhythm())), self.every.day(), self.time_words(), except];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The months it meets in, where these are the fewer; else the months it does not meet in.
    fn months_words(&self) -> (Option<String>, Option<String>) {
        let met = (1..=12).filter(|month| !self.except.contains(month)).collect::<Vec<_>>();
        match self.every {
            _ if self.except.is_empty() => (None, None),
            Every::Months { n: 1, .. } if met.len() < 6 => (Some(format!("in {}", list(&met))), None),
            _ => (None, Some(format!("except in {}", list(&self.except)))),
        }
    }

    fn time_words(&self) -> Option<String> {
        match (self.start, self.minutes) {
            (Some(start), Some(minutes)) => Some(match end(start, minutes) {
                Some(end) => format!("{} to {}", clock(start), clock(end)),
                None => format!("at {} for {minutes} minutes", clock(start)),
            }),
            (Some(start), None) => Some(format!("at {}", clock(start))),
            (None, Some(minutes)) => Some(format!("for {minutes} minutes")),
            (None, None) => None,
        }
    }
}

impl Every {
    fn rhythm(self) -> String {
        match self {
            Self::Weeks { n: 1, .. } => "every week".into(),
            Self::Weeks { n, .. } => format!("every {} weeks", number(n)),
            Self::Months { n: 1, .. } => "every month".into(),
            Self::Months { n: 2, .. } => "every second month".into(),
            Self::Months { n: 12, .. } => "once a year".into(),
            Self::Months { n, .. } => format!("every {} months", number(n)),
        }
    }

    fn day(self) -> Option<String> {
        match self {
            Self::Weeks { weekday, .. } => weekday.map(|weekday| format!("on a {}", weekday_name(weekday))),
            Self::Months { on, .. } => on.map(|on| match on {
                On::Weekday(weekday) => format!("on a {}", weekday_name(weekday)),
                On::Nth(nth, weekday) => format!("on the {} {}", nth.word(), weekday_name(weekday)),
                On::Day(31..) => "on the last day of the month".into(),
                On::Day(day) => format!("on the {}", ordinal(day)),
            }),
        }
    }
}

impl Nth {
    pub(super) const ALL: [Self; 5] = [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Last];

    /// `first`, `last`.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Last => "last",
        }
    }
}

/// `12:30`; with a leading zero, so that the morning is never taken for the evening.
pub(super) fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// `Tuesday`.
pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(day, _)| *day == weekday).map_or("", |(_, name)| name)
}

/// `July and August`, by their numbers.
pub(super) fn list(months: &[i8]) -> String {
    let names = months.iter().filter_map(|month| MONTHS.get(usize::try_from(*month).ok()?.checked_sub(1)?)).copied().collect::<Vec<_>>();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `twelve`, `13`.
fn number(n: i64) -> String {
    usize::try_from(n).ok().and_then(|n| NUMBERS.get(n.checked_sub(1)?)).map_or_else(|| n.to_string(), |&word| word.to_owned())
}

/// `1st`, `22nd`, `13th`.
fn ordinal(day: i8) -> String {
    let letters = match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{letters}")
}

/// When it ends, if that is on the same day.
fn end(start: Time, minutes: i64) -> Option<Time> {
    let day = Date::constant(2000, 1, 1);
    let end = day.to_datetime(start).checked_add(minutes.minutes()).ok()?;
    (end.date() == day && end.time() > start).then_some(end.time())
}
