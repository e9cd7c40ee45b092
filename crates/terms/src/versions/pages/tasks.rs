//! The list of what is to be settled in a draft: it can be left and taken up again.

use askama::Template;
use axum::{
    extract::{OriginalUri, State as Shared},
    response::Response,
};
use group::{acting::Member, permissions::Verb, rules::Rule};
use kernel::{
    App, Result,
    form::Posted,
    page::{self, Frame},
    words,
};

use super::{super::commands, at, to, visible};
use crate::{
    paper::{Decided, Missing},
    rules::title,
};

struct Task {
    title: String,
    href: String,
    /// What was answered; `None` while it is open.
    settled: Option<String>,
    /// Whether it must be settled before the draft can be approved.
    needed: bool,
}

#[derive(Template)]
#[template(path = "versions/pages/tasks.html")]
struct Page {
    frame: Frame,
    forgery: String,
    terms: String,
    standing: String,
    source: String,
    may_tailor: bool,
    may_drop: bool,
    is_draft: bool,
    settled: usize,
    total: usize,
    missing: usize,
    rules: Vec<Task>,
    questions: Task,
    when: Vec<String>,
}

pub(super) async fn page(Shared(app): Shared<App>, OriginalUri(uri): OriginalUri, member: Member) -> Result<Response> {
    let found = visible(&app, &member.acting).await?;
    let notice = match uri.query() {
        Some("begun") => Some("The draft is begun. Settle what is below in any order; everything is kept as you go."),
        Some("saved") => Some("Saved."),
        _ => None,
    };
    let missing = found.missing();
    let task = |rule: Rule| Task {
        title: title(rule).to_owned(),
        href: at(&member, &format!("/draft/rules/{}", rule.key())),
        settled: found.answers.iter().find(|answer| answer.rule() == rule).map(crate::rules::Answer::summary),
        needed: missing.contains(&Missing::Rule(rule)),
    };
    let rules: Vec<Task> = Rule::ALL.into_iter().map(task).collect();
    let own: Vec<_> = found.clauses.iter().flat_map(|clause| &clause.marks).filter(|mark| mark.rule.is_none()).collect();
    let open = own.iter().filter(|mark| mark.decided == Decided::Open).count();
    let questions = Task {
        title: "What the template leaves open, and its own names".into(),
        href: at(&member, "/draft/questions"),
        settled: (open == 0).then(|| if own.is_empty() { "There is nothing else to ask".into() } else { "All settled".into() }),
        needed: open > 0,
    };
    let settled = rules.iter().filter(|task| task.settled.is_some()).count() + own.len() - open;
    let version = &found.version;
    let mut when = vec![
        version
            .from_on
            .map_or_else(|| "In force as soon as both sides have approved it".into(), |day| format!("In force from {}", words::date(day))),
    ];
    when.extend(version.review_on.map(|day| format!("looked at again by {}", words::date(day))));
    when.push(if version.is_public { "for everybody to read".into() } else { "for those who sit in the group".into() });
    let is_draft = version.state == super::super::model::State::Draft;
    page::show(&Page {
        frame: member.frame(&app, "Tailor the terms of reference", "/terms").with_notice(notice),
        forgery: member.session.forgery_token(&app),
        terms: at(&member, ""),
        standing: version.standing(),
        source: version.source.clone(),
        may_drop: member.acting.may(Verb::TailorTerms),
        may_tailor: is_draft && member.acting.may(Verb::TailorTerms),
        is_draft,
        settled,
        total: rules.len() + own.len(),
        missing: missing.len(),
        rules,
        questions,
        when,
    })
}

pub(super) async fn remove(Shared(app): Shared<App>, member: Member, _posted: Posted) -> Result<Response> {
    let mut tx = app.begin().await?;
    commands::remove(&app, &mut tx, &member.acting).await?;
    app.commit(tx).await?;
    Ok(to(at(&member, "?dropped")))
}
