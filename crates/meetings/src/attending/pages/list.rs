//! Who has answered, and asking those who have not.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{
    acting::Member,
    membership::{self, Seat, Side},
    permissions::{Role, Verb},
};
use kernel::{
    App, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Input},
    words,
};
use uuid::Uuid;

use super::{Button, buttons, part_fields, part_typed, pressed};
use crate::{
    attending::{
        commands::{self, Said},
        model::{Answer, Given, Way},
        queries::{self, Open},
        together::part,
    },
    meetings::{self, Meeting, Rules, when},
    references,
};

struct Line {
    name: String,
    role: String,
    answer: &'static str,
    more: String,
}

#[derive(Template)]
#[template(path = "attending/pages/list.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    base: String,
    when: String,
    forecast: Option<String>,
    open: bool,
    /// For who may answer.
    buttons: Vec<Button>,
    part: [Field; 2],
    lines: Vec<Line>,
    /// For who plans meetings: sides that can be asked, and what was told by telephone.
    sides: Vec<(&'static str, &'static str)>,
    told: Vec<Field>,
}

/// What stands beside an answer: to which time, how, who comes instead, and what they added.
fn more(open: &Open, given: &Given, seats: &[Seat]) -> String {
    let deputy = given.deputy.and_then(|deputy| seats.iter().find(|seat| seat.person == deputy));
    let parts = [
        if open.before_move(given) { "before the meeting was moved".to_owned() } else { String::new() },
        part(given),
        deputy.map(|deputy| format!("{} comes instead", deputy.name)).unwrap_or_default(),
        given.way.words().to_owned(),
        given.words.clone(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

async fn meeting_of(app: &App, member: &Member, number: &str) -> Result<(Meeting, Rules)> {
    member.acting.must(Verb::SeeMeetings)?;
    let group = member.acting.group.id;
    Ok((meetings::find(&app.db, group, references::number(number)?).await?, meetings::rules(&app.db, group).await?))
}

async fn page(
    app: &App,
    member: &Member,
    number: &str,
    notice: Option<&str>,
    typed: Option<[String; 2]>,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let (meeting, rules) = meeting_of(app, member, number).await?;
    let group = &member.acting.group;
    let today = app.clock.today(&group.time_zone);
    let seats = membership::seats(&app.db, group).await?;
    let open = queries::open(&app.db, group.id, meeting.id).await?;
    let forecasts = queries::forecasts(&app.db, group.id, today, Some(meeting.number), &rules).await?;
    let ahead = commands::must_be_ahead(app, group, &meeting).is_ok();
    let line = |seat: &Seat| {
        let given = open.given_by(seat.person);
        Line {
            name: seat.name.clone(),
            role: seat.words(today),
            answer: given.map_or("Not yet", |given| given.answer.words()),
            more: given.map(|given| more(&open, given, &seats)).unwrap_or_default(),
        }
    };
    let sits: Vec<&Seat> = seats.iter().filter(|seat| seat.role != Role::Reader).collect();
    let runs = ahead && member.acting.may(Verb::RunMeetings);
    let waits = |side| sits.iter().any(|seat| seat.core && seat.side == side && open.waits_for(seat.person));
    let sides = [(Side::Gp, "Ask the GPs who have not answered"), (Side::Consultant, "Ask the consultants who have not answered")];
    let who = sits.iter().map(|seat| (seat.person.to_string(), seat.name.clone()));
    let what = Answer::ALL.into_iter().map(|answer| (answer.key().to_owned(), answer.words().to_owned()));
    let told = [
        Field::select("person", "Who told you", std::iter::once((String::new(), "Choose".into())).chain(who).collect()).error(errors),
        Field::select("told", "What they said", std::iter::once((String::new(), "Choose".into())).chain(what).collect()).error(errors),
        Field::new("words", "What else they said", Input::Text).hint("May be left empty.").error(errors),
    ];
    let own = sits.iter().find(|seat| seat.person == member.acting.person);
    let page = Page {
        frame: member
            .frame(app, format!("Who comes on {}", words::date(meeting.held_on)), "/meetings")
            .with_errors(errors)
            .with_notice(notice),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        base: format!("/{}/meetings/{}", group.slug, meeting.number),
        when: when(&meeting),
        forecast: forecasts.get(&meeting.number).map(|forecast| forecast.words()),
        open: ahead,
        buttons: own.filter(|_| ahead).map(|seat| buttons(&seats, &open.given, seat)).unwrap_or_default(),
        part: part_fields(typed, own.and_then(|seat| open.given_by(seat.person)), errors),
        lines: sits.iter().map(|seat| line(seat)).collect(),
        sides: sides.into_iter().filter(|(side, _)| runs && waits(*side)).map(|(side, label)| (side.key(), label)).collect(),
        told: if runs { told.into() } else { Vec::new() },
    };
    page::show_as(status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let notice = match uri.query() {
        Some("answered") => Some("The answer is saved."),
        Some("asked") => Some("They are asked by mail."),
        _ => None,
    };
    page(&app, &member, &number, notice, None, &[], StatusCode::OK).await
}

/// One's own answer, or one that somebody told.
pub(super) async fn answer(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (meeting, _) = meeting_of(&app, &member, &number).await?;
    let (acting, fields) = (&member.acting, &posted.fields);
    let told = (!fields.get("told").is_empty() || !fields.get("person").is_empty()).then(|| fields.get("person").parse::<Uuid>().ok());
    let given = match told {
        None => pressed(fields).map(|(answer, deputy)| (acting.person, Said { deputy, ..Said::now(&app, answer, Way::Page) })),
        Some(person) => {
            acting.must_or(
                Verb::RunMeetings,
                Verb::SeeMeetings,
                "Writing down what somebody told is for the administrator and the co-chairs.",
            )?;
            person.zip(Answer::from_key(fields.get("told"))).map(|(person, answer)| (person, Said::now(&app, answer, Way::Told)))
        }
    };
    let Some((person, said)) = given else {
        let errors = [FieldError { field: "person".into(), message: "Choose who, and what they said".into() }];
        return page(&app, &member, &number, None, None, &errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let said = Said { words: fields.get("words").to_owned(), part: part_typed(fields), ..said };
    let mut tx = app.begin().await?;
    match commands::answer(&app, &mut tx, &acting.group, acting.actor(), (meeting.number, person), &said).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &number, None, part_typed(fields), &error.into_messages("person")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{}/meetings/{}/attending?answered", acting.group.slug, meeting.number)).into_response())
}

pub(super) async fn ask(
    Shared(app): Shared<App>,
    Path((_, number)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (meeting, _) = meeting_of(&app, &member, &number).await?;
    let side = Side::from_key(posted.fields.get("side")).filter(|side| Side::BOTH.contains(side)).unwrap_or(Side::Gp);
    let mut tx = app.begin().await?;
    match commands::ask(&app, &mut tx, &member.acting, meeting.number, side).await {
        Ok(_) => app.commit(tx).await?,
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            return page(&app, &member, &number, None, None, &error.into_messages("ask")?, status).await;
        }
    }
    Ok(Redirect::to(&format!("/{}/meetings/{}/attending?asked", member.acting.group.slug, meeting.number)).into_response())
}
