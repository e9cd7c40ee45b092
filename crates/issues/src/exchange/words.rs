//! How an exchange is shown, to the reporter and to those who triage.

use kernel::words;

use super::model::{Kind, Line};

/// A line as pages show it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Who said it.
    pub(crate) who: &'static str,
    pub(crate) words: String,
    pub(crate) said: String,
    pub(crate) is_question: bool,
}

/// The lines as pages show them; `reporter` is how the page calls whoever raised the issue.
#[must_use]
pub(crate) fn shown(lines: &[Line], reporter: &'static str) -> Vec<Shown> {
    let show = |line: &Line| Shown {
        who: match line.kind {
            Kind::Question => "The group asked",
            Kind::Answer | Kind::Addition => reporter,
        },
        words: line.words.clone(),
        said: words::date(line.said_on),
        is_question: line.kind == Kind::Question,
    };
    lines.iter().map(show).collect()
}
