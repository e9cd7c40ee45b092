//! The sentence model: what a text means, as 384 numbers, worked out on this machine and nowhere else.
//!
//! It is all-MiniLM-L6-v2: six layers, 384 wide, twelve heads. What ships is its weights in eight bits, written by
//! `cargo run -p xtask -- model`; see `crates/analysis/model/NOTICE`.

mod file;
mod forward;
mod lately;
mod tokenizer;

use std::sync::OnceLock;

pub use file::{FORMAT, checksum};
use forward::Weights;
use lately::Lately;
use tokenizer::Tokenizer;

/// How many numbers stand for a meaning.
pub(super) const WIDTH: usize = 384;

/// The weights that are in the program.
static SHIPPED: &[u8] = include_bytes!("../../../model/minilm.bin");

/// The model, ready to read.
#[derive(Debug)]
pub struct Sentences {
    tokenizer: Tokenizer,
    weights: Weights,
    checksum: u64,
    lately: Lately,
}

impl Sentences {
    /// The model that is in the program, read once; nothing if its weights do not verify.
    #[must_use]
    pub fn shipped() -> Option<&'static Self> {
        static READ: OnceLock<Option<Sentences>> = OnceLock::new();
        READ.get_or_init(|| Self::read(SHIPPED)).as_ref()
    }

    /// Reads a file of weights; nothing if it was cut short or changed.
    #[must_use]
    pub fn read(file: &'static [u8]) -> Option<Self> {
        let mut file = file::open(file)?;
        let checksum = file.checksum();
        let tokenizer = Tokenizer::of(file.words()?);
        let weights = Weights::read(&mut file, tokenizer.size())?;
        Some(Self { tokenizer, weights, checksum, lately: Lately::default() })
    }

    /// A number that tells these weights from any others.
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

#[cfg(test)]
mod tests;
