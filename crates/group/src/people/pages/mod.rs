//! The pages of signing in and out, and the operator's pages of accounts and tokens.

mod accounts;

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Posted, Public},
    http::Caller,
    page::{self, Errors, Field, Frame, Input},
    session,
};
use uuid::Uuid;

use super::commands;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(ask_page).post(ask))
        .route("/sign-in/code", post(by_code))
        .route("/sign-in/link/{secret}", get(link_page).post(by_link))
        .route("/sign-out", post(sign_out))
        .route("/operator/people", get(accounts::index))
        .route("/operator/people/{person}", get(accounts::show))
        .route("/operator/people/{person}/end", post(accounts::end_account))
        .route("/operator/people/{person}/tokens/{token}/end", post(accounts::end_token))
}

#[derive(Template)]
#[template(path = "people/ask.html")]
struct AskPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    next: String,
    email: Field,
    demonstration: bool,
}

fn show_ask(app: &App, typed: &str, next: &str, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let email = Field::new("email", "Email address", Input::Email)
        .hint("The one that your group knows you by. We mail you a link and six digits; there is no password.")
        .autocomplete("email")
        .value(typed)
        .error(errors);
    let page = AskPage {
        frame: Frame::plain(app, "Sign in").with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        next: next.to_owned(),
        email,
        demonstration: app.settings.demonstration,
    };
    page::show_as(status, &page)
}

async fn ask_page(State(app): State<App>, OriginalUri(uri): OriginalUri) -> Result<Response> {
    show_ask(&app, "", Fields::of_query(&uri).get("next"), &[], StatusCode::OK)
}

#[derive(Template)]
#[template(path = "people/check_mail.html")]
struct CheckMailPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    attempt: Uuid,
    code: Field,
}

fn show_check_mail(app: &App, attempt: Uuid, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let code = Field::new("code", "Six digits from the mail", Input::Code).autocomplete("one-time-code").error(errors);
    let frame = Frame::plain(app, "Check your mail").with_errors(errors);
    page::show_as(status, &CheckMailPage { frame, errors: Errors::new(errors), form_key: FormKey::fresh(app)?, attempt, code })
}

async fn ask(State(app): State<App>, caller: Caller, form: Public) -> Result<Response> {
    let (email, next) = (form.fields.get("email"), form.fields.get("next"));
    if form.key.is_none() {
        let errors = [FieldError { field: "email".into(), message: "This page was open for a long time. Send it once more".into() }];
        return show_ask(&app, email, next, &errors, StatusCode::UNPROCESSABLE_ENTITY);
    }
    match commands::ask(&app, email, next, caller.0).await {
        Ok(asked) => show_check_mail(&app, asked.attempt, &[], StatusCode::OK),
        Err(Error::Invalid(errors)) => show_ask(&app, email, next, &errors, StatusCode::UNPROCESSABLE_ENTITY),
        Err(error @ Error::TooMany(_)) => {
            let told = error.told();
            let errors = [FieldError { field: "email".into(), message: told.detail }];
            let mut response = show_ask(&app, email, next, &errors, told.status)?;
            response.headers_mut().extend(told.retry_after.map(|seconds| (axum::http::header::RETRY_AFTER, HeaderValue::from(seconds))));
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

/// The page to go on to, with the cookie.
fn signed_in(cookie: HeaderValue, next: &str) -> Response {
    ([(SET_COOKIE, cookie)], Redirect::to(next)).into_response()
}

async fn by_code(State(app): State<App>, caller: Caller, form: Public) -> Result<Response> {
    let attempt: Uuid = form.fields.get("attempt").parse().map_err(|_| Error::NotFound)?;
    let again = |message: String, status| show_check_mail(&app, attempt, &[FieldError { field: "code".into(), message }], status);
    if form.key.is_none() {
        return again("This page was open for a long time. Type the digits once more".into(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    match commands::sign_in_by_code(&app, attempt, form.fields.get("code"), caller.0).await {
        Ok(Some((cookie, next))) => Ok(signed_in(cookie, &next)),
        Ok(None) => again(
            "These are not the digits, or they are too old. Check the mail, or ask for a new one".into(),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        Err(error @ Error::TooMany(_)) => again(error.told().detail, StatusCode::TOO_MANY_REQUESTS),
        Err(error) => Err(error),
    }
}

#[derive(Template)]
#[template(path = "people/link.html")]
struct LinkPage {
    frame: Frame,
    form_key: String,
    secret: String,
    waits: bool,
}

/// The link holds a secret: it must not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (axum::http::header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

async fn link_page(State(app): State<App>, Path(secret): Path<String>) -> Result<Response> {
    let waits = commands::link_waits(&app, &secret).await?;
    let title = if waits { "Sign in" } else { "This link cannot be used any more" };
    let response = page::show(&LinkPage { frame: Frame::plain(&app, title), form_key: FormKey::fresh(&app)?, secret, waits })?;
    Ok(([NO_REFERRER], response).into_response())
}

async fn by_link(State(app): State<App>, Path(secret): Path<String>, form: Public) -> Result<Response> {
    if form.key.is_none() {
        return Ok(Redirect::to(&format!("/sign-in/link/{secret}")).into_response());
    }
    match commands::sign_in_by_link(&app, &secret).await? {
        Some((cookie, next)) => Ok(signed_in(cookie, &next)),
        None => link_page(State(app), Path(secret)).await,
    }
}

async fn sign_out(State(app): State<App>, posted: Posted) -> Result<Response> {
    commands::sign_out(&app, &posted.session).await?;
    let clear = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""));
    Ok(([(SET_COOKIE, session::no_cookie(&app.settings)?), clear], Redirect::to("/")).into_response())
}
