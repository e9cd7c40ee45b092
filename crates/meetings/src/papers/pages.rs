//! The papers of an item: what is there, in all versions, a form that brings one, and each file.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use documents::Document;
use group::{acting::Member, permissions::Verb};
use kernel::{
    App, Error, Result, app,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    upload::{self, Uploaded},
    words,
};

use super::{
    awaited,
    commands::{self, NewPaper},
    model::{Paper, State},
    store,
};
use crate::{
    meetings::{self, Record},
    references::{self, in_address, read_item},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(upload::route("/{group}/meetings/{number}/items/{item}/papers", get(show).post(bring)))
        .route("/{group}/meetings/{number}/items/{item}/papers/{paper}", get(file))
        .route("/{group}/meetings/{number}/items/{item}/papers/{paper}/words", get(read))
        .route("/{group}/meetings/{number}/items/{item}/papers/{paper}/removal", post(take_back))
        .route("/{group}/meetings/{number}/items/{item}/papers-awaited", post(expect))
        .route("/{group}/meetings/papers-due", post(set_due))
}

struct Line {
    name: String,
    title: String,
    href: String,
    about: String,
    late: bool,
    state: &'static str,
    /// What a newer version takes the place of, while it may.
    replaces: Option<String>,
}

#[derive(Template)]
#[template(path = "papers/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    pack: String,
    heading: String,
    item_title: String,
    due: String,
    lines: Vec<Line>,
    /// Whether somebody said that a paper is to come.
    awaited: bool,
    open: bool,
    title: Field,
    replaces: Option<Field>,
    file_error: Option<&'a str>,
    /// Whether to ask for the sender's word, and what was answered.
    vouched: Option<bool>,
}

/// The record of the meeting that an address names, and the item.
async fn found(app: &App, member: &Member, number: &str, item: &str) -> Result<(Record, usize)> {
    member.acting.must(Verb::SeeMeetings)?;
    let record = meetings::record(&app.db, member.acting.group.id, references::number(number)?).await?.seen_by(member.acting.person);
    let item = record.item(read_item(item).ok_or(Error::NotFound)?)?.number;
    let at = record.items.iter().position(|other| other.number == item).ok_or(Error::NotFound)?;
    Ok((record, at))
}

/// What is said of a version in a line: its kind, who brought it and when.
fn about(paper: &Paper) -> String {
    let kind = match paper.pages {
        0 => paper.kind.words().to_owned(),
        n => format!("{}, {}", paper.kind.words(), words::count(n.unsigned_abs(), "page", "pages")),
    };
    let word = if paper.vouched { ". Not all of it could be read; who brought it says that it names no patient" } else { "" };
    format!("{kind}. Brought by {} on {}{word}", paper.by, words::date(paper.brought_on))
}

async fn page(
    app: &App,
    member: &Member,
    (record, at): (&Record, usize),
    typed: &Fields,
    errors: &[FieldError],
    notice: Option<&str>,
) -> Result<Response> {
    let (acting, item) = (&member.acting, &record.items[at]);
    let base = format!("/{}/meetings/{}", acting.group.slug, record.meeting.number);
    let here = format!("{base}/items/{}/papers", in_address(&item.reference()));
    let all = store::of_meeting(&app.db, acting.group.id, record.meeting.id, &acting.group.time_zone).await?;
    let own: Vec<&Paper> = all.iter().filter(|paper| paper.item == item.id).collect();
    let open = record.meeting.is_open();
    let mine = |paper: &Paper| paper.state == State::Current && open && commands::owns(acting, paper);
    let line = |paper: &&Paper| Line {
        name: if paper.version == 1 { paper.name() } else { format!("{}, version {}", paper.name(), paper.version) },
        title: paper.title.clone(),
        href: format!("{here}/{}", paper.address()),
        about: about(paper),
        late: paper.late,
        state: match paper.state {
            State::Current => "",
            State::Replaced => "Replaced",
            State::TakenBack => "Taken back",
        },
        replaces: mine(paper).then(|| paper.id.to_string()),
    };
    let lines: Vec<Line> = own.iter().map(line).collect();
    let mut choices = vec![(String::new(), "A new paper".to_owned())];
    choices.extend(
        lines.iter().filter_map(|line| line.replaces.clone().map(|id| (id, format!("A newer version of {}: {}", line.name, line.title)))),
    );
    let file_error = errors.iter().find(|error| error.field == "file").map(|error| error.message.as_str());
    let ticked = typed.get("vouched") == "yes";
    let page = Page {
        frame: member.frame(app, format!("Papers for {}", item.reference()), "/meetings").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        awaited: awaited::is_expected(&app.db, acting.group.id, item.id).await?,
        forgery: member.session.forgery_token(app),
        pack: format!("{base}/pack#item-{}", item.number),
        heading: format!("Papers for {}", item.reference()),
        item_title: item.title.clone(),
        due: commands::due(app, acting, &record.meeting).await?.1,
        title: Field::new("title", "What is it?", Input::Text)
            .hint("As it should stand on the agenda, such as Costs of both ways.")
            .value(typed.get("title"))
            .error(errors),
        replaces: (choices.len() > 1).then(|| Field::select("replaces", "It is", choices).value(typed.get("replaces")).error(errors)),
        vouched: (ticked || file_error.is_some_and(|error| error.starts_with("We cannot read"))).then_some(ticked),
        file_error,
        lines,
        open,
        here,
    };
    page::show_as(if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path((_, number, item)): Path<(String, String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let (record, at) = found(&app, &member, &number, &item).await?;
    let notice = match uri.query() {
        Some("brought") => Some("It is here, and everybody of the group can read it."),
        Some("taken-back") => Some("It is taken back."),
        _ => None,
    };
    page(&app, &member, (&record, at), &Fields::default(), &[], notice).await
}

async fn bring(
    Shared(app): Shared<App>,
    Path((slug, number, item)): Path<(String, String, String)>,
    member: Member,
    uploaded: Result<Uploaded>,
) -> Result<Response> {
    let (record, at) = found(&app, &member, &number, &item).await?;
    let uploaded = match uploaded {
        Err(Error::Invalid(errors)) => return page(&app, &member, (&record, at), &Fields::default(), &errors, None).await,
        uploaded => uploaded?,
    };
    let fields = uploaded.fields;
    let replaces = match fields.get("replaces") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Error::NotFound)?),
    };
    let new = NewPaper { title: fields.get("title").into(), replaces, vouched: fields.get("vouched") == "yes" };
    let place = (record.meeting.number, record.items[at].number);
    match commands::bring(&app, &member.acting, place, &new, uploaded.file).await {
        Ok(()) => Ok(Redirect::to(&format!("/{slug}/meetings/{number}/items/{item}/papers?brought")).into_response()),
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => page(&app, &member, (&record, at), &fields, &errors, None).await,
        Err(error) => Err(error),
    }
}

/// The paper that an address names.
async fn named(app: &App, member: &Member, (number, item, paper): (&str, &str, &str)) -> Result<(Record, usize, Paper)> {
    let (record, at) = found(app, member, number, item).await?;
    let group = &member.acting.group;
    let all = store::of_meeting(&app.db, group.id, record.meeting.id, &group.time_zone).await?;
    let id = record.items[at].id;
    let paper = all.into_iter().find(|other| other.item == id && other.address() == paper).ok_or(Error::NotFound)?;
    Ok((record, at, paper))
}

/// A document as it stands in a page. Its writer has escaped every text in it.
struct Words(String);

impl std::fmt::Display for Words {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Words {}

#[derive(Template)]
#[template(path = "papers/words.html")]
struct ReadPage {
    frame: Frame,
    pack: String,
    file: String,
    about: String,
    words: Words,
}

/// The words of a paper as a page, for a phone.
async fn read(
    Shared(app): Shared<App>,
    Path((slug, number, item, name)): Path<(String, String, String, String)>,
    member: Member,
) -> Result<Response> {
    let (record, at, paper) = named(&app, &member, (&number, &item, &name)).await?;
    let (kind, content, file) = store::whole(&app.db, member.acting.group.id, paper.id).await?.ok_or(Error::NotFound)?;
    let blocks = app::compute(move || super::blocks(kind, &content, &file)).await?;
    let title = format!("{} {}: {}", record.items[at].reference(), paper.name(), paper.title);
    let empty = blocks.is_empty();
    let document = Document {
        title: title.clone(),
        subtitle: if empty { "This paper holds pictures only. Open the file to see them.".into() } else { String::new() },
        language: "en-GB".into(),
        author: String::new(),
        running: String::new(),
        blocks,
    };
    let page = ReadPage {
        frame: member.frame(&app, title, "/meetings"),
        pack: format!("/{slug}/meetings/{number}/pack#item-{}", record.items[at].number),
        file: format!("/{slug}/meetings/{number}/items/{item}/papers/{name}"),
        about: about(&paper),
        words: Words(documents::html::write(&document)),
    };
    page::show(&page)
}

/// The file as it came: to be saved, never to be run by a browser.
async fn file(
    Shared(app): Shared<App>,
    Path((_, number, item, paper)): Path<(String, String, String, String)>,
    member: Member,
) -> Result<Response> {
    let (record, at, paper) = named(&app, &member, (&number, &item, &paper)).await?;
    let (group, item) = (&member.acting.group, &record.items[at]);
    let bytes = store::file(&app.db, group.id, paper.id).await?;
    let name = format!("{}-{}-paper-{}.{}", group.slug, in_address(&item.reference()), paper.address(), paper.kind.key());
    attached(&name, paper.kind.media_type(), bytes)
}

/// A file to be saved.
pub(crate) fn attached(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Result<Response> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let disposition = disposition.map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, bytes).into_response())
}

async fn take_back(
    Shared(app): Shared<App>,
    Path((slug, number, item, paper)): Path<(String, String, String, String)>,
    member: Member,
    _posted: Posted,
) -> Result<Response> {
    let place = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    let mut tx = app.begin().await?;
    commands::take_back(&app, &mut tx, &member.acting, place, &paper).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/items/{item}/papers?taken-back")).into_response())
}

async fn set_due(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::set_due(&app, &mut tx, &member.acting, posted.fields.get("days")).await?;
    app.commit(tx).await?;
    let back = posted.fields.get("at").parse::<i64>().map(|number| format!("/{slug}/meetings/{number}/pack?due"));
    Ok(Redirect::to(&back.unwrap_or_else(|_| format!("/{slug}/meetings"))).into_response())
}

async fn expect(
    Shared(app): Shared<App>,
    Path((slug, number, item)): Path<(String, String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Redirect> {
    let at = (references::number(&number)?, read_item(&item).ok_or(Error::NotFound)?);
    let mut tx = app.begin().await?;
    awaited::expect(&app, &mut tx, &member.acting, at, posted.fields.get("comes") == "yes").await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/meetings/{number}/items/{item}/papers?said")))
}
