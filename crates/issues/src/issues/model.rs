//! What an issue is, which states it goes through, and the questions its reporter may answer.

use group::groups::is_working_day;
use jiff::{Timestamp, ToSpan, civil::Date};
use uuid::Uuid;

/// Makes an enum whose values are stored, sent and read as words.
macro_rules! worded {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $key:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$item])* $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];
            /// Every value with its words, as choices of a form.
            pub const CHOICES: &[(&str, &str)] = &[$(($key, $words),)+];

            /// The word that is stored and that scripts see.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// What people read.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }

            /// The value of a stored word.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }
    };
}

worded! {
    /// Where an issue stands.
    State {
        /// Nobody has decided yet.
        New = "new", "New";
        /// The group asked its reporter one question.
        Asked = "asked", "Question asked";
        /// A GP and a consultant decided what is done with it.
        Triaged = "triaged", "Triaged";
        /// A service was asked to put it right, and has not said that it did.
        WithService = "with-service", "With a service";
        /// It cannot wait for the next meeting.
        Interim = "interim", "Urgent, between meetings";
        /// Another forum owns it and is asked.
        Delegated = "delegated", "With another forum";
        /// It waits for others to report the same.
        Watched = "watched", "Watched";
        /// On the agenda of a meeting.
        Scheduled = "scheduled", "On an agenda";
        /// A meeting spoke about it.
        Discussed = "discussed", "Discussed";
        /// Somebody works on what was agreed.
        InProgress = "in-progress", "In progress";
        /// What was agreed is done.
        Done = "done", "Done";
        /// An agreement answers it.
        Answered = "answered", "Answered";
        /// Thanks that were passed on to those who did it.
        PassedOn = "passed-on", "Passed on";
        /// It belongs elsewhere; the reporter was told where.
        Out = "out", "Belongs elsewhere";
        /// It is dealt with together with another report, which leads.
        Merged = "merged", "Merged with another";
        /// Its reporter took it back.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

worded! {
    /// How a reporter wants to be known.
    Known {
        /// The group sees the name.
        Named = "named", "By name";
        /// The group sees the issue but not who raised it.
        Confidence = "confidence", "In confidence";
        /// Nobody can find out.
        Anonymous = "anonymous", "Anonymously";
    }
}

worded! {
    /// What a report is about.
    Kind {
        /// Something that should work better.
        Trouble = "trouble", "Something that should work better";
        /// Something that worked well.
        Praise = "praise", "Thanks for something that worked well";
    }
}

worded! {
    /// How often it happened.
    Happened {
        /// This once.
        Once = "once", "Once";
        /// A few times.
        Few = "few", "A few times";
        /// Most weeks.
        MostWeeks = "most-weeks", "Most weeks";
    }
}

worded! {
    /// Whether a patient came to harm.
    Harm {
        /// Not that anybody knows.
        NoneKnown = "none-known", "None known";
        /// It could have.
        CouldHave = "could-have", "Could have";
        /// Yes.
        Yes = "yes", "Yes";
    }
}

worded! {
    /// Where a report comes from. It belongs to the report and decides fairness and counts; it is not a *side*.
    Sector {
        /// General practice in hours.
        Primary = "primary", "General practice";
        /// Hospital.
        Secondary = "secondary", "Hospital";
        /// Out of hours.
        OutOfHours = "out-of-hours", "Out of hours";
        /// Community services.
        Community = "community", "Community";
        /// Anywhere else.
        Other = "other", "Elsewhere";
    }
}

/// An issue as it is stored.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its key.
    pub id: Uuid,
    /// Its running number in the group.
    pub number: i64,
    /// Grows with every change of its wording.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// How its reporter wants to be known.
    pub known: Known,
    /// The key of the door it came through; of an anonymous issue none is kept.
    pub door: Option<String>,
    /// What the reporter wrote.
    pub words: String,
    /// What the reporter answered on the receipt.
    pub answers: Answers,
    /// The theme's key.
    pub theme: Option<String>,
    /// The group's neutral title.
    pub group_title: Option<String>,
    /// The group's two neutral sentences.
    pub group_text: Option<String>,
    /// The day it was raised.
    pub raised_on: Date,
    /// The moment it was raised; of an anonymous issue only the day is known.
    pub raised_at: Option<Timestamp>,
}

impl Issue {
    /// Whether its theme and wording may still be changed.
    #[must_use]
    pub fn takes_wording(&self) -> bool {
        !matches!(self.state, State::Withdrawn | State::Out)
    }

    /// Whether nobody can find out who raised it.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.known == Known::Anonymous
    }

    /// One of its texts, by the name of its column.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        match field {
            "words" => Some(&self.words),
            "service" => self.answers.service.as_deref(),
            "workplace" => self.answers.workplace.as_deref(),
            "post" => self.answers.post.as_deref(),
            "remedy" => self.answers.remedy.as_deref(),
            "group_title" => self.group_title.as_deref(),
            "group_text" => self.group_text.as_deref(),
            _ => None,
        }
    }

    /// Whether the two co-chairs have yet to agree what is done with it.
    #[must_use]
    pub fn awaits_triage(&self) -> bool {
        matches!(self.state, State::New | State::Asked) && !self.is_praise()
    }

    /// Whether it is thanks, which are passed on and not put to a meeting.
    #[must_use]
    pub fn is_praise(&self) -> bool {
        self.answers.kind == Some(Kind::Praise)
    }

    /// Whether it is thanks that nobody has passed on yet.
    #[must_use]
    pub fn awaits_passing_on(&self) -> bool {
        matches!(self.state, State::New | State::Asked) && self.is_praise()
    }

    /// Whether its reporter may still take it back.
    #[must_use]
    pub fn can_be_withdrawn(&self) -> bool {
        matches!(
            self.state,
            State::New
                | State::Asked
                | State::Triaged
                | State::WithService
                | State::Interim
                | State::Delegated
                | State::Watched
                | State::Scheduled
        )
    }
}

/// The optional answers of the receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Trouble or praise; nothing said is trouble.
    pub kind: Option<Kind>,
    /// The practice, ward or service in which the reporter works: only counted. Of an anonymous one the partnership or site.
    pub workplace: Option<String>,
    /// Which service or hospital.
    pub service: Option<String>,
    /// The reporter's role.
    pub post: Option<String>,
    /// Where the reporter works.
    pub sector: Option<Sector>,
    /// How often it happened.
    pub happened: Option<Happened>,
    /// Whether a patient came to harm.
    pub harm: Option<Harm>,
    /// What would mend it.
    pub remedy: Option<String>,
}

impl Answers {
    /// Whether this very answer is there already.
    #[must_use]
    pub fn has(&self, answer: &Answer) -> bool {
        let text = |stored: &Option<String>, given: &str| stored.as_deref().unwrap_or_default() == given;
        match answer {
            Answer::Kind(given) => self.kind.unwrap_or(Kind::Trouble) == *given,
            Answer::Workplace(given) => text(&self.workplace, given),
            Answer::Service(given) => text(&self.service, given),
            Answer::Post(given) => text(&self.post, given),
            Answer::Remedy(given) => text(&self.remedy, given),
            Answer::Sector(given) => self.sector == Some(*given),
            Answer::Happened(given) => self.happened == Some(*given),
            Answer::Harm(given) => self.harm == Some(*given),
        }
    }
}

/// What stands for the service of somebody who does not know which it was.
pub const NOT_SURE: &str = "Not sure";

/// One answer to one question of the receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Trouble or praise.
    Kind(Kind),
    /// The practice, ward or service in which the reporter works.
    Workplace(String),
    /// Which service or hospital.
    Service(String),
    /// The reporter's role.
    Post(String),
    /// Where the reporter works.
    Sector(Sector),
    /// How often it happened.
    Happened(Happened),
    /// Whether a patient came to harm.
    Harm(Harm),
    /// What would mend it.
    Remedy(String),
}

impl Answer {
    /// Which column it goes to, and its stored value.
    #[must_use]
    pub fn stored(&self) -> (&'static str, &str) {
        match self {
            Self::Kind(value) => ("kind", value.key()),
            Self::Workplace(text) => ("workplace", text),
            Self::Service(text) => ("service", text),
            Self::Post(text) => ("post", text),
            Self::Sector(value) => ("sector", value.key()),
            Self::Happened(value) => ("happened", value.key()),
            Self::Harm(value) => ("harm", value.key()),
            Self::Remedy(text) => ("remedy", text),
        }
    }
}

/// The day by which a reporter has heard what is done: so many working days on, weekends left out.
#[must_use]
pub fn first_answer_by(raised_on: Date, working_days: i64) -> Date {
    let (mut day, mut left) = (raised_on, working_days);
    while left > 0 {
        let Ok(next) = day.checked_add(1.day()) else { return day };
        day = next;
        if is_working_day(day) {
            left -= 1;
        }
    }
    day
}

/// The days from the day an issue was raised to the day of its first answer.
#[must_use]
pub(super) fn waited(raised_on: Date, said_on: Date) -> i64 {
    i64::from((said_on - raised_on).get_days())
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_stored_word_comes_back_as_itself() {
        for state in State::ALL {
            assert_eq!(State::from_key(state.key()), Some(*state));
        }
        assert_eq!(Known::from_key("Named"), None);
        assert_eq!(Harm::CHOICES.len(), Harm::ALL.len());
    }

    #[test]
    fn ten_working_days_are_two_weeks_also_from_a_weekend() {
        assert_eq!(first_answer_by(date(2026, 11, 20), 10), date(2026, 12, 4));
        assert_eq!(first_answer_by(date(2026, 11, 21), 10), date(2026, 12, 4));
        assert_eq!(first_answer_by(date(2026, 11, 20), 0), date(2026, 11, 20));
    }
}
