//! What the software goes by: a typed answer for each rule of the terms, how it is read from a form, and how it is said.

mod answers;
mod form;
mod words;

pub use answers::{
    Answer, Backfill, Balance, Board, Coverage, Frequency, MinuteGroups, NamedGroup, NamedNetwork, Networks, Promises, Quorum,
    ReportingLine, Term, Themes, Want,
};
pub(crate) use form::typed;
pub use form::{AnswerForm, Tick, form, read};
pub(crate) use words::joined;
pub use words::{first_field, question, title};
