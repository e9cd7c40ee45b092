//! Ranks what was said before by how much it is like what is said now, and says why.

use std::collections::HashMap;

use super::{Engine, Vector, abbreviations::Abbreviations, words};

/// What two texts are compared on, each from nought to about one: meaning, kind of fault with
/// theme, telling words.
pub type Marks = [f32; 3];

/// How much each mark counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mix {
    weights: Marks,
    bias: f32,
}

impl Default for Mix {
    /// Chosen on made-up twins whose topics were left out of the catalogue in turn.
    fn default() -> Self {
        Self { weights: [8.0, 8.0, 1.5], bias: -6.75 }
    }
}

/// How much being ordinary takes off the agreement in meaning. Chosen on the twins to choose by: among
/// all, of 164 texts eight more find their twin, and one no longer does.
const ORDINARY: f32 = 0.5;

/// Answers that are needed before a group's own weights are learnt from them.
pub const FEWEST_ANSWERS: usize = 20;

impl Mix {
    /// How likely it is that two texts speak of the same fault.
    #[must_use]
    pub fn score(&self, marks: &Marks) -> f32 {
        let sum = self.weights.iter().zip(marks).map(|(weight, mark)| weight * mark).sum::<f32>() + self.bias;
        1.0 / (1.0 + (-sum).exp())
    }

    /// The weights of a group, from its own answers: a logistic regression that is pulled to the weights that ship, so that
    /// few answers move little and many of one kind cannot run away. With fewer than [`FEWEST_ANSWERS`] nothing is learnt.
    #[must_use]
    pub fn learnt(answers: &[(Marks, bool)]) -> Self {
        let start = Self::default();
        if answers.len() < FEWEST_ANSWERS {
            return start;
        }
        let mut mix = start;
        for _ in 0..200 {
            let (mut slope, mut tilt) = ([0.0_f32; 3], 0.0_f32);
            for (marks, same) in answers {
                let error = mix.score(marks) - f32::from(u8::from(*same));
                slope.iter_mut().zip(marks).for_each(|(slope, mark)| *slope += error * mark);
                tilt += error;
            }
            let n = answers.len() as f32;
            for ((weight, first), slope) in mix.weights.iter_mut().zip(start.weights).zip(slope) {
                *weight = (*weight - 2.0 * slope / n - 0.02 * (*weight - first)).max(0.0);
            }
            mix.bias -= 2.0 * tilt / n + 0.02 * (mix.bias - start.bias);
        }
        mix
    }
}

/// One of the candidates.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Its place among the candidates.
    pub index: usize,
    /// How likely it is the same: nought to one.
    pub score: f32,
    /// What it was compared on.
    pub marks: Marks,
}

/// The likest candidates first, at most so many. Of two that are as like, the earlier one goes first.
#[must_use]
pub fn rank(mix: &Mix, query: &Vector, candidates: &[&Vector], limit: usize) -> Vec<Scored> {
    let weights = Weights::of(query, candidates);
    let mut all: Vec<Scored> = (candidates.iter().enumerate())
        .map(|(index, candidate)| {
            let marks = marks(&weights, query, candidate);
            Scored { index, score: mix.score(&marks), marks }
        })
        .collect();
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
    all.truncate(limit);
    all
}

/// What two texts have in common, in a short phrase: the kind of fault, and where `words` is set the telling words too.
#[must_use]
pub fn why(engine: &Engine, table: &Abbreviations, text: &str, query: &Vector, candidate: &Vector, with_words: bool) -> String {
    let fault = engine.shared_fault(query, candidate).map(|name| format!("both about {name}"));
    let mut seen = Vec::new();
    if with_words {
        for (word, stem) in words::telling(&table.written_out(text)) {
            if word.len() > 3 && candidate.words.binary_search(&words::number(&stem)).is_ok() && !seen.contains(&word) {
                seen.push(word);
            }
        }
        seen.sort_by_key(|word| std::cmp::Reverse(word.len()));
        seen.truncate(3);
    }
    let same = (!seen.is_empty()).then(|| format!("both say {}", seen.join(", ")));
    let parts: Vec<String> = fault.into_iter().chain(same).collect();
    if parts.is_empty() { "a similar meaning".into() } else { parts.join("; ") }
}

/// How telling each word of the query is among the candidates.
struct Weights {
    telling: HashMap<u32, f32>,
    whole: f32,
    mean_length: f32,
}

impl Weights {
    fn of(query: &Vector, candidates: &[&Vector]) -> Self {
        let mut counts = vec![0_u32; query.words.len()];
        let mut length = 0;
        for candidate in candidates {
            length += candidate.words.len();
            shared(&query.words, &candidate.words, |place| counts[place] += 1);
        }
        let all = candidates.len() as f32;
        let telling: HashMap<u32, f32> =
            (query.words.iter().zip(counts)).map(|(word, n)| (*word, (1.0 + (all - n as f32 + 0.5) / (n as f32 + 0.5)).ln())).collect();
        let whole = query.words.iter().filter_map(|word| telling.get(word)).sum::<f32>().max(1e-6);
        Self { telling, whole, mean_length: (length as f32 / all.max(1.0)).max(1.0) }
    }
}

fn marks(weights: &Weights, query: &Vector, candidate: &Vector) -> Marks {
    let mut common = 0.0;
    shared(&query.words, &candidate.words, |place| {
        common += query.words.get(place).and_then(|word| weights.telling.get(word)).copied().unwrap_or_default();
    });
    // A long text shares words with everything.
    let long = 0.5 + 0.5 * (candidate.words.len() as f32 / weights.mean_length).max(1.0);
    let words = (common / weights.whole / long).sqrt();
    let meaning = query.meaning.agreement(&candidate.meaning) - ORDINARY * (query.ordinary + candidate.ordinary);
    [meaning, query.faults.agreement(&candidate.faults), words]
}

/// Goes through what two ordered lists share.
fn shared(one: &[u32], other: &[u32], mut each: impl FnMut(usize)) {
    let mut rest = other;
    for (place, word) in one.iter().enumerate() {
        let skip = rest.iter().take_while(|other| *other < word).count();
        rest = &rest[skip..];
        if rest.first() == Some(word) {
            each(place);
        }
    }
}
