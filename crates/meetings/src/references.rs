//! What people call things by: items `26/014`, decisions `26/D09`, actions `A-0078`. In addresses a hyphen stands for the slash.

use kernel::{Error, Result};

/// An item on an agenda: the year's two digits and a running number in that year.
#[must_use]
pub(crate) fn item(year: i64, number: i64) -> String {
    format!("{:02}/{number:03}", year % 100)
}

/// A decision: the year's two digits and a running number in that year.
#[must_use]
pub fn decision(year: i64, number: i64) -> String {
    format!("{:02}/D{number:02}", year % 100)
}

/// An action: a number that runs on for the life of the group.
#[must_use]
pub fn action(number: i64) -> String {
    format!("A-{number:04}")
}

/// A reference as it stands in an address.
#[must_use]
pub fn in_address(reference: &str) -> String {
    reference.replace('/', "-")
}

/// A number in an address.
///
/// # Errors
/// [`Error::NotFound`] for anything else.
pub fn number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::NotFound)
}

fn digits(text: &str) -> Option<i64> {
    ((1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn split(text: &str) -> Option<(i64, &str)> {
    let (year, rest) = text.trim().split_once(['/', '-'])?;
    (year.len() == 2).then(|| Some((2000 + digits(year)?, rest)))?
}

/// Year and number of a decision, with slash or hyphen, in any case.
#[must_use]
pub fn read_decision(text: &str) -> Option<(i64, i64)> {
    let (year, rest) = split(text)?;
    Some((year, digits(rest.strip_prefix(['D', 'd'])?)?))
}

/// The number of an item: `14`, `26/014` or `26-014`. The year is the meeting's.
#[must_use]
pub(crate) fn read_item(text: &str) -> Option<i64> {
    digits(text.trim()).or_else(|| digits(split(text)?.1))
}

/// The number of an action: `78` or `A-0078`.
#[must_use]
pub(crate) fn read_action(text: &str) -> Option<i64> {
    let text = text.trim();
    digits(text).or_else(|| digits(text.strip_prefix(['A', 'a'])?.strip_prefix('-')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_as_people_write_them() {
        assert_eq!((item(2026, 14), decision(2026, 9), action(78)), ("26/014".into(), "26/D09".into(), "A-0078".into()));
        assert_eq!(in_address("26/D09"), "26-D09");
        for text in ["26/D09", "26-D09", " 26-d9 "] {
            assert_eq!(read_decision(text), Some((2026, 9)), "{text}");
        }
        for text in ["14", "26/014", "26-014"] {
            assert_eq!(read_item(text), Some(14), "{text}");
        }
        for text in ["78", "A-0078", "a-78"] {
            assert_eq!(read_action(text), Some(78), "{text}");
        }
        for wrong in ["", "26", "26/", "26/9", "226/D09", "26-Dx", "26-D", "26-D-1", "26-D99999999999"] {
            assert_eq!(read_decision(wrong), None, "{wrong}");
        }
        assert_eq!((read_item("26/D09"), read_action("B-1"), read_action("A-+1")), (None, None, None));
    }
}
