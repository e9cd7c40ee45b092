//! Words as they are compared: lower case, without endings, without those that say nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that every text has.
static SILENT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a an the and or but if of to in on at for with without by from as is are was were be been being it its this that these those \
     i we you he she they them their our us my me your his her who what which when where how why do does did done has have had \
     having will would can could should may might must not no so than then there here just very too also any some all each every \
     one two up down out over again still only more most other same such own into about after before between through during off \
     get gets got go goes going been im ive dont cant didnt doesnt isnt arent wont now theirs per re via eg ie etc"
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect()
});

/// Endings, and what is left of them.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
    ("ations", "at"),
    ("ation", "at"),
    ("ments", ""),
    ("ment", ""),
    ("ers", "er"),
    ("als", "al"),
    ("ral", "r"),
    ("es", ""),
    ("s", ""),
    ("ly", ""),
];

/// The telling words of a text, each as it was written and without its ending, in the order of the text.
pub(crate) fn telling(text: &str) -> Vec<(String, String)> {
    let plain = text.replace(['\'', '’'], "").to_lowercase();
    let words = plain.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty() && !SILENT.contains(word));
    words.map(|word| (word.to_owned(), stem(word))).collect()
}

/// A word without its ending. Nothing for a dictionary: it only has to be the same for the same word.
fn stem(word: &str) -> String {
    if word.len() <= 3 || !word.is_ascii() {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    if let Some((ending, left)) = ENDINGS.iter().find(|(ending, _)| word.len() >= ending.len() + 3 && word.ends_with(ending)) {
        stem = format!("{}{left}", &word[..word.len() - ending.len()]);
    }
    let bytes = stem.as_bytes();
    if let [.., before, last] = bytes
        && stem.len() > 3
        && before == last
        && !b"aeioulsz".contains(last)
    {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 4 && stem.ends_with('i') {
        stem.pop();
        stem.push('y');
    }
    stem
}

/// A word's number: words are compared by it, and a stored list of numbers cannot be read.
pub(super) fn number(stem: &str) -> u32 {
    stem.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
