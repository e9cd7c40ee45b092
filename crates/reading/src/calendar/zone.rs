//! Which zone a time names: by the name that everybody uses, by the name that Windows uses, or by the rules that the file carries.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Weekday},
    tz::{Offset, TimeZone},
};

use super::lines::Line;

/// Names that Windows has for zones in which people of a British group may be.
const WINDOWS: &[(&str, &str)] = &[
    ("gmt standard time", "Europe/London"),
    ("greenwich standard time", "Atlantic/Reykjavik"),
    ("w. europe standard time", "Europe/Berlin"),
    ("romance standard time", "Europe/Paris"),
    ("central europe standard time", "Europe/Budapest"),
    ("central european standard time", "Europe/Warsaw"),
    ("e. europe standard time", "Europe/Chisinau"),
    ("gtb standard time", "Europe/Bucharest"),
    ("fle standard time", "Europe/Kyiv"),
    ("eastern standard time", "America/New_York"),
    ("india standard time", "Asia/Kolkata"),
    ("aus eastern standard time", "Australia/Sydney"),
];

/// The zones of a file, and the one that stands for those that nobody knows.
pub(super) struct Zones<'a> {
    here: &'a TimeZone,
    carried: Vec<(String, Vec<Observance>)>,
}

/// From when on which offset holds.
struct Observance {
    starts: DateTime,
    /// Each year: the month, which of its weekdays, and the weekday.
    yearly: Option<(i8, i8, Weekday)>,
    before: Offset,
    after: Offset,
}

impl<'a> Zones<'a> {
    pub(super) fn of(lines: &[Line<'_>], here: &'a TimeZone) -> Self {
        let mut carried: Vec<(String, Vec<Observance>)> = Vec::new();
        let mut part: Option<Draft> = None;
        for line in lines {
            let value = line.value.trim();
            match (line.name.as_str(), value.to_uppercase().as_str()) {
                ("BEGIN", "VTIMEZONE") => carried.push((String::new(), Vec::new())),
                ("BEGIN", "STANDARD" | "DAYLIGHT") => part = Some(Draft::default()),
                ("END", "STANDARD" | "DAYLIGHT") => {
                    let done = part.take().and_then(Draft::done);
                    if let (Some((_, observances)), Some(done)) = (carried.last_mut(), done) {
                        observances.push(done);
                    }
                }
                ("TZID", _) => {
                    if let Some((name, _)) = carried.last_mut() {
                        *name = value.to_owned();
                    }
                }
                (name, _) => {
                    if let Some(part) = &mut part {
                        part.take(name, value);
                    }
                }
            }
        }
        Self { here, carried }
    }

    /// The instant at which the clocks of a named zone show a time, and the zone.
    pub(super) fn instant(&self, name: &str, at: DateTime) -> Option<(Timestamp, TimeZone)> {
        let zone = match known(name) {
            Some(zone) => zone,
            None => match self.carried.iter().find(|(other, observances)| other == name && !observances.is_empty()) {
                Some((_, observances)) => TimeZone::fixed(offset_at(observances, at)?),
                None => self.here.clone(),
            },
        };
        Some((zone.to_timestamp(at).ok()?, zone))
    }
}

fn known(name: &str) -> Option<TimeZone> {
    let name = name.trim();
    // Some put the name of their program before it: /example.org/20050126_1/Europe/London.
    let tail: Vec<&str> = name.rsplitn(3, '/').take(2).collect();
    let tail = tail.into_iter().rev().collect::<Vec<_>>().join("/");
    let windows = WINDOWS.iter().find(|(windows, _)| name.eq_ignore_ascii_case(windows)).map(|(_, name)| *name);
    [windows, Some(name), Some(tail.as_str())]
        .into_iter()
        .flatten()
        .filter(|name| !name.is_empty())
        .find_map(|name| TimeZone::get(name).ok())
}

/// An observance that is being read.
#[derive(Default)]
struct Draft {
    starts: Option<DateTime>,
    yearly: Option<(i8, i8, Weekday)>,
    before: Option<Offset>,
    after: Option<Offset>,
}

impl Draft {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "DTSTART" => self.starts = DateTime::strptime("%Y%m%dT%H%M%S", value).ok(),
            "RRULE" => self.yearly = yearly(value),
            "TZOFFSETFROM" => self.before = offset(value),
            "TZOFFSETTO" => self.after = offset(value),
            _ => {}
        }
    }

    fn done(self) -> Option<Observance> {
        Some(Observance { starts: self.starts?, yearly: self.yearly, before: self.before?, after: self.after? })
    }
}

/// `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
fn yearly(rule: &str) -> Option<(i8, i8, Weekday)> {
    let part = |name: &str| rule.split(';').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
    let day = part("BYDAY")?;
    let (nth, day) = day.split_at_checked(day.len().checked_sub(2)?)?;
    let weekday = match day {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    Some((part("BYMONTH")?.parse().ok()?, nth.parse().ok()?, weekday))
}

/// `+0100`, `-0330`.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let two = |from: usize| digits.get(from..from + 2).and_then(|two| two.parse::<i32>().ok());
    Offset::from_seconds(sign * (two(0)? * 3_600 + two(2)? * 60 + two(4).unwrap_or(0))).ok()
}

/// What holds when the clocks show a time: the change that was last, this year or the year before.
fn offset_at(observances: &[Observance], at: DateTime) -> Option<Offset> {
    let on = |one: &Observance, year: i16| -> Option<DateTime> {
        let Some((month, nth, weekday)) = one.yearly else { return Some(one.starts) };
        let day = Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()?;
        Some(day.to_datetime(one.starts.time())).filter(|on| *on >= one.starts)
    };
    let onsets =
        observances.iter().flat_map(|one| [at.year() - 1, at.year()].into_iter().filter_map(move |year| Some((on(one, year)?, one))));
    let last = onsets.filter(|(on, _)| *on <= at).max_by_key(|(on, _)| *on);
    last.map(|(_, one)| one.after).or_else(|| Some(observances.iter().min_by_key(|one| one.starts)?.before))
}
