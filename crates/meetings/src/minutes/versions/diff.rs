//! Which line of a text became which line of another one.

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};
use terms::paper::{Piece, pieces};

/// From how much alike, of 1, two lines are taken for one that was reworded.
const ALIKE: f32 = 0.45;
/// The most pairs of lines that are weighed against each other at one place.
const WEIGHED: usize = 1_600;

/// The lines of two texts side by side: the same or reworded where both stand, new or gone where one does.
#[must_use]
pub(in super::super) fn aligned(old: &[String], new: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => rows.extend((0..len).map(|at| (Some(old_index + at), Some(new_index + at)))),
            DiffOp::Delete { old_index, old_len, .. } => rows.extend((old_index..old_index + old_len).map(|at| (Some(at), None))),
            DiffOp::Insert { new_index, new_len, .. } => rows.extend((new_index..new_index + new_len).map(|at| (None, Some(at)))),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let (gone, come) = (&old[old_index..old_index + old_len], &new[new_index..new_index + new_len]);
                let within = |at: Option<usize>, from: usize| at.map(|at| from + at);
                rows.extend(paired(gone, come).into_iter().map(|(a, b)| (within(a, old_index), within(b, new_index))));
            }
        }
    }
    rows
}

/// Lines that were replaced, each with the one it is most like, in order: the pairs whose likeness adds up to the most.
fn paired(old: &[String], new: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let (n, m) = (old.len(), new.len());
    if n == 1 && m == 1 {
        return vec![(Some(0), Some(0))];
    }
    if n * m > WEIGHED {
        let both = n.min(m);
        return (0..both)
            .map(|at| (Some(at), Some(at)))
            .chain((both..n).map(|at| (Some(at), None)))
            .chain((both..m).map(|at| (None, Some(at))))
            .collect();
    }
    let alike = |a: usize, b: usize| TextDiff::from_words(old[a].as_str(), new[b].as_str()).ratio();
    let likeness: Vec<Vec<f32>> = (0..n).map(|a| (0..m).map(|b| alike(a, b)).collect()).collect();
    let mut best = vec![vec![0.0_f32; m + 1]; n + 1];
    for a in (0..n).rev() {
        for b in (0..m).rev() {
            let pair = if likeness[a][b] >= ALIKE { likeness[a][b] + best[a + 1][b + 1] } else { 0.0 };
            best[a][b] = pair.max(best[a + 1][b]).max(best[a][b + 1]);
        }
    }
    let (mut rows, mut a, mut b) = (Vec::new(), 0, 0);
    while a < n && b < m {
        if likeness[a][b] >= ALIKE && likeness[a][b] + best[a + 1][b + 1] >= best[a + 1][b].max(best[a][b + 1]) {
            rows.push((Some(a), Some(b)));
            (a, b) = (a + 1, b + 1);
        } else if best[a + 1][b] >= best[a][b + 1] {
            rows.push((Some(a), None));
            a += 1;
        } else {
            rows.push((None, Some(b)));
            b += 1;
        }
    }
    rows.extend((a..n).map(|at| (Some(at), None)));
    rows.extend((b..m).map(|at| (None, Some(at))));
    rows
}

/// What is different at one place of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A line that was not there.
    Added(String),
    /// A line that is there no more.
    Removed(String),
    /// A line that says something else.
    Reworded(Vec<Piece>),
}

/// What is different between two texts, in the order of the new one; where, as the place of a line in the new one.
pub(super) fn changes(old: &[String], new: &[String]) -> Vec<(usize, Change)> {
    let mut at = 0;
    let told = |(before, now): (Option<usize>, Option<usize>)| {
        at = now.unwrap_or(at);
        match (before, now) {
            (Some(before), Some(now)) if old[before] == new[now] => None,
            (Some(before), Some(now)) => Some((at, Change::Reworded(pieces(&old[before], &new[now])))),
            (Some(before), None) => Some((at, Change::Removed(old[before].clone()))),
            (None, Some(now)) => Some((at, Change::Added(new[now].clone()))),
            (None, None) => None,
        }
    };
    aligned(old, new).into_iter().filter_map(told).collect()
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    fn text(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn a_line_is_put_beside_what_it_became() {
        let old = text(&["Welcome", "Letters take weeks to leave the ward.", "Nobody types.", "The end"]);
        let new = text(&["Welcome", "A new line altogether", "Letters take months to leave the ward.", "The end"]);
        assert_eq!(aligned(&old, &new), [(Some(0), Some(0)), (None, Some(1)), (Some(1), Some(2)), (Some(2), None), (Some(3), Some(3))]);
        let told = changes(&old, &new);
        assert_eq!(told.len(), 3);
        assert!(
            matches!(&told[1].1, Change::Reworded(pieces) if pieces.iter().any(|piece| piece.words == "months" && piece.new == Some(true))),
            "{told:?}"
        );
        assert!(changes(&old, &old).is_empty());
    }

    proptest! {
        #[test]
        fn every_line_of_both_stands_once_and_in_order(
            old in proptest::collection::vec("[abc]( [abc]){0,4}", 0..12),
            new in proptest::collection::vec("[abc]( [abc]){0,4}", 0..12),
        ) {
            let rows = aligned(&old, &new);
            prop_assert_eq!(rows.iter().filter_map(|row| row.0).collect::<Vec<_>>(), (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(rows.iter().filter_map(|row| row.1).collect::<Vec<_>>(), (0..new.len()).collect::<Vec<_>>());
        }
    }
}
