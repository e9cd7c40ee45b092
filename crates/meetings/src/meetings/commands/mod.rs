//! The verbs on meetings: plan them, keep the agenda, write down what happens, read it back.

mod agenda;
mod details;
mod keeping;
mod planning;
mod read_back;
mod writing;

use group::{acting::Acting, permissions::Verb};
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event},
};

pub(crate) use agenda::{MOST, arrange, must_be_blank, must_fit, put, take_off, take_to};
pub use agenda::{add_issue, add_topic, drop_withdrawn, give_minutes, hand_on, move_item, remove_item};
pub use details::{NewDetails, describe};
pub(crate) use keeping::NOTE;
pub use keeping::{Attendance, change_action, come_or_go, decide, drop_action, set_action, take_attendance, write_note};
pub(super) use keeping::{action_seen, attendance_seen};
pub(crate) use planning::read_time;
pub use planning::{NewMeeting, NewRules, cancel, change, schedule, set_rules, set_theme};
pub(super) use read_back::proof;
pub use read_back::{adjourn, confirm, make_good};
pub(crate) use writing::{Written, hold_in_writing};

use super::{
    model::{Meeting, State},
    queries::{self, Record},
    store,
};

/// Goes on only for those who plan meetings and keep their record.
pub(crate) fn must_run(acting: &Acting) -> Result<()> {
    let why = "Planning meetings and keeping their record is for the administrator and the co-chairs.";
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, why)
}

/// The record of a meeting that this person may change now.
pub(crate) async fn open(tx: &mut Tx, acting: &Acting, number: i64) -> Result<Record> {
    must_run(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let record = queries::record(tx, acting.group.id, number).await?;
    must_be_open(&record.meeting)?;
    Ok(record)
}

fn must_be_open(meeting: &Meeting) -> Result<()> {
    match meeting.state {
        State::Planned => Ok(()),
        State::Confirmed => Err(Error::Conflict("Both sides have confirmed what was decided: it stays as it is.".into())),
        State::Adjourned => Err(Error::Conflict("This meeting is over. What is wrong in its draft minute can be mended there.".into())),
        State::Cancelled => Err(Error::Conflict("This meeting was cancelled.".into())),
    }
}

/// What was read back is no longer what it was: whoever has confirmed it is asked again.
pub(crate) async fn ask_again(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting) -> Result<()> {
    if store::clear_confirmations(tx, acting.group.id, meeting.id).await? {
        record(app, tx, acting, meeting, "meeting.changed-after-read-back").await?;
    }
    Ok(())
}

async fn record(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, verb: &'static str) -> Result<()> {
    ledger::record(tx, event(app, acting, meeting, verb)).await
}

/// What was done to a meeting or its minute, for the ledger.
pub(crate) fn event(app: &App, acting: &Acting, meeting: &Meeting, verb: &'static str) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, meeting.id)
        .with("as", acting.acted_as())
        .with("meeting", ledger::Fact::Number(meeting.number))
}
