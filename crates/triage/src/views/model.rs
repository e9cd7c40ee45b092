//! What can be done with an issue, and when both sides agree.

use group::membership::Side;
use uuid::Uuid;

/// What is done with an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The group speaks about it, at the next meeting on its theme.
    Group,
}

impl Outcome {
    /// Every outcome, with its words, as choices of a form.
    pub const CHOICES: &[(&str, &str)] = &[("group", "To the next meeting on its theme")];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Group => "group",
        }
    }

    /// The outcome of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        (key == Self::Group.key()).then_some(Self::Group)
    }
}

/// What one side's co-chair thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct View {
    /// The side the co-chair's seat counts for.
    pub(super) side: Side,
    /// The co-chair.
    pub(super) person: Uuid,
    /// Their name.
    pub(super) name: String,
    /// What they would do.
    pub(super) outcome: Outcome,
    /// Under which theme.
    pub(super) theme: String,
}

/// Whether a GP and a consultant want the same, under the same theme.
#[must_use]
pub(super) fn settled(views: &[View]) -> bool {
    let of = |side| views.iter().find(|view| view.side == side).map(|view| (view.outcome, &view.theme));
    of(Side::Gp).is_some() && of(Side::Gp) == of(Side::Consultant)
}

#[cfg(test)]
mod unit {
    use super::*;

    fn view(side: Side, theme: &str) -> View {
        View { side, person: Uuid::nil(), name: "A".into(), outcome: Outcome::Group, theme: theme.into() }
    }

    #[test]
    fn only_both_sides_together_settle_it() {
        assert!(!settled(&[]));
        assert!(!settled(&[view(Side::Gp, "results")]));
        assert!(!settled(&[view(Side::Consultant, "results")]));
        assert!(!settled(&[view(Side::Gp, "results"), view(Side::Other, "results")]));
        assert!(!settled(&[view(Side::Gp, "results"), view(Side::Consultant, "discharge")]));
        assert!(settled(&[view(Side::Gp, "results"), view(Side::Consultant, "results")]));
    }
}
