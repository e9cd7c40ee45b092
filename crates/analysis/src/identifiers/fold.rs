//! A text as the rules read it: one plain character for each that can be seen, so that a rule need
//! not know scripts, accents, dashes or what nobody sees.

use super::digits::{Class, Mark, class};

/// A text in ASCII, and where each of its characters stood.
///
/// Digits of all scripts are digits. A letter with an accent, or of another script, becomes a plain
/// `x`, or `X` if it is a capital or knows no case: a rule asks only whether a word begins like a
/// name. What is not seen is left out.
pub(super) struct Folded {
    /// The text.
    pub(super) text: String,
    /// For each character of the text, its place in the original, counted in characters.
    pub(super) places: Vec<usize>,
}

impl Folded {
    pub(super) fn read(chars: &[char]) -> Self {
        let mut folded = Self { text: String::with_capacity(chars.len()), places: Vec::with_capacity(chars.len()) };
        for (place, c) in chars.iter().enumerate() {
            let windows_line = *c == '\r' && chars.get(place + 1) == Some(&'\n');
            if let Some(plain) = plain(*c).filter(|_| !windows_line) {
                folded.text.push(plain);
                folded.places.push(place);
            }
        }
        folded
    }

    /// Where a piece of the folded text stands in the original.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        (self.places[start], self.places[end - 1] + 1)
    }
}

/// A word of a table as it stands in a folded text.
pub(super) fn folded(word: &str) -> String {
    word.chars().filter_map(plain).collect()
}

/// The plain character for one, if it is seen.
fn plain(c: char) -> Option<char> {
    // The full-width forms are ASCII's, in its order.
    let c = match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    match c {
        '\n' => return Some('\n'),
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2032}' | '`' | '\u{B4}' => return Some('\''),
        ' '..='~' => return Some(c),
        _ => {}
    }
    Some(match class(c) {
        Class::Unseen => return None,
        Class::Digit(digit) => char::from(b'0' + digit),
        Class::Separator(Mark::Space) => ' ',
        Class::Separator(Mark::Line) => '\n',
        Class::Separator(Mark::Dash) => '-',
        Class::Separator(Mark::Dot) => '.',
        Class::Separator(Mark::Slash) => '/',
        Class::Separator(Mark::Comma) => ',',
        Class::Separator(Mark::Bracket | Mark::Underscore) | Class::Raised(_) | Class::Lookalike(_) | Class::Other => '*',
        Class::Letter if c.is_lowercase() => 'x',
        Class::Letter => 'X',
    })
}
