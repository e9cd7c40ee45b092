//! What a door is, and how the time that a form took is counted.

use jiff::civil::Date;
use uuid::Uuid;

/// Whose way in it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The group's own.
    Group,
    /// A network's: its weekly mail, its meeting.
    Network,
    /// A practice's, a ward's or a service's.
    Workplace,
    /// A site with guidance, which links to the form.
    Guidance,
    /// A call for issues on a theme, by whose name it is called. Nobody types one: a call brings it along.
    Call,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Group, Self::Network, Self::Workplace, Self::Guidance, Self::Call];
    /// For a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("workplace", "A practice, ward or service"),
        ("network", "A network"),
        ("guidance", "A guidance site"),
        ("group", "The group itself"),
    ];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Network => "network",
            Self::Workplace => "workplace",
            Self::Guidance => "guidance",
            Self::Call => "call",
        }
    }

    /// The kind of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::CHOICES.iter().find(|(key, _)| *key == self.key()).map_or("A call for issues on a theme", |(_, words)| words)
    }
}

/// A way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// Its key in the database.
    pub id: Uuid,
    /// Its word in addresses: `glebe-surgery`.
    pub key: String,
    /// Whose it is.
    pub kind: Kind,
    /// What people call it.
    pub label: String,
    /// The partnership or site, which is all that is kept of an anonymous report; may be empty.
    pub place: String,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

/// The word that a label becomes in addresses.
#[must_use]
pub(super) fn key_of(label: &str) -> String {
    let small = label.to_lowercase();
    let words = small.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}

/// What a door says of a report: its key, which is kept of nobody anonymous, and where the reporter works.
#[must_use]
pub(super) fn says(door: &Door, anonymous: bool) -> (Option<&str>, &str) {
    match (anonymous, door.kind) {
        (true, _) => (None, &door.place),
        (false, Kind::Workplace) => (Some(&door.key), &door.label),
        (false, _) => (Some(&door.key), ""),
    }
}

/// The times that are told apart: up to so many seconds, and in words. What takes longer is the last.
pub(super) const TIMES: [(i64, &str); 7] = [
    (30, "up to 30 s"),
    (60, "up to 60 s"),
    (90, "up to 90 s"),
    (120, "up to 2 min"),
    (180, "up to 3 min"),
    (300, "up to 5 min"),
    (LONGEST, "over 5 min"),
];

/// Of a form that lay open for longer nobody can say how long it took.
const LONGEST: i64 = 2 * 3_600;

/// Which of the times it is; none for what cannot be.
#[must_use]
pub(super) fn bucket(seconds: i64) -> Option<i64> {
    let at = TIMES.iter().position(|(most, _)| (1..=*most).contains(&seconds))?;
    i64::try_from(at).ok()
}

/// A count as it is shown: few people could be told apart.
#[must_use]
pub(super) fn told(n: i64) -> String {
    match n {
        0 => "none".into(),
        1..=4 => "fewer than 5".into(),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn a_label_becomes_a_word_of_an_address() {
        assert_eq!(key_of("Glebe Surgery, Kilbrae"), "glebe-surgery-kilbrae");
        assert_eq!(key_of("  Ward 4 (East) "), "ward-4-east");
        assert_eq!(key_of("漢字"), "");
        assert!(key_of(&"long name ".repeat(9)).len() <= 40);
    }

    #[test]
    fn times_fall_into_coarse_buckets_and_the_impossible_is_not_counted() {
        for (seconds, at) in [(0, None), (-5, None), (1, Some(0)), (30, Some(0)), (31, Some(1)), (301, Some(6)), (7_201, None)] {
            assert_eq!(bucket(seconds), at, "{seconds}");
        }
    }

    #[test]
    fn of_an_anonymous_report_a_door_says_only_the_coarse_place() {
        let door = |kind| Door {
            id: Uuid::nil(),
            key: "ward-4".into(),
            kind,
            label: "Ward 4".into(),
            place: "Kilbrae Hospital".into(),
            closed_on: None,
        };
        assert_eq!(says(&door(Kind::Workplace), true), (None, "Kilbrae Hospital"));
        assert_eq!(says(&door(Kind::Workplace), false), (Some("ward-4"), "Ward 4"));
        assert_eq!(says(&door(Kind::Network), false), (Some("ward-4"), ""));
    }

    #[test]
    fn few_are_not_told_apart() {
        assert_eq!([0, 1, 4, 5].map(told), ["none", "fewer than 5", "fewer than 5", "5"]);
    }
}
