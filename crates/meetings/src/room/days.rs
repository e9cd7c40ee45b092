//! Days as people type them into a line: `14 Nov`, `14/11`, `next Friday`, `in 2 weeks`, `end of month`. All count from the day of
//! the meeting.

use jiff::{
    Span, ToSpan,
    civil::{Date, Weekday},
};

/// From when days are counted, and when the group meets next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    /// The day of the meeting.
    pub(super) today: Date,
    /// The day of the next meeting, where one is planned.
    pub(super) next_meeting: Option<Date>,
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const NUMBERS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

impl Calendar {
    /// The day that was typed, if it is one.
    #[must_use]
    pub(super) fn read(self, typed: &str) -> Option<Date> {
        let small = typed.to_lowercase();
        let mut words: Vec<&str> = small.split([' ', ',', '\t', '\n']).map(|word| word.trim_matches([';', '.'])).collect();
        words.retain(|word| !word.is_empty() && !["the", "of"].contains(word));
        let words = match words.as_slice() {
            ["by" | "on", rest @ ..] => rest,
            all => all,
        };
        self.named(words).or_else(|| self.counted(words)).or_else(|| self.dated(words))
    }

    /// `today`, `next Friday`, `end of month`.
    fn named(self, words: &[&str]) -> Option<Date> {
        let today = self.today;
        match words {
            ["today"] => Some(today),
            ["tomorrow"] => today.tomorrow().ok(),
            ["next", "meeting"] => self.next_meeting,
            ["next", "week"] => add(today, 1.week()),
            ["next", "month"] => add(today, 1.month()),
            ["end", "week"] => ahead(today, Weekday::Friday),
            ["end", "month" | "this"] | ["end", "this", "month"] | ["month", "end" | "s"] => Some(today.last_of_month()),
            ["end", "next", "month"] => Some(add(today, 1.month())?.last_of_month()),
            ["end", "year"] => Some(today.last_of_year()),
            ["end", month] => Some(first_on_or_after(today, |year| Some(Date::new(year, month_of(month)?, 1).ok()?.last_of_month()))?),
            [day] | ["this", day] => ahead(today, weekday_of(day)?),
            // That of the week after this one, as most people mean it.
            ["next", day] => {
                let monday = add(today, (7 - i64::from(today.weekday().to_monday_zero_offset())).days())?;
                add(monday, i64::from(weekday_of(day)?.to_monday_zero_offset()).days())
            }
            _ => None,
        }
    }

    /// `in 2 weeks`, `a month`, `in a fortnight`.
    fn counted(self, words: &[&str]) -> Option<Date> {
        let words = if let ["in" | "within", rest @ ..] = words { rest } else { words };
        let [number, unit] = words else { return None };
        let n = match *number {
            "a" | "an" => 1,
            number => match NUMBERS.iter().position(|word| *word == number) {
                Some(at) => i64::try_from(at).ok()? + 1,
                None => number.parse::<u16>().ok()?.into(),
            },
        };
        let span = match unit.strip_suffix('s').unwrap_or(unit) {
            "day" => Span::new().try_days(n),
            "week" | "wk" => Span::new().try_weeks(n),
            "fortnight" => Span::new().try_weeks(2 * n),
            "month" => Span::new().try_months(n),
            "year" => Span::new().try_years(n),
            _ => return None,
        };
        add(self.today, span.ok()?)
    }

    /// `2026-11-14`, `14/11`, `14 Nov 2026`, `Nov 14`, `Fri 14 Nov`.
    fn dated(self, words: &[&str]) -> Option<Date> {
        let words = if let [first, rest @ ..] = words
            && rest.len() > 1
            && weekday_of(first).is_some()
        {
            rest
        } else {
            words
        };
        match words {
            [one] => self.numbers(one),
            [a, b] => self.of_year(day_of(a).zip(month_of(b)).or_else(|| day_of(b).zip(month_of(a)))?, None),
            [a, b, year] => self.of_year(day_of(a).zip(month_of(b)).or_else(|| day_of(b).zip(month_of(a)))?, Some(year)),
            _ => None,
        }
    }

    fn numbers(self, typed: &str) -> Option<Date> {
        if let Ok(day) = typed.parse::<Date>() {
            return Some(day);
        }
        let parts: Vec<&str> = typed.split(['/', '.', '-']).collect();
        let (day, month) = (parts.first()?.parse().ok()?, parts.get(1)?.parse().ok()?);
        if !typed.is_ascii() || parts.len() > 3 {
            return None;
        }
        self.of_year((day, month), parts.get(2).copied())
    }

    fn of_year(self, (day, month): (i8, i8), year: Option<&str>) -> Option<Date> {
        match year {
            None => first_on_or_after(self.today, |year| Date::new(year, month, day).ok()),
            Some(year) => {
                let number: i16 = year.parse().ok()?;
                let full = match year.len() {
                    2 => 2000 + number,
                    4 => number,
                    _ => return None,
                };
                Date::new(full, month, day).ok()
            }
        }
    }
}

fn add(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

/// The first such weekday after a day.
fn ahead(day: Date, wanted: Weekday) -> Option<Date> {
    day.nth_weekday(1, wanted).ok()
}

/// A leap day may be eight years away.
fn first_on_or_after(day: Date, of_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    (0..=8).filter_map(|more| of_year(day.year().checked_add(more)?)).find(|found| *found >= day)
}

/// `14`, `14th`.
fn day_of(word: &str) -> Option<i8> {
    let number = ["st", "nd", "rd", "th"].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    number.parse().ok().filter(|day| (1..=31).contains(day))
}

/// `nov`, `sept`, `november`.
fn month_of(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word) || word == "sept" && *month == "september")?;
    i8::try_from(at + 1).ok()
}

/// `fri`, `friday`, `thurs`.
fn weekday_of(word: &str) -> Option<Weekday> {
    let at = WEEKDAYS.iter().position(|day| word.len() >= 3 && day.starts_with(word))?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// A Monday.
    const CALENDAR: Calendar = Calendar { today: date(2026, 12, 14), next_meeting: Some(date(2027, 2, 8)) };

    #[test]
    fn days_are_read_as_people_type_them() {
        for (typed, day) in [
            ("2027-01-15", date(2027, 1, 15)),
            ("15 Jan", date(2027, 1, 15)),
            ("15th of January", date(2027, 1, 15)),
            ("Jan 15", date(2027, 1, 15)),
            ("Fri 15 Jan 2027", date(2027, 1, 15)),
            ("15/1", date(2027, 1, 15)),
            ("15.01.27", date(2027, 1, 15)),
            ("14/12", date(2026, 12, 14)),
            ("13 December", date(2027, 12, 13)),
            ("29 Feb", date(2028, 2, 29)),
            ("today", date(2026, 12, 14)),
            ("Tomorrow", date(2026, 12, 15)),
            ("Friday", date(2026, 12, 18)),
            ("monday", date(2026, 12, 21)),
            ("next Friday", date(2026, 12, 25)),
            ("next Monday.", date(2026, 12, 21)),
            ("next week", date(2026, 12, 21)),
            ("in 2 weeks", date(2026, 12, 28)),
            ("two weeks", date(2026, 12, 28)),
            ("in a fortnight", date(2026, 12, 28)),
            ("in 10 days", date(2026, 12, 24)),
            ("in three months", date(2027, 3, 14)),
            ("end of month", date(2026, 12, 31)),
            ("the end of the month", date(2026, 12, 31)),
            ("end of next month", date(2027, 1, 31)),
            ("end of February", date(2027, 2, 28)),
            ("end of the year", date(2026, 12, 31)),
            ("end of the week", date(2026, 12, 18)),
            ("the next meeting", date(2027, 2, 8)),
            ("15 Sept", date(2027, 9, 15)),
        ] {
            assert_eq!(CALENDAR.read(typed), Some(day), "{typed}");
        }
        for none in ["", "soon", "31 Feb", "32/1", "1/13", "in weeks", "ja 15", "15", "next", "end", "wards", "1/2/3/4", "20271-1-1"] {
            assert_eq!(CALENDAR.read(none), None, "{none}");
        }
        assert_eq!(Calendar { next_meeting: None, ..CALENDAR }.read("next meeting"), None);
    }

    proptest! {
        #[test]
        fn no_text_does_harm(typed in ".{0,40}", words in prop::collection::vec("(next|in|end|of|99999|29|feb|fri|9999|month|years|/|-1)", 0..5)) {
            let _ = CALENDAR.read(&typed);
            let _ = CALENDAR.read(&words.join(" "));
        }

        #[test]
        fn every_day_is_read_back_as_it_is_written(days in 0_i64..1_800) {
            let day = CALENDAR.today.checked_add(days.days()).expect("a day");
            for way in ["%-d %B %Y", "%d/%m/%Y", "%-d %b %y", "%Y-%m-%d", "%A %-d %B %Y", "%b %-d, %Y"] {
                prop_assert_eq!(CALENDAR.read(&day.strftime(way).to_string()), Some(day));
            }
        }
    }
}
