//! The page of what was said and done, its two feeds, and what those who run the cascade say on it.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    keys,
    page::{self, Errors, Frame},
    words,
};

use super::{
    commands, feeds,
    model::{Became, Entry, PAGE, Window, good_news_first, window},
    store,
};

/// The most entries that the pages go through: decades of meetings. Good news comes first, so all are looked at.
const MOST: i64 = 2_000;
/// Entries in a feed.
const IN_FEED: i64 = 100;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/said-and-done", get(show))
        .route("/{group}/said-and-done/feed.atom", get(atom))
        .route("/{group}/said-and-done/feed.json", get(json))
        .route("/{group}/said-and-done/public", post(set_public))
        .route("/{group}/said-and-done/decisions/{reference}/could-not", post(could_not))
}

/// Thanks to who raised it.
#[must_use]
pub(super) fn prompted(reports: i64) -> String {
    match reports {
        1 => "Prompted by one report. Thank you.".into(),
        n => format!("Prompted by {}. Thank you.", words::count(n.unsigned_abs(), "report", "reports")),
    }
}

struct Line {
    anchor: String,
    title: String,
    text: String,
    heading: &'static str,
    told: String,
    for_whom: String,
    from: String,
    /// What reporters say of it.
    held: &'static str,
    decided: String,
    prompted: String,
    reference: String,
    why: String,
}

fn line(entry: Entry) -> Line {
    Line {
        anchor: entry.anchor(),
        heading: entry.outcome.words(),
        told: entry.told().to_owned(),
        from: entry.from_when.map(words::date).unwrap_or_default(),
        held: match entry.outcome {
            Became::Held => "Some months later those who raised it said that it has held.",
            Became::CameBack => "Since then we have heard that it came back.",
            _ => "",
        },
        decided: words::date(entry.decided_on),
        prompted: prompted(entry.reports),
        why: if let Became::CouldNot(why) = entry.outcome { why } else { String::new() },
        title: entry.title,
        text: entry.text,
        for_whom: entry.for_whom,
        reference: entry.reference,
    }
}

#[derive(Template)]
#[template(path = "said_and_done/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    base: String,
    raise: String,
    flag: String,
    public: bool,
    /// The forgery token, for who says what everybody may read.
    runs: Option<String>,
    lines: Vec<Line>,
    /// The pages with better and with other news.
    before: Option<usize>,
    after: Option<usize>,
    /// What was typed of which decision and could not be kept.
    typed: (String, String),
}

struct Shown<'a> {
    errors: &'a [FieldError],
    typed: (&'a str, &'a str),
    notice: Option<&'a str>,
    status: StatusCode,
    /// The number of the page, or an entry that stands on it.
    at: At<'a>,
}

enum At<'a> {
    Page(usize),
    Entry(&'a str),
}

async fn page(app: &App, group: &Group, member: Option<&Member>, shown: Shown<'_>) -> Result<Response> {
    const TITLE: &str = "You said, we did, we could not";
    let frame = match member {
        Some(member) => member.frame(app, TITLE, "/decisions"),
        None => Frame {
            group: Some(group.name.clone()),
            shapes: group.shapes.clone(),
            home: format!("/{}/raise", group.slug),
            ..Frame::plain(app, TITLE)
        },
    };
    let runs = member.filter(|member| member.acting.may(Verb::RunCascade)).map(|member| member.session.forgery_token(app));
    let entries = good_news_first(store::entries(&app.db, group.id, MOST).await?);
    let at = match shown.at {
        At::Page(number) => number,
        At::Entry(anchor) => entries.iter().position(|entry| entry.anchor() == anchor).map_or(1, |place| place / PAGE + 1),
    };
    let Window { skip, before, after } = window(entries.len(), at);
    let page = Page {
        frame: frame.with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        base: format!("/{}/said-and-done", group.slug),
        raise: format!("/{}/raise", group.slug),
        flag: format!("/{}/flag", group.slug),
        public: store::is_public(&app.db, group.id).await?,
        runs,
        lines: entries.into_iter().skip(skip).take(PAGE).map(line).collect(),
        before,
        after,
        typed: (shown.typed.0.to_owned(), shown.typed.1.to_owned()),
    };
    page::show_as(shown.status, &page)
}

async fn show(
    Shared(app): Shared<App>,
    Path(slug): Path<String>,
    member: Result<Member>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let notice = match uri.query() {
        Some("opened") => Some("Everybody who has the address can read this page now."),
        Some("closed") => Some("Only the group reads this page now."),
        _ => None,
    };
    let asked = Fields::of_query(&uri);
    let at = match asked.get("of") {
        "" => At::Page(asked.get("page").parse().unwrap_or(1)),
        anchor => At::Entry(anchor),
    };
    let notice = notice.or((asked.get("said") == "yes").then_some("Saved."));
    let shown = Shown { errors: &[], typed: ("", ""), notice, status: StatusCode::OK, at };
    match member {
        Ok(member) => {
            member.acting.must(Verb::ReadPublished)?;
            page(&app, &group, Some(&member), shown).await
        }
        // Who does not sit in the group reads it where it is public, and is told nothing of it where it is not.
        Err(_) if store::is_public(&app.db, group.id).await? => page(&app, &group, None, shown).await,
        Err(error) => Err(error),
    }
}

/// A feed, or that it has not changed.
pub(crate) fn feed(headers: &HeaderMap, kind: &'static str, body: String) -> Result<Response> {
    let hash: String = keys::hex(&keys::hash(&body)).chars().take(24).collect();
    let tag = HeaderValue::from_str(&format!("\"{hash}\"")).map_err(|error| Error::Internal(error.into()))?;
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag);
    let about = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=900")),
        (header::ETAG, tag),
    ];
    Ok(if known { (StatusCode::NOT_MODIFIED, about).into_response() } else { (about, body).into_response() })
}

async fn public_entries(app: &App, slug: &str) -> Result<(Group, Vec<Entry>)> {
    let group = groups::by_slug(&app.db, slug).await?;
    if !store::is_public(&app.db, group.id).await? {
        return Err(Error::NotFound);
    }
    let entries = store::entries(&app.db, group.id, IN_FEED).await?;
    Ok((group, entries))
}

async fn atom(Shared(app): Shared<App>, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response> {
    let (group, entries) = public_entries(&app, &slug).await?;
    feed(&headers, "application/atom+xml; charset=utf-8", feeds::atom(&app, &group, &entries))
}

async fn json(Shared(app): Shared<App>, Path(slug): Path<String>, headers: HeaderMap) -> Result<Response> {
    let (group, entries) = public_entries(&app, &slug).await?;
    feed(&headers, "application/feed+json; charset=utf-8", feeds::json(&app, &group, &entries).to_string())
}

async fn set_public(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    let public = posted.fields.get("public") == "yes";
    let mut tx = app.begin().await?;
    commands::set_public(&app, &mut tx, &member.acting, public).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/said-and-done?{}", if public { "opened" } else { "closed" })).into_response())
}

async fn could_not(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let why = posted.fields.get("why");
    let mut tx = app.begin().await?;
    match commands::could_not(&app, &mut tx, &member.acting, &reference, why).await {
        Ok(()) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let mut errors = error.into_messages("why")?;
            for error in &mut errors {
                error.field = format!("why-{reference}").into();
            }
            let shown = Shown { errors: &errors, typed: (&reference, why), notice: None, status, at: At::Entry(&reference) };
            return page(&app, &member.acting.group, Some(&member), shown).await;
        }
    }
    Ok(Redirect::to(&format!("/{slug}/said-and-done?said=yes&of={reference}#{reference}")).into_response())
}
