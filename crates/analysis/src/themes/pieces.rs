//! What is compared of a text's words: beginnings of words, and of two that stand together, so that endings and many slips
//! of the finger do not matter.

/// So many letters of a word are looked at.
const LETTERS: usize = 6;

/// A piece of a text: its number, and the words as they were written.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub number: u32,
    pub shown: String,
    /// Whether it is two words.
    pub pair: bool,
}

/// The pieces of a text, each once, in the order of the text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let plain = text.to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> = plain.split(|sign: char| !sign.is_alphanumeric() && sign != '&').filter(|word| !word.is_empty()).collect();
    let beginning = |word: &str| word.chars().take(LETTERS).collect::<String>();
    let one = words.iter().map(|word| Piece { number: number(&beginning(word)), shown: (*word).to_owned(), pair: false });
    let two = words.windows(2).map(|two| {
        let joined: Vec<String> = two.iter().map(|word| beginning(word)).collect();
        Piece { number: number(&joined.join(" ")), shown: two.join(" "), pair: true }
    });
    let mut seen = std::collections::HashSet::new();
    one.chain(two).filter(|piece| seen.insert(piece.number)).collect()
}

/// Pieces are known by a number (FNV-1a).
fn number(piece: &str) -> u32 {
    piece.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
