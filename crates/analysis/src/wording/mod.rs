//! Group wording: drafts a neutral title and two sentences for an issue. A person finishes them.
//!
//! Nothing of the reporter's own words is in a draft. What they wrote only chooses among sentences of ours: which of the
//! field's kinds of fault it speaks of, what that costs, and what is asked for. Where the text does not say, the draft has a
//! gap in square brackets for the person instead of a guess.

mod cues;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::{
    likeness::{Abbreviations, Engine},
    themes::Direction,
};

/// Name in the catalogue, theme, title and sentence of each fault.
const FAULTS: &str = include_str!("faults.txt");

/// How we speak of a kind of fault.
#[derive(Clone, Copy, Debug)]
struct Said {
    fault: &'static str,
    theme: &'static str,
    title: &'static str,
    happens: &'static str,
}

static SAID: LazyLock<Vec<Said>> = LazyLock::new(|| {
    let parts = |line: &'static str| {
        let mut parts = line.split(" | ");
        Some(Said { fault: parts.next()?, theme: parts.next()?, title: parts.next()?, happens: parts.next()? })
    };
    FAULTS.lines().filter(|line| !line.starts_with('#')).filter_map(parts).collect()
});

/// What is known of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// A patient could have come to harm.
    Could,
    /// A patient came to harm.
    Did,
}

/// How often it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Often {
    /// Once.
    Once,
    /// A few times.
    Few,
    /// Most weeks.
    MostWeeks,
}

/// What is known of an issue.
#[derive(Clone, Debug, Default)]
pub struct Told<'a> {
    /// What the reporter wrote, with what would mend it if they said so.
    pub text: &'a str,
    /// The theme's key, chosen or proposed, and its name.
    pub theme: Option<(&'a str, &'a str)>,
    /// Which way the work flows.
    pub direction: Option<Direction>,
    /// A service or hospital as the group's directory names it.
    pub service: Option<&'a str>,
    /// Whether there was harm.
    pub harm: Option<Harm>,
    /// How often.
    pub often: Option<Often>,
}

/// A drafted wording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// A neutral title.
    pub title: String,
    /// Two sentences: what happens; what it costs, or what is asked for.
    pub text: String,
    /// Titles that may fit as well.
    pub others: Vec<String>,
}

/// How much of what a text speaks of has to be one kind of fault before its title is proposed.
const SURE: f32 = 0.14;
/// By how much the likeliest has to stand out from the next.
const MARGIN: f32 = 1.25;
/// How much more a fault counts that belongs to the theme.
const OF_THEME: f32 = 2.0;
/// So many kinds of fault are looked at.
const LOOKED_AT: usize = 8;
/// The longest title that the group can store, and how much of it a service may take.
const LONGEST: usize = 120;

/// Whether a wording still has a gap that a person has to fill.
#[must_use]
pub fn has_gap(text: &str) -> bool {
    text.split_once('[').is_some_and(|(_, after)| after.contains(']'))
}

/// Drafts a wording.
#[must_use]
pub fn draft(told: &Told<'_>) -> Draft {
    let (sure, near) = faults(told);
    let others = near.iter().skip(usize::from(sure));
    let (title, happens) = match near.first().filter(|_| sure) {
        Some(said) => (said.title.to_owned(), said.happens.to_owned()),
        None => unsure(told),
    };
    let titled = |title: &str| match told.service.filter(|service| title.chars().count() + service.chars().count() + 3 <= LONGEST) {
        Some(service) => format!("{title} ({service})"),
        None => title.to_owned(),
    };
    Draft {
        title: titled(&title),
        text: format!("{happens} {}", costs(told)),
        others: others.take(3).map(|said| titled(said.title)).collect(),
    }
}

/// The kinds of fault that a text may speak of, the likeliest first, and whether it clearly is the first.
fn faults(told: &Told<'_>) -> (bool, Vec<Said>) {
    let engine = Engine::get();
    let vector = engine.vector(told.text, &Abbreviations::default());
    let weighed = |(fault, share): (&str, f32)| {
        let said = SAID.iter().find(|said| said.fault == fault)?;
        let fits = told.theme.is_some_and(|(theme, _)| theme == said.theme);
        Some((*said, if fits { share * OF_THEME } else { share }))
    };
    let mut all: Vec<(Said, f32)> = engine.speaks_of(&vector, LOOKED_AT).into_iter().filter_map(weighed).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.fault.cmp(b.0.fault)));
    let share = |place: usize| all.get(place).map_or(0.0, |(_, share)| *share);
    let sure = share(0) >= SURE && share(0) >= MARGIN * share(1);
    (sure, all.into_iter().filter(|(_, share)| *share >= SURE / 2.0).map(|(said, _)| said).collect())
}

/// Title and first sentence where it is not clear what fails: what we know, and gaps.
fn unsure(told: &Told<'_>) -> (String, String) {
    let about = told.theme.map_or_else(|| "[Who does what for whom]".to_owned(), |(_, name)| name.to_owned());
    let way = match told.direction {
        Some(Direction::SecondaryToPrimary) => "Between hospital and practice, [what hospital does or leaves out, for whom].",
        Some(Direction::PrimaryToSecondary) => "Between practice and hospital, [what the practice does or leaves out, for whom].",
        Some(Direction::Both) => "Between the two sides, [who does what for whom, and what fails].",
        None => "[Who does what for whom, and what fails].",
    };
    (format!("{about}: [what fails]"), way.to_owned())
}

/// The second sentence: what it costs and what is asked for, as far as the text says so.
fn costs(told: &Told<'_>) -> String {
    let text = cues::plain(told.text);
    let mut costs: Vec<&str> = cues::COSTS.iter().filter(|(_, cues)| cues::says(&text, cues)).map(|(cost, _)| *cost).take(2).collect();
    match told.harm {
        Some(Harm::Could) => costs.push("could have harmed a patient"),
        Some(Harm::Did) => costs.push("has harmed a patient"),
        None => {}
    }
    let asked = cues::ASKED.iter().filter(|_| cues::says(&text, cues::ASKS)).find(|(_, cues)| cues::says(&text, cues));
    let asked = asked.map(|(asked, _)| *asked);
    let often = match told.often {
        Some(Often::Once) => "It was seen once",
        Some(Often::Few) => "It has happened a few times",
        Some(Often::MostWeeks) => "It happens most weeks",
        None => "It",
    };
    let and = |parts: &[&str]| match parts {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    let link = if told.often.is_some() { " and " } else { " " };
    match (costs.is_empty(), asked) {
        (false, Some(asked)) => format!("{often}{link}{}; what is asked for is {asked}.", and(&costs)),
        (false, None) => format!("{often}{link}{}.", and(&costs)),
        (true, Some(asked)) if told.often.is_some() => format!("{often}; what is asked for is {asked}."),
        (true, Some(asked)) => format!("What is asked for is {asked}."),
        (true, None) if told.often.is_some() => format!("{often}; [what it costs patients or staff, or what is asked for]."),
        (true, None) => "[What it costs patients or staff, or what is asked for].".to_owned(),
    }
}
