//! Which pattern of today is which one of before, so that a name that people gave stays with what it was given to.

use std::collections::HashMap;

/// A pattern as it was known before: the reports that belonged to it.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// Their numbers.
    pub reports: &'a [i64],
}

/// For each pattern of today the place of the one of before that it goes on from, where there is one.
///
/// Pairs with most reports in common come first; of two pairs alike the one that keeps more of what the former had, then the
/// earlier known, then the one of today with the earliest report: the order in which those of today stand changes nothing. Each is used once. A pattern of which less than a third is found together
/// goes on nowhere: its name would say something else. What has left altogether (dealt with, taken back) is not asked about.
#[must_use]
pub fn kept(known: &[Known<'_>], today: &[Vec<i64>]) -> Vec<Option<usize>> {
    let of_report: HashMap<i64, usize> = today.iter().enumerate().flat_map(|(at, reports)| reports.iter().map(move |n| (*n, at))).collect();
    // How many in common, how many of it are still there, which one, which one of today.
    let mut pairs: Vec<(usize, usize, usize, usize)> = Vec::new();
    for (former, known) in known.iter().enumerate() {
        let mut common: HashMap<usize, usize> = HashMap::new();
        for at in known.reports.iter().filter_map(|number| of_report.get(number)) {
            *common.entry(*at).or_default() += 1;
        }
        let here: usize = common.values().sum();
        pairs.extend(common.into_iter().filter(|(_, n)| n * 3 >= here).map(|(at, n)| (n, here, former, at)));
    }
    let earliest = |at: usize| today.get(at).and_then(|reports| reports.iter().min());
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)).then_with(|| earliest(a.3).cmp(&earliest(b.3))));
    let (mut out, mut used) = (vec![None; today.len()], vec![false; known.len()]);
    for (_, _, former, at) in pairs {
        if out[at].is_none() && !used[former] {
            (out[at], used[former]) = (Some(former), true);
        }
    }
    out
}
