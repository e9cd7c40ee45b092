//! Puts reports together: chains of nearest neighbours, by Ward's criterion on the middles of what lies together.

use crate::likeness::Vector;

/// What putting together may cost at the most.
///
/// Two single reports cost one less their agreement. Reports that have nothing to do with each other agree by some tenth, give
/// or take another; so strangers lie just beyond, and a pattern is not made of what nothing joins. The same height holds for
/// any number of reports, because a cut that looks at all of them (a widest gap, a best silhouette) moves for everybody when
/// one report comes.
pub const CUT: f32 = 0.8;

/// So many numbers are multiplied side by side.
const LANES: usize = 16;

/// A report: its number, by which it is known, and what it is compared by.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Its number: no other report has it.
    pub number: i64,
    /// What it is compared by. All come from one engine.
    pub vector: &'a Vector,
}

/// Reports that lie together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// Their numbers, in order.
    pub reports: Vec<i64>,
    middle: Vec<f32>,
}

impl Pattern {
    /// What it would cost to put one more report to these; nothing if that is more than [`CUT`].
    #[must_use]
    pub fn takes(&self, place: &[f32]) -> Option<f32> {
        let n = self.reports.len() as f32;
        let apart: f32 = self.middle.iter().zip(place).map(|(a, b)| (a - b) * (a - b)).sum();
        Some(n / (n + 1.0) * apart).filter(|cost| *cost < CUT)
    }
}

/// What lies together, the largest first, of two as large the one with the earliest report. It depends on the reports alone
/// and not on their order. `tell` hears how many of how many are settled, and stops it all by `false`.
pub fn patterns(reports: &[Report<'_>], mut tell: impl FnMut(usize, usize) -> bool) -> Option<Vec<Pattern>> {
    let mut ordered: Vec<Report<'_>> = reports.to_vec();
    ordered.sort_by_key(|report| report.number);
    ordered.dedup_by_key(|report| report.number);
    let mut field = Field::of(&ordered);
    let (all, mut settled) = (ordered.len(), Vec::new());
    // Each is the nearest of the one before it. An empty chain begins with the earliest that is open.
    let mut chain: Vec<usize> = Vec::new();
    while let Some(end) = chain.last().copied().or_else(|| field.open.iter().min().copied()) {
        if chain.is_empty() {
            chain.push(end);
        }
        if !tell(all - field.open.len(), all) {
            return None;
        }
        let before = chain.len().checked_sub(2).and_then(|at| chain.get(at)).copied();
        match field.nearest(end, before) {
            Some((next, cost)) if cost < CUT && Some(next) == before => {
                chain.truncate(chain.len() - 2);
                field.join(next, end);
            }
            Some((next, cost)) if cost < CUT => chain.push(next),
            // Whatever is put together later comes no nearer to it than its parts are now (Ward's criterion is reducible), so it
            // stays as it is.
            _ => {
                chain.pop();
                settled.push(field.take(end));
            }
        }
    }
    settled.sort_by(|a, b| b.reports.len().cmp(&a.reports.len()).then_with(|| a.reports.cmp(&b.reports)));
    Some(settled)
}

/// What is still open: the middles of what lies together so far, one after another.
struct Field {
    width: usize,
    middles: Vec<f32>,
    squares: Vec<f32>,
    reports: Vec<Vec<i64>>,
    open: Vec<usize>,
    /// Where each stands in `open`.
    stands: Vec<usize>,
}

impl Field {
    fn of(ordered: &[Report<'_>]) -> Self {
        let places: Vec<Vec<f32>> = ordered.iter().map(|report| report.vector.place()).collect();
        let width = places.iter().map(Vec::len).max().unwrap_or(0).next_multiple_of(LANES);
        let mut middles = Vec::with_capacity(width * places.len());
        for (at, place) in places.iter().enumerate() {
            middles.extend(place);
            middles.resize((at + 1) * width, 0.0);
        }
        let squares = places.iter().map(|place| place.iter().map(|number| number * number).sum()).collect();
        let reports = ordered.iter().map(|report| vec![report.number]).collect();
        Self { width, middles, squares, reports, open: (0..ordered.len()).collect(), stands: (0..ordered.len()).collect() }
    }

    fn middle(&self, at: usize) -> &[f32] {
        &self.middles[at * self.width..(at + 1) * self.width]
    }

    /// By how much the sum of squares within grows when two are put together.
    fn cost(&self, one: usize, other: usize) -> f32 {
        let (n, m) = (self.reports[one].len() as f32, self.reports[other].len() as f32);
        let apart = self.squares[one] + self.squares[other] - 2.0 * product(self.middle(one), self.middle(other));
        n * m / (n + m) * apart.max(0.0)
    }

    /// The nearest of all that are open. Of two as near the one that the chain came from, then the one with the earliest
    /// report: so no chain goes round in a circle.
    fn nearest(&self, of: usize, before: Option<usize>) -> Option<(usize, f32)> {
        let costs = self.open.iter().filter(|other| **other != of).map(|other| (*other, self.cost(of, *other)));
        let (next, least) = costs.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
        let back = before.map(|before| (before, self.cost(of, before))).filter(|(_, cost)| *cost <= least);
        Some(back.unwrap_or((next, least)))
    }

    fn join(&mut self, one: usize, other: usize) {
        let (into, from) = (one.min(other), one.max(other));
        let (n, m) = (self.reports[into].len() as f32, self.reports[from].len() as f32);
        let (before, after) = self.middles.split_at_mut(from * self.width);
        let stays = &mut before[into * self.width..(into + 1) * self.width];
        for (number, comes) in stays.iter_mut().zip(&after[..self.width]) {
            *number = (*number * n + comes * m) / (n + m);
        }
        self.squares[into] = stays.iter().map(|number| number * number).sum();
        let mut moved = std::mem::take(&mut self.reports[from]);
        self.reports[into].append(&mut moved);
        self.close(from);
    }

    fn close(&mut self, at: usize) {
        let stood = self.stands[at];
        self.open.swap_remove(stood);
        if let Some(moved) = self.open.get(stood) {
            self.stands[*moved] = stood;
        }
    }

    fn take(&mut self, at: usize) -> Pattern {
        self.close(at);
        let mut reports = std::mem::take(&mut self.reports[at]);
        reports.sort_unstable();
        Pattern { reports, middle: self.middle(at).to_vec() }
    }
}

/// The sum of the products, in lanes that the processor goes through at once.
fn product(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for (a, b) in one.as_chunks::<LANES>().0.iter().zip(other.as_chunks::<LANES>().0) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}
