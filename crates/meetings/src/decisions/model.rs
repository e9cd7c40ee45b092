//! What a decision is, and how its sentence reads.

use jiff::civil::Date;
use uuid::Uuid;

use super::outcome::KeyOutcome;

/// Who of the core members was there, and how many of each side must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quorum {
    /// GPs present.
    pub gps: i64,
    /// Consultants present.
    pub consultants: i64,
    /// GPs needed.
    pub gps_needed: i64,
    /// Consultants needed.
    pub consultants_needed: i64,
}

impl Quorum {
    /// Whether each side has enough.
    #[must_use]
    pub fn reached(self) -> bool {
        self.gps >= self.gps_needed && self.consultants >= self.consultants_needed
    }

    /// Those present: `4 GPs and 1 consultant`.
    #[must_use]
    pub fn present(self) -> String {
        let plural = |n: i64| if n == 1 { "" } else { "s" };
        format!("{} GP{} and {} consultant{}", self.gps, plural(self.gps), self.consultants, plural(self.consultants))
    }

    /// In words: `4 GPs and 3 consultants: quorate`, or what is missing.
    #[must_use]
    pub fn words(self) -> String {
        if self.reached() {
            return format!("{}: quorate", self.present());
        }
        let needed = Self { gps: self.gps_needed, consultants: self.consultants_needed, ..self };
        format!("{}: not quorate, which takes {}", self.present(), needed.present())
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its key.
    pub id: Uuid,
    /// The item that it decides.
    pub item: Uuid,
    /// The year in its reference.
    pub year: i64,
    /// The number in its reference.
    pub number: i64,
    /// The sentence.
    pub words: String,
    /// What is told of it in the networks.
    pub outcome: KeyOutcome,
    /// The day it was made.
    pub decided_on: Date,
    /// Who was there.
    pub quorum: Quorum,
    /// Whether both sides confirmed it at the read-back.
    pub confirmed: bool,
}

impl Decision {
    /// `26/D09`.
    #[must_use]
    pub fn reference(&self) -> String {
        crate::references::decision(self.year, self.number)
    }

    /// Sentence and key outcome as one text: who changes them shows what they saw.
    #[must_use]
    pub(crate) fn as_text(&self) -> String {
        format!("{} | {}", self.words, self.outcome.as_text())
    }
}

/// How a decision begins, so that it can be sent as it stands.
pub(super) const BEGINNING: &str = "The Group AGREED that ";

/// The sentence of what somebody typed: whoever typed only what was agreed gets the beginning, and a full stop at the end.
#[must_use]
pub(super) fn sentence(typed: &str) -> String {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if typed.is_empty() {
        return typed;
    }
    let begins = |start: &str| typed.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let mut words = if begins("the group ") {
        typed
    } else {
        let rest = ["agreed that ", "agreed: ", "that "]
            .into_iter()
            .find(|start| begins(start))
            .map_or(typed.as_str(), |start| &typed[start.len()..]);
        format!("{BEGINNING}{}", lowered(rest))
    };
    if !words.ends_with(['.', '!', '?']) {
        words.push('.');
    }
    words
}

/// Words that a sentence often begins with and that are no names.
const PLAIN: &[&str] = &[
    "a",
    "all",
    "an",
    "any",
    "as",
    "at",
    "before",
    "blood",
    "both",
    "clinic",
    "clinics",
    "consultants",
    "departments",
    "discharge",
    "doctors",
    "each",
    "every",
    "for",
    "forms",
    "from",
    "hospital",
    "hospitals",
    "if",
    "in",
    "it",
    "letters",
    "medicines",
    "no",
    "nobody",
    "nurses",
    "on",
    "one",
    "only",
    "out",
    "patients",
    "pharmacists",
    "practices",
    "referrals",
    "reports",
    "requests",
    "results",
    "services",
    "specialties",
    "staff",
    "that",
    "the",
    "there",
    "these",
    "they",
    "this",
    "those",
    "to",
    "until",
    "urgent",
    "wards",
    "when",
    "where",
    "whoever",
    "with",
];

/// The first letter small where the first word is a plain one: names and abbreviations keep theirs.
fn lowered(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if PLAIN.contains(&first.as_str()) && text.chars().nth(1).is_none_or(|second| !second.is_uppercase()) => {
            letter.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_sentence_can_be_sent_as_it_stands() {
        for (typed, words) in [
            ("Wards send the letter within a day", "The Group AGREED that wards send the letter within a day."),
            ("The Group AGREED that wards write.", "The Group AGREED that wards write."),
            ("the group noted that it is mended", "the group noted that it is mended."),
            ("agreed that GPs refer by form", "The Group AGREED that GPs refer by form."),
            ("IT sends\n a form", "The Group AGREED that IT sends a form."),
            ("A form is sent!", "The Group AGREED that a form is sent!"),
            ("  ", ""),
            ("é", "The Group AGREED that é."),
            ("Moorfield General sends it", "The Group AGREED that Moorfield General sends it."),
            ("Dr Munro writes", "The Group AGREED that Dr Munro writes."),
        ] {
            assert_eq!(sentence(typed), words);
            assert_eq!(sentence(&sentence(typed)), words, "a sentence stays as it is");
        }
    }

    #[test]
    fn a_quorum_needs_enough_of_each_side() {
        let quorum = |gps, consultants| Quorum { gps, consultants, gps_needed: 2, consultants_needed: 2 };
        assert!(quorum(2, 2).reached());
        assert!(!quorum(9, 1).reached() && !quorum(1, 9).reached());
        assert_eq!(quorum(4, 3).words(), "4 GPs and 3 consultants: quorate");
        assert_eq!(quorum(4, 1).words(), "4 GPs and 1 consultant: not quorate, which takes 2 GPs and 2 consultants");
    }
}
