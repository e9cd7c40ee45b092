//! The clock: the only place that asks what time it is.
//!
//! Instants are cut to milliseconds, so that both databases store the very same value and
//! hashes over rows agree after a copy.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, Unit, civil::Date, tz::TimeZone};

/// Where the time comes from: the system, or a hand that a test moves.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is moved; used by tests and by the demonstration's seeder.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(Mutex::new(millis(at))))
    }

    /// The present instant, in whole milliseconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the clock is where the time is read")]
            Self::System => millis(Timestamp::now()),
            Self::Fixed(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The present day where `zone` is the time.
    #[must_use]
    pub fn today(&self, zone: &TimeZone) -> Date {
        day_of(self.now(), zone)
    }

    /// Puts a fixed clock at `to`; the system's clock is left alone.
    pub fn set(&self, to: Timestamp) {
        if let Self::Fixed(at) = self {
            *at.lock().unwrap_or_else(PoisonError::into_inner) = millis(to);
        }
    }

    /// Moves a fixed clock on; the system's clock is left alone.
    pub fn advance(&self, by: SignedDuration) {
        self.set(self.now() + by);
    }
}

/// The civil day of an instant in a time zone.
#[must_use]
pub fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

fn millis(at: Timestamp) -> Timestamp {
    at.round(Unit::Millisecond).unwrap_or(at)
}

/// A stopwatch for durations that are measured, not stored.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts to measure.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "measuring a duration, for metrics only")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Seconds since the start.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
