//! Puts the rules to a folded text. The browser's script does the same, step by step.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::LazyLock,
};

use regex::bytes::{Regex, RegexBuilder};

use super::{
    Finding, Kind, Severity,
    fold::{Folded, folded},
    rules::{self, Around, SERVICE},
    tables::{ENDINGS, TABLES},
};

/// How far the words around an identifier still speak of it.
pub(super) const NEAR: usize = 90;

/// A rule, made ready.
struct Ready {
    kind: Kind,
    severity: Severity,
    find: Regex,
    not: &'static [&'static str],
    never: Option<Regex>,
    excused: Circumstance,
    doubtful: Circumstance,
    certain: Circumstance,
}

/// What may stand around, made ready.
struct Circumstance {
    before: Option<Regex>,
    after: Option<Regex>,
}

/// All rules. The patterns are constants and a test makes each: none is left out in truth.
static RULES: LazyLock<Vec<Ready>> = LazyLock::new(|| {
    let ready = |rule: rules::Rule| {
        Some(Ready {
            kind: rule.kind,
            severity: rule.severity,
            find: regex(rule.find)?,
            not: rule.not,
            never: regex(rule.never),
            excused: Circumstance::new(rule.excused),
            doubtful: Circumstance::new(rule.doubtful),
            certain: Circumstance::new(rule.certain),
        })
    };
    rules::all().filter_map(ready).collect()
});

static SERVICES: LazyLock<Circumstance> = LazyLock::new(|| Circumstance::new(SERVICE));

static WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| TABLES.iter().map(|table| (table.name, table.words.split_whitespace().map(folded).collect())).collect());

/// A pattern as an expression; nothing for an empty one.
fn regex(pattern: &str) -> Option<Regex> {
    if pattern.is_empty() { None } else { RegexBuilder::new(&rules::expand(pattern)).unicode(false).size_limit(1 << 26).build().ok() }
}

impl Circumstance {
    fn new(around: Around) -> Self {
        Self { before: regex(around.before), after: regex(around.after) }
    }

    fn holds(&self, text: &str, span: &Range<usize>) -> bool {
        let before = &text[span.start.saturating_sub(NEAR)..span.start];
        let after = &text[span.end..text.len().min(span.end + NEAR)];
        self.before.as_ref().is_some_and(|before_it| before_it.is_match(before.as_bytes()))
            || self.after.as_ref().is_some_and(|after_it| after_it.is_match(after.as_bytes()))
    }
}

/// What the rules find, in no order, overlapping.
pub(super) fn search(folded: &Folded) -> Vec<Finding> {
    let text = folded.text.as_str();
    let mut found = Vec::new();
    for rule in RULES.iter() {
        let mut at = 0;
        while let Some(groups) = rule.find.captures_at(text.as_bytes(), at) {
            let Some(whole) = groups.get(1) else { break };
            let names = groups.get(2).map(|names| names.range());
            let Some(span) = named(rule, text, whole.range(), names) else {
                at = whole.start() + 1;
                continue;
            };
            at = span.end;
            if rule.never.as_ref().is_some_and(|never| never.is_match(&text.as_bytes()[span.clone()])) || rule.excused.holds(text, &span) {
                continue;
            }
            let softened = rule.doubtful.holds(text, &span) && !rule.certain.holds(text, &span);
            let severity = if softened { Severity::Warn } else { rule.severity };
            let (start, end) = folded.original(span.start, span.end);
            found.push(Finding { kind: rule.kind, start, end, severity });
        }
    }
    found
}

/// What of a match is the identifier, if its words can be a name.
fn named(rule: &Ready, text: &str, span: Range<usize>, names: Option<Range<usize>>) -> Option<Range<usize>> {
    let Some(names) = names.filter(|_| !rule.not.is_empty()) else { return Some(span) };
    let end = names.start + name_length(&text[names.clone()], rule.not)?;
    Some(if names.end == span.end { span.start..end } else { span })
}

/// How much of these words is a name: none if the first is in one of the lists; all before a word
/// of the field, which a headline's capitals may have brought along.
fn name_length(words: &str, lists: &[&str]) -> Option<usize> {
    let (mut end, mut named) = (0, false);
    let mut at = 0;
    for word in words.split_inclusive([' ', '\n']) {
        let bare = word.trim_end_matches([' ', '\n', ',']);
        if bare.bytes().filter(u8::is_ascii_alphabetic).count() > 1 {
            if !named && is_in(bare, lists) {
                return None;
            }
            if named && is_in(bare, &["function", "field"]) {
                break;
            }
            named = true;
            end = at + bare.len();
        }
        at += word.len();
    }
    named.then_some(end)
}

/// Whether a word, its singular or its first half stands in one of the lists.
fn is_in(word: &str, lists: &[&str]) -> bool {
    // A capital makes "Meiling" a name; "waiting" is none.
    let endings = if lists.contains(&"english") && word.starts_with(|c: char| c.is_ascii_lowercase()) { ENDINGS } else { "" };
    let word = word.to_ascii_lowercase();
    let word = word.strip_suffix("'s").unwrap_or(&word).trim_end_matches('.');
    let singular = word.strip_suffix('s').filter(|rest| rest.len() > 3);
    let half = word.split_once('-').map(|(half, _)| half).filter(|half| half.len() > 2);
    lists
        .iter()
        .filter_map(|list| WORDS.get(list))
        .any(|list| [Some(word), singular, half].into_iter().flatten().any(|word| list.contains(word)))
        || endings.split_whitespace().any(|ending| word.len() > ending.len() + 1 && word.ends_with(ending))
}

/// Whether the words around say that a number is a service's.
pub(super) fn is_of_service(folded: &Folded, start: usize, end: usize) -> bool {
    let place = |at: usize| folded.places.partition_point(|place| *place < at);
    SERVICES.holds(&folded.text, &(place(start)..place(end)))
}

#[cfg(test)]
mod tests {
    use super::{RULES, SERVICES, WORDS, rules};

    #[test]
    fn every_rule_can_be_read() {
        assert_eq!(RULES.len(), rules::all().count());
        assert!(SERVICES.before.is_some() && SERVICES.after.is_some());
        for (rule, ready) in rules::all().zip(RULES.iter()) {
            for (around, ready) in [(rule.excused, &ready.excused), (rule.doubtful, &ready.doubtful), (rule.certain, &ready.certain)] {
                assert_eq!(around.before.is_empty(), ready.before.is_none(), "{}", around.before);
                assert_eq!(around.after.is_empty(), ready.after.is_none(), "{}", around.after);
            }
            assert_eq!(rule.never.is_empty(), ready.never.is_none());
            assert!(rule.not.iter().all(|list| WORDS.contains_key(list)), "{:?}", rule.not);
        }
    }
}
