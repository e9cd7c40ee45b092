//! What an invitation is, and what is still to be sent when a meeting or the group has changed.

use group::{membership::Seat, permissions::Role};
use jiff::civil::Date;
use uuid::Uuid;

use crate::meetings::Meeting;

/// Why a mail is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation {
    /// Somebody is invited.
    First,
    /// The meeting's day, time or place changed.
    Changed,
    /// It does not take place.
    Cancelled,
    /// They are not invited any more.
    Left,
}

/// Somebody who was invited to a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Who.
    pub person: Uuid,
    /// The address in their calendar's entry.
    pub email: String,
    /// The change of the entry that they were sent last.
    pub sequence: i64,
    /// Day, hour and length that they were told last.
    pub slot: String,
    /// The change with which they were told so: an answer to an earlier one was to another day or hour.
    pub slot_sequence: i64,
    /// Whether they are invited still.
    pub stands: bool,
    /// When they were last written to about it.
    pub asked_on: Option<Date>,
}

/// Day, hour and length of a meeting: what somebody answers to.
#[must_use]
pub fn slot(meeting: &Meeting) -> String {
    format!("{} {} {}", meeting.held_on, meeting.starts.strftime("%H:%M"), meeting.minutes)
}

/// What is sent to one person, and what is noted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) why: Invitation,
    pub(super) invited: Invited,
}

/// What must be sent so that everybody who is wanted has the entry as it is now, and nobody else has one. The number of the change
/// only ever grows for a person, so that their calendar takes what comes last. Of a meeting that is `over` nobody is wanted.
pub(super) fn due(meeting: &Meeting, seats: &[Seat], before: &[Invited], today: Date, over: bool) -> Vec<Due> {
    let wanted: Vec<&Seat> = seats.iter().filter(|seat| seat.role != Role::Reader && !over).collect();
    let now = slot(meeting);
    let mut all = Vec::new();
    for seat in &wanted {
        let had = before.iter().find(|one| one.person == seat.person);
        let why = match had {
            Some(had) if had.stands && had.sequence >= meeting.sequence => continue,
            Some(had) if had.stands => Invitation::Changed,
            _ => Invitation::First,
        };
        let sequence = had.map_or(meeting.sequence, |had| meeting.sequence.max(had.sequence));
        let same = had.filter(|had| had.stands && had.slot == now);
        all.push(Due {
            why,
            invited: Invited {
                person: seat.person,
                email: seat.email.clone(),
                sequence,
                slot: now.clone(),
                slot_sequence: same.map_or(sequence, |had| had.slot_sequence),
                stands: true,
                asked_on: Some(today),
            },
        });
    }
    for had in before.iter().filter(|had| had.stands && !wanted.iter().any(|seat| seat.person == had.person)) {
        let sequence = meeting.sequence.max(had.sequence + 1);
        let why = if over { Invitation::Cancelled } else { Invitation::Left };
        all.push(Due { why, invited: Invited { sequence, stands: false, ..had.clone() } });
    }
    all
}
