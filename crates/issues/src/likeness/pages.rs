//! What people see of likeness: while they write, on the receipt, and where an issue is triaged.

use analysis::likeness::Engine;
use askama::{Template, filters::HtmlSafe};
use axum::{
    Extension, Router,
    extract::{Path, State as Shared},
    http::StatusCode,
    middleware::map_response,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use group::{
    acting::Member,
    golive,
    groups::{self, Group},
    screening::refuse_in_group,
};
use kernel::{
    App, Error, Result,
    form::{Posted, Public},
    http::{Caller, Unmeasured},
    limits::Class,
    page,
};

use super::{
    commands,
    index::{self, Ask, Found},
    model::{How, LEAST, month, strength},
    store::{self, Said, Told},
};
use crate::{
    agreed,
    issues::{self, Issue, NO_REFERRER, excerpt},
    merging,
};

/// A text shorter than this says too little to be like anything.
const SHORTEST: usize = 15;

/// The routes of this slice. What reporters do is not measured.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/raise/similar", post(while_typing))
        .route("/{group}/follow/{code}/me-too", post(me_too))
        .layer(map_response(|response: Response| async { (Extension(Unmeasured), response) }))
        .route("/{group}/issues/{reference}/twins", post(judge))
}

/// An issue as a stranger is shown it: in the group's words, or not at all.
struct ToStranger {
    reference: String,
    title: Option<String>,
    text: String,
    when: String,
}

/// What a stranger is shown of the likeliest: all that the group has worded, and of the others one, since none says what it is.
fn shown(app: &App, group: &Group, told: &[Told]) -> Vec<ToStranger> {
    let mut bare = 0;
    let all = told.iter().map(|told| to_stranger(app, group, told));
    all.filter(|issue| {
        bare += usize::from(issue.title.is_none());
        issue.title.is_some() || bare == 1
    })
    .collect()
}

fn to_stranger(app: &App, group: &Group, told: &Told) -> ToStranger {
    ToStranger {
        reference: group.reference(told.number),
        // A title alone may be a line of the log of before: a wording has its sentences too.
        title: told.title.clone().filter(|_| told.text.is_some()),
        text: told.text.clone().unwrap_or_default(),
        when: month(told.raised_on, app.clock.today(&group.time_zone)),
    }
}

/// The issues that were found, in their order.
async fn told(app: &App, group: &Group, found: &[Found]) -> Result<Vec<Told>> {
    let numbers: Vec<i64> = found.iter().map(|found| found.number).collect();
    let mut told = store::told(&app.db, group.id, &numbers).await?;
    told.sort_by_key(|told| numbers.iter().position(|number| *number == told.number));
    Ok(told)
}

#[derive(Template)]
#[template(path = "likeness/while_typing.html")]
struct WhileTyping {
    /// What is agreed already comes first.
    answers: Vec<agreed::Answer>,
    /// Where the form goes when one of them solves it.
    solved: String,
    likely: Vec<ToStranger>,
}

/// While somebody writes: what means the same and is known already. The text is neither kept nor logged.
async fn while_typing(Shared(app): Shared<App>, Path(slug): Path<String>, caller: Caller, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again.".into()));
    }
    app.limits.check(Class::Similar, caller.0)?;
    if !golive::is_open(&app.db, group.id).await? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let text: String = form.fields.get("text").chars().take(5_000).collect();
    if text.chars().count() < SHORTEST || refuse_in_group(&app.db, group.id, [("text", text.as_str())].into_iter(), true).await.is_err() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let answers = agreed::answers(&app, &group, &text).await?;
    let found = index::like(&app, &group, Ask { text, own: None, except: Vec::new(), limit: 5, least: LEAST, with_words: false }).await?;
    let likely = shown(&app, &group, &told(&app, &group, &found).await?);
    if likely.is_empty() && answers.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    page::show(&WhileTyping { answers, solved: format!("/{slug}/raise/solved"), likely })
}

/// On the receipt: what is like the report, and what its reporter said of it.
#[derive(Template)]
#[template(path = "likeness/receipt.html")]
pub(crate) struct Receipt {
    base: String,
    form_key: String,
    likely: Vec<ToStranger>,
    linked: Vec<ToStranger>,
}

impl HtmlSafe for Receipt {}

impl Receipt {
    /// Of a report. Whatever fails here, the receipt is shown: it then proposes nothing.
    pub(crate) async fn of(app: &App, group: &Group, issue: &Issue, base: &str, form_key: &str) -> Self {
        let (likely, linked) = Self::parts(app, group, issue).await.unwrap_or_default();
        Self { base: base.into(), form_key: form_key.into(), likely, linked }
    }

    async fn parts(app: &App, group: &Group, issue: &Issue) -> Result<(Vec<ToStranger>, Vec<ToStranger>)> {
        let said = store::said(&app.db, group.id, issue.id).await?;
        let own = said.iter().filter(|said| said.by_reporter && said.own);
        let linked = own.map(|said| to_stranger(app, group, &said.other)).collect();
        if !issue.takes_wording() {
            return Ok((Vec::new(), linked));
        }
        let except = said.iter().map(|said| said.other.number).chain([issue.number]).collect();
        let ask = Ask { text: issue.words.clone(), own: Some(issue.number), except, limit: 5, least: LEAST, with_words: false };
        let found = index::like(app, group, ask).await?;
        let mut likely = told(app, group, &found).await?;
        // What was raised later links itself to this one, not the other way round.
        likely.retain(|told| told.number < issue.number);
        Ok((shown(app, group, &likely), linked))
    }
}

async fn me_too(Shared(app): Shared<App>, Path((slug, code)): Path<(String, String)>, form: Public) -> Result<Response> {
    let group = groups::by_slug(&app.db, &slug).await?;
    let code = issues::code_of(&app.db, &group, &code).await?;
    if form.key.is_none() {
        return Err(Error::Forbidden("This page was open for a long time. Load it again and press the button once more.".into()));
    }
    let number = group.number(form.fields.get("issue")).ok_or(Error::NotFound)?;
    let mut tx = app.begin().await?;
    match form.fields.get("how") {
        "undo" => commands::not_me(&app, &mut tx, &group, &code, number).await?,
        _ => commands::me_too(&app, &mut tx, &group, &code, number).await?,
    }
    app.commit(tx).await?;
    Ok(([NO_REFERRER], Redirect::to(&format!("/{slug}/follow/{code}?kept#alike"))).into_response())
}

/// An issue beside another, for those who triage.
struct Twin {
    reference: String,
    title: String,
    strength: &'static str,
    why: String,
}

/// What was said already of the issue and another.
struct Judged {
    reference: String,
    title: String,
    how: &'static str,
    /// Whether the group said it, so that it can be taken back here.
    ours: bool,
    /// Which of the two can be merged into which, once somebody said that they are the same: the report, and what leads it.
    merges: Option<(String, String)>,
}

/// On an issue's page: how much it weighs, what was said, what may be the same.
#[derive(Template)]
#[template(path = "likeness/panel.html")]
pub(crate) struct Panel {
    base: String,
    issues: String,
    forgery: String,
    weight: Option<String>,
    judged: Vec<Judged>,
    twins: Vec<Twin>,
    words_only: bool,
}

impl HtmlSafe for Panel {}

impl Panel {
    /// Of an issue.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn of(app: &App, member: &Member, issue: &Issue) -> Result<Self> {
        let group = &member.acting.group;
        let said = store::said(&app.db, group.id, issue.id).await?;
        let except = said.iter().map(|said| said.other.number).chain([issue.number]).collect();
        let parts = [issue.group_title.as_deref(), issue.group_text.as_deref(), Some(&issue.words)];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let found =
            index::like(app, group, Ask { text, own: Some(issue.number), except, limit: 5, least: LEAST, with_words: true }).await?;
        let title = |told: &Told| told.title.clone().unwrap_or_else(|| excerpt(&told.words));
        let twin = |(told, found): (&Told, &Found)| Twin {
            reference: group.reference(told.number),
            title: title(told),
            strength: strength(found.score),
            why: found.why.clone(),
        };
        let judged = |said: &Said| Judged {
            reference: group.reference(said.other.number),
            title: title(&said.other),
            how: said.how.words(),
            ours: !said.by_reporter,
            merges: Some(said)
                .filter(|said| said.how.counts() && !issue.is_praise() && !said.other.praise)
                .and_then(|said| merging::offered((issue.number, issue.state), (said.other.number, said.other.state)))
                .map(|(report, lead)| (group.reference(report), group.reference(lead))),
        };
        let shown = told(app, group, &found).await?;
        Ok(Self {
            base: format!("/{}/issues/{}/twins", group.slug, group.reference(issue.number)),
            issues: format!("/{}/issues", group.slug),
            forgery: member.session.forgery_token(app),
            weight: merging::weight(&app.db, group.id, issue.id).await?.words(),
            judged: said.iter().map(judged).collect(),
            twins: shown
                .iter()
                .filter_map(|told| found.iter().find(|found| found.number == told.number).map(|found| twin((told, found))))
                .collect(),
            words_only: Engine::get().is_words_only(),
        })
    }
}

async fn judge(
    Shared(app): Shared<App>,
    Path((slug, reference)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let issue = issues::readable(&app.db, &member.acting, &reference).await?;
    let group = &member.acting.group;
    let other = group.number(posted.fields.get("other")).ok_or(Error::NotFound)?;
    let how = match posted.fields.get("how") {
        "undo" => None,
        key => Some(How::from_key(key).filter(|how| *how != How::MeToo).ok_or_else(|| Error::field("how", "Choose one of the answers"))?),
    };
    commands::judge(&app, &member.acting, issue.number, other, how).await?;
    Ok(Redirect::to(&format!("/{slug}/issues/{}?judged#alike", group.reference(issue.number))).into_response())
}
