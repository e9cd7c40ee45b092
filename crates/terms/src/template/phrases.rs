//! Looking for phrases in a sentence, whatever signs stand between its words.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

/// Phrases by their first word, so that a sentence is gone through once.
pub(super) struct Phrases(HashMap<&'static str, Vec<&'static str>>);

/// Lists of phrases, parted by bars.
macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $phrases:literal;)+) => {
        $($(#[$doc])* static $name: std::sync::LazyLock<$crate::template::phrases::Phrases> =
            std::sync::LazyLock::new(|| $crate::template::phrases::Phrases::of($phrases));)+
    };
}
pub(super) use phrases;

impl Phrases {
    /// Reads a list.
    pub(super) fn of(list: &'static str) -> Self {
        let mut phrases: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for phrase in list.split('|').map(str::trim) {
            phrases.entry(phrase.split(' ').next().unwrap_or_default()).or_default().push(phrase);
        }
        Self(phrases)
    }

    /// Whether any of them stands in plain words.
    pub(super) fn stand_in(&self, plain: &str) -> bool {
        self.places(plain).next().is_some()
    }

    /// Where they stand: what comes before each, and what behind.
    pub(super) fn places<'a>(&self, plain: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let starts = std::iter::once(0).chain(plain.match_indices(' ').map(|(at, _)| at + 1));
        starts.flat_map(move |at| self.rests(&plain[at..]).map(move |rest| (plain[..at].trim_end(), rest)))
    }

    /// What comes behind, where plain words begin with one of them; the longest first.
    pub(super) fn rests<'a>(&self, plain: &'a str) -> impl Iterator<Item = &'a str> {
        let first = plain.split(' ').next().unwrap_or_default();
        let known = self.0.get(first).map(Vec::as_slice).unwrap_or_default();
        known.iter().filter_map(|phrase| {
            let rest = plain.strip_prefix(phrase)?;
            if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
        })
    }

    /// Whether plain words begin with one of them.
    pub(super) fn begin(&self, plain: &str) -> bool {
        self.rests(plain).next().is_some()
    }

    /// Whether plain words are one of them.
    pub(super) fn are(&self, plain: &str) -> bool {
        self.rests(plain).any(str::is_empty)
    }

    /// Whether one of them stands in plain words with one of the others right behind it.
    pub(super) fn stand_before(&self, others: &LazyLock<Self>, plain: &str) -> bool {
        self.places(plain).any(|(_, rest)| others.begin(rest))
    }
}

/// Words in small letters, parted by one blank each, without other signs than those within words.
pub(super) fn plain(words: &str) -> String {
    let small = words.to_lowercase().replace('’', "'");
    let kept: String = small.chars().map(|c| if c.is_alphanumeric() || "'-".contains(c) { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ranges that only blanks part are one.
pub(super) fn joined(words: &str, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in found {
        match joined.last_mut() {
            Some(last) if words[last.end..range.start].trim().is_empty() => last.end = range.end,
            _ => joined.push(range),
        }
    }
    joined
}

/// All of a clause, as its only piece.
pub(super) fn whole(words: &str) -> Vec<Range<usize>> {
    std::iter::once(0..words.len()).collect()
}

#[cfg(test)]
mod unit {
    use super::*;

    phrases! { ONES = "one | one two | three-four"; TWOS = "two | five"; }

    #[test]
    fn phrases_are_found_as_whole_words() {
        let said = |words: &str| ONES.stand_in(&plain(words));
        assert!(
            said("Well – ONE!")
                && said("(one, two)")
                && said("a three-four b")
                && !said("someone")
                && !said("one-off")
                && !said("three four")
        );
        assert!(ONES.begin("one two") && !ONES.begin("a one") && ONES.are("one two") && !ONES.are("one two three"));
        assert!(ONES.stand_before(&TWOS, "so one two") && !ONES.stand_before(&TWOS, "one and five"));
    }
}
