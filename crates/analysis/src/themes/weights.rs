//! The weights as they ship, and what they say of a text.

use std::collections::HashMap;

use super::pieces::Piece;

pub(super) const FORMAT: [u8; 8] = *b"BRIGTH02";

/// Weights for some classes: of what a text means, and of its words.
#[derive(Debug)]
pub(super) struct Weights {
    classes: usize,
    /// For each part of a meaning and then once more: a number for each class.
    meaning: Vec<f32>,
    /// For each piece: how telling it is, and a number for each class.
    pieces: HashMap<u32, (f32, Vec<f32>)>,
    alone: Vec<f32>,
}

impl Weights {
    pub(super) fn read(bytes: &mut &[u8], classes: usize) -> Option<Self> {
        let width = usize::from(u16::from_le_bytes(take(bytes)?));
        let meaning = floats(bytes, (width + 1) * classes)?;
        let count = u32::from_le_bytes(take(bytes)?);
        let scale = f32::from_le_bytes(take(bytes)?);
        let mut pieces = HashMap::new();
        for _ in 0..count {
            let (number, telling) = (u32::from_le_bytes(take(bytes)?), f32::from_le_bytes(take(bytes)?));
            let (weights, rest) = bytes.split_at_checked(classes)?;
            *bytes = rest;
            pieces.insert(number, (telling, weights.iter().map(|byte| f32::from(i8::from_le_bytes([*byte])) * scale).collect()));
        }
        Some(Self { classes, meaning, pieces, alone: floats(bytes, classes)? })
    }

    /// How likely each class is, as logarithms: meaning and words multiplied, where there is a meaning.
    pub(super) fn logarithms(&self, meaning: Option<&[f32]>, pieces: &[Piece]) -> Vec<f32> {
        let mut by_words = self.alone.clone();
        for (weights, value) in self.known(pieces) {
            by_words.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * value);
        }
        shares(&mut by_words);
        let mut by_meaning = vec![0.0; self.classes];
        if let Some(meaning) = meaning {
            for (weights, part) in self.meaning.chunks(self.classes).zip(meaning.iter().chain([&1.0])) {
                by_meaning.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * part);
            }
        }
        shares(&mut by_meaning);
        by_words.iter().zip(&by_meaning).map(|(words, meaning)| words.max(1e-9).ln() + meaning.max(1e-9).ln()).collect()
    }

    /// The words that speak for a class, the most telling first.
    pub(super) fn telling(&self, pieces: &[Piece], class: usize) -> Vec<String> {
        let speaks = |piece: &Piece| {
            let (telling, weights) = self.pieces.get(&piece.number).filter(|_| !is_small(&piece.shown))?;
            let mean = weights.iter().sum::<f32>() / weights.len().max(1) as f32;
            Some((telling * (weights.get(class)? - mean), piece.shown.clone()))
        };
        let mut found: Vec<(f32, String)> = pieces.iter().filter_map(speaks).filter(|(weight, _)| *weight > 2.0).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut chosen: Vec<String> = Vec::new();
        for (_, words) in found {
            // Of "discharge" and "discharge letter" one is enough.
            if chosen.len() < 3 && !chosen.iter().any(|other| other.contains(&words) || words.contains(other)) {
                chosen.push(words);
            }
        }
        chosen
    }

    fn known(&self, pieces: &[Piece]) -> Vec<(&[f32], f32)> {
        let found: Vec<(&Vec<f32>, f32)> =
            pieces.iter().filter_map(|piece| self.pieces.get(&piece.number)).map(|(telling, weights)| (weights, *telling)).collect();
        let values = unit(found.iter().map(|(_, telling)| *telling).enumerate().collect());
        found.iter().zip(values).map(|((weights, _), (_, value))| (weights.as_slice(), value)).collect()
    }
}

/// Brings a row to length one.
pub(super) fn unit(row: Vec<(usize, f32)>) -> Vec<(usize, f32)> {
    let length = row.iter().map(|(_, value)| value * value).sum::<f32>().sqrt().max(1e-9);
    row.into_iter().map(|(place, value)| (place, value / length)).collect()
}

/// Turns marks into shares of one.
pub(super) fn shares(marks: &mut [f32]) {
    let most = marks.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    marks.iter_mut().for_each(|mark| *mark = (*mark - most).exp());
    let sum: f32 = marks.iter().sum();
    marks.iter_mut().for_each(|mark| *mark /= sum);
}

pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

pub(super) fn floats(bytes: &mut &[u8], count: usize) -> Option<Vec<f32>> {
    (0..count).map(|_| take(bytes).map(f32::from_le_bytes)).collect()
}

/// Words that stand in any text: as a reason they tell people nothing.
const SMALL: &[&str] = &[
    "a", "about", "after", "again", "all", "also", "an", "and", "any", "are", "as", "at", "back", "be", "been", "before", "but", "by",
    "can", "could", "did", "do", "does", "every", "for", "from", "get", "gets", "got", "had", "has", "have", "he", "her", "him", "his",
    "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "more", "most", "my", "no", "not", "now", "of", "off", "on", "once",
    "one", "only", "or", "our", "out", "over", "own", "pt", "pts", "said", "say", "says", "she", "should", "so", "some", "still", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "to", "told", "too", "up", "us", "very", "was", "we", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "without", "would", "you", "your",
];

fn is_small(shown: &str) -> bool {
    shown.split_whitespace().all(|word| SMALL.contains(&word.to_lowercase().as_str()))
}
