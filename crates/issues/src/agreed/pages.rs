//! What people see of agreements that answer: while they write, on the receipt, and the reports that say one is not kept.

use agreements::{finding, rules};
use askama::{Template, filters::HtmlSafe};
use axum::{
    Extension, Router,
    extract::{Path, State as Shared},
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{
    acting::Member,
    golive,
    groups::{self, Group},
    permissions::Verb,
};
use kernel::{
    App, Error, Result,
    form::Public,
    http::{Caller, Unmeasured},
    limits::Class,
    page::{self, Frame},
    words as say,
};

use super::{commands, store};
use crate::issues::{self, Issue, NO_REFERRER, excerpt, reporter_frame};

/// So many agreements are named at most: who reads on has not been answered.
const MOST: usize = 2;

/// The routes of this slice. What reporters do is not measured.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/raise/solved", post(solved))
        .route("/{group}/follow/{code}/agreement", post(say_so))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }))
        .route("/{group}/agreements/{agreement}/reports", get(reports))
}

/// An agreement that may answer, with its words to send.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) number: i64,
    pub(crate) reference: String,
    pub(crate) title: String,
    pub(crate) rule: String,
    pub(crate) agreed: String,
    /// From whom, and the words.
    pub(crate) words: Vec<(&'static str, String)>,
}

impl Answer {
    fn of(agreement: &rules::Agreement) -> Self {
        let content = &agreement.content;
        let words = [("a GP", &content.gp_words), ("a consultant", &content.consultant_words)];
        Self {
            number: agreement.number,
            reference: agreement.reference(),
            title: content.title.clone(),
            rule: content.rule.clone(),
            agreed: agreement.agreed_on().map(say::date).unwrap_or_default(),
            words: words.into_iter().filter(|(_, words)| !words.is_empty()).map(|(from, words)| (from, words.clone())).collect(),
        }
    }
}

/// The agreements that may answer a text, the likest first; none while the group keeps its agreements to itself.
pub(crate) async fn answers(app: &App, group: &Group, text: &str) -> Result<Vec<Answer>> {
    if !rules::is_public(&app.db, group.id).await? {
        return Ok(Vec::new());
    }
    let found = finding::answering(app, group, text, MOST).await?;
    Ok(found.iter().map(|found| Answer::of(&found.agreement)).collect())
}

/// On the receipt: what is agreed already, and what its reporter said of it.
#[derive(Template)]
#[template(path = "agreed/receipt.html")]
pub(crate) struct Receipt {
    base: String,
    form_key: String,
    answers: Vec<Answer>,
    /// Those of which the reporter says that it still happens.
    still: Vec<Answer>,
    can_be_withdrawn: bool,
}

impl HtmlSafe for Receipt {}

impl Receipt {
    /// Of a report. Whatever fails here, the receipt is shown: it then names none.
    pub(crate) async fn of(app: &App, group: &Group, issue: &Issue, base: &str, form_key: &str) -> Self {
        let (answers, still) = Self::parts(app, group, issue).await.unwrap_or_default();
        Self { base: base.into(), form_key: form_key.into(), answers, still, can_be_withdrawn: issue.can_be_withdrawn() }
    }

    async fn parts(app: &App, group: &Group, issue: &Issue) -> Result<(Vec<Answer>, Vec<Answer>)> {
        let said = store::of(&app.db, group.id, issue.id).await?;
        let all = if said.is_empty() { Vec::new() } else { rules::in_force(&app.db, group.id).await? };
        let still = all.iter().filter(|agreement| said.contains(&agreement.number)).map(Answer::of).collect();
        if !issue.awaits_triage() {
            return Ok((Vec::new(), still));
        }
        let mut answers = answers(app, group, &issue.words).await?;
        answers.retain(|answer| !said.contains(&answer.number));
        Ok((answers, still))
    }
}

#[derive(Template)]
#[template(path = "agreed/solved.html")]
struct Solved {
    frame: Frame,
    answer: Answer,
    raise: String,
    library: String,
}

/// The form is left: what was typed is neither kept nor logged.
async fn solved(Shared(app): Shared<App>, Path(slug): Path<String>, caller: Caller, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let Some(key) = &form.key else {
        return Err(Error::Forbidden("This page was open for a long time. Load it again.".into()));
    };
    app.limits.check(Class::Raise, caller.0)?;
    if !golive::is_open(&app.db, group.id).await? {
        return Err(Error::NotFound);
    }
    let number: i64 = form.fields.get("solved").parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    commands::solved(&app, &mut tx, &group, &key.nonce, number).await?;
    app.commit(tx).await?;
    let agreement = rules::in_force(&app.db, group.id).await?.into_iter().find(|there| there.number == number).ok_or(Error::NotFound)?;
    page::show(&Solved {
        frame: reporter_frame(&app, &group, "Nothing was sent"),
        answer: Answer::of(&agreement),
        raise: format!("/{slug}/raise"),
        library: format!("/{slug}/agreements"),
    })
}

/// On the private page: it still happens, or not after all; this solved it.
async fn say_so(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let code = issues::code_of(&app.db, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and press the button once more.".into()));
    }
    let number: i64 = form.fields.get("agreement").parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.begin().await?;
    match form.fields.get("how") {
        "undo" => commands::not_still(&app, &mut tx, &group, &code, number).await?,
        "solved" => commands::solved_after_all(&app, &mut tx, &group, &code, number).await?,
        _ => commands::still(&app, &mut tx, &group, &code, number).await?,
    }
    app.commit(tx).await?;
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?kept#agreed"))).into_response())
}

struct Line {
    reference: String,
    href: String,
    said: String,
    on: String,
}

#[derive(Template)]
#[template(path = "agreed/reports.html")]
struct Reports {
    frame: Frame,
    title: String,
    reference: String,
    back: String,
    lines: Vec<Line>,
}

/// The reports on an agreement, for those who read issues.
async fn reports(Shared(app): Shared<App>, Path((_, typed)): Path<(String, String)>, member: Member) -> Result<Response> {
    member.acting.must(Verb::ReadIssues)?;
    let group = &member.acting.group;
    let number = rules::read_number(&typed).ok_or(Error::NotFound)?;
    let agreement = rules::by_number(&app.db, group.id, number).await?;
    let line = |report: store::Report| {
        let reference = group.reference(report.number);
        Line {
            href: format!("/{}/issues/{reference}", group.slug),
            said: report.title.unwrap_or_else(|| excerpt(&report.words)),
            on: say::date(report.said_on),
            reference,
        }
    };
    page::show(&Reports {
        frame: member.frame(&app, format!("Reports on {}", agreement.reference()), "/agreements"),
        title: agreement.content.title.clone(),
        reference: agreement.reference(),
        back: rules::address(group, &agreement),
        lines: store::reports(&app.db, group.id, number).await?.into_iter().map(line).collect(),
    })
}
