//! The faces a document is set in, and which characters they can show.

use typst::{
    foundations::Bytes,
    text::{Font, FontBook, FontStyle},
    utils::LazyHash,
};

/// The family that text is set in unless another is named.
const SERIF: &str = "Libertinus Serif";
/// Families that lend a character which the others lack.
const LENDERS: [&str; 3] = ["New Computer Modern", "New Computer Modern Math", "DejaVu Sans Mono"];
/// What stands in the place of a character that no face can show.
const SUBSTITUTE: char = '\u{fffd}';

/// Faces, by which characters are chosen and drawn. Those of the machine are never among them: a
/// document must look the same wherever it is written.
pub(super) struct Faces {
    pub(super) book: LazyHash<FontBook>,
    pub(super) fonts: Vec<Font>,
    /// The families in the order in which they are asked for a character.
    pub(super) families: Vec<String>,
    /// All characters that some face can show, sorted.
    shown: Vec<u32>,
}

impl Faces {
    /// The packaged faces, before them those of `extra`; text is set in `family` if it is among them.
    pub(super) fn new(extra: Vec<Vec<u8>>, family: Option<String>) -> Self {
        let mut fonts: Vec<Font> = extra.into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        let packaged = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
        fonts.extend(packaged.filter(|font| font.info().variant.style == FontStyle::Normal));
        let book = FontBook::from_fonts(&fonts);
        let families = family.into_iter().chain([SERIF].into_iter().chain(LENDERS).map(ToOwned::to_owned));
        let families = families.filter(|family| book.contains_family(&family.to_lowercase())).collect();
        let mut shown: Vec<u32> = fonts.iter().flat_map(|font| font.info().coverage.iter()).collect();
        shown.sort_unstable();
        shown.dedup();
        Self { book: LazyHash::new(book), fonts, families, shown }
    }

    /// The text with a substitute for each run of characters that cannot be shown. `latin` allows
    /// only letters and signs of Latin script, none of which is drawn in company with another.
    pub(super) fn legible(&self, text: &str, latin: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut lost = false;
        for c in text.chars() {
            let kept = match c {
                '\n' | ' '..='~' => true,
                // Without glyphs of their own: after a lost character they have lost their sense too.
                c if is_invisible(c) => !latin && !lost,
                c if latin && !matches!(c, '\u{a0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{205e}' | '€') => false,
                c => self.shown.binary_search(&u32::from(c)).is_ok(),
            };
            if kept {
                out.push(c);
            } else if !lost && !is_invisible(c) {
                out.push(SUBSTITUTE);
            }
            lost = !kept && (lost || !is_invisible(c));
        }
        out
    }
}

/// Marks that direct or join other characters.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_face_shows_has_one_substitute_for_each_run() {
        let faces = Faces::new(Vec::new(), Some("Missing".into()));
        assert_eq!(faces.families[0], SERIF);
        assert_eq!(faces.families.len(), 4, "all packaged families are found");
        assert_eq!(faces.legible("Ciamar a tha thu? àèìòù ≥ € שלום Привет", false), "Ciamar a tha thu? àèìòù ≥ € שלום Привет");
        assert_eq!(faces.legible("ok 👩\u{200d}⚕\u{fe0f}👍 then 漢字.", false), "ok \u{fffd}⚕\u{fe0f}\u{fffd} then \u{fffd}.");
        assert_eq!(faces.legible("“Zieliński” – é ≥\u{200b} x", true), "“Zieliński” – é \u{fffd} x");
    }
}
