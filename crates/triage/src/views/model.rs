//! What can be done with an issue, what belongs to each outcome, and when both sides agree.

use ::issues::{issues::State, signposts::Signpost};
use group::{
    membership::{Side, role_words, side_words},
    permissions::Role,
};
use jiff::civil::Date;
use uuid::Uuid;

use crate::priority::Numbers;

/// What is done with an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A service can mend it: its contact is asked.
    FixNow,
    /// The group speaks about it, at the next meeting on its theme.
    Group,
    /// It cannot wait for a meeting.
    Interim,
    /// Another forum owns it.
    Delegate,
    /// It waits for others to report the same.
    Watch,
    /// An agreement answers it.
    Answered,
    /// It belongs elsewhere.
    Out,
}

impl Outcome {
    /// Every outcome, in the order in which they are offered.
    pub const ALL: [Self; 7] = [Self::FixNow, Self::Group, Self::Interim, Self::Delegate, Self::Watch, Self::Answered, Self::Out];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::FixNow => "fix-now",
            Self::Group => "group",
            Self::Interim => "interim",
            Self::Delegate => "delegate",
            Self::Watch => "watch",
            Self::Answered => "answered",
            Self::Out => "out",
        }
    }

    /// The outcome of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FixNow => "Fix now: a service is asked to mend it",
            Self::Group => "To the next meeting on its theme",
            Self::Interim => "Urgent: between two meetings",
            Self::Delegate => "To the forum that owns it",
            Self::Watch => "Watch until others report the same",
            Self::Answered => "An agreement answers it",
            Self::Out => "It belongs elsewhere",
        }
    }

    /// In a word or two, for a button.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::FixNow => "Fix now",
            Self::Group => "Group",
            Self::Interim => "Interim",
            Self::Delegate => "Delegate",
            Self::Watch => "Watch",
            Self::Answered => "Answered",
            Self::Out => "Out",
        }
    }

    /// The key of the keyboard that stands for it.
    #[must_use]
    pub fn letter(self) -> &'static str {
        &self.key()[..1]
    }

    /// Whether something of it has to be chosen or written first.
    #[must_use]
    pub fn has_details(self) -> bool {
        matches!(self, Self::FixNow | Self::Delegate | Self::Answered | Self::Out)
    }

    /// Whether others than those who triage read of it, so that it needs its group wording.
    #[must_use]
    pub fn needs_wording(self) -> bool {
        matches!(self, Self::FixNow | Self::Group | Self::Interim | Self::Delegate)
    }

    /// Whether what is told of it is an answer, or only says where the answer will come from.
    #[must_use]
    pub(super) fn is_answer(self) -> bool {
        !matches!(self, Self::Group | Self::Interim)
    }

    /// Where the issue stands then; nothing where asking the service moves it.
    #[must_use]
    pub(super) fn leads_to(self) -> Option<State> {
        match self {
            Self::FixNow => None,
            Self::Group => Some(State::Triaged),
            Self::Interim => Some(State::Interim),
            Self::Delegate => Some(State::Delegated),
            Self::Watch => Some(State::Watched),
            Self::Answered => Some(State::Answered),
            Self::Out => Some(State::Out),
        }
    }
}

/// An outcome with all that belongs to it: what the two sides have to agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The entry of the directory whose contact is asked, and what.
    FixNow {
        /// The entry's key.
        contact: Uuid,
        /// What is asked.
        question: String,
    },
    /// To a meeting.
    Group,
    /// Between two meetings.
    Interim,
    /// The forum, by its entry in the directory or in words.
    Delegate {
        /// The entry's key, where it is one.
        contact: Option<Uuid>,
        /// What the forum is called.
        forum: String,
        /// What is asked.
        question: String,
        /// Until when.
        by: Date,
    },
    /// Until others report the same.
    Watch,
    /// The agreement's number.
    Answered(i64),
    /// Why, from the group's list, and where to go with it.
    Out {
        /// One of the group's reasons.
        reason: String,
        /// The signpost, where one of them is the right one.
        signpost: Option<Signpost>,
    },
}

impl Choice {
    /// Which outcome it is.
    #[must_use]
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::FixNow { .. } => Outcome::FixNow,
            Self::Group => Outcome::Group,
            Self::Interim => Outcome::Interim,
            Self::Delegate { .. } => Outcome::Delegate,
            Self::Watch => Outcome::Watch,
            Self::Answered(_) => Outcome::Answered,
            Self::Out { .. } => Outcome::Out,
        }
    }

    /// The outcome of a word that needs nothing more.
    #[must_use]
    pub(crate) fn plain(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Group => Some(Self::Group),
            Outcome::Interim => Some(Self::Interim),
            Outcome::Watch => Some(Self::Watch),
            Outcome::FixNow | Outcome::Delegate | Outcome::Answered | Outcome::Out => None,
        }
    }
}

/// What one side's co-chair thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct View {
    /// The side the co-chair's seat counts for.
    pub(crate) side: Side,
    /// The co-chair.
    pub(crate) person: Uuid,
    /// Their name.
    pub(crate) name: String,
    /// Whether they are their side's co-chair; else they stood in.
    pub(crate) co_chair: bool,
    /// What they would do.
    pub(crate) choice: Choice,
    /// Under which theme; empty for none.
    pub(crate) theme: String,
    /// Why, in a line.
    pub(crate) reason: String,
    /// What the reporter should read; empty for the group's own words.
    pub(crate) words: String,
    /// Whether they put the difference to the meeting.
    pub(crate) to_meeting: bool,
    /// The four numbers.
    pub(crate) numbers: Option<Numbers>,
}

impl View {
    /// Who gave it: `Dr Ailsa Munro, GP co-chair`.
    #[must_use]
    pub(crate) fn who(&self) -> String {
        let role = if self.co_chair { role_words(Role::CoChair, self.side) } else { format!("for the {}", side_words(self.side)) };
        format!("{}, {role}", self.name)
    }
}

/// A side's view among several.
#[must_use]
pub(crate) fn of(views: &[View], side: Side) -> Option<&View> {
    views.iter().find(|view| view.side == side)
}

/// The side that a side triages with.
#[must_use]
pub(crate) fn other(side: Side) -> Side {
    if side == Side::Gp { Side::Consultant } else { Side::Gp }
}

/// Whether a GP and a consultant want the same, with the same details, under the same theme.
#[must_use]
pub(super) fn settled(views: &[View]) -> bool {
    let wants = |side| of(views, side).map(|view| (&view.choice, &view.theme));
    wants(Side::Gp).is_some() && wants(Side::Gp) == wants(Side::Consultant)
}

/// In what two views differ, as people say it; empty where they do not.
#[must_use]
pub(crate) fn difference(views: &[View]) -> &'static str {
    match (of(views, Side::Gp), of(views, Side::Consultant)) {
        (Some(gp), Some(consultant)) if gp.choice.outcome() != consultant.choice.outcome() => {
            "The two sides would do different things with it."
        }
        (Some(gp), Some(consultant)) if gp.choice != consultant.choice => {
            "The two sides would do the same with it, but not in the same way."
        }
        (Some(gp), Some(consultant)) if gp.theme != consultant.theme => "The two sides name different themes. Agree on one.",
        _ => "",
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn view(side: Side, choice: Choice, theme: &str) -> View {
        let (person, name) = (Uuid::nil(), "A".into());
        View {
            side,
            person,
            name,
            co_chair: true,
            choice,
            theme: theme.into(),
            reason: String::new(),
            words: String::new(),
            to_meeting: false,
            numbers: None,
        }
    }

    #[test]
    fn only_both_sides_together_settle_it() {
        let group = |side, theme| view(side, Choice::Group, theme);
        assert!(!settled(&[]));
        assert!(!settled(&[group(Side::Gp, "results")]));
        assert!(!settled(&[group(Side::Consultant, "results")]));
        assert!(!settled(&[group(Side::Gp, "results"), group(Side::Other, "results")]));
        assert!(!settled(&[group(Side::Gp, "results"), group(Side::Consultant, "discharge")]));
        assert!(settled(&[group(Side::Gp, "results"), group(Side::Consultant, "results")]));
    }

    #[test]
    fn the_same_outcome_with_other_details_settles_nothing() {
        let out = |side, reason: &str| view(side, Choice::Out { reason: reason.into(), signpost: None }, "results");
        let both = [out(Side::Gp, "A complaint"), out(Side::Consultant, "Pay")];
        assert!(!settled(&both) && difference(&both).contains("not in the same way"));
        let both = [out(Side::Gp, "Pay"), view(Side::Consultant, Choice::Watch, "results")];
        assert!(!settled(&both) && difference(&both).contains("different things"));
        let both = [out(Side::Gp, "Pay"), out(Side::Consultant, "Pay")];
        assert!(settled(&both) && difference(&both).is_empty());
    }

    #[test]
    fn every_stored_word_comes_back_as_itself_and_no_key_is_taken_twice() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_key(outcome.key()), Some(outcome));
            assert_eq!(Outcome::ALL.iter().filter(|other| other.letter() == outcome.letter()).count(), 1, "{outcome:?}");
            assert_eq!(Choice::plain(outcome).is_none(), outcome.has_details());
        }
    }
}
