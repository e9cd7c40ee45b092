//! Finds the numbers that name a patient, however they are typed.
//!
//! People who report a problem at the interface copy from letters and screens, and a CHI number
//! comes along: with a space, with dashes, broken over two lines, in full-width digits, spelt out
//! digit by digit. [`find`] reads a text, finds every run of digits in any such spelling, and
//! keeps those which are a patient's number by their own arithmetic. It works in four steps:
//!
//! 1. `tokens` cuts the text into words and groups of digits, and says which groups stand so close
//!    that they may be one number (`digits` knows the characters).
//! 2. `other_numbers` sets aside telephone numbers and ISBNs, which are written in groups too.
//! 3. `search` tries every row of neighbouring groups with ten or nine digits: `checks` does the
//!    arithmetic, `spelling` asks whether anybody writes a number in such groups, and `cues` reads
//!    the words around it.
//! 4. What is left is a [`Finding`]. Certain ones block, doubtful ones warn.
//!
//! By arithmetic alone one random number of ten digits in 150 is a CHI number, and one in eleven has
//! the check digit of an NHS number. A number that passes therefore blocks, unless the words right
//! before it say that it is something else.
//!
//! Names, postcodes and dates of birth are another step's work.

mod checks;
mod cues;
mod digits;
mod finding;
mod other_numbers;
mod search;
mod spelling;
#[cfg(test)]
mod tests;
mod tokens;

pub use finding::{Finding, Kind, Severity};
use tokens::{Reading, Tokens};

/// What stands in a number's place once it is taken out.
const REMOVED: &str = "[removed]";

/// Finds the numbers that name a patient: sorted by place, none overlapping another.
#[must_use]
pub fn find(text: &str) -> Vec<Finding> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = search::search(&Tokens::read(&chars, Reading::Digits));
    // Letters that look like digits are read as digits only in a second look, so that a number
    // with an "l" (for litres) behind it is not spoilt by the letter.
    let second_look = Tokens::read(&chars, Reading::Lookalikes);
    if second_look.has_lookalikes() {
        let certain = found.len();
        for finding in search::search(&second_look) {
            let next = found[..certain].partition_point(|other| other.end <= finding.start);
            if found[..certain].get(next).is_none_or(|other| finding.end <= other.start) {
                found.push(finding);
            }
        }
        found.sort_unstable_by_key(|finding| finding.start);
    }
    found
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
