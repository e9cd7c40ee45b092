//! Reads a row of weekly counts: whether more has come lately than chance and the usual wobble would bring.
//!
//! The run chart's rules see a level that has moved for months. A pattern that emerges is to be seen within weeks, from small
//! numbers. So the reports of the last weeks are held against what the weeks before let expect, by a negative binomial
//! distribution as in the outbreak detection of A. Noufaily and others, "An improved algorithm for outbreak detection in
//! multiple surveillance systems", Statistics in Medicine 32 (2013) 1206, with windows of several lengths as in M. Kulldorff,
//! "Prospective time periodic geographical disease surveillance using a scan statistic", Journal of the Royal Statistical
//! Society A 164 (2001) 61. Both what is not known of the level before (few reports, few weeks) and the wobble of the seasons
//! widen what is expected. How improbable a rise has to be follows from how many rows are watched: all of them together
//! are to be wrong less than once a year.

/// The name of the rule, to be printed with every chart on which it has marked something.
pub const RULE: &str = "negative binomial surge rule";

/// Windows that are held against what was before, in weeks.
pub const WINDOWS: [usize; 6] = [1, 2, 3, 4, 6, 8];
/// With fewer weeks before the window nothing is said, and more are not looked at.
pub const FEWEST_BEFORE: usize = 6;
const MOST_BEFORE: usize = 52;
/// Fewer reports are never a surge.
pub const FEWEST_REPORTS: u32 = 3;
/// The wobble of a level that means nothing, such as summer and winter: its spread as a share of the level.
const WOBBLE: f64 = 0.25;
/// How many marks in a year are by chance alone, of all rows that are watched.
const WRONG_A_YEAR: f64 = 0.25;

/// Weeks in which more came than chance explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surge {
    /// The place of the first week.
    pub first: usize,
    /// The place of the last week.
    pub last: usize,
    /// How many came in these weeks.
    pub reports: u32,
    /// How many the weeks before let expect.
    pub expected: f64,
}

impl Surge {
    /// How many weeks it lasted.
    #[must_use]
    pub fn weeks(&self) -> usize {
        self.last + 1 - self.first
    }
}

/// The surges in a row of whole weeks, in order of time, where `watched` rows are looked at every week. At each week only what
/// was before it is used, so that what was marked once stays marked, however the row goes on.
#[must_use]
pub fn surges(weeks: &[u32], watched: usize) -> Vec<Surge> {
    let mut found: Vec<Surge> = Vec::new();
    for end in 1..=weeks.len() {
        let Some(fired) = weeks.get(..end).and_then(|so_far| ending(so_far, watched)) else { continue };
        match found.last_mut() {
            // Windows that touch are one surge: its level before is that of the first.
            Some(before) if fired.first <= before.last + 1 => {
                let a_week = before.expected / real(before.weeks());
                before.last = fired.last;
                before.reports = weeks[before.first..end].iter().sum();
                before.expected = a_week * real(before.weeks());
            }
            _ => found.push(fired),
        }
    }
    found
}

/// The most improbable window that ends with the last week, if it is improbable enough.
fn ending(weeks: &[u32], watched: usize) -> Option<Surge> {
    let limit = WRONG_A_YEAR / 52.0 / real(watched.max(1));
    let windows = WINDOWS.iter().filter_map(|length| {
        let first = weeks.len().checked_sub(*length)?;
        let known = first.min(MOST_BEFORE);
        let (before, window) = (weeks.get(first - known..first)?, weeks.get(first..)?);
        let reports: u32 = window.iter().sum();
        // Half a report more than came: where none came it is not certain that none can (Jeffreys' prior).
        let level = f64::from(before.iter().sum::<u32>()) + 0.5;
        let expected = level * real(*length) / real(known.max(1));
        let rises = window.last().is_some_and(|last| f64::from(*last) > expected / real(*length));
        if known < FEWEST_BEFORE || reports < FEWEST_REPORTS || f64::from(reports) <= expected || !rises {
            return None;
        }
        let chance = as_many_or_more(reports, expected, 1.0 / (1.0 / level + WOBBLE * WOBBLE));
        (chance < limit).then_some((chance, Surge { first, last: weeks.len() - 1, reports, expected }))
    });
    windows.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, surge)| surge)
}

/// How probable so many or more are, of a negative binomial distribution by its mean and its size: the smaller the size, the
/// wider it is.
fn as_many_or_more(reports: u32, mean: f64, size: f64) -> f64 {
    let share = mean / (size + mean);
    // The logarithm of the chance of none at all, which may be too small for a number.
    let mut chance = (size * (size / (size + mean)).ln()).exp();
    let mut fewer = 0.0;
    for k in 0..reports {
        fewer += chance;
        chance *= (f64::from(k) + size) / (f64::from(k) + 1.0) * share;
    }
    (1.0 - fewer).max(0.0)
}

/// A count as a number with a fraction.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
#[path = "../../../bench/year.rs"]
mod year;

#[cfg(test)]
mod tests {
    use super::*;

    /// So many weeks of `usual`, and then these.
    fn row(usual: &[u32], times: usize, then: &[u32]) -> Vec<u32> {
        [usual.repeat(times), then.to_vec()].concat()
    }

    #[test]
    fn the_distribution_is_the_one_of_the_tables() {
        // R: pnbinom(x - 1, size = s, mu = m, lower.tail = FALSE)
        for (x, mean, size, chance) in [(0, 3.0, 2.0, 1.0), (1, 3.0, 2.0, 0.84), (5, 3.0, 2.0, 0.23328), (4, 1.0, 1.0, 0.0625)] {
            assert!((as_many_or_more(x, mean, size) - chance).abs() < 1e-9, "{x} {mean} {size}");
        }
        // With a large size it is Poisson's: P(X > 3 | 1) = 0.0189882.
        assert!((as_many_or_more(4, 1.0, 1e9) - 0.018_988_2).abs() < 1e-6);
        assert!(as_many_or_more(10_000, 9_000.0, 20.0).is_finite());
    }

    #[test]
    fn a_rise_is_marked_where_it_is_and_stays_marked() {
        let weeks = row(&[1, 0, 0, 1], 6, &[4, 3, 5]);
        let marked = surges(&weeks, 10);
        assert_eq!(marked.len(), 1, "{marked:?}");
        assert!(marked[0].first >= 23 && marked[0].last == 26 && marked[0].reports >= 12 && marked[0].expected < 3.0, "{marked:?}");
        let later = surges(&row(&weeks, 1, &[0; 20]), 10);
        assert_eq!(later, marked, "what comes later changes nothing");
    }

    #[test]
    fn what_is_new_is_marked_and_few_reports_are_not() {
        let marked = surges(&row(&[0], 20, &[2, 3, 4]), 20);
        assert_eq!(marked.len(), 1, "{marked:?}");
        assert!(surges(&row(&[0], 20, &[1, 1]), 1).is_empty(), "two reports are two reports");
        assert!(surges(&row(&[3], 3, &[30]), 1).is_empty(), "nothing is known of before");
        assert!(surges(&[], 1).is_empty() && surges(&[500], 1).is_empty());
    }

    #[test]
    fn what_always_comes_or_goes_down_is_no_surge() {
        for level in [0, 1, 3, 14, 200] {
            assert!(surges(&row(&[level], 104, &[]), 1).is_empty(), "{level}");
        }
        assert!(surges(&row(&[14], 30, &[10, 9, 4, 1]), 1).is_empty());
    }

    #[test]
    fn the_more_is_watched_the_more_is_needed() {
        let weeks = row(&[1, 0, 0], 10, &[2, 2, 3]);
        assert!(!surges(&weeks, 1).is_empty() && surges(&weeks, 1_000).is_empty());
    }

    /// The same made-up years as `bench/surges.rs`, fewer of them and with other seeds.
    #[test]
    fn made_up_years_are_marked_where_surges_were_planted_and_hardly_elsewhere() {
        let (mut years, mut wrong, mut twice, mut clear, mut faint) = (0, 0, 0, year::Told::default(), year::Told::default());
        for (seed, make) in (7_000..).zip(year::MAKES.iter().cycle().take(year::MAKES.len() * 10)) {
            for (strength, all) in [(year::CLEAR, &mut clear), (year::FAINT, &mut faint)] {
                let told = year::Year::made(seed, *make, strength).judged(surges);
                years += 1;
                wrong += told.elsewhere;
                twice += usize::from(told.elsewhere > 1);
                all.planted += told.planted;
                all.found += told.found;
                all.weeks += told.weeks;
            }
        }
        assert!(wrong * 3 <= years, "{wrong} marked elsewhere in {years} years");
        assert!(twice * 20 <= years, "{twice} of {years} years were marked more than once elsewhere");
        assert!(clear.found * 100 >= clear.planted * 95 && clear.weeks <= 4 * clear.found, "{clear:?}");
        assert!(faint.found * 100 >= faint.planted * 70, "{faint:?}");
    }
}
