//! The lines of a mail, as they are looked at: one kind of line end and of blank, nothing invisible.

/// The lines of a text. Blanks of every kind are one kind; what cannot be seen is gone.
pub(super) fn of(text: &str) -> Vec<String> {
    let plain = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let seen = |letter: char| match letter {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\t' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' => None,
        other => Some(other),
    };
    plain.split('\n').map(|line| line.chars().filter_map(seen).collect::<String>().trim_end().to_owned()).collect()
}

/// The lines as a text: no blank lines around it, and never two in a row.
pub(super) fn joined(lines: &[String]) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in lines {
        if !line.trim().is_empty() || out.last().is_some_and(|last| !last.is_empty()) {
            out.push(line.trim_end());
        }
    }
    out.join("\n").trim().to_owned()
}

/// A line as it is compared: small letters, without the stars, bars and arrows that mail programs put around words.
pub(super) fn bare(line: &str) -> String {
    line.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '*' | '_' | '>' | '|' | '#')).to_lowercase()
}

/// How many words a line has.
pub(super) fn words(line: &str) -> usize {
    line.split_whitespace().count()
}
