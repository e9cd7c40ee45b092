//! The terms in force, and every version there has been; as a page, as PDF, as Word.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use group::{
    acting::Member,
    groups::{self, Group},
    membership::key_holder,
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    app::compute,
    page::{self, Frame},
    words,
};

use super::{
    super::{
        commands::paper,
        model::{State, Version},
        store,
    },
    Differences, Shown, at, shown,
};
use crate::paper::{Paper, document};

#[derive(Template)]
#[template(path = "versions/pages/show.html")]
struct Page {
    frame: Frame,
    forgery: String,
    here: String,
    /// The address of the group's terms; the versions and drafts are for those who sit in the group.
    terms: Option<String>,
    state: &'static str,
    standing: String,
    review: Option<String>,
    approved: String,
    may_tailor: bool,
    has_draft: bool,
    is_in_force: bool,
    differences: Option<Differences>,
    paper: Shown,
}

#[derive(Template)]
#[template(path = "versions/pages/none.html")]
struct NonePage {
    frame: Frame,
    terms: String,
    may_tailor: bool,
    has_draft: bool,
}

/// The terms in force, and who reads them: a member, or anybody where the group lets everybody read them.
async fn readable(app: &App, slug: &str, member: Result<Member>) -> Result<(Group, Option<Member>, Option<Version>)> {
    match member {
        Ok(member) => {
            member.acting.must(Verb::ReadPublished)?;
            let version = store::in_force(&app.db, member.acting.group.id).await?;
            Ok((member.acting.group.clone(), Some(member), version))
        }
        Err(error @ (Error::SignInNeeded | Error::NotFound)) => {
            // To a stranger a group without public terms and no group at all are the same.
            let Ok(group) = groups::by_slug(&app.db, slug).await else { return Err(error) };
            let version = store::in_force(&app.db, group.id).await?.filter(|version| version.is_public);
            if version.is_some() { Ok((group, None, version)) } else { Err(error) }
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn in_force(
    Shared(app): Shared<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    member: Result<Member>,
) -> Result<Response> {
    let (group, member, version) = readable(&app, &slug, member).await?;
    let notice = match uri.query() {
        Some("in-force") => Some("Both sides have approved it: these terms are in force, and Brig goes by them."),
        Some("dropped") => Some("The draft is dropped."),
        _ => None,
    };
    let Some(version) = version else {
        let Some(member) = member else { return Err(Error::NotFound) };
        let page = NonePage {
            frame: member.frame(&app, "Terms of reference", "/terms").with_notice(notice),
            terms: at(&member, ""),
            may_tailor: member.acting.may(Verb::TailorTerms),
            has_draft: member.acting.may(Verb::SeeMeetings) && store::open(&app.db, group.id).await?.is_some(),
        };
        return page::show(&page);
    };
    let here = format!("/{}/terms", group.slug);
    let mut page = of(&app, &group, member.as_ref(), &version, here).await?;
    page.frame = page.frame.with_notice(notice);
    page::show(&page)
}

async fn of(app: &App, group: &Group, member: Option<&Member>, version: &Version, here: String) -> Result<Page> {
    let approvals = store::approvals(&app.db, group.id, version.id).await?;
    let approved: Vec<String> = approvals.iter().map(|given| key_holder(&given.name, given.side, given.deputy)).collect();
    let may = |verb| member.is_some_and(|member| member.acting.may(verb));
    let frame = match member {
        Some(member) => member.frame(app, "Terms of reference", "/terms"),
        None => Frame {
            group: Some(group.name.clone()),
            shapes: group.shapes.clone(),
            home: format!("/{}", group.slug),
            ..Frame::plain(app, "Terms of reference")
        },
    };
    Ok(Page {
        frame,
        forgery: member.map(|member| member.session.forgery_token(app)).unwrap_or_default(),
        here,
        terms: member.map(|member| at(member, "")),
        state: version.state.words(),
        standing: version.standing(),
        review: version.review_on.filter(|_| version.state == State::InForce).map(words::date),
        approved: if member.is_some() { approved.join(" and ") } else { String::new() },
        may_tailor: may(Verb::TailorTerms),
        has_draft: may(Verb::SeeMeetings) && store::open(&app.db, group.id).await?.is_some(),
        is_in_force: version.state == State::InForce,
        differences: None,
        paper: shown(&paper(version)?),
    })
}

/// A version that was approved: for those who sit in the group.
async fn found(app: &App, member: &Member, number: &str) -> Result<Version> {
    member.acting.must(Verb::ReadPublished)?;
    let number = number.parse().map_err(|_| Error::NotFound)?;
    let version = store::find(&app.db, member.acting.group.id, number).await?;
    if version.state == State::Draft { Err(Error::NotFound) } else { Ok(version) }
}

pub(super) async fn version(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let version = found(&app, &member, &number).await?;
    let group = &member.acting.group;
    let mut page = of(&app, group, Some(&member), &version, at(&member, &format!("/versions/{}", version.number))).await?;
    let earlier =
        store::all(&app.db, group.id).await?.into_iter().find(|other| other.number < version.number && other.state != State::Draft);
    if let Some(earlier) = earlier {
        let earlier = store::find(&app.db, group.id, earlier.number).await?;
        page.differences = Some(Differences::new(earlier.number, &paper(&earlier)?, &paper(&version)?));
    }
    page::show(&page)
}

struct Line {
    number: i64,
    state: &'static str,
    standing: String,
    source: String,
    href: String,
}

#[derive(Template)]
#[template(path = "versions/pages/versions.html")]
struct VersionsPage {
    frame: Frame,
    terms: String,
    lines: Vec<Line>,
}

pub(super) async fn versions(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let versions = store::all(&app.db, acting.group.id).await?;
    let line = |version: Version| Line {
        number: version.number,
        state: version.state.words(),
        standing: version.standing(),
        href: at(&member, &if version.state == State::Draft { "/draft".to_owned() } else { format!("/versions/{}", version.number) }),
        source: version.source,
    };
    let shown = versions.into_iter().filter(|version| version.state != State::Draft || acting.may(Verb::SeeMeetings));
    let lines = shown.map(line).collect();
    page::show(&VersionsPage { frame: member.frame(&app, "Versions of the terms", "/terms"), terms: at(&member, ""), lines })
}

/// A paper as a file to be kept.
pub(super) async fn file(group: &Group, version: &Version, paper: &Paper, word: bool) -> Result<Response> {
    let document = document(paper, "Terms of reference", &version.standing(), &group.name);
    let (extension, media_type) =
        if word { ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document") } else { ("pdf", "application/pdf") };
    let bytes = compute(move || {
        let failed = |error: String| Error::internal(error);
        if word {
            documents::docx::write(&document).map_err(|error| failed(error.to_string()))
        } else {
            documents::pdf::write(&document).map_err(|error| failed(error.to_string()))
        }
    })
    .await??;
    let name = format!("attachment; filename=\"{}-terms-version-{}.{extension}\"", group.slug, version.number);
    let name = HeaderValue::from_str(&name).map_err(|_| Error::internal("a file name cannot stand in a header"))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
}

async fn file_in_force(app: &App, slug: &str, member: Result<Member>, word: bool) -> Result<Response> {
    let (group, _, version) = readable(app, slug, member).await?;
    let version = version.ok_or(Error::NotFound)?;
    file(&group, &version, &paper(&version)?, word).await
}

pub(super) async fn pdf(Shared(app): Shared<App>, Path(slug): Path<String>, member: Result<Member>) -> Result<Response> {
    file_in_force(&app, &slug, member, false).await
}

pub(super) async fn word(Shared(app): Shared<App>, Path(slug): Path<String>, member: Result<Member>) -> Result<Response> {
    file_in_force(&app, &slug, member, true).await
}

pub(super) async fn version_pdf(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let version = found(&app, &member, &number).await?;
    file(&member.acting.group, &version, &paper(&version)?, false).await
}

pub(super) async fn version_word(Shared(app): Shared<App>, Path((_, number)): Path<(String, String)>, member: Member) -> Result<Response> {
    let version = found(&app, &member, &number).await?;
    file(&member.acting.group, &version, &paper(&version)?, true).await
}
