//! Lines that call the document a draft or a template, and sentences that speak of the template itself.

use std::ops::Range;

use super::{
    phrases::{joined, phrases, plain, whole},
    sentences::sentences,
};

phrases! {
    /// What the document may be called while it is nobody's own.
    DRAFTS = "draft | template | sample | specimen | example | model | exemplar | pro forma | proforma";
    /// Of these, what says it alone, and what says it beside a word for the document.
    CLEARLY = "draft | template | specimen | exemplar";
    BESIDE = "sample | example | model | final";
    /// What such a document is.
    DOCUMENTS = "terms of reference | tor | document | constitution | text | wording | template";
    TEMPLATE = "template";
    /// What is done to a template before it is used.
    TAILORED = "tailored | adapted | customised | customized | localised | localized | personalised";
    CHANGED = "tailored | adapted | customised | customized | localised | localized | personalised | amended | edited | modified | completed by | filled in";
    TO_BE = "to be";
    /// Lines that say so in other words.
    OTHERWISE = "not for circulation | not for onward circulation | for illustration only | for illustrative purposes";
    ONLY = "only | draft";
    /// Papers of a group that may be drafts in any terms of reference.
    PAPERS = "minute | minutes | agenda | agendas | paper | papers | action note | report | reports | letter | letters | response | responses | protocols | guidance";
    /// What makes a sentence of a line.
    VERBS = "will | shall | is | are | was | has | have | should | circulate | circulated | produce | develop | agree | prepare | write";
    LATER = "will | shall | circulate | need | needs";
    /// The template, called so.
    THIS = "this template | this is a draft | this is a template | this is a sample | this is a model | this is an example | this draft document |
        this draft is | this sample document | this example document | this model document | the template should | the template is | the template may |
        the template can | the template below | these template | these draft | this document is a draft | this document is a template |
        this document is an example | this document is intended as a template";
    THESE_ARE = "these are | this is";
    /// The template, called by its own name; what may be done to it; and what that is for.
    ITSELF = "this document | this text | these terms of reference | this terms of reference | the terms of reference | the wording | the text below | the text |
        sections | this section";
    CAN_BE = "should be | may be | can be | must be | needs to be | need to be | is to be | are to be | could be | is intended to be | are intended to be";
    FOR_WHOM = "local | locally | each | your | own | to suit | to fit | as needed | as required | as appropriate | by";
    /// What is to be taken out.
    TAKE_OUT = "delete this | remove this | delete the | remove the | delete all | delete these | remove these | delete any | delete text | remove text";
    OUT = "page | paragraph | section | box | notice | line | text | guidance | instructions | note | notes | before | once";
}

/// Whether words speak of papers that any group has.
pub(super) fn are_papers(plain: &str) -> bool {
    PAPERS.stand_in(plain)
}

/// Whether a whole line is such a notice. An item of a list has to be clearer about it than a line by itself: a group may well
/// draft templates.
pub(super) fn is_notice(words: &str, by_itself: bool) -> bool {
    let lower = plain(words);
    let short = lower.split(' ').count() <= 14 && words.matches(['.', '?', '!']).count() <= 2;
    (short && by_itself && is_named_draft(words, &lower)) || (short && calls_it_one(&lower, by_itself)) || all_speak_of_it(words)
}

/// "DRAFT v2", "Template – not for circulation", "Terms of reference (draft)".
fn is_named_draft(words: &str, lower: &str) -> bool {
    if OTHERWISE.stand_in(lower) {
        return true;
    }
    if PAPERS.stand_in(lower) || VERBS.stand_in(lower) {
        return false;
    }
    let document = DOCUMENTS.stand_in(lower);
    let last = lower.rsplit(' ').next().unwrap_or_default();
    let begins = CLEARLY.begin(lower) && (document || lower.split(' ').count() <= 4);
    let weaker = BESIDE.begin(lower) && (document || ONLY.stand_in(lower));
    let ends = (DRAFTS.are(last) && document) || last == "draft";
    begins || weaker || ends || draft_words(words).any(|word| word.len() > 4 && word.chars().all(char::is_uppercase))
}

/// The words that call something a draft.
fn draft_words(words: &str) -> impl Iterator<Item = &str> {
    words.split(|c: char| !c.is_alphabetic()).filter(|word| DRAFTS.are(&word.to_lowercase()))
}

/// "Draft terms of reference", "example text to be adapted by each board".
fn calls_it_one(lower: &str, by_itself: bool) -> bool {
    if PAPERS.stand_in(lower) || LATER.stand_in(lower) {
        return false;
    }
    let called = DRAFTS.stand_before(&DOCUMENTS, lower) || DOCUMENTS.stand_before(&TEMPLATE, lower);
    called || (by_itself && TO_BE.stand_before(&TAILORED, lower)) || (DRAFTS.stand_in(lower) && CHANGED.stand_in(lower))
}

/// A sentence about the template itself.
fn speaks_of_it(sentence: &str) -> bool {
    let lower = plain(sentence);
    let changed = |rest: &str| CAN_BE.rests(rest).any(|rest| CHANGED.begin(rest));
    THIS.stand_in(&lower)
        || (ITSELF.places(&lower).any(|(_, rest)| changed(rest)) && FOR_WHOM.stand_in(&lower))
        || TAKE_OUT.places(&lower).any(|(_, rest)| OUT.stand_in(rest))
        || (DRAFTS.stand_before(&DOCUMENTS, &lower) && THESE_ARE.stand_in(&lower))
}

fn all_speak_of_it(words: &str) -> bool {
    let parts = sentences(words);
    !parts.is_empty() && parts.into_iter().all(|range| speaks_of_it(&words[range]))
}

/// The sentences of a longer clause that speak of the template. Of a line that also asks for something (`asks`) only the word
/// is marked: the rest is its title.
pub(super) fn notices(words: &str, by_itself: bool, asks: bool) -> Vec<Range<usize>> {
    if is_notice(words, by_itself) {
        if !asks || all_speak_of_it(words) {
            return whole(words);
        }
        return draft_words(words).take(1).filter_map(|word| words.find(word).map(|at| at..at + word.len())).collect();
    }
    let found = sentences(words).into_iter().filter(|range| speaks_of_it(&words[range.clone()]));
    joined(words, found.collect())
}
