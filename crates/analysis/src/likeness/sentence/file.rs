//! The file of weights: checked as a whole, then read from front to back.

/// How the file begins.
pub const FORMAT: [u8; 8] = *b"BRIGSM01";

/// A number that changes when anything in the bytes does. It guards against damage, not against forgery.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut eights = bytes.chunks_exact(8);
    for eight in &mut eights {
        let word = eight.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        sum = (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }
    for byte in eights.remainder() {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }
    sum
}

/// What is left to read of a file.
pub(super) struct Reader {
    rest: &'static [u8],
    checksum: u64,
}

/// A table in eight bits: every row has its own scale.
#[derive(Debug)]
pub(super) struct Rows {
    scales: Vec<f32>,
    bytes: &'static [u8],
    width: usize,
}

impl Rows {
    /// Adds a row to what is there.
    pub(super) fn add_to(&self, row: usize, out: &mut [f32]) {
        let (Some(scale), Some(bytes)) = (self.scales.get(row), self.bytes.get(row * self.width..(row + 1) * self.width)) else {
            return;
        };
        for (out, byte) in out.iter_mut().zip(bytes) {
            *out += scale * f32::from(i8::from_le_bytes([*byte]));
        }
    }

    /// The whole table, unpacked.
    pub(super) fn unpacked(&self) -> Vec<f32> {
        let rows = self.bytes.chunks_exact(self.width).zip(&self.scales);
        rows.flat_map(|(row, scale)| row.iter().map(move |byte| scale * f32::from(i8::from_le_bytes([*byte])))).collect()
    }
}

/// Opens a file of weights, if it is whole.
pub(super) fn open(file: &'static [u8]) -> Option<Reader> {
    open_as(FORMAT, file)
}

/// Opens a file that begins so, if it is whole.
pub(super) fn open_as(format: [u8; 8], file: &'static [u8]) -> Option<Reader> {
    let rest = file.strip_prefix(&format)?;
    let (sum, rest) = rest.split_first_chunk::<8>()?;
    let checksum = checksum(rest);
    (u64::from_le_bytes(*sum) == checksum).then_some(Reader { rest, checksum })
}

impl Reader {
    pub(super) fn checksum(&self) -> u64 {
        self.checksum
    }

    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// A number of eight bytes.
    pub(super) fn eight(&mut self) -> Option<u64> {
        let (eight, rest) = self.rest.split_first_chunk::<8>()?;
        self.rest = rest;
        Some(u64::from_le_bytes(*eight))
    }

    /// A number of two bytes.
    pub(super) fn two(&mut self) -> Option<usize> {
        let (two, rest) = self.rest.split_first_chunk::<2>()?;
        self.rest = rest;
        Some(usize::from(u16::from_le_bytes(*two)))
    }

    /// The list of word pieces, one a line.
    pub(super) fn words(&mut self) -> Option<&'static str> {
        let (length, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        str::from_utf8(self.take(usize::try_from(u32::from_le_bytes(*length)).ok()?)?).ok()
    }

    /// So many plain numbers.
    pub(super) fn numbers(&mut self, length: usize) -> Option<Vec<f32>> {
        let (fours, _) = self.take(length * 4)?.as_chunks::<4>();
        Some(fours.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    /// A table of so many rows.
    pub(super) fn rows(&mut self, rows: usize, width: usize) -> Option<Rows> {
        Some(Rows { scales: self.numbers(rows)?, bytes: self.take(rows * width)?, width })
    }
}
