//! From when to when somebody reads.

use jiff::{Timestamp, civil::Time, tz::TimeZone};

use crate::groups::is_working_day;

/// The hours of working days in which somebody of the group reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// From when.
    pub starts: Time,
    /// Until when.
    pub ends: Time,
}

impl Default for Hours {
    fn default() -> Self {
        Self { starts: Time::constant(9, 0, 0, 0), ends: Time::constant(17, 0, 0, 0) }
    }
}

impl Hours {
    /// Whether somebody reads at an instant.
    #[must_use]
    pub fn read_at(self, now: Timestamp, zone: &TimeZone) -> bool {
        let here = zone.to_datetime(now);
        is_working_day(here.date()) && self.starts <= here.time() && here.time() < self.ends
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn nobody_reads_at_night_and_on_a_weekend() {
        let at = |text: &str| Hours::default().read_at(text.parse().expect("an instant"), &TimeZone::UTC);
        assert!(at("2026-11-23T09:00:00Z") && at("2026-11-23T16:59:00Z"));
        assert!(!at("2026-11-23T08:59:00Z") && !at("2026-11-23T17:00:00Z"));
        assert!(!at("2026-11-22T12:00:00Z"), "a Sunday");
    }
}
