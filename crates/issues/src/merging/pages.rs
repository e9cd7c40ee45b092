//! What people see of merging: on an issue's page which reports are dealt with together, and the page on which a report that speaks
//! of two troubles is split; on a reporter's page that others said the same.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, groups::Group, permissions::Verb};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Posted, shown_again},
    page::{self, Errors, Field, Frame, Input},
    words as say,
};

use super::{
    commands,
    model::{may_join, may_lead},
    store::{self, Line},
};
use crate::issues::{self, Issue, State, excerpt, follow_code};

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/issues/{reference}/reports", post(merge))
        .route("/{group}/issues/{reference}/reports/{report}/split-off", post(unmerge))
        .route("/{group}/issues/{reference}/split", get(split_form).post(split))
}

/// Another report beside this one.
struct Other {
    reference: String,
    title: String,
    raised: String,
}

impl Other {
    fn of(group: &Group, line: Line) -> Self {
        Self {
            reference: group.reference(line.number),
            title: line.title.unwrap_or_else(|| excerpt(&line.words)),
            raised: say::date(line.raised_on),
        }
    }
}

/// On an issue's page: the report that leads it, those that it leads, and what it was made of or was made of it.
#[derive(Template)]
#[template(path = "merging/cluster.html")]
pub(crate) struct Cluster {
    issues: String,
    forgery: String,
    reference: String,
    lead: Option<Other>,
    reports: Vec<Other>,
    made_of: Option<Other>,
    made: Vec<Other>,
    /// Whether it and what it was made of can be put back together.
    whole_again: bool,
    splits: bool,
}

impl HtmlSafe for Cluster {}

impl Cluster {
    /// Whether it can be split into two.
    pub(crate) fn splits(&self) -> bool {
        self.splits
    }

    /// Of an issue.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn of(app: &App, member: &Member, issue: &Issue) -> Result<Self> {
        let group = &member.acting.group;
        let parts = store::parts(&app.db, group.id, issue.id).await?;
        let merged = issue.state == State::Merged;
        let lead = if merged {
            let lead = store::lead_of(&app.db, group.id, issue.id).await?;
            let lead = issues::by_id(&app.db, group.id, lead).await?;
            let (id, number, title, words, raised_on) = (lead.id, lead.number, lead.group_title, lead.words, lead.raised_on);
            Some(Line { id, number, title, words, raised_on })
        } else {
            None
        };
        let all = |lines: Vec<Line>| lines.into_iter().map(|line| Other::of(group, line)).collect();
        Ok(Self {
            issues: format!("/{}/issues", group.slug),
            forgery: member.session.forgery_token(app),
            reference: group.reference(issue.number),
            lead: lead.map(|line| Other::of(group, line)),
            reports: if merged { Vec::new() } else { all(store::lines(&app.db, group.id, issue.id).await?) },
            made_of: parts.of.map(|line| Other::of(group, line)),
            made: all(parts.made),
            whole_again: may_join(issue.state),
            splits: !issue.is_praise() && (merged || may_lead(issue.state)),
        })
    }
}

/// Which of two reports would be merged into which: the later into the earlier, unless only the other way is open. Nothing where
/// neither is.
pub(crate) fn offered(one: (i64, State), other: (i64, State)) -> Option<(i64, i64)> {
    let can = |report: (i64, State), lead: (i64, State)| may_join(report.1) && may_lead(lead.1);
    let (later, earlier) = if one.0 > other.0 { (one, other) } else { (other, one) };
    if can(later, earlier) { Some((later.0, earlier.0)) } else { can(earlier, later).then_some((earlier.0, later.0)) }
}

/// On a reporter's page: that others said the same and all is dealt with as one; and that a second issue was made of it.
#[derive(Template)]
#[template(path = "merging/together.html")]
pub(crate) struct Together {
    merged: bool,
    made_of: Option<String>,
    /// References with private links: they are the same reporter's.
    made: Vec<(String, String)>,
}

impl HtmlSafe for Together {}

impl Together {
    /// Of a report.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn of(app: &App, group: &Group, issue: &Issue) -> Result<Self> {
        let parts = store::parts(&app.db, group.id, issue.id).await?;
        let link = |line: &Line| (group.reference(line.number), format!("/{}/follow/{}", group.slug, follow_code(app, line.id)));
        Ok(Self {
            merged: issue.state == State::Merged,
            made_of: parts.of.map(|line| group.reference(line.number)),
            made: parts.made.iter().map(link).collect(),
        })
    }
}

async fn merge(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    let group = &member.acting.group;
    let lead = group.number(&reference).ok_or(Error::NotFound)?;
    let report = group.number(posted.fields.get("report")).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::merge(&app, &mut tx, &member.acting, lead, report).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/issues/{}?merged#together", group.reference(lead))).into_response())
}

async fn unmerge(
    Shared(app): Shared<App>,
    Path((slug, reference, report)): Path<(String, String, String)>,
    member: Member,
    _: Posted,
) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    let group = &member.acting.group;
    let lead = group.number(&reference).ok_or(Error::NotFound)?;
    let report = group.number(&report).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::unmerge(&app, &mut tx, &member.acting, lead, report).await?;
    app.commit(tx).await?;
    Ok(Redirect::to(&format!("/{slug}/issues/{}?split-off", group.reference(report))).into_response())
}

#[derive(Template)]
#[template(path = "merging/split.html")]
struct SplitPage<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    here: String,
    back: String,
    reference: String,
    words: Field,
}

fn split_page(app: &App, member: &Member, issue: &Issue, typed: &str, errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let reference = member.acting.group.reference(issue.number);
    let back = format!("/{}/issues/{reference}", member.acting.group.slug);
    let page = SplitPage {
        frame: member.frame(app, format!("Split {reference}"), "/issues").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        here: format!("{back}/split"),
        words: Field::new("text", "Words of the second trouble", Input::Lines(9))
            .hint("All that the reporter wrote stands here. Take out what is not part of the second trouble.")
            .value(shown_again(typed))
            .error(errors),
        back,
        reference,
    };
    page::show_as(status, &page)
}

async fn split_form(
    Shared(app): Shared<App>,
    Path((_, reference)): Path<(String, String)>,
    member: Member,
    _: OriginalUri,
) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    split_page(&app, &member, &issue, &issue.words, &[], StatusCode::OK)
}

async fn split(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    member.acting.must(Verb::WordIssues)?;
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let typed = posted.fields.get("text");
    let mut tx = app.begin().await?;
    match commands::split(&app, &mut tx, &member.acting, issue.number, typed).await {
        Ok(part) => {
            app.commit(tx).await?;
            Ok(Redirect::to(&format!("/{slug}/issues/{}?made", member.acting.group.reference(part))).into_response())
        }
        Err(error) => {
            drop(tx);
            let status = error.told().status;
            split_page(&app, &member, &issue, typed, &error.into_messages("text")?, status)
        }
    }
}
