//! A line of the mail that says what waits and what has come in. No input, no output.

use futures_util::future::BoxFuture;
use group::acting::Acting;
use kernel::{App, Result};

/// What a line of the mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It waits for this person, and they were told of it in no other way: a reason to write.
    Waits,
    /// It waits for them, and a mail of its own said so: it is listed beside what else there is.
    Known,
    /// It has come in: said once, and a reason to write.
    CameIn,
    /// It has come in, and nothing need be done: said once, when there is a mail anyway.
    InPassing,
}

impl Weight {
    /// Whether there is a mail because of it.
    #[must_use]
    pub fn is_a_reason(self) -> bool {
        matches!(self, Self::Waits | Self::CameIn)
    }

    /// Whether it is said once and never again.
    #[must_use]
    pub fn is_news(self) -> bool {
        matches!(self, Self::CameIn | Self::InPassing)
    }
}

/// A line of the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// By what it is known again, without blanks; another one once there is something new to say of the same thing.
    pub key: String,
    /// What it is.
    pub weight: Weight,
    /// What it says, in a line.
    pub title: String,
    /// Where it stands on our own site; empty for what the button leads to.
    pub href: String,
}

/// What another area knows of that waits for somebody or has come in from outside.
pub type Source = for<'a> fn(&'a App, &'a Acting) -> BoxFuture<'a, Result<Vec<Line>>>;
