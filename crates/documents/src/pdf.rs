//! A document as PDF, typeset by Typst and tagged for assistive programs (PDF/UA-1).
//!
//! The template `document.typ` is ours and fixed. What people wrote reaches it as strings in a JSON
//! file that exists in memory only, so nothing they write can be markup.

mod data;
mod faces;
#[cfg(test)]
mod tests;
mod world;

use std::sync::OnceLock;

use typst::{
    Feature, Features, Library, LibraryExt,
    diag::SourceDiagnostic,
    foundations::{Bytes, Smart},
    layout::{Frame, FrameItem},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    utils::LazyHash,
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
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| Engine::new(Vec::new(), None));
    engine.write_on(paper, document)
}

impl Engine {
    /// An engine that also knows the faces in `extra_faces` (the bytes of font files) and sets text in
    /// `family`, if a face of that name is there. The packaged faces lend what it lacks.
    #[must_use]
    pub fn new(extra_faces: Vec<Vec<u8>>, family: Option<String>) -> Self {
        let path = |name| VirtualPath::new(name).map(|path| RootedPath::new(VirtualRoot::Project, path).intern());
        let named = |name| path(name).unwrap_or_else(|_| Source::detached("").id());
        Self {
            // Cells that name their row are tagged as such only by this feature.
            library: LazyHash::new(Library::builder().with_features(Features::from_iter([Feature::A11yExtras])).build()),
            faces: Faces::new(extra_faces, family),
            template: Source::new(named("document.typ"), include_str!("pdf/document.typ").to_owned()),
            data: named("document.json"),
        }
    }

    /// The document as PDF.
    ///
    /// # Errors
    /// When the typesetter fails, such as for a face whose licence forbids to embed it.
    pub fn write(&self, document: &Document) -> Result<Vec<u8>, PdfError> {
        self.write_on(Paper::A4, document)
    }

    fn write_on(&self, paper: Paper, document: &Document) -> Result<Vec<u8>, PdfError> {
        let written = self.write_tidied(&tidy(document), paper, document.canonical());
        // What the typesetter remembers of a document would only fill the memory, and is not ours to keep.
        comemo::evict(0);
        written
    }

    fn write_tidied(&self, document: &Document, paper: Paper, ident: String) -> Result<Vec<u8>, PdfError> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PdfError::Standard(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident),
            creator: Smart::Custom(Some("Brig".into())),
            timestamp: None,
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        let mut limits = Limits { paper, ..Limits::default() };
        for _ in 0..TRIES {
            let pages = self.typeset(document, &limits)?;
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
        let pages = self.typeset(document, &limits)?;
        typst_pdf::pdf(&pages, &options).map_err(|errors| PdfError::Typesetting(say(&errors)))
    }

    fn typeset(&self, document: &Document, limits: &Limits) -> Result<PagedDocument, PdfError> {
        let data = data::json(document, &self.faces, &self.faces.families, limits)?;
        let sheet = Sheet { engine: self, data: Bytes::new(data) };
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
