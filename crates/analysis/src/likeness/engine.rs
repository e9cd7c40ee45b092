//! The engine: makes vectors of texts, and says what it works with.

use std::sync::OnceLock;

use super::{Sentences, Vector, abbreviations::Abbreviations, faults::Faults, vector::Direction, words};
use crate::themes::Themes;

/// How much agreeing on the theme counts beside agreeing on the fault. Chosen on twins whose topics were left out in turn.
const THEME: f32 = 0.6;

/// A text with fewer telling words speaks of no kind of fault.
const FEWEST_WORDS: usize = 3;

/// What makes vectors of texts. Without its model it compares words alone, and says so.
#[derive(Debug)]
pub struct Engine {
    model: Option<(&'static Sentences, Faults)>,
    name: String,
}

impl Engine {
    /// The engine that is in the program, made ready once.
    #[must_use]
    pub fn get() -> &'static Self {
        static READY: OnceLock<Engine> = OnceLock::new();
        READY.get_or_init(|| {
            let model = Sentences::shipped().and_then(|sentences| Some((sentences, Faults::shipped(sentences)?)));
            let name = match &model {
                Some((sentences, faults)) => {
                    let sum = sentences.checksum() ^ faults.checksum().rotate_left(17) ^ Themes::checksum().rotate_left(29);
                    format!("minilm-{:08x}", sum as u32)
                }
                None => Self::words_only().name,
            };
            Self { model, name }
        })
    }

    /// An engine without a model.
    #[must_use]
    pub fn words_only() -> Self {
        Self { model: None, name: "words-1".into() }
    }

    /// What it is, in a word with the checksum of its model. Vectors of another engine are never compared with its own.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it compares words alone.
    #[must_use]
    pub fn is_words_only(&self) -> bool {
        self.model.is_none()
    }

    /// What is kept of a text to compare it by.
    #[must_use]
    pub fn vector(&self, text: &str, table: &Abbreviations) -> Vector {
        let text = table.written_out(text);
        let stems: Vec<String> = words::telling(&text).into_iter().map(|(_, stem)| stem).collect();
        let mut numbers: Vec<u32> = stems.iter().map(|stem| words::number(stem)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let Some((sentences, faults)) = &self.model else {
            return Vector { meaning: Direction::default(), faults: Direction::default(), ordinary: 0.0, words: numbers };
        };
        let meaning = sentences.meaning(&text);
        let stretched = faults.stretched(&meaning);
        let (mut profile, ordinary) = faults.profile(&stretched, &stems);
        // Two reports of one fault mostly are of one theme, also where the catalogue does not know the fault.
        let themes = Themes::get().map(|themes| themes.profile(&text, &meaning)).unwrap_or_default();
        profile.extend(themes.into_iter().map(|share| share * THEME.sqrt()));
        Vector { meaning: Direction::of(&stretched), faults: Direction::of(&profile), ordinary, words: numbers }
    }

    /// The kinds of fault that a text speaks of, each with its share of all, the largest first; none without the model, or where a
    /// text says too little to speak of any.
    #[must_use]
    pub fn speaks_of(&self, vector: &Vector, most: usize) -> Vec<(&'static str, f32)> {
        let Some((_, faults)) = self.model.as_ref().filter(|_| vector.words.len() >= FEWEST_WORDS) else { return Vec::new() };
        let shares = vector.faults.shares().into_iter().take(most);
        shares.filter_map(|(place, share)| Some((faults.name(place)?, share))).collect()
    }

    /// The kind of fault that several texts speak of together, where they do.
    #[must_use]
    pub fn fault_of(&self, vectors: &[&Vector]) -> Option<&'static str> {
        let (_, faults) = self.model.as_ref()?;
        faults.name(Direction::foremost(vectors.iter().map(|vector| &vector.faults), 0.35)?)
    }

    /// The kind of fault that two texts share most, where they share one.
    pub(super) fn shared_fault(&self, one: &Vector, other: &Vector) -> Option<&'static str> {
        let (_, faults) = self.model.as_ref()?;
        let (place, share) = one.faults.common(&other.faults, faults.count())?;
        faults.name(place).filter(|_| share > 0.07)
    }
}
