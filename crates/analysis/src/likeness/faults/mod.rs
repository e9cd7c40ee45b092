//! The field's own kinds of fault: who should have done what for whom, and what failed, told from both sides.
//!
//! A text is held against every line of the catalogue. Two texts that speak of the same kind of fault meet there, also when
//! they share no word. From the lines of one fault we learn as well which differences do not matter: the voice, the side, the
//! anger. The space of meanings is stretched so that these differences count for little (within-class covariance
//! normalisation, as in speaker recognition).

mod catalogue;
mod space;

use super::{FORMAT_OF_FAULTS, Sentences, abbreviations::Abbreviations, checksum, words};
pub(crate) use catalogue::told;
use space::Space;

/// The meanings of the catalogue's lines, written by `cargo run -p xtask -- faults`.
static SHIPPED: &[u8] = include_bytes!("../../../model/faults.bin");

/// How much a fault's words weigh beside its meaning.
const WORDS: f32 = 0.6;
/// How much the wide faults count beside the narrow ones. Each kind is weighed among its own: in one row the wide ones, which are
/// a little near to everything, drowned the others. Chosen on the first set of twins, whose faults were left out.
const WIDE: f32 = 0.7;
/// How sharply the nearest line of a fault stands out from its others.
const SHARP: f32 = 10.0;

/// The catalogue, ready to hold texts against.
#[derive(Debug)]
pub(super) struct Faults {
    space: Space,
    /// The fault of each line.
    of_line: Vec<usize>,
    names: Vec<&'static str>,
    /// The places of the narrow faults, and those of the wide ones.
    kinds: [Vec<usize>; 2],
    words: WordsOfFaults,
}

/// The names of the faults, and each line with the number of its fault; the name of a fault is a line too.
fn lines() -> (Vec<&'static str>, Vec<(usize, &'static str)>) {
    let (mut names, mut lines) = (Vec::new(), Vec::new());
    for line in told() {
        if line.is_name {
            names.push(line.text);
        }
        lines.push((names.len().saturating_sub(1), line.text));
    }
    (names, lines)
}

/// What the stored meanings were made from.
fn source(sentences: &Sentences) -> u64 {
    let (table, (_, lines)) = (Abbreviations::default(), lines());
    let text: String = lines.iter().map(|(fault, line)| format!("{fault} {}\n", table.written_out(line))).collect();
    checksum(text.as_bytes()) ^ sentences.checksum()
}

/// Works out the meanings of the catalogue's lines, as a file.
#[must_use]
pub fn derived(sentences: &Sentences) -> Vec<u8> {
    let table = Abbreviations::default();
    let mut out = FORMAT_OF_FAULTS.to_vec();
    out.extend(source(sentences).to_le_bytes());
    lines().1.iter().for_each(|(_, line)| out.extend(packed(&sentences.meaning(&table.written_out(line)))));
    out
}

/// No part of a direction of this length comes near a quarter.
fn packed(meaning: &[f32]) -> Vec<u8> {
    meaning.iter().map(|number| (number * 127.0 * 4.0).round().clamp(-127.0, 127.0) as i8).flat_map(i8::to_le_bytes).collect()
}

impl Faults {
    /// The catalogue; nothing if the stored meanings belong to other lines or to another model.
    pub(super) fn shipped(sentences: &Sentences) -> Option<Self> {
        let (source_sum, rest) = SHIPPED.strip_prefix(&FORMAT_OF_FAULTS)?.split_first_chunk::<8>()?;
        let (names, lines) = lines();
        if u64::from_le_bytes(*source_sum) != source(sentences) || rest.len() != lines.len() * super::sentence::WIDTH {
            return None;
        }
        let of_line: Vec<usize> = lines.iter().map(|(fault, _)| *fault).collect();
        let space = Space::of(rest.iter().map(|byte| f32::from(i8::from_le_bytes([*byte]))).collect(), &of_line)?;
        let mut kinds = [Vec::new(), Vec::new()];
        told().filter(|line| line.is_name).enumerate().for_each(|(fault, line)| kinds[usize::from(line.is_wide)].push(fault));
        Some(Self { space, words: WordsOfFaults::of(names.len(), &lines), of_line, names, kinds })
    }

    /// What the catalogue is, as a number.
    pub(super) fn checksum(&self) -> u64 {
        let wide: Vec<u8> = self.kinds[1].iter().flat_map(|fault| fault.to_le_bytes()).collect();
        checksum(SHIPPED) ^ checksum(&wide)
    }

    /// How many faults there are.
    pub(super) fn count(&self) -> usize {
        self.names.len()
    }

    pub(super) fn name(&self, fault: usize) -> Option<&'static str> {
        self.names.get(fault).copied()
    }

    /// A meaning in the stretched space, of length one.
    pub(super) fn stretched(&self, meaning: &[f32]) -> Vec<f32> {
        self.space.stretched(meaning)
    }

    /// How much a text speaks of each fault, as a direction.
    pub(super) fn profile(&self, stretched: &[f32], stems: &[String]) -> Vec<f32> {
        let mut sums = vec![(0.0_f32, 0.0_f32); self.names.len()];
        for (fault, near) in self.of_line.iter().zip(self.space.near(stretched)) {
            if let Some((sum, lines)) = sums.get_mut(*fault) {
                *sum += (near * SHARP).exp();
                *lines += 1.0;
            }
        }
        let marks: Vec<f32> = sums.iter().map(|(sum, lines)| (sum / lines.max(1.0)).ln()).collect();
        let by_words = self.words.marks(stems);
        let mut profile = vec![0.0; self.names.len()];
        for (kind, counts) in self.kinds.iter().zip([1.0, WIDE]) {
            let of_kind = |all: &[f32]| standard(kind.iter().filter_map(|fault| all.get(*fault).copied()).collect());
            let both = of_kind(&marks).into_iter().zip(of_kind(&by_words)).map(|(mark, words)| (mark + WORDS * words).exp());
            for (fault, share) in kind.iter().zip(space::unit(both.collect())) {
                profile[*fault] = counts * share;
            }
        }
        space::unit(profile)
    }
}

/// Brings marks to mean nought and spread one.
fn standard(mut marks: Vec<f32>) -> Vec<f32> {
    let n = marks.len().max(1) as f32;
    let mean = marks.iter().sum::<f32>() / n;
    let spread = (marks.iter().map(|mark| (mark - mean) * (mark - mean)).sum::<f32>() / n).sqrt() + 1e-9;
    marks.iter_mut().for_each(|mark| *mark = (*mark - mean) / spread);
    marks
}

/// The words of each fault, all of its lines together (BM25).
#[derive(Debug)]
struct WordsOfFaults {
    /// For each word: how telling it is, and how often which fault says it.
    faults: std::collections::HashMap<String, (f32, Vec<(usize, f32)>)>,
    /// What the length of a fault's lines takes off.
    lengths: Vec<f32>,
}

impl WordsOfFaults {
    fn of(faults: usize, lines: &[(usize, &str)]) -> Self {
        let table = Abbreviations::default();
        let mut words: std::collections::HashMap<String, (f32, Vec<(usize, f32)>)> = std::collections::HashMap::new();
        let mut lengths = vec![0.0_f32; faults];
        for (fault, line) in lines {
            for (_, stem) in words::telling(&table.written_out(line)) {
                lengths[*fault] += 1.0;
                let said = &mut words.entry(stem).or_default().1;
                match said.last_mut() {
                    Some((last, times)) if last == fault => *times += 1.0,
                    _ => said.push((*fault, 1.0)),
                }
            }
        }
        let (all, mean) = (faults as f32, lengths.iter().sum::<f32>() / (faults as f32).max(1.0));
        lengths.iter_mut().for_each(|length| *length = 1.2 * (0.5 + 0.5 * *length / mean));
        for (telling, said) in words.values_mut() {
            let in_faults = said.len() as f32;
            *telling = (1.0 + (all - in_faults + 0.5) / (in_faults + 0.5)).ln();
        }
        Self { faults: words, lengths }
    }

    fn marks(&self, stems: &[String]) -> Vec<f32> {
        let mut marks = vec![0.0; self.lengths.len()];
        let mut seen: Vec<&String> = stems.iter().collect();
        seen.sort();
        seen.dedup();
        for (telling, said) in seen.into_iter().filter_map(|stem| self.faults.get(stem)) {
            for (fault, times) in said {
                marks[*fault] += telling * times * 2.2 / (times + self.lengths[*fault]);
            }
        }
        marks
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn the_stored_meanings_are_those_of_the_catalogue() {
        let sentences = Sentences::shipped().expect("the weights verify");
        assert!(Faults::shipped(sentences).is_some(), "derive them anew: cargo run -p xtask -- faults");
        let (stored, table) = (&SHIPPED[16..], Abbreviations::default());
        for (place, (_, line)) in lines().1.iter().enumerate().step_by(60) {
            let kept = stored[place * 384..].iter().take(384);
            let derived = packed(&sentences.meaning(&table.written_out(line)));
            // Another processor rounds in another place.
            assert!(kept.zip(derived).all(|(a, b)| a.cast_signed().abs_diff(b.cast_signed()) <= 1), "{line}");
        }
    }
}
