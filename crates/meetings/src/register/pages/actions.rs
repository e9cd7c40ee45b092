//! The pages of actions: the list, in which those of before stand beside the others, one action, and saying that it is done.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, permissions::Verb};
use jiff::civil::Date;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
    words,
};

use super::{
    super::{
        commands,
        queries::{self, ActionLine},
    },
    PAGE, after, page_of,
};
use crate::{
    actions::State as ActionState,
    past_actions,
    references::{action as action_reference, in_address, item as item_reference, read_action},
};

struct ActionRow {
    href: String,
    reference: String,
    words: String,
    owner: String,
    due: String,
    state: String,
    /// Where it stands in the list: by the day and its number.
    place: (Date, i64),
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
fn standing((state, closed_on): (ActionState, Option<Date>), due: Date, today: Date) -> String {
    match (state, closed_on) {
        (ActionState::Done, Some(day)) => format!("Done {}", words::date(day)),
        (ActionState::Open, _) if due < today => "Waiting longer than planned".into(),
        (state, _) => state.words().into(),
    }
}

pub(super) async fn actions(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    let acting = &member.acting;
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let base = format!("/{}/actions", group.slug);
    let fields = Fields::of_query(&uri);
    let today = app.clock.today(&group.time_zone);
    let (from, after_number) = after(fields.get("after")).unwrap_or((jiff::civil::date(1, 1, 1), 0));
    let (db, id, me, from) = (&app.db, group.id, Some(acting.person), (from, after_number));
    let below = read_action(fields.get("after")).unwrap_or(i64::MAX);
    let (shown, lines, past) = match fields.get("show") {
        "mine" => ("mine", queries::open_actions(db, id, me, from, PAGE).await?, past_actions::open(db, id, (me, None), from, PAGE).await?),
        "late" => {
            let past = past_actions::open(db, id, (None, Some(today)), from, PAGE).await?;
            ("late", queries::late_actions(db, id, today, from, PAGE).await?, past)
        }
        "all" => ("all", queries::actions(db, id, below, PAGE).await?, past_actions::all(db, id, below, PAGE).await?),
        _ => ("open", queries::open_actions(db, id, None, from, PAGE).await?, past_actions::open(db, id, (None, None), from, PAGE).await?),
    };
    // Both come in the same order, so that together they are one list.
    let row = |(due, number): (Date, i64), words: &str, owner: String, state: String| ActionRow {
        href: format!("{base}/{}", action_reference(number)),
        reference: action_reference(number),
        words: words.to_owned(),
        owner,
        due: words::date(due),
        state,
        place: (due, number),
    };
    let live = lines.iter().map(|line| {
        let action = &line.action;
        row((action.due, action.number), &action.words, owner(line), standing((action.state, line.closed_on), action.due, today))
    });
    let before = past.iter().map(|action| {
        let state = standing((action.state, action.closed_on), action.due, today);
        row((action.due, action.number), &action.words, action.owner_name.clone(), state)
    });
    let mut rows: Vec<ActionRow> = live.chain(before).collect();
    rows.sort_by_key(|row| row.place);
    if shown == "all" {
        rows.sort_by_key(|row| std::cmp::Reverse(row.place.1));
    }
    let (rows, more) = page_of(rows);
    let after_last = |last: &ActionRow| match shown {
        "all" => last.reference.clone(),
        _ => format!("{}.{}", last.place.0, last.place.1),
    };
    let page = Actions {
        frame: member.frame(&app, "Actions", "/actions"),
        further: rows.last().filter(|_| more).map(|last| format!("{base}?show={shown}&after={}", after_last(last))),
        rows,
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
    let number = read_action(reference).ok_or(Error::NotFound)?;
    let line = match queries::action(&app.db, group.id, number).await {
        Err(Error::NotFound) => return past_action_page(app, member, number, typed, errors, notice, status).await,
        found => found?,
    };
    let action = &line.action;
    let item = item_reference(line.item_year, line.item_number);
    // Whoever keeps the record can give it to somebody else.
    let open = action.state == ActionState::Open && acting.may(Verb::RunMeetings);
    let hand_over = open.then(|| format!("/{}/members/{}/handover", group.slug, action.owner));
    let mut facts = vec![
        ("Owner", owner(&line), hand_over),
        ("By", words::date(action.due), None),
        ("Done means", action.done_means.clone(), None),
        ("State", standing((action.state, line.closed_on), action.due, app.clock.today(&group.time_zone)), None),
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

/// The page of an action of before: it comes from no item of a meeting.
async fn past_action_page(
    app: &App,
    member: &Member,
    number: i64,
    typed: Option<&str>,
    errors: &[FieldError],
    notice: Option<&str>,
    status: StatusCode,
) -> Result<Response> {
    let (acting, group) = (&member.acting, &member.acting.group);
    let action = past_actions::find(&app.db, group.id, number).await?;
    let (reference, base) = (action.reference_now(), format!("/{}/actions", group.slug));
    let state = standing((action.state, action.closed_on), action.due, app.clock.today(&group.time_zone));
    let closes = action.state == ActionState::Open && (action.owner == Some(acting.person) || acting.may(Verb::RunMeetings));
    let was =
        if action.reference.is_empty() { "From before Brig".to_owned() } else { format!("From before Brig, was: {}", action.reference) };
    let all = [
        ("Owner", action.owner_name),
        ("By", words::date(action.due)),
        ("Done means", action.done_means),
        ("State", state),
        ("From", action.source),
        ("Kept", was),
        ("What shows it", action.evidence),
    ];
    let page = ActionPage {
        frame: member.frame(app, format!("Action {reference}"), "/actions").with_errors(errors).with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{base}/{reference}"),
        back: base,
        words: action.words,
        facts: all.into_iter().filter(|(_, text)| !text.is_empty()).map(|(term, text)| (term, text, None)).collect(),
        evidence: closes
            .then(|| Field::new("evidence", "What shows that it is done?", Input::Lines(3)).value(typed.unwrap_or_default()).error(errors)),
        reference,
    };
    page::show_as(status, &page)
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
    let notice = (uri.query() == Some("done")).then_some("Thank you: it is noted as done.");
    action_page(&app, &member, &reference, None, &[], notice, StatusCode::OK).await
}

pub(super) async fn complete(
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
