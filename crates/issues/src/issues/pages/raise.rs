//! The form that needs no account: one box, how to be known, Send. It is saved then.

use analysis::identifiers;
use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Redirect, Response},
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Public, shown_again},
    http::Caller,
    limits::Class,
    page::{self, Errors, Field, Frame, Input},
};

use super::super::{
    commands::{self, IssueDraft, Origin, Raised},
    model::{Answers, Known},
};

#[derive(Template)]
#[template(path = "issues/pages/raise.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    text: Field,
    known: Known,
    name: Field,
    email: Field,
    /// Whether a number in the text may be a patient's, so that the form asks.
    doubtful: bool,
    follow: String,
}

/// What is shown of a form: what was typed, what is wrong with it, with which status.
struct Shown<'a> {
    fields: &'a Fields,
    text: String,
    errors: &'a [FieldError],
    doubtful: bool,
    status: StatusCode,
}

fn page(app: &App, group: &Group, shown: Shown<'_>) -> Result<Response> {
    let typed = |name: &str| shown_again(shown.fields.get(name));
    let text = Field::new("text", "What happened?", Input::Lines(7))
        .hint("A few lines are enough. No names, dates of birth, CHI numbers or anything else that could identify a patient.")
        .large()
        .value(shown.text)
        .error(shown.errors);
    let page = Page {
        frame: super::reporter_frame(app, group, "Raise an issue").with_errors(shown.errors),
        errors: Errors::new(shown.errors),
        form_key: FormKey::fresh(app)?,
        text,
        known: Known::from_key(shown.fields.get("known")).unwrap_or(Known::Named),
        name: Field::new("name", "Your name", Input::Text).autocomplete("name").value(typed("name")).error(shown.errors),
        email: Field::new("email", "Email for the answer (optional)", Input::Email)
            .autocomplete("email")
            .value(typed("email"))
            .error(shown.errors),
        doubtful: shown.doubtful,
        follow: format!("/{}/follow", group.slug),
    };
    page::show_as(shown.status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, Path(slug): Path<String>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    page(&app, &group, Shown { fields: &Fields::default(), text: String::new(), errors: &[], doubtful: false, status: StatusCode::OK })
}

pub(super) async fn send(Shared(app): Shared<App>, Path(slug): Path<String>, caller: Caller, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    match save(&app, &group, caller, &form).await {
        Ok(raised) => {
            crate::likeness::me_too_on_sending(&app, &group, &raised.code, form.fields.get("me-too")).await;
            Ok(Redirect::to(&format!("/{slug}/follow/{}?received", raised.code)).into_response())
        }
        Err(error) => give_back(&app, &group, &form.fields, error),
    }
}

async fn save(app: &App, group: &Group, caller: Caller, form: &Public) -> Result<Raised> {
    app.limits.check(Class::Raise, caller.0)?;
    let Some(key) = &form.key else {
        return Err(Error::field("text", "This page was open for a long time. Your text is still here: send it once more"));
    };
    let fields = &form.fields;
    let draft = IssueDraft {
        words: fields.get("text").into(),
        known: Known::from_key(fields.get("known")).ok_or_else(|| Error::field("known", "Choose how you want to be known"))?,
        name: fields.get("name").into(),
        email: fields.get("email").into(),
        answers: Answers::default(),
    };
    let origin = Origin { key: key.nonce.clone(), person: None, keep_doubtful: fields.get("keep") == "yes" };
    commands::receive(app, group, draft, origin).await
}

/// Whatever went wrong: what was typed comes back, and the page says what to do.
fn give_back(app: &App, group: &Group, fields: &Fields, error: Error) -> Result<Response> {
    let told = error.told();
    let typed = fields.get("text");
    let (text, errors, doubtful) = match error {
        Error::Refused(mut errors, _) => {
            let (text, doubtful) = without_identifiers(typed);
            if let Some(error) = errors.iter_mut().find(|error| error.field == "text" && text != typed) {
                error.message.push_str(": we have put [removed] in its place");
            }
            if let Some(error) = errors.iter_mut().find(|error| error.field == "text" && doubtful && text == typed) {
                error.message.push_str(", or tick the box below the text if it is something else");
            }
            (text, errors, doubtful)
        }
        Error::Invalid(errors) => (typed.to_owned(), errors, false),
        Error::NotFound => return Err(error),
        other => {
            // Only a fault of ours is logged: a line in the log says when somebody wrote.
            if let Error::Internal(fault) = &other {
                tracing::error!(error = format!("{fault:#}"), "an issue could not be saved");
            }
            (typed.to_owned(), vec![FieldError { field: "text".into(), message: format!("It is not saved yet. {}", told.detail) }], false)
        }
    };
    let shown = Shown { fields, text: shown_again(&text), errors: &errors, doubtful, status: told.status };
    let mut response = page(app, group, shown)?;
    if let Some(seconds) = told.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// The text with what surely is a patient's number taken out, and whether something is left that may be one.
fn without_identifiers(typed: &str) -> (String, bool) {
    let mut text = typed.to_owned();
    // Taking one number out can bring a cue beside another: look until nothing more is found.
    for _ in 0..20 {
        let sure: Vec<_> =
            identifiers::find(&text).into_iter().filter(|finding| finding.severity == identifiers::Severity::Block).collect();
        if sure.is_empty() {
            break;
        }
        text = identifiers::without(&text, &sure);
    }
    let doubtful = !identifiers::find(&text).is_empty();
    (text, doubtful)
}
