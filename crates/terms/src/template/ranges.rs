//! Places in a clause that are taken, so that no two marks overlap.

use std::ops::Range;

/// Ranges in order, none over another.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken(Vec<Range<usize>>);

impl Taken {
    /// Takes a range, unless a part of it is taken.
    pub(super) fn take(&mut self, range: &Range<usize>) -> bool {
        let at = self.0.partition_point(|other| other.end <= range.start);
        let free = !range.is_empty() && self.0.get(at).is_none_or(|other| range.end <= other.start);
        if free {
            self.0.insert(at, range.clone());
        }
        free
    }

    /// The parts of a range that nothing has taken.
    pub(super) fn left_of(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let first = self.0.partition_point(|other| other.end <= range.start);
        let (mut left, mut at) = (Vec::new(), range.start);
        for other in self.0[first..].iter().take_while(|other| other.start < range.end) {
            if at < other.start {
                left.push(at..other.start);
            }
            at = other.end;
        }
        if at < range.end {
            left.push(at..range.end);
        }
        left
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Range<usize>] {
        &self.0
    }
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Each place belongs to the first range that asked for it, and what is left is all the rest.
        #[test]
        fn no_place_is_taken_twice(asked in prop::collection::vec((0_usize..40, 0_usize..8), 0..20), whole in 0_usize..48) {
            let (mut taken, mut by_hand) = (Taken::default(), [false; 48]);
            for (start, length) in asked {
                let range = start..start + length;
                let free = length > 0 && !by_hand[range.clone()].iter().any(|place| *place);
                prop_assert_eq!(taken.take(&range), free);
                if free {
                    by_hand[range].fill(true);
                }
            }
            let left: Vec<usize> = taken.left_of(&(0..whole)).into_iter().flatten().collect();
            let expected: Vec<usize> = (0..whole).filter(|at| !by_hand[*at]).collect();
            prop_assert_eq!(left, expected);
        }
    }
}
