//! The pages of insight.

use askama::Template;
use axum::{
    Router,
    extract::State as Shared,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use group::{
    acting::{Acting, Member},
    groups, membership, people,
    permissions::Verb,
};
use issues::issues::{State, counts, oldest_new};
use kernel::{
    App, Result,
    page::{self, Frame},
    session, words,
};

use super::queries;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/", get(front)).route("/help", get(help)).route("/{group}", get(start))
}

struct GroupLink {
    /// Whether the signed-in person sits in it.
    own: bool,
    slug: String,
    name: String,
    board: String,
}

#[derive(Template)]
#[template(path = "insight/front.html")]
struct Front {
    frame: Frame,
    groups: Vec<GroupLink>,
}

/// Who is signed in goes to their group; everybody else sees which groups there are.
async fn front(Shared(app): Shared<App>, headers: HeaderMap) -> Result<Response> {
    let groups = groups::all(&app.db).await?;
    let mut own = Vec::new();
    if let Some(session) = session::find(&app, &headers).await? {
        own = membership::groups_of(&app.db, session.person).await?;
        if let [slug] = own.as_slice() {
            return Ok(Redirect::to(&format!("/{slug}")).into_response());
        }
        if own.is_empty() && people::operator(&app.db, session.person).await.is_ok() {
            return Ok(Redirect::to("/operator").into_response());
        }
    }
    let link = |group: groups::Group| GroupLink { own: own.contains(&group.slug), slug: group.slug, name: group.name, board: group.board };
    let groups = groups.into_iter().map(link).collect();
    page::show(&Front { frame: Frame::plain(&app, "Brig"), groups })
}

#[derive(Template)]
#[template(path = "insight/help.html")]
struct Help {
    frame: Frame,
}

async fn help(Shared(app): Shared<App>) -> Result<Response> {
    page::show(&Help { frame: Frame::plain(&app, "Help") })
}

struct Waiting {
    waiting: String,
    figures: Vec<(String, &'static str, String)>,
}

#[derive(Template)]
#[template(path = "insight/start.html")]
struct Start {
    frame: Frame,
    name: String,
    base: String,
    raise_url: String,
    /// What this person is asked for, each with where to do it.
    asked: Vec<(String, String)>,
    next: Option<(String, String)>,
    waiting: Option<Waiting>,
    balance: Option<String>,
}

/// What waits for the person themselves: drafts to approve, actions to do.
async fn asked(app: &App, acting: &Acting) -> Result<Vec<(String, String)>> {
    let group = &acting.group;
    let mut asked = Vec::new();
    if acting.may(Verb::TurnKey) {
        for (number, day) in queries::unapproved(&app.db, group.id, acting.side).await? {
            let what = format!("The minute of {} waits for your side’s approval", words::date(day));
            asked.push((what, format!("/{}/meetings/{number}/minute", group.slug)));
        }
    }
    if acting.may(Verb::SeeMeetings) {
        let n = queries::own_actions(&app.db, group.id, acting.person).await?;
        if n > 0 {
            asked.push((
                format!("You have {}", words::count(n, "open action", "open actions")),
                format!("/{}/actions?show=mine", group.slug),
            ));
        }
    }
    Ok(asked)
}

async fn start(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeGroup)?;
    let group = &acting.group;
    let waiting = if acting.may(Verb::ReadIssues) {
        let counts = counts(&app.db, group.id).await?;
        let waiting = match oldest_new(&app.db, group.id).await? {
            None => "No issue waits for a decision.".to_owned(),
            Some((number, raised_on)) => {
                let age = words::days_ago(raised_on, app.clock.today(&group.time_zone));
                let n = words::count(counts.of(State::New), "issue waits", "issues wait");
                format!("{n} for a first decision. The oldest, {}, was raised {age}.", group.reference(number))
            }
        };
        let figure = |n: u64, what, query: &str| (words::thousands(n), what, format!("/{}/issues{query}", group.slug));
        let figures = vec![figure(counts.of(State::New), "new", "?state=new"), figure(counts.total(), "raised in all", "")];
        Some(Waiting { waiting, figures })
    } else {
        None
    };
    let balance =
        if acting.may(Verb::SeeMembers) { Some(membership::Balance::of(&membership::seats(&app.db, group).await?).words()) } else { None };
    let next = if acting.may(Verb::SeeMeetings) {
        let today = app.clock.today(&group.time_zone);
        let next = meetings::meetings::next_planned(&app.db, group.id, today).await?;
        next.map(|next| (meetings::meetings::when(&next), format!("/{}/meetings/{}", group.slug, next.number)))
    } else {
        None
    };
    let page = Start {
        frame: member.frame(&app, "Start", ""),
        asked: asked(&app, acting).await?,
        next,
        name: acting.name.clone(),
        base: format!("/{}", group.slug),
        raise_url: app.url(&format!("/{}/raise", group.slug)),
        waiting,
        balance,
    };
    page::show(&page)
}
