//! What a recipient is, and how addresses are read that somebody pasted.

use jiff::civil::Date;
use uuid::Uuid;

/// An address of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Recipient {
    /// Its key.
    pub(super) id: Uuid,
    /// The address, in small letters.
    pub(super) address: String,
    /// When it was added.
    pub(super) added_on: Date,
    /// When mail to it came back for good, if it did and nobody has said since that it is right.
    pub(super) bounced_on: Option<Date>,
}

/// How a list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Addresses on it.
    pub(super) there: i64,
    /// How many of them get nothing, because mail to them came back for good.
    pub(super) bounced: i64,
    /// How many were on it and have said no.
    pub(super) said_no: i64,
}

/// The addresses in a text as people paste it: one a line, or with commas or semicolons between them, plain or as
/// `Ailsa Munro <ailsa@example.scot>`. In small letters; what is no address is given as it stands, for its writer to mend.
#[must_use]
pub(super) fn pasted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in text.split(['\n', '\r', ',', ';']) {
        let inner = piece.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inner, _)| inner);
        let words: Vec<&str> = inner.unwrap_or(piece).split_whitespace().collect();
        // Several in a line with blanks between them are several; words without an address among them are one thing to mend.
        if words.iter().any(|word| word.contains('@')) {
            found.extend(words.iter().map(|word| word.trim_start_matches("mailto:").to_lowercase()));
        } else if !words.is_empty() {
            found.push(words.join(" "));
        }
    }
    found
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_paste_them() {
        let text = "Ailsa Munro <Ailsa@Example.scot>; tunde@example.scot,\r\n wei@example.scot  mailto:ewan@example.scot\n\n\"Grant, Ishbel\" <i@example.scot>";
        assert_eq!(
            pasted(text),
            ["ailsa@example.scot", "tunde@example.scot", "wei@example.scot", "ewan@example.scot", "\"Grant", "i@example.scot"]
        );
        assert_eq!(pasted("  \n ; "), Vec::<String>::new());
        assert_eq!(pasted("nobody at all"), ["nobody at all"]);
    }
}
