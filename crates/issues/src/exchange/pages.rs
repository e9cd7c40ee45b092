//! The pages of the exchange: where those who triage ask, and where the reporter answers.

use askama::Template;
use axum::{
    Extension, Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
    screening,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Posted, Public, shown_again},
    http::Unmeasured,
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    commands::{self, Said},
    model::{self, Kind},
    store,
    words::{Shown, shown},
};
use crate::issues::{self, Issue, Known, NO_REFERRER, reporter_frame};

/// The routes of this slice. What a reporter does is not measured, so that no curve shows when somebody wrote.
pub fn routes() -> Router<App> {
    let reporters = Router::new()
        .route("/{group}/follow/{code}/exchange", get(form).post(say))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }));
    Router::new().route("/{group}/issues/{reference}/question", get(show).post(ask)).merge(reporters)
}

#[derive(Template)]
#[template(path = "exchange/ask.html")]
struct Ask<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    reference: String,
    anonymous: bool,
    lines: Vec<Shown>,
    /// Whether a question waits for its answer.
    waits: bool,
    question: Field,
}

async fn ask_page(app: &App, member: &Member, issue: &Issue, typed: &str, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let lines = store::lines(&app.db, group.id, issue.id).await?;
    let page = Ask {
        frame: member.frame(app, format!("Ask about {reference}"), "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/issues/{reference}", group.slug),
        anonymous: issue.known == Known::Anonymous,
        waits: model::open(&lines).is_some(),
        lines: shown(&lines, "The reporter answered"),
        question: Field::new("question", "Your question", Input::Lines(4))
            .hint("One question, which can be answered in a line or two. Nothing that could identify a patient.")
            .value(shown_again(typed))
            .error(errors),
        reference,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    ask_page(&app, &member, &issue, "", &[], StatusCode::OK).await
}

async fn ask(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let typed = posted.fields.get("question");
    let mut tx = app.begin().await?;
    match commands::ask(&app, &mut tx, &member.acting, issue.number, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return ask_page(&app, &member, &issue, typed, &error.into_messages("question")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/issues/{}?asked#exchange", member.acting.group.reference(issue.number))).into_response())
}

#[derive(Template)]
#[template(path = "exchange/say.html")]
struct Say<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    base: String,
    reference: String,
    lines: Vec<Shown>,
    waits: bool,
    words: Field,
    /// Whether something in it may tell who a patient is, so that the form asks.
    doubtful: bool,
}

/// What was typed and could not be kept as it is.
#[derive(Default)]
struct Typed<'a> {
    words: &'a str,
    doubtful: bool,
    errors: &'a [FieldError],
    status: StatusCode,
}

async fn say_page(app: &App, group: &Group, issue: &Issue, code: &str, typed: Typed<'_>) -> Result<Response> {
    let errors = typed.errors;
    if !issue.takes_wording() && errors.is_empty() {
        return Err(Error::NotFound);
    }
    let reference = group.reference(issue.number);
    let lines = store::lines(&app.db, group.id, issue.id).await?;
    let waits = model::open(&lines).is_some();
    let title = if waits { format!("Answer about {reference}") } else { format!("Add to {reference}") };
    let page = Say {
        frame: reporter_frame(app, group, &title).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        base: format!("/{}/follow/{code}", group.slug),
        lines: shown(&lines, "You wrote"),
        waits,
        words: words_field(waits).value(shown_again(typed.words)).error(errors),
        doubtful: typed.doubtful,
        reference,
    };
    Ok(([NO_REFERRER], page::show_as(typed.status, &page)?).into_response())
}

/// The field in which a reporter answers or adds something.
pub(crate) fn words_field(waits: bool) -> Field {
    Field::new("words", if waits { "Your answer" } else { "Something to add" }, Input::Lines(4))
        .hint("Nothing that could identify a patient.")
}

async fn form(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let issue = issues::by_code(&app.db, &group, &code).await?;
    say_page(&app, &group, &issue, &code, Typed::default()).await
}

async fn say(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let issue = issues::by_code(&app.db, &group, &code).await?;
    let typed = form.fields.get("words");
    let said = Said { words: typed, keep_doubtful: form.fields.get("keep") == "yes" };
    let kept = async {
        if form.key.is_none() {
            return Err(Error::field("words", "This page was open for a long time. Your text is still here: send it once more"));
        }
        let mut tx = app.begin().await?;
        let kind = commands::answer(&app, &mut tx, &group, &code, said).await?;
        app.commit(tx).await?;
        Ok(kind)
    };
    match kept.await {
        Ok(kind) => {
            let done = if kind == Kind::Answer { "answered" } else { "added" };
            Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?{done}#exchange"))).into_response())
        }
        Err(error) => {
            let status = error.told().status;
            let refused = matches!(error, Error::Refused(..));
            let mut errors = error.into_messages("words")?;
            let (words, doubtful) = if refused {
                let known = screening::known(&app.db, group.id).await.unwrap_or_default();
                issues::offer_without("words", typed, &known, &mut errors)
            } else {
                (typed.to_owned(), false)
            };
            say_page(&app, &group, &issue, &code, Typed { words: &words, doubtful, errors: &errors, status }).await
        }
    }
}
