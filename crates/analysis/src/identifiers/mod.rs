//! Finds what tells who a patient is, however it is typed.
//!
//! People who report a problem at the interface copy from letters and screens, and a CHI number
//! comes along, or a name. [`find`] reads a text in two ways:
//!
//! 1. **Numbers.** `tokens` cuts the text into words and groups of digits (`digits` knows the
//!    characters); `other_numbers` sets aside telephone numbers and ISBNs; `search` tries every row
//!    of neighbouring groups with ten or nine digits: `checks` does the arithmetic, `spelling` asks
//!    whether anybody writes a number in such groups, and `cues` reads the words around it.
//! 2. **Words.** `fold` makes the text plain; `rules` say what dates of birth, names, postcodes and
//!    the rest look like and which words around make them doubtful; `tables` hold the words;
//!    `matcher` puts the one to the other. The browser gets the same rules and words (`export`).
//!
//! What is left is a [`Finding`]. Certain ones block, doubtful ones warn. What a group [`Known`]s of
//! its own people and services is let through.
//!
//! By arithmetic alone one random number of ten digits in 150 is a CHI number, and one in eleven has
//! the check digit of an NHS number. A number that passes therefore blocks, unless the words right
//! before it say that it is something else.

mod checks;
mod cues;
mod digits;
mod export;
mod finding;
mod fold;
mod known;
mod matcher;
mod other_numbers;
mod rules;
mod search;
mod spelling;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;

pub use export::tables;
pub use finding::{Finding, Kind, Severity};
pub use known::{Known, TooWide};

use fold::Folded;
use tokens::{Reading, Tokens};

/// What stands in an identifier's place once it is taken out.
const REMOVED: &str = "[removed]";

/// Finds what tells who a patient is: sorted by place, none overlapping another.
#[must_use]
pub fn find(text: &str) -> Vec<Finding> {
    find_with(text, &Known::default())
}

/// As [`find`], for a group that has named its people, its services and its hospitals' numbers.
#[must_use]
pub fn find_with(text: &str, known: &Known) -> Vec<Finding> {
    let chars: Vec<char> = text.chars().collect();
    let folded = Folded::read(&chars);
    let (mut found, telephones) = numbers(&chars);
    found.extend(telephones.into_iter().map(|(start, end)| {
        let severity = if matcher::is_of_service(&folded, start, end) { Severity::Warn } else { Severity::Block };
        Finding { kind: Kind::Phone, start, end, severity }
    }));
    found.extend(known.hospital_numbers(&folded));
    found.extend(matcher::search(&folded));
    let found = found.into_iter().filter_map(|finding| known.judge(finding, &chars[finding.start..finding.end]));
    apart(found.collect())
}

/// Patients' numbers, and where telephone numbers stand.
fn numbers(chars: &[char]) -> (Vec<Finding>, Vec<(usize, usize)>) {
    let (mut found, telephones) = search::search(&Tokens::read(chars, Reading::Digits));
    // Letters that look like digits are read as digits only in a second look, so that a number
    // with an "l" (for litres) behind it is not spoilt by the letter.
    let second_look = Tokens::read(chars, Reading::Lookalikes);
    if second_look.has_lookalikes() {
        let certain = found.len();
        for finding in search::search(&second_look).0 {
            let next = found[..certain].partition_point(|other| other.end <= finding.start);
            if found[..certain].get(next).is_none_or(|other| finding.end <= other.start) {
                found.push(finding);
            }
        }
    }
    (found, telephones)
}

/// Of findings that overlap the gravest, then the surest, then the longest; sorted by place. Of one
/// kind the longest: "Mr von" tells less than "Mr von Braun".
fn apart(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by_key(|finding| (finding.kind, finding.start, usize::MAX - finding.end));
    let mut last: Option<(Kind, usize)> = None;
    found.retain(|finding| {
        let within = last.is_some_and(|(kind, end)| kind == finding.kind && finding.end <= end);
        if !within {
            last = Some((finding.kind, finding.end));
        }
        !within
    });
    found.sort_by_key(|finding| (finding.severity == Severity::Warn, finding.kind, finding.start, usize::MAX - finding.end));
    let mut kept = std::collections::BTreeMap::<usize, Finding>::new();
    for finding in found {
        let before = kept.range(..finding.end).next_back();
        if before.is_none_or(|(_, other)| other.end <= finding.start) {
            kept.insert(finding.start, finding);
        }
    }
    kept.into_values().collect()
}

/// Whether any of these findings forbids to keep or send the text.
#[must_use]
pub fn blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Block)
}

/// The text with `[removed]` in the place of each finding, and every other character kept.
///
/// Look at the result again: a word such as "CHI" may now stand before a number that it did not
/// speak of as long as another was between them.
#[must_use]
pub fn without(text: &str, findings: &[Finding]) -> String {
    let mut spans: Vec<_> = findings.iter().map(|finding| (finding.start, finding.end)).collect();
    spans.sort_unstable();
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars();
    let mut at = 0;
    for (start, end) in spans.into_iter().filter(|(start, end)| start < end) {
        if start >= at {
            kept.extend(rest.by_ref().take(start - at));
            kept.push_str(REMOVED);
        }
        rest.by_ref().take(end.saturating_sub(at.max(start))).for_each(drop);
        at = at.max(end);
    }
    kept.push_str(rest.as_str());
    kept
}
