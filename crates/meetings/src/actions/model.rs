//! What an action is, and what can happen to it.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// Where an action stands. That one was carried forward or handed over is told beside it: such an action is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody is to do it.
    Open,
    /// Somebody is at it.
    InProgress,
    /// It is done.
    Done,
    /// Something else has taken its place.
    Superseded,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::InProgress, Self::Done, Self::Superseded];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Done => "done",
            Self::Superseded => "superseded",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::InProgress => "In progress",
            Self::Done => "Done",
            Self::Superseded => "Superseded",
        }
    }

    /// Whether it is still to be done.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InProgress)
    }
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its key.
    pub id: Uuid,
    /// The item that it comes from.
    pub item: Uuid,
    /// The number in its reference.
    pub number: i64,
    /// What is to be done, the verb first.
    pub words: String,
    /// The one who does it, or who answers in the group for somebody outside who does.
    pub owner: Uuid,
    /// Their name.
    pub owner_name: String,
    /// What somebody outside the group is who does it, never their name: `Laboratory manager, Moorfield General`. Empty where the
    /// owner does it.
    pub outside: String,
    /// By when.
    pub due: Date,
    /// What will show that it is done.
    pub done_means: String,
    /// Where it stands.
    pub state: State,
}

impl Action {
    /// `A-0078`.
    #[must_use]
    pub fn reference(&self) -> String {
        crate::references::action(self.number)
    }

    /// Who does it, as a paper says it.
    #[must_use]
    pub fn doer(&self) -> String {
        doer(&self.owner_name, &self.outside)
    }
}

/// Who does an action: its owner, or somebody outside by what they are and who answers for it in the group.
pub(crate) fn doer(owner_name: &str, outside: &str) -> String {
    if outside.is_empty() { owner_name.to_owned() } else { format!("{outside} (through {owner_name})") }
}

/// What happens to an action after it was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveKind {
    /// Somebody is at it.
    Started,
    /// It goes on, to another day.
    Carried,
    /// It is done.
    Done,
    /// Something else has taken its place.
    Superseded,
    /// Somebody else has it.
    HandedOver,
    /// Its owner needs help.
    Help,
    /// Somebody outside the group was asked to do it.
    Asked,
    /// They have said that they cannot.
    Declined,
    /// They have given it to somebody else, who was written to.
    PassedOn,
    /// The group has taken it back from them.
    TakenBack,
}

impl MoveKind {
    const ALL: [(Self, &'static str, &'static str); 10] = [
        (Self::Started, "started", "In progress"),
        (Self::Carried, "carried", "Carried forward"),
        (Self::Done, "done", "Done"),
        (Self::Superseded, "superseded", "Superseded"),
        (Self::HandedOver, "handed-over", "Handed over"),
        (Self::Help, "help", "Help is needed"),
        (Self::Asked, "asked", "The letter went out"),
        (Self::Declined, "declined", "Declined"),
        (Self::PassedOn, "passed-on", "Handed on, and the new owner was written to"),
        (Self::TakenBack, "taken-back", "Taken back into the group"),
    ];

    fn row(self) -> (Self, &'static str, &'static str) {
        Self::ALL.into_iter().find(|(kind, ..)| *kind == self).unwrap_or(Self::ALL[0])
    }

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.row().1
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().2
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, stored, _)| *stored == key).map(|(kind, ..)| kind)
    }
}

/// Something that happened to an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What.
    pub kind: MoveKind,
    /// On which day.
    pub on: Date,
    /// By whom of the group.
    pub person: Option<Uuid>,
    /// Their name; empty where nobody of the group did it.
    pub name: String,
    /// What somebody outside the group is who did it; empty for a person of the group.
    pub outside: String,
    /// To whom it went, with their name.
    pub to: Option<(Uuid, String)>,
    /// In their words; may be empty.
    pub words: String,
    /// The new day.
    pub due: Option<Date>,
    /// The number of the action that took its place.
    pub successor: Option<i64>,
}

impl Move {
    /// Whether another says the same, so that pressing twice does it once.
    #[must_use]
    pub fn repeats(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.kind, one.on, one.person, one.outside.clone(), one.words.clone(), one.due, one.successor);
        key(self) == key(other) && self.to.as_ref().map(|to| to.0) == other.to.as_ref().map(|to| to.0)
    }
}

/// An action as it stands in the log, whether it was set at a meeting or comes from the log of before.
#[derive(Clone, Debug)]
pub struct Logged {
    /// Its key.
    pub id: Uuid,
    /// The number in its reference.
    pub number: i64,
    /// What is to be done.
    pub words: String,
    /// Who does it, or answers for it: nobody where the log of before names somebody without a seat.
    pub owner: Option<Uuid>,
    /// Their name.
    pub owner_name: String,
    /// What somebody outside the group is who does it; empty where the owner does it.
    pub outside: String,
    /// The side of the owner's seat; nothing for who has none.
    pub side: Option<String>,
    /// By when.
    pub due: Date,
    /// What will show that it is done.
    pub done_means: String,
    /// Where it stands.
    pub state: State,
    /// When it was set; unknown of the log of before.
    pub set_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// What shows that it is done, or why something else took its place.
    pub evidence: String,
    /// How often it was carried forward.
    pub carried: i64,
    /// The first day it was due, once it was carried forward.
    pub first_due: Option<Date>,
    /// When it was handed over last.
    pub handed_on: Option<Date>,
    /// When something was last said of it, and what.
    pub said: Option<(Date, String)>,
    /// The number of the action that took its place.
    pub successor: Option<i64>,
    /// How often it was changed.
    pub version: i64,
    /// When it was changed last.
    pub changed_at: Option<Timestamp>,
    /// Where it comes from.
    pub from: From,
}

/// Where an action comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// From an item of a meeting.
    Item {
        /// The item's key.
        id: Uuid,
        /// Its year and number.
        item: (i64, i64),
        /// What it is about.
        title: String,
        /// The meeting's number and day.
        meeting: (i64, Date),
        /// Whether both sides have confirmed what was decided there.
        confirmed: bool,
        /// The issue's number, where it is about one.
        issue: Option<i64>,
        /// Whether the item is reserved.
        reserved: bool,
    },
    /// From the log of before.
    Before {
        /// Its reference as it was; may be empty.
        reference: String,
        /// Where it came from, in words.
        source: String,
    },
}

impl Logged {
    /// `A-0078`.
    #[must_use]
    pub fn reference(&self) -> String {
        crate::references::action(self.number)
    }

    /// Who does it, as a paper says it.
    #[must_use]
    pub fn doer(&self) -> String {
        doer(&self.owner_name, &self.outside)
    }

    /// Whether its owner sits in the group.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.side.is_some()
    }

    /// The key of the item that it comes from.
    #[must_use]
    pub fn item(&self) -> Option<Uuid> {
        if let From::Item { id, .. } = self.from { Some(id) } else { None }
    }

    /// Whether the item that it comes from is reserved.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        matches!(self.from, From::Item { reserved: true, .. })
    }

    /// Whether what it comes from holds: both sides have confirmed it, or it is from before.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        !matches!(self.from, From::Item { confirmed: false, .. })
    }

    /// Whether its day has passed while it is still to be done.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.state.is_open() && self.due < today
    }
}

/// Which actions a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Who reads it: what comes from an item that is closed to them is left out. Nobody for what the program asks for itself.
    pub reader: Option<Uuid>,
    /// Only those of one owner.
    pub owner: Option<Uuid>,
    /// Only those that were due before a day.
    pub due_before: Option<Date>,
    /// Only those of one meeting.
    pub meeting: Option<i64>,
    /// Only those on one theme: of the issue, else of the meeting. Empty for every one.
    pub theme: String,
    /// Only those of one side's owners. Empty for both.
    pub side: String,
}

impl Filter {
    /// Whether actions of the log of before can be among them: they hang on no meeting and no theme.
    #[must_use]
    pub fn takes_past(&self) -> bool {
        self.meeting.is_none() && self.theme.is_empty()
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_word_reads_back_and_only_two_states_are_open() {
        for state in State::ALL {
            assert_eq!(State::from_key(state.key()), Some(state));
        }
        assert_eq!(State::ALL.into_iter().filter(|state| state.is_open()).count(), 2);
        for (kind, key, _) in MoveKind::ALL {
            assert_eq!((MoveKind::from_key(key), kind.key()), (Some(kind), key));
        }
        assert_eq!(doer("Ailsa Munro", ""), "Ailsa Munro");
        assert_eq!(doer("Ailsa Munro", "Laboratory manager"), "Laboratory manager (through Ailsa Munro)");
    }
}
