//! How often a caller may try.
//!
//! A whole health board sits behind one address, so the limits by address are wide. Most of them live in the process;
//! sign-in and receipt codes are counted in the database, because guessing must not be spread over processes.

use std::{net::IpAddr, num::NonZeroU32};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};
use jiff::{SignedDuration, Timestamp};

use crate::{App, Error, Result, clock::Clock, keys::Keys, sql};

/// What is limited in the process.
#[derive(Clone, Copy, Debug)]
pub enum Class {
    /// Sending in a report: 600 at once from one address, then one a second.
    Raise,
    /// The API: 120 a minute for a token.
    Api,
    /// Searching: 60 a minute for a person.
    Search,
    /// Asking for what is like a text: 240 a minute from one address, behind which a whole hospital may sit.
    Similar,
}

/// The limits of one process.
#[derive(Debug)]
pub struct Limits {
    raise: DefaultKeyedRateLimiter<[u8; 32]>,
    api: DefaultKeyedRateLimiter<[u8; 32]>,
    search: DefaultKeyedRateLimiter<[u8; 32]>,
    similar: DefaultKeyedRateLimiter<[u8; 32]>,
}

impl Default for Limits {
    fn default() -> Self {
        let quota = |per_minute: u32, burst: u32| {
            let many = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
            RateLimiter::keyed(Quota::per_minute(many(per_minute)).allow_burst(many(burst)))
        };
        Self { raise: quota(60, 600), api: quota(120, 120), search: quota(60, 60), similar: quota(240, 240) }
    }
}

impl Limits {
    /// Counts one try of `who`.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait.
    pub fn check(&self, class: Class, who: [u8; 32]) -> Result<()> {
        let limiter = match class {
            Class::Raise => &self.raise,
            Class::Api => &self.api,
            Class::Search => &self.search,
            Class::Similar => &self.similar,
        };
        limiter.check_key(&who).map_err(|not_until| {
            let wait = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
            Error::TooMany(wait.as_secs().max(1))
        })
    }

    /// Forgets callers that have not tried lately.
    pub fn forget_idle(&self) {
        for limiter in [&self.raise, &self.api, &self.search, &self.similar] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Stands for an address for one day. The address itself is kept nowhere.
#[must_use]
pub fn caller(keys: &Keys, clock: &Clock, address: Option<IpAddr>) -> [u8; 32] {
    let day = clock.now().as_second().div_euclid(86_400);
    // Whoever has one IPv6 address has 2^64 of them.
    let network = address.map(|address| match address {
        IpAddr::V6(address) if address.to_ipv4_mapped().is_none() => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        other => other,
    });
    keys.sign("caller", &[&day.to_be_bytes(), network.map(|ip| ip.to_string()).unwrap_or_default().as_bytes()])
}

/// A limit that is counted in the database: so many tries in so long.
#[derive(Clone, Copy, Debug)]
pub struct Allowance {
    /// What is counted: `sign-in`.
    pub name: &'static str,
    /// How many tries.
    pub tries: i64,
    /// In how many minutes.
    pub minutes: i64,
}

/// Counts one try in the database, in a transaction of its own: it stays counted when the try fails.
///
/// # Errors
/// [`Error::TooMany`] when the allowance is used up.
pub async fn count(app: &App, allowance: Allowance, who: &[u8]) -> Result<()> {
    let now = app.clock.now();
    let window = SignedDuration::from_mins(allowance.minutes);
    let mut tx = app.begin().await?;
    let row = sql("INSERT INTO tries (name, who, since, n) VALUES ($1, $2, $3, 1) ON CONFLICT (name, who) DO UPDATE SET \
                     n = CASE WHEN tries.since <= $4 THEN 1 ELSE tries.n + 1 END, \
                     since = CASE WHEN tries.since <= $4 THEN $3 ELSE tries.since END RETURNING n, since")
    .bind(allowance.name)
    .bind(who)
    .bind(now)
    .bind(now - window)
    .one(&mut tx)
    .await?;
    app.commit(tx).await?;
    let (n, since): (i64, Timestamp) = (row.get("n")?, row.get("since")?);
    if n <= allowance.tries {
        return Ok(());
    }
    let wait = (since + window).duration_since(now).as_secs();
    Err(Error::TooMany(u64::try_from(wait).unwrap_or(1).max(1)))
}

/// Whether the allowance is used up, without counting a try.
///
/// # Errors
/// [`Error::TooMany`] when it is.
pub async fn look(app: &App, allowance: Allowance, who: &[u8]) -> Result<()> {
    let now = app.clock.now();
    let window = SignedDuration::from_mins(allowance.minutes);
    let row =
        sql("SELECT n, since FROM tries WHERE name = $1 AND who = $2 AND since > $3").bind(allowance.name).bind(who).bind(now - window);
    let Some(row) = row.optional(&app.db).await? else { return Ok(()) };
    if row.get::<i64>("n")? < allowance.tries {
        return Ok(());
    }
    let wait = (row.get::<Timestamp>("since")? + window).duration_since(now).as_secs();
    Err(Error::TooMany(u64::try_from(wait).unwrap_or(1).max(1)))
}

/// Forgets tries older than a day.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    app.limits.forget_idle();
    let mut tx = app.begin().await?;
    sql("DELETE FROM tries WHERE since < $1").bind(app.clock.now() - SignedDuration::from_hours(24)).run(&mut tx).await?;
    app.commit(tx).await
}
