//! How an edition stands with its editor, as people read it.

use kernel::words;

use super::model::{Outing, Told};

impl Outing {
    /// How it stands, in words.
    #[must_use]
    pub fn words(&self) -> String {
        if let Some((day, n)) = self.again {
            let n = words::count(n.unsigned_abs(), "decision was", "decisions were");
            return format!("Not this time; {n} put into the next edition on {}", words::date(day));
        }
        match self.told {
            Told::Waits => {
                format!("The editor was asked on {} whether it came out", words::date(self.reminded_on.unwrap_or(self.asked_on)))
            }
            Told::Yes => format!("It came out on {}", words::date(self.comes_on.unwrap_or(self.out_on))),
            Told::No => "It did not come out this time".to_owned(),
            Told::Later(day) => format!("It comes out on {}", words::date(day)),
        }
    }
}
