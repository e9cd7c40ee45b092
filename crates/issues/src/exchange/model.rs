//! What passes between the group and a reporter, and how long the group's promise stood still for it.

use analysis::calendar_days::Calendar;
use jiff::civil::Date;
use uuid::Uuid;

/// What a line of the exchange is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The group asks.
    Question,
    /// The reporter answers the question before it.
    Answer,
    /// The reporter adds something by themselves.
    Addition,
}

impl Kind {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Addition => "addition",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Question, Self::Answer, Self::Addition].into_iter().find(|kind| kind.key() == key)
    }
}

/// A line of the exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub id: Uuid,
    /// Its place among the lines of its issue, from 1.
    pub place: i64,
    /// What it is.
    pub kind: Kind,
    /// What was said.
    pub words: String,
    /// The day; there is no time of day, whoever said it.
    pub said_on: Date,
}

/// The question that waits for an answer: the last one, when no answer came after it.
#[must_use]
pub(crate) fn open(lines: &[Line]) -> Option<&Line> {
    lines.iter().rev().find(|line| line.kind != Kind::Addition).filter(|line| line.kind == Kind::Question)
}

/// How many working days of the group's calendar its promise stood still, because its questions waited for answers.
#[must_use]
pub fn paused(lines: &[Line], days_of: &Calendar, today: Date) -> i64 {
    let mut since: Option<Date> = None;
    let mut days = 0;
    for line in lines {
        match (line.kind, since) {
            (Kind::Question, _) => since = Some(line.said_on),
            (Kind::Answer, Some(asked)) => {
                days += days_of.working_days_between(asked, line.said_on);
                since = None;
            }
            _ => {}
        }
    }
    days + since.map_or(0, |asked| days_of.working_days_between(asked, today))
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn line(kind: Kind, said_on: Date) -> Line {
        Line { id: Uuid::nil(), place: 1, kind, words: String::new(), said_on }
    }

    #[test]
    fn the_promise_stands_still_while_a_question_waits() {
        let (friday, monday, tuesday) = (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24));
        let asked = line(Kind::Question, friday);
        assert_eq!(paused(&[], &Calendar::default(), tuesday), 0);
        assert_eq!(paused(std::slice::from_ref(&asked), &Calendar::default(), tuesday), 2, "a weekend is no working day");
        let answered = [asked.clone(), line(Kind::Addition, monday), line(Kind::Answer, monday)];
        assert_eq!(paused(&answered, &Calendar::default(), date(2026, 12, 24)), 1, "after the answer it goes on");
        let twice = [asked, line(Kind::Answer, monday), line(Kind::Question, monday)];
        assert_eq!(paused(&twice, &Calendar::default(), tuesday), 2);
    }

    #[test]
    fn a_question_is_open_until_it_is_answered_and_an_addition_is_no_answer() {
        let day = date(2026, 11, 20);
        let (question, answer, addition) = (line(Kind::Question, day), line(Kind::Answer, day), line(Kind::Addition, day));
        assert!(open(&[]).is_none() && open(std::slice::from_ref(&addition)).is_none());
        assert!(open(&[question.clone(), addition.clone()]).is_some());
        assert!(open(&[question, answer, addition]).is_none());
    }
}
