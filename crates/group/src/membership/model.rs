//! Seats, sides and balance. Only core members count: GPs and consultants shall be as many.

use jiff::civil::Date;
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
    /// The two that lead and decide together.
    pub const BOTH: [Self; 2] = [Self::Gp, Self::Consultant];

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

    /// As it stands within a sentence: `GP`, `consultant`.
    #[must_use]
    pub fn within(self) -> &'static str {
        match self {
            Self::Gp => "GP",
            Self::Consultant => "consultant",
            Self::Other => "other",
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

/// As [`role_words`], of somebody who holds their side's key for a stated time:
/// `GP member, acting for the GP co-chair until 12 March 2027`.
#[must_use]
pub fn acting_words(role: Role, side: Side, until: Date) -> String {
    format!("{}, acting for the {} co-chair until {}", role_words(role, side), side.within(), day(until))
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

/// Who turned a side's key: `Dr Ailsa Munro, GP co-chair`, or on whose behalf. A deputy and a member who acts for a time
/// are one here.
#[must_use]
pub fn key_holder(name: &str, side: Side, deputy: bool) -> String {
    let chair = role_words(Role::CoChair, side);
    if deputy { format!("{name}, for the {chair}") } else { format!("{name}, {chair}") }
}

/// `12 March 2027`.
pub(super) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
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
    /// What an invited person is there as: `nurse`; empty for everybody else.
    pub kind: String,
    /// Whether they stand in for their side's co-chair.
    pub deputy: bool,
    /// What they do and where: `Consultant physician, Moorfield General`.
    pub post: String,
    /// Since when they sit as what they are.
    pub from_on: Date,
    /// When the term ends. The seat stays until somebody ends it.
    pub until_on: Option<Date>,
    /// The first and the last day on which a co-chair is away.
    pub away: Option<(Date, Date)>,
    /// Until when they act for their side's co-chair, if they were chosen to.
    pub acting_until: Option<Date>,
}

impl Seat {
    /// Until when they act for their side's co-chair, if they do on a day.
    #[must_use]
    pub fn acting_on(&self, day: Date) -> Option<Date> {
        self.acting_until.filter(|until| self.core && *until >= day)
    }

    /// Whether they hold their side's key on a day.
    #[must_use]
    pub fn holds_key(&self, day: Date) -> bool {
        self.role == Role::CoChair || self.deputy || self.acting_on(day).is_some()
    }

    /// Whether they are away on a day.
    #[must_use]
    pub fn is_away(&self, day: Date) -> bool {
        self.away.is_some_and(|(from, until)| from <= day && day <= until)
    }

    /// What they are on a day: `GP member, deputy co-chair`, `Nurse`.
    #[must_use]
    pub fn words(&self, day: Date) -> String {
        if let Some(until) = self.acting_on(day) {
            return acting_words(self.role, self.side, until);
        }
        seat_words_of(self.role, self.side, self.core, &self.kind) + if self.deputy { ", deputy co-chair" } else { "" }
    }

    /// When the term ends, in words; empty for a seat without an end.
    #[must_use]
    pub fn term_words(&self, today: Date) -> String {
        match self.until_on {
            Some(until) if until < today => format!("term ran out on {}", day(until)),
            Some(until) => format!("until {}", day(until)),
            None => String::new(),
        }
    }
}

/// What a seat is, also that of somebody invited: `GP member`, `GP, invited`, `Nurse`.
pub(super) fn seat_words_of(role: Role, side: Side, core: bool, kind: &str) -> String {
    match (role, side, super::Capacity::of(role, side, core, kind)) {
        (Role::Member, Side::Other, capacity) if !kind.is_empty() => capacity.words().to_owned(),
        (Role::Member, Side::Gp | Side::Consultant, _) if !core => format!("{}, invited", side.words()),
        _ => role_words(role, side),
    }
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

    /// `5 GPs and 1 consultant`.
    #[must_use]
    pub fn counts(self) -> String {
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        format!("{} GP{} and {} consultant{}", self.gps, plural(self.gps), self.consultants, plural(self.consultants))
    }

    /// In a sentence. It states a fact and blames nobody.
    #[must_use]
    pub fn words(self) -> String {
        let counts = self.counts();
        let more = |n: usize, one: &str| format!("{n} more {one}{}", if n == 1 { "" } else { "s" });
        match self.gps.cmp(&self.consultants) {
            std::cmp::Ordering::Equal => format!("In balance: {counts}."),
            std::cmp::Ordering::Less => format!("{counts}: {} would balance the group.", more(self.consultants - self.gps, "GP")),
            std::cmp::Ordering::Greater => {
                format!("{counts}: {} would balance the group.", more(self.gps - self.consultants, "consultant"))
            }
        }
    }
}
