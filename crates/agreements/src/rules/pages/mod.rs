//! The pages of agreements: the library, one agreement, drafting it, and the files made of it. What is in force may be open to
//! everybody; all else is the group's.

mod edit;
mod files;
mod library;
mod show;
mod travel;

use axum::{
    Router,
    extract::{Path, State as Shared},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{App, Error, Result, page::Frame, upload};

use super::{
    commands::short_address,
    model::{Agreement, State, read_number},
    store,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/agreements", get(library::show))
        .route("/{group}/agreements/public", post(library::set_public))
        .route("/{group}/agreements/new", get(edit::new).post(edit::create))
        .merge(upload::route("/{group}/agreements/adopt", get(travel::ask).post(travel::adopt)))
        .route("/{group}/agreements/{agreement}", get(show::show))
        .route("/{group}/agreements/{agreement}/edit", get(edit::edit).post(edit::change))
        .route("/{group}/agreements/{agreement}/asking", post(show::ask))
        .route("/{group}/agreements/{agreement}/approvals", post(show::approve))
        .route("/{group}/agreements/{agreement}/versions", post(show::begin_version))
        .route("/{group}/agreements/{agreement}/withdrawal", post(show::withdraw))
        .route("/{group}/agreements/{agreement}/export", post(travel::export))
        .route("/{group}/agreements/{agreement}/text.pdf", get(files::pdf))
        .route("/{group}/agreements/{agreement}/text.docx", get(files::word))
        .route("/{group}/agreements/{agreement}/sheet.pdf", get(files::sheet))
        .route("/{group}/a/{number}", get(short))
}

/// Who looks at a page that may be open to everybody.
pub(super) struct Viewer {
    pub(super) group: Group,
    /// Somebody of the group; nobody where everybody may read it.
    pub(super) member: Option<Member>,
}

impl Viewer {
    /// Somebody of the group, or anybody where the group's agreements are open to everybody.
    pub(super) async fn of(app: &App, slug: &str, member: Result<Member>) -> Result<Self> {
        match member {
            Ok(member) => {
                member.acting.must(Verb::ReadPublished)?;
                Ok(Self { group: member.acting.group.clone(), member: Some(member) })
            }
            Err(error) => match groups::by_slug(&app.db, slug).await {
                Ok(group) if store::is_public(&app.db, group.id).await? => Ok(Self { group, member: None }),
                _ => Err(error),
            },
        }
    }

    pub(super) fn may(&self, verb: Verb) -> bool {
        self.member.as_ref().is_some_and(|member| member.acting.may(verb))
    }

    /// Whether they may read a version: what is in force, whoever gets here; what held before, the group; drafts, its members.
    pub(super) fn reads(&self, agreement: &Agreement) -> bool {
        match agreement.state {
            State::InForce => true,
            _ if agreement.held() => self.member.is_some(),
            _ => self.may(Verb::SeeMeetings),
        }
    }

    pub(super) fn frame(&self, app: &App, title: impl Into<String>) -> Frame {
        match &self.member {
            Some(member) => member.frame(app, title, "/agreements"),
            None => {
                let home = format!("/{}/raise", self.group.slug);
                Frame { group: Some(self.group.name.clone()), shapes: self.group.shapes.clone(), home, ..Frame::plain(app, title) }
            }
        }
    }

    pub(super) fn forgery(&self, app: &App) -> String {
        self.member.as_ref().map(|member| member.session.forgery_token(app)).unwrap_or_default()
    }
}

/// The number in an address.
pub(super) fn number(text: &str) -> Result<i64> {
    read_number(text).ok_or(Error::NotFound)
}

/// The versions of an agreement that somebody may read, and which of them is asked for: by its version, else what it is now.
pub(super) async fn readable(app: &App, viewer: &Viewer, number: i64, version: Option<i64>) -> Result<(Agreement, Vec<Agreement>)> {
    let mut all = store::versions(&app.db, viewer.group.id, number).await?;
    all.retain(|agreement| viewer.reads(agreement));
    let now = all.iter().find(|one| one.state == State::InForce).or_else(|| all.first());
    let wanted = version.map_or(now, |version| all.iter().find(|one| one.version == version));
    Ok((wanted.cloned().ok_or(Error::NotFound)?, all))
}

/// The short address leads to the long one.
async fn short(Shared(app): Shared<App>, Path((slug, typed)): Path<(String, String)>, member: Result<Member>) -> Result<Response> {
    let viewer = Viewer::of(&app, &slug, member).await?;
    let all = store::versions(&app.db, viewer.group.id, number(&typed)?).await?;
    let known = all.iter().find(|agreement| viewer.reads(agreement) || agreement.held()).ok_or(Error::NotFound)?;
    Ok(Redirect::to(&super::commands::address(&viewer.group, known)).into_response())
}

/// The short address in full, as it stands on paper.
pub(super) fn whole_short(app: &App, group: &Group, number: i64) -> String {
    app.url(&short_address(group, number))
}
