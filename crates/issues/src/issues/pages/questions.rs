//! The questions of the receipt: each is optional, most take one tap, and each is saved by itself.

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{Path, State as Shared},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use group::groups;
use kernel::{
    App, Error, Result,
    form::{Fields, Public},
    page::{Field, Input},
};

use super::{
    super::{
        commands,
        model::{Answer, Answers, Happened, Harm, Issue, Sector},
    },
    follow::{self, NO_REFERRER, Shown},
};

/// A question that is answered by one tap.
struct Taps {
    name: &'static str,
    legend: &'static str,
    choices: &'static [(&'static str, &'static str)],
    chosen: &'static str,
}

/// The questions as they stand on the receipt and on the page behind its link.
#[derive(Template)]
#[template(path = "issues/pages/questions.html")]
pub(super) struct Questions {
    form_key: String,
    base: String,
    received: bool,
    taps: Vec<Taps>,
    harmed: bool,
    service: Field,
    post: Field,
    remedy: Field,
}

// The template escapes its parts itself.
impl HtmlSafe for Questions {}

fn taps(answers: &Answers) -> Vec<Taps> {
    vec![
        Taps { name: "sector", legend: "Where do you work?", choices: Sector::CHOICES, chosen: answers.sector.map_or("", Sector::key) },
        Taps {
            name: "happened",
            legend: "Has it happened before?",
            choices: Happened::CHOICES,
            chosen: answers.happened.map_or("", Happened::key),
        },
        Taps { name: "harm", legend: "Did a patient come to harm?", choices: Harm::CHOICES, chosen: answers.harm.map_or("", Harm::key) },
    ]
}

impl Questions {
    /// The questions of an issue, with what is answered already and what was typed just now.
    pub(super) fn of(issue: &Issue, shown: &Shown<'_>, base: &str, form_key: String) -> Self {
        let answers = &issue.answers;
        let again = |name: &str, stored: &Option<String>| {
            let typed = shown.typed.get(name);
            if typed.is_empty() { stored.clone().unwrap_or_default() } else { typed.to_owned() }
        };
        Self {
            form_key,
            base: base.to_owned(),
            received: shown.received,
            taps: taps(answers),
            harmed: matches!(answers.harm, Some(Harm::Yes | Harm::CouldHave)),
            service: Field::new("service", "Which service, specialty or hospital?", Input::Text)
                .value(again("service", &answers.service))
                .error(shown.errors),
            post: Field::new("post", "Your role", Input::Text)
                .hint("Such as GP, ward pharmacist, practice manager.")
                .autocomplete("organization-title")
                .value(again("post", &answers.post))
                .error(shown.errors),
            remedy: Field::new("remedy", "What would mend it?", Input::Lines(3))
                .value(again("remedy", &answers.remedy))
                .error(shown.errors),
        }
    }
}

/// The one question that a form of the receipt answers.
fn answered(fields: &Fields) -> Option<Answer> {
    let given = |name: &str| Some(fields.get(name)).filter(|value| !value.is_empty());
    if let Some(key) = given("sector") {
        return Sector::from_key(key).map(Answer::Sector);
    }
    if let Some(key) = given("happened") {
        return Happened::from_key(key).map(Answer::Happened);
    }
    if let Some(key) = given("harm") {
        return Harm::from_key(key).map(Answer::Harm);
    }
    match fields.get("question") {
        "service" => Some(Answer::Service(fields.get("service").into())),
        "post" => Some(Answer::Post(fields.get("post").into())),
        "remedy" => Some(Answer::Remedy(fields.get("remedy").into())),
        _ => None,
    }
}

pub(super) async fn answer(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    headers: HeaderMap,
    form: Public,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = follow::find(&app, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and answer once more.".into()));
    }
    let answer = answered(&form.fields).ok_or_else(|| Error::field("question", "Choose one of the answers"))?;
    match commands::answer(&app, &group, &code, answer).await {
        // The script asks for no page: it only wants to know that it is kept.
        Ok(()) if headers.get("sec-fetch-mode").is_some_and(|mode| mode == "cors") => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(()) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?kept#more"))).into_response()),
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            let shown =
                Shown { received: false, notice: None, errors: &errors, typed: &form.fields, status: StatusCode::UNPROCESSABLE_ENTITY };
            follow::page(&app, &group, &issue, &code, shown).await
        }
        Err(error) => Err(error),
    }
}
