//! Reads a run chart: whether a row of numbers is more than chance would give.
//!
//! The test is Anhøj's, because it needs no limits and no target: J. Anhøj and A. V. Olesen, "Run
//! charts revisited", PLOS ONE 9 (2014) e113825.
//!
//! It looks at nothing but the side of the median on which each point lies. Points on the median
//! lie on no side: they are skipped, and neither end a run nor lengthen it.

/// The name of the test behind [`RunChart::signal`], to be printed with every chart.
pub const TEST: &str = "Anhøj rules for run charts";

/// With fewer useful points than these nothing is said: any row of so few could be chance.
pub const FEWEST_USEFUL: usize = 10;

/// How often crossings may be too few although nothing but chance is at work (Anhøj and Olesen, 2014).
const BY_CHANCE: f64 = 0.05;

/// What can be read from the values of a run chart.
#[derive(Clone, Debug, PartialEq)]
pub struct RunChart {
    /// The middle of the values, in their own unit.
    pub median: f64,
    /// How many points do not lie on the median.
    pub useful: usize,
    /// The most useful points in a row on one side of the median.
    pub longest_run: usize,
    /// How often the row of useful points changes the side of the median.
    pub crossings: usize,
}

/// Why a run chart shows more than chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Too many points in a row lie on one side of the median: its level has moved.
    LongRun {
        /// How many lie in a row.
        points: usize,
        /// How many chance explains.
        at_most: usize,
    },
    /// The line crosses the median too seldom: it drifts, or moves in waves.
    FewCrossings {
        /// How often it crosses.
        crossings: usize,
        /// How often it crosses by chance, at the least.
        at_least: usize,
    },
}

impl RunChart {
    /// Reads the values, which stand in order of time and are all in one unit.
    /// Nothing comes back without values, or where one of them is no finite number.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let median = median(values)?;
        let mut chart = Self { median, useful: 0, longest_run: 0, crossings: 0 };
        let mut side_before = None;
        let mut run = 0;
        for side in values.iter().filter_map(|value| value.partial_cmp(&median)).filter(|side| side.is_ne()) {
            chart.useful += 1;
            if side_before.is_some_and(|before| before != side) {
                chart.crossings += 1;
                run = 0;
            }
            run += 1;
            chart.longest_run = chart.longest_run.max(run);
            side_before = Some(side);
        }
        Some(chart)
    }

    /// Whether there are enough useful points for the tests to say anything.
    #[must_use]
    pub fn is_long_enough(&self) -> bool {
        self.useful >= FEWEST_USEFUL
    }

    /// What is more than chance by the Anhøj rules; the long run, where both hold. Nothing where
    /// chance explains it all, and where the chart is not long enough.
    #[must_use]
    pub fn signal(&self) -> Option<Signal> {
        if !self.is_long_enough() {
            return None;
        }
        let (at_most, at_least) = (longest_by_chance(self.useful), fewest_by_chance(self.useful));
        if self.longest_run > at_most {
            return Some(Signal::LongRun { points: self.longest_run, at_most });
        }
        (self.crossings < at_least).then_some(Signal::FewCrossings { crossings: self.crossings, at_least })
    }
}

/// The longest run that chance explains among so many useful points: log₂ n + 3, rounded
/// (Anhøj and Olesen, 2014).
#[must_use]
pub fn longest_by_chance(useful: usize) -> usize {
    // log₂ of a count is never a whole number and a half, so there is no doubt about the rounding:
    // half of the whole part of log₂ n², rounded up, is log₂ n to the nearest whole number.
    let squared = u128::try_from(useful).unwrap_or(u128::MAX).saturating_pow(2);
    let rounded = squared.checked_ilog2().unwrap_or(0).div_ceil(2);
    usize::try_from(rounded + 3).unwrap_or(usize::MAX)
}

/// The fewest crossings that chance explains among so many useful points: the 5 % quantile of a
/// binomial distribution of n − 1 trials at one half, `qbinom(0.05, n - 1, 0.5)` in R
/// (Anhøj and Olesen, 2014).
#[must_use]
pub fn fewest_by_chance(useful: usize) -> usize {
    let trials = useful.saturating_sub(1);
    // The weights of 0 to half as many crossings, from the middle outwards and relative to it: so
    // nothing overflows, and what underflows far outside weighs nothing.
    let mut weight = 1.0;
    let mut weights = vec![weight];
    for crossings in (1..=trials / 2).rev() {
        weight *= real(crossings) / real(trials - crossings + 1);
        weights.push(weight);
    }
    // The other half weighs the same; an even number of trials has one middle that is in both.
    let both = weights.iter().rev().sum::<f64>() * 2.0;
    let all = if trials.is_multiple_of(2) { both - 1.0 } else { both };
    let mut so_far = 0.0;
    let reached = weights.iter().rev().position(|weight| {
        so_far += weight;
        so_far >= BY_CHANCE * all
    });
    reached.unwrap_or(0)
}

/// The median of values in any order: of an even number the mean of the two in the middle.
/// Nothing comes back without values, or where one of them is no finite number.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    if !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get((sorted.len() - 1) / 2)?;
    Some(lower.midpoint(*upper))
}

/// The median of days that are given as (days, how many took so long), in order of the days, each
/// once or more: of an even number the mean of the two in the middle. A count below one counts for
/// nothing. Nothing comes back where nothing is counted, or where the middle lies further away than
/// `i32` counts days: five million years.
#[must_use]
pub fn median_of_counts(counts: &[(i64, i64)]) -> Option<f64> {
    let counted = || counts.iter().filter(|(_, n)| *n > 0).map(|&(days, n)| (days, i128::from(n)));
    let all: i128 = counted().map(|(_, n)| n).sum();
    // The one at this place, the first at 0.
    let at = |place: i128| {
        let mut passed = 0;
        let (days, _) = counted().find(|(_, n)| {
            passed += n;
            passed > place
        })?;
        i32::try_from(days).ok().map(f64::from)
    };
    Some(at((all - 1) / 2)?.midpoint(at(all / 2)?))
}

/// A count as a number with a fraction. No chart has more than four thousand million points.
fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[f64]) -> RunChart {
        RunChart::of(values).expect("a chart")
    }

    /// `above` and `below` the median in turn, as many times as the runs say.
    fn sides(runs: &[usize]) -> Vec<f64> {
        runs.iter().enumerate().flat_map(|(at, &run)| vec![if at.is_multiple_of(2) { 9.0 } else { 1.0 }; run]).collect()
    }

    #[test]
    fn the_limits_are_the_published_ones() {
        let known = [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10), (36, 8, 13), (60, 9, 23)];
        // Larger ones by whole numbers in another language.
        for (useful, at_most, at_least) in known.into_iter().chain([(100, 10, 41), (101, 10, 42), (240, 11, 107), (999, 13, 473)]) {
            assert_eq!((longest_by_chance(useful), fewest_by_chance(useful)), (at_most, at_least), "{useful}");
        }
        // The smallest weights underflow here; nothing else may.
        assert_eq!(fewest_by_chance(4_001), 1_948);
    }

    #[test]
    fn the_limits_are_those_of_a_count_with_whole_numbers() {
        // Pascal's triangle: row n holds the ways to choose; u128 holds its rows up to 120.
        let mut row: Vec<u128> = vec![1];
        for useful in 1..=120_u32 {
            let mut so_far = 0;
            let least = row.iter().position(|ways| {
                so_far += ways;
                so_far * 20 >= row.iter().sum()
            });
            let n = row.len();
            assert_eq!(Some(fewest_by_chance(n)), least, "{useful}");
            let rounded = (f64::from(useful).log2() + 3.0).round();
            assert!((real(longest_by_chance(n)) - rounded).abs() < 0.1, "{useful}");
            row = [&[1], row.windows(2).map(|pair| pair.iter().sum()).collect::<Vec<_>>().as_slice(), &[1]].concat();
        }
        assert_eq!((longest_by_chance(0), fewest_by_chance(0)), (3, 0));
        assert!(longest_by_chance(usize::MAX) >= 35);
    }

    #[test]
    fn points_on_the_median_neither_end_a_run_nor_lengthen_it() {
        let read = chart(&[1.0, 2.0, 5.0, 3.0, 5.0, 9.0, 8.0, 5.0, 7.0]);
        assert_eq!(read, RunChart { median: 5.0, useful: 6, longest_run: 3, crossings: 1 });
        assert_eq!(chart(&[4.0; 20]), RunChart { median: 4.0, useful: 0, longest_run: 0, crossings: 0 });
        assert_eq!(chart(&[2.0, 3.0]), RunChart { median: 2.5, useful: 2, longest_run: 1, crossings: 1 });
        assert_eq!(RunChart::of(&[]), None);
        assert_eq!(RunChart::of(&[1.0, f64::NAN]), None);
    }

    #[test]
    fn a_run_longer_than_chance_explains_is_a_signal() {
        let moved = chart(&sides(&[1, 1, 1, 1, 8, 8]));
        assert_eq!(moved.signal(), Some(Signal::LongRun { points: 8, at_most: 7 }));
        // Seven in a row among twenty are no signal yet.
        let longest = chart(&sides(&[7, 1, 1, 1, 1, 7, 1, 1]));
        assert_eq!((longest.useful, longest.longest_run, longest.crossings), (20, 7, 7));
        assert_eq!(longest.signal(), None);
    }

    #[test]
    fn fewer_crossings_than_chance_explains_are_a_signal() {
        let waves = chart(&sides(&[4, 4, 4, 4, 2, 2]));
        assert_eq!(waves.signal(), Some(Signal::FewCrossings { crossings: 5, at_least: 6 }));
        assert_eq!(chart(&sides(&[4, 4, 4, 3, 2, 2, 1])).signal(), None);
    }

    #[test]
    fn of_few_useful_points_nothing_is_said() {
        let short = chart(&[1.0, 1.0, 1.0, 1.0, 5.0, 5.0, 5.0, 9.0, 9.0, 9.0, 9.0]);
        assert_eq!((short.useful, short.is_long_enough(), short.signal()), (8, false, None));
        let just = chart(&sides(&[5, 5]));
        assert_eq!(just.signal(), Some(Signal::FewCrossings { crossings: 1, at_least: 2 }));
    }

    #[test]
    fn every_short_row_is_read_as_by_counting_pair_by_pair() {
        // All rows of seven values out of three, read the slow way.
        for row in 0..3_u32.pow(7) {
            let values: Vec<f64> = (0..7).map(|at| f64::from(row / 3_u32.pow(at) % 3)).collect();
            let read = chart(&values);
            let below = values.iter().filter(|&&value| value < read.median).count();
            let above = values.iter().filter(|&&value| value > read.median).count();
            assert!(below <= 3 && above <= 3 && below + above == read.useful, "{values:?}");
            let useful: Vec<bool> =
                values.iter().filter(|value| (*value - read.median).abs() > 0.1).map(|&value| value > read.median).collect();
            assert_eq!(read.crossings, useful.windows(2).filter(|pair| pair.first() != pair.last()).count(), "{values:?}");
            let same = |length: &usize| useful.windows(*length).any(|run| run.iter().all(|side| Some(side) == run.first()));
            assert_eq!(read.longest_run, (1..=useful.len()).rfind(same).unwrap_or(0), "{values:?}");
        }
    }

    #[test]
    fn the_middle_of_an_even_number_lies_between_two() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[f64::MAX, f64::MAX]), Some(f64::MAX));
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[f64::INFINITY]), None);
    }

    #[test]
    fn days_that_are_counted_have_the_same_middle_as_days_written_out() {
        // Every way to spread nought to three over four days.
        let mut tried = 0;
        for spread in 0..4_i64.pow(4) {
            let counts: Vec<(i64, i64)> = (0..4).map(|at| (i64::from(at) * 7 - 3, spread / 4_i64.pow(at) % 4)).collect();
            let written: Vec<f64> = (0..4).flat_map(|at| (0..spread / 4_i64.pow(at) % 4).map(move |_| f64::from(at) * 7.0 - 3.0)).collect();
            assert_eq!(median_of_counts(&counts), median(&written), "{counts:?}");
            tried += usize::from(!written.is_empty());
        }
        assert_eq!(tried, 255);
        assert_eq!(median_of_counts(&[(1, i64::MAX), (2, i64::MAX), (9, -5)]), Some(1.5));
        assert_eq!(median_of_counts(&[(i64::MAX, 1)]), None);
    }
}
