//! The questions that groups have asked back, for everybody in the group; answered by the administrator and the co-chairs.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, groups::Group, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::super::{commands, model::Question, store};

/// A question as the page shows it.
pub(super) struct Line {
    pub(super) who: String,
    pub(super) group_href: String,
    pub(super) words: String,
    pub(super) about: String,
    pub(super) minute_href: String,
    pub(super) when: String,
    /// The meeting whose agenda it is on: its page and its day.
    pub(super) agenda: Option<(String, String)>,
    /// The answer and its day.
    pub(super) answer: Option<(String, String)>,
    here: String,
    field: Option<Field>,
}

/// A question as a page shows it; `field` for who may answer it.
pub(super) fn line(group: &Group, question: &Question, field: Option<Field>) -> Line {
    let day = |at| words::date(group.time_zone.to_datetime(at).date());
    let base = format!("/{}", group.slug);
    Line {
        who: question.who(),
        group_href: format!("{base}/cascade/networks/{}#asked-back", question.network),
        words: question.words.clone(),
        about: words::date(question.held_on),
        minute_href: format!("{base}/meetings/{}/minute", question.number),
        when: day(question.asked_at),
        agenda: question.on_agenda.map(|(number, held_on)| (format!("{base}/meetings/{number}"), words::date(held_on))),
        answer: question.answered_at.map(|at| (question.answer.clone(), day(at))),
        here: format!("{base}/cascade/questions/{}", question.id),
        field,
    }
}

#[derive(Template)]
#[template(path = "acknowledgements/pages/questions.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    runs: bool,
    lines: Vec<Line>,
}

/// Questions on the page.
const MANY: i64 = 100;

async fn page(app: &App, member: &Member, typed: Option<(Uuid, &str)>, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let (group, runs) = (&acting.group, acting.may(Verb::RunCascade));
    let questions = store::questions(&app.db, group.id, None, MANY).await?;
    let field = |question: &Question| {
        let name = format!("answer-{}", question.id.simple());
        let (value, own) = match typed {
            Some((id, typed)) if id == question.id => (typed, errors),
            _ => ("", &[][..]),
        };
        Field::new(name, "The answer", Input::Lines(4)).hint(format!("It goes to {}.", question.answer_to())).value(value).error(own)
    };
    let lines = questions.iter().map(|one| line(group, one, (runs && one.answered_at.is_none()).then(|| field(one)))).collect();
    let page = Page {
        frame: member.frame(app, "Questions from groups", "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/cascade", group.slug),
        runs,
        lines,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn list(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("answered") => Some("The answer is on its way."),
        Some("agenda") => Some("It is on the agenda of the next meeting."),
        _ => None,
    };
    page(&app, &member, None, &[], notice).await
}

pub(super) async fn put_on_agenda(
    Shared(app): Shared<App>,
    Path((slug, question)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::put_on_agenda(&app, &mut tx, &member.acting, crate::key(&question)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/questions?agenda")).into_response())
}

pub(super) async fn answer(
    Shared(app): Shared<App>,
    Path((slug, question)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let id = crate::key(&question)?;
    let name = format!("answer-{}", id.simple());
    let typed = posted.fields.get(&name);
    let mut tx = app.begin().await?;
    match commands::answer(&app, &mut tx, &member.acting, id, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            // Several forms stand on one page, so that each field is named after its question.
            let errors: Vec<FieldError> =
                errors.into_iter().map(|error| FieldError { field: name.clone().into(), message: error.message }).collect();
            return page(&app, &member, Some((id, typed)), &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/cascade/questions?answered")).into_response())
}
