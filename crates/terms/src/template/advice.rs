//! Advice: sentences that speak to whoever tailors the template, not to the group's readers.

use std::ops::Range;

use super::{
    notices::PAPERS,
    phrases::{self, joined, plain, says, says_any},
    sentences::sentences,
};

const IMPERSONAL: &[&str] = &["it is", "it is also", "it is strongly", "it is further", "it is generally", "it is usually", "it was"];
const RECOMMENDED: &[&str] =
    &["recommended", "suggested", "advised", "advisable", "good practice to", "best practice to", "helpful to", "useful to", "worth"];
const ADVISING: &[&str] = &[
    "it may be helpful",
    "it may be useful",
    "it may also be helpful",
    "it may also be useful",
    "it can be helpful",
    "it can be useful",
    "it would be helpful",
    "it would be useful",
    "it might be helpful",
    "it might be useful",
    "we recommend",
    "we suggest",
    "we advise",
    "we would recommend",
    "we would suggest",
    "we would advise",
    "we strongly recommend",
    "we strongly suggest",
    "our advice is",
    "our recommendation is",
    "you may",
    "you might",
    "you should",
    "you can",
    "you could",
    "you will",
    "you need",
    "you wish",
    "you must",
    "your group",
    "your board",
    "your own",
    "your local",
    "your area",
    "your health board",
    "if you",
    "delete as appropriate",
    "delete as applicable",
    "delete if not",
    "delete where not",
    "delete whichever",
    "amend as appropriate",
    "amend as required",
    "amend as necessary",
    "adapt as appropriate",
    "adapt as required",
    "adapt as necessary",
    "tailor as appropriate",
    "edit as appropriate",
    "to be agreed locally",
    "to be decided locally",
    "to be determined locally",
    "for local determination",
    "for local decision",
    "this section should",
    "this section could",
    "this section may",
    "this section can",
    "this part should",
    "this paragraph should",
    "this section is optional",
    "this section is for",
];
const READERS: &[&str] = &["groups", "boards", "local areas", "localities", "each group", "each board", "each health board"];
const WISHES: &[&str] = &[
    "may wish",
    "might wish",
    "may want",
    "might want",
    "may choose",
    "may like",
    "might like",
    "will wish",
    "will want",
    "should consider",
    "should decide",
    "should adapt",
    "should tailor",
    "should amend",
    "should insert",
    "should add",
    "are advised",
    "are encouraged",
    "can decide",
    "may decide",
    "may adapt",
    "can adapt",
    "may amend",
    "could consider",
    "may consider",
    "are free to",
    "should agree locally",
];
const TAILORING: &[&str] =
    &["tailor", "adapt", "customise", "customize", "localise", "amend", "edit", "delete", "insert", "overwrite", "strike out"];
/// How sentences begin that tell the author what to do.
const TOLD: &[&str] = &[
    "consider including",
    "consider adding",
    "consider whether",
    "consider inviting",
    "consider how",
    "think about",
    "use this section",
    "set out here",
    "describe here",
    "explain here",
    "insert here",
    "include here",
    "list here",
    "state here",
];

/// What in a clause speaks to whoever tailors the template: from where it begins to where it ends.
pub(super) fn advice(words: &str) -> Vec<Range<usize>> {
    if labelled(words) {
        return phrases::whole(words);
    }
    let parts = sentences(words);
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in parts {
        let sentence = &words[range.clone()];
        // "This also helps": what explains a piece of advice belongs to it.
        let goes_on = found.last().is_some_and(|last| words[last.end..range.start].trim().is_empty()) && explains(sentence);
        if labelled(sentence) {
            found.push(range.start..words.len());
            break;
        }
        if advises(sentence) || goes_on {
            found.push(range);
        }
    }
    joined(words, found)
}

/// "Recommendations: …", "Note to author: …".
fn labelled(words: &str) -> bool {
    let start = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = start.find([':', '–', '—']).or_else(|| start.find(" - ")).unwrap_or(0);
    let label = plain(&start[..end]);
    let whole = [
        "recommendation",
        "recommendations",
        "recommended",
        "suggestion",
        "suggestions",
        "suggested wording",
        "suggested text",
        "guidance",
        "guidance note",
        "guidance notes",
        "drafting note",
        "drafting notes",
        "advice",
        "tip",
        "tips",
        "hint",
        "instruction",
        "instructions",
        "author's note",
        "author note",
        "authors note",
        "editor's note",
        "template note",
        "template guidance",
        "user note",
        "for consideration",
        "points to consider",
        "things to consider",
        "consider",
        "how to use",
        "user guidance",
    ];
    label.split_whitespace().count() <= 6 && (whole.contains(&label.as_str()) || is_note_to(&label))
}

/// Whether a heading says that all below it speaks to whoever tailors the template.
pub(super) fn heads_advice(heading: &str) -> bool {
    let label = plain(heading);
    let label = label.trim();
    [
        "recommendations",
        "guidance notes",
        "drafting notes",
        "guidance for use",
        "instructions",
        "instructions for use",
        "how to use",
        "about this template",
        "notes on this template",
    ]
    .contains(&label)
        || label.starts_with("how to use this")
        || label.starts_with("using this template")
        || label.starts_with("instructions for ")
        || is_note_to(label)
}

fn is_note_to(label: &str) -> bool {
    let to = [
        "note to",
        "note for",
        "notes to",
        "notes for",
        "guidance to",
        "guidance for",
        "advice to",
        "advice for",
        "instructions to",
        "instructions for",
        "message to",
        "nb to",
        "recommendations for",
        "recommendations to",
    ];
    let whom = [
        "author",
        "authors",
        "board",
        "boards",
        "health boards",
        "group",
        "groups",
        "interface groups",
        "user",
        "users",
        "editor",
        "editors",
        "drafter",
        "drafters",
        "chair",
        "chairs",
        "completing",
        "completion",
        "local",
        "those",
        "whoever",
        "tailoring",
        "adapting",
        "use",
    ];
    to.iter().any(|to| label.starts_with(to)) && says_any(label, &whom)
}

/// A sentence that recommends something to those who set up a group.
fn advises(sentence: &str) -> bool {
    let lower = plain(sentence);
    let recommended = IMPERSONAL.iter().any(|start| RECOMMENDED.iter().any(|word| says(&lower, &format!("{start} {word}"))));
    let please =
        lower.strip_prefix("please ").is_some_and(|rest| TAILORING.iter().any(|verb| rest.starts_with(verb)) && !says_any(&lower, PAPERS));
    let told = TOLD.iter().any(|start| lower.starts_with(start));
    recommended || please || told || says_any(&lower, ADVISING) || readers_may(&lower)
}

/// "Boards may wish to …": said of all that use the template, not of the group's own working groups.
fn readers_may(lower: &str) -> bool {
    READERS.iter().any(|readers| {
        WISHES.iter().any(|wish| {
            lower.match_indices(&format!("{readers} {wish}")).any(|(at, _)| {
                let before = lower[..at].split_whitespace().next_back().unwrap_or_default();
                let own = ["sub", "working", "task", "short-life", "focus", "project", "these", "such", "steering"].contains(&before)
                    || lower[..at].ends_with('-');
                !own && (at == 0 || lower[..at].ends_with(' '))
            })
        })
    })
}

/// A sentence that goes on with the advice before it.
fn explains(sentence: &str) -> bool {
    let lower = plain(sentence);
    [
        "this will help",
        "this helps",
        "this also helps",
        "this can help",
        "this may help",
        "this is because",
        "this would",
        "doing so",
        "for example",
        "examples include",
        "these could",
        "these might",
        "this could",
        "this might",
        "such a member",
        "such members",
        "helps ",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}
