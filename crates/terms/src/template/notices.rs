//! Lines that call the document a draft or a template, and sentences that speak of the template itself.

use std::ops::Range;

use super::{
    phrases::{self, joined, plain, says, says_any},
    sentences::sentences,
};

/// What the document may be called while it is nobody's own.
const DRAFTS: &[&str] = &["draft", "template", "sample", "specimen", "example", "model", "exemplar", "pro forma", "proforma"];
/// What such a document is.
const DOCUMENTS: &[&str] = &["terms of reference", "tor", "document", "constitution", "text", "wording", "template"];
/// What is done to a template before it is used.
const TAILOR: &[&str] = &[
    "tailored",
    "adapted",
    "customised",
    "customized",
    "localised",
    "localized",
    "amended",
    "edited",
    "modified",
    "personalised",
    "completed by",
    "filled in",
];
/// Papers of a group that may be drafts in any terms of reference.
pub(super) const PAPERS: &[&str] = &[
    "minute",
    "minutes",
    "agenda",
    "agendas",
    "paper",
    "papers",
    "action note",
    "report",
    "reports",
    "letter",
    "letters",
    "response",
    "responses",
    "protocols",
    "guidance",
];

/// Whether a whole line is such a notice. An item of a list has to be clearer about it than a line by itself: a group may well
/// draft templates.
pub(super) fn is_notice(words: &str, by_itself: bool) -> bool {
    let lower = plain(words);
    let short = lower.split_whitespace().count() <= 14 && words.matches(['.', '?', '!']).count() <= 2;
    (short && by_itself && is_named_draft(words, &lower))
        || (short && calls_it_one(&lower, by_itself))
        || all_sentences(words, speaks_of_template)
}

/// "DRAFT v2", "Template – not for circulation", "Terms of reference (draft)".
fn is_named_draft(words: &str, lower: &str) -> bool {
    let verbs = [
        "will",
        "shall",
        "is",
        "are",
        "was",
        "has",
        "have",
        "should",
        "circulate",
        "circulated",
        "produce",
        "develop",
        "agree",
        "prepare",
        "write",
    ];
    if says_any(lower, &["not for circulation", "not for onward circulation", "for illustration only", "for illustrative purposes"]) {
        return true;
    }
    if says_any(lower, PAPERS) || says_any(lower, &verbs) {
        return false;
    }
    let list: Vec<&str> = lower.split_whitespace().collect();
    let document = says_any(lower, DOCUMENTS);
    let first = list.first().copied().unwrap_or_default();
    let last = list.last().copied().unwrap_or_default();
    let begins = ["draft", "template", "specimen", "exemplar"].contains(&first) && (document || list.len() <= 4);
    let weaker = ["sample", "example", "model", "final"].contains(&first) && (document || says_any(lower, &["only", "draft"]));
    let ends = DRAFTS.contains(&last) && document || last == "draft";
    let shouted = words
        .split(|c: char| !c.is_alphabetic())
        .any(|word| word.len() > 4 && word.chars().all(char::is_uppercase) && DRAFTS.contains(&word.to_lowercase().as_str()));
    begins || weaker || ends || shouted
}

/// "Draft terms of reference", "example text to be adapted by each board".
fn calls_it_one(lower: &str, by_itself: bool) -> bool {
    if says_any(lower, PAPERS) || says_any(lower, &["will", "shall", "circulate", "need", "needs"]) {
        return false;
    }
    let draft = says_any(lower, DRAFTS);
    let called = DOCUMENTS.iter().any(|document| {
        DRAFTS.iter().any(|draft| says(lower, &format!("{draft} {document}"))) || says(lower, &format!("{document} template"))
    });
    let tailored = ["tailored", "adapted", "customised", "customized", "localised", "localized", "personalised"];
    let to_be = by_itself && tailored.iter().any(|word| says(lower, &format!("to be {word}")));
    called || to_be || (draft && TAILOR.iter().any(|word| says(lower, word)))
}

/// A sentence about the template itself.
fn speaks_of_template(sentence: &str) -> bool {
    let lower = plain(sentence);
    let this = [
        "this template",
        "this is a draft",
        "this is a template",
        "this is a sample",
        "this is a model",
        "this is an example",
        "this draft document",
        "this draft is",
        "this sample document",
        "this example document",
        "this model document",
        "the template should",
        "the template is",
        "the template may",
        "the template can",
        "the template below",
        "these template",
        "these draft",
        "this document is a draft",
        "this document is a template",
        "this document is an example",
        "this document is intended as a template",
    ];
    let itself = [
        "this document",
        "this text",
        "these terms of reference",
        "this terms of reference",
        "the terms of reference",
        "the wording",
        "the text below",
        "the text",
        "sections",
        "this section",
    ];
    let can = [
        "should be",
        "may be",
        "can be",
        "must be",
        "needs to be",
        "need to be",
        "is to be",
        "are to be",
        "could be",
        "is intended to be",
        "are intended to be",
    ];
    says_any(&lower, &this)
        || itself.iter().any(|subject| {
            can.iter().any(|can| TAILOR.iter().any(|word| says(&lower, &format!("{subject} {can} {word}"))))
                && says_any(
                    &lower,
                    &["local", "locally", "each", "your", "own", "to suit", "to fit", "as needed", "as required", "as appropriate", "by"],
                )
        })
        || [
            "delete this",
            "remove this",
            "delete the guidance",
            "remove the guidance",
            "delete all guidance",
            "delete these",
            "remove these",
            "delete text in",
            "remove text in",
            "delete any text",
        ]
        .iter()
        .any(|start| {
            lower.contains(start)
                && says_any(
                    &lower,
                    &[
                        "page",
                        "paragraph",
                        "section",
                        "box",
                        "notice",
                        "line",
                        "text",
                        "guidance",
                        "instructions",
                        "note",
                        "notes",
                        "before",
                        "once",
                    ],
                )
        })
        || says_any(
            &lower,
            &[
                "example terms of reference",
                "sample terms of reference",
                "template terms of reference",
                "draft terms of reference",
                "model terms of reference",
            ],
        ) && says_any(&lower, &["these are", "this is"])
}

/// The sentences of a longer clause that speak of the template.
pub(super) fn notices(words: &str, by_itself: bool) -> Vec<Range<usize>> {
    if is_notice(words, by_itself) {
        return phrases::whole(words);
    }
    let found = sentences(words).into_iter().filter(|range| speaks_of_template(&words[range.clone()]));
    joined(words, found.collect())
}

fn all_sentences(words: &str, says: impl Fn(&str) -> bool) -> bool {
    let parts = sentences(words);
    !parts.is_empty() && parts.into_iter().all(|range| says(&words[range]))
}
