//! What an entry of the directory is, when its contact is asked, and how that is said.

use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

/// What an entry is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A department, a clinic, a laboratory.
    Service,
    /// A hospital or another site with many services.
    Hospital,
    /// A general practice.
    Practice,
    /// A committee or another group.
    Committee,
    /// Anything else.
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Service, Self::Hospital, Self::Practice, Self::Committee, Self::Other];
    /// For a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] =
        &[("service", "Service"), ("hospital", "Hospital"), ("practice", "Practice"), ("committee", "Committee"), ("other", "Other")];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Hospital => "hospital",
            Self::Practice => "practice",
            Self::Committee => "committee",
            Self::Other => "other",
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
        Self::CHOICES.iter().find(|(key, _)| *key == self.key()).map_or("", |(_, words)| words)
    }

    /// The kind that some words name, as people write them in tables.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if says(&["practice", "surgery", "medical centre", "health centre"]) {
            Some(Self::Practice)
        } else if says(&["committee", "group", "forum", "council"]) {
            Some(Self::Committee)
        } else if says(&["service", "department", "clinic", "ward", "laborator", "unit", "team"]) {
            Some(Self::Service)
        } else if says(&["hospital", "infirmary"]) {
            Some(Self::Hospital)
        } else {
            says(&["other"]).then_some(Self::Other)
        }
    }
}

/// Where an entry belongs, for those of which that can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sector {
    /// General practice and what belongs to it.
    Primary,
    /// Hospitals.
    Secondary,
    /// Both of them, or neither.
    Both,
}

impl Sector {
    /// Every sector.
    pub const ALL: [Self; 3] = [Self::Primary, Self::Secondary, Self::Both];

    /// The word that is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Both => "both",
        }
    }

    /// The sector of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sector| sector.key() == key)
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Primary => "Primary care",
            Self::Secondary => "Secondary care",
            Self::Both => "Both, or neither",
        }
    }
}

/// Somebody by name and mail address; either may be empty. They need no account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their mail address, in small letters.
    pub email: String,
}

impl Person {
    /// In a line: `Ailsa Munro, ailsa@example.scot`; empty where nothing is known.
    #[must_use]
    pub fn words(&self) -> String {
        [self.name.as_str(), self.email.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Who stands above an entry: whom one would write to when nobody answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Above {
    /// Another entry, with its own contact.
    Entry(Uuid),
    /// Somebody by name; nobody, where both are empty.
    Person(Person),
}

impl Default for Above {
    fn default() -> Self {
        Self::Person(Person::default())
    }
}

/// An entry of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub id: Uuid,
    /// How often it was changed.
    pub version: i64,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it belongs.
    pub sector: Option<Sector>,
    /// What else the group wants to know of it.
    pub note: String,
    /// Who answers for it.
    pub contact: Person,
    /// What the contact does.
    pub post: String,
    /// Who answers when the contact is away.
    pub deputy: Person,
    /// Who stands above it.
    pub above: Above,
    /// When the contact agreed to be it.
    pub agreed_on: Option<Date>,
    /// When the contact last said that what we hold is right.
    pub confirmed_on: Option<Date>,
    /// When the contact was last asked by mail.
    pub asked_on: Option<Date>,
    /// When they were reminded of that.
    pub reminded_on: Option<Date>,
    /// When it was taken out of the directory.
    pub retired_on: Option<Date>,
}

/// After so many days without an answer a contact is reminded, once.
pub(super) const REMIND_DAYS: i64 = 21;
/// So many days a link is good.
pub(super) const LINK_DAYS: i64 = 120;

impl Entry {
    /// Whether the contact was asked and has not answered.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.asked_on.is_some_and(|asked| self.confirmed_on.is_none_or(|confirmed| confirmed < asked))
    }

    /// Where it stands with its contact, in plain words.
    #[must_use]
    pub fn standing(&self, today: Date) -> String {
        let day = |day: Date| day.strftime("%-d %B %Y").to_string();
        match (self.contact.email.is_empty(), self.confirmed_on, self.asked_on) {
            (true, ..) => "No contact yet".into(),
            (_, Some(confirmed), Some(asked)) if self.waits() => {
                format!("Confirmed {}, asked again on {}", ago(confirmed, today), day(asked))
            }
            (_, Some(confirmed), _) => format!("Confirmed {}", ago(confirmed, today)),
            (_, None, Some(asked)) => format!("Asked on {}, no answer yet", day(asked)),
            (_, None, None) if self.agreed_on.is_some() => "Agreed, not confirmed yet".into(),
            (_, None, None) => "Not asked yet".into(),
        }
    }
}

/// An age in words that suit years: `today`, `12 days ago`, `5 months ago`, `2 years ago`.
fn ago(from: Date, today: Date) -> String {
    let days = (today - from).get_days().max(0);
    let some = |n: i32, one: &str, many: &str| if n == 1 { format!("{n} {one} ago") } else { format!("{n} {many} ago") };
    match days {
        0 => "today".into(),
        1 => "yesterday".into(),
        2..=59 => some(days, "day", "days"),
        60..=729 => some(days / 30, "month", "months"),
        _ => some(days / 365, "year", "years"),
    }
}

/// What a contact is to be mailed today about their entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The yearly question, about all of their entries.
    Ask,
    /// The reminder, about those that wait.
    Remind,
    /// Nothing.
    Nothing,
}

/// What is due to one contact: the yearly question once the oldest of their answers is `months` old, and never twice in
/// that time; one reminder. Who was never asked is not asked by a schedule: a person decides on the first mail.
#[must_use]
pub(super) fn due(entries: &[Entry], months: i64, today: Date) -> Due {
    let before = |date: Date, since: jiff::Span| today.checked_sub(since).is_ok_and(|limit| date <= limit);
    let asked_lately = entries.iter().any(|entry| entry.asked_on.is_some_and(|asked| !before(asked, months.months())));
    let old = entries.iter().any(|entry| entry.confirmed_on.is_some_and(|confirmed| before(confirmed, months.months())));
    if months > 0 && old && !asked_lately {
        return Due::Ask;
    }
    let forgotten = |entry: &Entry| {
        entry.waits() && entry.reminded_on.is_none() && entry.asked_on.is_some_and(|asked| before(asked, REMIND_DAYS.days()))
    };
    if entries.iter().any(forgotten) { Due::Remind } else { Due::Nothing }
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    fn entry(confirmed_on: Option<Date>, asked_on: Option<Date>, reminded_on: Option<Date>) -> Entry {
        Entry {
            id: Uuid::nil(),
            version: 1,
            name: "Echo".into(),
            kind: Kind::Service,
            sector: None,
            note: String::new(),
            contact: Person { name: "A".into(), email: "a@b.example".into() },
            post: String::new(),
            deputy: Person::default(),
            above: Above::default(),
            agreed_on: confirmed_on,
            confirmed_on,
            asked_on,
            reminded_on,
            retired_on: None,
        }
    }

    const TODAY: Date = date(2027, 6, 1);

    #[test]
    fn a_contact_is_asked_once_a_year_and_reminded_once() {
        let old = Some(date(2026, 6, 1));
        let new = Some(date(2026, 6, 2));
        let day = |month, day| Some(date(2027, month, day));
        for (name, entries, expected) in [
            ("a year ago", vec![entry(old, None, None)], Due::Ask),
            ("not quite", vec![entry(new, None, None)], Due::Nothing),
            ("never confirmed", vec![entry(None, None, None)], Due::Nothing),
            ("asked lately for another entry", vec![entry(old, None, None), entry(new, day(5, 30), None)], Due::Nothing),
            ("asked three weeks ago", vec![entry(old, day(5, 11), None)], Due::Remind),
            ("asked not quite so long ago", vec![entry(old, day(5, 12), None)], Due::Nothing),
            ("reminded already", vec![entry(old, day(4, 1), day(4, 22))], Due::Nothing),
            ("answered", vec![entry(day(5, 1), day(4, 1), None)], Due::Nothing),
            ("asked a year ago in vain", vec![entry(old, Some(date(2026, 6, 1)), Some(date(2026, 6, 22)))], Due::Ask),
            ("the first question in vain", vec![entry(None, day(5, 1), None)], Due::Remind),
        ] {
            assert_eq!(due(&entries, 12, TODAY), expected, "{name}");
        }
        assert_eq!(due(&[entry(old, None, None)], 0, TODAY), Due::Nothing, "a group can do without");
    }

    #[test]
    fn how_it_stands_is_said_in_plain_words() {
        let said = |entry: &Entry| entry.standing(TODAY);
        assert_eq!(said(&entry(Some(date(2027, 1, 2)), None, None)), "Confirmed 5 months ago");
        assert_eq!(said(&entry(Some(TODAY), None, None)), "Confirmed today");
        assert_eq!(said(&entry(None, None, None)), "Not asked yet");
        assert_eq!(said(&entry(None, Some(date(2027, 5, 3)), None)), "Asked on 3 May 2027, no answer yet");
        assert_eq!(said(&entry(Some(date(2025, 5, 1)), Some(date(2027, 5, 3)), None)), "Confirmed 2 years ago, asked again on 3 May 2027");
        assert_eq!(said(&Entry { contact: Person::default(), ..entry(None, None, None) }), "No contact yet");
    }

    #[test]
    fn kinds_are_read_as_people_write_them() {
        for (text, kind) in [
            ("GP practice", Kind::Practice),
            ("Cardiology Department", Kind::Service),
            ("hospital site", Kind::Hospital),
            ("Local committee", Kind::Committee),
            ("Others", Kind::Other),
        ] {
            assert_eq!(Kind::named(text), Some(kind), "{text}");
        }
        assert_eq!(Kind::named("spaceship"), None);
    }
}
