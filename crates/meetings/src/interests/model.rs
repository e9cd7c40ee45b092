//! An interest, and how it is said.

use jiff::civil::Date;
use uuid::Uuid;

/// An interest that somebody has declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interest {
    /// Its key.
    pub id: Uuid,
    /// Whose it is.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// The item that it is in: its key and its reference; nothing for a standing one.
    pub item: Option<(Uuid, String)>,
    /// What it is.
    pub words: String,
    /// Whether they take no part in the item.
    pub no_part: bool,
    /// Since when.
    pub from_on: Date,
    /// Until when, once it has ended.
    pub until_on: Option<Date>,
}

impl Interest {
    /// As a minute and the room say it, without the name: `works for the company that offers the system; takes no part`.
    #[must_use]
    pub fn said(&self) -> String {
        let words = self.words.trim_end_matches('.');
        if self.no_part { format!("{words}; takes no part") } else { words.to_owned() }
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn an_interest_says_whether_somebody_takes_no_part() {
        let mut interest = Interest {
            id: Uuid::nil(),
            person: Uuid::nil(),
            name: "Kim".into(),
            item: None,
            words: "Advises the supplier.".into(),
            no_part: false,
            from_on: Date::constant(2027, 1, 1),
            until_on: None,
        };
        assert_eq!(interest.said(), "Advises the supplier");
        interest.no_part = true;
        assert_eq!(interest.said(), "Advises the supplier; takes no part");
    }
}
