//! How a pasted list falls into issues.

/// An issue of a pasted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// What it says.
    pub(super) text: String,
}

/// The most issues that one list brings.
pub(super) const MOST: usize = 200;

/// A list as issues: parted by blank lines where there are any, else one a line. What stands before a point of a list, such as
/// `1.` or a dash, is no part of it.
pub(super) fn split(list: &str) -> Vec<Piece> {
    let plain = list.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = plain.trim_end().split('\n').collect();
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let by_blanks = lines.iter().skip(first).any(|line| line.trim().is_empty());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open = false;
    for (at, line) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            open = false;
            continue;
        }
        match pieces.last_mut().filter(|_| open) {
            Some(piece) => {
                piece.text.push('\n');
                piece.text.push_str(line.trim());
            }
            None => pieces.push(Piece { line: at + 1, text: without_point(line).to_owned() }),
        }
        open = by_blanks;
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// A line without the sign or number of a point.
fn without_point(line: &str) -> &str {
    let line = line.trim();
    let signs = line.trim_start_matches(['-', '–', '—', '•', '*', '·', '▪', '◦', '\u{f0b7}']);
    if signs.len() < line.len() && signs.starts_with(char::is_whitespace) {
        return signs.trim();
    }
    let digits = line.trim_start_matches('(').trim_start_matches(|letter: char| letter.is_ascii_digit());
    let counted = line.trim_start_matches('(').len() - digits.len();
    match digits.strip_prefix(['.', ')']) {
        Some(rest) if (1..=3).contains(&counted) && rest.starts_with(char::is_whitespace) => rest.trim(),
        _ => line,
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn texts(list: &str) -> Vec<(usize, String)> {
        split(list).into_iter().map(|piece| (piece.line, piece.text)).collect()
    }

    #[test]
    fn a_list_is_parted_by_blank_lines_or_else_by_lines() {
        let pair = |line, text: &str| (line, text.to_owned());
        assert_eq!(texts("Late letters\r\nNo results\r\n"), [pair(1, "Late letters"), pair(2, "No results")]);
        assert_eq!(texts("\nLate letters\nfrom Ward 4\n\n\nNo results"), [pair(2, "Late letters\nfrom Ward 4"), pair(6, "No results")]);
        assert_eq!(
            texts("1. Late letters\n(2) No results\n• No plan\n- Wrong line"),
            [pair(1, "Late letters"), pair(2, "No results"), pair(3, "No plan"), pair(4, "Wrong line")]
        );
        assert_eq!(texts("24 hours are too long\n2.5 days too"), [pair(1, "24 hours are too long"), pair(2, "2.5 days too")]);
        assert!(texts(" \n \n").is_empty());
    }
}
