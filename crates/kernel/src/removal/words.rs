//! The words that are sought, and how they are taken out of a text.

use uuid::Uuid;

use crate::keys::{Keys, same};

/// What stands where words were taken out.
pub const REMOVED: &str = "[removed]";

/// The fewest letters and digits that may be sought: fewer would be found in words that have nothing to do with it.
const FEWEST: usize = 4;

/// Words to take out, as letters and digits alone: `Mrs O'Neil` and `MRS ONEIL`, `010101 1237` and `0101011237` are the same.
#[derive(Clone, PartialEq, Eq)]
pub enum Sought {
    /// The letters themselves, while somebody looks for them.
    Letters(String),
    /// How many letters they are and their seal, once they are gone.
    Sealed(usize, Vec<u8>),
}

impl std::fmt::Debug for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sought(hidden)")
    }
}

impl Sought {
    /// Reads what somebody typed; `None` where it is too short to be sought.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let letters: String = tokens(typed, false).into_iter().map(|token| token.letters).collect();
        (letters.chars().count() >= FEWEST).then_some(Self::Letters(letters))
    }

    /// How many letters and digits it is.
    #[must_use]
    pub fn length(&self) -> usize {
        match self {
            Self::Letters(letters) => letters.chars().count(),
            Self::Sealed(length, _) => *length,
        }
    }

    /// The seal by which the same words are known again within a scope, by those who hold the installation's secret.
    #[must_use]
    pub fn seal(&self, keys: &Keys, scope: Uuid) -> Vec<u8> {
        match self {
            Self::Letters(letters) => sealed(keys, scope, letters),
            Self::Sealed(_, seal) => seal.clone(),
        }
    }

    fn is(&self, keys: &Keys, scope: Uuid, letters: &str) -> bool {
        match self {
            Self::Letters(own) => own == letters,
            Self::Sealed(_, seal) => same(seal, &sealed(keys, scope, letters)),
        }
    }
}

fn sealed(keys: &Keys, scope: Uuid, letters: &str) -> Vec<u8> {
    keys.sign("removed", &[scope.as_bytes(), letters.as_bytes()]).to_vec()
}

/// A run of letters and digits in a text.
struct Token {
    start: usize,
    end: usize,
    letters: String,
}

/// The runs of letters and digits. In marked-up text the marks are skipped, and an apostrophe written as a mark too.
fn tokens(text: &str, markup: bool) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut open: Option<usize> = None;
    let mut skip_to = 0;
    let end_at = |found: &mut Vec<Token>, open: &mut Option<usize>, end: usize| {
        if let Some(start) = open.take() {
            found.push(Token { start, end, letters: text[start..end].chars().flat_map(char::to_lowercase).collect() });
        }
    };
    for (at, letter) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        if letter.is_alphanumeric() {
            open.get_or_insert(at);
            continue;
        }
        end_at(&mut found, &mut open, at);
        let closing = match letter {
            '<' => '>',
            '&' => ';',
            _ => continue,
        };
        let longest = if letter == '&' { 10 } else { 2_000 };
        if let Some(length) = text[at..].find(closing).filter(|length| markup && *length <= longest) {
            skip_to = at + length;
        }
    }
    end_at(&mut found, &mut open, text.len());
    found
}

/// What was done to one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The text without the words.
    pub text: String,
    /// How often they stood in it.
    pub times: usize,
}

/// What is looked for, and where.
#[derive(Debug)]
pub struct Search<'a> {
    /// What seals are made with.
    pub keys: &'a Keys,
    /// In whose things.
    pub scope: Uuid,
    /// The words.
    pub sought: &'a [Sought],
    /// Columns that are never changed, because the program reads their values: keys, states, addresses.
    pub key_columns: &'a [&'a str],
}

impl Search<'_> {
    /// The text without the words; `None` where none of them stands in it. In `markup` marks are passed over. A text that is JSON is read as such, so that
    /// what stands for a new line or a quotation mark in it is no letter.
    #[must_use]
    pub fn clean(&self, text: &str, markup: bool) -> Option<Cleaned> {
        if text.starts_with(['{', '['])
            && let Ok(mut value) = serde_json::from_str(text)
        {
            let times = self.clean_json(&mut value);
            return (times > 0).then(|| Cleaned { text: value.to_string(), times });
        }
        let tokens = tokens(text, markup);
        let (mut out, mut from, mut times, mut at) = (String::new(), 0, 0, 0);
        while at < tokens.len() {
            let Some(last) = self.sought.iter().find_map(|sought| self.stands(sought, &tokens[at..])) else {
                at += 1;
                continue;
            };
            out.push_str(&text[from..tokens[at].start]);
            out.push_str(REMOVED);
            from = tokens[at + last].end;
            times += 1;
            at += last + 1;
        }
        out.push_str(&text[from..]);
        (times > 0).then_some(Cleaned { text: out, times })
    }

    /// Which token is the last of the sought words, if they begin with the first.
    fn stands(&self, sought: &Sought, tokens: &[Token]) -> Option<usize> {
        let length = sought.length();
        let (mut letters, mut count) = (String::new(), 0);
        for (at, token) in tokens.iter().enumerate() {
            count += token.letters.chars().count();
            if count > length {
                return None;
            }
            letters.push_str(&token.letters);
            if count == length {
                return sought.is(self.keys, self.scope, &letters).then_some(at);
            }
        }
        None
    }

    fn clean_json(&self, value: &mut serde_json::Value) -> usize {
        match value {
            serde_json::Value::String(text) => self.clean(text, false).map_or(0, |cleaned| {
                *text = cleaned.text;
                cleaned.times
            }),
            serde_json::Value::Array(values) => values.iter_mut().map(|value| self.clean_json(value)).sum(),
            serde_json::Value::Object(fields) => fields.values_mut().map(|value| self.clean_json(value)).sum(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(sought: &str, text: &str) -> Option<Cleaned> {
        let (keys, sought) = (Keys::new(b"secret"), [Sought::read(sought).expect("long enough")]);
        let search = Search { keys: &keys, scope: Uuid::nil(), sought: &sought, key_columns: &[] };
        let plain = search.clean(text, false);
        let seal = [Sought::Sealed(sought[0].length(), sought[0].seal(&keys, Uuid::nil()))];
        assert_eq!(
            Search { keys: &keys, scope: Uuid::nil(), sought: &seal, key_columns: &[] }.clean(text, false),
            plain,
            "a seal finds the same"
        );
        plain
    }

    #[test]
    fn words_are_found_however_they_are_spelt() {
        for text in ["Seen with Mrs Mac-Neil today", "Seen with mrs  MACNEIL today", "Seen with Mrs\nMac Neil today"] {
            let found = cleaned("Mrs MacNeil", text).expect("it stands there");
            assert_eq!((found.text.as_str(), found.times), ("Seen with [removed] today", 1));
        }
        let number = cleaned("0101011237", "a 010101 1237, b 0101-011-237; 01010112370").expect("it stands there");
        assert_eq!((number.text.as_str(), number.times), ("a [removed], b [removed]; 01010112370", 2));
    }

    #[test]
    fn what_only_contains_the_letters_stays() {
        assert_eq!(cleaned("Ross", "across the crossroads"), None);
        assert_eq!(cleaned("Rosie", "Rosie's, then Rosies").map(|found| found.text).as_deref(), Some("[removed]'s, then Rosies"));
        assert_eq!(Sought::read("Li."), None);
    }

    #[test]
    fn a_text_that_is_json_stays_json() {
        let found = cleaned("Ailsa Grant", r#"{"lines":["first\nAilsa Grant","x"],"n":3}"#).expect("it stands there");
        assert_eq!(found.text, r#"{"lines":["first\n[removed]","x"],"n":3}"#);
    }

    #[test]
    fn marks_between_words_do_not_hide_them() {
        let (keys, sought) = (Keys::new(b"secret"), [Sought::read("Mrs O'Neil").expect("long enough")]);
        let search = Search { keys: &keys, scope: Uuid::nil(), sought: &sought, key_columns: &[] };
        let found = search.clean("<p>Mrs <b>O&#39;Neil</b> &amp; son</p>", true).expect("it stands there");
        assert_eq!(found.text, "<p>[removed]</b> &amp; son</p>");
    }
}
