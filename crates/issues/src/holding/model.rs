//! When an outcome is asked about, what can be answered, and how many outcomes held.

use jiff::{ToSpan, civil::Date};

/// Whether an outcome held, as somebody who raised the issue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It has held.
    Held,
    /// It came back.
    CameBack,
    /// They cannot say.
    CannotSay,
}

impl Answer {
    /// Every answer, in order.
    pub const ALL: [Self; 3] = [Self::Held, Self::CameBack, Self::CannotSay];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::CameBack => "came-back",
            Self::CannotSay => "cannot-say",
        }
    }

    /// The answer of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// As others are told of it.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Held => "it has held",
            Self::CameBack => "it came back",
            Self::CannotSay => "not known: they cannot say",
        }
    }

    /// What its button says.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Held => "It has held",
            Self::CameBack => "It came back",
            Self::CannotSay => "I cannot say",
        }
    }
}

/// After how many months an outcome is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    /// The first time.
    pub first: i64,
    /// The second time.
    pub second: i64,
}

impl Default for Months {
    fn default() -> Self {
        Self { first: 3, second: 6 }
    }
}

/// The day so many months after an outcome.
#[must_use]
pub(super) fn after(said_on: Date, months: i64) -> Date {
    said_on.checked_add(months.months()).unwrap_or(Date::MAX)
}

impl Months {
    /// The last time by which a reporter was to be asked about an outcome, if there was one yet: which month, and the day.
    #[must_use]
    pub fn due(self, said_on: Date, today: Date) -> Option<(i64, Date)> {
        [self.second, self.first].into_iter().map(|month| (month, after(said_on, month))).find(|(_, day)| *day <= today)
    }

    /// Whether somebody is asked now: it is time, and they have not answered since. Whoever said that it came back has said it.
    #[must_use]
    pub fn asks(self, said_on: Date, answered: Option<(Answer, Date)>, today: Date) -> bool {
        self.due(said_on, today).is_some_and(|(_, day)| match answered {
            None => true,
            Some((Answer::CameBack, _)) => false,
            Some((_, on)) => on < day,
        })
    }
}

/// How many outcomes that were asked about held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Somebody says that it held, and nobody that it came back.
    pub held: u64,
    /// Somebody says that it came back.
    pub came_back: u64,
    /// Nobody has said either.
    pub unknown: u64,
}

impl Tally {
    /// All that were asked about.
    #[must_use]
    pub fn total(self) -> u64 {
        self.held + self.came_back + self.unknown
    }

    /// What those who raised it say of one decision.
    #[must_use]
    pub fn words(self) -> String {
        let say = |n: u64| if n == 1 { "1 reporter says".to_owned() } else { format!("{n} reporters say") };
        match (self.held, self.came_back) {
            (0, 0) => "Not known: nobody who raised it has said".into(),
            (held, 0) => format!("Yes, {}", say(held)),
            (0, came_back) => format!("It came back, {}", say(came_back)),
            (held, came_back) => format!("{held} of those who raised it say yes, {came_back} that it came back"),
        }
    }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_outcome_is_asked_about_twice_and_not_again_once_it_came_back() {
        let (months, said_on) = (Months::default(), date(2026, 8, 31));
        assert!(!months.asks(said_on, None, date(2026, 11, 29)));
        assert!(months.asks(said_on, None, date(2026, 11, 30)), "the last day of a shorter month");
        let held = Some((Answer::Held, date(2026, 12, 2)));
        assert!(!months.asks(said_on, held, date(2027, 2, 27)));
        assert!(months.asks(said_on, held, date(2027, 2, 28)));
        assert!(!months.asks(said_on, Some((Answer::CameBack, date(2026, 12, 2))), date(2027, 3, 1)));
        assert!(!months.asks(said_on, Some((Answer::CannotSay, date(2027, 3, 1))), date(2029, 3, 1)));
    }

    #[test]
    fn what_reporters_say_is_told_without_a_score() {
        let words = |held, came_back| Tally { held, came_back, unknown: 0 }.words();
        assert_eq!(words(0, 0), "Not known: nobody who raised it has said");
        assert_eq!(words(1, 0), "Yes, 1 reporter says");
        assert_eq!(words(0, 2), "It came back, 2 reporters say");
        assert_eq!(words(3, 1), "3 of those who raised it say yes, 1 that it came back");
    }

    #[test]
    fn a_stored_word_comes_back_as_itself() {
        assert!(Answer::ALL.into_iter().all(|answer| Answer::from_key(answer.key()) == Some(answer)));
        assert_eq!(Answer::from_key("yes"), None);
    }
}
