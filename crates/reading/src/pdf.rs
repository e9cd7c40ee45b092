//! The text of a PDF, page by page, in the order in which its program wrote it.
//!
//! A PDF says where letters stand, not what a word or a paragraph is; both are told by the room between them. Files come from
//! anybody: what one unpacks to is measured first (`bounds`), and the reader is left as soon as it does more than a
//! document of words needs.

mod bounds;
mod letters;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings,
    hayro_syntax::{LoadPdfError, Pdf},
    interpret_page,
};
use kurbo::{Affine, Rect};

/// The most bytes of a file.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// The most pages.
pub const MOST_PAGES: usize = 400;
/// The most characters of its text.
pub const LONGEST: usize = 2_000_000;

/// Why a PDF gives no text: a sentence for the person who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It does not begin as a PDF does.
    #[error("This file is not a PDF")]
    NotPdf,
    /// More than [`LARGEST`].
    #[error("This PDF is larger than 8 MB. Save it in a smaller size, or bring the Word file that it was made from")]
    TooLarge,
    /// It unpacks to more than a document of words has.
    #[error("This PDF unpacks to more than we can read. Print it to a new PDF, or bring the Word file that it was made from")]
    TooMuchInside,
    /// More than [`MOST_PAGES`] or [`LONGEST`].
    #[error("This PDF has more than 400 pages, or more text than that. Bring only the part that matters")]
    TooLong,
    /// Encrypted, or kept from being copied.
    #[error("This PDF is protected by a password. Print it to a new PDF, or bring the Word file that it was made from")]
    Locked,
    /// Pages are there, and no letters on them.
    #[error("This PDF holds pictures of pages and no text. Have the text recognised by your scanner's program, or bring the Word file")]
    Scanned,
    /// Letters are there, and not which they are.
    #[error("The letters of this PDF do not say which they are, so it cannot be searched. Bring the Word file that it was made from")]
    Letters,
    /// It cannot be read as a PDF.
    #[error("This PDF is damaged and cannot be read. Open it, print it to a new PDF and bring that")]
    Damaged,
}

/// Whether a file is a PDF, by how it begins.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    start.windows(5).any(|window| window == b"%PDF-")
}

/// The text of each page, a paragraph in a line. A page without text is an empty one, so that the first is page 1.
///
/// # Errors
/// A [`Problem`], in words for the person who brought it.
pub fn pages(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    checked(bytes, read)
}

/// As [`pages`], but pages that are pictures, or whose letters do not say which they are, are empty ones: for a file that is kept as it
/// is and of which somebody has said what is on those pages.
///
/// # Errors
/// As [`pages`], but for [`Problem::Scanned`] and [`Problem::Letters`].
pub fn pages_or_pictures(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    checked(bytes, |bytes| look(bytes).map(|(texts, ..)| texts))
}

fn checked(bytes: &[u8], read: impl FnOnce(Vec<u8>) -> Result<Vec<String>, Problem>) -> Result<Vec<String>, Problem> {
    if !is_pdf(bytes) {
        return Err(Problem::NotPdf);
    }
    if bytes.len() > LARGEST {
        return Err(Problem::TooLarge);
    }
    bounds::file(bytes)?;
    let owned = bytes.to_vec();
    // The reader is another's: should it give up in its own way, the file is damaged and the program goes on.
    catch_unwind(AssertUnwindSafe(|| read(owned))).unwrap_or_else(|left| Err(left.downcast_ref().copied().unwrap_or(Problem::Damaged)))
}

fn read(bytes: Vec<u8>) -> Result<Vec<String>, Problem> {
    match look(bytes)? {
        (_, 0, 0) => Err(Problem::Scanned),
        (_, known, unknown) if unknown > known => Err(Problem::Letters),
        (texts, ..) => Ok(texts),
    }
}

/// The text of each page, with how many letters are known and how many are not.
fn look(bytes: Vec<u8>) -> Result<(Vec<String>, usize, usize), Problem> {
    let pdf = Pdf::new(bytes).map_err(|why| match why {
        LoadPdfError::Decryption(_) => Problem::Locked,
        LoadPdfError::Invalid => Problem::Damaged,
    })?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(Problem::TooLong);
    }
    bounds::contents(&pdf)?;
    let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
    let (mut letters, mut texts) = (letters::Letters::default(), Vec::new());
    for page in pdf.pages().iter() {
        let cache = InterpreterCache::new();
        let all = Rect::new(-1e6, -1e6, 1e6, 1e6);
        let mut context = Context::new(Affine::IDENTITY, all, &cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut letters);
        texts.push(letters.page());
    }
    Ok((texts, letters.known(), letters.unknown()))
}
