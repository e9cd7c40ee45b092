//! Seats, sides and balance. Only core members count: GPs and consultants shall be as many.

use uuid::Uuid;

use crate::permissions::Role;

/// Which side a seat counts for. A side belongs to a seat and decides balance, keys and quorum; where a report
/// comes from is its *sector*, which is another thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// General practice.
    Gp,
    /// Hospital consultants.
    Consultant,
    /// Neither: nurses, managers, lay members, the administrator.
    Other,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 3] = [Self::Gp, Self::Consultant, Self::Other];

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Gp => "gp",
            Self::Consultant => "consultant",
            Self::Other => "other",
        }
    }

    /// The side of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Gp => "GP",
            Self::Consultant => "Consultant",
            Self::Other => "Other",
        }
    }
}

/// What somebody is in the group, in words: `GP co-chair`, `Consultant member`, `Administrator`.
#[must_use]
pub fn role_words(role: Role, side: Side) -> String {
    match (role, side) {
        (Role::Administrator, _) => "Administrator".into(),
        (Role::Reader, _) => "Reader".into(),
        (Role::CoChair, side) => format!("{} co-chair", side.words()),
        (Role::Member, Side::Other) => "Member".into(),
        (Role::Member, side) => format!("{} member", side.words()),
    }
}

/// As [`role_words`], and whether they stand in for their side's co-chair: `GP member, deputy co-chair`.
#[must_use]
pub fn seat_words(role: Role, side: Side, deputy: bool) -> String {
    role_words(role, side) + if deputy { ", deputy co-chair" } else { "" }
}

/// A side as the holder of a key: `GP side`.
#[must_use]
pub fn side_words(side: Side) -> &'static str {
    match side {
        Side::Gp => "GP side",
        Side::Consultant => "consultant side",
        Side::Other => "other side",
    }
}

/// Who turned a side's key: `Dr Ailsa Munro, GP co-chair`, or on whose behalf.
#[must_use]
pub fn key_holder(name: &str, side: Side, deputy: bool) -> String {
    let chair = role_words(Role::CoChair, side);
    if deputy { format!("{name}, for the {chair}") } else { format!("{name}, {chair}") }
}

/// A person's seat in a group.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Whose it is.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Whether they run the installation as well.
    pub operator: bool,
    /// What they are in the group.
    pub role: Role,
    /// The side it counts for.
    pub side: Side,
    /// Whether it counts in the balance.
    pub core: bool,
    /// Whether they stand in for their side's co-chair.
    pub deputy: bool,
    /// What they do and where: `Consultant physician, Moorfield General`.
    pub post: String,
}

/// The seat that a name, a mail address or a person's key means. `None` when nobody is called so, or more than one.
#[must_use]
pub fn find_seat<'a>(seats: &'a [Seat], named: &str) -> Option<&'a Seat> {
    let named = named.trim();
    let key: Option<Uuid> = named.parse().ok();
    let is = |seat: &&Seat| key == Some(seat.person) || seat.name.eq_ignore_ascii_case(named) || seat.email.eq_ignore_ascii_case(named);
    let mut found = seats.iter().filter(is);
    found.next().filter(|_| found.next().is_none())
}

/// How many core seats each side has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Core seats of GPs.
    pub gps: usize,
    /// Core seats of consultants.
    pub consultants: usize,
}

impl Balance {
    /// Of these seats.
    #[must_use]
    pub fn of(seats: &[Seat]) -> Self {
        let count = |side| seats.iter().filter(|seat| seat.core && seat.side == side).count();
        Self { gps: count(Side::Gp), consultants: count(Side::Consultant) }
    }

    /// In a sentence. It states a fact and blames nobody.
    #[must_use]
    pub fn words(self) -> String {
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let counts = format!("{} GP{} and {} consultant{}", self.gps, plural(self.gps), self.consultants, plural(self.consultants));
        match self.gps.cmp(&self.consultants) {
            std::cmp::Ordering::Equal => format!("In balance: {counts}."),
            std::cmp::Ordering::Less => format!("{counts}: {} more GPs would balance the group.", self.consultants - self.gps),
            std::cmp::Ordering::Greater => format!("{counts}: {} more consultants would balance the group.", self.gps - self.consultants),
        }
    }
}
