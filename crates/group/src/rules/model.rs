//! What a rule is, and where it was agreed.

use crate::groups::Group;

/// Something that the terms of reference settle and the software goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The organisation that the group serves, its partnerships and its sites.
    Board,
    /// To whom the group reports.
    ReportingLine,
    /// Which groups get the minute.
    MinuteGroups,
    /// By which networks everybody hears, and when.
    Networks,
    /// How often the group meets, when, and for how long.
    Frequency,
    /// How many of each side must be there to decide.
    Quorum,
    /// How large the core membership is, and that the sides are as many.
    Balance,
    /// From which side each co-chair comes.
    CoChairs,
    /// What the membership should cover.
    Coverage,
    /// What issues are sorted by.
    Themes,
    /// What reporters are promised.
    Promises,
    /// How time is paid for or planned.
    Backfill,
}

impl Rule {
    /// Every rule, in the order in which a group settles them.
    pub const ALL: [Self; 12] = [
        Self::Board,
        Self::CoChairs,
        Self::Balance,
        Self::Coverage,
        Self::Quorum,
        Self::Frequency,
        Self::Themes,
        Self::Promises,
        Self::ReportingLine,
        Self::MinuteGroups,
        Self::Networks,
        Self::Backfill,
    ];

    /// The word that is stored and that addresses hold.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::ReportingLine => "reporting-line",
            Self::MinuteGroups => "minute-groups",
            Self::Networks => "networks",
            Self::Frequency => "frequency",
            Self::Quorum => "quorum",
            Self::Balance => "balance",
            Self::CoChairs => "co-chairs",
            Self::Coverage => "coverage",
            Self::Themes => "themes",
            Self::Promises => "promises",
            Self::Backfill => "backfill",
        }
    }

    /// The rule of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.key() == key)
    }
}

/// Where the terms of reference in force say a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The version.
    pub version: i64,
    /// Its paragraphs as they are numbered: `3.1`.
    pub paragraphs: Vec<String>,
}

impl Trace {
    /// In words: `Terms of reference, version 2, paragraph 3.1`.
    #[must_use]
    pub fn words(&self) -> String {
        let plural = if self.paragraphs.len() == 1 { "" } else { "s" };
        format!("Terms of reference, version {}, paragraph{plural} {}", self.version, self.paragraphs.join(" and "))
    }

    /// The address of the first of the paragraphs.
    #[must_use]
    pub fn href(&self, group: &Group) -> String {
        let first = self.paragraphs.first().map_or(String::new(), |number| anchor(number));
        format!("/{}/terms#{first}", group.slug)
    }
}

/// The anchor of a paragraph on the page of the terms: `p-3-1`.
#[must_use]
pub fn anchor(number: &str) -> String {
    format!("p-{}", number.replace('.', "-"))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_trace_names_the_version_and_the_paragraphs() {
        let trace = Trace { version: 2, paragraphs: vec!["3.1".into(), "9.4".into()] };
        assert_eq!(trace.words(), "Terms of reference, version 2, paragraphs 3.1 and 9.4");
        assert_eq!(anchor("3.1"), "p-3-1");
    }

    #[test]
    fn a_stored_rule_comes_back_as_itself() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_key(rule.key()), Some(rule));
        }
    }
}
