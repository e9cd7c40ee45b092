//! The clock of an item: when it began, how long it may take, by how much it is over.

use jiff::{Timestamp, tz::TimeZone};

/// When an item was taken, and for how long so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// When it was begun, the last time.
    pub began_at: Timestamp,
    /// When it was left; `None` while it is spoken about.
    pub ended_at: Option<Timestamp>,
    /// How many minutes it had taken before.
    pub minutes: i64,
}

impl Times {
    /// How many minutes it has taken until an instant, in whole minutes that have begun.
    #[must_use]
    pub fn taken(self, now: Timestamp) -> i64 {
        let Some(until) = self.ended_at.is_none().then_some(now) else { return self.minutes };
        self.minutes + until.duration_since(self.began_at).as_secs().max(0) / 60
    }

    /// `Began 12:47, planned 15 minutes, 4 over`, where the clock of a zone stands.
    #[must_use]
    pub fn words(self, planned: i64, now: Timestamp, zone: &TimeZone) -> String {
        let taken = self.taken(now);
        if self.ended_at.is_some() {
            return format!("Took {}, planned {planned}", minutes(taken));
        }
        let began = zone.to_datetime(self.began_at).strftime("%H:%M").to_string();
        let left = planned - taken;
        let rest = if left < 0 { format!("{} over", minutes(-left)) } else { format!("{} left", minutes(left)) };
        format!("Began {began}, planned {}, {rest}", minutes(planned))
    }
}

fn minutes(n: i64) -> String {
    format!("{n} min")
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn the_clock_says_what_is_left_and_what_is_over() {
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let times = Times { began_at: at("2026-12-14T12:47:00Z"), ended_at: None, minutes: 0 };
        let words = |now: &str| times.words(15, at(now), &TimeZone::UTC);
        assert_eq!(words("2026-12-14T12:47:59Z"), "Began 12:47, planned 15 min, 15 min left");
        assert_eq!(words("2026-12-14T13:02:10Z"), "Began 12:47, planned 15 min, 0 min left");
        assert_eq!(words("2026-12-14T13:06:00Z"), "Began 12:47, planned 15 min, 4 min over");
        assert_eq!(words("2026-12-14T12:40:00Z"), "Began 12:47, planned 15 min, 15 min left", "a clock that was set back does no harm");
        let again = Times { minutes: 10, ..times };
        assert_eq!(again.taken(at("2026-12-14T12:50:00Z")), 13, "what was taken up again goes on counting");
        let over = Times { ended_at: Some(at("2026-12-14T13:00:00Z")), minutes: 13, ..times };
        assert_eq!(over.words(15, at("2027-01-01T00:00:00Z"), &TimeZone::UTC), "Took 13 min, planned 15");
    }
}
