//! How what is awaited is said to people.

use jiff::civil::Date;
use kernel::words;

use super::model::{Awaited, Kind};

impl Awaited {
    /// Where it stands: `Letter L-0007`, `Report 2, ask 1`.
    #[must_use]
    pub fn place_words(&self) -> String {
        match self.kind {
            Kind::Letter => format!("Letter {}", crate::letters::reference(self.number)),
            Kind::Ask => format!("Report {}, ask {}", self.number, self.place),
        }
    }

    /// Where it stands now, kindly: `Asked on 3 March 2027; no answer yet`.
    #[must_use]
    pub fn told(&self, today: Date) -> String {
        let asked = words::date(self.asked_on);
        match (self.answered_on, self.ended_on, self.answer_by) {
            (Some(day), ..) => format!("Asked on {asked}, answered on {}", words::date(day)),
            (None, Some(day), _) => format!("Asked on {asked}; since {} no answer is awaited", words::date(day)),
            (None, None, Some(by)) if by >= today => format!("Asked on {asked}; an answer would help by {}", words::date(by)),
            (None, None, _) => format!("Asked on {asked}; no answer yet"),
        }
    }
}
