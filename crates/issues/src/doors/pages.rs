//! The pages of the ways in: every door with its count, its link and its poster, and how long the form takes.

use analysis::run_chart::median_of_counts;
use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    extract::{Path, State as Shared},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use documents::chart::Chart;
use group::{acting::Member, directory};
use kernel::{
    App, Error, Result,
    app::compute,
    error::FieldError,
    form::{Posted, encode_query},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    commands::{self, NewDoor, must_keep},
    model::{Door, Kind, TIMES, told},
    poster, store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/ways-in", get(index).post(add))
        .route("/{group}/ways-in/{door}", get(show).post(change))
        .route("/{group}/ways-in/{door}/poster.pdf", get(poster_of))
        .route("/{group}/ways-in/{door}/end", post(close))
}

struct Line {
    key: String,
    label: String,
    kind: &'static str,
    n: String,
}

/// A chart as it stands in the page. Its writer has escaped every text in it.
struct Picture(String);

impl std::fmt::Display for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Picture {}

#[derive(Template)]
#[template(path = "doors/ways_in.html")]
struct Index<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    issues: String,
    signposts: String,
    themes: String,
    raise: String,
    workplaces: String,
    doors: Vec<Line>,
    label: Field,
    kind: Field,
    place: Field,
    picture: Option<Picture>,
    reading: String,
    times: Vec<(&'static str, i64)>,
}

fn n_of(counts: &[(String, i64)], door: &Door) -> String {
    told(counts.iter().find(|(key, _)| *key == door.key).map_or(0, |(_, n)| *n))
}

/// The distribution of times as a picture, and what it says.
fn drawn(times: &[(&'static str, i64)], counted: &[(i64, i64)]) -> Option<(Picture, String)> {
    let median = median_of_counts(counted)?;
    let at = TIMES.iter().zip(0..).filter(|(_, at)| f64::from(*at) <= median).last().map_or("", |((_, words), _)| *words);
    let count = |n: i64| i32::try_from(n).map_or(f64::from(i32::MAX), f64::from);
    let points: Vec<(String, f64)> = times.iter().map(|(words, n)| ((*words).to_owned(), count(*n))).collect();
    let reading = format!("The middle one of all forms took {at}.");
    let (title, summary) = ("How long the form takes".to_owned(), reading.clone());
    let chart = Chart { id: "form-times", title, summary, unit: "forms", points: &points, median: None };
    Some((Picture(chart.svg()), reading))
}

async fn page(app: &App, member: &Member, typed: NewDoor, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    must_keep(&member.acting)?;
    let group = &member.acting.group;
    let counts = store::counts(&app.db, group.id).await?;
    let line = |door: Door| Line { n: n_of(&counts, &door), key: door.key, label: door.label, kind: door.kind.words() };
    let counted = store::times(&app.db, group.id).await?;
    let of = |at: i64| counted.iter().find(|(bucket, _)| *bucket == at).map_or(0, |(_, n)| *n);
    let times: Vec<_> = TIMES.iter().zip(0..).map(|((_, words), at)| (*words, of(at))).collect();
    let (picture, reading) = drawn(&times, &counted).map_or((None, String::new()), |(picture, reading)| (Some(picture), reading));
    let places = directory::all(&app.db, group.id).await?.into_iter().map(|entry| entry.name).collect::<Vec<_>>();
    let workplaces = match store::workplaces(&app.db, group.id).await? {
        n @ 0..5 => format!("{} workplaces", told(n)),
        n => format!("{n} workplaces"),
    };
    let page = Index {
        frame: member.frame(app, "Ways in", "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/ways-in", group.slug),
        issues: format!("/{}/issues", group.slug),
        signposts: format!("/{}/signposts", group.slug),
        themes: format!("/{}/themes", group.slug),
        raise: app.url(&format!("/{}/raise", group.slug)),
        workplaces,
        doors: store::all(&app.db, group.id).await?.into_iter().map(line).collect(),
        label: Field::new("label", "What people call it", Input::Text)
            .hint("Such as a practice, a ward, a network's weekly mail. Those of the directory are offered.")
            .offers(places)
            .value(typed.label)
            .error(errors),
        kind: Field::new("kind", "Whose way in it is", Input::Choice(Kind::CHOICES)).value(typed.kind).error(errors),
        place: Field::new("place", "Its partnership or hospital (optional)", Input::Text)
            .hint("All that is kept of where an anonymous report came from. Left empty, it is taken from the directory.")
            .value(typed.place)
            .error(errors),
        picture,
        reading,
        times,
    };
    page::show_as(status, &page)
}

async fn index(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    page(&app, &member, NewDoor::default(), &[], StatusCode::OK).await
}

async fn add(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewDoor { label: text("label"), kind: text("kind"), place: text("place") };
    let mut tx = app.begin().await?;
    match commands::add(&app, &mut tx, &member.acting, &new).await {
        Ok(door) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{}/ways-in/{}", member.acting.group.slug, door.key)).into_response())
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            page(&app, &member, new, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    }
}

/// A door of the address, for whoever keeps them, and its whole link.
async fn found(app: &App, member: &Member, key: &str) -> Result<(Door, String)> {
    must_keep(&member.acting)?;
    let group = &member.acting.group;
    let door = store::open(&app.db, group.id, key).await?.ok_or(Error::NotFound)?;
    let link = app.url(&format!("/{}/raise?from={}", group.slug, encode_query(&door.key)));
    Ok((door, link))
}

#[derive(Template)]
#[template(path = "doors/door.html")]
struct Shown<'a> {
    frame: Frame,
    errors: Errors<'a>,
    /// What the writer of the form saw.
    seen_label: String,
    new_label: Field,
    new_place: Field,
    forgery: String,
    base: String,
    key: String,
    label: String,
    kind: &'static str,
    place: String,
    n: String,
    link: String,
    snippet: String,
}

#[derive(Template)]
#[template(
    source = "<a href=\"{{ link }}\">Something between practice and hospital that does not work? Tell the {{ group }}</a>",
    ext = "html"
)]
struct Snippet<'a> {
    link: &'a str,
    group: &'a str,
}

async fn show(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member) -> Result<Response> {
    door_page(&app, &member, &key, None, &[], StatusCode::OK).await
}

async fn door_page(
    app: &App,
    member: &Member,
    key: &str,
    typed: Option<NewDoor>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let (door, link) = found(app, member, key).await?;
    let group = &member.acting.group;
    let typed = typed.unwrap_or_else(|| NewDoor { label: door.label.clone(), place: door.place.clone(), ..NewDoor::default() });
    let page = Shown {
        frame: member.frame(app, &door.label, "/issues").with_errors(errors),
        errors: Errors::new(errors),
        seen_label: door.label.clone(),
        new_label: Field::new("label", "What people call it", Input::Text).value(typed.label).error(errors),
        new_place: Field::new("place", "Its partnership or hospital (optional)", Input::Text)
            .hint("All that is kept of where an anonymous report came from. What came before keeps the place it had.")
            .value(typed.place)
            .error(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/ways-in", group.slug),
        n: n_of(&store::counts(&app.db, group.id).await?, &door),
        snippet: Snippet { link: &link, group: &group.name }.render()?,
        key: door.key,
        label: door.label,
        kind: door.kind.words(),
        place: door.place,
        link,
    };
    page::show_as(status, &page)
}

async fn change(Shared(app): Shared<App>, Path((slug, key)): Path<(String, String)>, member: Member, posted: Posted) -> Result<Response> {
    let text = |name: &str| posted.fields.get(name).to_owned();
    let new = NewDoor { label: text("label"), place: text("place"), kind: String::new() };
    let seen = (posted.fields.get("seen_label"), posted.fields.get("seen_place"));
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, &key, seen, &new).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return door_page(&app, &member, &key, Some(new), &error.into_messages("label")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/ways-in/{key}")).into_response())
}

async fn poster_of(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (door, link) = found(&app, &member, &key).await?;
    let document = poster::document(&member.acting.group, &door, &link)?;
    let bytes = compute(move || documents::pdf::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"poster-{}.pdf\"", door.key));
    let name = name.map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    let kind = HeaderValue::from_static("application/pdf");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn close(Shared(app): Shared<App>, Path((slug, key)): Path<(String, String)>, member: Member, _: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::close(&app, &mut tx, &member.acting, &key).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/ways-in")).into_response())
}
