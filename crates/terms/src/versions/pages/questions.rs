//! What the template leaves open beside the rules: other brackets, names of the board that it was borrowed from, notices.

use askama::Template;
use axum::{extract::State as Shared, http::StatusCode, response::Response};
use group::{acting::Member, rules::Rule};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Frame},
};
use uuid::Uuid;

use super::{
    super::commands::{self, Decision, Whole},
    at, tailored, to,
};
use crate::{
    paper::{Clause, Decided, Mark},
    rules::title,
    template::MarkKind,
};

struct Choice {
    value: &'static str,
    words: &'static str,
    on: bool,
}

struct Question {
    at: usize,
    id: Uuid,
    asked: String,
    /// What it is called, where its own words are too many or none.
    called: String,
    hint: &'static str,
    /// The words before it and behind it, to see where it stands.
    around: (String, String),
    choices: Vec<Choice>,
    is_list: bool,
    answer: String,
    /// The rules that could fill it in, for a bracket.
    rules: Vec<(&'static str, &'static str, bool)>,
    seen: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "versions/pages/questions.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    draft: String,
    open: Vec<Question>,
    filled: Vec<Question>,
}

fn hint(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Text => "A gap in the template.",
        MarkKind::List => "A gap for a list: one a line.",
        MarkKind::Optional => "A gap that need not apply: leave it out if it does not.",
        MarkKind::Name => "This looks like a name of the board that the template comes from.",
        MarkKind::Notice => "This line calls the text a draft or a template.",
        MarkKind::Advice => "This speaks to whoever tailors the template.",
        MarkKind::EmptyTable => "An empty table.",
    }
}

/// So many characters are shown before and behind a question.
const AROUND: usize = 160;

/// The end of a text, from a blank on.
fn end_of(text: &str) -> String {
    let from = text.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let shown = &text[from..];
    if from == 0 { shown.to_owned() } else { format!("… {}", shown.split_once(' ').map_or(shown, |(_, rest)| rest)) }
}

/// The beginning of a text, up to a blank.
fn beginning_of(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        None => text.to_owned(),
        Some((to, _)) => format!("{} …", text[..to].rsplit_once(' ').map_or(&text[..to], |(rest, _)| rest)),
    }
}

fn question(at: usize, clause: &Clause, mark: &Mark, typed: Option<&Decision>, errors: &[FieldError]) -> Question {
    let stood = Decision::stood(mark);
    let decided = match (mark.decided, mark.rule) {
        (Decided::Open, Some(_)) => "rule",
        (decided, _) => decided.key(),
    };
    let decided = typed.map_or(decided, |typed| typed.decided.as_str());
    let rule = typed.map_or_else(|| mark.rule.map_or("", |(rule, _)| rule.key()), |typed| typed.rule.as_str());
    let choice = |value, words| Choice { value, words, on: value == decided };
    let (before, after) = around(clause, mark);
    let bracket = mark.is_placeholder();
    let mut choices = Vec::new();
    if !bracket {
        choices.push(choice("kept", "Keep it as it is"));
    }
    choices.push(choice("answered", if bracket { "Fill it in" } else { "Put this in its place" }));
    choices.push(choice("dropped", "Leave it out"));
    if bracket {
        choices.push(choice("rule", "Fill it in from an answer of the list:"));
    }
    Question {
        at,
        id: mark.id,
        asked: mark.asked.clone(),
        called: match mark.kind {
            MarkKind::EmptyTable => "An empty table".into(),
            MarkKind::Notice => "A line about the template".into(),
            MarkKind::Advice => "Advice to whoever tailors it".into(),
            _ => mark.asked.clone(),
        },
        hint: hint(mark.kind),
        around: (end_of(before), beginning_of(after)),
        choices,
        is_list: mark.kind == MarkKind::List,
        answer: typed.map_or_else(|| mark.answer.clone(), |typed| typed.answer.clone()),
        rules: if bracket { Rule::ALL.into_iter().map(|one| (one.key(), title(one), one.key() == rule)).collect() } else { Vec::new() },
        seen: stood,
        error: errors.iter().find(|error| error.field == format!("answer-{at}")).map(|error| error.message.clone()),
    }
}

/// The words of a clause before a question and behind it; of two that read alike each where it stands.
fn around<'a>(clause: &'a Clause, mark: &Mark) -> (&'a str, &'a str) {
    let mut from = 0;
    for other in &clause.marks {
        let Some(at) = clause.words[from..].find(other.literal.as_str()) else { continue };
        let end = from + at + other.literal.len();
        if other.id == mark.id {
            return (&clause.words[..from + at], &clause.words[end..]);
        }
        from = end;
    }
    (&clause.words, "")
}

/// Every question with the clause it stands in: those that people decide on first, those that an answer fills in last.
fn ordered(found: &Whole) -> (Vec<(&Clause, &Mark)>, usize) {
    let all = found.clauses.iter().flat_map(|clause| clause.marks.iter().map(move |mark| (clause, mark)));
    let (filled, mut open): (Vec<_>, Vec<_>) = all.partition(|(_, mark)| mark.decided == Decided::Open && mark.rule.is_some());
    let own = open.len();
    open.extend(filled);
    (open, own)
}

fn page(app: &App, member: &Member, found: &Whole, typed: &[Decision], errors: &[FieldError], status: StatusCode) -> Result<Response> {
    let (ordered, own) = ordered(found);
    let questions = ordered.iter().enumerate().map(|(at, (clause, mark))| {
        let typed = typed.iter().find(|typed| typed.id == mark.id);
        question(at, clause, mark, typed, errors)
    });
    let mut open: Vec<Question> = questions.collect();
    let filled = open.split_off(own);
    let page = Page {
        frame: member.frame(app, "What the template leaves open", "/terms").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        draft: at(member, "/draft"),
        open,
        filled,
    };
    page::show_as(status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, member: Member) -> Result<Response> {
    let found = tailored(&app, &member.acting).await?;
    page(&app, &member, &found, &[], &[], StatusCode::OK)
}

/// The most questions that one form holds.
const MOST: usize = 10_000;

fn typed(fields: &Fields) -> Vec<Decision> {
    let one = |at: usize| {
        let field = |name: &str| fields.get(&format!("{name}-{at}")).to_owned();
        let id = field("mark").parse().ok()?;
        let (answer, seen) = (field("answer").replace("\r\n", "\n"), field("seen").replace("\r\n", "\n"));
        Some(Decision { id, decided: field("decided"), rule: field("rule"), answer, seen })
    };
    (0..MOST).map_while(one).collect()
}

pub(super) async fn save(Shared(app): Shared<App>, member: Member, posted: Posted) -> Result<Response> {
    let decisions = typed(&posted.fields);
    let mut tx = app.begin().await?;
    let error = match commands::decide(&app, &mut tx, &member.acting, &decisions).await {
        Ok(_) => {
            app.commit(tx).await?;
            return Ok(to(at(&member, "/draft?saved")));
        }
        Err(error) => error,
    };
    drop(tx);
    let status = error.told().status;
    let errors = match error {
        Error::Conflict(message) => {
            let message = format!("{message} What you typed stands below; saving again replaces theirs");
            vec![FieldError { field: "questions".into(), message }]
        }
        other => other.into_messages("questions")?,
    };
    let found = tailored(&app, &member.acting).await?;
    page(&app, &member, &found, &decisions, &errors, status)
}
