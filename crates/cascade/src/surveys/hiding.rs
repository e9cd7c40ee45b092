//! Which groups of answers may be shown: none with fewer than five, and none from which a smaller one could be worked out.

/// The fewest answers that are shown.
pub(crate) const FEWEST: u64 = 5;

/// Which of the groups that make up a whole may be shown beside that whole, by how many answered in each.
///
/// What is not shown can be had by taking what is shown from the whole: all the hidden groups as one. So these hold at least
/// five answers together, or none at all; where the small ones are too few, the smallest of the others is hidden with them.
pub(crate) fn shown(counts: &[u64]) -> Vec<bool> {
    let mut shown: Vec<bool> = counts.iter().map(|n| *n >= FEWEST).collect();
    loop {
        let hidden: u64 = counts.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(n, _)| n).sum();
        let smallest = (0..counts.len()).filter(|at| shown[*at]).min_by_key(|at| counts[*at]);
        match smallest {
            Some(smallest) if (1..FEWEST).contains(&hidden) => shown[smallest] = false,
            _ => return shown,
        }
    }
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_groups_are_hidden_and_a_lone_one_takes_the_smallest_other_with_it() {
        assert_eq!(shown(&[20, 9, 5]), [true, true, true]);
        assert_eq!(shown(&[20, 9, 4]), [true, false, false]);
        assert_eq!(shown(&[20, 9, 0]), [true, true, false], "an empty group gives nobody away");
        assert_eq!(shown(&[20, 9, 2, 2]), [true, false, false, false], "four together are too few, too");
        assert_eq!(shown(&[20, 9, 2, 3]), [true, true, false, false]);
        assert_eq!(shown(&[4, 0]), [false, false]);
        assert_eq!(shown(&[9, 9, 1]), [false, true, false], "of two alike one is enough");
        assert_eq!(shown(&[]), Vec::<bool>::new());
    }

    /// Every set of groups whose answers a reader can have from what is shown and the whole: sums of what is shown, and the
    /// whole less such a sum.
    fn can_be_worked_out(shown: &[bool], set: u32) -> bool {
        let within = |at: usize| set >> at & 1 == 1;
        let hidden: Vec<usize> = (0..shown.len()).filter(|at| !shown[*at]).collect();
        hidden.iter().all(|at| within(*at)) || !hidden.iter().any(|at| within(*at))
    }

    proptest! {
        /// Whoever adds and subtracts whatever is shown gets at no fewer than five answers.
        #[test]
        fn nobody_can_work_out_a_small_group(counts in prop::collection::vec(0_u64..14, 1..7)) {
            let shown = shown(&counts);
            // Of a whole with fewer than five answers nothing is shown, so nothing can be subtracted from.
            prop_assume!(counts.iter().sum::<u64>() >= FEWEST);
            for set in 1..(1_u32 << counts.len()) {
                let n: u64 = (0..counts.len()).filter(|at| set >> at & 1 == 1).map(|at| counts[at]).sum();
                prop_assert!(!can_be_worked_out(&shown, set) || n == 0 || n >= FEWEST, "{counts:?} {shown:?} {set:b}");
            }
        }

        /// No more is hidden than must be: what is large stays where the small ones are none, or enough together.
        #[test]
        fn what_gives_nobody_away_is_shown(counts in prop::collection::vec(0_u64..14, 1..7)) {
            let small: u64 = counts.iter().filter(|n| **n < FEWEST).sum();
            let hidden = counts.iter().zip(shown(&counts)).filter(|(n, shown)| **n >= FEWEST && !shown).count();
            prop_assert_eq!(hidden, usize::from((1..FEWEST).contains(&small) && counts.iter().any(|n| *n >= FEWEST)));
        }
    }
}
