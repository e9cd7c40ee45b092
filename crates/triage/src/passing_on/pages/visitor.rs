//! Without an account: the reporter, who is asked whether it may go and reads what came back; the other group, which answers
//! by the link of its file. Opening either does nothing; a button does.

use ::issues::issues;
use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::groups::{self, Group};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{FormKey, Public},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    answering, commands,
    model::{Passing, Standing},
    store,
};

/// The address is a secret: it does not travel on in a referrer.
const NO_REFERRER: (HeaderName, HeaderValue) = (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));

fn frame(app: &App, group: &Group, title: &str) -> Frame {
    Frame {
        group: Some(group.name.clone()),
        shapes: group.shapes.clone(),
        home: format!("/{}/raise", group.slug),
        ..Frame::plain(app, title)
    }
}

struct Line {
    to: String,
    title: String,
    text: String,
    asks: bool,
    told: String,
    answer: String,
}

fn line(one: Passing) -> Line {
    let day = |on: Option<jiff::civil::Date>| on.map(words::date).unwrap_or_default();
    let told = match one.standing {
        Standing::Asked => String::new(),
        Standing::Agreed => "You have agreed. The group passes it on.".into(),
        Standing::Refused => "You would rather not, so it does not go.".into(),
        Standing::Sent => format!("It went to them on {}. No answer yet.", day(one.sent_on)),
        Standing::Answered => format!("They answered on {}:", day(one.answered_on)),
    };
    Line { to: one.to_name, title: one.title, text: one.text, asks: one.standing == Standing::Asked, told, answer: one.answer }
}

#[derive(Template)]
#[template(path = "passing_on/pages/ask.html")]
struct Ask<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    base: String,
    reference: String,
    lines: Vec<Line>,
}

async fn ask_page(app: &App, group: &Group, code: &str, errors: &[FieldError]) -> Result<Response> {
    let issue = issues::by_code(&app.db, group, code).await?;
    let reference = group.reference(issue.number);
    let page = Ask {
        frame: frame(app, group, &format!("{reference}: passed on")).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        base: format!("/{}/follow/{}", group.slug, issues::follow_code(app, issue.id)),
        lines: store::of_issue(&app.db, group.id, issue.id).await?.into_iter().map(line).collect(),
        reference,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

pub(super) async fn ask(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    ask_page(&app, &group, &code, &[]).await
}

pub(super) async fn consent(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let again = |message: &str| [FieldError { field: "consent".into(), message: message.to_owned() }];
    if form.key.is_none() {
        return ask_page(&app, &group, &code, &again("This page was open for a long time. Press the button once more")).await;
    }
    let agrees = match form.fields.get("consent") {
        "yes" => true,
        "no" => false,
        _ => return ask_page(&app, &group, &code, &again("Press one of the buttons")).await,
    };
    let mut tx = app.begin().await?;
    match commands::consent(&app, &mut tx, &group, &code, agrees).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Conflict(why)) => {
            drop(tx);
            return ask_page(&app, &group, &code, &again(&why)).await;
        }
        Err(error) => return Err(error),
    }
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}/passing-on"))).into_response())
}

#[derive(Template)]
#[template(path = "passing_on/pages/answer.html")]
struct Answer<'a> {
    frame: Frame,
    errors: Errors<'a>,
    form_key: String,
    group: String,
    title: String,
    text: String,
    answered: Option<String>,
    answer: Field,
}

async fn answer_page(app: &App, group: &Group, code: &str, typed: &str, errors: &[FieldError]) -> Result<Response> {
    let passing = answering::open(app, &app.db, group, code).await?;
    let page = Answer {
        frame: frame(app, group, &passing.title).with_errors(errors),
        errors: Errors::new(errors),
        form_key: FormKey::fresh(app)?,
        group: group.name.clone(),
        title: passing.title,
        text: passing.text,
        answered: (passing.standing == Standing::Answered).then_some(passing.answer),
        answer: Field::new("answer", "What does your group answer?", Input::Lines(5))
            .hint("Whoever raised it reads this. Nothing that could identify a patient, please.")
            .value(typed)
            .error(errors),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(([NO_REFERRER], page::show_as(status, &page)?).into_response())
}

pub(super) async fn look(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    answer_page(&app, &group, &code, "", &[]).await
}

pub(super) async fn answer(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let typed = form.fields.get("answer");
    if form.key.is_none() {
        let errors = [FieldError { field: "answer".into(), message: "This page was open for a long time. Send it once more".into() }];
        return answer_page(&app, &group, &code, typed, &errors).await;
    }
    let mut tx = app.begin().await?;
    match answering::answer_by_link(&app, &mut tx, &group, &code, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(error @ (Error::Invalid(_) | Error::Refused(..) | Error::Conflict(_))) => {
            drop(tx);
            return answer_page(&app, &group, &code, typed, &error.into_messages("answer")?).await;
        }
        Err(error) => return Err(error),
    }
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/passed-on/{code}"))).into_response())
}
