//! What people bring to the group, what the group wants covered, and who covers it. Gaps advise; they never block.

use uuid::Uuid;

use super::super::model::Seat;
use crate::permissions::Role;

/// What kind of thing somebody brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TagKind {
    /// They work at a hospital site.
    Site,
    /// They work in a health and social care partnership.
    Partnership,
    /// A capability, one of [`CAPABILITIES`].
    Capability,
}

impl TagKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Site, Self::Partnership, Self::Capability];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Partnership => "partnership",
            Self::Capability => "capability",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// What somebody can bring beside the place where they work: the stored word, and as it stands within a sentence.
pub const CAPABILITIES: &[(&str, &str)] = &[
    ("in-hours", "in hours"),
    ("out-of-hours", "out of hours"),
    ("lmc", "LMC or GP sub-committee"),
    ("consultant-committee", "consultant committee"),
    ("medical-director", "medical director"),
    ("it", "IT"),
    ("education", "education and training"),
    ("management", "management"),
];

/// Something that somebody brings: a site, a partnership or a capability. It is a mark on their seat and never a seat more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// What kind of thing.
    pub kind: TagKind,
    /// The place's name, or the capability's stored word.
    pub name: String,
}

impl Tag {
    /// A tag.
    #[must_use]
    pub fn new(kind: TagKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// As it stands within a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let known = CAPABILITIES.iter().find(|(key, _)| self.kind == TagKind::Capability && *key == self.name);
        known.map_or_else(|| self.name.clone(), |(_, words)| (*words).to_owned())
    }

    /// As it stands at the head of a line.
    #[must_use]
    pub fn title(&self) -> String {
        let words = self.words();
        let mut letters = words.chars();
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
    }

    /// Whether both say the same, however they are spelt.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name.to_lowercase() == other.name.to_lowercase()
    }
}

/// What somebody brings, as one text: who changes it shows what they saw.
#[must_use]
pub(super) fn seen(tags: &[Tag]) -> String {
    let mut lines: Vec<String> = tags.iter().map(|tag| format!("{}:{}", tag.kind.key(), tag.name)).collect();
    lines.sort();
    lines.join("\n")
}

/// Something that the group wants covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// What.
    pub tag: Tag,
    /// By how many people at least.
    pub at_least: i64,
    /// Whether it would only help.
    pub helpful: bool,
}

impl Want {
    /// A want of one person.
    #[must_use]
    pub fn one(tag: Tag, helpful: bool) -> Self {
        Self { tag, at_least: 1, helpful }
    }
}

/// What a group without terms wants covered.
#[must_use]
pub(super) fn default_wants() -> Vec<Want> {
    CAPABILITIES.iter().enumerate().map(|(at, (key, _))| Want::one(Tag::new(TagKind::Capability, *key), at > 3)).collect()
}

/// A place of the group's own lists: a site or a partnership.
pub type Place = Tag;

/// What holds for the membership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MembershipRules {
    /// How many core members there shall be, if that is said.
    pub core_size: Option<i64>,
    /// Whether GPs and consultants shall be as many.
    pub parity: bool,
    /// So many days before its end a term is named.
    pub ends_soon_days: i64,
}

impl Default for MembershipRules {
    fn default() -> Self {
        Self { core_size: None, parity: true, ends_soon_days: 90 }
    }
}

/// Something wanted, and who covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is wanted.
    pub want: Want,
    /// The names of who covers it.
    pub by: Vec<String>,
}

impl Row {
    /// How it stands: `Nobody`, `One person`, `Two or more`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self.by.len() {
            0 => "Nobody",
            1 => "One person",
            _ => "Two or more",
        }
    }

    /// Whether fewer cover it than the group wants.
    #[must_use]
    pub fn is_short(&self) -> bool {
        i64::try_from(self.by.len()).unwrap_or(i64::MAX) < self.want.at_least
    }
}

/// Who covers what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// What is wanted, in the group's order; then its places, for which nothing more is said.
    pub rows: Vec<Row>,
}

impl Coverage {
    /// Of the people who sit in the group; readers cover nothing.
    #[must_use]
    pub fn of(wants: &[Want], places: &[Place], seats: &[Seat], tags: &[(Uuid, Tag)]) -> Self {
        let listed = places.iter().filter(|place| !wants.iter().any(|want| want.tag.is(place)));
        let all = wants.iter().cloned().chain(listed.map(|place| Want::one(place.clone(), false)));
        let by = |want: &Want| {
            let covers =
                |seat: &&Seat| seat.role != Role::Reader && tags.iter().any(|(person, tag)| *person == seat.person && tag.is(&want.tag));
            seats.iter().filter(covers).map(|seat| seat.name.clone()).collect()
        };
        Self { rows: all.map(|want| Row { by: by(&want), want }).collect() }
    }

    /// The gaps, in one sentence or a few. They advise.
    #[must_use]
    pub fn words(&self) -> String {
        let names = |keep: &dyn Fn(&&Row) -> bool| self.rows.iter().filter(keep).map(|row| row.want.tag.words()).collect::<Vec<_>>();
        let mut out = Vec::new();
        let nobody = names(&|row| row.by.is_empty() && !row.want.helpful);
        if !nobody.is_empty() {
            out.push(format!("Nobody covers {}.", listed(&nobody, "or")));
        }
        for row in self.rows.iter().filter(|row| row.is_short() && !row.by.is_empty()) {
            out.push(format!("{} of the {} wanted for {}.", row.by.len(), row.want.at_least, row.want.tag.words()));
        }
        let alone = names(&|row| row.by.len() == 1 && !row.is_short());
        if !alone.is_empty() {
            out.push(format!("One person alone covers {}.", listed(&alone, "and")));
        }
        let helpful = names(&|row| row.by.is_empty() && row.want.helpful);
        if !helpful.is_empty() {
            out.push(format!("It would help to have somebody for {}.", listed(&helpful, "and")));
        }
        match (out.is_empty(), self.rows.is_empty()) {
            (true, true) => "Nothing is said yet about what the membership covers.".into(),
            (true, false) => "Everything that is wanted is covered by two people or more.".into(),
            (false, _) => out.join(" "),
        }
    }
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {and} {last}", rest.join(", ")),
    }
}
