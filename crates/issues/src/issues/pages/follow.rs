//! The receipt and the private page behind its link: where the issue stands, the few optional questions, taking it back.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public},
    http::Caller,
    id, keys, ledger, limits,
    limits::Allowance,
    page::{self, Errors, Field, Frame, Input, Timeline},
};

use super::super::{
    commands,
    model::{Answer, Answers, Happened, Harm, Issue, Known, Sector},
    store, words,
};

/// Codes that are typed and open nothing, from one place in an hour. Whoever has the link is never held up by them: it
/// is 120 bits long, which nobody guesses.
const WRONG_CODES: Allowance = Allowance { name: "receipt-code", tries: 10, minutes: 60 };

/// The address is a secret: it must not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

#[derive(Template)]
#[template(path = "issues/pages/follow_ask.html")]
struct AskPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    code: Field,
}

fn ask_page(app: &App, group: &Group, typed: &str, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let code = Field::new("code", "Your code", Input::Code)
        .hint("24 letters and digits, from the page that thanked you.")
        .value(typed)
        .error(errors);
    let frame = super::reporter_frame(app, group, "Follow your issue").with_errors(errors);
    page::show_as(status, &AskPage { frame, errors: Errors::new(errors), form_key: FormKey::fresh(app)?, code })
}

pub(super) async fn ask(Shared(app): Shared<App>, Path(slug): Path<String>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    ask_page(&app, &group, "", &[], StatusCode::OK)
}

pub(super) async fn open(Shared(app): Shared<App>, Path(slug): Path<String>, caller: Caller, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let typed = form.fields.get("code");
    let again = |message: String, status| ask_page(&app, &group, typed, &[FieldError { field: "code".into(), message }], status);
    if form.key.is_none() {
        return again("This page was open for a long time. Send it once more".into(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    match open_typed(&app, &group, caller, typed).await {
        Ok(code) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}"))).into_response()),
        Err(Error::NotFound) => {
            again("No issue opens with this code. Check each letter and digit".into(), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error @ Error::TooMany(_)) => again(error.told().detail, StatusCode::TOO_MANY_REQUESTS),
        Err(error) => Err(error),
    }
}

/// The issue that a code opens, and the code as we write it.
async fn find(app: &App, group: &Group, typed: &str) -> Result<(Issue, String)> {
    let code = id::read_receipt_code(typed).ok_or(Error::NotFound)?;
    Ok((store::by_follow(&app.db, group.id, &keys::hash(&code)).await?, code))
}

/// A code that was typed. One that opens nothing counts against where it comes from.
async fn open_typed(app: &App, group: &Group, caller: Caller, typed: &str) -> Result<String> {
    limits::look(app, WRONG_CODES, &caller.0).await?;
    match find(app, group, typed).await {
        Err(Error::NotFound) => {
            limits::count(app, WRONG_CODES, &caller.0).await?;
            Err(Error::NotFound)
        }
        found => Ok(found?.1),
    }
}

/// A question that is answered by one tap.
struct Taps {
    name: &'static str,
    legend: &'static str,
    choices: &'static [(&'static str, &'static str)],
    chosen: &'static str,
}

#[derive(Template)]
#[template(path = "issues/pages/follow.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    base: String,
    received: bool,
    reference: String,
    state: &'static str,
    next: String,
    link: String,
    code: String,
    anonymous: bool,
    words: String,
    taps: Vec<Taps>,
    harmed: bool,
    service: Field,
    post: Field,
    remedy: Field,
    open: bool,
    can_be_withdrawn: bool,
    replies: Vec<super::ReplyShown>,
    alike: crate::likeness::Receipt,
    timeline: Timeline,
}

/// What of the page varies beside the issue.
struct Shown<'a> {
    received: bool,
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    typed: &'a Fields,
    status: StatusCode,
}

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

async fn page(app: &App, group: &Group, issue: &Issue, code: &str, shown: Shown<'_>) -> Result<Response> {
    let entries = ledger::timeline(&app.db, group.id, issue.id).await?;
    let moments = entries.iter().map(|entry| words::moment(entry, issue, group, None)).collect();
    let base = format!("/{}/follow/{code}", group.slug);
    let reference = group.reference(issue.number);
    let again = |name: &str, stored: &Option<String>| {
        let typed = shown.typed.get(name);
        if typed.is_empty() { stored.clone().unwrap_or_default() } else { typed.to_owned() }
    };
    let answers = &issue.answers;
    let form_key = FormKey::fresh(app)?;
    let page = Page {
        frame: super::reporter_frame(app, group, &format!("Your issue {reference}")).with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        alike: crate::likeness::Receipt::of(app, group, issue, &base, &form_key).await,
        form_key,
        received: shown.received,
        state: issue.state.words(),
        next: words::what_happens_next(issue, group),
        link: app.url(&base),
        code: code.to_owned(),
        anonymous: issue.known == Known::Anonymous,
        words: issue.words.clone(),
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
        remedy: Field::new("remedy", "What would mend it?", Input::Lines(3)).value(again("remedy", &answers.remedy)).error(shown.errors),
        open: issue.takes_wording(),
        can_be_withdrawn: issue.can_be_withdrawn(),
        replies: super::replies_shown(store::replies(&app.db, group.id, issue.id).await?),
        timeline: Timeline { moments },
        reference,
        base,
    };
    Ok(([NO_REFERRER], page::show_as(shown.status, &page)?).into_response())
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((slug, code)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (issue, code) = find(&app, &group, &code).await?;
    let query = uri.query().unwrap_or_default();
    let notice = match query {
        "kept" => Some("Saved. Thank you."),
        "withdrawn" => Some("Your issue is withdrawn."),
        _ => None,
    };
    let shown = Shown { received: query == "received", notice, errors: &[], typed: &Fields::default(), status: StatusCode::OK };
    page(&app, &group, &issue, &code, shown).await
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
    let (issue, code) = find(&app, &group, &code).await?;
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
            page(&app, &group, &issue, &code, shown).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn withdraw(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (_, code) = find(&app, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and press the button once more.".into()));
    }
    let mut tx = app.begin().await?;
    commands::withdraw(&app, &mut tx, &group, &code).await?;
    app.commit(tx).await?;
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?withdrawn"))).into_response())
}
