//! The page of one minute and the groups that get it: who has it, and what goes with it to each.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use jiff::Timestamp;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use meetings::{meetings as sittings, references::number};
use uuid::Uuid;

use super::super::{commands, cover::Cover, store};
use crate::{
    networks::{self, Network, Takes},
    returned,
};

struct Line {
    href: String,
    name: String,
    cover: &'static str,
    state: String,
    here: String,
    /// The note, for who may write it.
    field: Option<Field>,
    note: String,
}

#[derive(Template)]
#[template(path = "deliveries/minute.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    minute: String,
    day: String,
    lines: Vec<Line>,
}

fn key(network: Uuid) -> String {
    format!("note-{}", network.simple())
}

async fn page(
    app: &App,
    member: &Member,
    at: i64,
    typed: Option<(Uuid, &str)>,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let (group, runs) = (&acting.group, acting.may(Verb::RunCascade));
    let meeting = sittings::find(&app.db, group.id, at).await?;
    let (covers, copies) = (store::covers(&app.db, group.id).await?, store::copies(&app.db, group.id, meeting.id).await?);
    let told = store::told(&app.db, group.id, meeting.id).await?;
    let notes = store::notes(&app.db, group.id, meeting.id).await?;
    let back = returned::of_minute(&app.db, group.id, meeting.id).await?;
    let day = |at: Timestamp| words::date(group.time_zone.to_datetime(at).date());
    let base = format!("/{}/cascade", group.slug);
    let standing = |network: &Network| match copies.get(&network.id) {
        Some((Some(sent), Some(said))) => format!("Sent {}; they said on {} that they have it", day(*sent), day(*said)),
        Some((Some(sent), None)) => format!("Sent {}", day(*sent)),
        Some((None, _)) => "On its way".to_owned(),
        None if copies.is_empty() => "Gets it once it is published".to_owned(),
        None => "Was added later: it gets later minutes".to_owned(),
    };
    let state = |network: &Network| match (back.get(&network.id), copies.get(&network.id)) {
        (Some(back), Some((Some(sent), None))) => format!("Sent {}. {}", day(*sent), back.told(group).trim_end_matches('.')),
        _ => standing(network),
    };
    let line = |network: &Network| {
        let note = notes.get(&network.id).cloned().unwrap_or_default();
        let (value, own) = match typed {
            Some((id, typed)) if id == network.id => (typed.to_owned(), errors),
            _ => (note.clone(), &[][..]),
        };
        let cover = covers.get(&network.id).copied().unwrap_or_default();
        Line {
            href: format!("{base}/networks/{}", network.id),
            name: network.name.clone(),
            cover: Cover::CHOICES.iter().find(|(key, _)| *key == cover.key()).map_or("", |(_, words)| words),
            state: match told.get(&network.id) {
                Some(at) => format!("{}; told on {} what was put right in it", state(network).trim_end_matches('.'), day(*at)),
                None => state(network),
            },
            here: format!("{base}/minutes/{at}/{}", network.id),
            field: runs.then(|| {
                Field::new(key(network.id), "A note to them with this minute", Input::Lines(3))
                    .hint("In the mail, and on the cover if they get one. May be left empty.")
                    .value(value)
                    .error(own)
            }),
            note,
        }
    };
    let networks = networks::all(&app.db, group.id).await?;
    let heading = format!("The minute of {}, and the groups", words::date(meeting.held_on));
    let page = Page {
        frame: member.frame(app, &heading, "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        minute: format!("/{}/meetings/{at}/minute", group.slug),
        day: words::date(meeting.held_on),
        lines: networks.iter().filter(|network| network.takes == Takes::Minute).map(line).collect(),
        back: base.clone(),
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, at)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = (uri.query() == Some("set")).then_some("Saved: it goes with what is sent from now on.");
    page(&app, &member, number(&at)?, None, &[], notice).await
}

pub(super) async fn note(
    Shared(app): Shared<App>,
    Path((slug, at, network)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (at, network): (i64, Uuid) = (number(&at)?, network.parse().map_err(|_| Error::NotFound)?);
    let typed = posted.fields.get(&key(network));
    let mut tx = app.begin().await?;
    match commands::set_note(&app, &mut tx, &member.acting, at, network, typed).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            let errors: Vec<FieldError> =
                errors.into_iter().map(|error| FieldError { field: key(network).into(), message: error.message }).collect();
            return page(&app, &member, at, Some((network, typed)), &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/cascade/minutes/{at}?set")).into_response())
}
