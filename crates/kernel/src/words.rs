//! How dates, times and counts are said to people: months in full, `9:30am`, numerals.

use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

/// `6 August 2026`.
#[must_use]
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `6 August 2026, 9:30am` where `zone` is the time.
#[must_use]
pub fn date_and_time(at: Timestamp, zone: &TimeZone) -> String {
    let at = zone.to_datetime(at);
    format!("{}, {}", date(at.date()), time(at.time()))
}

/// `9:30am`, `midday`, `midnight`.
#[must_use]
pub fn time(at: Time) -> String {
    let half = if at.hour() < 12 { "am" } else { "pm" };
    match (at.hour(), at.minute()) {
        (0, 0) => "midnight".into(),
        (12, 0) => "midday".into(),
        (hour, minute) => format!("{}:{minute:02}{half}", if hour % 12 == 0 { 12 } else { hour % 12 }),
    }
}

/// A wait in words: `40 seconds`, `3 minutes`, `2 hours`.
#[must_use]
pub fn wait(seconds: u64) -> String {
    match seconds {
        0..=89 => count(seconds, "second", "seconds"),
        90..=5_399 => count(seconds.div_ceil(60), "minute", "minutes"),
        _ => count(seconds.div_ceil(3_600), "hour", "hours"),
    }
}

/// An age in days, in words: `today`, `yesterday`, `12 days ago`; from two years on in years: `4 years ago`.
#[must_use]
pub fn days_ago(from: Date, today: Date) -> String {
    match (today - from).get_days() {
        ..=0 => "today".into(),
        1 => "yesterday".into(),
        days @ 2..730 => format!("{days} days ago"),
        days => format!("{} years ago", days / 365),
    }
}

/// `1 issue`, `2 issues`, `1,204 issues`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// `1,204`.
#[must_use]
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_read_as_people_say_them() {
        let at: Timestamp = "2026-08-06T08:30:00Z".parse().expect("a time");
        let london = TimeZone::get("Europe/London").expect("a zone");
        assert_eq!(date_and_time(at, &london), "6 August 2026, 9:30am");
        let midnight: Timestamp = "2026-12-06T00:05:00Z".parse().expect("a time");
        assert_eq!(date_and_time(midnight, &london), "6 December 2026, 12:05am");
    }

    #[test]
    fn counts_have_commas_and_their_own_noun() {
        assert_eq!(count(1, "issue", "issues"), "1 issue");
        assert_eq!(count(0, "issue", "issues"), "0 issues");
        assert_eq!(count(1_234_567, "issue", "issues"), "1,234,567 issues");
        assert_eq!(wait(40), "40 seconds");
        assert_eq!(wait(150), "3 minutes");
        assert_eq!(wait(7_200), "2 hours");
    }
}
