//! The page of what waits for this side: dense, by keyboard, and as plain forms without a script.

mod many;

use std::collections::HashMap;

use ::issues::issues::{self, Issue, State};
use askama::Template;
use axum::{
    Router,
    extract::{OriginalUri, Path, State as Shared},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use group::{acting::Member, membership::side_words, permissions::Verb};
use kernel::{
    App, Error, Result,
    form::{Fields, Posted},
    page::{self, Field, Frame},
    words as say,
};
use uuid::Uuid;

use crate::{
    asked,
    priority::{self, Around, Numbers},
    views::{self, Choice, NewView, Outcome, Papers, View, difference, must_triage, of, other},
};

/// Issues on the page.
const MOST: i64 = 200;
/// After how many seconds the page is loaded again, where two sit together.
const TOGETHER_SECONDS: u64 = 15;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new().route("/{group}/triage", get(show).post(give)).route("/{group}/triage/many", post(many::many))
}

/// A button of a row.
struct Act {
    key: &'static str,
    letter: &'static str,
    short: &'static str,
    words: &'static str,
    /// Where what belongs to it is chosen first.
    opens: Option<String>,
}

struct Row {
    id: String,
    reference: String,
    href: String,
    age: String,
    title: String,
    theme: String,
    /// Whether theme and wording are there, so that one key is enough.
    ready: bool,
    weight: String,
    harm: &'static str,
    numbers: String,
    /// What the other side said, why, and what the reporter reads if this side says the same.
    theirs: Option<(String, String, String)>,
    mine: Option<(String, String)>,
    difference: &'static str,
    /// What a service that was asked said.
    hint: String,
    acts: Vec<Act>,
    /// The row that comes next.
    next: String,
}

/// A line of what waits for somebody else.
struct Line {
    reference: String,
    href: String,
    title: String,
    what: String,
}

#[derive(Template)]
#[template(path = "pass/pages/pass.html")]
struct Page {
    frame: Frame,
    forgery: String,
    side: &'static str,
    may: bool,
    together: bool,
    as_of: String,
    rows: Vec<Row>,
    differ: usize,
    urgent: Vec<Line>,
    given: Vec<Line>,
    forums: Vec<Line>,
    outcome: Field,
    settings: String,
}

fn title(issue: &Issue) -> String {
    issue.group_title.clone().unwrap_or_else(|| issues::excerpt(&issue.words))
}

/// What is read once for every row.
struct Desk<'a> {
    member: &'a Member,
    papers: Papers,
    around: Around,
    views: HashMap<Uuid, Vec<View>>,
    hints: HashMap<Uuid, String>,
    today: jiff::civil::Date,
}

impl Desk<'_> {
    fn views(&self, issue: &Issue) -> &[View] {
        self.views.get(&issue.id).map_or(&[], Vec::as_slice)
    }

    fn href(&self, issue: &Issue) -> String {
        let group = &self.member.acting.group;
        format!("/{}/issues/{}/triage", group.slug, group.reference(issue.number))
    }

    fn line(&self, issue: &Issue, what: String) -> Line {
        Line { reference: self.member.acting.group.reference(issue.number), href: self.href(issue), title: title(issue), what }
    }

    /// Whether an issue waits for this side: it has not spoken yet, or the two differ.
    fn waits(&self, issue: &Issue) -> bool {
        let views = self.views(issue);
        issue.awaits_triage() && (of(views, self.member.acting.side).is_none() || !difference(views).is_empty())
    }

    fn row(&self, issue: &Issue, next: String) -> Row {
        let (acting, views) = (&self.member.acting, self.views(issue));
        let reference = acting.group.reference(issue.number);
        let (mine, theirs) = (of(views, acting.side), of(views, other(acting.side)));
        let weight = self.around.weight(issue.id, issue.answers.workplace.is_some());
        let places = if weight.places > 1 { format!(", {} workplaces", weight.places) } else { String::new() };
        let ready = issue.theme.is_some() && issue.group_title.is_some() && issue.group_text.is_some();
        let given = views.iter().filter_map(|view| view.numbers).reduce(Numbers::higher);
        let act = |outcome: Outcome| {
            let plain = Choice::plain(outcome).is_some() && (ready || !outcome.needs_wording()) && issue.theme.is_some();
            Act {
                key: outcome.key(),
                letter: outcome.letter(),
                short: outcome.short(),
                words: outcome.words(),
                opens: (!plain).then(|| format!("{}?outcome={}&from=pass#view", self.href(issue), outcome.key())),
            }
        };
        let themed = |view: &View| Issue { theme: Some(view.theme.clone()).filter(|key| !key.is_empty()), ..issue.clone() };
        Row {
            id: reference.clone(),
            href: self.href(issue) + "?from=pass",
            age: say::days_ago(issue.raised_on, self.today),
            title: title(issue),
            theme: issue.theme.as_deref().map_or_else(|| "No theme yet".into(), |key| self.papers.theme(key).to_owned()),
            ready,
            weight: if weight.reports > 1 { format!("{} reports{places}", weight.reports) } else { "1 report".into() },
            harm: issue.answers.harm.map_or("", |harm| harm.words()),
            numbers: given.unwrap_or_else(|| Numbers(self.around.proposed(issue).map(|proposal| proposal.n))).said(),
            theirs: theirs.map(|view| {
                (
                    format!("{}: {}", side_words(view.side), self.papers.says(view)),
                    view.reason.clone(),
                    self.papers.told(&acting.group, &themed(view), &view.choice, &view.words),
                )
            }),
            mine: mine.map(|view| (self.papers.says(view), view.reason.clone())),
            difference: difference(views),
            hint: self.hints.get(&issue.id).cloned().unwrap_or_default(),
            acts: self.papers.settings.offered().map(act).collect(),
            next,
            reference,
        }
    }
}

async fn show(Shared(app): Shared<App>, member: Member, OriginalUri(uri): OriginalUri) -> Result<Response> {
    member.acting.must(Verb::ReadIssues)?;
    let group = &member.acting.group;
    let query = Fields::of_query(&uri);
    let together = uri.query().is_some_and(|query| query.contains("together"));
    let desk = Desk {
        papers: views::papers(&app, &app.db, group).await?,
        around: priority::around(&app.db, group.id).await?,
        views: views::open_views(&app.db, group.id).await?,
        hints: asked::hints(&app.db, group.id).await?.into_iter().collect(),
        today: app.clock.today(&group.time_zone),
        member: &member,
    };
    let all = issues::for_co_chairs(&app.db, group.id, MOST).await?;
    let may = member.acting.may(Verb::Triage);
    // Of an issue with a question to its reporter the answer comes first.
    let mine: Vec<&Issue> = all.iter().filter(|issue| may && issue.state == State::New && desk.waits(issue)).collect();
    let next = |at: usize| mine.get(at + 1).or(mine.first()).map(|issue| group.reference(issue.number)).unwrap_or_default();
    let rows: Vec<Row> = mine.iter().enumerate().map(|(at, issue)| desk.row(issue, next(at))).collect();
    let says = |issue: &Issue| {
        let said = desk.views(issue).iter().map(|view| format!("{}: {}", side_words(view.side), desk.papers.says(view)));
        said.collect::<Vec<_>>().join("; ")
    };
    let lines =
        |which: &dyn Fn(&Issue) -> bool| all.iter().filter(|issue| which(issue)).map(|issue| desk.line(issue, says(issue))).collect();
    let over =
        |issue: &Issue| desk.views(issue).iter().any(|view| matches!(&view.choice, Choice::Delegate { by, .. } if *by <= desk.today));
    let given = |issue: &Issue| issue.awaits_triage() && !desk.waits(issue);
    let waits_for_both = |issue: &Issue| issue.awaits_triage();
    let outcomes = desk.papers.settings.offered().map(|outcome| (outcome.key().to_owned(), outcome.words().to_owned())).collect();
    let notice = match (uri.query().is_some_and(|query| query.starts_with("given")), query.get("many")) {
        (true, _) => Some("Saved.".to_owned()),
        (_, n) if n.parse::<u64>().is_ok() => Some(format!("Saved on {}.", say::count(n.parse().unwrap_or(0), "issue", "issues"))),
        _ => None,
    };
    let page = Page {
        frame: member.frame(&app, "Triage", "/issues").with_notice(notice.as_deref()),
        forgery: member.session.forgery_token(&app),
        side: side_words(member.acting.side),
        may,
        together,
        as_of: say::date_and_time(app.clock.now(), &group.time_zone),
        differ: rows.iter().filter(|row| !row.difference.is_empty()).count(),
        rows,
        urgent: lines(&|issue: &Issue| issue.state == State::Interim),
        given: if may { lines(&given) } else { lines(&waits_for_both) },
        forums: lines(&|issue: &Issue| issue.state == State::Delegated && over(issue)),
        outcome: Field::select("outcome", "What is done with all that are ticked", outcomes),
        settings: format!("/{}/triage/settings", group.slug),
    };
    let mut response = page::show(&page)?;
    if together {
        // Nobody answers for the other side on this screen: it only shows what they said on theirs.
        let again = HeaderValue::from_str(&format!("{TOGETHER_SECONDS}")).map_err(|error| Error::Internal(error.into()))?;
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

/// One key on one row: this side's view, or the same as the other side's.
async fn give(Shared(app): Shared<App>, Path(slug): Path<String>, member: Member, posted: Posted) -> Result<Response> {
    must_triage(&member.acting)?;
    let (group, fields) = (&member.acting.group, &posted.fields);
    let number = group.number(fields.get("reference")).ok_or(Error::NotFound)?;
    let issue = issues::find(&app.db, group.id, number).await?;
    let mut tx = app.begin().await?;
    let done = match fields.get("act") {
        "same" => views::say_the_same(&app, &mut tx, &member.acting, number).await,
        "meeting" => views::put_to_meeting(&app, &mut tx, &member.acting, number).await,
        key => {
            let outcome = Outcome::from_key(key).ok_or_else(|| Error::field("act", "Choose what is done with it"))?;
            views::give(&app, &mut tx, &member.acting, number, NewView::plain(outcome, issues::wording(&issue))).await
        }
    };
    let here = group.reference(number);
    let to = match done {
        Ok(_) => {
            app.commit(tx).await?;
            let next = group.number(fields.get("next")).map(|number| group.reference(number));
            format!("/{slug}/triage?given#{}", next.unwrap_or_default())
        }
        // Something is missing: it is asked for on the issue's own page.
        Err(Error::Invalid(_) | Error::Refused(..)) => format!("/{slug}/issues/{here}/triage?outcome={}&from=pass#view", fields.get("act")),
        Err(error) => return Err(error),
    };
    Ok(Redirect::to(&to).into_response())
}
