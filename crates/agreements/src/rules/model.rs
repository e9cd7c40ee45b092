//! What an agreement is, when it holds, and how its reference reads.

pub use group::approvals::Approval;
pub(super) use group::approvals::both_approve;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a version of an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be edited, and waits for both sides.
    Draft,
    /// Both sides approved it, and it holds.
    InForce,
    /// A later version took its place.
    Superseded,
    /// It holds no longer, and nothing took its place.
    Withdrawn,
}

impl State {
    /// The word that is stored and that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InForce => "in-force",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of a stored word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Draft, Self::InForce, Self::Superseded, Self::Withdrawn].into_iter().find(|state| state.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::InForce => "In force",
            Self::Superseded => "Superseded",
            Self::Withdrawn => "Withdrawn",
        }
    }
}

/// Whom a rule binds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binds {
    /// General practice.
    Primary,
    /// Hospitals.
    Secondary,
    /// Both of them.
    #[default]
    Both,
}

impl Binds {
    /// For a form.
    pub const CHOICES: &'static [(&'static str, &'static str)] =
        &[("both", "Both sides"), ("primary", "General practice"), ("secondary", "The hospital side")];

    /// The word that scripts see.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Both => "both",
        }
    }

    /// The value of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Primary, Self::Secondary, Self::Both].into_iter().find(|binds| binds.key() == key)
    }

    /// What people read.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::CHOICES.iter().find(|(key, _)| *key == self.key()).map_or("", |(_, words)| words)
    }
}

/// Who looks after an agreement: a member of the group, or somebody by words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Owner {
    /// A member, by their key.
    pub member: Option<Uuid>,
    /// Else who, in words: `Clinical lead, laboratories`.
    pub words: String,
}

/// Where an agreement was in force before it came to this group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ancestor {
    /// The group: `South Firth Interface Group`.
    pub group: String,
    /// The health board that it serves.
    pub board: String,
    /// Its reference there: `26/A03`.
    pub reference: String,
    /// Its version there.
    pub version: i64,
    /// Its address there.
    pub address: String,
    /// The day from which it is dated.
    pub agreed_on: Option<Date>,
    /// The day both sides had approved it.
    pub in_force_on: Option<Date>,
    /// Who approved it for either side: `Ailsa Munro, GP co-chair`.
    pub approved_by: Vec<String>,
    /// From which decision it came.
    pub decision: String,
    /// The SHA-256 of its content there, in hexadecimal.
    pub hash: String,
}

/// All that both sides approve: one hash is of the whole of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What people call it.
    pub title: String,
    /// The rule: a sentence, or short paragraphs.
    pub rule: String,
    /// The key of the group's theme that it belongs to; empty for none.
    pub theme: String,
    /// The services that it is about.
    pub services: String,
    /// What and whom it covers, and what not.
    pub covers: String,
    /// Whom it binds.
    pub binds: Binds,
    /// Three courteous lines that a GP can send.
    pub gp_words: String,
    /// Three courteous lines that a consultant can send.
    pub consultant_words: String,
    /// What patients are told.
    pub patients: String,
    /// What somebody says who needs it, a line each: by these it is found.
    pub asked: String,
    /// Who looks after it.
    pub owner: Owner,
    /// The decision that it came from, as people write it: `26/D09`; may be empty.
    pub decision: String,
    /// That decision's key, where it is one of this group's.
    pub decision_id: Option<Uuid>,
    /// The issues that it came from: `NM-0231`.
    pub issues: Vec<String>,
    /// The day from which it is dated, where that is not the day both sides approved it.
    pub agreed_on: Option<Date>,
    /// When it is looked at again.
    pub review_on: Option<Date>,
    /// Where it was in force before, the group it came from first.
    pub ancestry: Vec<Ancestor>,
}

impl Content {
    /// What is still wanted before it can be approved on a day.
    #[must_use]
    pub fn wanted(&self, today: Date) -> Vec<&'static str> {
        let owned = self.owner.member.is_some() || !self.owner.words.is_empty();
        [
            (self.gp_words.is_empty() && self.consultant_words.is_empty(), "words to send, for one side at least"),
            (!owned, "who looks after it"),
            (self.review_on.is_none_or(|day| day <= today), "a day to come on which it is looked at again"),
        ]
        .into_iter()
        .filter_map(|(missing, what)| missing.then_some(what))
        .collect()
    }

    /// The texts that it is found by when somebody writes what does not work: itself, then each line that people say.
    #[must_use]
    pub fn found_by(&self) -> Vec<String> {
        let itself = [&self.title, &self.rule, &self.services, &self.covers].map(|text| text.trim()).join("\n");
        let said = self.asked.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
        std::iter::once(itself).chain(said).collect()
    }

    /// Whether every word stands somewhere in it.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        let texts = [&self.title, &self.rule, &self.services, &self.covers, &self.asked, &self.patients, &self.decision];
        let all = texts.map(|text| text.to_lowercase()).join("\n");
        words.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }
}

/// A version of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The key of this version.
    pub id: Uuid,
    /// The number of the agreement, the same for all of its versions; it runs on for the life of the group.
    pub number: i64,
    /// The year in its reference: that of its first draft.
    pub year: i64,
    /// The version, from 1.
    pub version: i64,
    /// Grows with every change of a draft.
    pub revision: i64,
    /// Where it stands.
    pub state: State,
    /// What is agreed.
    pub content: Content,
    /// The SHA-256 of the content: of a draft as it is now, else as both sides approved it.
    pub hash: Vec<u8>,
    /// The day it was drafted.
    pub drafted_on: Date,
    /// The day both sides had approved it.
    pub in_force_on: Option<Date>,
    /// The day from which it holds no longer.
    pub ended_on: Option<Date>,
    /// Why it was withdrawn.
    pub reason: String,
}

impl Agreement {
    /// `26/A03`.
    #[must_use]
    pub fn reference(&self) -> String {
        reference(self.year, self.number)
    }

    /// `26-A03`, as it stands in an address.
    #[must_use]
    pub fn in_address(&self) -> String {
        self.reference().replace('/', "-")
    }

    /// The day from which the rule is dated, once it is or was in force.
    #[must_use]
    pub fn agreed_on(&self) -> Option<Date> {
        self.in_force_on.and(self.content.agreed_on.or(self.in_force_on))
    }

    /// Whether it is time to look at it again.
    #[must_use]
    pub fn is_due(&self, today: Date) -> bool {
        self.state == State::InForce && self.content.review_on.is_some_and(|day| day <= today)
    }

    /// Whether it is or once was in force: then it is no draft that came to nothing.
    #[must_use]
    pub fn held(&self) -> bool {
        self.in_force_on.is_some()
    }
}

/// How the reference of an agreement reads: the year's two digits, and a number that runs on for the life of the group.
#[must_use]
pub fn reference(year: i64, number: i64) -> String {
    format!("{:02}/A{number:02}", year % 100)
}

/// The number in a reference, with slash or hyphen, in any case, or alone.
#[must_use]
pub fn read_number(text: &str) -> Option<i64> {
    let digits =
        |text: &str| ((1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?;
    let text = text.trim();
    let number = match text.split_once(['/', '-']) {
        Some((year, rest)) if year.len() == 2 && digits(year).is_some() => digits(rest.strip_prefix(['A', 'a'])?),
        Some(_) => None,
        None => digits(text),
    };
    number.filter(|number| *number > 0)
}

/// The rule of a decision's sentence: without the words by which a minute introduces it.
#[must_use]
pub(super) fn rule_of(sentence: &str) -> String {
    let text = sentence.trim();
    let begins = |start: &str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start));
    let start = ["the group agreed that ", "the group agreed: ", "agreed that ", "agreed: "].into_iter().find(|start| begins(start));
    let rest = start.map_or(text, |start| &text[start.len()..]);
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Words that either side can send, to begin from: people make them their own.
#[must_use]
pub(super) fn words_to_send(decision: &str, rule: &str) -> String {
    if rule.trim().is_empty() {
        return String::new();
    }
    let from = if decision.is_empty() { String::new() } else { format!(" in {decision}") };
    let mut letters = rule.trim().trim_end_matches('.').chars();
    let (first, rest) = (letters.next(), letters.as_str());
    // An abbreviation keeps its capitals: ECG, GPs.
    let short = rest.starts_with(|letter: char| letter.is_uppercase());
    let lowered = first.map(|letter| if short { letter.to_string() } else { letter.to_lowercase().to_string() });
    let sentence = format!("{}{rest}", lowered.unwrap_or_default());
    format!(
        "Both co-chairs of our interface group agreed{from} that {sentence}.\nMay I ask you to take this on from here?\nThank you for your help."
    )
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_reference_reads_as_people_write_it() {
        assert_eq!((reference(2026, 3), reference(2031, 128)), ("26/A03".into(), "31/A128".into()));
        for text in ["26/A03", "26-A03", " 26-a3 ", "3", "03"] {
            assert_eq!(read_number(text), Some(3), "{text}");
        }
        for wrong in ["", "26/D03", "26/3", "A3", "226/A03", "26-A", "26-A-1", "0", "26/A0", "+3", "9999999999"] {
            assert_eq!(read_number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_decision_becomes_a_rule_and_words_to_send() {
        let rule = rule_of("The Group AGREED that the clinician who asks for a test acts on it.");
        assert_eq!(rule, "The clinician who asks for a test acts on it.");
        assert_eq!(rule_of("Agreed: ECGs are read where they are made"), "ECGs are read where they are made");
        assert_eq!(rule_of(""), "");
        let words = words_to_send("26/D09", &rule);
        assert!(
            words
                .starts_with("Both co-chairs of our interface group agreed in 26/D09 that the clinician who asks for a test acts on it.\n")
        );
        assert!(words_to_send("", "GPs refer by letter.").contains("agreed that GPs refer by letter."));
        assert_eq!(words_to_send("26/D09", " "), "");
    }

    #[test]
    fn what_is_wanted_is_said_and_a_review_lies_ahead() {
        let today = date(2026, 11, 22);
        let blank = Content::default();
        assert_eq!(blank.wanted(today).len(), 3);
        let owner = Owner { member: None, words: "Laboratory lead".into() };
        let whole = Content { gp_words: "Dear".into(), owner, review_on: Some(date(2026, 11, 23)), ..Content::default() };
        assert!(whole.wanted(today).is_empty());
        assert_eq!(whole.wanted(date(2026, 11, 23)).len(), 1, "a day that has come is no day to come");
    }

    #[test]
    fn it_is_found_by_itself_and_by_each_line_that_people_say() {
        let content = Content {
            title: "Results".into(),
            rule: "Who asks acts.".into(),
            asked: "Chase my bloods\n\n Who acts? ".into(),
            ..Content::default()
        };
        assert_eq!(content.found_by().len(), 3);
        assert_eq!(content.found_by()[2], "Who acts?");
        assert!(content.says("who RESULTS") && !content.says("results letters"));
    }
}
