//! The sentence model: what a text means, as 384 numbers, worked out on this machine and nowhere else.
//!
//! It is all-MiniLM-L6-v2: six layers, 384 wide, twelve heads. What ships is its weights in eight bits, written by
//! `cargo run -p xtask -- model`, and what was learnt of the field and is added to them; see `crates/analysis/model/NOTICE`.

mod adapted;
mod file;
mod forward;
mod lately;
mod tokenizer;

use std::sync::OnceLock;

use adapted::Adaptation;
pub use file::{FORMAT, checksum};
use forward::Weights;
use lately::Lately;
use tokenizer::Tokenizer;

/// How many numbers stand for a meaning.
pub(super) const WIDTH: usize = 384;

/// The weights that are in the program.
static SHIPPED: &[u8] = include_bytes!("../../../model/minilm.bin");
/// What was learnt of the field.
static ADAPTED: &[u8] = include_bytes!("../../../model/adapted.bin");

/// The model, ready to read.
#[derive(Debug)]
pub struct Sentences {
    tokenizer: Tokenizer,
    weights: Weights,
    checksum: u64,
    lately: Lately,
}

impl Sentences {
    /// The model that is in the program, with what it has learnt of the field, read once; nothing if either does not verify.
    #[must_use]
    pub fn shipped() -> Option<&'static Self> {
        static READ: OnceLock<Option<Sentences>> = OnceLock::new();
        READ.get_or_init(|| Self::read_with(SHIPPED, Some(ADAPTED))).as_ref()
    }

    /// Reads a file of weights; nothing if it was cut short or changed.
    #[must_use]
    pub fn read(file: &'static [u8]) -> Option<Self> {
        Self::read_with(file, None)
    }

    /// Reads a file of weights and one of what is added to them.
    fn read_with(file: &'static [u8], adapted: Option<&'static [u8]>) -> Option<Self> {
        let mut file = file::open(file)?;
        let adaptation = match adapted {
            Some(adapted) => Some(Adaptation::read(adapted, file.checksum())?),
            None => None,
        };
        let checksum = file.checksum() ^ adaptation.as_ref().map_or(0, |adaptation| adaptation.checksum.rotate_left(41));
        let tokenizer = Tokenizer::of(file.words()?);
        let weights = Weights::read(&mut file, tokenizer.size(), adaptation.as_ref())?;
        Some(Self { tokenizer, weights, checksum, lately: Lately::default() })
    }

    /// A number that tells these weights, with what was added to them, from any others.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        self.checksum
    }

    /// What a text means: a direction, of length one. Of a long text the beginning is read.
    #[must_use]
    pub fn meaning(&self, text: &str) -> Vec<f32> {
        let tokens = self.tokenizer.tokens(text);
        self.lately.meaning(&tokens, || self.weights.meaning(&tokens)).to_vec()
    }
}

/// The weights without what was learnt, for tests.
#[cfg(test)]
pub(super) fn shipped_weights() -> &'static [u8] {
    SHIPPED
}

#[cfg(test)]
mod tests;
