//! The key outcome: what is told of a decision in the networks, in words of its own.

use jiff::civil::Date;

/// What everybody is told of a decision. What is left empty is filled from the decision itself, or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyOutcome {
    /// What changes, in a few sentences; empty: the decision's own sentence.
    pub what_changes: String,
    /// For whom; empty: it is not said.
    pub for_whom: String,
    /// From which day; `None`: it is not said.
    pub from_when: Option<Date>,
    /// Who to ask; empty: whoever answers the group's mail.
    pub who_to_ask: String,
    /// What a patient will notice; empty: it is not said.
    pub patients: String,
    /// Whether it goes to the networks at all.
    pub cascades: bool,
}

impl Default for KeyOutcome {
    fn default() -> Self {
        let none = String::new;
        Self { what_changes: none(), for_whom: none(), from_when: None, who_to_ask: none(), patients: none(), cascades: true }
    }
}

impl KeyOutcome {
    /// What changes: its own words, or what the decision's sentence says.
    #[must_use]
    pub fn what(&self, decision: &str) -> String {
        if self.what_changes.is_empty() { plainly(decision) } else { self.what_changes.clone() }
    }

    /// All of it as one text: whoever confirms a decision confirms this too.
    #[must_use]
    pub(crate) fn as_text(&self) -> String {
        let from = self.from_when.map(|day| day.to_string()).unwrap_or_default();
        let goes = if self.cascades { "yes" } else { "no" };
        [&self.what_changes, &self.for_whom, from.as_str(), &self.who_to_ask, &self.patients, goes].join(" | ")
    }
}

/// A decision's sentence without its beginning: `Wards send the letter within a day.`
fn plainly(decision: &str) -> String {
    let rest = decision.strip_prefix(super::model::BEGINNING).unwrap_or(decision);
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_changes_is_said_in_its_own_words_or_the_decisions() {
        let mut outcome = KeyOutcome::default();
        assert_eq!(outcome.what("The Group AGREED that wards write."), "Wards write.");
        assert_eq!(outcome.what("The Group noted that it is mended."), "The Group noted that it is mended.");
        assert_eq!(outcome.what(""), "");
        outcome.what_changes = "Letters come within a day.".into();
        assert_eq!(outcome.what("The Group AGREED that wards write."), "Letters come within a day.");
    }
}
