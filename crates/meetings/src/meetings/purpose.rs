//! What is asked of the meeting with an item, and the items that stand on every agenda.

/// What the meeting is asked to do with an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// To decide: both sides are needed.
    #[default]
    Decide,
    /// To talk it over.
    Discuss,
    /// To hear what is the case.
    Hear,
}

impl Purpose {
    /// Every purpose, as forms offer them.
    pub const ALL: [Self; 3] = [Self::Decide, Self::Discuss, Self::Hear];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Discuss => "discuss",
            Self::Hear => "hear",
        }
    }

    /// The purpose of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Decide => "To decide",
            Self::Discuss => "To discuss",
            Self::Hear => "To hear",
        }
    }
}

/// An item that stands on every agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Welcome, apologies, who declares an interest.
    Welcome,
    /// The minute of the meeting before is confirmed.
    LastMinute,
    /// What came of what the meeting before decided and put off.
    MattersArising,
    /// Who did what they had taken on.
    Actions,
    /// Something of the group's own, such as a report that it hears each time.
    Own,
    /// Any other competent business.
    AnyOther,
    /// When the group meets next.
    NextMeeting,
}

impl Standing {
    /// Every standing item, in the order of an agenda.
    pub const ALL: [Self; 7] =
        [Self::Welcome, Self::LastMinute, Self::MattersArising, Self::Actions, Self::Own, Self::AnyOther, Self::NextMeeting];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::LastMinute => "last-minute",
            Self::MattersArising => "matters-arising",
            Self::Actions => "actions",
            Self::Own => "standing",
            Self::AnyOther => "any-other",
            Self::NextMeeting => "next-meeting",
        }
    }

    /// The standing item of a stored word; nothing for an item like others.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }

    /// Whether it stands at the end of an agenda, after all that varies.
    #[must_use]
    pub fn is_last(self) -> bool {
        matches!(self, Self::AnyOther | Self::NextMeeting)
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn stored_words_come_back_as_themselves() {
        assert!(Purpose::ALL.into_iter().all(|purpose| Purpose::from_key(purpose.key()) == Some(purpose)));
        assert!(Standing::ALL.into_iter().all(|standing| Standing::from_key(standing.key()) == Some(standing)));
        assert_eq!((Purpose::from_key("vote"), Standing::from_key("")), (None, None));
    }
}
