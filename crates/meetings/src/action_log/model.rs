//! What people do with an action.

use crate::actions::MoveKind;

/// What somebody does with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Says that they are at it.
    Start,
    /// Says that it is done, and what shows it.
    Done,
    /// Carries it forward to another day.
    Carry,
    /// Asks for help.
    Help,
    /// Gives it to somebody else of the group.
    HandOver,
    /// Says what has taken its place.
    Supersede,
}

impl Change {
    /// Every change, as the page lists them.
    pub const ALL: [Self; 6] = [Self::Done, Self::Start, Self::Carry, Self::Help, Self::HandOver, Self::Supersede];

    /// The word that forms and scripts send.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Start => "in-progress",
            Self::Done => "done",
            Self::Carry => "carried-forward",
            Self::Help => "help",
            Self::HandOver => "handed-over",
            Self::Supersede => "superseded",
        }
    }

    /// The change of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.key() == key)
    }

    /// What happens to the action by it.
    #[must_use]
    pub fn kind(self) -> MoveKind {
        match self {
            Self::Start => MoveKind::Started,
            Self::Done => MoveKind::Done,
            Self::Carry => MoveKind::Carried,
            Self::Help => MoveKind::Help,
            Self::HandOver => MoveKind::HandedOver,
            Self::Supersede => MoveKind::Superseded,
        }
    }

    /// How the ledger says it.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::Start => "action.started",
            Self::Done => "action.done",
            Self::Carry => "action.carried-forward",
            Self::Help => "action.help-asked",
            Self::HandOver => "action.handed-over",
            Self::Supersede => "action.superseded",
        }
    }

    /// The field of its words: several forms stand on one page.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Start => "words-in-progress",
            Self::Done => "evidence",
            Self::Carry => "words-carried-forward",
            Self::Help => "words-help",
            Self::HandOver => "words-handed-over",
            Self::Supersede => "words-superseded",
        }
    }

    /// What is said where its words are missing; nothing where they may be.
    #[must_use]
    pub fn required(self) -> Option<&'static str> {
        match self {
            Self::Done => Some("Say in a few words what shows that it is done"),
            Self::Help => Some("Say in a line what stands in the way, or what would help"),
            Self::Start | Self::Carry | Self::HandOver | Self::Supersede => None,
        }
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The word of the change.
    pub change: String,
    /// Words about it.
    pub words: String,
    /// The new day, as in `2026-12-14`.
    pub due: String,
    /// The new owner: name, mail address or key.
    pub to: String,
    /// The reference of the action that takes its place.
    pub successor: String,
    /// How often the action had been changed when the writer saw it; nothing where that is not known.
    pub seen: Option<i64>,
    /// Whether who writes says of something doubtful that it does not tell who a patient is.
    pub keep: bool,
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_change_reads_back_and_has_a_field_of_its_own() {
        for change in Change::ALL {
            assert_eq!(Change::from_key(change.key()), Some(change));
        }
        let fields: std::collections::BTreeSet<_> = Change::ALL.iter().map(|change| change.field()).collect();
        assert_eq!(fields.len(), Change::ALL.len());
    }
}
