//! The texts that the weights are learnt from: what each theme means, its telling phrases, made-up reports, and the catalogue of
//! faults.

use crate::likeness::{checksum, told};

const MEANINGS: &str = include_str!("meanings.txt");
const EXAMPLES: &str = include_str!("examples.txt");

/// The themes of the shared list, in alphabetical order: their places are the places of the weights.
pub const SHARED: [&str; 22] = [
    "community",
    "contacts",
    "culture",
    "discharge",
    "fit_notes",
    "it",
    "maternity_child",
    "mental_health",
    "onward_referral",
    "ooh",
    "outpatient_letters",
    "palliative_acp",
    "patient_messages",
    "phlebotomy_monitoring",
    "prescribing",
    "private_cross_border",
    "recall",
    "referral_quality",
    "referral_triage",
    "results",
    "unscheduled",
    "workload_new_process",
];

/// A text of which it is known what it is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// The place of its theme in [`SHARED`].
    pub theme: usize,
    /// The place of its direction; a phrase has none.
    pub direction: Option<usize>,
    pub text: &'static str,
    /// How much it counts: a report counts one.
    pub counts: f32,
}

/// How much a line of the catalogue counts: it is shorter and plainer than a report, and there are three times as many.
const OF_CATALOGUE: f32 = 0.3;

fn place(key: &str) -> Option<usize> {
    SHARED.iter().position(|shared| *shared == key)
}

/// The place of a direction: from hospital to primary care, the reverse, both.
fn way(letter: &str) -> Option<usize> {
    ["s", "p", "b"].iter().position(|way| *way == letter)
}

/// The lines of a file of reports: theme, direction and text with strokes between.
pub(super) fn reports(file: &'static str) -> impl Iterator<Item = Known> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (theme, rest) = line.split_once('|')?;
        let (direction, text) = rest.split_once('|')?;
        Some(Known { theme: place(theme)?, direction: way(direction), text, counts: 1.0 })
    })
}

/// What each theme means, sentence by sentence, with its telling phrases.
fn meanings() -> Vec<Known> {
    let (mut theme, mut known) = (None, Vec::new());
    for line in MEANINGS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(key) = line.strip_prefix("= ") {
            theme = place(key);
        } else if let Some(theme) = theme {
            let texts = line.strip_prefix("~ ").unwrap_or(line).split("; ");
            known.extend(texts.map(|text| Known { theme, direction: None, text, counts: 1.0 }));
        }
    }
    known
}

/// How each fault of the catalogue is told.
fn faults() -> impl Iterator<Item = Known> {
    told()
        .filter_map(|line| Some(Known { theme: place(line.theme)?, direction: way(line.direction), text: line.text, counts: OF_CATALOGUE }))
}

/// Everything that is learnt from.
pub(super) fn all() -> Vec<Known> {
    reports(EXAMPLES).chain(meanings()).chain(faults()).collect()
}

/// What everything that is learnt from is, as a number.
pub(super) fn sum() -> u64 {
    let faults: String = told().map(|line| format!("{}|{}|{}\n", line.theme, line.direction, line.text)).collect();
    checksum(EXAMPLES.as_bytes()) ^ checksum(MEANINGS.as_bytes()).rotate_left(7) ^ checksum(faults.as_bytes()).rotate_left(13)
}
