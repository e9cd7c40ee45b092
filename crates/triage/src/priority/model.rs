//! The four numbers, and what proposes them.

use ::issues::{issues::Harm, merging::Reach};

/// One of the four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// How much harm it can do.
    Harm,
    /// How many it reaches.
    Reach,
    /// Whether somebody in or near the group can mend it.
    Fixable,
    /// Whether mending it is good for both sides.
    Both,
}

impl Number {
    /// All four, in the order in which they are said.
    pub const ALL: [Self; 4] = [Self::Harm, Self::Reach, Self::Fixable, Self::Both];

    /// Its field in a form and in a call.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Harm => "harm",
            Self::Reach => "reach",
            Self::Fixable => "fixable",
            Self::Both => "both_sides",
        }
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Harm => "Harm",
            Self::Reach => "Reach",
            Self::Fixable => "Can be mended",
            Self::Both => "Good for both sides",
        }
    }

    /// The highest that it can be.
    #[must_use]
    pub fn most(self) -> i64 {
        if self == Self::Both { 1 } else { 3 }
    }
}

/// The four numbers of an issue, in the order of [`Number::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers(pub [i64; 4]);

impl Numbers {
    /// Whether each is one that it can be.
    #[must_use]
    pub fn fits(self) -> bool {
        self.0.iter().zip(Number::ALL).all(|(n, number)| (0..=number.most()).contains(n))
    }

    /// The higher of each: what one side alone has seen counts.
    #[must_use]
    pub fn higher(self, other: Self) -> Self {
        let mut higher = self.0;
        for (n, other) in higher.iter_mut().zip(other.0) {
            *n = (*n).max(other);
        }
        Self(higher)
    }

    /// Each beside what it is: `Harm 2 · Reach 1 · Can be mended 3 · Good for both sides 1`.
    #[must_use]
    pub fn said(self) -> String {
        let said = Number::ALL.iter().zip(self.0).map(|(number, n)| format!("{} {n}", number.words()));
        said.collect::<Vec<_>>().join(" · ")
    }
}

/// What is known of an issue when its numbers are proposed.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What its reporter says of harm.
    pub harm: Option<Harm>,
    /// How many reports speak of it, and from where.
    pub weight: Reach,
    /// Whether its service is named.
    pub service: bool,
    /// Whether the directory has a contact for that service.
    pub contact: bool,
    /// Whether an agreement in force is on its theme.
    pub agreement: bool,
}

/// A number with why it is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The number.
    pub n: i64,
    /// Why.
    pub why: &'static str,
}

/// What is proposed, in the order of [`Number::ALL`].
#[must_use]
pub fn propose(known: &Known) -> [Proposal; 4] {
    let proposal = |n, why| Proposal { n, why };
    let harm = match known.harm {
        Some(Harm::Yes) => proposal(3, "its reporter says that harm happened"),
        Some(Harm::CouldHave) => proposal(2, "its reporter says that harm could have happened"),
        Some(Harm::NoneKnown) => proposal(0, "its reporter knows of none"),
        None => proposal(1, "its reporter was not asked or did not say"),
    };
    let reach = match (known.weight.reports, known.weight.places) {
        (6.., 4..) => proposal(3, "six reports or more, from four workplaces or more"),
        (3.., 2..) => proposal(2, "three reports or more, from two workplaces or more"),
        (2.., _) => proposal(1, "more than one report"),
        _ => proposal(0, "one report so far"),
    };
    let fixable = match (known.agreement, known.contact, known.service) {
        (true, ..) => proposal(3, "an agreement in force is on its theme"),
        (_, true, _) => proposal(2, "the directory has a contact for its service"),
        (_, _, true) => proposal(1, "its service is named, and has no contact yet"),
        _ => proposal(0, "no service is named"),
    };
    let both = if known.weight.both_sides { proposal(1, "both sides report it") } else { proposal(0, "one side has reported it so far") };
    [harm, reach, fixable, both]
}

#[cfg(test)]
mod unit {
    use super::*;

    fn known(harm: Option<Harm>, reports: u64, places: u64, both_sides: bool) -> Known {
        Known { harm, weight: Reach { reports, places, both_sides }, service: false, contact: false, agreement: false }
    }

    fn numbers(known: &Known) -> [i64; 4] {
        propose(known).map(|proposal| proposal.n)
    }

    #[test]
    fn what_is_known_proposes_the_numbers() {
        assert_eq!(numbers(&known(None, 1, 0, false)), [1, 0, 0, 0]);
        assert_eq!(numbers(&known(Some(Harm::NoneKnown), 2, 2, true)), [0, 1, 0, 1]);
        assert_eq!(numbers(&known(Some(Harm::CouldHave), 3, 1, false)), [2, 1, 0, 0], "three from one place are one place's");
        assert_eq!(numbers(&known(Some(Harm::Yes), 3, 2, false)), [3, 2, 0, 0]);
        assert_eq!(numbers(&known(None, 6, 4, false)), [1, 3, 0, 0]);
        let with = |service, contact, agreement| numbers(&Known { service, contact, agreement, ..known(None, 1, 1, false) })[2];
        assert_eq!([with(true, false, false), with(true, true, false), with(false, false, true)], [1, 2, 3]);
    }

    #[test]
    fn the_higher_of_each_counts_and_nothing_is_added_up() {
        let both = Numbers([1, 3, 0, 1]).higher(Numbers([2, 0, 0, 0]));
        assert_eq!(both, Numbers([2, 3, 0, 1]));
        assert_eq!(both.said(), "Harm 2 · Reach 3 · Can be mended 0 · Good for both sides 1");
        assert!(both.fits() && !Numbers([0, 0, 0, 2]).fits() && !Numbers([4, 0, 0, 0]).fits() && !Numbers([-1, 0, 0, 0]).fits());
    }
}
