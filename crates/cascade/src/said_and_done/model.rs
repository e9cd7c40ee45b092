//! What came of something that was said, and in which order that is told.

use issues::issues::State;
use jiff::civil::Date;
use uuid::Uuid;

/// Something that was said, and what came of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The decision's key.
    pub decision: Uuid,
    /// Its reference: `26/D09`.
    pub reference: String,
    /// The group's neutral title of the issue, and its two sentences.
    pub title: String,
    /// The sentences.
    pub text: String,
    /// What changes.
    pub what: String,
    /// For whom; empty: it is not said.
    pub for_whom: String,
    /// From which day.
    pub from_when: Option<Date>,
    /// The day of the decision.
    pub decided_on: Date,
    /// How many reports prompted it.
    pub reports: i64,
    /// What became of it.
    pub outcome: Became,
}

impl Entry {
    /// What the group did, or why it could not.
    #[must_use]
    pub fn told(&self) -> &str {
        if let Became::CouldNot(why) = &self.outcome { why } else { &self.what }
    }

    /// Where it begins on the page.
    #[must_use]
    pub fn anchor(&self) -> String {
        self.reference.replace('/', "-")
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is done, and reporters say that it has held.
    Held,
    /// It is done.
    Did,
    /// Somebody works on it.
    Doing,
    /// It was agreed; nobody need do anything more.
    Agreed,
    /// It was done, and a reporter says that it came back.
    CameBack,
    /// The group could not, and says why.
    CouldNot(String),
}

impl Became {
    /// What the group says of it, the state of the issue, and what its reporters say.
    #[must_use]
    pub(crate) fn of(could_not: Option<String>, state: State, held: i64, came_back: i64) -> Self {
        match (could_not, state) {
            (Some(why), _) => Self::CouldNot(why),
            _ if came_back > 0 => Self::CameBack,
            (None, State::InProgress) => Self::Doing,
            _ if held > 0 => Self::Held,
            (None, State::Done) => Self::Did,
            (None, _) => Self::Agreed,
        }
    }

    /// Its heading.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Held | Self::Did => "We did",
            Self::Doing => "We are doing",
            Self::Agreed => "We agreed",
            Self::CameBack => "We did, and it came back",
            Self::CouldNot(_) => "We could not",
        }
    }

    /// Good news first.
    fn rank(&self) -> u8 {
        match self {
            Self::Held => 0,
            Self::Did => 1,
            Self::Doing => 2,
            Self::Agreed => 3,
            Self::CameBack => 4,
            Self::CouldNot(_) => 5,
        }
    }
}

/// The entries with the good news first; of the same news the newest.
#[must_use]
pub(super) fn good_news_first(mut newest_first: Vec<Entry>) -> Vec<Entry> {
    newest_first.sort_by_key(|entry| entry.outcome.rank());
    newest_first
}

/// Entries on a page.
pub(super) const PAGE: usize = 20;

/// A page of a list: how many entries stand before it, and the numbers of the pages around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) skip: usize,
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
}

/// The page of that number, from 1, of a list so long; a number that there is not gives the nearest that there is.
#[must_use]
pub(super) fn window(entries: usize, number: usize) -> Window {
    let pages = entries.div_ceil(PAGE).max(1);
    let at = number.clamp(1, pages);
    Window { skip: (at - 1) * PAGE, before: (at > 1).then(|| at - 1), after: (at < pages).then_some(at + 1) }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_page_has_twenty_entries_and_every_entry_has_a_page() {
        assert_eq!(window(0, 7), Window { skip: 0, before: None, after: None });
        assert_eq!(window(20, 2), Window { skip: 0, before: None, after: None });
        assert_eq!(window(41, 1), Window { skip: 0, before: None, after: Some(2) });
        assert_eq!(window(41, 2), Window { skip: 20, before: Some(1), after: Some(3) });
        assert_eq!(window(41, usize::MAX), Window { skip: 40, before: Some(2), after: None });
    }

    #[test]
    fn what_became_of_it_is_what_the_group_and_its_reporters_say() {
        assert_eq!(Became::of(None, State::Done, 0, 0), Became::Did);
        assert_eq!(Became::of(None, State::Done, 2, 0), Became::Held);
        assert_eq!(Became::of(None, State::Done, 2, 1), Became::CameBack);
        assert_eq!(Became::of(None, State::InProgress, 1, 0), Became::Doing, "what is not done cannot have held");
        assert_eq!(Became::of(None, State::Discussed, 0, 0), Became::Agreed);
        assert_eq!(Became::of(Some("no money".into()), State::Done, 1, 0), Became::CouldNot("no money".into()));
    }
}
