//! The pages of insight.

use askama::Template;
use axum::{
    Router,
    extract::State as Shared,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use cascade::editions;
use group::{
    acting::{Acting, Member},
    groups, membership, people,
    permissions::{Role, Verb},
};
use issues::issues::{State, oldest_open};
use jiff::ToSpan;
use kernel::{
    App, Result,
    page::{self, Frame},
    session, words,
};

use super::{
    figures::{self, Figure, Trend, four},
    queries,
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/", get(front)).route("/help", get(help)).route("/{group}", get(start)).merge(super::waiting::routes())
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

#[derive(Template)]
#[template(path = "insight/start.html")]
struct Start {
    frame: Frame,
    name: String,
    base: String,
    raise_url: String,
    /// What this person is asked for, each with where to do it.
    asked: Vec<(String, String)>,
    /// What comes up: what, when, and where it is.
    coming: Vec<(String, String)>,
    /// What is reported more often of late than chance would have it: what, why that is said, and where it is.
    rising: Vec<triage::patterns::Rising>,
    figures: Vec<Figure>,
    trend: Option<Trend>,
    balance: Option<String>,
    /// Whether they bring in what was before.
    brings: bool,
}

/// Days after a meeting for which the start page still asks for its read-back.
const READ_BACK: i64 = 90;

/// What waits for the person themselves: decisions to confirm, drafts to approve, actions to do.
async fn asked(app: &App, acting: &Acting) -> Result<Vec<(String, String)>> {
    let group = &acting.group;
    let mut asked = Vec::new();
    if acting.may(Verb::TurnKey) {
        let today = app.clock.today(&group.time_zone);
        let since = today.checked_sub(READ_BACK.days()).unwrap_or_default();
        for (number, day) in meetings::meetings::unconfirmed(&app.db, group.id, acting.side, (since, today)).await? {
            let what = format!("What the meeting of {} decided waits for your side to confirm it", words::date(day));
            asked.push((what, format!("/{}/meetings/{number}/read-back", group.slug)));
        }
        for (number, day) in meetings::minutes::unsigned(&app.db, group.id, acting.side).await? {
            let what = format!("The minute of {} waits for your side’s approval", words::date(day));
            asked.push((what, format!("/{}/meetings/{number}/minute", group.slug)));
        }
    }
    asked.extend(meetings::interim::waits_for(app, acting).await?);
    if acting.may(Verb::TurnKey) && terms::versions::waits_for(&app.db, group.id, acting.side).await? {
        asked.push(("The terms of reference wait for your side’s approval".into(), format!("/{}/terms/draft/read", group.slug)));
    }
    if !asked.is_empty() {
        asked.insert(0, ("Read all of it on one page, and answer there".into(), format!("/{}/waiting", group.slug)));
    }
    if acting.may(Verb::TakeOutWords) {
        let n = issues::removals::waiting(&app.db, group.id).await?;
        if n > 0 {
            let n = words::count(n.unsigned_abs(), "text is hidden until you have", "texts are hidden until you have");
            asked.push((format!("{n} looked for what could identify a patient"), format!("/{}/removals", group.slug)));
        }
    }
    if acting.may(Verb::RunCascade) {
        let n = cascade::returned::standing(&app.db, group.id).await?.len();
        if n > 0 {
            let n = words::count(n as u64, "mail of the group came back", "mails of the group came back");
            asked.push((format!("{n}: see why, and send once more"), format!("/{}/cascade/returned", group.slug)));
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

/// What does not wait for the week: reports of harm that nobody has seen. And how many services and forums have not answered.
async fn waiting_of_triage(app: &App, group: &groups::Group, base: &str) -> Result<Vec<(String, String)>> {
    let mut waiting = Vec::new();
    for alert in triage::harm::unseen(&app.db, group.id, MOST_ALERTS).await? {
        let reference = group.reference(alert.number);
        waiting.push((
            format!("{reference} {}: nobody has said that they have seen it", alert.says()),
            format!("{base}/issues/{reference}/harm"),
        ));
    }
    let (services, forums) = triage::asked::unanswered(&app.db, group.id).await?;
    let has = if services + forums == 1 { "has" } else { "have" };
    let who = [(services, "service", "services"), (forums, "forum", "forums")];
    let who: Vec<String> = who.iter().filter(|(n, _, _)| *n > 0).map(|(n, one, many)| words::count(*n, one, many)).collect();
    if !who.is_empty() {
        waiting.push((format!("{} {has} not answered yet what the group asked", who.join(" and ")), format!("{base}/services")));
    }
    Ok(waiting)
}

/// The most reports of harm that the start page lists.
const MOST_ALERTS: i64 = 10;

/// What comes up: the next meeting, and the next editions of the networks.
async fn coming(app: &App, acting: &Acting) -> Result<Vec<(String, String)>> {
    let group = &acting.group;
    let mut coming = Vec::new();
    if acting.may(Verb::SeeMeetings) {
        let today = app.clock.today(&group.time_zone);
        if let Some(next) = meetings::meetings::next_planned(&app.db, group.id, today).await? {
            let what = format!("The group meets: {}", meetings::meetings::when(&next));
            coming.push((what, format!("/{}/meetings/{}", group.slug, next.number)));
        }
        for edition in editions::coming(&app.db, group.id).await?.into_iter().take(EDITIONS) {
            let told = words::count(u64::try_from(edition.told).unwrap_or(0), "decision", "decisions");
            let closes = words::date_and_time(edition.leaves_at(group), &group.time_zone);
            coming.push((format!("{}: {told} on {closes}", edition.name), format!("/{}/cascade/editions/{}", group.slug, edition.id)));
        }
    }
    Ok(coming)
}

/// The most editions that the start page lists.
const EDITIONS: usize = 4;

async fn start(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeGroup)?;
    let group = &acting.group;
    let base = format!("/{}", group.slug);
    let (mut figures, mut trend, mut asked) = (Vec::new(), None, asked(&app, acting).await?);
    if acting.may(Verb::SeeMeetings) {
        let today = app.clock.today(&group.time_zone);
        let counted = issues::issues::figures(&app.db, group.id).await?;
        let oldest = oldest_open(&app.db, group.id).await?.map(|(number, raised_on)| (group.reference(number), raised_on));
        let list = acting.may(Verb::ReadIssues).then(|| format!("{base}/issues"));
        let new = counted.counts.of(State::New);
        if let (Some(list), true) = (&list, new > 0) {
            let n = words::count(new, "issue waits", "issues wait");
            let prepares = acting.role == Role::Administrator;
            let href = if prepares { format!("{base}/triage/new") } else { format!("{list}?state=new") };
            asked.push((format!("{n} for a first decision"), href));
        }
        if list.is_some() {
            asked.splice(0..0, waiting_of_triage(&app, group, &base).await?);
        }
        figures = four(&counted, oldest, today, list.as_deref());
        figures.extend(figures::held(issues::holding::tally(&app.db, group.id, today).await?, &base));
        trend = figures::trend(&counted.months, today);
    }
    let balance =
        if acting.may(Verb::SeeMembers) { Some(membership::Balance::of(&membership::seats(&app.db, group).await?).words()) } else { None };
    let rising = triage::patterns::rising(&app, acting).await?;
    let page = Start {
        rising,
        frame: member.frame(&app, "Start", ""),
        asked,
        coming: coming(&app, acting).await?,
        figures,
        trend,
        name: acting.name.clone(),
        raise_url: app.url(&format!("/{}/raise", group.slug)),
        base,
        balance,
        brings: acting.may(Verb::BringPast),
    };
    page::show(&page)
}
