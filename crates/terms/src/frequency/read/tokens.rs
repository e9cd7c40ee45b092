//! A line cut into words, numbers and the marks between them, and a place in it from which rules read on.

use super::super::words::NUMBERS;

/// A piece of a line, and where it stands in it.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// What a piece is.
#[derive(Debug)]
pub(super) enum Kind {
    /// A word, in small letters, without the dots of `p.m.`.
    Word(String),
    Number(Number),
    Dash,
    Mark(char),
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) whole: i64,
    /// What follows a dot or a colon: the mark, the number and how many digits it has.
    pub(super) part: Option<(char, i64, usize)>,
    /// How many digits the whole has; none where it is a word.
    pub(super) digits: usize,
}

/// The same line with one kind of dash, of space and of apostrophe, and fractions as decimals.
pub(super) fn plain(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    for letter in typed.chars() {
        match letter {
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '－' => out.push('-'),
            '’' | '‘' | 'ʼ' | '`' | '´' => out.push('\''),
            '½' | '¼' | '¾' => {
                let space = out.ends_with(' ') && out.trim_end().ends_with(|before: char| before.is_ascii_digit());
                out.truncate(if space { out.trim_end().len() } else { out.len() });
                out.push_str(if out.ends_with(|before: char| before.is_ascii_digit()) { "." } else { "0." });
                out.push_str(match letter {
                    '½' => "5",
                    '¼' => "25",
                    _ => "75",
                });
            }
            // They have no width, and come along when people copy.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            _ if letter.is_whitespace() || letter.is_control() => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

/// A line, cut.
pub(super) fn cut(line: &str) -> Vec<Token> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(letter) = line[at..].chars().next() {
        let from = at;
        let kind = if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        } else if letter.is_ascii_digit() {
            let (number, length) = number(&line[at..]);
            at += length;
            Kind::Number(number)
        } else if letter.is_alphabetic() {
            let (word, length) = word(&line[at..]);
            at += length;
            spelled(&word).map_or(Kind::Word(word), Kind::Number)
        } else {
            at += letter.len_utf8();
            match letter {
                '-' => Kind::Dash,
                '&' => Kind::Word("and".into()),
                '@' => Kind::Word("at".into()),
                other => Kind::Mark(other),
            }
        };
        out.push(Token { kind, from, to: at });
    }
    joined(out)
}

fn number(line: &str) -> (Number, usize) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // More digits than any number that means something here has: its size does not matter any more.
    let value = |text: &str| text.parse().unwrap_or(i64::from(i32::MAX));
    let whole = digits(line);
    let mut number = Number { whole: value(&line[..whole]), part: None, digits: whole };
    let mark = line[whole..].chars().next().filter(|mark| ['.', ':'].contains(mark));
    let part = mark.map_or(0, |_| digits(&line[whole + 1..]));
    if let (Some(mark), 1..) = (mark, part) {
        let length = whole + 1 + part;
        number.part = Some((mark, value(&line[whole + 1..length]), part));
        return (number, length);
    }
    (number, whole)
}

/// A word and its length. The dots of `p.m.` and the apostrophe of `o'clock` belong to it.
fn word(line: &str) -> (String, usize) {
    let (mut word, mut length, mut dotted) = (String::new(), 0, false);
    let mut rest = line.chars().peekable();
    while let Some(letter) = rest.next() {
        let before_letter = rest.peek().is_some_and(|next| next.is_alphabetic());
        let one_letter = word.chars().count() == 1;
        match letter {
            _ if letter.is_alphabetic() => word.extend(letter.to_lowercase()),
            '\'' if before_letter => {}
            '.' if dotted || (one_letter && before_letter) => dotted = true,
            _ => break,
        }
        length += letter.len_utf8();
        if letter == '.' && !before_letter {
            break;
        }
    }
    (word, length)
}

fn spelled(word: &str) -> Option<Number> {
    const MORE: [(&str, i64); 8] =
        [("thirteen", 13), ("fifteen", 15), ("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("ninety", 90)];
    let small = NUMBERS.iter().position(|name| *name == word).and_then(|at| i64::try_from(at + 1).ok());
    let whole = small.or_else(|| MORE.iter().find(|(name, _)| *name == word).map(|(_, whole)| *whole))?;
    Some(Number { whole, part: None, digits: 0 })
}

/// `forty-five` is one number.
fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let spelled = |token: &Token| match token.kind {
        Kind::Number(Number { whole, digits: 0, .. }) => Some(whole),
        _ => None,
    };
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let dash = matches!(out.last(), Some(Token { kind: Kind::Dash, .. }));
        let tens = out.iter().rev().nth(usize::from(dash)).and_then(spelled).filter(|tens| *tens >= 20 && tens % 10 == 0);
        if let (Some(tens), Some(one @ 1..=9)) = (tens, spelled(&token)) {
            out.truncate(out.len() - usize::from(dash));
            if let Some(last) = out.last_mut() {
                last.kind = Kind::Number(Number { whole: tens + one, part: None, digits: 0 });
                last.to = token.to;
            }
        } else {
            out.push(token);
        }
    }
    out
}

/// A place in a line, from which a rule reads on.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0 }
    }

    pub(super) fn kind(&self) -> Option<&'a Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    pub(super) fn word(&self) -> Option<&'a str> {
        match self.kind() {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Reads on by a rule, or stays where it is.
    pub(super) fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut trial = *self;
        let found = rule(&mut trial)?;
        *self = trial;
        Some(found)
    }

    /// One of these words.
    pub(super) fn eat(&mut self, words: &[&str]) -> Option<&'a str> {
        let word = self.word().filter(|word| words.contains(word))?;
        self.at += 1;
        Some(word)
    }

    /// Any number of these words.
    pub(super) fn skip(&mut self, words: &[&str]) {
        while self.eat(words).is_some() {}
    }

    /// One of these phrases, the first that fits. Dashes between their words do not matter.
    pub(super) fn phrase(&mut self, phrases: &[&str]) -> bool {
        let whole = |trial: &mut Self, phrase: &str| {
            for (at, word) in phrase.split(' ').enumerate() {
                if at > 0 {
                    trial.dash();
                }
                trial.eat(&[word])?;
            }
            Some(())
        };
        phrases.iter().any(|phrase| self.attempt(|trial| whole(trial, phrase)).is_some())
    }

    pub(super) fn dash(&mut self) -> bool {
        let dash = matches!(self.kind(), Some(Kind::Dash));
        self.at += usize::from(dash);
        dash
    }

    pub(super) fn mark(&mut self, marks: &[char]) -> bool {
        let mark = matches!(self.kind(), Some(Kind::Mark(mark)) if marks.contains(mark));
        self.at += usize::from(mark);
        mark
    }

    pub(super) fn number(&mut self) -> Option<Number> {
        let Some(Kind::Number(number)) = self.kind() else { return None };
        self.at += 1;
        Some(*number)
    }

    /// A whole number of things: no clock, no ordinal, not more than anybody counts here.
    pub(super) fn count(&mut self) -> Option<i64> {
        self.attempt(|trial| {
            let number = trial.number().filter(|number| number.part.is_none() && number.whole <= 999)?;
            (number.digits == 0 || !ORDINAL_LETTERS.contains(&trial.word().unwrap_or_default())).then_some(number.whole)
        })
    }

    /// What stands between two that are named together: `and`, `or`, a comma, a slash, a dash.
    pub(super) fn between(&mut self) -> Option<()> {
        let mark = self.mark(&[',', '/']) || self.dash();
        (self.eat(&["and", "or", "nor"]).is_some() || mark).then_some(())
    }

    /// From one to another: `to`, a dash.
    pub(super) fn range(&mut self) -> Option<()> {
        (self.eat(&["to", "until", "till", "til", "through"]).is_some() || self.dash()).then_some(())
    }
}

/// What makes an ordinal of a number.
pub(super) const ORDINAL_LETTERS: [&str; 4] = ["st", "nd", "rd", "th"];
