//! What people say of two reports, and how a score is said in words.

use jiff::civil::Date;

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
    fn every_stored_word_comes_back_as_itself() {
        for how in [How::MeToo, How::Same, How::Related, How::No] {
            assert_eq!(How::from_key(how.key()), Some(how));
        }
        assert_eq!(How::from_key("yes"), None);
    }
}
