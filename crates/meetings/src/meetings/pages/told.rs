//! What everybody is told of a decision: how it is shown, and the fields in which it is written.

use askama::{Template, filters::HtmlSafe};
use kernel::{
    error::FieldError,
    form::Fields,
    page::{Field, Input},
    words,
};

use crate::decisions::{Decision, NewDecision};

/// A decision as it is shown once it stays, with what is told of it.
#[derive(Template)]
#[template(path = "meetings/pages/decided.html")]
pub(super) struct Decided {
    pub(super) reference: String,
    pub(super) words: String,
    pub(super) told: Vec<(&'static str, String)>,
}

// The template escapes its parts itself.
impl HtmlSafe for Decided {}

impl Decided {
    pub(super) fn of(decision: &Decision) -> Self {
        Self { reference: decision.reference(), words: decision.words.clone(), told: told(decision) }
    }
}

/// What is told of a decision, a line each.
pub(crate) fn told(decision: &Decision) -> Vec<(&'static str, String)> {
    let outcome = &decision.outcome;
    if !outcome.cascades {
        return vec![("Told", "It stays in the minute and goes to no network.".into())];
    }
    let mut lines = vec![("What changes", outcome.what(&decision.words))];
    let from_when = outcome.from_when.map(words::date).unwrap_or_default();
    let rest = [("For whom", outcome.for_whom.clone()), ("From", from_when), ("Who to ask", outcome.who_to_ask.clone())];
    lines.extend(rest.into_iter().filter(|(_, text)| !text.is_empty()));
    lines
}

pub(super) fn told_fields(typed: &NewDecision, errors: &[FieldError]) -> [Field; 5] {
    let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let goes = vec![("yes".to_owned(), "It goes to the networks".to_owned()), ("no".to_owned(), "It stays in the minute".to_owned())];
    [
        field("what_changes", "What changes", Input::Lines(2), &typed.what_changes)
            .hint("For somebody who was not there. Left empty, the decision’s own sentence is sent."),
        field("for_whom", "For whom", Input::Text, &typed.for_whom),
        field("from_when", "From when", Input::Date, &typed.from_when),
        field("who_to_ask", "Who to ask", Input::Text, &typed.who_to_ask).hint("A role and how to reach it. Left empty, the group is."),
        Field::select("cascades", "Where it goes", goes).value(if typed.cascades { "yes" } else { "no" }).error(errors),
    ]
}

pub(super) fn is_told(typed: &NewDecision, errors: &[FieldError]) -> bool {
    let filled = [&typed.what_changes, &typed.for_whom, &typed.from_when, &typed.who_to_ask].iter().any(|text| !text.is_empty());
    filled || !typed.cascades || errors.iter().any(|error| TOLD.contains(&error.field.as_ref()))
}

/// The fields of what is told.
const TOLD: [&str; 5] = ["what_changes", "for_whom", "from_when", "who_to_ask", "cascades"];

pub(super) fn typed_decision(fields: &Fields) -> NewDecision {
    let text = |name: &str| fields.get(name).to_owned();
    NewDecision {
        words: text("decision"),
        what_changes: text("what_changes"),
        for_whom: text("for_whom"),
        from_when: text("from_when"),
        who_to_ask: text("who_to_ask"),
        cascades: fields.get("cascades") != "no",
    }
}
