//! The sentences of a clause.

use std::ops::Range;

/// Abbreviations whose dot ends no sentence.
const SHORT: &[&str] =
    &["e.g", "i.e", "eg", "ie", "dr", "mr", "mrs", "ms", "prof", "st", "no", "etc", "vs", "approx", "incl", "rev", "cf", "para"];

/// Where each sentence stands, without the blanks around it.
pub(super) fn sentences(words: &str) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), 0);
    let mut push = |from: usize, to: usize| {
        let text = &words[from..to];
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let at = from + text.len() - text.trim_start().len();
            found.push(at..at + trimmed.len());
        }
    };
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        let rest = &words[end..];
        let ends = match c {
            '.' => {
                let word = words[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default().to_lowercase();
                let initial = word.len() == 1 && !rest.trim_start().is_empty();
                !SHORT.contains(&word.as_str()) && !initial
            }
            '?' | '!' => true,
            '\n' => {
                push(start, at);
                start = end;
                false
            }
            _ => false,
        };
        // A closing bracket or quote belongs to the sentence.
        let behind = rest.trim_start_matches([')', ']', '”', '’', '"', '\'']);
        let next = behind.trim_start().chars().next();
        if ends && behind.starts_with(char::is_whitespace) && next.is_none_or(|c| !c.is_lowercase()) {
            let end = words.len() - behind.len();
            push(start, end);
            start = end;
        }
    }
    push(start.min(words.len()), words.len());
    found
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_clause_falls_into_its_sentences() {
        let cut = |words: &str| sentences(words).into_iter().map(|range| words[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(cut("One (e.g. this). Two?  Three"), ["One (e.g. this).", "Two?", "Three"]);
        assert_eq!(cut("Dr A. Smith came. (He left.) It"), ["Dr A. Smith came.", "(He left.)", "It"]);
        assert_eq!(cut(" a\nb. c "), ["a", "b. c"]);
        assert!(cut(" \n ").is_empty());
    }
}
