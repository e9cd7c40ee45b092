//! What is told of a decision, made to fit the room that a network has for it: by leaving out whole pieces in a stated order, and
//! never by cutting words off.
//!
//! What goes first, as long as it is too long:
//! 1. short forms: `1 Dec` for `1 December 2026` where the year is plain, `Patients:` for `What a patient will notice:`;
//! 2. the day of the decision beside its reference;
//! 3. asides in brackets, from the last;
//! 4. what a patient will notice;
//! 5. asides between commas (`, which …,`), from the last;
//! 6. sentences that speak of the other side alone, from the last;
//! 7. further sentences of what changes, from the last.
//!
//! What never goes: the sentence that says what changes for this reader, for whom, from when, who to ask, what it is subject to; and
//! nothing in which stands a negation, a condition, a number, a date or a dose. Where that is still too long it says so, and a person
//! must write it. What was left out and has room after all comes back, the weightiest first.

mod dates;
mod fitting;
mod sentences;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use dates::short;
pub use sentences::{Reader, concerns};

/// What is told of a decision, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What it is about.
    pub headline: String,
    /// What changes, in a few sentences; each line is a paragraph.
    pub changes: String,
    /// What it is subject to; may be empty.
    pub subject_to: String,
    /// For whom; may be empty.
    pub whom: String,
    /// From which day, where it is said.
    pub from: Option<Date>,
    /// What a patient will notice; may be empty.
    pub patients: String,
    /// Who to ask; may be empty.
    pub ask: String,
    /// The decision's reference.
    pub reference: String,
    /// The day of the decision: dates within some ten months of it need no year.
    pub decided_on: Date,
}

/// How many words fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// In a headline.
    pub headline: usize,
    /// Below it.
    pub body: usize,
}

/// One thing that was done so that it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Dates and labels in their short form.
    ShortForms,
    /// The day of the decision is left out beside its reference.
    DayOfDecision,
    /// An aside is left out.
    Aside(String),
    /// What a patient will notice is left out.
    Patients(String),
    /// A sentence is left out.
    Sentence(String),
    /// A part of the headline is left out.
    Headline(String),
}

impl Reduction {
    /// As people read it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::ShortForms => "Dates stand in their short form.".into(),
            Self::DayOfDecision => "The day of the decision is left out; its reference leads to it.".into(),
            Self::Aside(text) => format!("Left out, an aside: {text}"),
            Self::Patients(text) => format!("Left out, what a patient will notice: {text}"),
            Self::Sentence(text) => format!("Left out: {text}"),
            Self::Headline(text) => format!("Left out of the headline: {text}"),
        }
    }
}

/// A telling as it fits, or as near to it as the rules come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The headline.
    pub headline: String,
    /// What stands below it; each line is a paragraph.
    pub body: String,
    /// What was done, in the order of the rules.
    pub reductions: Vec<Reduction>,
    /// What is left, for whoever drafts once more.
    pub left: Telling,
    /// Words too many.
    pub over: Over,
}

/// Words too many in each part; none where it fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Over {
    /// In the headline.
    pub headline: usize,
    /// Below it.
    pub body: usize,
}

impl Over {
    /// How far texts are over their room.
    #[must_use]
    pub fn of(headline: &str, body: &str, room: Room) -> Self {
        Self { headline: words(headline).saturating_sub(room.headline), body: words(body).saturating_sub(room.body) }
    }

    /// Whether nothing is too long.
    #[must_use]
    pub fn fits(self) -> bool {
        self == Self::default()
    }
}

/// How many words a text has: what stands between blanks, as word processors count.
#[must_use]
pub fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Drafts what a network's readers are told, to its length.
#[must_use]
pub fn draft(telling: &Telling, room: Room, reader: Reader) -> Draft {
    fitting::draft(telling, room, reader)
}
