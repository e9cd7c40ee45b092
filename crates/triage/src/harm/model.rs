//! What is known of a report of harm, who is to be told, and what an incident's number may look like.

use ::issues::issues::{Harm, first_answer_by};
use jiff::civil::Date;
use uuid::Uuid;

/// After so many working days without anybody who has seen it, those who were told are reminded, once.
const REMIND_DAYS: i64 = 1;
/// So many days the safety contact's link is good.
pub(super) const LINK_DAYS: i64 = 60;
/// The longest number of an incident.
const LONGEST: usize = 20;

/// How much harm somebody has told of: it only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A patient could have come to harm.
    Possible,
    /// A patient came to harm.
    Happened,
}

impl Level {
    /// How much harm an answer tells of; nothing where others are not told of it.
    #[must_use]
    pub fn of(harm: Option<Harm>) -> Option<Self> {
        match harm {
            Some(Harm::Yes) => Some(Self::Happened),
            Some(Harm::CouldHave) => Some(Self::Possible),
            Some(Harm::NoneKnown) | None => None,
        }
    }

    /// The number that is stored.
    #[must_use]
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Possible => 1,
            Self::Happened => 2,
        }
    }

    /// The level of a stored number.
    #[must_use]
    pub(super) fn from_number(number: i64) -> Self {
        if number >= 2 { Self::Happened } else { Self::Possible }
    }
}

/// A report that says that a patient came to harm, or could have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The issue.
    pub issue: Uuid,
    /// Its number.
    pub number: i64,
    /// What its reporter says now.
    pub harm: Option<Harm>,
    /// The most that they have told of.
    pub level: Level,
    /// The day on which they told of more than before.
    pub rose_on: Option<Date>,
    /// The day on which they said that there was harm, or could have been; or last, that there was more.
    pub noticed_on: Date,
    /// The day on which others were told by mail; none while the day of an anonymous reporter is not over.
    pub told_on: Option<Date>,
    /// The day on which they were reminded.
    pub reminded_on: Option<Date>,
    /// The day on which somebody said that they have seen it.
    pub seen_on: Option<Date>,
    /// Who, by name; nobody where it was the safety contact, by their link.
    pub seen_by: Option<String>,
    /// What was done.
    pub words: String,
    /// The number of it in the incident system; may be empty.
    pub incident: String,
}

impl Alert {
    /// What its reporter says, in words that tell nothing of a patient.
    #[must_use]
    pub fn says(&self) -> &'static str {
        match self.harm {
            Some(Harm::Yes) => "says that a patient came to harm",
            Some(Harm::CouldHave) => "says that a patient could have come to harm",
            Some(Harm::NoneKnown) | None => "said that there was or could have been harm; its reporter now says otherwise",
        }
    }

    /// Whether those who were told are to be reminded.
    #[must_use]
    pub(super) fn is_forgotten(&self, today: Date) -> bool {
        let waits = self.seen_on.is_none() && self.reminded_on.is_none();
        waits && self.told_on.is_some_and(|told| first_answer_by(told, REMIND_DAYS) <= today)
    }
}

/// The first mail address in what a group has written of its safety contact, in small letters.
#[must_use]
pub(super) fn address_in(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '\'' | '@');
    text.split(|c| !plain(c)).map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric())).find_map(|word| {
        let (name, host) = word.split_once('@')?;
        let good = !name.is_empty() && !host.contains('@') && host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        good.then(|| word.to_lowercase())
    })
}

/// Whether something can be the number of an incident: letters, digits, hyphens and strokes, twenty at most, with a digit.
#[must_use]
pub(super) fn is_incident(text: &str) -> bool {
    text.len() <= LONGEST
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/'))
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_address_is_found_in_what_people_write() {
        for (text, found) in [
            ("Patient safety team, Safety.Team@Board.example.", Some("safety.team@board.example")),
            ("Clinical governance (cg@nm.example), 01234 5678", Some("cg@nm.example")),
            ("mailto:a-b@c.example or x@y.example", Some("a-b@c.example")),
            ("Clinical governance lead", None),
            ("@ the desk, or me@home", None),
            ("a@b@c.example", None),
        ] {
            assert_eq!(address_in(text).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn harm_that_happened_is_more_than_harm_that_could_have() {
        assert!(Level::of(Some(Harm::Yes)) > Level::of(Some(Harm::CouldHave)) && Level::of(Some(Harm::CouldHave)) > Level::of(None));
        assert_eq!(Level::of(Some(Harm::NoneKnown)), None);
        for level in [Level::Possible, Level::Happened] {
            assert_eq!(Level::from_number(level.number()), level);
        }
    }

    #[test]
    fn a_number_of_an_incident_is_a_number_and_no_story() {
        for good in ["W-12345", "INC/2026/0042", "77", "a1"] {
            assert!(is_incident(good), "{good}");
        }
        for wrong in ["", "Datix", "12 34", "1234567890-1234567890", "W-123, ward 4", "№7"] {
            assert!(!is_incident(wrong), "{wrong}");
        }
    }

    #[test]
    fn who_was_told_is_reminded_once_after_a_working_day() {
        let friday = date(2026, 11, 20);
        let alert = Alert {
            issue: Uuid::nil(),
            number: 1,
            harm: Some(Harm::Yes),
            level: Level::Happened,
            rose_on: None,
            noticed_on: friday,
            told_on: Some(friday),
            reminded_on: None,
            seen_on: None,
            seen_by: None,
            words: String::new(),
            incident: String::new(),
        };
        assert!(!alert.is_forgotten(date(2026, 11, 22)) && alert.is_forgotten(date(2026, 11, 23)));
        assert!(!Alert { reminded_on: Some(friday), ..alert.clone() }.is_forgotten(date(2026, 12, 23)));
        assert!(!Alert { seen_on: Some(friday), ..alert.clone() }.is_forgotten(date(2026, 12, 23)));
        assert!(!Alert { told_on: None, ..alert }.is_forgotten(date(2026, 12, 23)));
    }
}
