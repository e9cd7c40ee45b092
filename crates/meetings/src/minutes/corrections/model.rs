//! What a proposed correction is, and how it is taken up into a section.

use jiff::Timestamp;
use uuid::Uuid;

/// Where a correction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It waits for an answer.
    Open,
    /// It was taken up.
    Taken,
    /// It was not, with a reason.
    Declined,
}

impl State {
    const ALL: [Self; 3] = [Self::Open, Self::Taken, Self::Declined];

    /// The word that is stored.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Declined => "declined",
        }
    }

    /// The state of a stored word.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Open => "Waits for an answer",
            Self::Taken => "Taken up",
            Self::Declined => "Not taken up",
        }
    }
}

/// What is answered to a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its words go into the draft.
    Take,
    /// The draft was mended by hand: it is taken up as it is now.
    ByHand,
    /// It is not taken up.
    Decline,
}

impl Verdict {
    /// The verdict that a form says.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "take" => Some(Self::Take),
            "by-hand" => Some(Self::ByHand),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }
}

/// A proposed correction.
#[derive(Clone, Debug)]
pub(super) struct Correction {
    pub(super) number: i64,
    /// The section that it is about; 0 for what stands before the first.
    pub(super) section: i64,
    /// The paragraph as it was; empty for one that is to be added.
    pub(super) was: String,
    /// What it is to say, a paragraph a line; empty where it is to go. The same as it was for a comment.
    pub(super) words: String,
    pub(super) why: String,
    /// Who wrote it in a file, as the file says; empty for the form, and for what was changed without tracking.
    pub(super) author: String,
    /// Who proposed it, where that is known.
    pub(super) proposer: Option<Uuid>,
    pub(super) proposer_name: String,
    /// Who brought it in: the proposer, or who handed in the file.
    pub(super) brought_by: Uuid,
    pub(super) brought_by_name: String,
    pub(super) proposed_at: Timestamp,
    pub(super) state: State,
    pub(super) reason: String,
    pub(super) answered_by: String,
}

impl Correction {
    /// Whether it is a comment only.
    pub(super) fn is_comment(&self) -> bool {
        self.was == self.words
    }

    /// Who proposed it, as people read it.
    pub(super) fn from(&self) -> String {
        match (self.proposer_name.as_str(), self.author.as_str()) {
            ("", "") => format!("Changed without tracking, in a file from {}", self.brought_by_name),
            ("", author) => format!("{author}, in a file from {}", self.brought_by_name),
            (name, "") => name.to_owned(),
            (name, _) => format!("{name}, in a Word file"),
        }
    }
}

/// The lines of a section's words: the paragraphs that can be corrected.
pub(super) fn paragraphs(words: &str) -> impl Iterator<Item = &str> {
    words.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// The words of a section with a correction in them; `None` when the paragraph no longer stands there. What is to be added
/// stands at the end.
pub(super) fn taken_up(words: &str, was: &str, new: &str) -> Option<String> {
    let mut lines: Vec<String> = words.lines().map(str::to_owned).collect();
    let come: Vec<String> = paragraphs(new).map(str::to_owned).collect();
    if was.trim().is_empty() {
        lines.extend(come);
    } else {
        let at = lines.iter().position(|line| same(line, was))?;
        lines.splice(at..=at, come);
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_correction_replaces_its_paragraph_and_no_other() {
        let words = "Letters take weeks.\n\nWards lack  typists.\nThe end.";
        assert_eq!(
            taken_up(words, "Wards lack typists.", "Two wards lack typists.").as_deref(),
            Some("Letters take weeks.\n\nTwo wards lack typists.\nThe end.")
        );
        assert_eq!(taken_up(words, "The end.", "").as_deref(), Some("Letters take weeks.\n\nWards lack  typists."));
        assert_eq!(
            taken_up(words, "The end.", "The end.\n\nMore. ").as_deref(),
            Some("Letters take weeks.\n\nWards lack  typists.\nThe end.\nMore.")
        );
        assert_eq!(taken_up(words, "", "More.").as_deref(), Some("Letters take weeks.\n\nWards lack  typists.\nThe end.\nMore."));
        assert_eq!(taken_up("", "", "More.").as_deref(), Some("More."));
        assert_eq!(taken_up(words, "Wards lack", "x"), None, "a part of a paragraph is none");
    }

    #[test]
    fn a_stored_state_comes_back_as_itself() {
        for state in State::ALL {
            assert_eq!(State::from_key(state.key()), Some(state));
        }
    }
}
