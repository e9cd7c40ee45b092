//! What the installation signs with: one secret of 256 bits, made once and kept in the database,
//! so that every process of one deployment agrees. Purposes never share a signature.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{digest, hmac};

/// The installation's secret. `Debug` never shows it.
#[derive(Clone)]
pub struct Keys(hmac::Key);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(hidden)")
    }
}

impl Keys {
    /// Keys over a stored secret.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// Signs `parts` for one `purpose`: 32 bytes.
    #[must_use]
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.0);
        // Lengths go in front, so that no two lists of parts can run together into the same bytes.
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        let mut signature = [0; 32];
        signature.copy_from_slice(context.sign().as_ref());
        signature
    }

    /// Signs and writes the signature in letters that are safe in an address.
    #[must_use]
    pub fn seal(&self, purpose: &str, parts: &[&[u8]]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.sign(purpose, parts))
    }

    /// Whether `seal` is what [`Keys::seal`] wrote, compared in constant time.
    #[must_use]
    pub fn sealed(&self, purpose: &str, parts: &[&[u8]], seal: &str) -> bool {
        same(self.seal(purpose, parts).as_bytes(), seal.as_bytes())
    }
}

/// Compares two byte strings without telling by the time it takes where they differ.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// The SHA-256 of a secret: what is stored of it.
#[must_use]
pub fn hash(secret: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().to_vec()
}

/// Bytes in letters and digits, as forms, addresses and scripts carry a hash.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_holds_for_its_purpose_and_parts_only() {
        let keys = Keys::new(b"secret");
        let seal = keys.seal("form", &[b"ab", b"c"]);
        assert!(keys.sealed("form", &[b"ab", b"c"], &seal));
        assert!(!keys.sealed("form", &[b"a", b"bc"], &seal));
        assert!(!keys.sealed("other", &[b"ab", b"c"], &seal));
        assert!(!Keys::new(b"another").sealed("form", &[b"ab", b"c"], &seal));
        assert_eq!(format!("{keys:?}"), "Keys(hidden)");
    }
}
