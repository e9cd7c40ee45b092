//! The words of a clause, one by one, and what stands between them.

use std::ops::Range;

/// A word, or a placeholder, which is one word whatever it says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// What stands between it and the word before it.
    pub(super) glue: &'a str,
    pub(super) hole: bool,
}

impl Token<'_> {
    /// Whether it begins a sentence, a cell or a quotation, where any word has a capital.
    pub(super) fn begins(&self) -> bool {
        self.start == self.glue.len() || self.glue.contains(['.', '!', '?', ':', ';', '\t', '\n', '“', '"', '‘', '·', '•', '–', '—', '|'])
    }

    /// Whether only a blank, or nothing but what holds a compound together, stands before it.
    pub(super) fn is_near(&self) -> bool {
        matches!(self.glue, " " | "  " | "\u{a0}" | "-" | "\u{2011}" | "/" | " & " | "'" | "’")
            || (self.glue.trim().is_empty() && !self.glue.contains(['\n', '\t']))
    }

    pub(super) fn is_capital(&self) -> bool {
        !self.hole && self.text.starts_with(char::is_uppercase)
    }

    /// The word without the s of an owner.
    pub(super) fn bare(&self) -> &str {
        ["'s", "’s", "s’", "s'"].iter().find_map(|s| self.text.strip_suffix(s)).unwrap_or(self.text)
    }

    /// Where the bare word ends.
    pub(super) fn bare_end(&self) -> usize {
        self.start + self.bare().len()
    }

    /// Two capitals or more and no small letter but the s of a plural: an abbreviation.
    pub(super) fn is_acronym(&self) -> bool {
        let bare = self.bare();
        let stem = bare.strip_suffix('s').filter(|stem| stem.chars().count() >= 2).unwrap_or(bare);
        let capitals = stem.chars().filter(|c| c.is_uppercase()).count();
        !self.hole && capitals >= 2 && stem.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&')
    }

    /// Whether a capital stands within it: a name that somebody thought of.
    pub(super) fn is_mixed(&self) -> bool {
        let stem = self.bare().strip_suffix('s').unwrap_or(self.bare());
        let mut letters = stem.chars().skip_while(|c| !c.is_lowercase());
        !self.hole && letters.any(char::is_uppercase)
    }
}

/// The words of a clause; each of `holes` is one.
pub(super) fn tokens<'a>(words: &'a str, holes: &[Range<usize>]) -> Vec<Token<'a>> {
    let (mut found, mut last, mut start) = (Vec::new(), 0, None);
    let mut holes = holes.iter().peekable();
    let mut push = |from: usize, to: usize, hole: bool| {
        found.push(Token { text: &words[from..to], start: from, end: to, glue: &words[last..from], hole });
        last = to;
    };
    let mut behind = 0;
    for (at, c) in words.char_indices() {
        if at < behind {
            continue;
        }
        if let Some(hole) = holes.next_if(|hole| hole.start == at) {
            if let Some(from) = start.take() {
                push(from, at, false);
            }
            push(hole.start, hole.end, true);
            behind = hole.end;
            continue;
        }
        // An apostrophe or an ampersand within a word belongs to it.
        let next = words[at + c.len_utf8()..].chars().next();
        let inner = match c {
            '\'' | '’' => next.is_some_and(char::is_alphabetic) || words[..at].ends_with('s'),
            '&' => next.is_some_and(char::is_alphanumeric),
            _ => false,
        };
        let word = c.is_alphanumeric() || (start.is_some() && inner);
        match (word, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                push(from, at, false);
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        push(from, words.len(), false);
    }
    found
}
