//! Names, dates of birth, addresses and the like: single vectors; the figures are in `tests/identifiers`.
//! The browser's script is put to the same file.

use super::super::find;

/// Lines of `key:severity … | text`; nothing before the bar for a clean text.
const VECTORS: &str = include_str!("vectors.txt");

#[test]
fn each_vector_is_found_as_it_says() {
    let mut wrong = Vec::new();
    for line in VECTORS.lines().filter(|line| !line.is_empty()) {
        let (wanted, text) = line.split_once('|').expect("a bar");
        let text = text.trim_start().replace("\\n", "\n");
        let found: Vec<String> = find(&text).iter().map(|finding| format!("{}:{}", finding.kind.key(), finding.severity.key())).collect();
        if found.join(" ") != wanted.trim() {
            wrong.push(format!("{text}: {found:?}, not {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
