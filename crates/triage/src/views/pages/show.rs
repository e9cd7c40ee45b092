//! An issue in triage: the reporter's words, what the two sides think and why, and one form for this side's view.

use ::issues::{
    issues::{self, Issue, Wording},
    themes,
};
use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, membership::Side, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Field, Frame, Input},
};

use super::{
    super::{
        commands::{self, NewView, is_set_aside},
        details::Details,
        model::{Outcome, View, difference, of, other},
        papers::papers,
        store,
    },
    fields,
};
use crate::priority::{self, Numbers};

struct ViewLine {
    who: String,
    what: String,
    reason: String,
    numbers: String,
    to_meeting: bool,
}

/// One of the outcomes that can be chosen.
struct Offered {
    href: String,
    words: &'static str,
    letter: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "views/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    issue_href: String,
    /// Where the list of what waits is, for those who triage.
    back: Option<String>,
    reference: String,
    words: String,
    views: Vec<ViewLine>,
    missing: Vec<&'static str>,
    /// In what the two sides differ, and whether this side may put it to the meeting.
    difference: &'static str,
    /// What the reporter reads if this side says the same as the other.
    the_same: Option<String>,
    /// The higher of each of the four numbers.
    numbers: Option<String>,
    may: bool,
    open: bool,
    /// Whether it is set aside, so that it can be taken up again.
    set_aside: bool,
    state: &'static str,
    offered: Vec<Offered>,
    outcome: Outcome,
    from: &'static str,
    proposed: Vec<themes::Proposed>,
    direction: Option<&'static str>,
    theme: Field,
    title: Field,
    text: Field,
    details: Vec<Field>,
    reason: Field,
    four: Vec<Field>,
    told: Field,
}

/// What of the page varies beside the issue.
struct Shown<'a> {
    outcome: Option<Outcome>,
    typed: Option<NewView>,
    errors: &'a [FieldError],
    from_pass: bool,
    status: StatusCode,
}

/// The view as the form begins with it: this side's own, else the other side's details, else nothing.
fn begins_with(outcome: Outcome, issue: &Issue, mine: Option<&View>, theirs: Option<&View>, contact: String) -> NewView {
    let alike = |view: &&View| view.choice.outcome() == outcome;
    let from = mine.filter(alike).or(theirs.filter(alike));
    let details = from.map_or_else(
        || Details { contact: if outcome == Outcome::FixNow { contact } else { String::new() }, ..Details::default() },
        |view| Details::of(&view.choice),
    );
    NewView {
        outcome,
        details,
        wording: issues::wording(issue),
        reason: mine.map(|view| view.reason.clone()).unwrap_or_default(),
        words: from.map(|view| view.words.clone()).unwrap_or_default(),
        numbers: mine.or(theirs).and_then(|view| view.numbers),
    }
}

async fn page(app: &App, member: &Member, issue: &Issue, shown: Shown<'_>) -> Result<Response> {
    let (acting, group) = (&member.acting, &member.acting.group);
    let reference = group.reference(issue.number);
    let papers = papers(app, &app.db, group).await?;
    let views = store::views(&app.db, group.id, issue.id).await?;
    let (mine, theirs) = (of(&views, acting.side), of(&views, other(acting.side)));
    let (may, open) = (acting.may(Verb::Triage), issue.awaits_triage());
    let outcome = shown.outcome.or_else(|| mine.or(theirs).map(|view| view.choice.outcome())).unwrap_or(Outcome::Group);
    let line = |view: &View| ViewLine {
        who: view.who(),
        what: papers.says(view),
        reason: view.reason.clone(),
        numbers: view.numbers.map(Numbers::said).unwrap_or_default(),
        to_meeting: view.to_meeting,
    };
    let given = views.iter().filter_map(|view| view.numbers).reduce(Numbers::higher);
    let missing = [Side::Gp, Side::Consultant].into_iter().filter(|side| of(&views, *side).is_none());
    let base = format!("/{}/issues/{reference}", group.slug);
    let typed = shown.typed.unwrap_or_else(|| begins_with(outcome, issue, mine, theirs, fields::likely_contact(&papers, issue)));
    let proposals = issues::proposals_for(app, group, issue).await?;
    let proposed_numbers = priority::around(&app.db, group.id).await?.proposed(issue);
    let today = app.clock.today(&group.time_zone);
    let [theme, title, text] = issues::wording_fields(&papers.themes, "Choose a theme", typed.wording, shown.errors);
    let from = if shown.from_pass { "&from=pass" } else { "" };
    let page = Page {
        frame: member.frame(app, format!("Triage {reference}"), "/issues").with_errors(shown.errors),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        back: may.then(|| format!("/{}/triage#{reference}", group.slug)),
        words: issue.words.clone(),
        views: views.iter().map(line).collect(),
        missing: missing.map(|side| if side == Side::Gp { "GP" } else { "consultant" }).collect(),
        difference: difference(&views),
        the_same: theirs
            .filter(|theirs| mine.is_none_or(|mine| (&mine.choice, &mine.theme) != (&theirs.choice, &theirs.theme)))
            .map(|theirs| papers.told(group, &as_themed(issue, &theirs.theme), &theirs.choice, &theirs.words)),
        numbers: given.map(Numbers::said),
        may,
        open,
        set_aside: is_set_aside(issue.state) && acting.may(Verb::WordIssues),
        state: issue.state.words(),
        offered: papers
            .settings
            .offered()
            .map(|one| Offered {
                href: format!("{base}/triage?outcome={}{from}#view", one.key()),
                words: one.words(),
                letter: one.letter(),
                chosen: one == outcome,
            })
            .collect(),
        from: if shown.from_pass { "pass" } else { "" },
        proposed: proposals.first_three(),
        direction: proposals.direction_words(),
        theme,
        title,
        text,
        details: fields::detail_fields(&papers, outcome, &typed.details, today, shown.errors),
        reason: Field::new("reason", "Why, in a line", Input::Text)
            .hint("The other side reads it, also at a meeting. Not the reporter.")
            .value(typed.reason)
            .error(shown.errors),
        four: fields::number_fields(proposed_numbers, typed.numbers, shown.errors),
        told: fields::words_field(&papers, outcome, &typed.words, shown.errors),
        issue_href: base,
        outcome,
        reference,
    };
    page::show_as(shown.status, &page)
}

/// The issue as it will be once the other side's theme is its theme.
fn as_themed(issue: &Issue, theme: &str) -> Issue {
    Issue { theme: Some(theme.to_owned()).filter(|theme| !theme.is_empty()), ..issue.clone() }
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    group::looks::note(&app, &member.acting, group::looks::Thing::Issue, issue.id).await?;
    let query = Fields::of_query(&uri);
    let (outcome, from_pass) = (Outcome::from_key(query.get("outcome")), query.get("from") == "pass");
    page(&app, &member, &issue, Shown { outcome, typed: None, errors: &[], from_pass, status: StatusCode::OK }).await
}

pub(super) async fn give(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let (acting, typed) = (&member.acting, &posted.fields);
    let from_pass = typed.get("from") == "pass";
    let text = |name: &str| typed.get(name).trim().to_owned();
    // A form without an outcome is one that knew only the meeting.
    let outcome = if typed.get("outcome").is_empty() { Some(Outcome::Group) } else { Outcome::from_key(typed.get("outcome")) };
    let view = NewView {
        outcome: outcome.ok_or_else(|| Error::field("outcome", "Choose what is done with it"))?,
        details: fields::read_details(typed),
        wording: Wording { theme: issues::chosen_theme(typed), title: text("title"), text: text("text") },
        reason: text("reason"),
        words: text("words").replace("\r\n", "\n"),
        numbers: fields::read_numbers(typed),
    };
    let mut tx = app.begin().await?;
    let state = match typed.get("how") {
        "same" => commands::say_the_same(&app, &mut tx, acting, issue.number).await,
        "meeting" => commands::put_to_meeting(&app, &mut tx, acting, issue.number).await,
        _ => commands::give(&app, &mut tx, acting, issue.number, view.clone()).await,
    };
    match state {
        Ok(_) => app.commit(tx).await?,
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => {
            drop(tx);
            let (outcome, status) = (Some(view.outcome), StatusCode::UNPROCESSABLE_ENTITY);
            return page(&app, &member, &issue, Shown { outcome, typed: Some(view), errors: &errors, from_pass, status }).await;
        }
        Err(error) => return Err(error),
    }
    let reference = acting.group.reference(issue.number);
    let to = if from_pass { format!("/{slug}/triage?given#{reference}") } else { format!("/{slug}/issues/{reference}?agreed") };
    Ok(Redirect::to(&to).into_response())
}

pub(super) async fn take_up(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let mut tx = app.begin().await?;
    commands::take_up(&app, &mut tx, &member.acting, issue.number).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/issues/{}?taken-up", member.acting.group.reference(issue.number))).into_response())
}
