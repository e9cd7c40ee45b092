//! The form of one rule of a draft.

use askama::Template;
use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::Response,
};
use group::{acting::Member, rules::Rule};
use kernel::{
    App, Error, Result,
    error::FieldError,
    form::{Fields, Posted},
    page::{self, Errors, Frame},
};

use super::{
    super::commands::{self, Whole},
    at, tailored, to,
};
use crate::{
    boards,
    paper::Mark,
    rules::{self, Answer, AnswerForm},
    template::MarkKind,
};

#[derive(Template)]
#[template(path = "versions/pages/rule.html")]
struct Page<'a> {
    frame: Frame,
    errors: Errors<'a>,
    forgery: String,
    draft: String,
    heading: &'static str,
    question: &'static str,
    /// Where the template speaks of it.
    asked: Vec<String>,
    /// The stored answer, for the form to show what its writer saw.
    seen: String,
    is_answered: bool,
    form: AnswerForm,
    /// The boards that Brig knows, to be typed with a press.
    boards: Vec<String>,
}

fn rule(typed: &str) -> Result<Rule> {
    Rule::from_key(typed).ok_or(Error::NotFound)
}

/// What stands in a form that nobody has filled in: what the template says, or what most groups do.
fn suggested(found: &Whole, rule: Rule, member: &Member) -> Fields {
    let marks = || found.clauses.iter().flat_map(|clause| &clause.marks);
    let pairs: Vec<(String, String)> = match rule {
        Rule::Balance => vec![("parity".into(), "yes".into())],
        Rule::Quorum => vec![("gps".into(), "1".into()), ("consultants".into(), "1".into())],
        Rule::Promises => vec![("triage_days".into(), member.acting.group.triage_days.to_string())],
        Rule::Coverage => {
            let board = found.answers.iter().find_map(|answer| if let Answer::Board(board) = answer { Some(board) } else { None });
            let mut pairs: Vec<(String, String)> =
                ["in-hours", "out-of-hours", "lmc", "consultant-committee"].map(|key| (format!("want-{key}"), "yes".to_owned())).into();
            pairs.extend(board.map(|board| ("sites".to_owned(), board.sites.join("\n"))));
            pairs.extend(board.map(|board| ("partnerships".to_owned(), board.partnerships.join("\n"))));
            pairs
        }
        Rule::MinuteGroups => {
            let examples = marks().filter(|mark| mark.rule.is_some_and(|(asked, _)| asked == rule)).flat_map(|mark| examples(&mark.asked));
            vec![("groups".into(), examples.collect::<Vec<_>>().join("\n"))]
        }
        Rule::Networks => marks().filter(|mark| is_channel(mark)).enumerate().flat_map(|(at, mark)| channel(at, &mark.asked)).collect(),
        _ => Vec::new(),
    };
    pairs.into_iter().collect()
}

/// What a bracket names as examples: `list groups e.g. LMC, GP Sub` names two.
fn examples(asked: &str) -> Vec<String> {
    let small = asked.to_lowercase();
    let named =
        ["e.g.", "eg ", "such as", "for example", "including"].iter().filter_map(|cue| small.find(cue).map(|at| at + cue.len())).min();
    let Some(named) = named.and_then(|at| asked.get(at..)) else { return Vec::new() };
    let names = named.replace(" and ", ", ").replace(';', ",");
    names.split(',').map(|name| name.trim_matches([' ', '.', ':']).to_owned()).filter(|name| !name.is_empty()).collect()
}

fn is_channel(mark: &Mark) -> bool {
    let asked = mark.asked.to_lowercase();
    mark.kind == MarkKind::Name
        && ["mail", "newsletter", "bulletin", "update", "briefing"].iter().any(|word| asked.contains(word))
        && !asked.contains('@')
}

fn channel(at: usize, name: &str) -> [(String, String); 2] {
    let every = if name.to_lowercase().contains("week") { "week" } else { "month" };
    [(format!("name-{at}"), name.to_owned()), (format!("every-{at}"), every.to_owned())]
}

fn page(
    app: &App,
    member: &Member,
    found: &Whole,
    rule: Rule,
    typed: &Fields,
    errors: &[FieldError],
    status: StatusCode,
) -> Result<Response> {
    let stored = found.answers.iter().find(|answer| answer.rule() == rule);
    let asking = |mark: &&Mark| mark.rule.is_some_and(|(asked, _)| asked == rule);
    let clauses = found.clauses.iter().filter(|clause| clause.marks.iter().any(|mark| asking(&mark)));
    let page = Page {
        frame: member.frame(app, rules::title(rule), "/terms").with_errors(errors),
        errors: Errors::new(errors),
        forgery: member.session.forgery_token(app),
        draft: at(member, "/draft"),
        heading: rules::title(rule),
        question: rules::question(rule),
        asked: clauses.map(|clause| clause.words.clone()).collect(),
        seen: stored.map(serde_json::to_string).transpose()?.unwrap_or_default(),
        is_answered: stored.is_some(),
        form: rules::form(rule, typed, errors),
        boards: if rule == Rule::Board { boards::boards().iter().map(|board| board.name.clone()).collect() } else { Vec::new() },
    };
    page::show_as(status, &page)
}

pub(super) async fn form(Shared(app): Shared<App>, Path((_, key)): Path<(String, String)>, member: Member) -> Result<Response> {
    let (rule, found) = (rule(&key)?, tailored(&app, &member.acting).await?);
    let stored = found.answers.iter().find(|answer| answer.rule() == rule);
    let typed = stored.map_or_else(|| suggested(&found, rule, &member), rules::typed);
    page(&app, &member, &found, rule, &typed, &[], StatusCode::OK)
}

pub(super) async fn save(
    Shared(app): Shared<App>,
    Path((_, key)): Path<(String, String)>,
    member: Member,
    posted: Posted,
) -> Result<Response> {
    let (rule, fields) = (rule(&key)?, &posted.fields);
    commands::must_tailor(&member.acting)?;
    let saved = if fields.get("act") == "nothing" { Ok(None) } else { rules::read(rule, fields).map(Some) };
    let saved = match saved {
        Ok(answer) => {
            let mut tx = app.begin().await?;
            match commands::answer(&app, &mut tx, &member.acting, rule, answer.as_ref(), fields.get("seen")).await {
                Ok(()) => app.commit(tx).await,
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    };
    let Err(error) = saved else { return Ok(to(at(&member, "/draft?saved"))) };
    let status = error.told().status;
    let found = tailored(&app, &member.acting).await?;
    page(&app, &member, &found, rule, fields, &error.into_messages(rules::first_field(rule))?, status)
}

#[cfg(test)]
mod unit {
    use super::examples;

    #[test]
    fn examples_in_a_bracket_are_offered_as_a_beginning() {
        assert_eq!(examples("list committees e.g. LMC, GP Sub and Board Forum"), ["LMC", "GP Sub", "Board Forum"]);
        assert!(examples("list committees").is_empty());
    }
}
