//! A group's settings of triage, and the words that it begins with.

use ::issues::merging::Reach;

use crate::views::Outcome;

/// How a group triages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How often they were changed; nought while they are the first ones.
    pub version: i64,
    /// The outcomes in use. *Group* always is.
    pub in_use: Vec<Outcome>,
    /// What reporters read of each outcome, in the order of [`Outcome::ALL`].
    pub words: [String; 7],
    /// Why something belongs elsewhere, a line each.
    pub out_reasons: String,
    /// From how many reports on what is watched is taken up again,
    pub watch_reports: i64,
    /// and from how many practices or sites they come.
    pub watch_places: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: 0,
            in_use: Outcome::ALL.to_vec(),
            words: Outcome::ALL.map(|outcome| first_words(outcome).to_owned()),
            out_reasons: FIRST_REASONS.join("\n"),
            watch_reports: 3,
            watch_places: 2,
        }
    }
}

/// The reasons that a group begins with.
const FIRST_REASONS: [&str; 9] = [
    "It is about the care of one patient",
    "It is a complaint",
    "It is an adverse event that needs its own review",
    "It is about contracts or pay",
    "It is about staffing or employment",
    "It is about how one clinician behaved",
    "It belongs to another board, or is outside the health service",
    "It was decided already",
    "It says too little, and no answer came to our question",
];

/// What reporters read until the group has its own words.
fn first_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::FixNow => {
            "A GP and a consultant have agreed that this can be mended now. We have asked {service} to look at it and to tell us what can be done.\nYou will hear from us when they have answered."
        }
        Outcome::Group => {
            "A GP and a consultant have agreed to put it to the group's next meeting on its theme.\nYou will hear from us again when the meeting has decided."
        }
        Outcome::Interim => {
            "A GP and a consultant have agreed that it should not wait for the next meeting. The two co-chairs look for a decision before then.\nYou will hear from us again when there is one."
        }
        Outcome::Delegate => {
            "{forum} looks after this. We have asked them to look at it, and to answer by {date}.\nYou can see on the page of your issue what comes of it."
        }
        Outcome::Watch => {
            "We have noted it, and are watching whether others report the same. When {reports} reports from {places} practices or sites have come, we take it up again.\nIf it happens again, please tell us: that is how we know."
        }
        Outcome::Answered => "Both sides have an agreement on this, {agreement}:\n{agreed}\nIf it is not kept to, please tell us again.",
        Outcome::Out => "This group cannot take it further: {reason}.\n{signpost}\nThank you for telling us all the same.",
    }
}

impl Settings {
    /// What reporters read of an outcome, with its gaps.
    #[must_use]
    pub fn words_of(&self, outcome: Outcome) -> &str {
        Outcome::ALL.iter().zip(&self.words).find(|(other, _)| **other == outcome).map_or("", |(_, words)| words)
    }

    /// Whether the group uses an outcome.
    #[must_use]
    pub fn uses(&self, outcome: Outcome) -> bool {
        outcome == Outcome::Group || self.in_use.contains(&outcome)
    }

    /// Why something belongs elsewhere: the group's list.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        self.out_reasons.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// Whether as many reports have come as what is watched waits for.
    #[must_use]
    pub fn has_come(&self, weight: Reach) -> bool {
        let at_least = |n: u64, least: i64| i64::try_from(n).is_ok_and(|n| n >= least);
        at_least(weight.reports, self.watch_reports) && at_least(weight.places, self.watch_places)
    }

    /// The outcomes in use, in their order.
    pub fn offered(&self) -> impl Iterator<Item = Outcome> {
        Outcome::ALL.into_iter().filter(|outcome| self.uses(*outcome))
    }
}

/// The field in which the words of an outcome are written.
pub(super) fn word_field(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::FixNow => "words_fix_now",
        Outcome::Group => "words_group",
        Outcome::Interim => "words_interim",
        Outcome::Delegate => "words_delegate",
        Outcome::Watch => "words_watch",
        Outcome::Answered => "words_answered",
        Outcome::Out => "words_out",
    }
}

/// What stands in the gaps of a text to a reporter. What does not belong to an outcome is empty.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The issue's reference.
    pub reference: String,
    /// Its theme's name.
    pub theme: String,
    /// The service that is asked.
    pub service: String,
    /// The forum that is asked.
    pub forum: String,
    /// Until when.
    pub date: String,
    /// The agreement's reference and title.
    pub agreement: String,
    /// What it says.
    pub agreed: String,
    /// Why it belongs elsewhere.
    pub reason: String,
    /// Where to go with it.
    pub signpost: String,
    /// How many reports are waited for.
    pub reports: String,
    /// From how many practices or sites.
    pub places: String,
}

/// The gaps that a text to a reporter may have, as people type them.
pub(super) const GAPS: &str = "{reference} {theme} {service} {forum} {date} {agreement} {agreed} {reason} {signpost} {reports} {places}";

/// A text with its gaps filled. A line with nothing left in it is dropped. What is filled in is not looked through for gaps.
#[must_use]
pub fn fill(text: &str, said: &Said) -> String {
    let value = |gap: &str| {
        Some(match gap {
            "reference" => &said.reference,
            "theme" => &said.theme,
            "service" => &said.service,
            "forum" => &said.forum,
            "date" => &said.date,
            "agreement" => &said.agreement,
            "agreed" => &said.agreed,
            "reason" => &said.reason,
            "signpost" => &said.signpost,
            "reports" => &said.reports,
            "places" => &said.places,
            _ => return None,
        })
    };
    let line = |line: &str| {
        let (mut out, mut rest) = (String::new(), line);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            match after.split_once('}').and_then(|(gap, more)| Some((value(gap)?, more))) {
                Some((filled, more)) => {
                    out.push_str(filled);
                    rest = more;
                }
                None => {
                    out.push('{');
                    rest = after;
                }
            }
        }
        (out + rest).trim().to_owned()
    };
    let lines = text.lines().map(|one| (one.trim().is_empty(), line(one)));
    let kept: Vec<String> = lines.filter(|(was_empty, line)| *was_empty || !line.is_empty()).map(|(_, line)| line).collect();
    kept.join("\n").trim().to_owned()
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn gaps_are_filled_and_what_is_no_gap_stays() {
        let said = Said { reference: "NM-0003".into(), reason: "It is a {date} matter".into(), ..Said::default() };
        assert_eq!(fill("{reference}: {reason}, {unknown} { open", &said), "NM-0003: It is a {date} matter, {unknown} { open");
        assert_eq!(fill("One.\n{signpost}\nTwo.", &said), "One.\nTwo.", "a line of which nothing is left is left out");
        assert_eq!(fill("One.\n\nTwo. {signpost}", &said), "One.\n\nTwo.");
    }

    #[test]
    fn the_first_words_of_each_outcome_have_only_gaps_that_are_filled() {
        let settings = Settings::default();
        for outcome in Outcome::ALL {
            let filled = fill(settings.words_of(outcome), &Said::default());
            assert!(!filled.is_empty() && !filled.contains('{'), "{filled}");
        }
        assert_eq!(settings.reasons().count(), 9);
    }
}
