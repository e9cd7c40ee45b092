//! The three things that are counted, and when the group looks at an agreement again because of them.

/// What an agreement did for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody was about to report, and it told them what they needed.
    Solved,
    /// Both sides answered a report with it.
    Answered,
    /// Somebody reports that it still happens.
    Still,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Answered => "answered",
            Self::Still => "still",
        }
    }
}

/// What an agreement did since it is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// How many visitors it spared a report.
    pub solved: i64,
    /// How many reports it answered.
    pub answered: i64,
    /// How many reports say that it still happens.
    pub still: i64,
}

/// From so many reports that it still happens an agreement comes back to the group: the number that also takes up a watched
/// issue at first.
const COMES_BACK: i64 = 3;

impl Uses {
    /// Whether the group should look at it again: it is agreed, and still happens.
    #[must_use]
    pub fn comes_back(self) -> bool {
        self.still >= COMES_BACK
    }

    /// What it did, in a sentence; nothing while it did nothing.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let count = |n: i64, one: &str, many: &str| (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }));
        let parts = [
            count(self.solved, "visitor needed no report", "visitors needed no report"),
            count(self.answered, "report answered with it", "reports answered with it"),
            count(self.still, "report that it still happens", "reports that it still happens"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_it_did_is_said_in_one_line_and_nothing_is_said_of_nothing() {
        assert_eq!(Uses::default().words(), None);
        let uses = Uses { solved: 1, answered: 12, still: 0 };
        assert_eq!(uses.words().as_deref(), Some("1 visitor needed no report · 12 reports answered with it"));
        assert!(!Uses { still: 2, ..uses }.comes_back() && Uses { still: 3, ..uses }.comes_back());
    }
}
