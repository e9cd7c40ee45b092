//! What people say of two reports, and how a score is said in words.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::issues::Sector;

/// What somebody says of two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Their reporter: it happened to us too.
    MeToo,
    /// Those who triage: the same fault.
    Same,
    /// Those who triage: not the same, but worth reading together.
    Related,
    /// Those who triage: not the same.
    No,
}

impl How {
    /// The word that is stored.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::MeToo => "me-too",
            Self::Same => "same",
            Self::Related => "related",
            Self::No => "no",
        }
    }

    /// The value of a stored word.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        [Self::MeToo, Self::Same, Self::Related, Self::No].into_iter().find(|how| how.key() == key)
    }

    /// What people read.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::MeToo => "its reporter said: me too",
            Self::Same => "the same fault",
            Self::Related => "related",
            Self::No => "not the same",
        }
    }

    /// Whether it makes two reports count as one fault.
    pub(super) fn counts(self) -> bool {
        matches!(self, Self::MeToo | Self::Same)
    }
}

/// How many reports speak of a fault, and from where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// Reports, the issue's own among them.
    pub reports: u64,
    /// Different workplaces, as far as they are known. Which they are is nobody's business.
    pub places: u64,
    /// Whether both general practice and hospitals report it.
    pub both_sides: bool,
}

/// What another report adds to the weight of an issue.
#[derive(Clone, Debug)]
pub(super) struct Beside {
    pub(super) number: i64,
    pub(super) how: How,
    pub(super) sector: Option<Sector>,
    pub(super) workplace: Option<String>,
    pub(super) withdrawn: bool,
}

impl Weight {
    /// Of a report and what was said beside it. What the group called *not the same* does not count, nor what was taken back.
    pub(super) fn of(sector: Option<Sector>, workplace: Option<&str>, beside: &[Beside]) -> Self {
        let refused: BTreeSet<i64> = beside.iter().filter(|one| one.how == How::No).map(|one| one.number).collect();
        let counted = || beside.iter().filter(|one| one.how.counts() && !one.withdrawn && !refused.contains(&one.number));
        let others: BTreeSet<i64> = counted().map(|one| one.number).collect();
        let named = counted().filter_map(|one| one.workplace.as_deref()).chain(workplace).filter(|place| !place.is_empty());
        let places: BTreeSet<String> = named.map(str::to_lowercase).collect();
        let from: Vec<Sector> = counted().filter_map(|one| one.sector).chain(sector).collect();
        let hospital = from.contains(&Sector::Secondary);
        let practice = from.iter().any(|sector| matches!(sector, Sector::Primary | Sector::OutOfHours | Sector::Community));
        Self { reports: others.len() as u64 + 1, places: places.len() as u64, both_sides: hospital && practice }
    }
}

/// Below this nothing is proposed: the likest of many reports is then most often another fault.
pub(super) const LEAST: f32 = 0.12;

/// A score in words.
pub(super) fn strength(score: f32) -> &'static str {
    match score {
        0.6.. => "Very like this",
        0.3.. => "Like this",
        _ => "Perhaps like this",
    }
}

/// When something was raised, as a stranger is told it: the month.
pub(super) fn month(raised_on: Date, today: Date) -> String {
    if (raised_on.year(), raised_on.month()) == (today.year(), today.month()) {
        "this month".into()
    } else {
        format!("in {}", raised_on.strftime("%B %Y"))
    }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_stranger_is_told_the_month_and_no_day() {
        assert_eq!(month(date(2026, 11, 2), date(2026, 11, 22)), "this month");
        assert_eq!(month(date(2025, 11, 2), date(2026, 11, 22)), "in November 2025");
    }

    #[test]
    fn what_was_refused_or_taken_back_weighs_nothing_and_a_report_that_is_linked_twice_weighs_once() {
        let beside = |number, how, place: &str, withdrawn| Beside {
            number,
            how,
            sector: Some(Sector::Secondary),
            workplace: Some(place.into()),
            withdrawn,
        };
        let all = [
            beside(2, How::MeToo, "Ward 4", false),
            beside(2, How::Same, "Ward 4", false),
            beside(3, How::MeToo, "Ward 5", false),
            beside(3, How::No, "Ward 5", false),
            beside(4, How::Same, "Ward 6", true),
            beside(5, How::Related, "Ward 7", false),
        ];
        assert_eq!(Weight::of(Some(Sector::Primary), Some("WARD 4"), &all), Weight { reports: 2, places: 1, both_sides: true });
        assert_eq!(Weight::of(None, None, &[]), Weight { reports: 1, places: 0, both_sides: false });
    }

    #[test]
    fn every_stored_word_comes_back_as_itself() {
        for how in [How::MeToo, How::Same, How::Related, How::No] {
            assert_eq!(How::from_key(how.key()), Some(how));
        }
        assert_eq!(How::from_key("yes"), None);
    }
}
