//! One issue, for those who triage: the reporter's words, the group's wording, the timeline.

use askama::Template;
use axum::{
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use group::acting::Member;
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::Posted,
    page::{self, Errors, Field, Frame, Timeline},
    words as say,
};

use super::super::{
    commands::{self, Wording},
    model::{Happened, Harm, Issue, Known, Sector},
    queries, store, words,
};
use crate::{likeness, themes};

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
    facts: Vec<(&'static str, String)>,
    group_text: Option<String>,
    /// What somebody else has written meanwhile, when this one was stale.
    theirs: Option<Wording>,
    open: bool,
    /// Where the two co-chairs decide, while it waits for them.
    triage: Option<String>,
    version: i64,
    proposed: Vec<themes::Proposed>,
    direction: Option<&'static str>,
    theme: Field,
    group_title: Field,
    text: Field,
    replies: Vec<super::ReplyShown>,
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
    Ok(if reporter.email.is_empty() {
        format!("{} (no address for an answer)", reporter.name)
    } else {
        format!("{}, {}", reporter.name, reporter.email)
    })
}

async fn page(app: &App, member: &Member, issue: &Issue, shown: Shown<'_>) -> Result<Response> {
    let group = &member.acting.group;
    let reference = group.reference(issue.number);
    let entries = queries::timeline(&app.db, group.id, issue.id).await?;
    let moments = entries.iter().map(|(entry, name)| words::moment(entry, issue, group, name.as_deref())).collect();
    let themes = themes::all(&app.db, group.id).await?;
    let theme_name = |key: &str| themes.iter().find(|theme| theme.key == key).map(|theme| theme.name.clone());
    let answers = &issue.answers;
    let none = || "Not provided".to_owned();
    let facts = vec![
        ("Raised by", raised_by(app, member, issue).await?),
        ("Works in", answers.sector.map_or_else(none, |sector: Sector| sector.words().into())),
        ("Role", answers.post.clone().unwrap_or_else(none)),
        ("Service", answers.service.clone().unwrap_or_else(none)),
        ("Happened", answers.happened.map_or_else(none, |happened: Happened| happened.words().into())),
        ("Harm", answers.harm.map_or_else(none, |harm: Harm| harm.words().into())),
        ("What would mend it", answers.remedy.clone().unwrap_or_else(none)),
        ("Theme", issue.theme.as_deref().and_then(theme_name).unwrap_or_else(|| "No theme yet".into())),
    ];
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
        facts,
        group_text: issue.group_text.clone(),
        theirs,
        open: issue.takes_wording(),
        triage: issue.awaits_triage().then(|| format!("/{}/issues/{reference}/triage", group.slug)),
        version: issue.version,
        proposed: proposals.first_three(),
        direction: proposals.direction_words(),
        theme,
        group_title,
        text,
        alike: likeness::Panel::of(app, member, issue).await?,
        replies: super::replies_shown(store::replies(&app.db, group.id, issue.id).await?),
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
    let issue = queries::readable(&app.db, &member.acting, &reference).await?;
    let notice = match uri.query() {
        Some("described") => Some("Saved."),
        Some("judged") => Some("Saved. What you say here helps to find the next one."),
        Some("agreed") if issue.awaits_triage() => Some("Your side’s view is saved."),
        Some("agreed") => Some("Both sides have agreed: it goes to the next meeting on its theme."),
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
