//! What is kept of a text to compare it by: its meaning, the kinds of fault and the themes that it speaks of, and its
//! telling words.

/// What is kept of a text. It can be stored, and belongs to the engine that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    pub(super) meaning: Direction,
    /// How much it speaks of each fault, and behind these of each theme.
    pub(super) faults: Direction,
    /// How ordinary it is: how near it lies to what the catalogue tells, beyond what most texts do.
    pub(super) ordinary: f32,
    /// Numbers of the telling words, in order, each once.
    pub(super) words: Vec<u32>,
}

/// A direction of length one, in eight bits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Direction {
    scale: f32,
    parts: Vec<i8>,
}

impl Direction {
    pub(super) fn of(numbers: &[f32]) -> Self {
        let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        let largest = numbers.iter().fold(0.0_f32, |largest, number| largest.max(number.abs()));
        if largest == 0.0 {
            return Self::default();
        }
        let scale = largest / 127.0;
        // Between -127 and 127 after the division.
        Self { scale: scale / length, parts: numbers.iter().map(|number| (number / scale).round() as i8).collect() }
    }

    /// How much two directions agree: one for the same, nought for nothing in common.
    pub(super) fn agreement(&self, other: &Self) -> f32 {
        let sum: i32 = self.parts.iter().zip(&other.parts).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        sum as f32 * self.scale * other.scale
    }

    /// Of the first parts the one in which two directions agree most, with its share.
    pub(super) fn common(&self, other: &Self, first: usize) -> Option<(usize, f32)> {
        let shares = self.parts.iter().zip(&other.parts).take(first).map(|(a, b)| i32::from(*a) * i32::from(*b)).enumerate();
        let (place, most) = shares.max_by_key(|(place, share)| (*share, std::cmp::Reverse(*place)))?;
        Some((place, most as f32 * self.scale * other.scale))
    }

    /// Its parts with their shares of the whole, the largest first.
    pub(super) fn shares(&self) -> Vec<(usize, f32)> {
        let share = |part: &i8| (f32::from(*part) * self.scale).powi(2);
        let mut shares: Vec<(usize, f32)> = self.parts.iter().map(share).enumerate().collect();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shares
    }

    /// The part that several directions have most of together, where that is more than `least` of each on average.
    pub(super) fn foremost<'a>(directions: impl Iterator<Item = &'a Self>, least: f32) -> Option<usize> {
        let (mut sums, mut n) = (Vec::<f32>::new(), 0.0);
        for direction in directions {
            n += 1.0;
            sums.resize(sums.len().max(direction.parts.len()), 0.0);
            sums.iter_mut().zip(direction.numbers()).for_each(|(sum, number)| *sum += number);
        }
        let (place, most) = sums.into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        (most > least * n).then_some(place)
    }

    fn numbers(&self) -> impl Iterator<Item = f32> {
        self.parts.iter().map(|part| f32::from(*part) * self.scale)
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.scale.to_le_bytes());
        out.extend((self.parts.len() as u16).to_le_bytes());
        out.extend(self.parts.iter().flat_map(|part| part.to_le_bytes()));
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let scale = f32::from_le_bytes(take(bytes)?);
        let length = usize::from(u16::from_le_bytes(take(bytes)?));
        let (parts, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        scale.is_finite().then(|| Self { scale, parts: parts.iter().map(|byte| i8::from_le_bytes([*byte])).collect() })
    }
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

/// How much the kinds of fault count in a text's place, beside its meaning.
const FAULTS: f32 = 0.5;
/// As many numbers has the place of a text of which the words alone are known.
const BY_WORDS: usize = 256;

impl Vector {
    /// Where the text lies among others, as a direction of length one: by meaning and kinds of fault, or without a model by
    /// its words, each of which points somewhere of its own.
    #[must_use]
    pub fn place(&self) -> Vec<f32> {
        let mut place: Vec<f32> = if self.meaning.parts.is_empty() {
            let mut sums = vec![0.0; BY_WORDS];
            for word in &self.words {
                let mixed = word.wrapping_mul(0x9E37_79B1);
                for turn in [0, 8, 16] {
                    let at = (mixed >> turn) as usize % BY_WORDS;
                    sums[at] += if (mixed >> (24 + turn / 8)) & 1 == 1 { 1.0 } else { -1.0 };
                }
            }
            sums
        } else {
            self.meaning.numbers().chain(self.faults.numbers().map(|number| number * FAULTS.sqrt())).collect()
        };
        let length = place.iter().map(|number| number * number).sum::<f32>().sqrt();
        if length > 0.0 {
            place.iter_mut().for_each(|number| *number /= length);
        }
        place
    }

    /// The vector as it is stored.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(1_400);
        self.meaning.write(&mut out);
        self.faults.write(&mut out);
        out.extend(self.ordinary.to_le_bytes());
        out.extend(self.words.iter().flat_map(|word| word.to_le_bytes()));
        out
    }

    /// A stored vector; nothing if these are no vector's bytes.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let (meaning, faults) = (Direction::read(&mut bytes)?, Direction::read(&mut bytes)?);
        let ordinary = f32::from_le_bytes(take(&mut bytes)?);
        let (words, rest) = bytes.as_chunks::<4>();
        let is_whole = rest.is_empty() && ordinary.is_finite();
        is_whole.then(|| Self { meaning, faults, ordinary, words: words.iter().map(|word| u32::from_le_bytes(*word)).collect() })
    }
}
