//! One issue, for those who triage: the reporter's words, the group's wording, the timeline.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::{acting::Member, groups::Group, looks, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Timeline},
    words as say,
};

use super::super::{
    bringing,
    commands::{self, Wording},
    model::{Happened, Harm, Issue, Known, Sector, State},
    queries, store, words,
};
use crate::{doors, exchange, files, holding, likeness, merging, placing, themes};

#[derive(Template)]
#[template(path = "issues/pages/show.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    reference: String,
    title: String,
    state: &'static str,
    raised: String,
    words: String,
    /// What it was in the log of before.
    before: Option<bringing::Before>,
    facts: Vec<(&'static str, String)>,
    /// Whether its reporter tells of harm, so that others were told at once.
    harm: bool,
    /// Where two custodians can open who raised it, if it was in confidence.
    confidence: Option<String>,
    group_text: Option<String>,
    /// What somebody else has written meanwhile, when this one was stale.
    theirs: Option<Wording>,
    open: bool,
    /// Whether another report leads it, which has the wording.
    worded_elsewhere: bool,
    /// Where the two co-chairs decide, while it waits for them.
    triage: Option<String>,
    /// Where stands what both sides said, once it does not.
    triaged: Option<String>,
    /// Where the group decides it between two meetings, or can, and what the link says.
    between: Option<(String, &'static str)>,
    /// Whether it is praise, and where that is passed on while it waits for it.
    praise: bool,
    thanks: Option<String>,
    version: i64,
    proposed: Vec<themes::Proposed>,
    direction: Option<&'static str>,
    theme: Field,
    group_title: Field,
    text: Field,
    replies: Vec<super::ReplyShown>,
    /// What its reporter says of the outcomes, and what is new since.
    held: Vec<String>,
    lines: Vec<exchange::Shown>,
    waits: bool,
    files: Vec<files::Line>,
    together: merging::Cluster,
    placing: placing::Part,
    alike: likeness::Panel,
    timeline: Timeline,
}

/// What of the page varies beside the issue.
struct Shown<'a> {
    notice: Option<&'a str>,
    errors: &'a [FieldError],
    /// What was typed and could not be kept as it is.
    typed: Option<Wording>,
    stale: bool,
    status: StatusCode,
}

/// Who raised it, as far as the group may know.
async fn raised_by(app: &App, member: &Member, issue: &Issue) -> Result<String> {
    if issue.known != Known::Named {
        return Ok(issue.known.words().to_owned());
    }
    let reporter = store::reporter(&app.db, member.acting.group.id, issue.id).await?.unwrap_or_default();
    Ok(if reporter.name.is_empty() {
        format!(
            "By name, which was not given yet{}",
            if reporter.email.is_empty() { String::new() } else { format!(" ({})", reporter.email) }
        )
    } else if reporter.email.is_empty() {
        format!("{} (no address for an answer)", reporter.name)
    } else {
        format!("{}, {}", reporter.name, reporter.email)
    })
}

/// What an outcome is called: by its decision, if the group decided it.
fn called(decision: &str) -> String {
    if decision.is_empty() { "The answer from outside".into() } else { format!("Decision {decision}") }
}

/// What its reporter says of each outcome, and how many issues like it are new since.
async fn held(app: &App, group: &Group, issue: &Issue) -> Result<Vec<String>> {
    let (months, today) = (holding::months(&app.db, group.id).await?, app.clock.today(&group.time_zone));
    let mut said = Vec::new();
    for outcome in holding::outcomes(&app.db, group.id, issue.id).await? {
        let others = holding::said_by_others(&app.db, group.id, outcome.reply, issue.id).await?;
        if others.asked > 0 {
            said.push(format!(
                "Decision {}: of {} who hear of it, {} it has held and {} it came back.",
                outcome.decision,
                say::count(others.asked, "other", "others"),
                say::count(others.held, "says", "say"),
                say::count(others.came_back, "says", "say"),
            ));
        }
        if let Some((answer, on)) = outcome.answered {
            said.push(format!("{}: {}, says its reporter ({})", called(&outcome.decision), answer.told(), say::date(on)));
        } else if months.due(outcome.said_on, today).is_some() {
            said.push(format!("{}: not known. Its reporter has not answered.", called(&outcome.decision)));
        }
        match holding::since(&app.db, group.id, issue, outcome.said_on).await? {
            Some(0) => said.push("No new issue of this theme and service since.".into()),
            Some(n) => said.push(format!("{} of this theme and service since.", say::count(n.unsigned_abs(), "new issue", "new issues"))),
            None => {}
        }
    }
    Ok(said)
}

/// Where an issue is decided between two meetings, for those who turn a key or see that it is.
fn between(member: &Member, issue: &Issue, decides: bool) -> Option<(String, &'static str)> {
    let href = format!("/{}/interim/new?issue={}", member.acting.group.slug, member.acting.group.reference(issue.number));
    match issue.state {
        State::Interim if decides => Some((href, "Being decided between meetings: see who has answered")),
        State::Interim | State::Triaged if member.acting.may(Verb::TurnKey) => Some((href, "Have the group decide it between meetings")),
        _ => None,
    }
}

async fn page(app: &App, member: &Member, issue: &Issue, shown: Shown<'_>) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let entries = queries::timeline(&app.db, group.id, issue.id).await?;
    let moments = entries.iter().map(|(entry, name)| words::moment(entry, issue, group, name.as_deref())).collect();
    let themes = themes::all(&app.db, group.id).await?;
    let theme_name = |key: &str| themes.iter().find(|theme| theme.key == key).map(|theme| theme.name.clone());
    let lines = exchange::lines(&app.db, group.id, issue.id).await?;
    let answers = &issue.answers;
    let none = || "Not provided".to_owned();
    let door = match &issue.door {
        Some(key) => doors::open(&app.db, group.id, key).await?.map_or_else(|| key.clone(), |door| door.label),
        None if issue.known == Known::Anonymous => "Not kept".to_owned(),
        None => "The group's own address".to_owned(),
    };
    let said_on = crate::handed_in::said_on(&app.db, group.id, issue.id).await?;
    // Beside a role, a workplace is a name.
    let workplace = if issue.known == Known::Named { answers.workplace.clone().unwrap_or_else(none) } else { "Only counted".to_owned() };
    let mut facts = vec![
        ("Raised by", raised_by(app, member, issue).await?),
        ("Works in", answers.sector.map_or_else(none, |sector: Sector| sector.words().into())),
        ("Role", answers.post.clone().unwrap_or_else(none)),
        ("Service", answers.service.clone().unwrap_or_else(none)),
        ("Happened", answers.happened.map_or_else(none, |happened: Happened| happened.words().into())),
        ("Harm", answers.harm.map_or_else(none, |harm: Harm| harm.words().into())),
        ("What would mend it", answers.remedy.clone().unwrap_or_else(none)),
        ("Workplace", workplace),
        ("Came through", door),
        ("Theme", issue.theme.as_deref().and_then(theme_name).unwrap_or_else(|| "No theme yet".into())),
    ];
    facts.extend(said_on.map(|day| ("Said on", say::date(day))));
    let before = queries::before(&app.db, group.id, issue.id).await?;
    let proposals = super::proposals_for(app, group, issue).await?;
    let wording = shown.typed.clone().unwrap_or_else(|| commands::wording(issue));
    let theirs = shown
        .stale
        .then(|| commands::wording(issue))
        .map(|theirs| Wording { theme: theme_name(&theirs.theme).unwrap_or_default(), ..theirs });
    let [theme, group_title, text] = super::wording_fields(&themes, "No theme yet", wording, shown.errors);
    let page = Page {
        frame: member.frame(app, &reference, "/issues").with_errors(shown.errors).with_notice(shown.notice),
        errors: Errors::new(shown.errors),
        forgery: member.session.forgery_token(app),
        title: issue.group_title.clone().unwrap_or_else(|| words::excerpt(&issue.words)),
        state: issue.state.words(),
        raised: say::days_ago(issue.raised_on, app.clock.today(&group.time_zone)),
        words: issue.words.clone(),
        before,
        facts,
        harm: matches!(issue.answers.harm, Some(Harm::CouldHave | Harm::Yes)),
        confidence: (issue.known == Known::Confidence).then(|| format!("/{}/issues/{reference}/reporter", group.slug)),
        group_text: issue.group_text.clone(),
        theirs,
        open: issue.takes_wording(),
        worded_elsewhere: issue.state == State::Merged,
        praise: issue.is_praise(),
        thanks: issue.awaits_passing_on().then(|| format!("/{}/issues/{reference}/thanks", group.slug)),
        triage: issue.awaits_triage().then(|| format!("/{}/issues/{reference}/triage", group.slug)),
        triaged: (!issue.awaits_triage() && !issue.is_praise()).then(|| format!("/{}/issues/{reference}/triage", group.slug)),
        between: between(member, issue, words::between_day(entries.iter().map(|(entry, _)| entry)).is_some()),
        version: issue.version,
        proposed: proposals.first_three(),
        direction: proposals.direction_words(),
        theme,
        group_title,
        text,
        together: merging::Cluster::of(app, member, issue).await?,
        alike: likeness::Panel::of(app, member, issue).await?,
        placing: placing::part(app, member, issue).await?,
        replies: super::replies_shown(queries::replies(&app.db, group.id, issue.id).await?),
        held: held(app, group, issue).await?,
        waits: exchange::open(&lines).is_some(),
        lines: exchange::shown(&lines, "The reporter wrote"),
        files: files::lines(&app.db, group.id, issue.id).await?,
        timeline: Timeline { moments },
        reference,
    };
    page::show_as(shown.status, &page)
}

pub(super) async fn show(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let group = &member.acting.group;
    let issue = match queries::readable(&app.db, &member.acting, &reference).await {
        // It may be a reference of the log of before.
        Err(Error::NotFound) => {
            member.acting.must(Verb::ReadIssues)?;
            let number = queries::by_old_reference(&app.db, group.id, &reference).await?.ok_or(Error::NotFound)?;
            return Ok(Redirect::to(&format!("/{}/issues/{}", group.slug, group.reference(number))).into_response());
        }
        found => found?,
    };
    looks::note(&app, &member.acting, looks::Thing::Issue, issue.id).await?;
    let notice = match uri.query() {
        Some("thanked") => Some("Passed on. The reporter can see it."),
        Some("described" | "placed") => Some("Saved."),
        Some("flagged") => Some("Nobody can read it now. Words are taken out under “Held-up work”, “Take words out”."),
        Some("asked") => Some("The question is on the reporter’s page, and goes by mail if they left an address."),
        Some("merged") => Some("Merged. Whatever is decided here is told to every reporter."),
        Some("split-off") => Some("Split off. It is where it was before."),
        Some("made") => Some("A second issue is made. The first stays as it was, and the reporter is told."),
        Some("judged") => Some("Saved. What you say here helps to find the next one."),
        Some("agreed") if issue.awaits_triage() => Some("Your side’s view is saved."),
        Some("agreed") if issue.state == State::Triaged => Some("Both sides have agreed: it goes to the next meeting on its theme."),
        Some("agreed") => Some("Both sides have agreed, and its reporter can read it."),
        Some("taken-up") => Some("It waits for the two sides again."),
        _ => None,
    };
    page(&app, &member, &issue, Shown { notice, errors: &[], typed: None, stale: false, status: StatusCode::OK }).await
}

pub(super) async fn describe(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = queries::readable(&app.db, &member.acting, &reference).await?;
    let fields = &posted.fields;
    let wording = Wording { theme: super::chosen_theme(fields), title: fields.get("title").into(), text: fields.get("text").into() };
    let version = fields.get("version").parse().unwrap_or(0);
    let mut tx = app.begin().await?;
    let outcome = commands::describe(&app, &mut tx, &member.acting, issue.number, version, wording.clone()).await;
    let (errors, stale, status) = match outcome {
        Ok(()) => {
            app.commit(tx).await?;
            return Ok(Redirect::to(&format!("/{slug}/issues/{}?described", member.acting.group.reference(issue.number))).into_response());
        }
        Err(Error::Invalid(errors) | Error::Refused(errors, _)) => (errors, false, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Conflict(why)) if issue.takes_wording() => {
            let message = format!("{why} Both texts are below: take what you want from theirs and save again");
            (vec![FieldError { field: "title".into(), message }], true, StatusCode::CONFLICT)
        }
        Err(error) => return Err(error),
    };
    drop(tx);
    page(&app, &member, &issue, Shown { notice: None, errors: &errors, typed: Some(wording), stale, status }).await
}
