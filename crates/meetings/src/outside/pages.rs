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
    page::{self, Errors, Field, Frame, Input},
    upload::{self, Uploaded},
    words,
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
        .route("/{group}/meetings/inviting/series", post(bound))
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
    /// How much of a series is taken.
    bounds: [Field; 2],
}

type Typed = Option<(String, String)>;

async fn page(
    app: &App,
    member: &Member,
    notice: Option<&str>,
    typed: Typed,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    member.acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "The administrator and the co-chairs choose who invites.")?;
    let group = &member.acting.group;
    let bounds = store::bounds(&app.db, group.id).await?;
    let typed = typed.unwrap_or_else(|| (bounds.meetings.to_string(), bounds.months.to_string()));
    let page = Page {
        frame: member.frame(app, "Who invites", "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/meetings", group.slug),
        outside: store::inviter(&app.db, group.id).await? == Inviter::Outside,
        address: golive::find(&app.db, group.id).await?.raise_address,
        bounds: [
            Field::new("meetings", "The most meetings of a series", Input::Number)
                .hint("So many are taken at once, the next ones first.")
                .value(typed.0)
                .error(errors),
            Field::new("months", "Months ahead", Input::Number)
                .hint("What lies further ahead is taken by itself, as it comes nearer.")
                .value(typed.1)
                .error(errors),
        ],
        file_error: errors.iter().find(|error| error.field == "file").map(|error| error.message.clone()),
    };
    page::show_as(status, &page)
}

/// What became of a series, as an address has it: `3-1-0` for planned, followed and cancelled.
fn counted(query: &str) -> Option<String> {
    let numbers: Vec<u64> = query.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [planned, followed, cancelled] = numbers.as_slice() else { return None };
    let said = |n: u64, what: &str| (n > 0).then(|| format!("{} {what}", words::count(n, "meeting", "meetings")));
    let parts: Vec<String> =
        [said(*planned, "planned"), said(*followed, "changed"), said(*cancelled, "cancelled")].into_iter().flatten().collect();
    Some(format!("The series is taken: {}.", parts.join(", ")))
}

async fn bound(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let (meetings, months) = (posted.fields.get("meetings"), posted.fields.get("months"));
    let mut tx = app.begin().await?;
    match commands::set_bounds(&app, &mut tx, &member.acting, (meetings, months)).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let (status, typed) = (error.told().status, Some((meetings.to_owned(), months.to_owned())));
            return page(&app, &member, None, typed, &error.into_messages("meetings")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{}/meetings/inviting?bounded", member.acting.group.slug)).into_response())
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let series = uri.query().and_then(|query| query.strip_prefix("series=")).and_then(counted);
    let notice = match uri.query() {
        Some("bounded") => Some("Saved. It counts from now on."),
        _ if series.is_some() => series.as_deref(),
        Some("chosen") => Some("Saved."),
        Some("known") => Some("Nothing in it is new."),
        Some("cancelled") => Some("The meeting is cancelled, as your calendar says."),
        _ => None,
    };
    page(&app, &member, notice, None, &[], StatusCode::OK).await
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
        return page(&app, &member, None, None, &fails("This file is larger than an invitation. Choose the .ics file"), refused).await;
    }
    let Some(read) = calendar::read(&uploaded.file.bytes, &member.acting.group.time_zone) else {
        return page(
            &app,
            &member,
            None,
            None,
            &fails("Choose the invitation as your calendar saved it, a file that ends in .ics"),
            refused,
        )
        .await;
    };
    let mut tx = app.begin().await?;
    let taken = match commands::take_entry(&app, &mut tx, &member.acting, &read, &uploaded.file.bytes).await {
        Ok(taken) => taken,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, None, None, &error.into_messages("file")?, status).await;
        }
    };
    app.commit(tx).await?;
    let base = format!("/{}/meetings", member.acting.group.slug);
    let to = match taken {
        Taken::Planned(number) => format!("{base}/{number}?planned"),
        Taken::Followed(number) => format!("{base}/{number}?changed"),
        Taken::Cancelled(_) => format!("{base}/inviting?cancelled"),
        Taken::Series(count) => format!("{base}/inviting?series={}-{}-{}", count.planned, count.followed, count.cancelled),
        Taken::Known => format!("{base}/inviting?known"),
    };
    Ok(Redirect::to(&to).into_response())
}
