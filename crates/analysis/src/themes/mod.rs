//! Themes: proposes what an issue is about, which way the work flows, and why it thinks so. A person chooses.
//!
//! What is known of the shared themes (what each means, its telling phrases, made-up reports) is learnt beforehand and
//! ships as weights. What a group has chosen itself takes part, the more of it the more. A theme that is the group's own is
//! known by its name and by what was filed under it.

mod learning;
mod pieces;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::reports_of_tests;
mod texts;
mod weights;

use std::sync::OnceLock;

pub use learning::derived;
pub use texts::SHARED;

use crate::likeness::{Abbreviations, Sentences};
use pieces::{Piece, pieces};
use weights::{FORMAT, Weights, floats, shares, take};

/// The weights, written by `cargo run -p xtask -- themes`.
static SHIPPED: &[u8] = include_bytes!("../../model/themes.bin");

/// Which way the work or the information flows that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From hospital to primary care.
    SecondaryToPrimary,
    /// From primary care to hospital.
    PrimaryToSecondary,
    /// Both, or between in hours and out of hours.
    Both,
}

/// A text, read once.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What it means; nothing without the sentence model.
    pub meaning: Option<Vec<f32>>,
    pieces: Vec<Piece>,
}

/// A theme of a group's list.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// Its key.
    pub key: &'a str,
    /// The theme of the shared list that it stands for, if any.
    pub shared: Option<&'a str>,
    /// What its name means; needed where it stands for none.
    pub meaning: Option<&'a [f32]>,
    /// What people read.
    pub name: &'a str,
}

/// An issue for which a person has chosen a theme.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// The theme's key.
    pub theme: &'a str,
    /// What the text means.
    pub meaning: &'a [f32],
}

/// A proposed theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The theme's place in the group's list.
    pub place: usize,
    /// How likely it is: all of them together are one.
    pub score: f32,
    /// Words of the text that speak for it.
    pub telling: Vec<String>,
    /// The place of the group's own issue that speaks for it most, where one is near.
    pub like: Option<usize>,
}

/// How much the group's own choices count in the end, and after how many they count half of that.
const OWN: f32 = 14.0;
const HALF: f32 = 40.0;
/// How much what a text itself says of its direction counts beside its likely themes.
const OF_TEXT: f32 = 0.5;
/// How much two reports that have nothing to do with each other agree all the same, and from where they are alike.
const NOTHING: f32 = 0.25;
const ALIKE: f32 = 0.5;

/// What is known of the shared themes.
#[derive(Debug)]
pub struct Themes {
    sentences: Option<&'static Sentences>,
    themes: Weights,
    directions: Weights,
    /// For each theme how its reports are shared among the directions.
    ways: Vec<f32>,
}

impl Themes {
    /// What is in the program, made ready once; nothing if the weights do not fit the texts they were learnt from.
    #[must_use]
    pub fn get() -> Option<&'static Self> {
        static READY: OnceLock<Option<Themes>> = OnceLock::new();
        READY.get_or_init(|| Self::read(Sentences::shipped())).as_ref()
    }

    fn read(sentences: Option<&'static Sentences>) -> Option<Self> {
        let mut bytes = SHIPPED.strip_prefix(&FORMAT)?;
        if u64::from_le_bytes(take(&mut bytes)?) != texts::sum() {
            return None;
        }
        let model = u64::from_le_bytes(take(&mut bytes)?);
        let themes = Weights::read(&mut bytes, SHARED.len())?;
        let directions = Weights::read(&mut bytes, 3)?;
        let ways = floats(&mut bytes, SHARED.len() * 3)?;
        // Meanings of another model are never mixed with these weights: then words alone are compared.
        Some(Self { sentences: sentences.filter(|sentences| sentences.checksum() == model), themes, directions, ways })
    }

    /// What is known, as a number.
    pub(crate) fn checksum() -> u64 {
        crate::likeness::checksum(SHIPPED)
    }

    /// How much a text that is written out speaks of each shared theme, as a direction. The shares are flattened, so that a
    /// second theme counts too.
    pub(crate) fn profile(&self, written: &str, meaning: &[f32]) -> Vec<f32> {
        let meaning = self.sentences.map(|_| meaning);
        let mut sums = self.themes.logarithms(meaning, &pieces(written));
        shares(&mut sums);
        let flat: Vec<f32> = sums.iter().map(|share| (share + 1e-6).powf(0.4)).collect();
        let length = flat.iter().map(|share| share * share).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        flat.into_iter().map(|share| share / length).collect()
    }

    /// Reads a text: the one part that takes some milliseconds.
    #[must_use]
    pub fn reading(&self, text: &str) -> Reading {
        let written = Abbreviations::default().written_out(text);
        Reading { meaning: self.sentences.map(|sentences| sentences.meaning(&written)), pieces: pieces(&written) }
    }

    /// Reads a text whose meaning is known already.
    #[must_use]
    pub fn reading_of(&self, text: &str, meaning: &[f32]) -> Reading {
        let meaning = self.sentences.map(|_| meaning.to_vec());
        Reading { meaning, pieces: pieces(&Abbreviations::default().written_out(text)) }
    }

    /// The themes of a group's list, the likeliest first.
    #[must_use]
    pub fn propose(&self, reading: &Reading, list: &[Listed<'_>], chosen: &[Chosen<'_>]) -> Vec<Proposal> {
        let marks = self.themes.logarithms(reading.meaning.as_deref(), &reading.pieces);
        let own = OWN * chosen.len() as f32 / (chosen.len() as f32 + HALF);
        let mut likes = Vec::new();
        let mut sums: Vec<f32> = Vec::new();
        for theme in list {
            let shared = SHARED.iter().position(|key| Some(*key) == theme.shared);
            let (near, like) = nearest(reading, chosen, theme.key);
            likes.push(like);
            sums.push(shared.and_then(|at| marks.get(at)).copied().unwrap_or_else(|| by_name(reading, theme)) + own * (near - NOTHING));
        }
        shares(&mut sums);
        let proposal = |(place, (theme, score)): (usize, (&Listed<'_>, f32))| {
            let shared = SHARED.iter().position(|key| Some(*key) == theme.shared);
            let telling = match shared {
                Some(class) => self.themes.telling(&reading.pieces, class),
                None => named(reading, theme.name),
            };
            Proposal { place, score, telling, like: likes.get(place).copied().flatten() }
        };
        let mut proposals: Vec<Proposal> = list.iter().zip(sums).enumerate().map(proposal).collect();
        proposals.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        proposals
    }

    /// Which way the work flows, with how likely that is. Most themes have a way that nearly all of their reports go, so that the
    /// likely themes say most of it; what a text itself says of it counts half.
    #[must_use]
    pub fn direction(&self, reading: &Reading) -> (Direction, f32) {
        let mut themes = self.themes.logarithms(reading.meaning.as_deref(), &reading.pieces);
        shares(&mut themes);
        let mut marks = self.directions.logarithms(reading.meaning.as_deref(), &reading.pieces);
        for (way, mark) in marks.iter_mut().enumerate() {
            let by_theme: f32 = themes.iter().zip(self.ways.chunks_exact(3)).map(|(theme, ways)| theme * ways[way]).sum();
            *mark = OF_TEXT * *mark + by_theme.max(1e-9).ln();
        }
        shares(&mut marks);
        let all = [Direction::SecondaryToPrimary, Direction::PrimaryToSecondary, Direction::Both];
        let best = all.into_iter().zip(marks).max_by(|a, b| a.1.total_cmp(&b.1));
        best.unwrap_or((Direction::Both, 0.0))
    }
}

fn agreement(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// How near the three nearest issues of a theme are, and the nearest of them if it is alike. Where there are fewer, what is
/// missing counts as having nothing to do with it.
fn nearest(reading: &Reading, chosen: &[Chosen<'_>], theme: &str) -> (f32, Option<usize>) {
    let Some(meaning) = &reading.meaning else { return (NOTHING, None) };
    let of_theme = chosen.iter().enumerate().filter(|(_, chosen)| chosen.theme == theme);
    let mut near: Vec<(f32, usize)> = of_theme.map(|(at, chosen)| (agreement(meaning, chosen.meaning), at)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let three = (0..3).map(|at| near.get(at).map_or(NOTHING, |(near, _)| *near)).sum::<f32>() / 3.0;
    (three, near.first().filter(|(near, _)| *near >= ALIKE).map(|(_, at)| *at))
}

/// Words of a theme's name that stand in the text.
fn named(reading: &Reading, name: &str) -> Vec<String> {
    let of_name = pieces(name);
    let long = |piece: &&Piece| !piece.pair && piece.shown.chars().count() > 3;
    let in_name = |piece: &&Piece| of_name.iter().any(|other| other.number == piece.number);
    reading.pieces.iter().filter(long).filter(in_name).map(|piece| piece.shown.clone()).take(3).collect()
}

/// How likely a theme is of which only the name is known, beside the marks of the shared ones.
fn by_name(reading: &Reading, theme: &Listed<'_>) -> f32 {
    let unknown = -2.0 * (SHARED.len() as f32).ln();
    let near = match (&reading.meaning, theme.meaning) {
        (Some(meaning), Some(name)) => agreement(meaning, name) - NOTHING,
        _ => 0.0,
    };
    unknown + 10.0 * near + 1.5 * named(reading, theme.name).len() as f32
}
