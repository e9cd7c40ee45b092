//! Who sits on the made-up board.

use group::{membership::Side, permissions::Role};

/// Somebody of the board, with their first seat.
pub(super) struct Cast {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) role: Role,
    pub(super) side: Side,
    pub(super) core: bool,
    pub(super) post: &'static str,
}

const fn cast(name: &'static str, email: &'static str, role: Role, side: Side, core: bool, post: &'static str) -> Cast {
    Cast { name, email, role, side, core, post }
}

/// Twelve members in balance, their administrator, and a reader of the parent group.
pub(super) const CAST: &[Cast] = &[
    cast(
        "Morag Sinclair",
        "morag.sinclair@northmoor.example",
        Role::Administrator,
        Side::Other,
        false,
        "Group administrator, NHS North Moor",
    ),
    cast("Dr Ailsa Munro", "ailsa.munro@glebe-practice.example", Role::CoChair, Side::Gp, true, "GP, Glebe Practice, East Moor"),
    cast(
        "Dr Tunde Adeyemi",
        "tunde.adeyemi@northmoor.example",
        Role::CoChair,
        Side::Consultant,
        true,
        "Consultant physician, Moorfield General",
    ),
    cast("Dr Callum Reid", "callum.reid@harbour-surgery.example", Role::Member, Side::Gp, true, "GP, Harbour Surgery, The Isles"),
    cast("Dr Priya Nair", "priya.nair@northmoor.example", Role::Member, Side::Gp, true, "GP, Moor Night Service"),
    cast("Dr Hamish Doull", "hamish.doull@lmc.example", Role::Member, Side::Gp, true, "GP and LMC member, West Moor"),
    cast(
        "Dr Katarzyna Wójcik",
        "katarzyna.wojcik@station-road.example",
        Role::Member,
        Side::Gp,
        true,
        "GP with IT role, Station Road Practice",
    ),
    cast(
        "Ms Rukhsana Malik",
        "rukhsana.malik@northmoor.example",
        Role::Member,
        Side::Consultant,
        true,
        "Consultant surgeon, Strathallan Infirmary",
    ),
    cast(
        "Dr Eilidh MacPhee",
        "eilidh.macphee@northmoor.example",
        Role::Member,
        Side::Consultant,
        true,
        "Consultant psychiatrist, Linn House",
    ),
    cast("Dr Wei Zhang", "wei.zhang@northmoor.example", Role::Member, Side::Consultant, true, "Consultant biochemist, Moorfield General"),
    cast(
        "Dr Omar Haddad",
        "omar.haddad@northmoor.example",
        Role::Member,
        Side::Consultant,
        true,
        "Emergency consultant, consultant committee",
    ),
    cast("Shona Galbraith", "shona.galbraith@northmoor.example", Role::Member, Side::Other, false, "Lead nurse, community services"),
    cast("Iain Petrie", "iain.petrie@northmoor.example", Role::Member, Side::Other, false, "Quality improvement manager"),
    cast("Fiona Laidlaw", "fiona.laidlaw@northmoor.example", Role::Reader, Side::Other, false, "Secretary, Clinical Management Group"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_members_sit_in_balance() {
        let members = CAST.iter().filter(|cast| matches!(cast.role, Role::Member | Role::CoChair));
        assert_eq!(members.count(), 12);
        let core = |side| CAST.iter().filter(|cast| cast.core && cast.side == side).count();
        assert_eq!(core(Side::Gp), core(Side::Consultant));
    }
}
