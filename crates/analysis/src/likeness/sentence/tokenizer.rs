//! Cuts a text into the pieces of words that the model knows (WordPiece, lower case, without accents).

use std::collections::HashMap;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How many pieces are read at the most, with the first and the last, which are signs of the model.
pub(super) const LONGEST: usize = 256;
/// A word of more characters is not looked up.
const LONGEST_WORD: usize = 100;

/// The pieces and their numbers.
#[derive(Debug)]
pub(super) struct Tokenizer {
    pieces: HashMap<&'static str, usize>,
    unknown: usize,
    first: usize,
    last: usize,
}

impl Tokenizer {
    /// Reads the list, one piece a line.
    pub(super) fn of(list: &'static str) -> Self {
        let pieces: HashMap<_, _> = list.lines().enumerate().map(|(number, piece)| (piece, number)).collect();
        let number = |piece| pieces.get(piece).copied().unwrap_or_default();
        let (unknown, first, last) = (number("[UNK]"), number("[CLS]"), number("[SEP]"));
        Self { pieces, unknown, first, last }
    }

    /// How many pieces there are.
    pub(super) fn size(&self) -> usize {
        self.pieces.len()
    }

    /// The numbers of a text's pieces, between the signs for beginning and end.
    pub(super) fn tokens(&self, text: &str) -> Vec<usize> {
        let mut tokens = vec![self.first];
        for word in words(text) {
            if tokens.len() >= LONGEST {
                break;
            }
            self.push(&word, &mut tokens);
        }
        tokens.truncate(LONGEST - 1);
        tokens.push(self.last);
        tokens
    }

    /// The longest known beginning, then the longest known piece after it, and so on.
    fn push(&self, word: &str, tokens: &mut Vec<usize>) {
        let before = tokens.len();
        if word.chars().count() > LONGEST_WORD {
            return tokens.push(self.unknown);
        }
        let mut start = 0;
        while start < word.len() {
            let ends = word.char_indices().map(|(at, sign)| at + sign.len_utf8()).filter(|end| *end > start);
            let found = ends.rev().find_map(|end| {
                let piece = &word[start..end];
                let number = if start == 0 { self.pieces.get(piece) } else { self.pieces.get(format!("##{piece}").as_str()) };
                number.map(|number| (end, *number))
            });
            let Some((end, number)) = found else {
                tokens.truncate(before);
                return tokens.push(self.unknown);
            };
            tokens.push(number);
            start = end;
        }
    }
}

/// Words and signs, each by itself.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let plain = text.chars().filter(|sign| !hidden(*sign)).flat_map(spaced).nfd().filter(|sign| !is_combining_mark(*sign));
    for sign in plain.flat_map(char::to_lowercase) {
        if sign.is_whitespace() {
            words.push(String::new());
        } else if is_sign(sign) {
            words.extend([sign.to_string(), String::new()]);
        } else if let Some(word) = words.last_mut() {
            word.push(sign);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Characters that nobody sees. Line ends and tabs are spaces.
fn hidden(sign: char) -> bool {
    let format = matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
    sign == '\0' || sign == '\u{fffd}' || format || (sign.is_control() && !sign.is_whitespace())
}

/// Each Chinese character is a word.
fn spaced(sign: char) -> impl Iterator<Item = char> {
    let alone = matches!(u32::from(sign), 0x4e00..=0x9fff | 0x3400..=0x4dbf | 0x2_0000..=0x2_a6df | 0x2_a700..=0x2_ceaf | 0xf900..=0xfaff | 0x2_f800..=0x2_fa1f);
    let around = alone.then_some(' ');
    around.into_iter().chain([sign]).chain(around)
}

/// What is neither letter nor figure nor space in ASCII, and the punctuation that people type besides.
fn is_sign(sign: char) -> bool {
    let beyond = matches!(
        sign,
        '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
    );
    sign.is_ascii_punctuation() || beyond
}
