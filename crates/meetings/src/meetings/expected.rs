//! Who is expected at a meeting that is still to come: the core members of each side, less those who sent apologies or answered that
//! they cannot come.

use group::membership::{Balance, Seat};

use super::model::{Attendee, Presence, Rules};
use crate::attending::{Answer, Given};

/// Who is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Core members of each side who may still come.
    pub balance: Balance,
    /// Core members who said that they cannot.
    pub apologies: usize,
    /// How many of each side must be there to decide.
    pub quorum: (i64, i64),
}

impl Expected {
    /// Of those who sit in the group and those who have answered.
    #[must_use]
    pub fn of(seats: &[Seat], attendees: &[Attendee], given: &[Given], rules: &Rules) -> Self {
        let away = |seat: &Seat| {
            attendees.iter().any(|one| one.person == seat.person && one.presence == Presence::Apologies)
                || given.iter().any(|one| one.person == seat.person && one.answer == Answer::No)
        };
        let (away, coming): (Vec<Seat>, Vec<Seat>) = seats.iter().cloned().partition(away);
        let lost = Balance::of(&away);
        Self { balance: Balance::of(&coming), apologies: lost.gps + lost.consultants, quorum: (rules.quorum_gps, rules.quorum_consultants) }
    }

    /// In a sentence or two.
    #[must_use]
    pub fn words(self) -> String {
        let apologies = match self.apologies {
            0 => "no apologies so far".to_owned(),
            1 => "1 apology".to_owned(),
            n => format!("{n} apologies"),
        };
        let said = format!("Expected: {} ({apologies}).", self.balance.counts());
        let (gps, consultants) = self.quorum;
        let enough = |n: usize, needed: i64| i64::try_from(n).unwrap_or(i64::MAX) >= needed;
        if enough(self.balance.gps, gps) && enough(self.balance.consultants, consultants) {
            return said;
        }
        let needed = usize::try_from(gps).unwrap_or(0);
        let needed = Balance { gps: needed, consultants: usize::try_from(consultants).unwrap_or(0) };
        format!("{said} To decide, the group needs {}.", needed.counts())
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn expected(gps: usize, consultants: usize, apologies: usize) -> String {
        Expected { balance: Balance { gps, consultants }, apologies, quorum: (3, 3) }.words()
    }

    #[test]
    fn who_is_expected_is_said_with_the_quorum_where_it_is_in_doubt() {
        assert_eq!(expected(4, 3, 2), "Expected: 4 GPs and 3 consultants (2 apologies).");
        assert_eq!(expected(5, 5, 0), "Expected: 5 GPs and 5 consultants (no apologies so far).");
        assert_eq!(expected(2, 5, 1), "Expected: 2 GPs and 5 consultants (1 apology). To decide, the group needs 3 GPs and 3 consultants.");
    }
}
