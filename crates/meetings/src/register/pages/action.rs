//! The page of one action: where it stands, what can be said of it, and what happened to it.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::{Acting, Member},
    membership,
    permissions::{Role, Verb},
};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input, Moment, Timeline},
    words,
};

use super::listing;
use crate::{
    action_log::{self, Change, Typed},
    actions::{self, From, Logged, Move},
    minutes::times,
    past_actions,
    references::{action as action_reference, in_address, item as item_reference, read_action},
};

/// Something that can be said of an action, with its own form.
struct Way {
    change: &'static str,
    summary: &'static str,
    fields: Vec<Field>,
    button: &'static str,
    open: bool,
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
    /// The field that says what shows that it is done, for who may say so.
    evidence: Option<Field>,
    ways: Vec<Way>,
    version: i64,
    /// Where somebody outside the group is asked to do it, for who keeps the record.
    outside: Option<String>,
    timeline: Timeline,
}

struct Shows<'a> {
    typed: &'a Fields,
    errors: &'a [FieldError],
    notice: Option<&'a str>,
    status: StatusCode,
}

fn facts(acting: &Acting, line: &Logged, today: jiff::civil::Date) -> Vec<(&'static str, String, Option<String>)> {
    let group = &acting.group;
    let keeps = line.state.is_open() && acting.may(Verb::RunMeetings);
    // Whoever keeps the record can give it to somebody else, also what nobody holds.
    let hand_over = line.owner.filter(|_| keeps && line.item().is_some()).map(|owner| format!("/{}/members/{owner}/handover", group.slug));
    let mut facts = Vec::new();
    if !line.outside.is_empty() {
        facts.push(("Done by", format!("{}, outside the group", line.outside), None));
    }
    let held = if line.outside.is_empty() { "Owner" } else { "Answers for it here" };
    facts.push((held, if line.outside.is_empty() { listing::owner(line) } else { line.owner_name.clone() }, hand_over));
    facts.push(("By", words::date(line.due), None));
    if let Some(first) = line.first_due {
        facts.push(("Carried forward", format!("{}; first due on {}", times(line.carried), words::date(first)), None));
    }
    facts.push(("Done means", line.done_means.clone(), None));
    let successor = line.successor.map(|by| format!("/{}/actions/{}", group.slug, action_reference(by)));
    facts.push(("State", listing::standing(line, today), successor));
    match &line.from {
        From::Item { item, title, meeting, issue, .. } => {
            let item = item_reference(item.0, item.1);
            let href = format!("/{}/meetings/{}/items/{}", group.slug, meeting.0, in_address(&item));
            facts.push(("From", format!("{item} {title}, {}", words::date(meeting.1)), Some(href)));
            if let Some(issue) = issue {
                let reference = group.reference(*issue);
                let href = acting.may(Verb::ReadIssues).then(|| format!("/{}/issues/{reference}", group.slug));
                facts.push(("Issue", reference, href));
            }
        }
        From::Before { reference, source } => {
            facts.push(("From", source.clone(), None));
            let was = if reference.is_empty() { "From before Brig".to_owned() } else { format!("From before Brig, was: {reference}") };
            facts.push(("Kept", was, None));
        }
    }
    facts.push((if line.state == actions::State::Superseded { "Why" } else { "What shows it" }, line.evidence.clone(), None));
    facts.into_iter().filter(|(_, text, _)| !text.is_empty()).collect()
}

/// What happened, for the timeline. Whoever is outside the group is told of by what they are.
fn moment(moved: &Move) -> Moment {
    let mut what = moved.kind.words().to_owned();
    if let Some((_, name)) = &moved.to {
        what.push_str(&format!(" to {name}"));
    }
    if let Some(due) = moved.due {
        what.push_str(&format!(" to {}", words::date(due)));
    }
    if let Some(by) = moved.successor {
        what.push_str(&format!(" by {}", action_reference(by)));
    }
    if !moved.words.is_empty() {
        what.push_str(&format!(": {}", moved.words));
    }
    let who = if moved.outside.is_empty() { moved.name.clone() } else { format!("{}, outside the group", moved.outside) };
    Moment { what, when: words::date(moved.on), who }
}

async fn ways(app: &App, acting: &Acting, line: &Logged, shows: &Shows<'_>) -> Result<Vec<Way>> {
    let (typed, errors) = (shows.typed, shows.errors);
    let seats = membership::seats(&app.db, &acting.group).await?;
    let others = seats.iter().filter(|seat| seat.role != Role::Reader && Some(seat.person) != line.owner);
    let others = others.map(|seat| (seat.person.to_string(), seat.name.clone()));
    let others: Vec<_> = std::iter::once((String::new(), "Choose one".to_owned())).chain(others).collect();
    let words =
        |change: Change, label: &str| Field::new(change.field(), label, Input::Lines(2)).value(typed.get(change.field())).error(errors);
    let way = |change: Change, summary, fields, button| Way {
        change: change.key(),
        summary,
        fields,
        button,
        open: typed.get("change") == change.key(),
    };
    let due = Field::new("due", "The new day", Input::Date).value(typed.get("due")).error(errors);
    let to = Field::select("to", "To whom", others).value(typed.get("to")).error(errors);
    let successor = Field::new("successor", "The action that takes its place", Input::Text)
        .hint("Its reference, such as A-0078. Leave it empty where no action does, and say below what did.")
        .value(typed.get("successor"))
        .error(errors);
    let mut all = vec![
        way(
            Change::Carry,
            "It goes on: a new day",
            vec![due, words(Change::Carry, "Why, or how far it is (optional)")],
            "Carry it forward",
        ),
        way(Change::Help, "Help is needed", vec![words(Change::Help, "What stands in the way?")], "Ask for help"),
        way(
            Change::HandOver,
            "Somebody else does it",
            vec![to, words(Change::HandOver, "What they should know (optional)")],
            "Hand it over",
        ),
        way(
            Change::Supersede,
            "Something else takes its place",
            vec![successor, words(Change::Supersede, "What has taken its place, or why it is not needed any more")],
            "Supersede it",
        ),
    ];
    if line.state == actions::State::Open {
        all.insert(
            0,
            way(Change::Start, "It is in progress", vec![words(Change::Start, "How far is it? (optional)")], "It is in progress"),
        );
    }
    Ok(all)
}

async fn show(app: &App, member: &Member, reference: &str, shows: Shows<'_>) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let number = read_action(reference).ok_or(Error::NotFound)?;
    let line = action_log::seen(&app.db, acting, number).await?;
    let today = app.clock.today(&group.time_zone);
    let changes = line.state.is_open() && line.is_confirmed() && action_log::must_change(acting, &line).is_ok();
    let reference = line.reference();
    let base = format!("/{}/actions", group.slug);
    let set = line.set_on.map(|on| Moment { what: "Set".into(), when: words::date(on), who: String::new() });
    let moments = actions::moves(&app.db, group.id, number).await?.iter().map(moment).chain(set).collect();
    let keeps = acting.may(Verb::RunMeetings) && line.item().is_some();
    let page = ActionPage {
        frame: member.frame(app, format!("Action {reference}"), "/actions").with_errors(shows.errors).with_notice(shows.notice),
        errors: Errors::new(shows.errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/{reference}"),
        facts: facts(acting, &line, today),
        evidence: changes.then(|| {
            Field::new("evidence", "What shows that it is done?", Input::Lines(3)).value(shows.typed.get("evidence")).error(shows.errors)
        }),
        ways: if changes { ways(app, acting, &line, &shows).await? } else { Vec::new() },
        version: line.version,
        outside: (keeps && (line.state.is_open() || !line.outside.is_empty())).then(|| format!("{base}/{reference}/outside")),
        timeline: Timeline { moments },
        words: line.words,
        back: base,
        reference,
    };
    page::show_as(shows.status, &page)
}

pub(super) async fn action(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    if read_action(&reference).is_none() {
        // It may be a reference of the log of before.
        member.acting.must(Verb::SeeMeetings)?;
        let number = past_actions::by_old_reference(&app.db, member.acting.group.id, &reference).await?.ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&format!("/{slug}/actions/{}", action_reference(number))).into_response());
    }
    let notice = match uri.query() {
        Some("done") => Some("Thank you: it is noted as done."),
        Some("changed") => Some("Thank you: it is noted."),
        _ => None,
    };
    show(&app, &member, &reference, Shows { typed: &Fields::default(), errors: &[], notice, status: StatusCode::OK }).await
}

async fn taken(app: &App, member: &Member, slug: &str, reference: &str, fields: &Fields, typed: &Typed) -> Result<Response> {
    let number = read_action(reference).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    match action_log::change(app, &mut tx, &member.acting, number, typed).await {
        Ok(_) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            let shows = Shows { typed: fields, errors: &errors, notice: None, status: StatusCode::UNPROCESSABLE_ENTITY };
            return show(app, member, reference, shows).await;
        }
        Err(error) => return Err(error),
    }
    let said = if typed.change == Change::Done.key() { "done" } else { "changed" };
    Ok(Redirect::to(&format!("/{slug}/actions/{reference}?{said}")).into_response())
}

pub(super) async fn complete(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let typed = Typed { change: Change::Done.key().into(), words: posted.fields.get("evidence").into(), ..Typed::default() };
    taken(&app, &member, &slug, &reference, &posted.fields, &typed).await
}

pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let fields = &posted.fields;
    let get = |name: &str| fields.get(name).to_owned();
    let words = Change::from_key(fields.get("change")).map(|change| get(change.field())).unwrap_or_default();
    let typed = Typed {
        change: get("change"),
        words,
        due: get("due"),
        to: get("to"),
        successor: get("successor"),
        seen: fields.get("seen").parse().ok(),
        keep: false,
    };
    taken(&app, &member, &slug, &reference, fields, &typed).await
}
