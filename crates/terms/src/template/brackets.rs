//! Placeholders: whatever stands in brackets, and the other ways in which a form says that something is to be filled in.

use std::ops::Range;

use super::{MarkKind, asks, ranges::Taken};

/// A placeholder within a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placeholder {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) kind: MarkKind,
    /// Whether another stands within it.
    pub(super) nested: bool,
}

/// A bracket without its other half, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbalanced {
    NotClosed(usize),
    NotOpened(usize),
}

/// What a clause asks for, in reading order; `links` are addresses behind words, as `[words](address)`.
pub(super) struct Found {
    pub(super) placeholders: Vec<Placeholder>,
    pub(super) links: Vec<Range<usize>>,
}

/// Looks through a clause. `prompts` are the places where a Word form itself asks.
pub(super) fn find(words: &str, prompts: &[Range<usize>]) -> Result<Found, Unbalanced> {
    let mut links: Vec<Range<usize>> = Vec::new();
    let mut ranges: Vec<(Range<usize>, bool)> = Vec::new();
    for (range, nested) in squares(words)? {
        match link_behind(words, &range) {
            Some(end) => links.push(range.start..end),
            None => ranges.push((range, nested)),
        }
    }
    let others =
        [paired(words, "<<", ">>"), paired(words, "{{", "}}"), paired(words, "«", "»"), named(words, '<', '>'), named(words, '{', '}')];
    let others = others.into_iter().flatten().chain(blanks(words)).chain(standing_prompts(words)).chain(prompts.iter().cloned());
    ranges.extend(others.map(|range| (range, false)));
    // Of two that overlap the outer one is the question.
    ranges.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut found: Vec<Placeholder> = Vec::new();
    let mut taken = Taken::default();
    for link in &links {
        taken.take(link);
    }
    for (range, nested) in ranges {
        if !taken.take(&range) {
            continue;
        }
        let text = text_of(words, &range);
        found.push(Placeholder { kind: asks::kind(&text), range, text, nested });
    }
    Ok(Found { placeholders: found, links })
}

/// Square brackets, narrow and wide; of nested ones the outermost.
fn squares(words: &str) -> Result<Vec<(Range<usize>, bool)>, Unbalanced> {
    let (mut found, mut open, mut nested) = (Vec::new(), Vec::new(), false);
    for (at, c) in words.char_indices() {
        match c {
            '[' | '［' => {
                nested |= !open.is_empty();
                open.push(at);
            }
            ']' | '］' => {
                let start = open.pop().ok_or(Unbalanced::NotOpened(at))?;
                if open.is_empty() {
                    found.push((start..at + c.len_utf8(), std::mem::take(&mut nested)));
                }
            }
            _ => {}
        }
    }
    open.first().map_or(Ok(found), |at| Err(Unbalanced::NotClosed(*at)))
}

/// No address is longer.
const LONGEST_ADDRESS: usize = 2_000;

/// Where a link ends whose words stand in the brackets: `[words](address)`.
fn link_behind(words: &str, range: &Range<usize>) -> Option<usize> {
    let address = words[range.end..].strip_prefix('(')?;
    let (end, _) = address.char_indices().take(LONGEST_ADDRESS).find(|(_, c)| *c == ')')?;
    let address = &address[..end];
    let known = ["http://", "https://", "mailto:", "www.", "#", "/"].iter().any(|start| address.starts_with(start));
    (known && !address.contains(char::is_whitespace)).then(|| range.end + end + 2)
}

fn paired(words: &str, open: &str, close: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = words[at..].find(open).map(|start| at + start) {
        let inner = start + open.len();
        let Some(end) = words[inner..].find(close).map(|end| inner + end) else { break };
        at = end + close.len();
        if !words[inner..end].trim().is_empty() {
            found.push(start..at);
        }
    }
    found
}

/// `<insert name>`, `{Board}`: words alone, and of angles not the signs of a web page.
fn named(words: &str, open: char, close: char) -> Vec<Range<usize>> {
    let starts = words.match_indices(open).filter_map(|(start, _)| {
        let inner = &words[start + 1..];
        let (end, _) = inner.char_indices().take(200).find(|(_, c)| *c == open || *c == close).filter(|(_, c)| *c == close)?;
        let inner = &inner[..end];
        let plain =
            inner.starts_with(char::is_alphabetic) && inner.chars().all(|c| c.is_alphanumeric() || " \u{a0},;:.'’&/()–-".contains(c));
        let told = open == '{' || inner.contains(' ') || inner.starts_with(char::is_uppercase) || asks::is_asking(inner);
        (plain && told && !inner.contains("://")).then_some(start..start + 1 + end + 1)
    });
    starts.collect()
}

/// Lines to write on: five underscores or more.
fn blanks(words: &str) -> Vec<Range<usize>> {
    let (mut found, mut start) = (Vec::new(), None);
    for (at, c) in words.char_indices().chain([(words.len(), ' ')]) {
        match (c == '_', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                if at - from >= 5 {
                    found.push(from..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// What empty fields of forms say by themselves.
fn standing_prompts(words: &str) -> Vec<Range<usize>> {
    const PROMPTS: [&str; 9] = [
        "click or tap here to enter text",
        "click or tap to enter a date",
        "click or tap to enter text",
        "click here to enter text",
        "click here to enter a date",
        "click here and type",
        "choose an item",
        "choose a building block",
        "type text here",
    ];
    let lower = words.to_ascii_lowercase();
    let mut found = Vec::new();
    for prompt in PROMPTS {
        for (start, _) in lower.match_indices(prompt) {
            let end = start + prompt.len();
            found.push(start..end + usize::from(lower[end..].starts_with('.')));
        }
    }
    found
}

/// What a placeholder says; where it says nothing, the words before it or else behind it.
fn text_of(words: &str, range: &Range<usize>) -> String {
    let inner = words[range.clone()].trim_matches(|c: char| c.is_whitespace() || "[]［］«»<>{}_".contains(c));
    let inner = inner.split_whitespace().collect::<Vec<_>>().join(" ");
    if inner.chars().any(char::is_alphanumeric) {
        return inner;
    }
    let stops = |c: char| "[]［］_\t\n.;?!".contains(c);
    let said = |text: &str| text.trim_matches(|c: char| c.is_whitespace() || ":,–-".contains(c)).to_owned();
    let before = said(words[..range.start].rsplit(stops).next().unwrap_or_default());
    let before = tail(&before, 8);
    if before.chars().any(char::is_alphabetic) {
        return before;
    }
    let after = said(words[range.end..].split(stops).next().unwrap_or_default());
    let after = after.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    if after.chars().any(char::is_alphabetic) {
        after
    } else if inner.is_empty() {
        "…".to_owned()
    } else {
        inner
    }
}

/// The last few words.
fn tail(text: &str, most: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words[words.len().saturating_sub(most)..].join(" ")
}
