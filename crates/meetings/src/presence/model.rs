//! Coming and going: what it says of who is there at an item.

use uuid::Uuid;

/// Somebody comes or goes at an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The item, in whose time it happened.
    pub item: Uuid,
    /// Who.
    pub person: Uuid,
    /// Whether they are there from then on.
    pub here: bool,
}

/// Whether somebody who attends a meeting is there at an item. `order` is the agenda. The last move up to that item says it; before
/// the first move it was the other way round; without a move they are there all the time.
#[must_use]
pub fn here(order: &[Uuid], moves: &[Move], person: Uuid, item: Uuid) -> bool {
    let place = |item: Uuid| order.iter().position(|other| *other == item);
    let Some(now) = place(item) else { return true };
    let mut own: Vec<(usize, bool)> =
        moves.iter().filter(|one| one.person == person).filter_map(|one| Some((place(one.item)?, one.here))).collect();
    own.sort_unstable();
    let last = own.iter().rev().find(|(at, _)| *at <= now);
    match (last, own.first()) {
        (Some((_, here)), _) => *here,
        (None, Some((_, here))) => !here,
        (None, None) => true,
    }
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn step(item: u128, here: bool) -> Move {
        Move { item: id(item), person: id(9), here }
    }

    #[test]
    fn who_leaves_is_away_until_they_come_back() {
        let order = [id(1), id(2), id(3), id(4)];
        let there = |moves: &[Move]| order.map(|item| here(&order, moves, id(9), item));
        assert_eq!(there(&[]), [true; 4]);
        assert_eq!(there(&[step(3, false)]), [true, true, false, false], "left at the third item");
        assert_eq!(there(&[step(2, true)]), [false, true, true, true], "came at the second");
        assert_eq!(there(&[step(4, true), step(2, false)]), [true, false, false, true], "left and came back");
        assert_eq!(there(&[step(7, false)]), [true; 4], "an item of another meeting says nothing");
        assert!(here(&order, &[step(1, false)], id(8), id(2)), "somebody else's going is not one's own");
    }

    proptest! {
        #[test]
        fn the_last_move_holds(moves in prop::collection::btree_map(0_u128..8, any::<bool>(), 0..6), at in 0_u128..8) {
            let order: Vec<Uuid> = (0..8).map(id).collect();
            let steps: Vec<Move> = moves.iter().map(|(item, here)| step(*item, *here)).collect();
            let said = moves.range(..=at).next_back().map(|(_, here)| *here);
            let expected = said.or_else(|| moves.values().next().map(|here| !here)).unwrap_or(true);
            prop_assert_eq!(here(&order, &steps, id(9), id(at)), expected);
        }
    }
}
