//! Lines of a calendar: escaped, and broken so that none is longer than the standard allows.

use super::Person;

/// In bytes, without the line's end.
const LONGEST: usize = 75;

/// A calendar that is being written.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A line whose value holds nothing that people typed, or an address that was looked at.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.push(&format!("{name}:{value}"));
    }

    /// A line of text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in lines(value).chars() {
            match c {
                '\n' => escaped.push_str("\\n"),
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                _ => escaped.push(c),
            }
        }
        self.push(&format!("{name}:{escaped}"));
    }

    /// Somebody's address with their name. A parameter cannot hold quotes or line ends, whatever is done to them, and readers
    /// differ about backslashes and carets, so a name goes without.
    pub(super) fn person(&mut self, name: &str, said: &str, person: &Person) {
        let address = person.address.chars().filter(|&c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | ',' | ';' | ':'));
        let address: String = address.collect();
        let called = one_line(&person.name).replace('"', "'").replace('\\', "/").replace('^', "");
        let called = match called.as_str() {
            "" => String::new(),
            name if name.contains([':', ';', ',']) => format!(";CN=\"{name}\""),
            name => format!(";CN={name}"),
        };
        self.push(&format!("{name}{called}{said}:mailto:{address}"));
    }

    /// Breaks a line between letters, never within one.
    fn push(&mut self, line: &str) {
        let mut room = LONGEST;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }

    pub(super) fn done(self) -> String {
        self.0
    }
}

/// Text on one line.
pub(super) fn one_line(text: &str) -> String {
    lines(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text whose only control character is the line feed.
fn lines(text: &str) -> String {
    let breaks = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.replace("\r\n", "\n").replace(breaks, "\n").replace('\t', " ").replace(|c: char| c.is_control() && c != '\n', "")
}
