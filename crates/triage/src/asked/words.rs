//! Where an ask of a service stands, in a sentence.

use jiff::civil::Date;
use kernel::words;

use super::model::{Answer, Ask, Purpose, Standing};

impl Ask {
    /// Where it stands, in a sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let day = |day: Option<Date>| day.map(words::date).unwrap_or_default();
        let said = if self.words.is_empty() { String::new() } else { format!(" “{}”", self.words) };
        let forum = self.purpose == Purpose::Forum;
        let until = self.due_on.map(|by| format!(", to answer by {}", words::date(by))).unwrap_or_default();
        match (self.standing, self.answer) {
            (Standing::Waits, Some(Answer::Ours)) => {
                let done = if forum { "done" } else { "put right" };
                format!("It had said: {done} by {}.{said} Asked on {} whether it is.", day(self.by_when), words::date(self.asked_on))
            }
            (Standing::Waits, _) => match self.reminded_on {
                Some(_) => format!("Asked on {}, reminded on {}.", words::date(self.asked_on), day(self.reminded_on)),
                None => format!("Asked on {}{until}, no answer yet.", words::date(self.asked_on)),
            },
            (Standing::Silent, _) => format!("Asked on {} and reminded, no answer.", words::date(self.asked_on)),
            (Standing::Over, _) => format!("Asked on {}. The group has gone on.", words::date(self.asked_on)),
            (_, Some(Answer::Ours)) if forum => format!("They have taken it on, done by {}.{said}", day(self.by_when)),
            (_, Some(Answer::Done)) if forum => format!("Done, they said on {}.{said}", day(self.answered_on)),
            (_, Some(Answer::Ours)) => format!("It is theirs, put right by {}.{said}", day(self.by_when)),
            (_, Some(Answer::Done)) => format!("Put right, they said on {}.{said}", day(self.answered_on)),
            (_, Some(Answer::NotOurs)) => format!("Not theirs, they said on {}. Whose:{said}", day(self.answered_on)),
            (_, Some(Answer::NeedsGroup)) => format!("It needs the group, they said on {}.{said}", day(self.answered_on)),
            (_, Some(Answer::View)) => format!("Their view, of {}:{said}", day(self.answered_on)),
            (_, None) => format!("Asked on {}.", words::date(self.asked_on)),
        }
    }
}
