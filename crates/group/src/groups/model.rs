//! What a group is, and what its address and prefix may be.

use jiff::{
    Timestamp,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};
use uuid::Uuid;

/// A group and its settings.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its key.
    pub id: Uuid,
    /// Its part of every address: `north-moor`.
    pub slug: String,
    /// Its name: `North Moor Interface Group`.
    pub name: String,
    /// The health board it serves.
    pub board: String,
    /// What its references begin with: `NM`.
    pub prefix: String,
    /// Its small number in this deployment, for the search index.
    pub ordinal: i64,
    /// Where its clock stands.
    pub time_zone: TimeZone,
    /// Working days after which a reporter has heard what is done with an issue.
    pub triage_days: i64,
    /// The address that answers to the group's mail go to; empty: the administrator's.
    pub contact: String,
    /// From what time of a working day mail goes out that was held over a night.
    pub post_from: Time,
    /// How many minutes before its deadline copy leaves for a network.
    pub copy_lead: i64,
    /// The group's own shapes of hospital numbers with a blank between them, for the script that looks through what is typed.
    pub shapes: String,
}

impl Group {
    /// Whether mail that was held over a night may go out at an instant: on working days, from the group's hour on.
    #[must_use]
    pub fn posts_at(&self, now: Timestamp) -> bool {
        let here = self.time_zone.to_datetime(now);
        is_working_day(here.date()) && here.time() >= self.post_from
    }

    /// The reference of an issue: `NM-0231`.
    #[must_use]
    pub fn reference(&self, number: i64) -> String {
        format!("{}-{number:04}", self.prefix)
    }

    /// The number in a reference, in any case, with or without leading noughts. `None` when it is not one of this group's.
    #[must_use]
    pub fn number(&self, reference: &str) -> Option<i64> {
        let (prefix, digits) = reference.trim().split_once('-')?;
        let plain = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        (plain && prefix.eq_ignore_ascii_case(&self.prefix)).then(|| digits.parse().ok())?
    }
}

/// Whether people work on a day: Monday to Friday. Public holidays are not known.
#[must_use]
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// First words of addresses that are not a group's.
const RESERVED: &[&str] =
    &["api", "calendar", "demo", "healthz", "help", "metrics", "operator", "readyz", "robots.txt", "sign-in", "sign-out", "static"];

/// Whether a word can be a group's part of addresses.
///
/// # Errors
/// A sentence that says what to change.
pub fn check_slug(slug: &str) -> Result<(), String> {
    let shape = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !(2..=40).contains(&slug.len()) || !shape || slug.starts_with('-') || slug.ends_with('-') {
        return Err("the address must be 2 to 40 small letters, digits and hyphens, as in north-moor".into());
    }
    if RESERVED.contains(&slug) {
        return Err(format!("the address {slug} is used by the software itself: choose another"));
    }
    Ok(())
}

/// Whether letters can begin a group's references. `IG` cannot: everybody reads it as information governance.
///
/// # Errors
/// A sentence that says what to change.
pub fn check_prefix(prefix: &str) -> Result<(), String> {
    if !(2..=6).contains(&prefix.len()) || !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err("the prefix must be 2 to 6 capital letters, as in NM".into());
    }
    if prefix == "IG" {
        return Err("the prefix IG reads as information governance: choose another".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> Group {
        Group {
            id: Uuid::nil(),
            slug: "north-moor".into(),
            name: "North Moor Interface Group".into(),
            board: "NHS North Moor".into(),
            prefix: "NM".into(),
            ordinal: 1,
            time_zone: TimeZone::UTC,
            triage_days: 10,
            contact: String::new(),
            post_from: Time::midnight(),
            copy_lead: 60,
            shapes: String::new(),
        }
    }

    #[test]
    fn a_reference_is_read_as_people_type_it() {
        assert_eq!(group().reference(231), "NM-0231");
        assert_eq!(group().reference(12_345), "NM-12345");
        for typed in ["NM-0231", "nm-231", " NM-231 "] {
            assert_eq!(group().number(typed), Some(231), "{typed}");
        }
        for wrong in ["231", "NM231", "LO-0231", "NM-", "NM-2x", "NM--1", "NM-99999999999999999999", "NM-+5"] {
            assert_eq!(group().number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_prefix_is_two_to_six_capitals_and_never_ig() {
        assert!(check_prefix("NM").is_ok() && check_prefix("LOTHIA").is_ok());
        for wrong in ["", "N", "nm", "LOTHIAN", "N1", "IG"] {
            assert!(check_prefix(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_is_plain_and_not_one_of_ours() {
        assert!(check_slug("north-moor").is_ok());
        for wrong in ["", "n", "North", "a b", "-a", "api", "demo", "sign-in"] {
            assert!(check_slug(wrong).is_err(), "{wrong}");
        }
    }
}
