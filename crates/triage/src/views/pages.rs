//! The page of triage: the reporter's words, the group's, who agrees so far, and one button.

use askama::Template;
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{
    acting::Member,
    membership::{Side, role_words},
    permissions::{Role, Verb},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame},
};

use super::{commands, model::Outcome, store};
use ::issues::{
    issues::{self, Issue, Wording},
    themes,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/issues/{reference}/triage", get(show).post(agree))
}

struct ViewLine {
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "views/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    issue_href: String,
    reference: String,
    words: String,
    views: Vec<ViewLine>,
    missing: Vec<&'static str>,
    may: bool,
    open: bool,
    proposed: Vec<themes::Proposed>,
    direction: Option<&'static str>,
    theme: Field,
    title: Field,
    text: Field,
}

async fn page(
    app: &App,
    member: &Member,
    issue: &Issue,
    typed: Option<Wording>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let themes = themes::all(&app.db, group.id).await?;
    let name_of = |key: &str| themes.iter().find(|theme| theme.key == key).map_or_else(|| key.to_owned(), |theme| theme.name.clone());
    let views = store::views(&app.db, group.id, issue.id).await?;
    let missing = [Side::Gp, Side::Consultant]
        .into_iter()
        .filter(|side| !views.iter().any(|view| view.side == *side))
        .map(|side| if side == Side::Gp { "GP" } else { "consultant" })
        .collect();
    let lines = views.iter().map(|view| ViewLine {
        who: format!("{}, {}", view.name, role_words(Role::CoChair, view.side)),
        what: format!("to the next meeting on {}", name_of(&view.theme)),
    });
    let proposals = issues::proposals_for(app, group, issue).await?;
    let wording = typed.unwrap_or_else(|| issues::wording(issue));
    let [theme, title, text] = issues::wording_fields(&themes, "Choose a theme", wording, errors);
    let page = Page {
        frame: member.frame(app, format!("Triage {reference}"), "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        issue_href: format!("/{}/issues/{reference}", group.slug),
        words: issue.words.clone(),
        views: lines.collect(),
        missing,
        may: member.acting.may(Verb::Triage),
        open: issue.awaits_triage(),
        proposed: proposals.first_three(),
        direction: proposals.direction_words(),
        theme,
        title,
        text,
        reference,
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    group::looks::note(&app, &member.acting, group::looks::Thing::Issue, issue.id).await?;
    page(&app, &member, &issue, None, &[], StatusCode::OK).await
}

async fn agree(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let wording =
        Wording { theme: issues::chosen_theme(fields), title: fields.get("title").trim().into(), text: fields.get("text").trim().into() };
    let mut tx = app.begin().await?;
    match commands::agree(&app, &mut tx, &member.acting, issue.number, Outcome::Group, wording.clone()).await {
        Ok(_) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, &issue, Some(wording), &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/issues/{}?agreed", member.acting.group.reference(issue.number))).into_response())
}
