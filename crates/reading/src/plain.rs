//! Plain text, in whatever way its characters were stored.

use crate::Problem;

/// What Windows-1252 has in the places 0x80 to 0x9f; five are not used.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file: UTF-8 or UTF-16, with or without a mark at its beginning, or else Windows-1252. Every end of a line is
/// a line feed; characters that control a printer or a screen are left out.
///
/// # Errors
/// What a person can do when this is a file of another kind.
pub fn text(bytes: &[u8]) -> Result<String, Problem> {
    if let Some(problem) = other_kind(bytes) {
        return Err(problem);
    }
    let text = decoded(bytes).ok_or(Problem::Binary)?;
    let controls = text.chars().filter(|&c| c.is_control() && !is_gap(c)).count();
    if text.contains('\0') || controls * 50 > text.chars().count() {
        return Err(Problem::Binary);
    }
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    Ok(text.chars().filter(|&c| (!c.is_control() || is_gap(c)) && c != '\u{feff}').collect())
}

fn is_gap(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}')
}

/// Files that people bring by mistake, known by how they begin.
pub(crate) fn other_kind(bytes: &[u8]) -> Option<Problem> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // What a password protects is packed into a file of the old kind, with the protected part under this name.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|window| window == name);
        return Some(if locked { Problem::Locked } else { Problem::Old });
    }
    let start = &bytes[..bytes.len().min(1024)];
    let start = String::from_utf8_lossy(start.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(start)).trim_start().to_lowercase();
    let foreign = ["{\\rtf", "<!doctype", "<html", "<?xml"];
    if start.starts_with("%pdf-") {
        Some(Problem::Pdf)
    } else if foreign.iter().any(|beginning| start.starts_with(beginning)) {
        Some(Problem::Foreign)
    } else {
        None
    }
}

/// The characters; `None` when the bytes are UTF-16 by their mark and do not hold to it.
pub(crate) fn decoded(bytes: &[u8]) -> Option<String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ if half_empty(bytes, 1) => utf16(bytes, u16::from_le_bytes),
        _ if half_empty(bytes, 0) => utf16(bytes, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
            Some(std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|&byte| windows(byte)).collect(), str::to_owned))
        }
    }
}

fn windows(byte: u8) -> char {
    if (0x80..0xa0).contains(&byte) { WINDOWS[usize::from(byte - 0x80)] } else { char::from(byte) }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|&pair| unit(pair)).collect();
    rest.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
}

/// Whether nearly every second byte is naught, and hardly another: English in UTF-16 without a mark.
fn half_empty(bytes: &[u8], which: usize) -> bool {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let empty = |at: usize| pairs.iter().filter(|pair| pair[at] == 0).count();
    rest.is_empty() && pairs.len() >= 2 && empty(which) * 10 > pairs.len() * 8 && empty(1 - which) == 0
}

#[cfg(test)]
mod unit {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_read_however_it_was_stored() {
        let said = "A “plan” – for Ærø\nand more";
        let wide = |unit: fn(u16) -> [u8; 2]| said.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let windows = b"A \x93plan\x94 \x96 for \xc6r\xf8\r\nand more".to_vec();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        for bytes in [
            said.as_bytes().to_vec(),
            marked(&[0xef, 0xbb, 0xbf], said.as_bytes()),
            marked(&[0xff, 0xfe], &wide(u16::to_le_bytes)),
            marked(&[0xfe, 0xff], &wide(u16::to_be_bytes)),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
            windows,
        ] {
            assert_eq!(text(&bytes).as_deref(), Ok(said), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_said_in_a_sentence() {
        let locked = [&[0xd0, 0xcf, 0x11, 0xe0][..], b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
        for (bytes, problem) in [
            (&b"%PDF-1.7\n"[..], Problem::Pdf),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and on", Problem::Old),
            (&locked, Problem::Locked),
            (b"{\\rtf1\\ansi", Problem::Foreign),
            (b"\n<!DOCTYPE html><html>", Problem::Foreign),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Problem::Binary),
            (b"\xff\xfeodd", Problem::Binary),
        ] {
            assert_eq!(text(bytes), Err(problem), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(text) = text(&bytes) {
                prop_assert!(text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
            }
        }

        #[test]
        fn any_words_come_back(said in "[\\PC\n\t]{0,200}") {
            let said = said.trim_start_matches(['<', '{', '%', ' ']).replace(['\u{feff}', '\u{2028}', '\u{2029}'], "");
            if other_kind(said.as_bytes()).is_none() {
                let marked = [&[0xff, 0xfe][..], &said.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()].concat();
                prop_assert_eq!(text(&marked), Ok(said));
            }
        }
    }
}
