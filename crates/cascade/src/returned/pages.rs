//! The page of mail that came back: who, what it was, when, why in plain words, and what to do.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, groups::Group};
use jiff::SignedDuration;
use kernel::{
    App, Error, Result, clock,
    error::FieldError,
    form::Posted,
    mail::bounces,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use meetings::references;
use uuid::Uuid;

use super::{
    commands,
    model::{Returned, What},
    store,
    words::of_kind,
};
use crate::{letters, networks::must_cascade};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/cascade/returned", get(show))
        .route("/{group}/cascade/returned/{mail}/left", post(leave))
        .route("/{group}/cascade/returned/sendings/{sending}", post(once_more))
}

/// What is to be sent once more.
struct Line {
    who: String,
    address: String,
    what: String,
    href: String,
    when: String,
    why: &'static str,
    /// What to do: words, then where it is done.
    steps: &'static str,
    links: Vec<(String, &'static str)>,
    /// Of a report or a letter: its address to mend, and where that goes.
    mend: Option<(Field, String)>,
    left: String,
}

/// Another mail that came back, or is late.
struct Other {
    what: &'static str,
    to: String,
    when: String,
    why: &'static str,
    late: bool,
    todo: &'static str,
    left: String,
}

#[derive(Template)]
#[template(path = "returned/index.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    lines: Vec<Line>,
    others: Vec<Other>,
    days: i64,
}

/// Other mails on the page.
const MANY: i64 = 100;

fn line(group: &Group, one: Returned, typed: Option<(Uuid, &str)>, errors: &[FieldError]) -> Line {
    let base = format!("/{}/cascade", group.slug);
    let change = |network: &Uuid| (format!("{base}/networks/{network}/change"), "Mend the address");
    let (href, steps, links, mend) = match &one.what {
        What::Edition { edition, network, .. } => {
            let here = format!("{base}/editions/{edition}");
            let links = vec![change(network), (here.clone(), "Send the edition again")];
            (here, "Mend the address of the network if it is wrong, and send the edition once more from its page.", links, None)
        }
        What::Minute { meeting, network, .. } => {
            let links = vec![(format!("{base}/networks/{network}/change"), "Mend the address, send its last minute again")];
            let steps = "Mend the address of the group if it is wrong, and send it its last minute once more from the same page.";
            (format!("{base}/minutes/{}", meeting.1), steps, links, None)
        }
        What::Report(number, sending) | What::Letter(number, sending) => {
            let href = match one.what {
                What::Letter(..) => format!("/{}/letters/{}", group.slug, letters::reference(*number)),
                _ => format!("/{}/reports/{number}", group.slug),
            };
            let value = typed.filter(|(id, _)| id == sending).map_or(one.address.as_str(), |(_, typed)| typed);
            let own: &[FieldError] = if typed.is_some_and(|(id, _)| id == *sending) { errors } else { &[] };
            let field = Field::new(format!("email-{}", sending.simple()), "Their mail address", Input::Email).value(value).error(own);
            (
                href,
                "Mend the address if it is wrong, and send it once more.",
                Vec::new(),
                Some((field, format!("{base}/returned/sendings/{sending}"))),
            )
        }
        What::Action(number) => {
            let href = format!("/{}/actions/{}/outside", group.slug, references::action(*number));
            (
                href.clone(),
                "Mend the address if it is wrong, and send the letter again.",
                vec![(href, "Mend the address and send the letter")],
                None,
            )
        }
    };
    Line {
        what: one.words(),
        when: words::date(clock::day_of(one.at, &group.time_zone)),
        why: bounces::why(&one.status),
        left: format!("{base}/returned/{}/left", one.mail),
        who: one.who,
        address: one.address,
        href,
        steps,
        links,
        mend,
    }
}

async fn page(app: &App, member: &Member, typed: Option<(Uuid, &str)>, errors: &[FieldError], notice: Option<&str>) -> Result<Response> {
    let acting = &member.acting;
    must_cascade(acting)?;
    let group = &acting.group;
    let all = store::standing(&app.db, group.id).await?;
    let days = app.settings.mail_days;
    let since = app.clock.now() - SignedDuration::from_hours(24 * days);
    let others = bounces::singles(&app.db, group.id, since, MANY).await?;
    let other = |one: bounces::Single| {
        let (what, todo) = of_kind(&one.kind);
        Other {
            what,
            to: one.to,
            when: words::date(clock::day_of(one.at, &group.time_zone)),
            why: bounces::why(&one.status),
            late: !one.permanent,
            todo: if one.permanent { todo } else { "Nothing yet: their mail server goes on trying, and says so if it gives up." },
            left: format!("/{}/cascade/returned/{}/left", group.slug, one.mail),
        }
    };
    let others = others.into_iter().filter(|one| all.iter().all(|known| known.mail != one.mail)).map(other).collect();
    let page = Page {
        frame: member.frame(app, "Mail that came back", "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/cascade", group.slug),
        lines: all.into_iter().map(|one| line(group, one, typed, errors)).collect(),
        others,
        days,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let notice = match uri.query() {
        Some("sent") => Some("It goes once more."),
        Some("left") => Some("It is off the list. Who has heard what stays as it is."),
        _ => None,
    };
    page(&app, &member, None, &[], notice).await
}

async fn leave(Shared(app): Shared<App>, Path((slug, mail)): Path<(String, String)>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::leave(&app, &mut tx, &member.acting, crate::key(&mail)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/returned?left")).into_response())
}

async fn once_more(
    Shared(app): Shared<App>,
    Path((slug, sending)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let sending = crate::key(&sending)?;
    let typed = posted.fields.get(&format!("email-{}", sending.simple()));
    let mut tx = app.begin().await?;
    match commands::send_once_more(&app, &mut tx, &member.acting, sending, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, Some((sending, typed)), &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/cascade/returned?sent")).into_response())
}
