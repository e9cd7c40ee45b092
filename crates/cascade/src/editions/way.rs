//! A part of an edition's page: the way on which it has gone.

use askama::{Template, filters::HtmlSafe};

use crate::recipients::Progress;

/// Where an edition can be read, or how it gets on.
#[derive(Debug, Default, Template)]
#[template(path = "editions/way.html")]
pub(super) struct Way {
    words: String,
    link: Option<(String, &'static str)>,
    progress: Option<Progress>,
}

// The template escapes its parts itself.
impl HtmlSafe for Way {}

impl Way {
    /// Says something of it.
    pub(super) fn words(words: String) -> Self {
        Self { words, ..Self::default() }
    }

    /// Leads to where it can be read.
    pub(super) fn link(href: String, label: &'static str) -> Self {
        Self { link: Some((href, label)), ..Self::default() }
    }

    /// Says how its sending gets on.
    pub(super) fn progress(progress: Progress) -> Self {
        Self { progress: Some(progress), ..Self::default() }
    }
}
