//! What is kept of a text to compare it by: its meaning, the kinds of fault and the themes that it speaks of, and its
//! telling words.

/// What is kept of a text. It can be stored, and belongs to the engine that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Vector {
    pub(super) meaning: Direction,
    /// How much it speaks of each fault, and behind these of each theme.
    pub(super) faults: Direction,
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

impl Vector {
    /// The vector as it is stored.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(800);
        self.meaning.write(&mut out);
        self.faults.write(&mut out);
        out.extend(self.words.iter().flat_map(|word| word.to_le_bytes()));
        out
    }

    /// A stored vector; nothing if these are no vector's bytes.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let (meaning, faults) = (Direction::read(&mut bytes)?, Direction::read(&mut bytes)?);
        let (words, rest) = bytes.as_chunks::<4>();
        rest.is_empty().then(|| Self { meaning, faults, words: words.iter().map(|word| u32::from_le_bytes(*word)).collect() })
    }
}
