//! What a group knows of itself: its people, its services, and how its hospitals number patients.

use super::{Finding, Kind, Severity, fold::Folded};

/// The people and services of a group, and its own patterns for hospital numbers.
///
/// A colleague's name is no patient's; but a patient may bear the same surname. "Mr Campbell" is
/// therefore let through if a Mr Campbell is on the list, or the given name is said too; if the
/// list does not say how Campbell is addressed, it is asked about; and beside a Dr Campbell a Mrs
/// Campbell is a patient still.
#[derive(Clone, Debug, Default)]
pub struct Known {
    people: Vec<Person>,
    texts: Vec<String>,
    patterns: Vec<Vec<Place>>,
}

#[derive(Clone, Debug)]
struct Person {
    title: Option<String>,
    names: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Letter,
    Digit,
    Is(char),
}

/// Why a pattern for hospital numbers cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooWide;

impl Known {
    /// Adds somebody who works here: "Mr Iain Campbell", "Dr J Shaw", "Fiona Reid".
    #[must_use]
    pub fn person(mut self, name: &str) -> Self {
        let mut names = names_of(name);
        let title = names.first().filter(|first| is_title(first)).cloned();
        if title.is_some() {
            names.remove(0);
        }
        if !names.is_empty() {
            self.people.push(Person { title, names });
        }
        self
    }

    /// Adds what a service is called or how it is reached: its name, address, telephone number or mail address.
    #[must_use]
    pub fn service(mut self, text: &str) -> Self {
        let text = key(text);
        if text.len() > 3 {
            self.texts.push(text);
        }
        self
    }

    /// Adds a pattern for hospital numbers: `A` is a letter, `9` a digit, anything else is itself. "A999999" finds
    /// "M123456", also as "m 123456" and "M-123456".
    ///
    /// # Errors
    /// [`TooWide`] for a pattern with fewer than four digits, which would find room numbers.
    pub fn hospital_number(mut self, pattern: &str) -> Result<Self, TooWide> {
        let places: Vec<Place> = pattern
            .chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .map(|c| match c {
                'A' => Place::Letter,
                '9' => Place::Digit,
                other => Place::Is(other.to_ascii_lowercase()),
            })
            .collect();
        if places.iter().filter(|place| matches!(place, Place::Digit)).count() < 4 {
            return Err(TooWide);
        }
        self.patterns.push(places);
        Ok(self)
    }

    /// The hospital numbers of a text.
    pub(super) fn hospital_numbers<'a>(&'a self, folded: &'a Folded) -> impl Iterator<Item = Finding> + 'a {
        let text = folded.text.as_bytes();
        let starts = (0..text.len()).filter(|at| text[*at].is_ascii_alphanumeric() && (*at == 0 || !text[at - 1].is_ascii_alphanumeric()));
        let ends = move |at: usize| self.patterns.iter().filter_map(move |pattern| end_of(text, at, pattern)).max();
        starts.filter_map(move |at| ends(at).map(|end| (at, end))).map(|(start, end)| {
            let (start, end) = folded.original(start, end);
            Finding { kind: Kind::HospitalNumber, start, end, severity: Severity::Block }
        })
    }

    /// A finding in the light of the list: dropped, made doubtful, or as it was.
    pub(super) fn judge(&self, finding: Finding, found: &[char]) -> Option<Finding> {
        if !matches!(finding.kind, Kind::Name | Kind::BareName | Kind::Phone | Kind::Mail | Kind::Address | Kind::Postcode) {
            return Some(finding);
        }
        let text: String = found.iter().collect();
        if !self.texts.is_empty() && self.texts.iter().any(|known| known.contains(&key(&text))) {
            return None;
        }
        if !matches!(finding.kind, Kind::Name | Kind::BareName) {
            return Some(finding);
        }
        let names = names_of(&text);
        let title = names.first().filter(|first| is_title(first));
        let said = &names[usize::from(title.is_some())..];
        let (Some(surname), given) = (said.last(), said.len() > 1) else { return Some(finding) };
        let namesakes = || self.people.iter().filter(|person| person.names.last() == Some(surname));
        let is_one = |person: &Person| {
            let same_given =
                given && said[0].chars().next() == person.names[0].chars().next() && (said[0].len() == 1 || said[0] == person.names[0]);
            let same_title = title.is_some() && title == person.title.as_ref();
            (same_given && person.names.len() > 1) || (same_title && !given)
        };
        if namesakes().any(is_one) {
            return None;
        }
        let may_be = title.is_some() && !given && namesakes().any(|person| person.title.is_none());
        Some(if may_be { Finding { severity: Severity::Warn, ..finding } } else { finding })
    }
}

/// Letters and digits only, small.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, small, without its dots.
fn names_of(name: &str) -> Vec<String> {
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '(' | ')'));
    words.map(|word| word.to_lowercase().replace('\u{2019}', "'")).filter(|word| !word.is_empty()).collect()
}

fn is_title(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "miss" | "mx" | "dr" | "prof" | "professor" | "sir" | "dame" | "sister")
}

/// Where a number that begins at `at` ends, if it follows the pattern. A blank or a dash may part letters from digits.
fn end_of(text: &[u8], mut at: usize, pattern: &[Place]) -> Option<usize> {
    for (place, wanted) in pattern.iter().enumerate() {
        let parts = place > 0 && text.get(at).is_some_and(|c| matches!(c, b' ' | b'-'));
        at += usize::from(parts);
        let c = text.get(at)?;
        let fits = match wanted {
            Place::Letter => c.is_ascii_alphabetic(),
            Place::Digit => c.is_ascii_digit(),
            Place::Is(other) => char::from(c.to_ascii_lowercase()) == *other,
        };
        if !fits {
            return None;
        }
        at += 1;
    }
    text.get(at).is_none_or(|c| !c.is_ascii_alphanumeric()).then_some(at)
}
