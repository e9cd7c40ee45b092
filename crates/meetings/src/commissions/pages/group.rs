//! Who outside the group does an action: the form, the letter as it will be read, and what was answered.

use ::group::{acting::Member, directory};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use kernel::{
    App, Error, Result, clock,
    error::FieldError,
    form::{Fields, Posted},
    mail::bounces,
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::super::{
    commands::{self, NewCommission},
    mail,
    model::Commission,
    store,
};
use crate::references::read_action;

/// Somebody who was asked before.
struct Earlier {
    who: String,
    told: String,
}

#[derive(Template)]
#[template(path = "commissions/pages/outside.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    here: String,
    back: String,
    words: String,
    owner: String,
    /// Who is asked now, and where it stands.
    now: Option<Earlier>,
    /// That the letter came back, and why.
    back_again: Option<String>,
    /// Where the letter is fetched as a Word file.
    word: Option<String>,
    /// The letter as it will be read.
    letter: Vec<(&'static str, Vec<String>)>,
    first: String,
    confirmed: bool,
    sent: bool,
    open: bool,
    fields: Vec<Field>,
    earlier: Vec<Earlier>,
}

fn told(one: &Commission) -> Earlier {
    let who = [one.name.as_str(), &one.role(), &one.email].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let sent = one.sent_on.map(|day| format!(" The letter went out on {}.", words::date(day))).unwrap_or_default();
    let answered = one.answered_on.map(|day| format!(" They answered on {}.", words::date(day))).unwrap_or_default();
    let wrote = if one.words.is_empty() { String::new() } else { format!(" They wrote: {}", one.words) };
    Earlier { who, told: format!("{}.{sent}{answered}{wrote}", one.standing.words()) }
}

async fn page(
    app: &App,
    member: &Member,
    reference: &str,
    typed: Option<&Fields>,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let acting = &member.acting;
    let group = &acting.group;
    let number = read_action(reference).ok_or(Error::NotFound)?;
    let action = commands::kept(&app.db, acting, number).await?;
    let mut all = store::of_action(&app.db, group.id, action.id).await?;
    let now = all.iter().position(|one| one.stands).map(|at| all.remove(at));
    let entries = directory::all(&app.db, group.id).await?;
    let options = entries.into_iter().map(|entry| (entry.id.to_string(), entry.name));
    let options = std::iter::once((String::new(), "Nobody of the directory".to_owned())).chain(options).collect();
    let held = |name: &str| match (typed, &now) {
        (Some(typed), _) => typed.get(name).to_owned(),
        (None, Some(now)) => match name {
            "name" => now.name.clone(),
            "post" => now.post.clone(),
            "organisation" => now.organisation.clone(),
            "email" => now.email.clone(),
            "why" => now.why.clone(),
            "asked" => now.asked.clone(),
            _ => String::new(),
        },
        (None, None) => String::new(),
    };
    let field = |name: &'static str, label: &str, input| Field::new(name, label, input).value(held(name)).error(errors);
    let fields = vec![
        Field::select("entry", "From the directory", options)
            .hint("It fills in what you leave empty below.")
            .value(held("entry"))
            .error(errors),
        field("name", "Their name (optional)", Input::Text).hint("For the letter only. Minutes and lists name what they are."),
        field("post", "What they are", Input::Text).hint("Such as Laboratory manager."),
        field("organisation", "Where", Input::Text),
        field("email", "Their mail address", Input::Email),
        field("why", "Why it is them (optional)", Input::Lines(2)),
        field("asked", "What else they should know (optional)", Input::Lines(4)),
    ];
    let back_again = match &now {
        Some(now) => store::came_back(&app.db, group.id, now.id).await?.map(|(at, status)| {
            format!("The letter came back on {}. {}", words::date(clock::day_of(at, &group.time_zone)), bounces::why(&status))
        }),
        None => None,
    };
    let (mut letter, mut first) = (Vec::new(), String::new());
    if let Some(now) = &now {
        let said = mail::said(&app.db, group, &action, now).await?;
        (letter, first) = (said.sections, said.first);
    }
    let reference = action.reference();
    let back = format!("/{}/actions/{reference}", group.slug);
    let here = format!("{back}/outside");
    let page = Page {
        frame: member.frame(app, format!("{reference}: somebody outside the group"), "/actions").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back_again,
        word: now.as_ref().map(|_| format!("{here}/letter.docx")),
        sent: now.as_ref().is_some_and(|now| now.sent_on.is_some()),
        now: now.as_ref().map(told),
        earlier: all.iter().map(told).collect(),
        confirmed: action.is_confirmed(),
        open: action.state.is_open(),
        owner: action.owner_name.clone(),
        words: action.words.clone(),
        letter,
        first,
        fields,
        here,
        back,
        reference,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("set") => Some("Saved. Read the letter below."),
        Some("sent") => Some("The letter is on its way."),
        Some("ended") => Some("It is the group’s own again."),
        _ => None,
    };
    page(&app, &member, &reference, None, &[], notice).await
}

pub(super) async fn set(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = read_action(&reference).ok_or(Error::NotFound)?;
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewCommission {
        entry: text("entry"),
        name: text("name"),
        post: text("post"),
        organisation: text("organisation"),
        email: text("email"),
        why: text("why"),
        asked: text("asked"),
    };
    let mut tx = app.begin().await?;
    match commands::set(&app, &mut tx, &member.acting, number, &new).await {
        Ok(_) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return page(&app, &member, &reference, Some(&posted.fields), &errors, None).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/actions/{reference}/outside?set")).into_response())
}

pub(super) async fn send(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::send(&app, &mut tx, &member.acting, read_action(&reference).ok_or(Error::NotFound)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/actions/{reference}/outside?sent")).into_response())
}

pub(super) async fn take_back(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::take_back(&app, &mut tx, &member.acting, read_action(&reference).ok_or(Error::NotFound)?).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/actions/{reference}/outside?ended")).into_response())
}

pub(super) async fn word(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    let group = &member.acting.group;
    let number = read_action(&reference).ok_or(Error::NotFound)?;
    let action = commands::kept(&app.db, &member.acting, number).await?;
    let now = commands::standing(&app.db, group.id, action.id).await?.ok_or(Error::NotFound)?;
    let bytes = mail::word(group, &mail::said(&app.db, group, &action, &now).await?)?;
    let name = format!("attachment; filename=\"{}-{}.docx\"", group.slug, action.reference());
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    let media_type = HeaderValue::from_static("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    Ok(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}
