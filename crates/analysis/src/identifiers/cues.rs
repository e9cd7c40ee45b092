//! The words around a number that say whose it is.

use super::tokens::{Row, Word};

/// How many characters before a number a word still speaks of it.
const NEAR: usize = 24;
/// How many characters after a number a word still speaks of it: a bracket and a space.
const AFTER: usize = 3;

pub(super) const PATIENTS_NUMBER: [&str; 4] = ["chi", "hcn", "h&c", "hsc"];
pub(super) const PATIENT: [&str; 9] = ["pt", "patient", "dob", "born", "mr", "mrs", "ms", "miss", "baby"];
pub(super) const REFERENCE: [&str; 24] = [
    "order",
    "ticket",
    "datix",
    "ref",
    "refs",
    "reference",
    "inc",
    "incident",
    "po",
    "invoice",
    "job",
    "call",
    "docket",
    "request",
    "req",
    "serial",
    "batch",
    "lot",
    "barcode",
    "model",
    "part",
    "asset",
    "tracking",
    "account",
];
pub(super) const PHONE: [&str; 14] =
    ["tel", "phone", "telephone", "mobile", "mob", "fax", "ext", "extension", "bleep", "pager", "page", "call", "ring", "dial"];
pub(super) const MOBILE: [&str; 6] = ["mobile", "mob", "tel", "phone", "telephone", "cell"];
pub(super) const NUMBER: [&str; 6] = ["no", "nos", "number", "num", "nr", "id"];
pub(super) const FILLER: [&str; 4] = ["is", "was", "the", "code"];
const UNIT: [&str; 8] = ["h", "hr", "hrs", "hours", "units", "mg", "mcg", "ml"];

/// What the words around a number say of it.
pub(super) struct Cues {
    /// It is called a patient's number, and no other number stands between.
    pub(super) named: bool,
    /// A patient, or a patient's number, is spoken of.
    pub(super) patient: bool,
    /// It is called a reference of some other kind.
    pub(super) reference: bool,
    /// Somebody is to be called.
    pub(super) phone: bool,
    /// A mobile telephone is spoken of.
    mobile: bool,
    /// It is called an ISBN. The check digit of a ten-digit ISBN is the very Mod 11 of the NHS
    /// number, so that only the word tells them apart.
    pub(super) isbn: bool,
    /// It is followed by a unit.
    pub(super) unit: bool,
}

impl Cues {
    /// Reads the words around a row of groups.
    pub(super) fn around(row: Row) -> Self {
        let Row { tokens, first, .. } = row;
        let (start, end) = (row.start(), row.end());
        let is = |word: &Word, words: &[&str]| words.iter().any(|other| reads(&tokens.chars[word.start..word.end], other));
        let same_line = |from: usize, to: usize| !tokens.chars[from..to].contains(&'\n');

        let before: Vec<&Word> = tokens.words_before(start).take_while(|word| start - word.end <= NEAR).collect();
        let on_line: Vec<&Word> = before.iter().copied().take_while(|word| same_line(word.end, start)).collect();
        let head = on_line.iter().find(|word| !is(word, &NUMBER) && !is(word, &FILLER));
        let after = tokens.word_after(end).filter(|word| word.start - end <= AFTER && same_line(end, word.start));

        // "NHS" is on every page; it speaks of a number only if a number follows. "Number for" is
        // how people say whose it is.
        let names_number = |place: usize, word: &Word| {
            is(word, &PATIENTS_NUMBER) || (is(word, &["nhs"]) && (place == 0 || is(before[place - 1], &NUMBER)))
        };
        let number_for = before.windows(2).any(|pair| is(pair[0], &["for"]) && is(pair[1], &NUMBER));
        let number_before = before.iter().enumerate().any(|(place, word)| names_number(place, word));
        Self {
            named: before.iter().enumerate().any(|(place, word)| names_number(place, word) && word.groups_before == first),
            patient: number_for
                || number_before
                || before.iter().any(|word| is(word, &PATIENT))
                || after.is_some_and(|word| is(word, &PATIENT) || is(word, &PATIENTS_NUMBER)),
            reference: head.is_some_and(|word| is(word, &REFERENCE) && word.groups_before == first),
            mobile: on_line.iter().take(3).any(|word| is(word, &MOBILE)),
            phone: on_line.iter().take(4).any(|word| is(word, &PHONE)),
            // "ISBN-10: 0306406152" has a group of digits of its own between.
            isbn: head.is_some_and(|word| is(word, &["isbn"]) && word.groups_before + 1 >= first),
            unit: after.is_some_and(|word| word.start - end <= 1 && is(word, &UNIT)),
        }
    }

    /// Whether ten digits from 7 are a mobile telephone's, without its zero.
    pub(super) fn is_mobile(&self) -> bool {
        self.mobile && !self.named
    }
}

fn reads(chars: &[char], word: &str) -> bool {
    chars.len() == word.len() && chars.iter().zip(word.chars()).all(|(c, other)| c.eq_ignore_ascii_case(&other))
}
