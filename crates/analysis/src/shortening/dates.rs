//! Dates in their short form.

use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use regex::{Captures, Regex};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

// A pattern of ours that is always well formed; were it not, dates stay as they are.
static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let months = MONTHS.join("|");
    Regex::new(&format!(r"\b(\d{{1,2}})(st|nd|rd|th)? ({months})( \d{{4}})?\b")).ok()
});

/// Days after and before a day within which a date needs no year.
const AHEAD: i64 = 300;
const BEHIND: i64 = 60;

fn is_near(day: Date, near: Date) -> bool {
    let (from, to) = (near.checked_sub(BEHIND.days()), near.checked_add(AHEAD.days()));
    from.is_ok_and(|from| day >= from) && to.is_ok_and(|to| day <= to)
}

/// A day in short: `1 Dec`, or `1 Dec 2027` where it is not near another day.
#[must_use]
pub fn short(day: Date, near: Date) -> String {
    let form = if is_near(day, near) { "%-d %b" } else { "%-d %b %Y" };
    day.strftime(form).to_string()
}

/// A day in full: `1 December 2026`.
pub(super) fn long(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A text with its dates in their short form. What is no day of the calendar stays as it is.
pub(super) fn shortened(text: &str, near: Date) -> String {
    let Some(dated) = DATED.as_ref() else { return text.to_owned() };
    let one = |found: &Captures<'_>| {
        let whole = found[0].to_owned();
        let Some(month) = MONTHS.iter().position(|name| *name == &found[3]) else { return whole };
        let short: String = found[3].chars().take(3).collect();
        let Some(year) = found.get(4) else { return format!("{} {short}", &found[1]) };
        let day = || {
            let month = i8::try_from(month + 1).ok()?;
            Date::new(year.as_str().trim().parse().ok()?, month, found[1].parse().ok()?).ok()
        };
        match day() {
            Some(day) if is_near(day, near) => format!("{} {short}", &found[1]),
            Some(_) => format!("{} {short}{}", &found[1], year.as_str()),
            None => whole,
        }
    };
    dated.replace_all(text, one).into_owned()
}
