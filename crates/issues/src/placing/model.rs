//! How a direction is stored and said.

use analysis::themes::Direction;

/// The word that is stored and that scripts see.
#[must_use]
pub fn direction_key(direction: Direction) -> &'static str {
    match direction {
        Direction::SecondaryToPrimary => "secondary_to_primary",
        Direction::PrimaryToSecondary => "primary_to_secondary",
        Direction::Both => "both",
    }
}

/// The direction of a stored word.
#[must_use]
pub fn direction_from_key(key: &str) -> Option<Direction> {
    [Direction::SecondaryToPrimary, Direction::PrimaryToSecondary, Direction::Both].into_iter().find(|way| direction_key(*way) == key)
}

/// What people read.
#[must_use]
pub fn direction_words(direction: Direction) -> &'static str {
    match direction {
        Direction::SecondaryToPrimary => "Hospital to practice",
        Direction::PrimaryToSecondary => "Practice to hospital",
        Direction::Both => "Both ways",
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_direction_comes_back_as_itself() {
        for way in [Direction::SecondaryToPrimary, Direction::PrimaryToSecondary, Direction::Both] {
            assert_eq!(direction_from_key(direction_key(way)), Some(way));
        }
        assert_eq!(direction_from_key("up"), None);
    }
}
