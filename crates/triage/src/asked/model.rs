//! What a service can answer, and what is due while it has not.

use ::issues::issues::{State, first_answer_by, service::With};
use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

/// What a service is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To put it right now.
    Fix,
    /// Its view, before the group speaks about it.
    View,
    /// To look after it, as the forum that owns it.
    Forum,
}

impl Purpose {
    const ALL: [Self; 3] = [Self::Fix, Self::View, Self::Forum];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::View => "view",
            Self::Forum => "forum",
        }
    }

    /// The purpose of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }

    /// With whom the issue is while an answer is waited for; with nobody where only a view is asked for.
    #[must_use]
    pub(super) fn with(self) -> Option<With> {
        match self {
            Self::Fix => Some(With::Service),
            Self::Forum => Some(With::Forum),
            Self::View => None,
        }
    }

    /// Whether an answer is still of use, as the issue stands now.
    #[must_use]
    pub(super) fn waits_in(self, state: State) -> bool {
        match self.with() {
            Some(with) => state == with.state(),
            None => !matches!(state, State::Withdrawn | State::Out),
        }
    }
}

/// Where an ask stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The service has not answered yet.
    Waits,
    /// It has said by when it is put right.
    Promised,
    /// It has answered, and nothing more is asked of it.
    Answered,
    /// It has not answered, also not after a reminder.
    Silent,
    /// The group has gone on without an answer.
    Over,
}

impl Standing {
    const ALL: [Self; 5] = [Self::Waits, Self::Promised, Self::Answered, Self::Silent, Self::Over];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Promised => "promised",
            Self::Answered => "answered",
            Self::Silent => "silent",
            Self::Over => "over",
        }
    }

    /// The standing of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }

    /// Whether the service can still answer.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waits | Self::Promised)
    }
}

/// What a service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is put right.
    Done,
    /// It is theirs, and is put right by a day.
    Ours,
    /// It is somebody else's.
    NotOurs,
    /// It needs the group.
    NeedsGroup,
    /// What it thinks of it.
    View,
}

impl Answer {
    const ALL: [Self; 5] = [Self::Done, Self::Ours, Self::NotOurs, Self::NeedsGroup, Self::View];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Ours => "ours",
            Self::NotOurs => "not-ours",
            Self::NeedsGroup => "needs-group",
            Self::View => "view",
        }
    }

    /// The answer of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// Whether it answers what was asked.
    #[must_use]
    pub fn answers(self, purpose: Purpose) -> bool {
        (self == Self::View) == (purpose == Purpose::View)
    }
}

/// Something that a service was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Its key.
    pub id: Uuid,
    /// The issue.
    pub issue: Uuid,
    /// The issue's number.
    pub number: i64,
    /// The group's neutral title of it.
    pub title: String,
    /// The service's entry in the directory.
    pub entry: Uuid,
    /// What the service is called.
    pub service: String,
    /// What for.
    pub purpose: Purpose,
    /// What the group asks beside its wording; may be empty.
    pub question: String,
    /// Where it stands.
    pub standing: Standing,
    /// When it was asked, or asked again on the day that it had named.
    pub asked_on: Date,
    /// By when an answer was asked for; none where the group's days say when it is reminded.
    pub due_on: Option<Date>,
    /// When it was reminded of that.
    pub reminded_on: Option<Date>,
    /// What it answered last.
    pub answer: Option<Answer>,
    /// In which words; may be empty.
    pub words: String,
    /// By when it is put right.
    pub by_when: Option<Date>,
    /// When it answered.
    pub answered_on: Option<Date>,
}

/// After how many working days a service is reminded, and after how many more the two co-chairs choose again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// Until the reminder.
    pub remind: i64,
    /// From the reminder until the group goes on.
    pub wait: i64,
}

impl Default for Days {
    fn default() -> Self {
        Self { remind: 10, wait: 5 }
    }
}

/// What is due about an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The reminder.
    Remind,
    /// The group goes on without an answer.
    GoOn,
    /// The day that the service had named has come: is it put right?
    Check,
    /// Nothing.
    Nothing,
}

/// What is due about an ask on a day.
#[must_use]
pub(super) fn due(ask: &Ask, days: Days, today: Date) -> Due {
    // A forum has until the end of the day by which it was asked.
    let remind_on = ask.due_on.map_or_else(|| first_answer_by(ask.asked_on, days.remind), |by| by.saturating_add(1.day()));
    match (ask.standing, ask.reminded_on) {
        (Standing::Waits, None) if remind_on <= today => Due::Remind,
        (Standing::Waits, Some(reminded)) if first_answer_by(reminded, days.wait) <= today => Due::GoOn,
        (Standing::Promised, _) if ask.by_when.is_some_and(|by| by <= today) => Due::Check,
        _ => Due::Nothing,
    }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn ask(standing: Standing, reminded_on: Option<Date>, by_when: Option<Date>) -> Ask {
        Ask {
            id: Uuid::nil(),
            issue: Uuid::nil(),
            number: 1,
            title: String::new(),
            entry: Uuid::nil(),
            service: "Echo".into(),
            purpose: Purpose::Fix,
            question: String::new(),
            standing,
            asked_on: date(2026, 11, 20),
            due_on: None,
            reminded_on,
            answer: None,
            words: String::new(),
            by_when,
            answered_on: None,
        }
    }

    #[test]
    fn a_service_is_reminded_once_and_then_the_group_goes_on() {
        let days = Days::default();
        let waits = ask(Standing::Waits, None, None);
        assert_eq!(due(&waits, days, date(2026, 12, 3)), Due::Nothing);
        assert_eq!(due(&waits, days, date(2026, 12, 4)), Due::Remind, "ten working days from a Friday");
        let reminded = ask(Standing::Waits, Some(date(2026, 12, 4)), None);
        assert_eq!(due(&reminded, days, date(2026, 12, 10)), Due::Nothing);
        assert_eq!(due(&reminded, days, date(2026, 12, 11)), Due::GoOn);
        assert_eq!(due(&ask(Standing::Silent, None, None), days, date(2027, 12, 11)), Due::Nothing);
    }

    #[test]
    fn a_forum_is_reminded_when_the_day_is_over_by_which_it_was_asked() {
        let forum = Ask { purpose: Purpose::Forum, due_on: Some(date(2027, 2, 1)), ..ask(Standing::Waits, None, None) };
        assert_eq!(due(&forum, Days::default(), date(2027, 2, 1)), Due::Nothing);
        assert_eq!(due(&forum, Days::default(), date(2027, 2, 2)), Due::Remind);
        let soon = Ask { due_on: Some(date(2026, 11, 23)), ..forum };
        assert_eq!(due(&soon, Days::default(), date(2026, 11, 24)), Due::Remind, "sooner than a service, if it was asked so");
    }

    #[test]
    fn the_day_that_a_service_named_is_when_it_is_asked_again() {
        let promised = ask(Standing::Promised, None, Some(date(2027, 1, 15)));
        assert_eq!(due(&promised, Days::default(), date(2027, 1, 14)), Due::Nothing);
        assert_eq!(due(&promised, Days::default(), date(2027, 1, 15)), Due::Check);
    }

    #[test]
    fn stored_words_come_back_as_themselves() {
        for answer in Answer::ALL {
            assert_eq!(Answer::from_key(answer.key()), Some(answer));
            assert_eq!(answer.answers(Purpose::View), answer == Answer::View);
            assert_eq!(answer.answers(Purpose::Forum), answer.answers(Purpose::Fix));
        }
        for standing in Standing::ALL {
            assert_eq!(Standing::from_key(standing.key()), Some(standing));
        }
    }
}
