//! What is somebody's own by how it is written: mail addresses, links, telephone numbers, postcodes, dates, versions.

use std::ops::Range;

use super::{tokens::Token, vocabulary};

/// Mail addresses and links: whole words between blanks.
pub(super) fn addresses(words: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    for piece in words.split(|c: char| c.is_whitespace() || "<>[]［］\"“”|,;".contains(c)) {
        let start = at;
        at = start + piece.len() + words[start + piece.len()..].chars().next().map_or(0, char::len_utf8);
        let left = piece.len() - piece.trim_start_matches(['(', '\'', '‘']).len();
        let inner = piece[left..].trim_end_matches(['.', ':', ')', '!', '?', '\'', '’']);
        if is_address(inner) {
            found.push(start + left..start + left + inner.len());
        }
    }
    found
}

fn is_address(word: &str) -> bool {
    let lower = word.to_lowercase();
    if let Some((who, host)) = lower.split_once('@') {
        return !who.is_empty() && host.contains('.') && host.chars().next().is_some_and(char::is_alphanumeric);
    }
    let host = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    if lower.contains("://") || lower.starts_with("www.") {
        return host.len() > 4;
    }
    let host = host.split('/').next().unwrap_or_default();
    let endings = [".uk", ".scot", ".org", ".com", ".net", ".wales", ".ie", ".eu", ".info", ".health"];
    let parts = host.split('.').count() > 1
        && host.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'));
    parts && endings.iter().any(|ending| host.ends_with(ending))
}

/// Telephone numbers: ten digits or more that begin with 0 or a plus.
pub(super) fn telephones(words: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = words[at..].find(['+', '0', '(']).map(|start| at + start) {
        let before = words[..start].chars().next_back();
        // No number is longer than this with its blanks.
        let most = words[start..].char_indices().nth(40).map_or(words.len(), |(end, _)| start + end);
        let run =
            words[start..most].find(|c: char| !(c.is_ascii_digit() || " -()+\u{a0}\u{2011}".contains(c))).map_or(most, |end| start + end);
        let end = start + words[start..run].trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        let digits: String = words[start..end].chars().filter(char::is_ascii_digit).collect();
        let whole = !before.is_some_and(|c| c.is_alphanumeric() || c == '.' || c == '/');
        let dials = digits.starts_with('0') || words[start..].starts_with('+') || words[start..].starts_with("(+");
        if whole && dials && (10..=15).contains(&digits.len()) {
            found.push(start..end);
            at = end;
        } else {
            at = start + 1;
        }
    }
    found
}

/// Dates, years, postcodes and versions.
pub(super) fn dates(words: &str, tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length =
            [whole_date, with_month, numeric, month_of_year, years, postcode, version].iter().find_map(|read| read(words, &tokens[at..]));
        match length {
            Some(length) if !is_law(tokens, at, length) => {
                found.push(tokens[at].start..tokens[at + length - 1].end);
                at += length;
            }
            Some(length) => at += length,
            None => at += 1,
        }
    }
    found
}

fn digits(token: Option<&Token<'_>>, most: usize) -> Option<u32> {
    let text = token.filter(|token| !token.hole)?.text;
    (text.len() <= most && text.chars().all(|c| c.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn year(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| token.text.len() == 4) && digits(token, 4).is_some_and(|year| (1900..=2099).contains(&year))
}

fn month(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| token.is_capital() && vocabulary::MONTHS.has(token.text))
}

fn day(token: Option<&Token<'_>>) -> bool {
    let Some(token) = token.filter(|token| !token.hole) else { return false };
    let number = ["st", "nd", "rd", "th"].iter().find_map(|ending| token.text.strip_suffix(ending)).unwrap_or(token.text);
    number.len() <= 2 && number.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
}

fn near(token: Option<&Token<'_>>) -> bool {
    token.is_some_and(|token| token.is_near() || token.glue == ", ")
}

/// `1 April 2024`, `1st of April`.
fn whole_date(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let of = usize::from(tokens.get(1).is_some_and(|token| token.text == "of"));
    (day(tokens.first()) && month(tokens.get(1 + of)) && tokens[1 + of].is_near()).then(|| {
        let with_year = year(tokens.get(2 + of)) && near(tokens.get(2 + of));
        2 + of + usize::from(with_year)
    })
}

/// `April 2024`, `April 1, 2024`, `Spring 2024`.
fn with_month(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?;
    let season = first.is_capital() && ["spring", "summer", "autumn", "winter"].contains(&first.text.to_lowercase().as_str());
    if !month(Some(first)) && !season {
        return None;
    }
    if year(tokens.get(1)) && near(tokens.get(1)) {
        return Some(2);
    }
    let short_year = tokens.get(1).is_some_and(|token| ["’", "'", " ’", " '"].contains(&token.glue)) && digits(tokens.get(1), 2).is_some();
    if short_year {
        return Some(2);
    }
    (!season && day(tokens.get(1)) && near(tokens.get(1))).then(|| if year(tokens.get(2)) && near(tokens.get(2)) { 3 } else { 2 })
}

/// `04/2024`.
fn month_of_year(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let month = digits(tokens.first(), 2).is_some_and(|month| (1..=12).contains(&month)) && !tokens[0].glue.ends_with('/');
    (month && year(tokens.get(1)) && tokens[1].glue == "/").then_some(2)
}

/// `01/04/2024`, `1.4.24`, `2024-04-01`.
fn numeric(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let glued = |token: Option<&Token<'_>>| token.is_some_and(|token| ["/", ".", "-"].contains(&token.glue));
    let same = tokens.get(1).map(|token| token.glue) == tokens.get(2).map(|token| token.glue);
    if !(glued(tokens.get(1)) && glued(tokens.get(2)) && same) || tokens.get(3).is_some_and(|token| ["/", ".", "-"].contains(&token.glue)) {
        return None;
    }
    let british = day(tokens.first())
        && digits(tokens.get(1), 2).is_some_and(|month| (1..=12).contains(&month))
        && (year(tokens.get(2)) || tokens[2].text.len() == 2 && digits(tokens.get(2), 2).is_some());
    let iso = year(tokens.first()) && digits(tokens.get(1), 2).is_some() && digits(tokens.get(2), 2).is_some();
    (british || iso).then_some(3)
}

/// `2024`, `2024/25`, `2024–2026`.
fn years(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    // "SSI 2018/67": the number of a law is no year of ours.
    if !year(tokens.first()) || ["/", ".", "-", "£"].contains(&tokens[0].glue) {
        return None;
    }
    let glued = tokens.get(1).is_some_and(|token| ["/", "-", "–", "\u{2011}"].contains(&token.glue));
    let next = year(tokens.get(1)) || tokens.get(1).is_some_and(|token| token.text.len() == 2) && digits(tokens.get(1), 2).is_some();
    Some(if glued && next { 2 } else { 1 })
}

/// `EH1 1AA`.
fn postcode(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let (out, inward) = (tokens.first()?, tokens.get(1)?);
    let shape = |text: &str| {
        text.chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    '9'
                } else if c.is_ascii_uppercase() {
                    'A'
                } else {
                    '?'
                }
            })
            .collect::<String>()
    };
    let outward = ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&shape(out.text).as_str());
    (outward && inward.glue == " " && shape(inward.text) == "9AA").then_some(2)
}

/// `Version 2.1`, `v3`.
fn version(_: &str, tokens: &[Token<'_>]) -> Option<usize> {
    let first = tokens.first()?;
    let joined = first.text.len() > 1 && first.text.starts_with(['v', 'V']) && first.text[1..].chars().all(|c| c.is_ascii_digit());
    let named = (first.text == "Version" || first.text == "VERSION" || first.text.eq_ignore_ascii_case("v"))
        && tokens.get(1).is_some_and(|token| token.is_near() || token.glue == ": ")
        && digits(tokens.get(1), 3).is_some();
    let mut length = if joined {
        1
    } else if named {
        2
    } else {
        return None;
    };
    while tokens.get(length).is_some_and(|token| token.glue == ".") && digits(tokens.get(length), 3).is_some() {
        length += 1;
    }
    Some(length)
}

/// Whether a date belongs to the name of a law or a contract, which is the same for every board.
fn is_law(tokens: &[Token<'_>], at: usize, length: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let after = tokens.get(at + length);
    let law = |token: Option<&Token<'_>>| token.is_some_and(|token| token.is_capital() && vocabulary::LAWS.has(token.text));
    let numbered = before.is_some_and(|token| ["SSI", "SI", "CEL", "HDL", "DL", "PCA", "CMO"].contains(&token.text));
    (law(before) && (tokens[at].is_near() || tokens[at].glue.trim() == ","))
        || (law(after) && after.is_some_and(Token::is_near))
        || numbered
}
