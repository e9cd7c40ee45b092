//! The pages of the lists.

use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    groups::Group,
    permissions::Verb,
    rules::{Rule, Why},
};
use issues::themes;
use jiff::civil::Date;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    commands,
    queries::{self, ActionLine, DecisionLine, Line},
};
use crate::{
    actions::State as ActionState,
    meetings::{State, proposed, told, when},
    references::{in_address, item as item_reference, read_action, read_decision},
};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings", get(meetings))
        .route("/{group}/decisions", get(decisions))
        .route("/{group}/decisions/{reference}", get(decision))
        .route("/{group}/actions", get(actions))
        .route("/{group}/actions/{reference}", get(action))
        .route("/{group}/actions/{reference}/completion", post(complete))
}

/// Days that are proposed at once.
const PROPOSED: usize = 3;
/// Lines on a page.
const PAGE: i64 = 50;

fn page_of<T>(mut lines: Vec<T>) -> (Vec<T>, bool) {
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    (lines, more)
}

struct MeetingLine {
    href: String,
    day: String,
    when: String,
    theme: String,
    items: String,
    state: &'static str,
}

#[derive(Template)]
#[template(path = "register/meetings.html")]
struct Meetings {
    frame: Frame,
    base: String,
    sees_all: bool,
    may_plan: bool,
    coming: Vec<MeetingLine>,
    /// Days for the next meetings, each with where it is planned.
    proposed: Vec<(String, String)>,
    why: Why,
    past: Vec<MeetingLine>,
    older: Option<String>,
}

/// Where a list goes on: the day and number of the last line on the page before.
fn after(typed: &str) -> Option<(Date, i64)> {
    let (day, number) = typed.rsplit_once('.')?;
    Some((day.parse().ok()?, number.parse().ok()?))
}

async fn meetings(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let base = format!("/{}/meetings", group.slug);
    let themes = themes::all(&app.db, group.id).await?;
    let sees_all = acting.may(Verb::SeeMeetings);
    let today = app.clock.today(&group.time_zone);
    let after = after(Fields::of_query(&uri).get("after"));
    let line = |line: Line| {
        let meeting = line.meeting;
        let minute = match line.minute.as_deref() {
            Some("draft") => Some("Minute in draft"),
            Some("published") => Some("Minute published"),
            Some(_) => Some("Minute confirmed"),
            None => None,
        };
        MeetingLine {
            href: format!("{base}/{}{}", meeting.number, if meeting.state == State::Adjourned { "/minute" } else { "" }),
            day: words::date(meeting.held_on),
            when: when(&meeting),
            theme: themes.iter().find(|theme| theme.key == meeting.theme).map_or_else(|| "No theme".to_owned(), |theme| theme.name.clone()),
            items: words::count(u64::try_from(line.items).unwrap_or(0), "item", "items"),
            state: minute.unwrap_or_else(|| meeting.state.words()),
        }
    };
    let coming = if sees_all && after.is_none() { queries::coming(&app.db, group.id, today, PAGE).await? } else { Vec::new() };
    let below = after.unwrap_or((Date::MAX, i64::MAX));
    let (past, more) = page_of(queries::past(&app.db, group.id, below, today, !sees_all, PAGE).await?);
    let older = past.last().filter(|_| more).map(|last| format!("{base}?after={}.{}", last.meeting.held_on, last.meeting.number));
    let may_plan = acting.may(Verb::RunMeetings);
    let proposed = if may_plan && after.is_none() { proposed(&app.db, group, today, PROPOSED).await? } else { Vec::new() };
    let why = if proposed.is_empty() { Why::default() } else { Why::of(&app.db, group, Rule::Frequency).await? };
    let proposal = |day: Date| (words::date(day), format!("{base}/plan?date={day}"));
    let page = Meetings {
        frame: member.frame(&app, "Meetings", "/meetings"),
        may_plan,
        proposed: proposed.into_iter().map(proposal).collect(),
        why,
        sees_all,
        coming: coming.into_iter().map(line).collect(),
        past: past.into_iter().map(line).collect(),
        older,
        base,
    };
    page::show(&page)
}

struct DecisionRow {
    href: String,
    reference: String,
    words: String,
    title: String,
    day: String,
    confirmed: bool,
}

#[derive(Template)]
#[template(path = "register/decisions.html")]
struct Decisions {
    frame: Frame,
    rows: Vec<DecisionRow>,
    newer: Option<String>,
    older: Option<String>,
}

fn decision_href(group: &Group, reference: &str) -> String {
    format!("/{}/decisions/{}", group.slug, in_address(reference))
}

async fn decisions(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let base = format!("/{}/decisions", group.slug);
    let after = read_decision(Fields::of_query(&uri).get("after"));
    let below = after.unwrap_or((i64::MAX, i64::MAX));
    let lines = queries::decisions(&app.db, group.id, below, !acting.may(Verb::SeeMeetings), PAGE).await?;
    let (lines, more) = page_of(lines);
    let row = |line: &DecisionLine| {
        let reference = line.decision.reference();
        DecisionRow {
            href: decision_href(group, &reference),
            words: line.decision.words.clone(),
            title: line.title.clone(),
            day: words::date(line.decision.decided_on),
            confirmed: line.decision.confirmed,
            reference,
        }
    };
    let older = lines.last().filter(|_| more).map(|last| format!("{base}?after={}", in_address(&last.decision.reference())));
    let page = Decisions {
        frame: member.frame(&app, "Decisions", "/decisions"),
        rows: lines.iter().map(row).collect(),
        newer: after.map(|_| base),
        older,
    };
    page::show(&page)
}

#[derive(Template)]
#[template(path = "register/decision.html")]
struct DecisionPage {
    frame: Frame,
    reference: String,
    back: String,
    words: String,
    confirmed: bool,
    facts: Vec<(&'static str, String, Option<String>)>,
}

async fn decision(Shared(app): Shared<App>, Path((_, reference)): Path<(String, String)>, member: Member) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::ReadPublished)?;
    let group = &acting.group;
    let line = queries::decision(&app.db, group.id, read_decision(&reference).ok_or(Error::NotFound)?).await?;
    let sees_all = acting.may(Verb::SeeMeetings);
    if !line.decision.confirmed && !sees_all {
        return Err(Error::NotFound);
    }
    let meeting = format!("/{}/meetings/{}", group.slug, line.meeting);
    let item = item_reference(line.item_year, line.item_number);
    let mut facts = vec![
        ("About", line.title.clone(), None),
        ("Decided on", words::date(line.decision.decided_on), sees_all.then(|| meeting.clone())),
        ("Item", item.clone(), sees_all.then(|| format!("{meeting}/items/{}", in_address(&item)))),
        ("Quorum", line.decision.quorum.words(), None),
    ];
    if let Some(issue) = line.issue {
        let reference = group.reference(issue);
        facts.push(("Issue", reference.clone(), acting.may(Verb::ReadIssues).then(|| format!("/{}/issues/{reference}", group.slug))));
    }
    facts.extend(told(&line.decision).into_iter().map(|(term, text)| (term, text, None)));
    let reference = line.decision.reference();
    let today = app.clock.today(&group.time_zone);
    if let Some(tally) = issues::holding::of_decision(&app.db, group.id, &reference, today).await?.filter(|_| sees_all) {
        facts.push(("Has it held", tally.words(), None));
    }
    let page = DecisionPage {
        frame: member.frame(&app, format!("Decision {reference}"), "/decisions"),
        reference,
        back: format!("/{}/decisions", group.slug),
        words: line.decision.words,
        confirmed: line.decision.confirmed,
        facts,
    };
    page::show(&page)
}

struct ActionRow {
    href: String,
    reference: String,
    words: String,
    owner: String,
    due: String,
    state: String,
}

#[derive(Template)]
#[template(path = "register/actions.html")]
struct Actions {
    frame: Frame,
    base: String,
    shown: &'static str,
    rows: Vec<ActionRow>,
    further: Option<String>,
}

/// Whose an action is. Of who has left nobody expects it any more.
fn owner(line: &ActionLine) -> String {
    let name = &line.action.owner_name;
    if line.seated || line.action.state == ActionState::Done { name.clone() } else { format!("{name}, who has left: nobody holds it") }
}

/// Where an action stands, kindly: what is past its day is said to wait, and nothing turns red.
fn standing(line: &ActionLine, today: Date) -> String {
    match (line.action.state, line.closed_on) {
        (ActionState::Done, Some(day)) => format!("Done {}", words::date(day)),
        (ActionState::Open, _) if line.action.due < today => "Waiting longer than planned".into(),
        (state, _) => state.words().into(),
    }
}

async fn actions(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let base = format!("/{}/actions", group.slug);
    let fields = Fields::of_query(&uri);
    let today = app.clock.today(&group.time_zone);
    let (from, after_number) = after(fields.get("after")).unwrap_or((jiff::civil::date(1, 1, 1), 0));
    let (shown, lines) = match fields.get("show") {
        "mine" => ("mine", queries::open_actions(&app.db, group.id, Some(acting.person), (from, after_number), PAGE).await?),
        "late" => ("late", queries::late_actions(&app.db, group.id, today, (from, after_number), PAGE).await?),
        "all" => {
            let below = read_action(fields.get("after")).unwrap_or(i64::MAX);
            ("all", queries::actions(&app.db, group.id, below, PAGE).await?)
        }
        _ => ("open", queries::open_actions(&app.db, group.id, None, (from, after_number), PAGE).await?),
    };
    let (lines, more) = page_of(lines);
    let after_last = |last: &ActionLine| match shown {
        "all" => last.action.reference(),
        _ => format!("{}.{}", last.action.due, last.action.number),
    };
    let row = |line: &ActionLine| ActionRow {
        href: format!("{base}/{}", line.action.reference()),
        reference: line.action.reference(),
        words: line.action.words.clone(),
        owner: owner(line),
        due: words::date(line.action.due),
        state: standing(line, today),
    };
    let page = Actions {
        frame: member.frame(&app, "Actions", "/actions"),
        further: lines.last().filter(|_| more).map(|last| format!("{base}?show={shown}&after={}", after_last(last))),
        rows: lines.iter().map(row).collect(),
        shown,
        base,
    };
    page::show(&page)
}

#[derive(Template)]
#[template(path = "register/action.html")]
struct ActionPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    here: String,
    back: String,
    words: String,
    facts: Vec<(&'static str, String, Option<String>)>,
    evidence: Option<Field>,
}

async fn action_page(
    app: &App,
    member: &Member,
    reference: &str,
    typed: Option<&str>,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let line = queries::action(&app.db, group.id, read_action(reference).ok_or(Error::NotFound)?).await?;
    let action = &line.action;
    let item = item_reference(line.item_year, line.item_number);
    // Whoever keeps the record can give it to somebody else.
    let open = action.state == ActionState::Open && acting.may(Verb::RunMeetings);
    let hand_over = open.then(|| format!("/{}/members/{}/handover", group.slug, action.owner));
    let mut facts = vec![
        ("Owner", owner(&line), hand_over),
        ("By", words::date(action.due), None),
        ("Done means", action.done_means.clone(), None),
        ("State", standing(&line, app.clock.today(&group.time_zone)), None),
        ("From", format!("{item} {}", line.title), Some(format!("/{}/meetings/{}/items/{}", group.slug, line.meeting, in_address(&item)))),
    ];
    if !line.evidence.is_empty() {
        facts.push(("What shows it", line.evidence.clone(), None));
    }
    let closes = action.state == ActionState::Open && (action.owner == acting.person || acting.may(Verb::RunMeetings));
    let reference = action.reference();
    let base = format!("/{}/actions", group.slug);
    let page = ActionPage {
        frame: member.frame(app, format!("Action {reference}"), "/actions").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/{reference}"),
        back: base,
        words: action.words.clone(),
        facts,
        evidence: closes
            .then(|| Field::new("evidence", "What shows that it is done?", Input::Lines(3)).value(typed.unwrap_or_default()).error(errors)),
        reference,
    };
    page::show_as(status, &page)
}

async fn action(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = (uri.query() == Some("done")).then_some("Thank you: it is noted as done.");
    action_page(&app, &member, &reference, None, &[], notice, StatusCode::OK).await
}

async fn complete(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let number = read_action(&reference).ok_or(Error::NotFound)?;
    let evidence = posted.fields.get("evidence");
    let mut tx = app.begin().await?;
    match commands::complete(&app, &mut tx, &member.acting, number, evidence).await {
        Ok(()) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            return action_page(&app, &member, &reference, Some(evidence), &errors, None, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(error) => return Err(error),
    }
    Ok(Redirect::to(&format!("/{slug}/actions/{reference}?done")).into_response())
}
