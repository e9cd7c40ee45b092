//! What stands before the words of a line: the sign of a bullet, or a number.

use std::collections::HashSet;

/// A sign and where the words behind it begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) label: Option<Label>,
    pub(super) words_at: usize,
}

/// A number or letter before a line: `1.`, `2.3`, `(b)`, `iv)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Label {
    style: Style,
    /// All parts but the last, as in `2.3` the 2.
    before: Vec<u32>,
    /// The last part; letters count from 1.
    at: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Style {
    Digits,
    /// A number without a dot: it may be the number of a heading, or of people.
    Bare,
    Small,
    Capital,
    Roman,
    CapitalRoman,
}

impl Label {
    /// Whether it is a number such as `1.` or `A.`, not one below another.
    pub(super) fn is_outermost(&self) -> bool {
        self.before.is_empty()
    }

    /// Whether it may only stand before a heading.
    pub(super) fn is_bare(&self) -> bool {
        self.style == Style::Bare
    }

    /// Whether the other is of the same kind, in the same place.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.style == other.style && self.before == other.before
    }

    /// Whether the other comes after it; of numbers that people type themselves one may be missing.
    pub(super) fn leads_nearly_to(&self, other: &Self) -> bool {
        self.is_beside(other) && (self.at + 1..=self.at + if self.is_bare() { 1 } else { 3 }).contains(&other.at)
    }

    fn neighbours(&self) -> [Self; 2] {
        [self.at.saturating_sub(1), self.at.saturating_add(1)].map(|at| Self { at, ..self.clone() })
    }
}

/// The numbers before all lines of a document: what looks like a number may be the beginning of a sentence, and shows what it
/// is by its neighbours.
pub(super) struct Labels(HashSet<Label>);

impl Labels {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        Self(lines.flat_map(|line| numbered(line).into_iter().flat_map(|(labels, _)| labels)).collect())
    }

    /// The sign before a line.
    pub(super) fn sign(&self, line: &str) -> Option<Sign> {
        bullet(line).or_else(|| {
            let (labels, words_at) = numbered(line)?;
            let sure = |label: &Label| {
                let known = label.neighbours().iter().any(|neighbour| neighbour.at > 0 && self.0.contains(neighbour));
                match label.style {
                    Style::Digits if label.before.is_empty() => true,
                    Style::Digits => label.at == 1 || known,
                    Style::Small => label.at == 1 || known || line.starts_with('('),
                    Style::Roman => known || line.starts_with('('),
                    Style::Bare | Style::Capital | Style::CapitalRoman => known,
                }
            };
            let label = labels.into_iter().find(sure)?;
            Some(Sign { label: Some(label), words_at })
        })
    }
}

/// Signs that need no blank behind them, and signs that do because they mean something else too.
const BULLETS: &str = "·•●○◦▪▫■□‣⁃∙➢➤►▶→✓✔❖◆◇\u{f0b7}\u{f0a7}";
const DASHES: &str = "-–—−*+o~";

fn bullet(line: &str) -> Option<Sign> {
    let sign = line.chars().next()?;
    let rest = &line[sign.len_utf8()..];
    let apart = rest.starts_with(char::is_whitespace);
    let found = BULLETS.contains(sign) || (apart && DASHES.contains(sign) && !rest.trim().is_empty());
    found.then(|| Sign { label: None, words_at: line.len() - rest.trim_start().len() })
}

/// What a number before a line may be, likeliest first, and where the words begin.
fn numbered(line: &str) -> Option<(Vec<Label>, usize)> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let opened = inner.len() < line.len();
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '.').unwrap_or(inner.len());
    let (mut label, mut rest) = inner.split_at(end);
    let mut closed = false;
    if let Some(after) = rest.strip_prefix(')') {
        (rest, closed) = (after, true);
    } else if opened {
        return None;
    }
    // "1.Purpose": the blank was forgotten.
    if let Some(dot) = label.find('.')
        && label[..dot].chars().all(|c| c.is_ascii_digit())
        && label[dot + 1..].starts_with(|c: char| c.is_ascii_uppercase())
        && label[dot + 1..].len() > 1
    {
        (label, rest) = inner.split_at(dot + 1);
    } else if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let mut dotted = label.ends_with('.');
    let label = label.trim_end_matches('.');
    let words_at = line.len() - rest.trim_start().len();
    if label.is_empty() || label.len() > 12 || rest.trim().is_empty() {
        return None;
    }
    let parts: Option<Vec<u32>> = label.split('.').map(|part| if part.len() <= 3 { part.parse().ok() } else { None }).collect();
    let plain = |style, at| Label { style, before: Vec::new(), at };
    let labels = match parts {
        Some(mut parts) => {
            // "2.0" is how some write "2".
            if parts.len() == 2 && parts[1] == 0 && parts[0] > 0 {
                parts.pop();
                dotted = true;
            }
            let at = parts.pop()?;
            let bare = parts.is_empty() && !dotted && !closed;
            if bare && !rest.trim_start().starts_with(char::is_uppercase) {
                return None;
            }
            vec![Label { style: if bare { Style::Bare } else { Style::Digits }, before: parts, at }]
        }
        None if !dotted && !closed => return None,
        None => {
            let (small, lower) = (label.chars().all(|c| c.is_ascii_lowercase()), label.to_ascii_lowercase());
            let mut found = Vec::new();
            if let [letter @ b'a'..=b'z'] = lower.as_bytes() {
                found.push(plain(if small { Style::Small } else { Style::Capital }, u32::from(letter - b'a') + 1));
            }
            if small || label.chars().all(|c| c.is_ascii_uppercase()) {
                found.extend(roman(&lower).map(|at| plain(if small { Style::Roman } else { Style::CapitalRoman }, at)));
            }
            found
        }
    };
    (!labels.is_empty()).then_some((labels, words_at))
}

/// A Roman number up to thirty-nine.
fn roman(letters: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    (1..40).find(|at: &usize| format!("{}{}", "x".repeat(at / 10), ONES[at % 10]) == letters).and_then(|at| u32::try_from(at).ok())
}

#[cfg(test)]
mod unit {
    use super::*;

    fn words<'a>(line: &'a str, others: &[&'a str]) -> Option<&'a str> {
        let labels = Labels::of(others.iter().copied().chain([line]));
        labels.sign(line).map(|sign| &line[sign.words_at..])
    }

    #[test]
    fn bullets_and_numbers_are_taken_off() {
        for line in [
            "· Words",
            "•Words",
            "- Words",
            "–\tWords",
            "* Words",
            "o Words",
            "▪ Words",
            "1. Words",
            "12) Words",
            "(3) Words",
            "a) Words",
            "(c) Words",
            "(iv) Words",
            "1.1 Words",
            "1.\tWords",
            "4.Words",
            "2.0 Words",
        ] {
            assert_eq!(words(line, &[]), Some("Words"), "{line}");
        }
        assert_eq!(words("b. Words", &["a. One"]), Some("Words"));
        assert_eq!(words("ii. Words", &["i. One"]), Some("Words"));
        assert_eq!(words("B. Words", &["A. One"]), Some("Words"));
        assert_eq!(words("2.4 Words", &["2.3 One"]), Some("Words"));
        assert_eq!(words("3 Words", &["2 One"]), Some("Words"));
    }

    #[test]
    fn a_sentence_keeps_its_beginning() {
        for line in [
            "-5 degrees",
            "2026. It began",
            "1.5 sessions a week",
            "3 GPs",
            "A. Smith came",
            "I. Brown came",
            "of course",
            "*",
            "e.g. this",
            "10:30 start",
            "a",
            "(see below) and",
            "1st of all",
            "**Bold** text",
            "—",
        ] {
            assert_eq!(words(line, &[]), None, "{line}");
        }
    }
}
