//! A decision as it is shown and as it is written: how it was decided, its sentence, and what everybody is told of it.

use askama::{Template, filters::HtmlSafe};
use jiff::civil::Date;
use kernel::{
    error::FieldError,
    form::Fields,
    page::{Field, Input},
    words,
};

use crate::decisions::{Decision, Manner, NewDecision};

/// A decision as it is shown once it stays, with what is told of it.
#[derive(Template)]
#[template(path = "meetings/pages/decided.html")]
pub(crate) struct Decided {
    pub(super) reference: String,
    pub(super) words: String,
    /// Where it stands, while it does not hold yet.
    pub(super) standing: Option<&'static str>,
    pub(super) told: Vec<(&'static str, String)>,
}

// The template escapes its parts itself.
impl HtmlSafe for Decided {}

impl Decided {
    pub(crate) fn of(decision: &Decision) -> Self {
        let mut told = told(decision);
        if decision.is_subject_to_confirmation() {
            told.push(("Who was there", decision.quorum.words()));
        }
        let standing = decision.is_subject_to_confirmation().then_some("Subject to confirmation");
        Self { reference: decision.reference(), words: decision.words.clone(), standing, told }
    }
}

/// What is told of a decision, a line each.
pub(crate) fn told(decision: &Decision) -> Vec<(&'static str, String)> {
    let (outcome, how) = (&decision.outcome, &decision.how);
    let day = |day: Option<Date>| day.map(words::date).unwrap_or_default();
    let mut lines = Vec::new();
    if how.manner != Manner::Agreed {
        lines.push(("How it was decided", how.manner.words().to_owned()));
    }
    if outcome.cascades {
        lines.push(("What changes", outcome.what(&decision.words)));
        lines.push(("For whom", outcome.for_whom.clone()));
        lines.push(("From", day(outcome.from_when)));
        lines.push(("Who to ask", outcome.who_to_ask.clone()));
    } else {
        lines.push(("Told", "It stays in the minute and goes to no network.".into()));
    }
    lines.push(("What a patient will notice", outcome.patients.clone()));
    lines.push(("Looked at again", day(how.review_on)));
    lines.retain(|(_, text)| !text.is_empty());
    lines
}

/// The fields in which a decision is written. What belongs to one manner only is shown where that one is chosen.
#[derive(Template)]
#[template(path = "meetings/pages/deciding.html")]
pub(crate) struct Deciding {
    manner: Field,
    words: String,
    error: Option<String>,
    aside: Field,
    views: [Field; 3],
    comes_back_on: Field,
    told: [Field; 7],
    /// Whether what is told is shown at once: when there is something in it, or an error.
    open: bool,
}

// The template escapes its parts itself.
impl HtmlSafe for Deciding {}

impl Deciding {
    pub(crate) fn of(typed: &NewDecision, errors: &[FieldError]) -> Self {
        let field = |name, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
        let pick = |name, label: &str, yes: &str, no: &str, value: bool| {
            let options = vec![("yes".to_owned(), yes.to_owned()), ("no".to_owned(), no.to_owned())];
            Field::select(name, label, options).value(if value { "yes" } else { "no" }).error(errors)
        };
        let manners = Manner::ALL.map(|manner| (manner.key().to_owned(), manner.words().to_owned())).to_vec();
        Self {
            manner: Field::select("manner", "How it was decided", manners).value(typed.manner.clone()).error(errors),
            words: typed.words.clone(),
            error: errors.iter().find(|error| error.field == "decision").map(|error| error.message.clone()),
            aside: field("aside", "The concern, or what it is subject to", Input::Text, &typed.aside),
            views: [
                field("gp_view", "The view of general practice", Input::Lines(2), &typed.gp_view),
                field("consultant_view", "The view of the hospital", Input::Lines(2), &typed.consultant_view),
                pick("views_told", "Whoever raised it", "Is told both views", "Is told that the two did not agree", typed.views_told),
            ],
            comes_back_on: field("comes_back_on", "It comes back on", Input::Date, &typed.comes_back_on)
                .hint("Left empty, it comes back at a later meeting."),
            told: [
                field("what_changes", "What changes", Input::Lines(2), &typed.what_changes)
                    .hint("For somebody who was not there. Left empty, the decision’s own sentence is sent."),
                field("for_whom", "For whom", Input::Text, &typed.for_whom),
                field("from_when", "From when", Input::Date, &typed.from_when),
                field("who_to_ask", "Who to ask", Input::Text, &typed.who_to_ask)
                    .hint("A role and how to reach it. Left empty, the group is."),
                field("patients", "What a patient will notice", Input::Text, &typed.patients).hint("Or “nothing”."),
                pick("cascades", "Where it goes", "It goes to the networks", "It stays in the minute", typed.cascades),
                field("review_on", "The group looks at it again on", Input::Date, &typed.review_on),
            ],
            open: is_told(typed, errors),
        }
    }
}

fn is_told(typed: &NewDecision, errors: &[FieldError]) -> bool {
    let texts = [&typed.what_changes, &typed.for_whom, &typed.from_when, &typed.who_to_ask, &typed.patients, &typed.review_on];
    let filled = texts.iter().any(|text| !text.is_empty());
    filled || !typed.cascades && typed.settles() || errors.iter().any(|error| TOLD.contains(&error.field.as_ref()))
}

/// The fields of what is told.
const TOLD: [&str; 7] = ["what_changes", "for_whom", "from_when", "who_to_ask", "patients", "cascades", "review_on"];

pub(crate) fn typed_decision(fields: &Fields) -> NewDecision {
    let text = |name: &str| fields.get(name).to_owned();
    let plain = NewDecision::plain(text("decision"));
    NewDecision {
        what_changes: text("what_changes"),
        for_whom: text("for_whom"),
        from_when: text("from_when"),
        who_to_ask: text("who_to_ask"),
        patients: text("patients"),
        cascades: fields.get("cascades") != "no",
        manner: if fields.get("manner").is_empty() { plain.manner.clone() } else { text("manner") },
        aside: text("aside"),
        gp_view: text("gp_view"),
        consultant_view: text("consultant_view"),
        views_told: fields.get("views_told") == "yes",
        comes_back_on: text("comes_back_on"),
        review_on: text("review_on"),
        ..plain
    }
}
