//! Puts the text together: from clauses, what was decided in them, and the answers that the software goes by.

use std::collections::HashMap;

use group::rules::Rule;
use uuid::Uuid;

use super::{
    linking::speaks_of,
    model::{Clause, ClauseKind, Decided, Mark, Missing, Paper, Paragraph, TO_BE_AGREED},
    phrase,
};
use crate::{rules::Answer, template::MarkKind};

/// The heading of what a template does not say by itself.
const WORKING_RULES: &str = "Working rules";

/// The answers by their rule.
type Answers<'a> = HashMap<Rule, &'a Answer>;

fn by_rule(answers: &[Answer]) -> Answers<'_> {
    answers.iter().map(|answer| (answer.rule(), answer)).collect()
}

/// What stands in the place of a mark: some words, nothing, or that it is open.
enum Stands {
    Words(String),
    Nothing,
    Open,
}

fn stands(mark: &Mark, answers: &Answers<'_>) -> Stands {
    match (mark.decided, mark.rule) {
        (Decided::Kept, _) => Stands::Words(kept(&mark.literal)),
        (Decided::Answered, _) => Stands::Words(said(mark)),
        (Decided::Dropped, _) => Stands::Nothing,
        (Decided::Open, Some((rule, nth))) => match answers.get(&rule) {
            Some(answer) => answer.inline(nth).map_or(Stands::Nothing, Stands::Words),
            None => Stands::Open,
        },
        (Decided::Open, None) => Stands::Open,
    }
}

/// A name as it stands in the template; of a link in brackets the words that people read.
fn kept(literal: &str) -> String {
    let link = literal.strip_prefix('[').and_then(|link| link.split_once("]("));
    link.map_or_else(|| literal.to_owned(), |(words, _)| words.to_owned())
}

/// An answer in the group's own words: of a list the lines in one sentence.
fn said(mark: &Mark) -> String {
    if mark.kind != MarkKind::List {
        return mark.answer.clone();
    }
    let lines: Vec<String> =
        mark.answer.lines().map(|line| line.trim().trim_end_matches(',').to_owned()).filter(|line| !line.is_empty()).collect();
    crate::rules::joined(&lines)
}

/// The text of a clause. An open bracket reads *to be agreed*; an open name of the template's own still stands there.
fn text(clause: &Clause, answers: &Answers<'_>) -> String {
    // A paragraph that is nothing but a bracket becomes a sentence of its own.
    if let [mark] = clause.marks.as_slice()
        && let (Decided::Open, Some((rule, _))) = (mark.decided, mark.rule)
        && let Some(answer) = answers.get(&rule)
        && (clause.kind, rule == Rule::Board) == (ClauseKind::Paragraph, false)
        && clause.words.trim().trim_end_matches('.') == mark.literal
    {
        return answer.clause().unwrap_or_default();
    }
    let (mut out, mut rest) = (String::new(), clause.words.as_str());
    for mark in &clause.marks {
        let Some((before, after)) = rest.split_once(mark.literal.as_str()) else { continue };
        out.push_str(before);
        rest = after;
        match stands(mark, answers) {
            Stands::Words(words) => push(&mut out, &words, rest),
            Stands::Nothing if mark.is_placeholder() => match nobody(mark, answers) {
                // "We report to [group]" and there is none: the answer's own sentence says so.
                Some(sentence) => {
                    out.truncate(phrase::sentence_start(&out));
                    out.push_str(&sentence);
                    rest = phrase::after_sentence(rest);
                }
                None => out.truncate(phrase::without_its_lead(&out, rest).len()),
            },
            Stands::Nothing => out.truncate(phrase::without_article(&out).len()),
            Stands::Open if mark.is_placeholder() => out.push_str(TO_BE_AGREED),
            Stands::Open => out.push_str(&mark.literal),
        }
    }
    out.push_str(rest);
    if clause.kind == ClauseKind::Row { out } else { phrase::tidy(&out) }
}

/// The sentence that stands for a rule whose first bracket has nothing to stand there.
fn nobody(mark: &Mark, answers: &Answers<'_>) -> Option<String> {
    let (rule, nth) = mark.rule.filter(|_| mark.decided == Decided::Open)?;
    let answer = answers.get(&rule).filter(|_| nth == 0)?;
    Some(answer.clause().unwrap_or_default())
}

/// Puts words in the place of a bracket so that nothing stands there twice: `NHS [board]`, `every [month]`, `the [group]`,
/// `[number] working days`.
fn push(out: &mut String, words: &str, rest: &str) {
    let last = out.split_whitespace().next_back().unwrap_or_default();
    let doubled = !last.is_empty() && out.ends_with(char::is_whitespace);
    let words = words.split_once(' ').filter(|(first, _)| doubled && first.eq_ignore_ascii_case(last)).map_or(words, |(_, rest)| rest);
    let following = rest.trim_start();
    let words = match ["working days", "working day", "days", "day"].iter().position(|unit| following.starts_with(unit)) {
        Some(0 | 1) => words.strip_suffix(" working days").or_else(|| words.strip_suffix(" working day")),
        Some(_) => words.strip_suffix(" days").or_else(|| words.strip_suffix(" day")),
        None => None,
    }
    .unwrap_or(words);
    out.push_str(if following.starts_with('.') { words.trim_end_matches('.') } else { words });
}

/// Whether a rule is stated in full in the place of a bracket of some clause.
fn is_linked(rule: Rule, clauses: &[Clause]) -> bool {
    let mut marks = clauses.iter().flat_map(|clause| &clause.marks);
    marks.any(|mark| mark.decided == Decided::Open && mark.rule.is_some_and(|(asked, _)| asked == rule))
}

/// The text as people read it. What the answers say and the template has no bracket for stands in a last section.
#[must_use]
pub fn compose(clauses: &[Clause], answers: &[Answer]) -> Paper {
    let by_rule = by_rule(answers);
    let mut paper = Paper::default();
    let (mut section, mut below) = (0, 0);
    let mut said: Vec<Rule> = Vec::new();
    let mut add = |kind: ClauseKind, text: String, lineage: Uuid, rules: Vec<Rule>| {
        if kind == ClauseKind::Heading {
            (section, below) = (section + 1, 0);
        } else {
            below += 1;
        }
        let number = if kind == ClauseKind::Heading { section.to_string() } else { format!("{section}.{below}") };
        let rules = rules.into_iter().map(|rule| rule.key().to_owned()).collect();
        paper.paragraphs.push(Paragraph { number, kind, text, lineage, rules });
    };
    for clause in clauses {
        let text = text(clause, &by_rule);
        if text.trim().is_empty() {
            continue;
        }
        let states = |rule: &Rule| {
            let asks = clause.marks.iter().any(|mark| mark.decided == Decided::Open && mark.rule.is_some_and(|(asked, _)| asked == *rule));
            // Of paragraphs that only speak of a rule the first is enough.
            asks || clause.kind != ClauseKind::Heading && !said.contains(rule) && !is_linked(*rule, clauses) && speaks_of(*rule, &text)
        };
        let rules: Vec<Rule> = Rule::ALL.into_iter().filter(|rule| by_rule.contains_key(rule)).filter(states).collect();
        said.extend(&rules);
        add(clause.kind, text, clause.lineage, rules);
    }
    let alone: Vec<(Rule, String)> = Rule::ALL
        .into_iter()
        .filter(|rule| !is_linked(*rule, clauses))
        .filter_map(|rule| by_rule.get(&rule).and_then(|answer| answer.clause()).map(|clause| (rule, clause)))
        .collect();
    if !alone.is_empty() {
        add(ClauseKind::Heading, WORKING_RULES.into(), Uuid::from_u128(1), Vec::new());
        for (rule, clause) in alone {
            let own = Rule::ALL.iter().position(|other| *other == rule).unwrap_or_default();
            add(ClauseKind::Paragraph, clause, Uuid::from_u128(2 + own as u128), vec![rule]);
        }
    }
    paper
}

/// What must be settled before the text can be published, in reading order.
#[must_use]
pub fn missing(clauses: &[Clause], answers: &[Answer]) -> Vec<Missing> {
    let by_rule = by_rule(answers);
    let mut missing = Vec::new();
    for mark in clauses.iter().flat_map(|clause| &clause.marks) {
        if matches!(stands(mark, &by_rule), Stands::Open) {
            let one = match mark.rule {
                Some((rule, _)) => Missing::Rule(rule),
                None => Missing::Question { id: mark.id, asked: mark.asked.clone() },
            };
            if !missing.contains(&one) {
                missing.push(one);
            }
        }
    }
    missing
}
