//! What can be flagged.

use uuid::Uuid;

/// What a member says of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// They have read it and its papers.
    Read,
    /// They want to speak to it.
    Speak,
    /// It shall be spoken about, and not be taken by consent with others.
    Apart,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Speak => "speak",
            Self::Apart => "apart",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Read, Self::Speak, Self::Apart].into_iter().find(|kind| kind.key() == key)
    }
}

/// What somebody has said of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The item.
    pub item: Uuid,
    /// Who said it.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// What they said.
    pub kind: Kind,
}
