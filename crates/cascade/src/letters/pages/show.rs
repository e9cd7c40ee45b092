//! One letter: what it says, whose word it waits for, where it went, and its answer.

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{self, side_words},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    app::compute,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Frame},
    words,
};

use super::{
    super::{
        commands,
        document::document,
        model::{Letter, State, reference},
        store,
    },
    of_address,
};
use crate::{answers, networks::must_cascade, returned};

/// A letter as it stands in a page. Its writer has escaped every text in it.
struct Paper(String);

impl std::fmt::Display for Paper {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Paper {}

#[derive(Template)]
#[template(path = "letters/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    here: String,
    state: &'static str,
    is_draft: bool,
    paper: Paper,
    /// The proof of what is shown, for whose word it needs; and what their button says.
    seen: String,
    act: Option<String>,
    runs: bool,
    /// What is still wanted before it goes.
    wants: &'static str,
    /// Where it went, and where its answer stands.
    sent: Vec<String>,
    /// Where what came back is sent once more, for who may.
    came_back: Option<String>,
    answer: Option<(String, String, String)>,
}

async fn page(
    app: &App,
    member: &Member,
    letter: &Letter,
    notice: Option<&str>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let (acting, group) = (&member.acting, &member.acting.group);
    let base = format!("/{}/letters", group.slug);
    let keys = answers::rules(&app.db, group.id).await?.letter_keys;
    let approvals = store::approvals(&app.db, group.id, letter.id).await?;
    let contact = membership::contact(&app.db, group).await?.unwrap_or_default();
    let is_draft = letter.state == State::Draft;
    let given = approvals.iter().any(|given| given.side == acting.side && given.content_hash == letter.hash);
    let act = match () {
        () if !is_draft => None,
        () if keys == 0 && must_cascade(acting).is_ok() => Some("Send the letter".to_owned()),
        () if acting.may(Verb::TurnKey) && keys == 1 => Some("Approve and send the letter".to_owned()),
        () if acting.may(Verb::TurnKey) && !given => Some(format!("Approve for the {}", side_words(acting.side))),
        () => None,
    };
    let today = app.clock.today(&group.time_zone);
    let went = answers::sendings(&app.db, group.id, Some(letter.id)).await?;
    let back = returned::of_sendings(&app.db, group.id, letter.id).await?;
    let sent = went.into_iter().map(|one| match one.sent_at {
        Some(at) if back.contains_key(&one.id) => {
            let told = back.get(&one.id).map(|back| back.told(group)).unwrap_or_default();
            format!("To {}, {}, on {}. {told}", one.name, one.email, words::date_and_time(at, &group.time_zone))
        }
        Some(at) => format!("To {}, {}, on {}", one.name, one.email, words::date_and_time(at, &group.time_zone)),
        None => format!("To {}, {}: on its way", one.name, one.email),
    });
    let any_back = !back.is_empty();
    let asked = answers::about(&app.db, group.id, letter.id).await?.into_iter().next();
    let page = Page {
        frame: member.frame(app, format!("Letter {}", reference(letter.number)), "/cascade").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/{}", reference(letter.number)),
        state: letter.state.words(),
        is_draft,
        paper: Paper(documents::html::write(&document(group, letter, &approvals, &contact))),
        seen: kernel::keys::hex(&letter.hash),
        act,
        runs: must_cascade(acting).is_ok(),
        wants: match keys {
            0 => "The administrator sends it.",
            1 => "It goes once a co-chair, or a deputy of their side, has approved it.",
            _ => "It goes once both co-chairs, or deputies of their sides, have approved it.",
        },
        sent: sent.collect(),
        came_back: (any_back && must_cascade(acting).is_ok()).then(|| format!("/{}/cascade/returned", group.slug)),
        answer: asked.map(|one| (format!("/{}/answers/{}", group.slug, one.id), one.told(today), one.answer)),
        base,
    };
    page::show_as(status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, letter)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let letter = of_address(&app, &member, &letter).await?;
    let query = Fields::of_query(&uri);
    let said = |name: &str| query.iter().any(|(other, _)| other == name);
    let notice = match () {
        () if said("drafted") => Some("Saved as a draft."),
        () if said("saved") => Some("Saved. Whoever had approved it is asked to read it again."),
        () if said("approved") && letter.state == State::Sent => Some("The letter goes now."),
        () if said("approved") => Some("Your side’s word is saved. It goes once the other side has given its own."),
        () if said("withdrawn") => Some("Withdrawn. It did not go."),
        () => None,
    };
    page(&app, &member, &letter, notice, &[], StatusCode::OK).await
}

pub(super) async fn approve(
    Shared(app): Shared<App>,
    Path((slug, letter)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let letter = of_address(&app, &member, &letter).await?;
    let mut tx = app.begin().await?;
    match commands::approve(&app, &mut tx, &member.acting, letter.number, Some(posted.fields.get("hash"))).await {
        Ok(_) => app.commit(tx).await?,
        Err(error @ Error::Conflict(_)) => {
            drop(tx);
            let status = error.told().status;
            let letter = of_address(&app, &member, &reference(letter.number)).await?;
            return page(&app, &member, &letter, None, &error.into_messages("letter")?, status).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/letters/{}?approved", reference(letter.number))).into_response())
}

pub(super) async fn withdraw(
    Shared(app): Shared<App>,
    Path((slug, letter)): Path<(String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let letter = of_address(&app, &member, &letter).await?;
    let mut tx = app.begin().await?;
    commands::withdraw(&app, &mut tx, &member.acting, letter.number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/letters/{}?withdrawn", reference(letter.number))).into_response())
}

async fn laid_out(app: &App, member: &Member, typed: &str) -> Result<(documents::Document, String)> {
    let letter = of_address(app, member, typed).await?;
    let group = &member.acting.group;
    let approvals = store::approvals(&app.db, group.id, letter.id).await?;
    let contact = membership::contact(&app.db, group).await?.unwrap_or_default();
    let name = format!("{}-letter-{}", group.slug, reference(letter.number).to_lowercase());
    Ok((document(group, &letter, &approvals, &contact), name))
}

fn file(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let name = name.map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

pub(super) async fn word(Shared(app): Shared<App>, Path((_, letter)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (document, name) = laid_out(&app, &member, &letter).await?;
    let bytes = compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&format!("{name}.docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", bytes)
}

pub(super) async fn pdf(Shared(app): Shared<App>, Path((_, letter)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (document, name) = laid_out(&app, &member, &letter).await?;
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    file(&format!("{name}.pdf"), "application/pdf", bytes)
}
