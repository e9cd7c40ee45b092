//! Keys and secrets: the only place that draws random numbers.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use uuid::{Builder, Uuid};

use crate::{Error, Result};

/// Where randomness comes from: the system, or a counter that makes a test repeatable.
#[derive(Clone, Debug)]
pub enum Ids {
    /// The system's random numbers.
    Random,
    /// A counter: the same sequence on every run. For tests and the demonstration only.
    Seeded(Arc<AtomicU64>),
}

impl Ids {
    /// A repeatable sequence that starts at `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(AtomicU64::new(seed)))
    }

    /// `N` random bytes.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        match self {
            Self::Random => SystemRandom::new().fill(&mut bytes).map_err(|_| Error::internal("the system gave no random numbers"))?,
            Self::Seeded(counter) => {
                let n = counter.fetch_add(1, Ordering::Relaxed);
                let seed = ring::digest::digest(&ring::digest::SHA512, &n.to_be_bytes());
                for (to, from) in bytes.iter_mut().zip(seed.as_ref().iter().cycle()) {
                    *to = *from;
                }
            }
        }
        Ok(bytes)
    }

    /// A key that sorts by the time it was made (UUIDv7).
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn key(&self, at: Timestamp) -> Result<Uuid> {
        let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
        Ok(Builder::from_unix_timestamp_millis(millis, &self.bytes()?).into_uuid())
    }

    /// A key that says nothing of when it was made (UUIDv4): for what an anonymous person sends.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn timeless_key(&self) -> Result<Uuid> {
        Ok(Builder::from_random_bytes(self.bytes()?).into_uuid())
    }

    /// A secret of 256 bits in letters that are safe in an address.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn secret(&self) -> Result<String> {
        Ok(BASE64_URL_SAFE_NO_PAD.encode(self.bytes::<32>()?))
    }

    /// A six-digit code, each of the million equally likely to within one in four thousand million.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn six_digits(&self) -> Result<String> {
        Ok(format!("{:06}", u64::from_be_bytes(self.bytes()?) % 1_000_000))
    }
}

/// Letters and digits that are hard to mistake for each other (Crockford's base 32).
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Writes 120 bits as six groups of four characters, fit to be read out or typed in.
#[must_use]
pub fn receipt_code(bits: &[u8; 15]) -> String {
    let mut code = String::with_capacity(29);
    for (at, chunk) in bits.chunks(5).enumerate() {
        let word = chunk.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
        for digit in 0..8 {
            if digit % 4 == 0 && (at, digit) != (0, 0) {
                code.push('-');
            }
            let index = usize::try_from(word >> (35 - 5 * digit) & 31).unwrap_or(0);
            code.push(char::from(CROCKFORD[index]));
        }
    }
    code
}

/// Reads a receipt code as people type it: any case, spaces, O for 0, I or L for 1. `None` if it cannot be one.
#[must_use]
pub fn read_receipt_code(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(29);
    let mut count = 0;
    for letter in typed.chars().filter(|letter| !matches!(letter, '-' | ' ' | '\u{2010}'..='\u{2015}')) {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !letter.is_ascii() || !CROCKFORD.contains(&(letter as u8)) || count == 24 {
            return None;
        }
        if count % 4 == 0 && count > 0 {
            code.push('-');
        }
        code.push(letter);
        count += 1;
    }
    (count == 24).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_code_is_six_groups_that_survive_being_typed() {
        let code = receipt_code(&[0xff, 0, 0x81, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
        assert_eq!(code.len(), 29);
        assert_eq!(code.split('-').count(), 6);
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(read_receipt_code(&typed), Some(code.clone()));
        assert_eq!(read_receipt_code(&code[1..]), None);
        assert_eq!(read_receipt_code(&format!("{code}A")), None);
        assert_eq!(read_receipt_code("not a code"), None);
    }

    #[test]
    fn seeded_keys_repeat_and_random_ones_do_not() {
        let seven = |ids: &Ids| ids.bytes::<16>().expect("bytes");
        assert_eq!(seven(&Ids::seeded(7)), seven(&Ids::seeded(7)));
        assert_ne!(seven(&Ids::Random), seven(&Ids::Random));
    }

    #[test]
    fn keys_sort_by_the_time_they_were_made() {
        let ids = Ids::seeded(1);
        let at = Timestamp::from_millisecond(1_795_000_000_000).expect("a time");
        let later = at + jiff::SignedDuration::from_millis(1);
        assert!(ids.key(at).expect("key") < ids.key(later).expect("key"));
    }
}
