//! Channels under a name of their own: a weekly mail, a newsletter, a page of an intranet, with whoever they belong to.

use std::ops::Range;

use super::{
    names::is_own,
    tokens::Token,
    vocabulary::{self, BEHIND_CHANNELS, CHANNELS, EMPTY, NO_CHANNELS, OFTEN, STOPS, WEAK_CHANNELS},
};

/// How many words may stand before a channel's word.
const LONGEST: usize = 8;

/// The phrases around the words for channels.
pub(super) fn find(tokens: &[Token<'_>], known: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..tokens.len() {
        if is_channel(tokens, at)
            && found.last().is_none_or(|last| last.end <= tokens[at].start)
            && let Some(range) = phrase(tokens, at, known)
        {
            found.push(range);
        }
    }
    found
}

fn is_channel(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let list = ["list", "lists"].contains(&token.text.to_lowercase().as_str())
        && at > 0
        && token.is_near()
        && ["mailing", "distribution", "email", "circulation", "mail"].contains(&tokens[at - 1].text.to_lowercase().as_str());
    !token.hole && (CHANNELS.has(token.text) || WEAK_CHANNELS.has(token.text) || list)
}

fn phrase(tokens: &[Token<'_>], at: usize, known: &dyn Fn(&str) -> bool) -> Option<Range<usize>> {
    // "weekly email bulletin", "intranet page": the words for channels stand in a row.
    let mut last = at;
    while last - at < LONGEST
        && tokens
            .get(last + 1)
            .is_some_and(|next| next.is_near() && !next.hole && (BEHIND_CHANNELS.has(next.text) || is_channel(tokens, last + 1)))
    {
        last += 1;
    }
    if tokens.get(last + 1).is_some_and(|next| next.is_near() && NO_CHANNELS.has(next.text)) {
        return None;
    }
    let mut first = at;
    while first > 0 && at - first < LONGEST && is_close(&tokens[first]) && goes_before(tokens, first - 1) {
        first -= 1;
    }
    let determiner = first.checked_sub(1).filter(|_| is_close(&tokens[first])).map(|before| &tokens[before]);
    if determiner.is_some_and(|token| token.hole) {
        return None;
    }
    let before = |word: &str| determiner.is_some_and(|token| token.text.eq_ignore_ascii_case(word));
    let strong = (at..=last).any(|word| CHANNELS.has(tokens[word].text)) || tokens[at].text.to_lowercase().starts_with("list");
    // "the Primary Care Digest": a channel's word with a capital, within a sentence, is its name.
    let titled = tokens[last].is_capital()
        && first < at
        && !tokens[first].begins()
        && (first..at).all(|word| tokens[word].is_capital() || OFTEN.has(tokens[word].text));
    let named = titled || (first..at).any(|word| is_own(tokens, word, known));
    let owned = (first..at).any(|word| tokens[word].text.ends_with("’s") || tokens[word].text.ends_with("'s"));
    let often = (first..at).any(|word| OFTEN.has(tokens[word].text));
    let telling = (first..at).filter(|word| tells(&tokens[*word])).count();
    let indefinite = ["a", "an", "any", "no", "one", "each", "every", "regular"].iter().any(|word| before(word));
    let local = if named {
        true
    } else if indefinite {
        false
    } else if strong {
        telling > 0 || often || owned
    } else {
        often && (telling > 0 || before("the"))
    };
    (local && first < at)
        .then(|| trimmed(tokens, first, at)..tokens[last].end)
        .or_else(|| (local && last > at).then(|| tokens[at].start..tokens[last].end))
}

/// Where the phrase begins that is the channel's: words that say nothing are left before it.
fn trimmed(tokens: &[Token<'_>], first: usize, at: usize) -> usize {
    let first = (first..at).find(|word| !EMPTY.has(tokens[*word].text) || tokens[*word].is_capital()).unwrap_or(first);
    // A quotation mark before it belongs to it.
    tokens[first].start - tokens[first].glue.chars().next_back().filter(|c| "“\"‘".contains(*c)).map_or(0, char::len_utf8)
}

/// Whether a word says something of a channel, beside how often it comes.
fn tells(token: &Token<'_>) -> bool {
    !EMPTY.has(token.text) && !OFTEN.has(token.text) && !CHANNELS.has(token.text) && !WEAK_CHANNELS.has(token.text)
}

/// Whether only blanks and quotes stand before it.
fn is_close(token: &Token<'_>) -> bool {
    token.is_near() || (!token.glue.is_empty() && token.glue.chars().all(|c| c == ' ' || "“”\"‘’'".contains(c)))
}

fn goes_before(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    // "Medicines and Prescribing Bulletin": both halves have a capital.
    if ["and", "&", "of"].contains(&token.text) {
        let either = |token: Option<&Token<'_>>| token.is_some_and(|token| token.is_capital() && !STOPS.has(token.text));
        return token.text != "of"
            && token.is_near()
            && either(tokens.get(at + 1))
            && either(at.checked_sub(1).and_then(|before| tokens.get(before)));
    }
    !token.hole && !STOPS.has(token.text) && !vocabulary::FINITE.has(token.text)
}
