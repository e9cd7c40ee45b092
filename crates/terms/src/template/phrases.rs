//! Looking for phrases in a sentence, whatever signs stand between its words.

use std::ops::Range;

/// Words in small letters, with a blank for every other sign but those within words.
pub(super) fn plain(words: &str) -> String {
    let small = words.to_lowercase().replace('’', "'");
    let kept: String = small.chars().map(|c| if c.is_alphanumeric() || "'-/".contains(c) { c } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a phrase stands in plain words.
pub(super) fn says(lower: &str, phrase: &str) -> bool {
    lower.match_indices(phrase).any(|(at, _)| {
        let whole = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        whole(lower[..at].chars().next_back()) && whole(lower[at + phrase.len()..].chars().next())
    })
}

pub(super) fn says_any(lower: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| says(lower, phrase))
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
    Vec::from([0..words.len()])
}
