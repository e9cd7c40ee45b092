//! What is taken: every sum of minutes is looked at, with each side's share.

use std::cmp::Reverse;

use super::{Candidate, Pin, Room, SHARE};

/// From here on more of a side brings nothing more.
const MOST: usize = SHARE.len() - 1;
/// How many shares of both sides are told apart.
const SHARES: usize = SHARE.len() * SHARE.len();
/// Of a sum that nothing comes to. What can be reached has no points or more.
const NEVER: i32 = -1;

/// What is taken, in no order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// What is over before both sides are there.
    pub(super) before: Vec<usize>,
    /// The rest.
    pub(super) after: Vec<usize>,
}

impl Choice {
    /// The points, as the head of the module sums them.
    pub(super) fn points(&self, candidates: &[Candidate]) -> i32 {
        let taken = || self.before.iter().chain(&self.after).filter_map(|which| candidates.get(*which));
        let share = |of: fn(&Candidate) -> bool| SHARE[taken().filter(|one| of(one)).count().min(MOST)];
        taken().map(Candidate::points).sum::<i32>() + share(|one| one.sides.gps) + share(|one| one.sides.consultants)
    }
}

/// What a person has put in, whether there is room for it or not.
pub(super) fn pinned(candidates: &[Candidate]) -> Choice {
    let all = (0..candidates.len()).filter(|which| candidates[*which].pin == Pin::In);
    Choice { before: Vec::new(), after: all.collect() }
}

/// By how many minutes what a person has put in is too long: for the room, or what is decided for the time of both sides.
pub(super) fn over(candidates: &[Candidate], room: Room) -> u32 {
    let sum =
        |of: fn(&Candidate) -> bool| candidates.iter().filter(|one| one.pin == Pin::In && of(one)).map(Candidate::length).sum::<u32>();
    let all = sum(|_| true).saturating_sub(room.minutes);
    let decided = sum(|one| one.decides).saturating_sub(room.until - room.from);
    // With neither too long they do not go together: something stands across the minute at which both sides are there.
    all.max(decided).max(1)
}

/// A share of both sides as one number, and what it brings.
fn share_points(share: usize) -> i32 {
    SHARE[share / SHARE.len()] + SHARE[share % SHARE.len()]
}

/// The share after one more item.
fn shared(share: usize, one: &Candidate) -> usize {
    let more = |has: usize, its: bool| (has + usize::from(its)).min(MOST);
    more(share / SHARE.len(), one.sides.gps) * SHARE.len() + more(share % SHARE.len(), one.sides.consultants)
}

/// The points of every sum that can be reached: minutes before both sides are there, minutes from then on, shares.
struct Sums {
    before: usize,
    after: usize,
    points: Vec<i32>,
}

/// How a sum was reached with a candidate: 0 without it; with it from the share `n - 1`, or from the share `n - 1 - SHARES` where it
/// stands before both sides are there.
type Step = u8;

impl Sums {
    fn new(before: usize, after: usize) -> Self {
        let mut points = vec![NEVER; (before + 1) * (after + 1) * SHARES];
        points[0] = 0;
        Self { before, after, points }
    }

    fn place(&self, before: usize, after: usize) -> usize {
        (before * (self.after + 1) + after) * SHARES
    }

    /// Takes a candidate wherever that is better, and everywhere if it has to be; tells how each sum was reached. Sums are gone
    /// through from the greatest, so that nothing is taken twice: the sums that one is made of are smaller, and still as they were.
    fn take(&mut self, one: &Candidate, ends: usize) -> Vec<Step> {
        let (length, points) = (one.length() as usize, one.points());
        let mut steps = vec![0; self.points.len()];
        let after_each: [usize; SHARES] = std::array::from_fn(|share| shared(share, one));
        // Decisions are taken first: as yet nothing stands before both sides are there.
        let highest = if one.decides { 0 } else { self.before };
        for before in (0..=highest).rev() {
            for after in (0..=self.after).rev() {
                let here = self.place(before, after);
                let later = after.checked_sub(length).filter(|_| after <= ends).map(|after| self.place(before, after));
                let sooner = before.checked_sub(length).filter(|_| !one.decides).map(|before| self.place(before, after));
                let (smaller, rest) = self.points.split_at_mut(here);
                let (Some(sum), Some(reached)) = (rest.first_chunk_mut::<SHARES>(), steps[here..].first_chunk_mut::<SHARES>()) else {
                    continue;
                };
                if one.pin == Pin::In {
                    *sum = [NEVER; SHARES];
                }
                for (from, step) in [(later, 1), (sooner, 1 + SHARES)] {
                    let Some(had) = from.and_then(|from| smaller[from..].first_chunk::<SHARES>()) else { continue };
                    for (share, had) in had.iter().enumerate() {
                        let to = after_each[share];
                        if *had >= 0 && had + points > sum[to] {
                            sum[to] = had + points;
                            reached[to] = (step + share) as Step;
                        }
                    }
                }
            }
        }
        steps
    }

    /// The sum with the most points, the shares among them; of equal ones what ends first.
    fn best(&self) -> Option<(usize, usize, usize)> {
        let mut sums: Vec<(usize, usize)> =
            (0..=self.before).flat_map(|before| (0..=self.after).map(move |after| (before, after))).collect();
        sums.sort_by_key(|(before, after)| (*after, *before));
        let mut best = None;
        for (before, after) in sums {
            for share in 0..SHARES {
                let points = self.points[self.place(before, after) + share];
                let all = points + share_points(share);
                if points >= 0 && best.is_none_or(|(most, _)| all > most) {
                    best = Some((all, (before, after, share)));
                }
            }
        }
        best.map(|(_, sum)| sum)
    }
}

/// Whether a candidate can be in the best choice. Where another of the same side and need is no longer and worth no less, it can stand
/// in its place: so all such others are taken first, and where they leave no room for this one, it need not be looked at.
fn may_be_taken(candidates: &[Candidate], room: Room, which: usize) -> bool {
    let one = &candidates[which];
    let rank = |one: &Candidate, which: usize| (one.length(), Reverse(one.points()), which);
    let better = |other: &Candidate, at: usize| {
        other.pin == Pin::Free
            && (other.decides, other.sides) == (one.decides, one.sides)
            && other.points() >= one.points()
            && rank(other, at) < rank(one, which)
    };
    let before = candidates.iter().enumerate().filter(|(at, other)| better(other, *at)).map(|(_, other)| other.length()).sum::<u32>();
    let has = if one.decides { room.until - room.from } else { room.minutes };
    one.pin == Pin::In || (one.pin == Pin::Free && before.saturating_add(one.length()) <= has)
}

/// The choice with the most points; nothing where what a person has put in cannot be held.
pub(super) fn best(candidates: &[Candidate], room: Room) -> Option<Choice> {
    // Decisions first: they have the earlier end.
    let mut order: Vec<usize> = (0..candidates.len()).filter(|which| may_be_taken(candidates, room, *which)).collect();
    order.sort_by_key(|which| !candidates[*which].decides);
    let others: u32 = order.iter().map(|which| &candidates[*which]).filter(|one| !one.decides).map(Candidate::length).sum();
    let (from, minutes) = (room.from as usize, room.minutes as usize);
    let mut sums = Sums::new(from.min(others as usize), minutes - from);
    let mut steps = Vec::with_capacity(order.len());
    for which in &order {
        let one = &candidates[*which];
        let ends = if one.decides { room.until } else { room.minutes };
        steps.push(sums.take(one, ends as usize - from));
    }
    let (mut before, mut after, mut share) = sums.best()?;
    let mut choice = Choice::default();
    for (which, steps) in order.iter().zip(&steps).rev() {
        let length = candidates[*which].length() as usize;
        match usize::from(steps[sums.place(before, after) + share]) {
            0 => {}
            step if step <= SHARES => {
                choice.after.push(*which);
                (after, share) = (after - length, step - 1);
            }
            step => {
                choice.before.push(*which);
                (before, share) = (before - length, step - 1 - SHARES);
            }
        }
    }
    choice.before.sort_unstable();
    choice.after.sort_unstable();
    Some(choice)
}
