//! What a decision is, and how its sentence reads.

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    manner::{How, Manner},
    outcome::KeyOutcome,
};

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
    /// How it was decided.
    pub how: How,
    /// What is told of it in the networks.
    pub outcome: KeyOutcome,
    /// The day it was made.
    pub decided_on: Date,
    /// Who was there.
    pub quorum: Quorum,
    /// Whether both sides confirmed it at the read-back, and enough of both were there: then it holds.
    pub confirmed: bool,
    /// The later meeting that confirms it, where it was made without a quorum.
    pub ratified_in: Option<Uuid>,
}

impl Decision {
    /// `26/D09`.
    #[must_use]
    pub fn reference(&self) -> String {
        crate::references::decision(self.year, self.number)
    }

    /// Whether too few were there, so that a later meeting has to confirm it before it holds.
    #[must_use]
    pub fn is_subject_to_confirmation(&self) -> bool {
        !self.confirmed && !self.quorum.reached()
    }

    /// Where it stands, while it does not hold yet.
    #[must_use]
    pub fn standing(&self) -> Option<&'static str> {
        match (self.confirmed, self.quorum.reached()) {
            (true, _) => None,
            (false, true) => Some("Not confirmed yet"),
            (false, false) => Some("Subject to confirmation"),
        }
    }

    /// The sentence without what it goes on with, as it is typed.
    #[must_use]
    pub fn core(&self) -> &str {
        self.how.core(&self.words)
    }

    /// Sentence, manner and key outcome as one text: who changes them shows what they saw.
    #[must_use]
    pub(crate) fn as_text(&self) -> String {
        [self.core(), &self.how.as_text(), &self.outcome.as_text()].join(" | ")
    }
}

/// A decision's sentence in other words, with what it goes on with.
#[must_use]
pub(crate) fn worded(decision: &Decision, typed: &str) -> String {
    format!("{}{}", sentence(decision.how.core(typed), decision.how.manner), decision.how.tail())
}

/// How a decision begins, so that it can be sent as it stands.
pub(super) const BEGINNING: &str = "The Group AGREED that ";

/// The sentence of what somebody typed: whoever typed only what was decided gets the beginning, and a full stop at the end.
#[must_use]
pub(super) fn sentence(typed: &str, manner: Manner) -> String {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let alone = Manner::ALL.into_iter().filter_map(Manner::alone).any(|words| words == typed);
    if typed.is_empty() || alone {
        return manner.alone().unwrap_or_default().to_owned();
    }
    let begins = |start: &str| typed.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    // Whoever chooses another manner changes the beginning with it.
    let own = Manner::ALL.into_iter().map(Manner::beginning).find(|start| begins(start));
    let mut words = if own.is_none() && begins("the group ") {
        typed
    } else {
        let starts = own.into_iter().chain(["agreed that ", "agreed: ", "that ", "whether "]);
        let rest = starts.into_iter().find(|start| begins(start)).map_or(typed.as_str(), |start| &typed[start.len()..]);
        format!("{}{}", manner.beginning(), lowered(rest))
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
            assert_eq!(sentence(typed, Manner::Agreed), words);
            assert_eq!(sentence(words, Manner::Agreed), words, "a sentence stays as it is");
        }
    }

    #[test]
    fn the_beginning_follows_the_manner() {
        let agreed = "The Group AGREED that wards write.";
        assert_eq!(sentence(agreed, Manner::NotAgreed), "The Group did NOT AGREE that wards write.");
        let deferred = sentence("Wards write", Manner::Deferred);
        assert_eq!(deferred, "The Group DEFERRED its decision whether wards write.");
        assert_eq!(sentence(&deferred, Manner::SubjectTo), agreed);
        assert_eq!(sentence("", Manner::Deferred), "The Group DEFERRED its decision.");
        assert_eq!(sentence("The Group DEFERRED its decision.", Manner::Agreed), "");
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
