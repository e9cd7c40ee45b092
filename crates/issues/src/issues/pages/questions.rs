//! The questions of the receipt: each is optional, most take one tap, and each is saved by itself.

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{Path, State as Shared},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    directory::{self, Entry},
    groups::{self, Group},
    screening,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Public},
    page::{Field, Input},
};

use super::{
    super::{
        commands,
        model::{Answer, Happened, Harm, Issue, Kind, Known, NOT_SURE, Sector, State},
        store, workplaces,
    },
    NO_REFERRER,
    follow::{self, Shown},
};
use crate::signposts::{self, Signpost};

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
    anonymous: bool,
    /// Other doors that may be the right one for what was written.
    proposed: Vec<(&'static str, String)>,
    /// Where harm is recorded: shown once it was answered so.
    after_harm: Option<String>,
    /// Who hears of harm, and when: said before it is answered.
    who_hears: String,
    taps: Vec<Taps>,
    /// Name and address, as far as somebody who is not anonymous has not given them yet.
    reach: Option<[Field; 2]>,
    service: Field,
    workplace: Field,
    post: Field,
    remedy: Field,
    /// The question whose answer may tell who a patient is, so that it asks.
    doubtful: &'static str,
}

// The template escapes its parts itself.
impl HtmlSafe for Questions {}

fn taps(issue: &Issue) -> Vec<Taps> {
    let answers = &issue.answers;
    let chosen = answers.sector.map_or("", Sector::key);
    let side = Taps { name: "sector", legend: "Which side do you work on?", choices: Sector::CHOICES, chosen };
    // Trouble is what everybody means who said nothing else: only thanks are shown as chosen.
    let chosen = if issue.is_praise() { Kind::Praise.key() } else { "" };
    let kind = Taps { name: "kind", legend: "What is it?", choices: Kind::CHOICES, chosen };
    if issue.is_praise() {
        return vec![side, kind];
    }
    vec![
        side,
        Taps {
            name: "happened",
            legend: "Has it happened before?",
            choices: Happened::CHOICES,
            chosen: answers.happened.map_or("", Happened::key),
        },
        Taps { name: "harm", legend: "Did a patient come to harm?", choices: Harm::CHOICES, chosen: answers.harm.map_or("", Harm::key) },
        kind,
    ]
    .into_iter()
    .filter(|question| question.name != "kind" || matches!(issue.state, State::New | State::Asked))
    .collect()
}

/// So many names are offered at most: more would not be read, and a telephone has to load them.
const MOST_OFFERED: usize = 400;

/// Roles that are offered; any other may be typed.
const ROLES: &[&str] = &[
    "GP",
    "GP trainee",
    "Practice nurse",
    "Practice manager",
    "Practice pharmacist",
    "Practice secretary",
    "Consultant",
    "Specialty doctor",
    "Resident doctor",
    "Ward nurse",
    "Specialist nurse",
    "Ward pharmacist",
    "Medical secretary",
    "Out-of-hours doctor",
    "District nurse",
    "Allied health professional",
];

/// Who hears of harm and when, honestly: of somebody anonymous not at once, and at night nobody reads it.
fn who_hears(anonymous: bool, unread: Option<String>) -> String {
    let told = if anonymous {
        "If there was harm, or could have been, the administrator and the safety contact hear of it once the day is over: a mail at once would show when you wrote."
    } else {
        "If there was harm, or could have been, the administrator and the safety contact are written to at once."
    };
    match unread {
        Some(hours) => format!("{told} Nobody is reading now. {hours}"),
        None if anonymous => format!("{told} What cannot wait goes by your usual urgent route."),
        None => told.to_owned(),
    }
}

impl Questions {
    /// The questions of an issue, with what is answered already and what was typed just now.
    pub(super) async fn of(app: &App, group: &Group, issue: &Issue, shown: &Shown<'_>, base: &str, form_key: String) -> Result<Self> {
        let entries = directory::all(&app.db, group.id).await?;
        let posts = signposts::of(&app.db, group.id).await?;
        let reporter = store::reporter(&app.db, group.id, issue.id).await?.unwrap_or_default();
        let answers = &issue.answers;
        let (anonymous, praise) = (issue.known == Known::Anonymous, issue.is_praise());
        let proposed = if praise { Vec::new() } else { signposts::proposed(&issue.words) };
        let mut offered = workplaces::offered(&entries, issue.known);
        offered.truncate(MOST_OFFERED);
        let served = |entry: &&Entry| matches!(entry.kind, directory::Kind::Service | directory::Kind::Hospital);
        let services = entries.iter().filter(served).take(MOST_OFFERED).map(|entry| entry.name.clone()).collect();
        let again = |name: &str, stored: &Option<String>| {
            let typed = shown.typed.get(name);
            if typed.is_empty() { stored.clone().unwrap_or_default() } else { typed.to_owned() }
        };
        let reach = (!anonymous && (reporter.name.is_empty() || reporter.email.is_empty())).then(|| {
            [
                Field::new("name", "Your name", Input::Text)
                    .autocomplete("name")
                    .value(again("name", &Some(reporter.name.clone())))
                    .error(shown.errors),
                Field::new("email", "Email for the answer", Input::Email)
                    .autocomplete("email")
                    .value(again("email", &Some(reporter.email.clone())))
                    .error(shown.errors),
            ]
        });
        let (place, finer) = if anonymous {
            ("Your practice or hospital", "From the list, and nothing finer is kept. Only counted: how many places report.")
        } else {
            ("Your practice, ward or service", "Only counted: from how many places reports come. Nobody outside triage sees it.")
        };
        Ok(Self {
            anonymous,
            doubtful: shown.doubtful,
            proposed: proposed.iter().map(|post| (post.about(), posts.says(*post).to_owned())).collect(),
            after_harm: (!proposed.contains(&Signpost::Incident)).then(|| posts.says(Signpost::Incident).to_owned()),
            who_hears: who_hears(anonymous, super::unread(app, group).await?),
            reach,
            form_key,
            base: base.to_owned(),
            received: shown.received,
            taps: taps(issue),
            workplace: Field::new("workplace", place, Input::Text)
                .hint(finer)
                .offers(offered)
                .value(again("workplace", &answers.workplace))
                .error(shown.errors),
            service: Field::new("service", "Which service, specialty or hospital?", Input::Text)
                .offers(services)
                .value(again("service", &answers.service))
                .error(shown.errors),
            post: Field::new("post", "Your role", Input::Text)
                .hint("Such as GP, ward pharmacist, practice manager.")
                .offers(ROLES.iter().map(|role| (*role).to_owned()).collect())
                .autocomplete("organization-title")
                .value(again("post", &answers.post))
                .error(shown.errors),
            remedy: Field::new("remedy", if praise { "What made it work?" } else { "What would mend it?" }, Input::Lines(3))
                .value(again("remedy", &answers.remedy))
                .error(shown.errors),
        })
    }
}

/// The answers that a form of the receipt holds: one, or role and side as they were last time.
fn answered(fields: &Fields) -> Option<Vec<Answer>> {
    let given = |name: &str| Some(fields.get(name)).filter(|value| !value.is_empty());
    if fields.get("question") == "as-before" {
        let sector = given("sector").map(|key| Sector::from_key(key).map(Answer::Sector));
        let post = given("post").map(|post| Some(Answer::Post(post.into())));
        return sector.into_iter().chain(post).collect::<Option<Vec<_>>>().filter(|answers| !answers.is_empty());
    }
    let one = if let Some(key) = given("sector") {
        Sector::from_key(key).map(Answer::Sector)
    } else if let Some(key) = given("happened") {
        Happened::from_key(key).map(Answer::Happened)
    } else if let Some(key) = given("harm") {
        Harm::from_key(key).map(Answer::Harm)
    } else if let Some(key) = given("kind") {
        Kind::from_key(key).map(Answer::Kind)
    } else {
        match fields.get("question") {
            "service" if given("unsure").is_some() => Some(Answer::Service(NOT_SURE.into())),
            "service" => Some(Answer::Service(fields.get("service").into())),
            "workplace" => Some(Answer::Workplace(fields.get("workplace").into())),
            "post" => Some(Answer::Post(fields.get("post").into())),
            "remedy" => Some(Answer::Remedy(fields.get("remedy").into())),
            _ => None,
        }
    };
    one.map(|answer| vec![answer])
}

/// Keeps what a form of the receipt says.
async fn keep(app: &App, group: &Group, code: &str, fields: &Fields) -> Result<()> {
    if fields.get("question") == "reach" {
        return commands::reach(app, group, code, fields.get("name"), fields.get("email")).await;
    }
    for answer in answered(fields).ok_or_else(|| Error::field("question", "Choose one of the answers"))? {
        commands::answer(app, group, code, answer, fields.get("keep") == "yes").await?;
    }
    Ok(())
}

/// The texts of the receipt: each is a question of its own.
const TEXTS: [&str; 4] = ["service", "workplace", "post", "remedy"];

/// What was typed without what surely tells who a patient is, and the question that asks about what is left.
fn offered(fields: &Fields, known: &screening::Known, errors: &mut [FieldError]) -> (Fields, &'static str) {
    let mut doubtful = "";
    let without = fields.iter().map(|(name, text)| match TEXTS.iter().find(|field| **field == name) {
        Some(field) if errors.iter().any(|error| error.field == *field) => {
            let (text, asks) = super::raise::offer_without(field, text, known, errors);
            if asks {
                doubtful = field;
            }
            (name.to_owned(), text)
        }
        _ => (name.to_owned(), text.to_owned()),
    });
    (without.collect(), doubtful)
}

async fn again(
    app: &App,
    group: &Group,
    issue: &Issue,
    code: &str,
    (errors, typed, doubtful): (&[FieldError], &Fields, &'static str),
) -> Result<Response> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    follow::page(app, group, issue, code, Shown { received: false, notice: None, errors, typed, doubtful, status }).await
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
    match keep(&app, &group, &code, &form.fields).await {
        // The script asks for no page: it only wants to know that it is kept.
        Ok(()) if headers.get("sec-fetch-mode").is_some_and(|mode| mode == "cors") => Ok(StatusCode::NO_CONTENT.into_response()),
        Ok(()) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?kept#more"))).into_response()),
        Err(Error::Invalid(errors)) => again(&app, &group, &issue, &code, (&errors, &form.fields, "")).await,
        Err(Error::Refused(mut errors, _)) => {
            let known = screening::known(&app.db, group.id).await.unwrap_or_default();
            let (typed, doubtful) = offered(&form.fields, &known, &mut errors);
            again(&app, &group, &issue, &code, (&errors, &typed, doubtful)).await
        }
        Err(error) => Err(error),
    }
}
