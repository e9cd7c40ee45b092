//! What somebody can answer to a decision between meetings.

/// What somebody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Yes.
    Agree,
    /// Yes, with changes that they name.
    Changes,
    /// No, and why.
    Object,
    /// The group should speak about it first.
    Hold,
    /// Neither; it counts for the quorum.
    Abstain,
    /// Somebody who does not count says something.
    Remark,
}

impl Answer {
    /// Those that a member who counts can give, in the order in which they are offered.
    pub const OFFERED: [Self; 5] = [Self::Agree, Self::Changes, Self::Object, Self::Hold, Self::Abstain];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Changes => "changes",
            Self::Object => "object",
            Self::Hold => "hold",
            Self::Abstain => "abstain",
            Self::Remark => "remark",
        }
    }

    /// The answer of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::OFFERED.into_iter().chain([Self::Remark]).find(|answer| answer.key() == key)
    }

    /// What its button says.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agree => "Agree",
            Self::Changes => "Agree with changes",
            Self::Object => "Object",
            Self::Hold => "Hold it for a meeting",
            Self::Abstain => "Abstain",
            Self::Remark => "Says",
        }
    }

    /// What has to be written with it, if anything has.
    #[must_use]
    pub fn needs(self) -> Option<&'static str> {
        match self {
            Self::Changes => Some("Say in a line or two what should be changed"),
            Self::Object => Some("Say in a line or two why, so that the others can think about it"),
            Self::Remark => Some("Write what the others should know"),
            Self::Agree | Self::Hold | Self::Abstain => None,
        }
    }

    /// Whether it takes the question to a meeting.
    #[must_use]
    pub fn stops(self) -> bool {
        matches!(self, Self::Object | Self::Hold)
    }

    /// Whether it is a yes.
    #[must_use]
    pub fn agrees(self) -> bool {
        matches!(self, Self::Agree | Self::Changes)
    }
}
