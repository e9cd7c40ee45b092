//! Drafting: the form of an agreement, new or changed. Nothing that was typed is lost, also when somebody else was quicker.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership};
use kernel::{
    App, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, NewAgreement, address, must_draft},
        model::{Agreement, Binds},
        queries,
    },
    number,
};

#[derive(Template)]
#[template(path = "rules/pages/edit.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    heading: String,
    back: (String, String),
    action: String,
    /// The revision that its writer saw; of one that is there already.
    revision: Option<i64>,
    decision_id: String,
    rule: [Field; 5],
    words: [Field; 4],
    about: [Field; 6],
    /// What somebody else has written meanwhile: which field, and their text.
    theirs: Vec<(&'static str, String)>,
}

fn typed(fields: &Fields) -> NewAgreement {
    let text = |name: &str| fields.get(name).to_owned();
    NewAgreement {
        title: text("title"),
        rule: text("rule"),
        theme: text("theme"),
        services: text("services"),
        covers: text("covers"),
        binds: text("binds"),
        gp_words: text("gp_words"),
        consultant_words: text("consultant_words"),
        patients: text("patients"),
        asked: text("asked"),
        owner: text("owner"),
        decision: text("decision"),
        decision_id: fields.get("decision_id").parse().ok(),
        issues: text("issues"),
        agreed_on: text("agreed_on"),
        review_on: text("review_on"),
    }
}

/// An agreement as it stands in its form.
fn as_typed(agreement: &Agreement, seats: &[membership::Seat]) -> NewAgreement {
    let content = agreement.content.clone();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let member = seats.iter().find(|seat| Some(seat.person) == content.owner.member).map(|seat| seat.name.clone());
    NewAgreement {
        title: content.title,
        rule: content.rule,
        theme: content.theme,
        services: content.services,
        covers: content.covers,
        binds: content.binds.key().into(),
        gp_words: content.gp_words,
        consultant_words: content.consultant_words,
        patients: content.patients,
        asked: content.asked,
        owner: member.unwrap_or(content.owner.words),
        decision: content.decision,
        decision_id: content.decision_id,
        issues: content.issues.join(", "),
        agreed_on: day(content.agreed_on),
        review_on: day(content.review_on),
    }
}

/// What differs between what is there and what was typed, by what people call it.
fn differing(there: &NewAgreement, typed: &NewAgreement) -> Vec<(&'static str, String)> {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    [
        ("The title", &there.title, &typed.title),
        ("The rule", &there.rule, &typed.rule),
        ("What it covers", &there.covers, &typed.covers),
        ("The services", &there.services, &typed.services),
        ("Words from a GP", &there.gp_words, &typed.gp_words),
        ("Words from a consultant", &there.consultant_words, &typed.consultant_words),
        ("For patients", &there.patients, &typed.patients),
        ("What people say", &there.asked, &typed.asked),
        ("Who looks after it", &there.owner, &typed.owner),
        ("The decision", &there.decision, &typed.decision),
        ("The issues", &there.issues, &typed.issues),
        ("To be looked at again by", &there.review_on, &typed.review_on),
    ]
    .into_iter()
    .filter(|(_, theirs, mine)| plain(theirs) != plain(mine))
    .map(|(name, theirs, _)| (name, if theirs.is_empty() { "(empty)".to_owned() } else { theirs.clone() }))
    .collect()
}

struct Shown<'a> {
    there: Option<&'a Agreement>,
    typed: NewAgreement,
    revision: i64,
    errors: &'a [FieldError],
    /// Whether somebody else was quicker.
    late: bool,
    status: StatusCode,
}

async fn page(app: &App, member: &Member, shown: Shown<'_>) -> Result<Response> {
    let Shown { there, typed, revision, errors, late, status } = shown;
    let group = &member.acting.group;
    let seats = membership::seats(&app.db, group).await?;
    let base = format!("/{}/agreements", group.slug);
    let none = std::iter::once((String::new(), "None yet".to_owned()));
    let themes = none.chain(queries::themes(&app.db, group.id).await?).collect();
    let field = |name: &'static str, label: &str, input, value: &str| Field::new(name, label, input).value(value).error(errors);
    let heading = there.map_or_else(|| "Draft an agreement".to_owned(), |there| format!("Edit the draft of {}", there.reference()));
    let page = Page {
        frame: member.frame(app, &heading, "/agreements").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: match there {
            Some(there) => (format!("{}?version={}", address(group, there), there.version), "Back to the draft".into()),
            None => (base.clone(), "All agreements".into()),
        },
        action: there.map_or_else(|| format!("{base}/new"), |there| format!("{}/edit", address(group, there))),
        theirs: there.filter(|_| late).map(|there| differing(&as_typed(there, &seats), &typed)).unwrap_or_default(),
        revision: there.map(|_| revision),
        decision_id: typed.decision_id.map(|id| id.to_string()).unwrap_or_default(),
        rule: [
            field("title", "What it is about", Input::Text, &typed.title).hint("A few words, as: who acts on a test result."),
            field("rule", "The rule", Input::Lines(4), &typed.rule)
                .hint("Who does what, in a sentence that both sides would sign: “The clinician who requests a test acts on its result and tells the patient.”"),
            field("binds", "Whom it binds", Input::Choice(Binds::CHOICES), &typed.binds),
            field("covers", "What it covers, and what not (optional)", Input::Lines(3), &typed.covers),
            field("services", "Services that it is about (optional)", Input::Text, &typed.services),
        ],
        words: [
            field("gp_words", "Words that a GP can send", Input::Lines(4), &typed.gp_words)
                .hint("Three courteous lines. Both co-chairs approve them, and anybody copies them with one tap."),
            field("consultant_words", "Words that a consultant can send", Input::Lines(4), &typed.consultant_words)
                .hint("One of the two may stay empty where only one side will ever send them."),
            field("patients", "What patients are told (optional)", Input::Lines(4), &typed.patients),
            field("asked", "What people say who need this (optional)", Input::Lines(3), &typed.asked)
                .hint("A line each, as they would complain: “The clinic asks me to chase its blood tests.” By these lines it is found."),
        ],
        about: [
            field("owner", "Who looks after it", Input::Text, &typed.owner)
                .hint("A member of the group, or somebody else by what they do.")
                .offers(seats.iter().map(|seat| seat.name.clone()).collect()),
            field("review_on", "To be looked at again by", Input::Date, &typed.review_on).hint("Whoever looks after it is reminded then."),
            Field::select("theme", "Theme", themes).value(typed.theme.clone()).error(errors),
            field("decision", "From decision (optional)", Input::Text, &typed.decision).hint("As 26/D09."),
            field("issues", "From issues (optional)", Input::Text, &typed.issues).hint(format!("As {}.", group.reference(231))),
            field("agreed_on", "Day it was agreed (optional)", Input::Date, &typed.agreed_on)
                .hint("Left empty it is the day on which the second side approves it."),
        ],
        heading,
    };
    page::show_as(status, &page)
}

/// The blank form, or what a decision's page hands over: `decision`, `decision_id`, `sentence`, `issues`.
pub(super) async fn new(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    must_draft(&member.acting)?;
    let query = Fields::of_query(&uri);
    let issues: Vec<String> = query.get("issues").split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let from = commands::draft_from(query.get("decision"), query.get("decision_id").parse().ok(), query.get("sentence"), &issues);
    let theme = query.get("theme").to_owned();
    let shown = Shown { there: None, typed: NewAgreement { theme, ..from }, revision: 0, errors: &[], late: false, status: StatusCode::OK };
    page(&app, &member, shown).await
}

/// Keeps a new draft.
pub(super) async fn create(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    must_draft(&member.acting)?;
    let new = typed(&posted.fields);
    let mut tx = app.begin().await?;
    match commands::create(&app, &mut tx, &member.acting, &new).await {
        Ok(draft) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}?drafted", address(&member.acting.group, &draft))).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let errors = error.into_messages("title")?;
            page(&app, &member, Shown { there: None, typed: new, revision: 0, errors: &errors, late: false, status }).await
        }
    }
}

/// The form of a draft.
pub(super) async fn edit(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    must_draft(&member.acting)?;
    let group = &member.acting.group;
    let draft = commands::draft_of(&app.db, group, number(&typed)?).await?;
    let typed = as_typed(&draft, &membership::seats(&app.db, group).await?);
    let shown = Shown { there: Some(&draft), typed, revision: draft.revision, errors: &[], late: false, status: StatusCode::OK };
    page(&app, &member, shown).await
}

/// Keeps what was changed in a draft.
pub(super) async fn change(
    Shared(app): Shared<App>,
    Path((_, at)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    must_draft(&member.acting)?;
    let (group, at) = (&member.acting.group, number(&at)?);
    let (new, revision) = (typed(&posted.fields), posted.fields.get("version").parse().unwrap_or(0));
    let mut tx = app.begin().await?;
    match commands::change(&app, &mut tx, &member.acting, at, revision, &new).await {
        Ok(draft) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("{}?version={}&saved", address(group, &draft), draft.version)).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            let draft = commands::draft_of(&app.db, group, at).await?;
            // With what is there now, so that saving again is a choice.
            let late = status == StatusCode::CONFLICT;
            let revision = if late { draft.revision } else { revision };
            let mut errors = error.into_messages("title")?;
            if let Some(error) = errors.first_mut().filter(|_| late) {
                error.message.push_str(" Both texts are below: take what you want from theirs and save again");
            }
            page(&app, &member, Shown { there: Some(&draft), typed: new, revision, errors: &errors, late, status }).await
        }
    }
}
