//! A document as PDF, typeset by Typst and tagged for assistive programs (PDF/UA-1).
//!
//! The template `document.typ` is ours and fixed. What people wrote reaches it as strings in a JSON
//! file that exists in memory only, so nothing they write can be markup.

mod data;
mod faces;
#[cfg(test)]
mod tests;
mod world;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};

use typst::{
    Feature, Features, Library, LibraryExt,
    diag::SourceDiagnostic,
    foundations::{Bytes, Smart},
    layout::{Frame, FrameItem},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    utils::{LazyHash, hash128},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use self::{data::Limits, faces::Faces, world::Sheet};
use crate::{Document, tidy::tidy};

/// How often pieces that could not be drawn are taken out before only Latin letters are left.
const TRIES: usize = 4;

/// Why a PDF was not written. What a document says is never the reason.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The typesetter refused the document.
    #[error("the PDF could not be typeset: {0}")]
    Typesetting(String),
    /// The typesetter cannot write accessible files.
    #[error("the PDF standard is not supported: {0}")]
    Standard(String),
    /// The document could not be handed to the typesetter.
    #[error("the document could not be handed to the typesetter: {0}")]
    Data(#[from] serde_json::Error),
}

/// The typesetter with its faces: costly to make, so make it once.
pub struct Engine {
    library: LazyHash<Library>,
    faces: Faces,
    template: Source,
    data: FileId,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("families", &self.faces.families).finish_non_exhaustive()
    }
}

/// The document as PDF, in the packaged face. Takes processor time: call it where that may block.
///
/// # Errors
/// When the typesetter fails; never because of what the document says.
pub fn write(document: &Document) -> Result<Vec<u8>, PdfError> {
    write_on(Paper::A4, document)
}

/// As [`write()`], with the pages of `files` laid in where the document has [`Block::Sheets`](crate::Block::Sheets) of them. Such
/// a file is tagged, but cannot claim PDF/UA: nobody knows how the pages of others are made.
///
/// # Errors
/// As [`write()`]; and for a file whose pages cannot be laid in.
pub fn write_with(document: &Document, files: Vec<Vec<u8>>) -> Result<Vec<u8>, PdfError> {
    let files: Vec<_> = (0..).zip(files).map(|(at, bytes)| (file_id(&sheets_path(at)), Bytes::new(bytes))).collect();
    // The program that takes pages out is another's: should it give up in its own way, the file is at fault and ours goes on.
    catch_unwind(AssertUnwindSafe(|| engine().write_on(Paper::A4, document, &files)))
        .unwrap_or_else(|_| Err(PdfError::Typesetting("a page could not be laid in".into())))
}

/// How large a sheet is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// A sheet of a printer.
    #[default]
    A4,
    /// Half of it: a leaflet, a card on a desk.
    A5,
}

/// As [`write()`], on sheets of this size.
///
/// # Errors
/// As [`write()`].
pub fn write_on(paper: Paper, document: &Document) -> Result<Vec<u8>, PdfError> {
    engine().write_on(paper, document, &[])
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(Vec::new(), None))
}

/// Where the template finds a file that is laid in.
fn sheets_path(at: usize) -> String {
    format!("sheets-{at}.pdf")
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).map(|path| RootedPath::new(VirtualRoot::Project, path).intern());
    path.unwrap_or_else(|_| Source::detached("").id())
}

impl Engine {
    /// An engine that also knows the faces in `extra_faces` (the bytes of font files) and sets text in
    /// `family`, if a face of that name is there. The packaged faces lend what it lacks.
    #[must_use]
    pub fn new(extra_faces: Vec<Vec<u8>>, family: Option<String>) -> Self {
        Self {
            // Cells that name their row are tagged as such only by this feature.
            library: LazyHash::new(Library::builder().with_features(Features::from_iter([Feature::A11yExtras])).build()),
            faces: Faces::new(extra_faces, family),
            template: Source::new(file_id("document.typ"), include_str!("pdf/document.typ").to_owned()),
            data: file_id("document.json"),
        }
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// When the typesetter fails, such as for a face whose licence forbids to embed it.
    pub fn write(&self, document: &Document) -> Result<Vec<u8>, PdfError> {
        self.write_on(Paper::A4, document, &[])
    }

    fn write_on(&self, paper: Paper, document: &Document, files: &[(FileId, Bytes)]) -> Result<Vec<u8>, PdfError> {
        let marks: String = files.iter().map(|(_, bytes)| format!("{:032x}", hash128(bytes))).collect();
        let written = self.write_tidied(&tidy(document), paper, document.canonical() + &marks, files);
        // What the typesetter remembers of a document would only fill the memory, and is not ours to keep.
        comemo::evict(0);
        written
    }

    fn write_tidied(&self, document: &Document, paper: Paper, ident: String, files: &[(FileId, Bytes)]) -> Result<Vec<u8>, PdfError> {
        // The newest version lets pages of any other in.
        let standard = if files.is_empty() { PdfStandard::Ua_1 } else { PdfStandard::V_2_0 };
        let standards = PdfStandards::new(&[standard]).map_err(|error| PdfError::Standard(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("Brig".into())),
            timestamp: None,
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        let mut limits = Limits { paper, files: files.len(), ..Limits::default() };
        for _ in 0..TRIES {
            let pages = self.typeset(document, &limits, files)?;
            let before = limits.without.len();
            for page in pages.pages() {
                undrawn(&page.frame, &mut limits.without);
            }
            if limits.without.len() == before {
                if let Ok(bytes) = typst_pdf::pdf(&pages, &options) {
                    return Ok(bytes);
                }
                // The file would not be accessible: some text cannot be read from its glyphs.
                break;
            }
        }
        limits.latin = true;
        let pages = self.typeset(document, &limits, files)?;
        typst_pdf::pdf(&pages, &options).map_err(|errors| PdfError::Typesetting(say(&errors)))
    }

    fn typeset(&self, document: &Document, limits: &Limits, files: &[(FileId, Bytes)]) -> Result<PagedDocument, PdfError> {
        let data = data::json(document, &self.faces, &self.faces.families, limits)?;
        let sheet = Sheet { engine: self, data: Bytes::new(data), files };
        typst::compile::<PagedDocument>(&sheet).output.map_err(|errors| PdfError::Typesetting(say(&errors)))
    }
}

/// Collects the pieces of text for which no glyph was found.
fn undrawn(frame: &Frame, found: &mut std::collections::BTreeSet<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => undrawn(&group.frame, found),
            FrameItem::Text(text) => {
                let missing = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                found.extend(
                    missing.filter_map(|glyph| text.text.get(glyph.range())).filter(|piece| !piece.is_empty()).map(ToOwned::to_owned),
                );
            }
            _ => {}
        }
    }
}

fn say(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; ")
}
