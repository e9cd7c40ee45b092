//! The page on who invites, and the way in for an invitation of the group's own calendar as a file.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, golive, permissions::Verb};
use kernel::{
    App, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Frame},
    upload::{self, Uploaded},
};
use reading::calendar;

use super::{
    commands::{self, Taken},
    model::Inviter,
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/inviting", get(show).post(choose))
        .merge(upload::route("/{group}/meetings/inviting/file", post(bring)))
}

#[derive(Template)]
#[template(path = "outside/page.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    outside: bool,
    /// Where invitations can be sent on to, if the group has an address.
    address: String,
    file_error: Option<String>,
}

async fn page(app: &App, member: &Member, notice: Option<&str>, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    member.acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Who invites is said by the administrator and the co-chairs.")?;
    let group = &member.acting.group;
    let page = Page {
        frame: member.frame(app, "Who invites", "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/meetings", group.slug),
        outside: store::inviter(&app.db, group.id).await? == Inviter::Outside,
        address: golive::find(&app.db, group.id).await?.raise_address,
        file_error: errors.iter().find(|error| error.field == "file").map(|error| error.message.clone()),
    };
    page::show_as(status, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("chosen") => Some("Saved."),
        Some("known") => Some("Nothing in it is new."),
        Some("cancelled") => Some("The meeting is cancelled, as your calendar says."),
        _ => None,
    };
    page(&app, &member, notice, &[], StatusCode::OK).await
}

async fn choose(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let inviter = Inviter::from_key(posted.fields.get("inviter")).unwrap_or_default();
    let mut tx = app.begin().await?;
    commands::set_inviter(&app, &mut tx, &member.acting, inviter).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{}/meetings/inviting?chosen", member.acting.group.slug)).into_response())
}

async fn bring(Shared(app): Shared<App>, member: Member, uploaded: Uploaded) -> Result<Response> {
    let fails = |message: &str| [FieldError { field: "file".into(), message: message.to_owned() }];
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    if uploaded.file.too_large {
        return page(&app, &member, None, &fails("This file is larger than an invitation. Choose the .ics file"), refused).await;
    }
    let Some(read) = calendar::read(&uploaded.file.bytes, &member.acting.group.time_zone) else {
        return page(&app, &member, None, &fails("Choose the invitation as your calendar saved it, a file that ends in .ics"), refused)
            .await;
    };
    let mut tx = app.begin().await?;
    let taken = match commands::take_entry(&app, &mut tx, &member.acting, &read).await {
        Ok(taken) => taken,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, None, &error.into_messages("file")?, status).await;
        }
    };
    app.commit(tx).await?;
    let base = format!("/{}/meetings", member.acting.group.slug);
    let to = match taken {
        Taken::Planned(number) => format!("{base}/{number}?planned"),
        Taken::Followed(number) => format!("{base}/{number}?changed"),
        Taken::Cancelled(_) => format!("{base}/inviting?cancelled"),
        Taken::Known => format!("{base}/inviting?known"),
    };
    Ok(Redirect::to(&to).into_response())
}
