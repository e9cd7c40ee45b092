//! How long something takes, learnt from how long things like it took.

/// As many times as a usual length counts against what was measured.
const USUAL: u32 = 3;
/// Agendas are planned in steps of this many minutes.
const STEP: u32 = 5;

/// The middle of some lengths, which one meeting that ran away does not move; in halves of a minute.
fn middle(lengths: &[u32]) -> Option<u32> {
    let mut lengths = lengths.to_vec();
    lengths.sort_unstable();
    let last = lengths.len().checked_sub(1)?;
    Some(lengths[last / 2] + lengths[last.div_ceil(2)])
}

/// The minutes that something like this takes. Each list holds how long the like of it took, from the widest sense of *like* to the
/// closest; `usual` is what the group gives an item. What is known of few is drawn towards what is known of more, so that one long
/// evening does not settle how long the next one is. Rounded to five minutes, as agendas are.
#[must_use]
pub fn expected_minutes(usual: u32, like: &[&[u32]]) -> u32 {
    // In halves of a minute, so that whole numbers will do.
    let halves = like.iter().fold(usual.max(1) * 2, |drawn_to, lengths| {
        let n = u32::try_from(lengths.len()).unwrap_or(u32::MAX / 1_000).min(1_000);
        middle(lengths).map_or(drawn_to, |middle| (n * middle.min(1_200) + USUAL * drawn_to) / (n + USUAL))
    });
    let step = STEP * 2;
    ((halves + step / 2) / step * STEP).max(STEP)
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_never_measured_takes_as_long_as_usual() {
        assert_eq!(expected_minutes(15, &[]), 15);
        assert_eq!(expected_minutes(15, &[&[], &[]]), 15);
        assert_eq!(expected_minutes(12, &[]), 10, "to five minutes");
        assert_eq!(expected_minutes(1, &[]), 5);
    }

    #[test]
    fn a_few_long_ones_move_it_a_little_and_many_move_it_far() {
        assert_eq!(expected_minutes(10, &[&[30]]), 15);
        assert_eq!(expected_minutes(10, &[&[30; 3]]), 20);
        assert_eq!(expected_minutes(10, &[&[30; 40]]), 30);
    }

    #[test]
    fn one_meeting_that_ran_away_does_not_settle_it() {
        assert_eq!(expected_minutes(10, &[&[10, 10, 10, 10, 240]]), 10);
    }

    #[test]
    fn what_is_closer_alike_counts_for_more() {
        let (all, theme) = ([10; 20], [25; 6]);
        assert_eq!(expected_minutes(15, &[&all, &theme]), 20, "between ten and twenty-five, nearer to its own");
    }

    proptest! {
        #[test]
        fn it_lies_between_the_shortest_and_the_longest_that_is_known(
            usual in 1u32..240, wide in prop::collection::vec(1u32..300, 0..30), close in prop::collection::vec(1u32..300, 0..30),
        ) {
            let known: Vec<u32> = wide.iter().chain(&close).copied().chain([usual]).collect();
            let (least, most) = (known.iter().min().copied().unwrap_or(0), known.iter().max().copied().unwrap_or(0));
            let found = expected_minutes(usual, &[&wide, &close]);
            prop_assert!(found >= least.saturating_sub(3) && found <= most.max(STEP) + 3, "{found} of {least} to {most}");
            prop_assert_eq!(found % STEP, 0);
        }
    }
}
