//! How fast mail may leave: never more in any minute than the settings say, counted in the database for all processes.
//!
//! Nine tenths of a minute's mails leave at even distances. The last tenth is for single mails, which do not wait behind a run:
//! somebody may sit before a screen and want to sign in.

use std::time::Duration;

use jiff::SignedDuration;

use crate::{App, Result, clock::Stopwatch, sql};

/// Whoever would wait longer than this comes back instead, in milliseconds.
const WAITS: i64 = 5_000;

/// How mails may leave one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// Milliseconds from one mail to the next.
    step: i64,
    /// How many single mails go ahead of the others.
    ahead: i64,
}

impl Pace {
    /// The pace for so many mails a minute; `None` for 0, which is as fast as they go.
    pub(super) fn of(per_minute: i64) -> Option<Self> {
        if per_minute <= 0 {
            return None;
        }
        let ahead = per_minute / 10;
        let even = per_minute - ahead;
        Some(Self { step: (60_000 + even - 1) / even, ahead })
    }

    /// How many mails of a run are spoken for together: those of two seconds.
    pub(super) fn together(self) -> i64 {
        (2_000 / self.step).clamp(1, 200)
    }
}

/// A moment at which a mail may leave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    in_millis: i64,
    since: Stopwatch,
}

impl Slot {
    /// Waits for the moment.
    pub(super) async fn wait(self) {
        let left = Duration::from_millis(u64::try_from(self.in_millis).unwrap_or(0)).as_secs_f64() - self.since.seconds();
        if left > 0.0 {
            tokio::time::sleep(Duration::from_secs_f64(left)).await;
        }
    }
}

/// Speaks for so many mails. `Err` says after how long to come back: nothing was spoken for then.
///
/// # Errors
/// When the database fails.
pub(super) async fn reserve(app: &App, pace: Pace, mails: i64, single: bool) -> Result<std::result::Result<Vec<Slot>, SignedDuration>> {
    let now = app.clock.now().as_millisecond();
    let mut tx = app.begin().await?;
    // The row is the lock: whoever speaks for more waits here.
    let row = sql("INSERT INTO mail_pace (name, free_at) VALUES ('out', $1) ON CONFLICT (name) DO UPDATE SET free_at = mail_pace.free_at \
                   RETURNING free_at");
    let free: i64 = row.bind(now).one(&mut tx).await?.get("free_at")?;
    // Further on than anybody speaks for: a clock stood wrong.
    let free = if free > now + 120_000 + 3 * pace.step * (pace.ahead + 1) { now } else { free.max(now) };
    let from = free - now - if single { pace.ahead * pace.step } else { 0 };
    if from > WAITS {
        return Ok(Err(SignedDuration::from_millis(from)));
    }
    sql("UPDATE mail_pace SET free_at = $1 WHERE name = 'out'").bind(free + mails * pace.step).run(&mut tx).await?;
    tx.commit_now().await?;
    let since = Stopwatch::start();
    Ok(Ok((0..mails).map(|n| Slot { in_millis: (from + n * pace.step).max(0), since }).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_no_minute_more_leave_than_the_settings_say() {
        for per_minute in [1, 2, 9, 10, 30, 200, 5_000] {
            let pace = Pace::of(per_minute).expect("a pace");
            // At even distances from the first moment of a minute on, and those that go ahead.
            let even = 1 + 59_999 / pace.step;
            assert!(even + pace.ahead <= per_minute, "{per_minute}: {pace:?}");
            assert!((even + pace.ahead) * 100 >= per_minute * 90, "{per_minute}: {pace:?} is too slow");
        }
        assert_eq!(Pace::of(0), None);
    }
}
