//! As what somebody sits in the group: one choice that settles role, side, and whether the seat counts in the balance.

use super::model::Side;
use crate::permissions::Role;

/// As what somebody sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// A GP among the core members.
    Gp,
    /// A consultant among the core members.
    Consultant,
    /// Leads the group for the GPs.
    GpCoChair,
    /// Leads the group for the consultants.
    ConsultantCoChair,
    /// Keeps the group's work going.
    Administrator,
    /// A manager of the board or of a partnership.
    Manager,
    /// A nurse.
    Nurse,
    /// An allied health professional.
    Ahp,
    /// A pharmacist.
    Pharmacist,
    /// Somebody from education and training.
    Education,
    /// A lay member.
    Lay,
    /// A GP who does not count in the balance.
    InvitedGp,
    /// A consultant who does not count in the balance.
    InvitedConsultant,
    /// Somebody else who is invited.
    Invited,
    /// Reads what is published.
    Reader,
}

impl Capacity {
    /// Every one, as a form offers them.
    pub const ALL: [Self; 15] = [
        Self::Gp,
        Self::Consultant,
        Self::GpCoChair,
        Self::ConsultantCoChair,
        Self::Administrator,
        Self::Manager,
        Self::Nurse,
        Self::Ahp,
        Self::Pharmacist,
        Self::Education,
        Self::Lay,
        Self::InvitedGp,
        Self::InvitedConsultant,
        Self::Invited,
        Self::Reader,
    ];

    /// The word that forms hold and that is stored with a vacancy.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Gp => "gp",
            Self::Consultant => "consultant",
            Self::GpCoChair => "gp-co-chair",
            Self::ConsultantCoChair => "consultant-co-chair",
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Nurse => "nurse",
            Self::Ahp => "ahp",
            Self::Pharmacist => "pharmacist",
            Self::Education => "education",
            Self::Lay => "lay",
            Self::InvitedGp => "invited-gp",
            Self::InvitedConsultant => "invited-consultant",
            Self::Invited => "other",
            Self::Reader => "reader",
        }
    }

    /// The one of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capacity| capacity.key() == key)
    }

    /// As people say it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Gp => "GP member",
            Self::Consultant => "Consultant member",
            Self::GpCoChair => "GP co-chair",
            Self::ConsultantCoChair => "Consultant co-chair",
            Self::Administrator => "Administrator",
            Self::Manager => "Manager",
            Self::Nurse => "Nurse",
            Self::Ahp => "Allied health professional",
            Self::Pharmacist => "Pharmacist",
            Self::Education => "Education and training",
            Self::Lay => "Lay member",
            Self::InvitedGp => "GP, invited",
            Self::InvitedConsultant => "Consultant, invited",
            Self::Invited => "Somebody else, invited",
            Self::Reader => "Reader: sees what is published",
        }
    }

    /// What role such a person has.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Self::GpCoChair | Self::ConsultantCoChair => Role::CoChair,
            Self::Administrator => Role::Administrator,
            Self::Reader => Role::Reader,
            _ => Role::Member,
        }
    }

    /// For which side the seat is.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Gp | Self::GpCoChair | Self::InvitedGp => Side::Gp,
            Self::Consultant | Self::ConsultantCoChair | Self::InvitedConsultant => Side::Consultant,
            _ => Side::Other,
        }
    }

    /// Whether the seat counts in the balance and for the quorum.
    #[must_use]
    pub fn core(self) -> bool {
        matches!(self, Self::Gp | Self::Consultant | Self::GpCoChair | Self::ConsultantCoChair)
    }

    /// What is kept beside role and side, of those invited.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Manager | Self::Nurse | Self::Ahp | Self::Pharmacist | Self::Education | Self::Lay => self.key(),
            _ => "",
        }
    }

    /// The one of a seat as it is kept.
    #[must_use]
    pub fn of(role: Role, side: Side, core: bool, kind: &str) -> Self {
        match (role, side) {
            (Role::Administrator, _) => Self::Administrator,
            (Role::Reader, _) => Self::Reader,
            (Role::CoChair, Side::Consultant) => Self::ConsultantCoChair,
            (Role::CoChair, _) => Self::GpCoChair,
            (Role::Member, Side::Gp) if core => Self::Gp,
            (Role::Member, Side::Consultant) if core => Self::Consultant,
            (Role::Member, Side::Gp) => Self::InvitedGp,
            (Role::Member, Side::Consultant) => Self::InvitedConsultant,
            (Role::Member, Side::Other) => {
                Self::from_key(kind).filter(|capacity| capacity.kind() == kind && !kind.is_empty()).unwrap_or(Self::Invited)
            }
        }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_is_kept_of_a_seat_leads_back_to_the_choice() {
        for capacity in Capacity::ALL {
            assert_eq!(Capacity::of(capacity.role(), capacity.side(), capacity.core(), capacity.kind()), capacity);
            assert_eq!(Capacity::from_key(capacity.key()), Some(capacity));
        }
    }

    #[test]
    fn core_seats_are_gps_and_consultants_as_many_kinds_of_each() {
        let core = |side| Capacity::ALL.into_iter().filter(|capacity| capacity.core() && capacity.side() == side).count();
        assert_eq!((core(Side::Gp), core(Side::Consultant), core(Side::Other)), (2, 2, 0));
    }
}
