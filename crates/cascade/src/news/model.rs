//! What was told, as it is kept.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::editions::Reading;

/// What an edition told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// The day on which it comes out.
    pub(crate) out_on: Date,
    /// The heading above it all.
    pub(crate) heading: String,
    /// The line that its readers are spoken to with; may be empty.
    pub(crate) opening: String,
    /// Each decision: its headline, and what stands below it.
    pub(crate) stories: Vec<(String, Vec<String>)>,
    /// Calls for issues that went with it.
    pub(crate) calls: Vec<Call>,
    /// Thanks to those who raised what was decided; may be empty.
    pub(crate) thanks: String,
}

/// A call for issues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Call {
    /// Its heading.
    pub(crate) title: String,
    /// What it says.
    pub(crate) paragraphs: Vec<String>,
    /// The theme's name.
    pub(crate) theme: String,
    /// The door that its link leads through; empty for none.
    pub(crate) door: String,
}

/// An edition that has gone.
#[derive(Clone, Debug)]
pub(crate) struct Gone {
    /// The edition's key.
    pub(crate) edition: Uuid,
    /// The network's key.
    pub(crate) network: Uuid,
    /// What it told.
    pub(crate) told: Told,
    /// When it went.
    pub(crate) gone_at: Timestamp,
    /// When its card was posted, if it was.
    pub(crate) posted_at: Option<Timestamp>,
}

/// What stands in the place of a member's name where everybody reads it.
const SOMEBODY: &str = "a member of the group";
/// What people are called by, before their last name.
const TITLES: [&str; 7] = ["Dr", "Mr", "Mrs", "Ms", "Miss", "Prof", "Professor"];

impl Told {
    /// What a reading says.
    pub(super) fn of(reading: &Reading) -> Self {
        let call = |call: &crate::calls::Called| Call {
            title: call.title.clone(),
            paragraphs: call.words.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect(),
            theme: call.theme.clone(),
            door: call.door.clone(),
        };
        Self {
            out_on: reading.out_on,
            heading: reading.heading.clone(),
            opening: reading.opening.clone(),
            stories: reading.stories.iter().map(|story| (story.headline.clone(), story.paragraphs.clone())).collect(),
            calls: reading.calls.iter().map(call).collect(),
            thanks: reading.thanks.clone(),
        }
    }

    /// What was told, as text.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(Some(self.opening.clone()).filter(|text| !text.is_empty()));
        let calls = self.calls.iter().map(|call| (&call.title, &call.paragraphs));
        for (headline, paragraphs) in self.stories.iter().map(|(headline, paragraphs)| (headline, paragraphs)).chain(calls) {
            parts.push(headline.clone());
            parts.extend(paragraphs.iter().cloned());
        }
        parts.extend(Some(self.thanks.clone()).filter(|text| !text.is_empty()));
        parts.join("\n\n")
    }

    /// The same without the names of these people, for what everybody can read.
    #[must_use]
    pub(super) fn without_names(mut self, names: &[String]) -> Self {
        let needles = needles(names);
        let clean = |text: &mut String| {
            for needle in &needles {
                *text = replaced(text, needle, SOMEBODY);
            }
        };
        clean(&mut self.opening);
        for (headline, paragraphs) in &mut self.stories {
            clean(headline);
            paragraphs.iter_mut().for_each(&clean);
        }
        for call in &mut self.calls {
            clean(&mut call.title);
            call.paragraphs.iter_mut().for_each(&clean);
        }
        self
    }
}

/// How people are named: with a title, whole, and by a title and the last name. The longest first.
fn needles(names: &[String]) -> Vec<String> {
    let mut needles = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| name.contains(' ')) {
        let last = name.rsplit(' ').next().unwrap_or_default();
        for title in TITLES {
            needles.push(format!("{title} {name}"));
            needles.push(format!("{title} {last}"));
        }
        needles.push(name.to_owned());
    }
    needles.sort_by_key(|needle| std::cmp::Reverse(needle.chars().count()));
    needles
}

/// A text in which some words, in small or large letters and as whole words, are replaced by others.
fn replaced(text: &str, needle: &str, with: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let sought: Vec<char> = needle.chars().collect();
    let same = |one: char, other: char| one == other || one.to_lowercase().eq(other.to_lowercase());
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    while let Some(letter) = letters.get(at) {
        let here = letters.get(at..at + sought.len()).is_some_and(|part| part.iter().zip(&sought).all(|(one, other)| same(*one, *other)));
        let begins = at.checked_sub(1).and_then(|before| letters.get(before)).is_none_or(|before| !before.is_alphanumeric());
        let ends = letters.get(at + sought.len()).is_none_or(|after| !after.is_alphanumeric());
        if here && begins && ends && !sought.is_empty() {
            out.push_str(with);
            at += sought.len();
        } else {
            out.push(*letter);
            at += 1;
        }
    }
    out
}

#[cfg(test)]
mod unit {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn members_are_not_named_where_everybody_reads() {
        let told = Told {
            out_on: date(2026, 11, 26),
            heading: "What changes".into(),
            opening: String::new(),
            stories: vec![(
                "Letters".into(),
                vec!["Ask: Dr Zhang. Or DR WEI ZHANG, or wei zhang.".into(), "Zhangs and Wei Zhangson stay.".into()],
            )],
            calls: vec![],
            thanks: String::new(),
        };
        let clean = told.without_names(&["Wei Zhang".into(), "Cher".into(), String::new()]);
        assert_eq!(
            clean.stories[0].1,
            ["Ask: a member of the group. Or a member of the group, or a member of the group.", "Zhangs and Wei Zhangson stay."]
        );
    }
}
