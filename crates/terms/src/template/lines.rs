//! A template line by line: what each paragraph says and how it stands on the page, from plain text or from Word.

use std::ops::Range;

use super::signs::{Label, Labels};

/// A paragraph, before it is known which are headings.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) words: String,
    /// Where the form itself asks for something, in bytes of the words.
    pub(super) prompts: Vec<Range<usize>>,
    pub(super) shape: Shape,
    /// The number before it.
    pub(super) label: Option<Label>,
    /// The words with their number, for when it is a number of things after all.
    pub(super) bare: Option<String>,
    /// Whether an empty line stands before it.
    pub(super) apart: bool,
}

/// How a paragraph stands on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    #[default]
    Plain,
    /// All of it stands out.
    Strong,
    /// The document's title.
    Title,
    /// A heading by its style or its signs, from level 1.
    Heading(u8),
    Bullet,
    /// A numbered item, from level 1.
    Numbered(u8),
    Row,
    /// A table without a word.
    EmptyTable,
    /// What stands above or below every page.
    Running,
}

impl Line {
    /// A line of a shape.
    pub(super) fn new(shape: Shape, words: impl Into<String>) -> Self {
        Self { words: words.into(), shape, ..Self::default() }
    }

    /// A paragraph that may begin with a sign.
    pub(super) fn signed(text: &str, labels: &Labels) -> Self {
        let Some(sign) = labels.sign(text) else { return Self::strong(text).unwrap_or_else(|| Self::new(Shape::Plain, text)) };
        let words = &text[sign.words_at..];
        match sign.label {
            None => Self::new(Shape::Bullet, words),
            Some(label) => {
                let bare = label.is_bare().then(|| text.to_owned());
                let shape = if label.is_outermost() { Shape::Numbered(1) } else { Shape::Numbered(2) };
                let words = Self::strong(words).map_or(words.to_owned(), |line| line.words);
                Self { label: Some(label), bare, ..Self::new(shape, words) }
            }
        }
    }

    /// `**Words**`, as people write bold in plain text.
    fn strong(text: &str) -> Option<Self> {
        let inner = ["**", "__"].iter().find_map(|sign| text.strip_prefix(sign)?.strip_suffix(sign))?;
        let plain = !inner.trim().is_empty() && !inner.contains("**") && !inner.contains("__");
        plain.then(|| Self::new(Shape::Strong, inner.trim()))
    }

    /// Its first `cut` bytes taken off.
    pub(super) fn without_start(mut self, cut: usize) -> Self {
        self.words.drain(..cut);
        self.prompts.retain(|prompt| prompt.start >= cut);
        self.prompts.iter_mut().for_each(|prompt| *prompt = prompt.start - cut..prompt.end - cut);
        self
    }
}
