//! What a network is.

use group::membership::Side;
use jiff::civil::Date;
use terms::cadence::Cadence;
use uuid::Uuid;

/// What a network takes from us: the way on which an edition reaches its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Its editor takes our text into their own mail or newsletter.
    Copy,
    /// One address that sends our mail on as it is.
    List,
    /// Addresses that Brig keeps, each with a mail of its own.
    Recipients,
    /// A page that everybody can read.
    Page,
    /// A sheet for notice boards, to be printed.
    Print,
    /// A feed for news readers.
    Feed,
    /// A channel of Microsoft Teams.
    Teams,
    /// A group that gets the minute.
    Minute,
}

/// Every kind, in the order in which people choose.
const ALL: [Takes; 8] = [Takes::Copy, Takes::List, Takes::Recipients, Takes::Page, Takes::Print, Takes::Feed, Takes::Teams, Takes::Minute];

impl Takes {
    /// Every value with its words, as choices of a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] = &[
        ("copy", "Decisions, as text for its editor to take over"),
        ("list", "Decisions, as a mail that its address sends on"),
        ("page", "Decisions, on a page that everybody can read"),
        ("print", "Decisions, as a sheet to print for notice boards"),
        ("feed", "Decisions, in a feed for news readers"),
        ("teams", "Decisions, as a card in a Teams channel"),
        ("recipients", "Decisions, as a mail to each address of a list that Brig keeps"),
        ("minute", "The minute, when it is published"),
    ];

    /// What it may be changed to: a group that gets the minute stays one, and so does a list that we keep, because its addresses
    /// were given for that. All others are ways for decisions.
    #[must_use]
    pub fn choices(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Minute => &Self::CHOICES[7..],
            Self::Recipients => &Self::CHOICES[6..7],
            _ => &Self::CHOICES[..6],
        }
    }

    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::List => "list",
            Self::Recipients => "recipients",
            Self::Page => "page",
            Self::Print => "print",
            Self::Feed => "feed",
            Self::Teams => "teams",
            Self::Minute => "minute",
        }
    }

    /// The value of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        ALL.into_iter().find(|takes| takes.key() == key)
    }

    /// What its readers get, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        let words = Self::CHOICES.iter().find(|(key, _)| *key == self.key());
        words.map_or("", |(_, words)| words)
    }

    /// Whether our mail goes to one address, which somebody has to name.
    #[must_use]
    pub fn needs_address(self) -> bool {
        matches!(self, Self::Copy | Self::List | Self::Minute)
    }

    /// Whether everybody can read what goes out, without signing in.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, Self::Page | Self::Feed)
    }

    /// Whether a line by which its readers are spoken to stands above the text.
    #[must_use]
    pub fn has_opening(self) -> bool {
        self != Self::Minute
    }
}

/// Who reads a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readers {
    /// The side that reads it; [`Side::Other`] where both do.
    pub side: Side,
    /// In words: `Consultants and trainees of both hospitals`; may be empty.
    pub audience: String,
    /// How many they are, as its owner says; 0 where nobody has said.
    pub reach: i64,
    /// Whom to ask there; may be empty.
    pub contact: String,
}

impl Default for Readers {
    fn default() -> Self {
        Self { side: Side::Other, audience: String::new(), reach: 0, contact: String::new() }
    }
}

/// How long what is told of a decision may be in a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Words of a headline.
    pub headline: i64,
    /// Words of what stands below it.
    pub body: i64,
}

impl Default for Limits {
    /// What weekly mails of general practice and newsletters of hospitals take.
    fn default() -> Self {
        Self { headline: 12, body: 60 }
    }
}

impl Limits {
    /// What is usual of a kind: a page has more room than a newsletter, a sheet on a wall and a card in a channel have less.
    #[must_use]
    pub fn of(takes: Takes) -> Self {
        let body = match takes {
            Takes::Copy | Takes::List | Takes::Recipients | Takes::Minute => 60,
            Takes::Page => 120,
            Takes::Feed => 80,
            Takes::Print => 50,
            Takes::Teams => 40,
        };
        Self { body, ..Self::default() }
    }
}

/// A network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Its key.
    pub id: Uuid,
    /// Grows with every change.
    pub version: i64,
    /// What people call it: `Primary care weekly mail`.
    pub name: String,
    /// Where our mail to it goes; empty where none goes to one address.
    pub address: String,
    /// Its part of the address of its public page, made of its first name and never changed after; empty for what is not public.
    pub slug: String,
    /// What it takes.
    pub takes: Takes,
    /// The line that its readers are spoken to with: `For consultants and trainees:`; may be empty.
    pub opening: String,
    /// When its editions close and come out; of no meaning for a group that gets the minute.
    pub cadence: Cadence,
    /// Who reads it.
    pub readers: Readers,
    /// How long a text of ours may be in it.
    pub limits: Limits,
    /// The day from which nothing more goes to it.
    pub ended_on: Option<Date>,
}

impl Network {
    /// Where it goes, in a few words: the address, or what stands for one.
    #[must_use]
    pub fn goes_to(&self) -> &str {
        match self.takes {
            Takes::Copy | Takes::List | Takes::Minute => &self.address,
            Takes::Recipients => "A list that Brig keeps",
            Takes::Page => "A page that everybody can read",
            Takes::Print => "A sheet to print",
            Takes::Feed => "A feed",
            Takes::Teams => "A Teams channel",
        }
    }
}

/// The most letters of a network's part of an address.
const LONGEST_SLUG: usize = 60;

/// A network's part of the address of its public page: small letters, digits and hyphens of its name. Of those that are taken,
/// the next free one with a number.
#[must_use]
pub(super) fn slug(name: &str, taken: &[String]) -> String {
    let small = name.to_lowercase();
    let parts: Vec<&str> = small.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let mut plain = parts.join("-");
    plain.truncate(LONGEST_SLUG);
    let plain = plain.trim_end_matches('-');
    let plain = if plain.is_empty() { "news" } else { plain };
    let numbered = (2..).map(|number| format!("{plain}-{number}"));
    let free = std::iter::once(plain.to_owned()).chain(numbered).find(|slug| !taken.contains(slug));
    free.unwrap_or_else(|| plain.to_owned())
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_kind_reads_back_has_words_and_is_offered_once() {
        for takes in ALL {
            assert_eq!(Takes::from_key(takes.key()), Some(takes));
            assert!(!takes.words().is_empty() && takes.choices().iter().any(|(key, _)| *key == takes.key()), "{takes:?}");
        }
        assert_eq!(Takes::CHOICES.len(), ALL.len());
        assert_eq!(Takes::from_key("fax"), None);
    }

    #[test]
    fn an_address_is_made_of_the_name_and_no_two_are_one() {
        let taken = ["moor-news".to_owned(), "moor-news-2".to_owned()];
        assert_eq!(slug("Moor News!", &[]), "moor-news");
        assert_eq!(slug("  Moor   news", &taken), "moor-news-3");
        assert_eq!(slug("Ärzte & Praxen", &[]), "rzte-praxen");
        assert_eq!(slug("…", &[]), "news");
        assert!(slug(&"long name ".repeat(20), &[]).len() <= LONGEST_SLUG);
    }
}
