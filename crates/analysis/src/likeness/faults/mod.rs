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

/// The space of meanings and the catalogue's lines in it, written by `cargo run -p xtask -- faults`.
static SHIPPED: &[u8] = include_bytes!("../../../model/faults.bin");

/// How much a fault's words weigh beside its meaning.
const WORDS: f32 = 0.6;
/// How much the wide faults count beside the narrow ones. Each kind is weighed among its own: in one row the wide ones, which are
/// a little near to everything, drowned the others. Chosen on the first set of twins, whose faults were left out.
const WIDE: f32 = 0.7;
/// How sharply the nearest line of a fault stands out from its others.
const SHARP: f32 = 10.0;

/// So many of the nearest lines tell how ordinary a text is.
const NEAREST: usize = 5;
/// How near most texts lie to these, so that an ordinary text gains and loses nothing.
const MOST: f32 = 0.45;

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

/// The catalogue, its abbreviations written out.
struct Lines {
    names: Vec<&'static str>,
    /// The places of the narrow faults, and those of the wide ones.
    kinds: [Vec<usize>; 2],
    /// The fault of each line, and the line; the name of a fault is a line too.
    told: Vec<(usize, String)>,
}

impl Lines {
    fn read() -> Self {
        let table = Abbreviations::default();
        let mut lines = Self { names: Vec::new(), kinds: [Vec::new(), Vec::new()], told: Vec::new() };
        for line in told() {
            if line.is_name {
                lines.kinds[usize::from(line.is_wide)].push(lines.names.len());
                lines.names.push(line.text);
            }
            lines.told.push((lines.names.len().saturating_sub(1), table.written_out(line.text)));
        }
        lines
    }

    /// What the stored space was made from: these lines, and the model that read them.
    fn source(&self, sentences: &Sentences) -> u64 {
        let text: String = self.told.iter().map(|(fault, line)| format!("{fault} {line}\n")).collect();
        checksum(text.as_bytes()) ^ sentences.checksum()
    }

    fn of_line(&self) -> Vec<usize> {
        self.told.iter().map(|(fault, _)| *fault).collect()
    }
}

/// Works out the meanings of the catalogue's lines and the space that is learnt from them, as a file; nothing where the catalogue
/// is too small to learn from.
#[must_use]
pub fn derived(sentences: &Sentences) -> Option<Vec<u8>> {
    let lines = Lines::read();
    let mut out = FORMAT_OF_FAULTS.to_vec();
    out.extend(lines.source(sentences).to_le_bytes());
    Space::learnt(lines.told.iter().map(|(_, line)| sentences.meaning(line)).collect(), &lines.of_line())?.write(&mut out);
    Some(out)
}

impl Faults {
    /// The catalogue; nothing if the stored space belongs to other lines or to another model.
    pub(super) fn shipped(sentences: &Sentences) -> Option<Self> {
        let (source, rest) = SHIPPED.strip_prefix(&FORMAT_OF_FAULTS)?.split_first_chunk::<8>()?;
        let lines = Lines::read();
        if u64::from_le_bytes(*source) != lines.source(sentences) {
            return None;
        }
        let (of_line, words) = (lines.of_line(), WordsOfFaults::of(lines.names.len(), &lines.told));
        Some(Self { space: Space::read(rest, of_line.len())?, words, of_line, names: lines.names, kinds: lines.kinds })
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

    /// How much a text speaks of each fault, as a direction; and how ordinary it is.
    pub(super) fn profile(&self, stretched: &[f32], stems: &[String]) -> (Vec<f32>, f32) {
        let lines = self.space.near(stretched);
        let mut sums = vec![(0.0_f32, 0.0_f32); self.names.len()];
        for (fault, near) in self.of_line.iter().zip(&lines) {
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
        (space::unit(profile), ordinary(lines))
    }
}

/// How near a text lies to the lines nearest to it, beyond what most texts do. Texts that say what everybody says lie near to all
/// others, and would stand among the first wherever somebody asks.
fn ordinary(mut lines: Vec<f32>) -> f32 {
    if lines.len() <= NEAREST {
        return 0.0;
    }
    let (nearest, ..) = lines.select_nth_unstable_by(NEAREST, |one, other| other.total_cmp(one));
    nearest.iter().sum::<f32>() / NEAREST as f32 - MOST
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
    fn of(faults: usize, lines: &[(usize, String)]) -> Self {
        let mut words: std::collections::HashMap<String, (f32, Vec<(usize, f32)>)> = std::collections::HashMap::new();
        let mut lengths = vec![0.0_f32; faults];
        for (fault, line) in lines {
            for (_, stem) in words::telling(line) {
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
    fn the_stored_lines_are_those_of_the_catalogue() {
        let sentences = Sentences::shipped().expect("the weights verify");
        let faults = Faults::shipped(sentences).expect("derive them anew: cargo run -p xtask -- faults");
        for (place, (_, line)) in Lines::read().told.iter().enumerate().step_by(80) {
            let (kept, derived) = (faults.space.line(place), faults.stretched(&sentences.meaning(line)));
            let step = kept.iter().fold(0.0_f32, |most, number| most.max(number.abs())) / 7.0;
            // Another processor rounds in another place.
            assert!(kept.iter().zip(derived).all(|(kept, derived)| (kept - derived).abs() <= 0.6 * step), "{line}");
        }
    }

    #[test]
    fn what_was_stored_for_other_lines_or_another_model_is_not_used() {
        let bare = Sentences::read(crate::likeness::sentence::shipped_weights()).expect("the weights verify");
        assert!(Faults::shipped(&bare).is_none(), "the lines were read by the model that has learnt the field");
    }
}
