//! Words and marks of versions that need more than their rules.

use analysis::shortening::Over;
use kernel::{keys, words};
use meetings::decisions::Decision;

/// What both sides approved, as a short proof: whoever approves a version has read this core.
pub(crate) fn core(decision: &Decision) -> String {
    let outcome = &decision.outcome;
    let from = outcome.from_when.map(|day| day.to_string()).unwrap_or_default();
    let parts = [&decision.words, &outcome.what_changes, &outcome.for_whom, &from, &outcome.who_to_ask, &outcome.patients];
    keys::hex(&keys::hash(&parts.map(String::as_str).join("\u{1f}")))
}

/// How far a text is over its room, in words: `7 words too many in the text`; `None` where it fits.
pub(crate) fn too_many(over: Over) -> Option<String> {
    let part = |n: usize, place: &str| (n > 0).then(|| format!("{} too many in {place}", words::count(n as u64, "word", "words")));
    match (part(over.headline, "the headline"), part(over.body, "the text")) {
        (Some(one), Some(other)) => Some(format!("{one}, {other}")),
        (one, other) => one.or(other),
    }
}
