//! What a guest was sent, and what is still to be sent.

use jiff::Timestamp;
use uuid::Uuid;

use crate::attending::Answer;

/// What a guest's calendar shall hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::item_guests) struct Entry {
    /// The meeting's key.
    pub(super) meeting: Uuid,
    /// Their name.
    pub(super) name: String,
    /// Their mail address.
    pub(super) email: String,
    /// When the item begins, as it is planned.
    pub(super) starts: Timestamp,
    /// When it ends.
    pub(super) ends: Timestamp,
    /// What the item is about; of a reserved one only that there is one.
    pub(super) title: String,
    /// The room.
    pub(super) place: String,
    /// Where one joins online.
    pub(super) link: String,
}

/// What a guest was sent last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::item_guests) struct Sent {
    /// The guest's key.
    pub(in crate::item_guests) guest: Uuid,
    /// What their calendar holds.
    pub(super) entry: Entry,
    /// Which change of it that is.
    pub(super) sequence: i64,
    /// Whether they are invited still.
    pub(super) stands: bool,
    /// What they have answered.
    pub(in crate::item_guests) answer: Option<Answer>,
}

/// Why a guest is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// They are invited.
    First,
    /// The time of the item is another one.
    Moved,
    /// Something else is: the room, or what the item is called.
    Changed,
    /// They are not needed any more.
    Cancelled,
}

/// What must be sent so that every guest has the entry as it is now, and nobody else has one. What lies behind stays as it was.
pub(super) fn due(wanted: &[(Uuid, Entry)], sent: &[Sent], now: Timestamp) -> Vec<(Why, Sent)> {
    let mut all = Vec::new();
    for (guest, entry) in wanted {
        let had = sent.iter().find(|one| one.guest == *guest);
        let Some(had) = had.filter(|had| had.stands) else {
            let sequence = had.map_or(0, |had| had.sequence + 1);
            all.push((Why::First, Sent { guest: *guest, entry: entry.clone(), sequence, stands: true, answer: None }));
            continue;
        };
        if had.entry == *entry {
            continue;
        }
        let moved = (had.entry.starts, had.entry.ends) != (entry.starts, entry.ends);
        let answer = had.answer.filter(|_| !moved);
        let why = if moved { Why::Moved } else { Why::Changed };
        all.push((why, Sent { entry: entry.clone(), sequence: had.sequence + 1, answer, ..had.clone() }));
    }
    let over = |one: &&Sent| one.stands && one.entry.ends > now && !wanted.iter().any(|(guest, _)| *guest == one.guest);
    for had in sent.iter().filter(over) {
        all.push((Why::Cancelled, Sent { sequence: had.sequence + 1, stands: false, ..had.clone() }));
    }
    all
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn an_answer_stands_until_the_time_is_another_one() {
        let at = |minutes: i64| Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_mins(minutes);
        let entry = Entry {
            meeting: Uuid::nil(),
            name: "Catriona".into(),
            email: "c@example.scot".into(),
            starts: at(10),
            ends: at(20),
            title: "A pathway".into(),
            place: String::new(),
            link: String::new(),
        };
        let guest = Uuid::from_u128(1);
        let first = due(&[(guest, entry.clone())], &[], at(0));
        assert!(first.len() == 1 && first[0].0 == Why::First && first[0].1.sequence == 0);
        let sent = Sent { answer: Some(Answer::Yes), ..first[0].1.clone() };
        assert_eq!(due(&[(guest, entry.clone())], std::slice::from_ref(&sent), at(0)), []);
        let room = Entry { place: "Room 4".into(), ..entry.clone() };
        let changed = due(&[(guest, room)], std::slice::from_ref(&sent), at(0)).remove(0);
        assert_eq!((changed.0, changed.1.sequence, changed.1.answer), (Why::Changed, 1, Some(Answer::Yes)));
        let later = Entry { starts: at(15), ..entry };
        let moved = due(&[(guest, later)], std::slice::from_ref(&sent), at(0)).remove(0);
        assert_eq!((moved.0, moved.1.answer), (Why::Moved, None));
        let over = due(&[], std::slice::from_ref(&sent), at(0)).remove(0);
        assert!(over.0 == Why::Cancelled && !over.1.stands && over.1.sequence == 1);
        assert_eq!(due(&[], std::slice::from_ref(&over.1), at(0)), [], "nobody is told twice");
        assert_eq!(due(&[], &[sent], at(30)), [], "what lies behind stays");
    }
}
