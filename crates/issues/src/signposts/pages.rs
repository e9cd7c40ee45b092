//! The page on which the administrator writes the group's own signposts.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    commands::{self, must_keep},
    model::{Signpost, Signposts},
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/signposts", get(show).post(save))
}

#[derive(Template)]
#[template(path = "signposts/signposts.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    version: i64,
    fields: Vec<Field>,
    /// What somebody else has saved, when this one was stale.
    theirs: Option<Vec<(&'static str, String)>>,
}

/// What of the page varies beside the texts.
struct Shown<'a> {
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    theirs: Option<Signposts>,
    status: StatusCode,
}

fn page(app: &App, member: &Member, posts: &Signposts, shown: Shown<'_>) -> Result<Response> {
    let field = |post: &Signpost| Field::new(post.key(), post.about(), Input::Lines(3)).value(posts.says(*post)).error(shown.errors);
    let version = shown.theirs.as_ref().map_or(posts.version, |theirs| theirs.version);
    let listed = |theirs: Signposts| Signpost::ALL.map(|post| (post.about(), theirs.says(post).to_owned())).to_vec();
    let page = Page {
        frame: member.frame(app, "Signposts", "/issues").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/ways-in", member.acting.group.slug),
        version,
        fields: Signpost::ALL.iter().map(field).collect(),
        theirs: shown.theirs.map(listed),
    };
    page::show_as(shown.status, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    must_keep(&member.acting)?;
    let posts = store::of(&app.db, member.acting.group.id).await?;
    let notice = (uri.query() == Some("saved")).then_some("Saved.");
    page(&app, &member, &posts, Shown { notice, errors: &[], theirs: None, status: StatusCode::OK })
}

async fn save(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let typed = Signposts {
        version: posted.fields.get("version").parse().unwrap_or(-1),
        words: Signpost::ALL.map(|post| posted.fields.get(post.key()).to_owned()),
    };
    let group = &member.acting.group;
    let mut tx = app.begin().await?;
    let (errors, theirs, status) = match commands::set(&app, &mut tx, &member.acting, &typed).await {
        Ok(()) => {
            app.commit(tx).await?;
            return Ok(Redirect::to(&format!("/{}/signposts?saved", group.slug)).into_response());
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => (errors, None, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Conflict(message)) => {
            let theirs = store::of(&mut tx, group.id).await?;
            (vec![FieldError { field: Signpost::Urgent.key().into(), message }], Some(theirs), StatusCode::CONFLICT)
        }
        Err(error) => return Err(error),
    };
    drop(tx);
    page(&app, &member, &typed, Shown { notice: None, errors: &errors, theirs, status })
}
