//! The same view on many issues at once: first what the reporters will read, then the confirmation.

use ::issues::issues::{self, Issue};
use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Checks, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use crate::views::{self, NewView, Outcome, Papers, checked, detail_fields, must_triage, read_details, words_field};

/// Issues that can be taken at once.
const MOST: usize = 50;

struct Picked {
    reference: String,
    title: String,
    /// What its reporter would read.
    told: String,
    /// What is missing, so that it is left out.
    missing: &'static str,
}

#[derive(Template)]
#[template(path = "pass/pages/many.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    back: String,
    outcome: Outcome,
    picked: Vec<Picked>,
    /// How many get the view; nought while something is still to be chosen.
    ready: usize,
    details: Vec<Field>,
    reason: Field,
    words: Field,
}

/// What an issue lacks for an outcome.
fn missing(issue: &Issue, outcome: Outcome) -> &'static str {
    let worded = issue.group_title.is_some() && issue.group_text.is_some();
    match () {
        () if !issue.awaits_triage() => "It no longer waits for triage.",
        () if issue.theme.is_none() && outcome != Outcome::Out => "It has no theme yet.",
        () if !worded && outcome.needs_wording() => "It has no group wording yet.",
        () => "",
    }
}

/// What was picked and typed.
struct Typed {
    outcome: Outcome,
    issues: Vec<Issue>,
    view: NewView,
}

fn show(app: &App, member: &Member, papers: &Papers, typed: &Typed, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let group = &member.acting.group;
    let (outcome, today) = (typed.outcome, app.clock.today(&group.time_zone));
    let choice = checked(&mut Checks::default(), papers, outcome, &typed.view.details, today);
    let picked: Vec<Picked> = typed
        .issues
        .iter()
        .map(|issue| Picked {
            reference: group.reference(issue.number),
            title: issue.group_title.clone().unwrap_or_else(|| issues::excerpt(&issue.words)),
            told: choice.as_ref().map(|choice| papers.told(group, issue, choice, &typed.view.words)).unwrap_or_default(),
            missing: missing(issue, outcome),
        })
        .collect();
    let ready = if choice.is_some() && errors.is_empty() { picked.iter().filter(|one| one.missing.is_empty()).count() } else { 0 };
    let page = Page {
        frame: member.frame(app, "The same view on many", "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        back: format!("/{}/triage", group.slug),
        outcome,
        picked,
        ready,
        details: detail_fields(papers, outcome, &typed.view.details, today, errors),
        reason: Field::new("reason", "Why, in a line", Input::Text).value(&typed.view.reason).error(errors),
        words: words_field(papers, outcome, &typed.view.words, errors),
    };
    page::show_as(status, &page)
}

/// Shows what would be said, and on confirmation gives the view on each.
pub(super) async fn many(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    must_triage(&member.acting)?;
    let (group, fields) = (&member.acting.group, &posted.fields);
    let outcome = Outcome::from_key(fields.get("outcome")).ok_or_else(|| Error::field("outcome", "Choose what is done with them"))?;
    let mut numbers: Vec<i64> = fields.iter().filter_map(|(name, _)| group.number(name.strip_prefix("pick-")?)).collect();
    numbers.sort_unstable();
    numbers.truncate(MOST);
    if numbers.is_empty() {
        return Ok(Redirect::to(&format!("/{slug}/triage")).into_response());
    }
    let mut picked = Vec::with_capacity(numbers.len());
    for number in &numbers {
        picked.push(issues::find(&app.db, group.id, *number).await?);
    }
    let view = NewView {
        details: read_details(fields),
        reason: fields.get("reason").trim().to_owned(),
        words: fields.get("words").replace("\r\n", "\n").trim().to_owned(),
        ..NewView::plain(outcome, issues::Wording::default())
    };
    let papers = views::papers(&app, &app.db, group).await?;
    let typed = Typed { outcome, issues: picked, view };
    let errors = match fields.get("step") {
        "" => Vec::new(),
        "look" => {
            let mut checks = Checks::default();
            checked(&mut checks, &papers, outcome, &typed.view.details, app.clock.today(&group.time_zone));
            match checks.done() {
                Err(Error::Invalid(errors)) => errors,
                _ => Vec::new(),
            }
        }
        _ => {
            let mut tx = app.begin().await?;
            match give_all(&app, &mut tx, &member, &typed).await {
                Ok(given) => {
                    app.commit(tx).await?;
                    return Ok(Redirect::to(&format!("/{slug}/triage?many={given}")).into_response());
                }
                Err(Error::Invalid(errors) | Error::Refused(errors, _)) => errors,
                Err(error) => return Err(error),
            }
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    show(&app, &member, &papers, &typed, &errors, status)
}

/// Gives the view on all that lack nothing, or on none.
async fn give_all(app: &App, tx: &mut kernel::Tx, member: &Member, typed: &Typed) -> Result<usize> {
    let mut given = 0;
    for issue in typed.issues.iter().filter(|issue| missing(issue, typed.outcome).is_empty()) {
        let view = NewView { wording: issues::wording(issue), ..typed.view.clone() };
        views::give(app, tx, &member.acting, issue.number, view).await?;
        given += 1;
    }
    Ok(given)
}
