//! The lines of a calendar: put together where they were broken, and taken apart into name, parameters and value.

/// The most lines that are looked at.
const MOST: usize = 20_000;

/// Lines as they were before they were broken; whatever ends them.
pub(super) fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()).take(MOST) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// A line.
pub(super) struct Line<'a> {
    /// Its name, in capitals.
    pub(super) name: String,
    parameters: Vec<(String, String)>,
    pub(super) value: &'a str,
}

impl<'a> Line<'a> {
    /// Takes a line apart. Colons and semicolons within quotes are a parameter's own.
    pub(super) fn read(line: &'a str) -> Option<Self> {
        let mut parts: Vec<&str> = Vec::new();
        let (mut quoted, mut from, mut value) = (false, 0, None);
        for (at, c) in line.char_indices() {
            match c {
                '"' => quoted = !quoted,
                ';' | ':' if !quoted => {
                    parts.push(&line[from..at]);
                    from = at + 1;
                    if c == ':' {
                        value = Some(&line[from..]);
                        break;
                    }
                }
                _ => {}
            }
        }
        let value = value?;
        let name = parts.first()?.trim().to_uppercase();
        let parameter = |part: &&str| {
            let (name, value) = part.split_once('=')?;
            Some((name.trim().to_uppercase(), value.trim().trim_matches('"').to_owned()))
        };
        Some(Self { name, parameters: parts[1..].iter().filter_map(parameter).collect(), value })
    }

    /// A parameter's value; empty when there is none.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }
}

/// Text without the marks that calendars put before commas and line ends.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = text.chars();
    while let Some(c) = marks.next() {
        match c {
            '\\' => match marks.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A mail address in small letters, without `mailto:` and what stands around it; empty for what is none.
pub(super) fn address(value: &str) -> String {
    let value = value.trim().trim_matches(['"', '<', '>']).to_lowercase();
    let address = value.strip_prefix("mailto:").unwrap_or(&value).trim();
    if address.contains('@') && !address.contains(char::is_whitespace) { address.to_owned() } else { String::new() }
}
