//! The pages on which somebody says whether an outcome held, and the one on which a group says when it asks.

use askama::Template;
use axum::{
    Extension, Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
};
use jiff::civil::Date;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, FormKey, Posted, Public},
    http::Unmeasured,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{
    commands,
    model::{Answer, Months},
    queries::{self, Outcome},
    store,
};
use crate::issues::{self, Issue, NO_REFERRER, reporter_frame};

/// The routes of this slice. What a reporter does is not measured, so that no curve shows when somebody answered.
pub fn routes() -> Router<App> {
    let reporters = Router::new()
        .route("/{group}/held/{code}", get(show).post(say))
        .route("/{group}/follow/{code}/held", post(say_by_code))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }));
    Router::new().route("/{group}/issues/checks", get(rules).post(set_rules)).merge(reporters)
}

/// The address of the page that asks the reporter of an issue about an outcome. It is good for that question only, and opens no
/// issue.
#[must_use]
pub(crate) fn link(app: &App, group: &Group, reply: Uuid, issue: Uuid) -> String {
    app.url(&format!("/{}/held/{}{}{}", group.slug, reply.simple(), issue.simple(), seal(app, group, reply, issue)))
}

fn seal(app: &App, group: &Group, reply: Uuid, issue: Uuid) -> String {
    app.keys.seal("held", &[group.id.as_bytes(), reply.as_bytes(), issue.as_bytes()])
}

/// The outcome and the issue that a link asks about.
fn read(app: &App, group: &Group, code: &str) -> Result<(Uuid, Uuid)> {
    let (reply, rest) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let (issue, sealed) = rest.split_at_checked(32).ok_or(Error::NotFound)?;
    let key = |text: &str| Uuid::try_parse(text).map_err(|_| Error::NotFound);
    let (reply, issue) = (key(reply)?, key(issue)?);
    let good = kernel::keys::same(seal(app, group, reply, issue).as_bytes(), sealed.as_bytes());
    if good { Ok((reply, issue)) } else { Err(Error::NotFound) }
}

/// The three answers as buttons: value, words, whether it is what was said.
#[must_use]
pub(crate) fn buttons(said: Option<Answer>) -> Vec<(&'static str, &'static str, bool)> {
    Answer::ALL.into_iter().map(|answer| (answer.key(), answer.words(), said == Some(answer))).collect()
}

/// What the page of a reporter says of an outcome.
pub(crate) struct Asked {
    /// The outcome's key.
    pub(crate) outcome: String,
    pub(crate) decision: String,
    /// The day of the decision.
    pub(crate) since: String,
    /// Whether they are asked now.
    pub(crate) asks: bool,
    /// What they said, and when.
    pub(crate) said: Option<String>,
    pub(crate) buttons: Vec<(&'static str, &'static str, bool)>,
}

/// What a reporter is asked of the outcomes of their issue, or has said of them.
pub(crate) async fn asked(app: &App, group: &Group, outcomes: Vec<Outcome>) -> Result<Vec<Asked>> {
    let (months, today) = (store::months(&app.db, group.id).await?, app.clock.today(&group.time_zone));
    let show = |outcome: Outcome| Asked {
        outcome: outcome.reply.simple().to_string(),
        asks: months.asks(outcome.said_on, outcome.answered, today),
        said: outcome.answered.map(|(answer, on)| format!("You told us on {}: {}.", words::date(on), lowered(answer))),
        buttons: buttons(None),
        since: words::date(outcome.said_on),
        decision: outcome.decision,
    };
    Ok(outcomes.into_iter().map(show).filter(|asked| asked.asks || asked.said.is_some()).collect())
}

fn lowered(answer: Answer) -> &'static str {
    match answer {
        Answer::Held => "it has held",
        Answer::CameBack => "it came back",
        Answer::CannotSay => "you could not say",
    }
}

#[derive(Template)]
#[template(path = "holding/ask.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    here: String,
    reference: String,
    title: String,
    decision: String,
    words: String,
    on: String,
    said: Option<String>,
    came_back: bool,
    buttons: Vec<(&'static str, &'static str, bool)>,
}

async fn ask_page(app: &App, group: &Group, code: &str, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let (reply, issue) = read(app, group, code)?;
    let issue: Issue = issues::by_id(&app.db, group.id, issue).await?;
    let outcome = queries::one(&app.db, group.id, reply, issue.id).await?;
    let said = outcome.answered.map(|(answer, on): (Answer, Date)| format!("You told us on {}: {}.", words::date(on), lowered(answer)));
    let answer = outcome.answered.map(|(answer, _)| answer);
    let page = Page {
        frame: reporter_frame(app, group, "Has it held?").with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        here: format!("/{}/held/{code}", group.slug),
        reference: group.reference(issue.number),
        title: issue.group_title.unwrap_or_default(),
        on: words::date(outcome.said_on),
        decision: outcome.decision,
        words: outcome.words,
        said,
        came_back: answer == Some(Answer::CameBack),
        buttons: buttons(answer),
    };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

async fn show(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    ask_page(&app, &group, &code, &[], StatusCode::OK).await
}

/// The answer that was pressed, on a form of ours.
fn pressed(form: &Public) -> Result<Answer> {
    if form.key.is_none() {
        return Err(Error::Conflict("This page was open for a long time. Press the button once more".into()));
    }
    Answer::from_key(form.fields.get("answer")).ok_or_else(|| Error::field("answer", "Press one of the three buttons"))
}

async fn keep(app: &App, group: &Group, reply: Uuid, issue: Uuid, form: &Public) -> Result<()> {
    let answer = pressed(form)?;
    let mut tx = app.begin().await?;
    commands::answer(app, &mut tx, group, reply, issue, answer).await?;
    app.commit(tx).await
}

async fn say(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let (reply, issue) = read(&app, &group, &code)?;
    match keep(&app, &group, reply, issue, &form).await {
        Ok(()) => Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/held/{code}"))).into_response()),
        Err(error) => {
            let status = error.told().status;
            ask_page(&app, &group, &code, &error.into_messages("answer")?, status).await
        }
    }
}

async fn say_by_code(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let issue = issues::by_code(&app.db, &group, &code).await?;
    let reply = Uuid::try_parse(form.fields.get("outcome")).map_err(|_| Error::NotFound)?;
    keep(&app, &group, reply, issue.id, &form).await?;
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?held"))).into_response())
}

#[derive(Template)]
#[template(path = "holding/rules.html")]
struct Rules<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    fields: [Field; 2],
}

fn rules_page(app: &App, member: &Member, typed: &Fields, errors: &[FieldError], saved: bool, status: StatusCode) -> Result<Response> {
    let field = |name: &'static str, label: &str| Field::new(name, label, Input::Number).value(typed.get(name)).error(errors);
    let page = Rules {
        frame: member.frame(app, "Asking whether it held", "/issues").with_errors(errors).with_notice(saved.then_some("Saved.")),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/issues", member.acting.group.slug),
        fields: [field("first", "The first time, after how many months"), field("second", "The second time")],
    };
    page::show_as(status, &page)
}

async fn rules(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    let Months { first, second } = store::months(&app.db, member.acting.group.id).await?;
    let typed = Fields::from([("first", first.to_string().as_str()), ("second", &second.to_string())]);
    rules_page(&app, &member, &typed, &[], uri.query() == Some("saved"), StatusCode::OK)
}

async fn set_rules(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let (first, second) = (posted.fields.get("first"), posted.fields.get("second"));
    let mut tx = app.begin().await?;
    match commands::set_months(&app, &mut tx, &member.acting, first, second).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return rules_page(&app, &member, &posted.fields, &error.into_messages("first")?, false, status);
        }
    }
    Ok(Redirect::to(&format!("/{slug}/issues/checks?saved")).into_response())
}
