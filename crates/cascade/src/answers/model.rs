//! What is awaited, whom it was asked of, and when somebody is reminded of it.

use jiff::{Timestamp, ToSpan, civil::Date};
use uuid::Uuid;

/// What an answer is awaited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ask in a report up the line.
    Ask,
    /// A letter.
    Letter,
}

impl Kind {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Letter => "letter",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Ask, Self::Letter].into_iter().find(|kind| kind.key() == key)
    }
}

/// Something that the group asked and waits to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Its key.
    pub id: Uuid,
    /// What it stands in.
    pub kind: Kind,
    /// The report or the letter that it stands in.
    pub about: Uuid,
    /// The number of that report or letter.
    pub number: i64,
    /// Its place there, from 1.
    pub place: i64,
    /// What is asked.
    pub words: String,
    /// The decision that is wanted; empty in a letter.
    pub wanted: String,
    /// When it was asked.
    pub asked_on: Date,
    /// By when an answer would help.
    pub answer_by: Option<Date>,
    /// Whether the answer comes back to the agenda.
    pub to_agenda: bool,
    /// The answer; empty while there is none.
    pub answer: String,
    /// When it was given.
    pub answered_on: Option<Date>,
    /// Whether whoever was asked gave it by their link; else somebody of the group wrote it down.
    pub by_link: bool,
    /// When the group stopped waiting for one.
    pub ended_on: Option<Date>,
    /// The item under which it comes back to the agenda, where it is on one.
    pub item: Option<Uuid>,
}

impl Awaited {
    /// Whether the group still waits.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.answered_on.is_none() && self.ended_on.is_none()
    }
}

/// A report or a letter on its way to somebody outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Its key.
    pub id: Uuid,
    /// What is sent.
    pub kind: Kind,
    /// The report or the letter.
    pub about: Uuid,
    /// The meeting of theirs that it is sent for.
    pub meeting: Option<Uuid>,
    /// What it is, in a few words.
    pub subject: String,
    /// To whom.
    pub name: String,
    /// At which address.
    pub email: String,
    /// The day on which somebody sent it.
    pub asked_on: Date,
    /// When its mail was written.
    pub sent_at: Option<Timestamp>,
    /// When they were reminded before the day.
    pub reminded_on: Option<Date>,
    /// When they were reminded after it.
    pub chased_on: Option<Date>,
}

/// What is due about a sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The day comes near.
    Remind,
    /// The day is over, and there is no answer.
    Chase,
    /// Nothing.
    Nothing,
}

/// What is due about a sending on a day, by the first day on which one of its open questions wants an answer: a reminder so many days
/// before, and one so many days after; each once, and none on the day of sending itself.
#[must_use]
pub(super) fn due(sending: &Sending, answer_by: Option<Date>, (before, after): (i64, i64), today: Date) -> Due {
    let Some(by) = answer_by.filter(|_| sending.sent_at.is_some() && sending.asked_on < today) else { return Due::Nothing };
    let (near, over) = (by.saturating_sub(before.days()), by.saturating_add(after.days()));
    if after > 0 && over <= today {
        return if sending.chased_on.is_none() { Due::Chase } else { Due::Nothing };
    }
    // Who was written to within those days has it before them.
    let reminds = before > 0 && sending.reminded_on.is_none() && sending.asked_on < near;
    if reminds && near <= today && today <= by { Due::Remind } else { Due::Nothing }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn sending() -> Sending {
        Sending {
            id: Uuid::nil(),
            kind: Kind::Letter,
            about: Uuid::nil(),
            meeting: None,
            subject: "L-0001".into(),
            name: "The secretary".into(),
            email: "office@board.example".into(),
            asked_on: date(2026, 11, 1),
            sent_at: Some(Timestamp::UNIX_EPOCH),
            reminded_on: None,
            chased_on: None,
        }
    }

    #[test]
    fn whoever_was_asked_is_reminded_once_before_the_day_and_once_after() {
        let (by, week) = (Some(date(2026, 11, 30)), (7, 7));
        let one = sending();
        assert_eq!(due(&one, by, week, date(2026, 11, 22)), Due::Nothing);
        assert_eq!(due(&one, by, week, date(2026, 11, 23)), Due::Remind);
        let reminded = Sending { reminded_on: Some(date(2026, 11, 23)), ..sending() };
        assert_eq!(due(&reminded, by, week, date(2026, 11, 30)), Due::Nothing);
        assert_eq!(due(&reminded, by, week, date(2026, 12, 6)), Due::Nothing);
        assert_eq!(due(&reminded, by, week, date(2026, 12, 7)), Due::Chase);
        let chased = Sending { chased_on: Some(date(2026, 12, 7)), ..reminded };
        assert_eq!(due(&chased, by, week, date(2027, 1, 7)), Due::Nothing, "twice is enough");
    }

    #[test]
    fn nobody_is_reminded_of_what_has_just_come_or_of_what_has_no_day() {
        let by = Some(date(2026, 11, 30));
        let late = Sending { asked_on: date(2026, 11, 25), ..sending() };
        assert_eq!(due(&late, by, (7, 7), date(2026, 11, 27)), Due::Nothing);
        assert_eq!(due(&late, by, (7, 7), date(2026, 12, 7)), Due::Chase);
        assert_eq!(due(&sending(), None, (7, 7), date(2027, 11, 30)), Due::Nothing);
        assert_eq!(due(&sending(), by, (0, 0), date(2026, 11, 29)), Due::Nothing, "a group may wish for no reminders");
        assert_eq!(due(&Sending { sent_at: None, ..sending() }, by, (7, 7), date(2026, 12, 7)), Due::Nothing);
    }

    #[test]
    fn stored_words_come_back_as_themselves() {
        assert!([Kind::Ask, Kind::Letter].into_iter().all(|kind| Kind::from_key(kind.key()) == Some(kind)));
    }
}
