//! What a PDF may unpack to, measured before anything of it is kept.

use std::io::Read;

use hayro_interpret::hayro_syntax::{
    Pdf,
    content::UntypedIter,
    object::{Array, Object, Stream},
};

use super::Problem;

/// The most bytes that all parts of a file unpack to: a few hundred pages with their pictures.
const UNPACKED: u64 = 160 * 1024 * 1024;
/// The most bytes of what is written on all pages.
const CONTENTS: usize = 24 * 1024 * 1024;
/// The most parts that one page is made of.
const PARTS: usize = 256;
/// How deep lists may lie within lists, and states of drawing within others.
const DEEPEST: usize = 100;
/// The most bytes of a file with a packing of thirty years ago, whose gain cannot be measured in passing.
const LARGEST_OLD: usize = 256 * 1024;

/// What can be seen before the file is read as a PDF.
pub(super) fn file(bytes: &[u8]) -> Result<(), Problem> {
    if contains(bytes, b"/Encrypt") {
        return Err(Problem::Locked);
    }
    if bytes.len() > LARGEST_OLD && (contains(bytes, b"LZWDecode") || contains(bytes, b"RunLengthDecode")) {
        return Err(Problem::TooMuchInside);
    }
    let (mut left, mut at) = (UNPACKED, 0);
    while let Some(found) = find(&bytes[at..], b"stream") {
        let start = at + found;
        nesting(&bytes[at..start])?;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let packed = bytes[at..].trim_ascii_start();
        unpack(packed, &mut left, 0)?;
        let end = at + find(&bytes[at..], b"endstream").unwrap_or(0);
        nesting(&bytes[at..end])?;
        at = end;
    }
    nesting(&bytes[at..])
}

/// Takes what packed bytes come to off what is left; what is packed within is measured too.
fn unpack(packed: &[u8], left: &mut u64, depth: u8) -> Result<(), Problem> {
    // How every program that packs this way begins: the method, and a sum that 31 divides.
    let [first @ (0x08 | 0x18 | 0x28 | 0x38 | 0x48 | 0x58 | 0x68 | 0x78), second, ..] = packed else { return Ok(()) };
    if (u16::from(*first) * 256 + u16::from(*second)) % 31 != 0 {
        return Ok(());
    }
    let mut unpacked = Vec::new();
    // Bytes that end early are as good as what came before.
    let _ = flate2::read::ZlibDecoder::new(packed).take(*left + 1).read_to_end(&mut unpacked);
    let gained = u64::try_from(unpacked.len()).unwrap_or(u64::MAX);
    if gained > *left || depth > 2 {
        return Err(Problem::TooMuchInside);
    }
    *left -= gained;
    nesting(&unpacked)?;
    unpack(&unpacked, left, depth + 1)
}

/// Refuses lists in lists in lists: the reader goes down into each.
fn nesting(bytes: &[u8]) -> Result<(), Problem> {
    let mut depth = 0_usize;
    for byte in bytes {
        match byte {
            b'[' | b'<' => depth += 1,
            b']' | b'>' => depth = depth.saturating_sub(1),
            // Pictures and letters are packed too: no list holds such bytes.
            0..=8 | 0x80.. => depth = 0,
            _ => {}
        }
        if depth > 2 * DEEPEST {
            return Err(Problem::TooMuchInside);
        }
    }
    Ok(())
}

/// What is written on the pages, and on the sheets that are laid into them.
pub(super) fn contents(pdf: &Pdf) -> Result<(), Problem> {
    let mut left = CONTENTS;
    for page in pdf.pages().iter() {
        if let Some(parts) = page.raw().get::<Array<'_>>(b"Contents") {
            for (number, part) in parts.iter::<Stream<'_>>().enumerate() {
                let length = part.decoded().map_or(0, |bytes| bytes.len());
                left = left.checked_sub(length).filter(|_| number < PARTS).ok_or(Problem::TooMuchInside)?;
            }
        } else if let Some(only) = page.raw().get::<Stream<'_>>(b"Contents") {
            left = left.checked_sub(only.decoded().map_or(0, |bytes| bytes.len())).ok_or(Problem::TooMuchInside)?;
        }
        states(page.page_stream().unwrap_or_default())?;
    }
    for object in pdf.objects() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict().contains_key(b"BBox") {
            let bytes = stream.decoded().unwrap_or_default();
            left = left.checked_sub(bytes.len()).ok_or(Problem::TooMuchInside)?;
            states(&bytes)?;
        }
    }
    Ok(())
}

/// Refuses states of drawing kept upon states: the reader keeps a copy of each.
fn states(content: &[u8]) -> Result<(), Problem> {
    let (mut instructions, mut depth) = (UntypedIter::new(content), 0_usize);
    while let Some(instruction) = instructions.next() {
        match &**instruction.operator {
            b"q" => depth += 1,
            b"Q" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Problem::TooMuchInside);
        }
    }
    Ok(())
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    find(bytes, needle).is_some()
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
