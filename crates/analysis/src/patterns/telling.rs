//! The words that tell a pattern from the others, for a first name. Nobody's name and nothing that one person alone wrote.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{
    identifiers,
    likeness::{Abbreviations, words_with_stems},
};

/// A word that reporters wrote is shown only if so many reports of the pattern have it.
pub const FEWEST_REPORTS: usize = 3;

/// How much is believed of a word before a pattern is looked at: as if so many more reports spoke as all do.
const BEFORE: f32 = 6.0;

/// A text of a report.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it is the group's own wording, which everybody may read.
    pub own: bool,
}

/// What one report says: stems with the word as it stands, and whether it may be shown by itself.
struct Said {
    words: BTreeMap<String, String>,
    own: bool,
}

/// Up to so many telling words of each pattern, the most telling first: by the log-odds of reports that have a word against
/// those of all other patterns, with a prior of all reports (B. L. Monroe and others, "Fightin' words", Political Analysis 16
/// (2008) 372). Abbreviations are written out.
#[must_use]
pub fn telling(patterns: &[Vec<Text<'_>>], most: usize) -> Vec<Vec<String>> {
    let table = Abbreviations::default();
    let mut names = HashMap::new();
    let said: Vec<Vec<Said>> = patterns.iter().map(|texts| texts.iter().map(|text| said(*text, &table, &mut names)).collect()).collect();
    let mut everywhere: HashMap<&str, f32> = HashMap::new();
    for report in said.iter().flatten() {
        report.words.keys().for_each(|stem| *everywhere.entry(stem).or_default() += 1.0);
    }
    let all = said.iter().map(Vec::len).sum::<usize>() as f32;
    let is_name = |stem: &str| names.get(stem).is_some_and(|(large, times)| large * 2 >= *times);
    said.iter().map(|reports| of_one(reports, &everywhere, all, &is_name, most)).collect()
}

fn of_one(reports: &[Said], everywhere: &HashMap<&str, f32>, all: f32, is_name: &impl Fn(&str) -> bool, most: usize) -> Vec<String> {
    // How many reports have it, whether the group's own wording does, and in which forms.
    let mut here: BTreeMap<&str, (usize, bool, BTreeMap<&str, usize>)> = BTreeMap::new();
    for report in reports {
        for (stem, word) in &report.words {
            let (n, own, forms) = here.entry(stem).or_default();
            *n += 1;
            *own |= report.own;
            *forms.entry(word).or_default() += 1;
        }
    }
    let (n, others) = (reports.len() as f32, all - reports.len() as f32);
    let odds = |have: f32, of: f32, prior: f32| ((have + prior) / (of - have + BEFORE - prior)).ln();
    let mut words: Vec<(f32, &str)> = Vec::new();
    for (stem, (have, own, forms)) in &here {
        if !*own && (*have < FEWEST_REPORTS || is_name(stem)) {
            continue;
        }
        let (whole, have) = (everywhere.get(stem).copied().unwrap_or_default(), *have as f32);
        let prior = BEFORE * whole / (all + 1.0);
        let elsewhere = whole - have;
        let spread = (1.0 / (have + prior) + 1.0 / (elsewhere + prior)).sqrt();
        let telling = (odds(have, n, prior) - odds(elsewhere, others, prior)) / spread;
        let form = forms.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or("", |(form, _)| form);
        if telling > 0.0 {
            words.push((telling, form));
        }
    }
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    words.into_iter().take(most).map(|(_, form)| form.to_owned()).collect()
}

/// The words of a text. Of each word that a reporter wrote it is noted how often it begins with a capital in the middle of a
/// sentence: such a word is somebody's name, or a place's.
fn said(text: Text<'_>, table: &Abbreviations, names: &mut HashMap<String, (usize, usize)>) -> Said {
    let clean = identifiers::without(text.text, &identifiers::find(text.text)).replace("[removed]", " ");
    if !text.own {
        let (mut begins, mut seen) = (true, HashSet::new());
        for word in clean.split_whitespace() {
            let large = word.chars().find(|sign| sign.is_alphanumeric()).is_some_and(char::is_uppercase);
            let shouted = word.chars().filter(|sign| sign.is_alphabetic()).all(char::is_uppercase);
            for (_, stem) in words_with_stems(word) {
                if !begins && seen.insert(stem.clone()) {
                    let (capitals, times) = names.entry(stem).or_default();
                    *capitals += usize::from(large && !shouted);
                    *times += 1;
                }
            }
            begins = word.ends_with(['.', '!', '?', ':', ';']);
        }
    }
    let written = table.written_out(&clean);
    let long = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
    let words = words_with_stems(&written).into_iter().filter(|(word, _)| long(word)).map(|(word, stem)| (stem, word)).collect();
    Said { words, own: text.own }
}
