//! The addresses of a list: looked through, added, taken off, taken out as a table; and a sending stopped and let go on.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted, encode_query},
    mail::runs,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::super::{
    commands::{self, Added, own},
    model::Recipient,
    store,
};
use crate::networks::{Network, must_cascade};

/// Addresses on one page.
const PAGE: i64 = 50;

struct Line {
    id: Uuid,
    address: String,
    added: String,
    /// Since when mail to it comes back.
    bounced: Option<String>,
}

#[derive(Template)]
#[template(path = "recipients/pages/list.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    name: String,
    /// The network's page, and this one.
    network: String,
    here: String,
    lead: String,
    /// Addresses to which mail came back: how many, in words.
    bounced: Option<String>,
    said_no: Option<String>,
    search: Field,
    add: Field,
    lines: Vec<Line>,
    filtered: bool,
    before: Option<String>,
    after: Option<String>,
}

/// What is shown of a list.
struct Asked {
    sought: String,
    bounced: bool,
    number: i64,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        let number = fields.get("page").parse().unwrap_or(1_i64);
        Self { sought: fields.get("search").to_owned(), bounced: fields.get("show") == "back", number: number.clamp(1, 100_000) }
    }

    fn address(&self, here: &str, number: i64) -> String {
        let show = if self.bounced { "&show=back" } else { "" };
        format!("{here}?search={}{show}&page={number}", encode_query(&self.sought))
    }
}

async fn page(
    app: &App,
    member: &Member,
    network: &Network,
    asked: &Asked,
    typed: &str,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let group = &member.acting.group;
    let counts = store::counts(&app.db, group.id, network.id).await?;
    let cut = (PAGE + 1, (asked.number - 1) * PAGE);
    let mut found = store::page(&app.db, (group.id, network.id), &asked.sought, asked.bounced, cut).await?;
    let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let line = |one: Recipient| Line {
        id: one.id,
        address: one.address,
        added: words::date(one.added_on),
        bounced: one.bounced_on.map(words::date),
    };
    let back = format!("/{}/cascade/networks/{}", group.slug, network.id);
    let here = format!("{back}/recipients");
    let title = format!("Recipients of {}", network.name);
    let n = |n: i64, one, many| words::count(n.unsigned_abs(), one, many);
    let page = Page {
        frame: member.frame(app, &title, "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        name: network.name.clone(),
        lead: format!("{} on this list.", n(counts.there, "address is", "addresses are")),
        bounced: (counts.bounced > 0).then(|| n(counts.bounced, "address", "addresses")),
        said_no: (counts.said_no > 0).then(|| {
            format!("{} said no. They get nothing, and no import brings them back.", n(counts.said_no, "person has", "people have"))
        }),
        search: Field::new("search", "Part of an address", Input::Text).value(&asked.sought),
        add: Field::new("addresses", "One address, or several", Input::Lines(5))
            .hint("One a line, or with commas between them. Only the addresses are kept, no names.")
            .value(typed)
            .error(errors),
        lines: found.into_iter().map(line).collect(),
        filtered: asked.bounced || !asked.sought.trim().is_empty(),
        before: (asked.number > 1).then(|| asked.address(&here, asked.number - 1)),
        after: more.then(|| asked.address(&here, asked.number + 1)),
        network: back,
        here,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, network)): Path<(String, Uuid)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let network = own(&app.db, &member.acting, network).await?;
    let fields = Fields::of_query(&uri);
    let number = |name: &str| fields.get(name).parse::<usize>().ok();
    let added = number("added").map(|new| {
        let (already, said_no) = (number("already").unwrap_or(0), number("no").unwrap_or(0));
        told(Added { new, already, said_no })
    });
    let notice = match uri.query() {
        Some("new") => Some("The network is added. Now say who is on its list."),
        Some("removed") => Some("It is off the list."),
        Some("confirmed") => Some("It gets mail again."),
        _ => added.as_deref(),
    };
    page(&app, &member, &network, &Asked::of(&fields), "", &[], notice).await
}

/// What came of addresses that were added, in words.
fn told(added: Added) -> String {
    let n = |n: usize, one, many| (n > 0).then(|| words::count(n as u64, one, many));
    let new = words::count(added.new as u64, "address is", "addresses are");
    let mut said = format!("{new} new on the list.");
    if let Some(already) = n(added.already, "was", "were") {
        said.push_str(&format!(" {already} on it already."));
    }
    if let Some(no) = n(added.said_no, "has", "have") {
        said.push_str(&format!(" {no} said no, and stays off it."));
    }
    said
}

pub(super) async fn add(
    Shared(app): Shared<App>,
    Path((slug, network)): Path<(String, Uuid)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let typed = posted.fields.get("addresses");
    let mut tx = app.begin().await?;
    let added = match commands::add(&app, &mut tx, &member.acting, network, typed).await {
        Ok(added) => {
            app.commit(tx).await?;
            added
        }
        Err(error @ (Error::Invalid(_) | Error::Refused(..))) => {
            drop(tx);
            let network = own(&app.db, &member.acting, network).await?;
            let errors = error.into_messages("addresses")?;
            return page(&app, &member, &network, &Asked::of(&Fields::default()), typed, &errors, None).await;
        }
        Err(error) => return Err(error),
    };
    let (new, already, no) = (added.new, added.already, added.said_no);
    let to = format!("/{slug}/cascade/networks/{network}/recipients?added={new}&already={already}&no={no}");
    Ok(Redirect::to(&to).into_response())
}

pub(super) async fn act(
    Shared(app): Shared<App>,
    Path((slug, network, recipient)): Path<(String, Uuid, Uuid)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let said = match posted.fields.get("to") {
        "off" => {
            commands::remove(&app, &mut tx, &member.acting, network, recipient).await?;
            "removed"
        }
        "right" => {
            commands::confirm(&app, &mut tx, &member.acting, network, recipient).await?;
            "confirmed"
        }
        _ => return Err(Error::NotFound),
    };
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/networks/{network}/recipients?{said}")).into_response())
}

pub(super) async fn take_out(
    Shared(app): Shared<App>,
    Path((slug, network)): Path<(String, Uuid)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    let (_, all) = commands::take_out(&app, &mut tx, &member.acting, network).await?;
    app.commit(tx).await?;
    let header = ["Email address", "Added on", "Came back on"].map(str::to_owned).to_vec();
    let row = |one: Recipient| vec![one.address, one.added_on.to_string(), one.bounced_on.map(|day| day.to_string()).unwrap_or_default()];
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(all.into_iter().map(row)).collect();
    let name = format!("attachment; filename=\"{slug}-recipients.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, membership::as_csv(&rows)).into_response())
}

pub(super) async fn run(
    Shared(app): Shared<App>,
    Path((slug, edition)): Path<(String, Uuid)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    must_cascade(&member.acting)?;
    let group = member.acting.group.id;
    let standing = runs::standing(&app.db, group, edition).await?.ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    match posted.fields.get("to") {
        "stop" => runs::stop(&app, &mut tx, group, standing.id, member.acting.actor()).await?,
        "resume" => runs::resume(&app, &mut tx, group, standing.id, member.acting.actor()).await?,
        _ => return Err(Error::NotFound),
    }
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/cascade/editions/{edition}#run")).into_response())
}
