//! The verbs on minutes: draft and edit; sign, send back, confirm; ask the attendees.

mod drafting;
mod signing;
mod window;

use group::{acting::Acting, permissions::Verb};
use kernel::{Error, Result, words};

pub(super) use drafting::rewrite;
pub use drafting::{Change, draft, edit};
pub(crate) use signing::confirm_with;
pub use signing::{approve, confirm, send_back};
pub use window::{ask_attendees, close_window};

use super::{
    course::{LONGEST_WINDOW, Refused},
    model::{Minute, State},
};
use group::membership::side_words;

/// Goes on only for those who keep the record.
pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Editing the minute is for the administrator and the co-chairs.")
}

/// Goes on only while a minute can be changed.
pub(super) fn must_be_draft(minute: &Minute) -> Result<()> {
    if minute.state == State::Draft { Ok(()) } else { Err(refused(&Refused::Published)) }
}

/// Why something is not done, as people are told.
pub(super) fn refused(why: &Refused) -> Error {
    match why {
        Refused::Published => Error::Conflict(
            "This minute is published and never changes again. A correction stands in the minute of the meeting that confirms it.".into(),
        ),
        Refused::Changed => Error::Conflict("The minute was changed while you were reading. Read it again and approve.".into()),
        Refused::Window(until) => Error::Conflict(format!(
            "The attendees can propose corrections until {}. Approve it after that day, or close the corrections first.",
            words::date(*until)
        )),
        Refused::Unanswered(n) => Error::Conflict(format!(
            "{} for an answer. Take up each or say why not; then both sides approve.",
            words::count(*n, "proposed correction waits", "proposed corrections wait")
        )),
        Refused::SentBack(side) => {
            Error::Conflict(format!("The {} sent this text back. It is mended first, or they approve it after all.", side_words(*side)))
        }
        Refused::NoSide => Error::Forbidden("Signing is for somebody of the GP side and somebody of the consultant side.".into()),
        Refused::Day => Error::field("until", format!("Choose a day from today on, {LONGEST_WINDOW} days ahead at most")),
        Refused::NoWindow => {
            Error::Conflict("The attendees are not asked for corrections now. The administrator can ask them, or mend the draft.".into())
        }
    }
}
