//! Makes up years of reports with surges in them, from a seed: what the rule for surges is measured on.

/// How a year is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Make {
    /// Reports a month, of all patterns together.
    pub(crate) a_month: f64,
    /// Among how many patterns they fall, unevenly.
    pub(crate) patterns: usize,
    /// By how much the seasons move each pattern, as a share of its level: each has its own winter.
    pub(crate) seasons: f64,
    /// Whether there was a year before.
    pub(crate) year_before: bool,
}

/// The years that are tried.
pub(crate) const MAKES: [Make; 20] = [
    make(2.0, 0.0, false),
    make(2.0, 0.0, true),
    make(2.0, 0.3, false),
    make(2.0, 0.3, true),
    make(6.0, 0.0, false),
    make(6.0, 0.0, true),
    make(6.0, 0.3, false),
    make(6.0, 0.3, true),
    make(15.0, 0.0, false),
    make(15.0, 0.0, true),
    make(15.0, 0.3, false),
    make(15.0, 0.3, true),
    make(30.0, 0.0, false),
    make(30.0, 0.0, true),
    make(30.0, 0.3, false),
    make(30.0, 0.3, true),
    make(60.0, 0.0, false),
    make(60.0, 0.0, true),
    make(60.0, 0.3, false),
    make(60.0, 0.3, true),
];

const fn make(a_month: f64, seasons: f64, year_before: bool) -> Make {
    Make { a_month, patterns: 12, seasons, year_before }
}

/// The weeks of a year.
const WEEKS: usize = 52;
/// A surge lasts so long.
const LASTS: usize = 6;
/// A mark so many weeks after a surge still speaks of it; marks so near each other are one.
const AFTER: usize = 2;
const ONE: usize = 8;

/// How strong a surge is: so many times what came before, and at least so many reports more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strength {
    pub(crate) times: f64,
    pub(crate) at_least: f64,
}

/// A surge that people in the room would speak of, and one that they may not notice.
pub(crate) const CLEAR: Strength = Strength { times: 6.0, at_least: 15.0 };
pub(crate) const FAINT: Strength = Strength { times: 4.0, at_least: 9.0 };

/// A made-up year: a row of weekly counts for each pattern, and where surges were planted.
pub(crate) struct Year {
    rows: Vec<Vec<u32>>,
    planted: Vec<(usize, usize)>,
    begins: usize,
}

/// What a rule made of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    pub(crate) planted: usize,
    pub(crate) found: usize,
    /// Weeks from the beginning of each surge to its mark, together.
    pub(crate) weeks: usize,
    pub(crate) elsewhere: usize,
}

/// SplitMix64: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }

    /// A count by chance alone, of this mean (Knuth).
    fn count(&mut self, mean: f64) -> u32 {
        let (least, mut product, mut n) = ((-mean).exp(), self.share(), 0);
        while product > least {
            product *= self.share();
            n += 1;
        }
        n
    }
}

impl Year {
    /// The year of a seed: one surge early, one in the middle and one late in the year, each in a pattern of its own.
    pub(crate) fn made(seed: u64, make: Make, strength: Strength) -> Self {
        let mut dice = Dice(seed);
        let begins = if make.year_before { WEEKS } else { 0 };
        let shares: Vec<f64> = (0..make.patterns).map(|_| 0.15 - dice.share().max(1e-9).ln()).collect();
        let whole: f64 = shares.iter().sum();
        let mut levels: Vec<Vec<f64>> = Vec::new();
        for share in &shares {
            let (level, winter) = (make.a_month * 12.0 / 52.0 * share / whole, dice.share());
            let season = |week: usize| 1.0 + make.seasons * ((week as f64 / 52.0 + winter) * std::f64::consts::TAU).sin();
            levels.push((0..begins + WEEKS).map(|week| level * season(week)).collect());
        }
        let mut planted: Vec<(usize, usize)> = Vec::new();
        for (from, to) in [(12, 20), (24, 34), (40, 46)] {
            let first = begins + from + dice.below(to - from);
            let mut row = dice.below(make.patterns);
            while planted.iter().any(|(other, _)| *other == row) {
                row = (row + 1) % make.patterns;
            }
            for week in &mut levels[row][first..first + LASTS] {
                *week = (*week * strength.times).max(*week + strength.at_least / LASTS as f64);
            }
            planted.push((row, first));
        }
        Self { rows: levels.iter().map(|row| row.iter().map(|level| dice.count(*level)).collect()).collect(), planted, begins }
    }

    /// What a rule marks in it, which is given a row and how many rows are watched.
    pub(crate) fn judged(&self, rule: impl Fn(&[u32], usize) -> Vec<super::Surge>) -> Told {
        let mut told = Told { planted: self.planted.len(), ..Told::default() };
        for (at, row) in self.rows.iter().enumerate() {
            let here = || self.planted.iter().filter(|(other, _)| *other == at).map(|(_, first)| *first);
            // What was known at the end of each week.
            let (mut marked, mut last_wrong) = (vec![false; self.planted.len()], None::<usize>);
            for end in self.begins.max(1)..=row.len() {
                let now = rule(&row[..end], self.rows.len()).pop().filter(|surge| surge.last + 1 == end);
                let Some(surge) = now else { continue };
                match here().position(|first| surge.last >= first && surge.first < first + LASTS && surge.last < first + LASTS + ONE) {
                    Some(place) => {
                        let first = here().nth(place).unwrap_or_default();
                        if !marked[place] && surge.last < first + LASTS + AFTER {
                            marked[place] = true;
                            told.found += 1;
                            told.weeks += surge.last + 1 - first;
                        }
                    }
                    None => {
                        told.elsewhere += usize::from(last_wrong.is_none_or(|last| surge.last > last + ONE));
                        last_wrong = Some(surge.last);
                    }
                }
            }
        }
        told
    }
}
