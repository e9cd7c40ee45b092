//! What came back, in words: what it was, when, why, and what can be done. No input, no output.

use group::groups::Group;
use kernel::{clock, mail::bounces, words};
use meetings::references;

use super::model::{Back, Returned, What};

impl Back {
    /// In two sentences: when, and why.
    pub(crate) fn told(&self, group: &Group) -> String {
        format!("The mail came back on {}. {}", words::date(clock::day_of(self.at, &group.time_zone)), bounces::why(&self.status))
    }
}

impl Returned {
    /// What it was, in words.
    pub(super) fn words(&self) -> String {
        match &self.what {
            What::Edition { out_on, .. } => format!("The edition of {}", words::date(*out_on)),
            What::Minute { held_on, .. } => format!("The minute of {}", words::date(*held_on)),
            What::Report(number, _) => format!("Report {number}"),
            What::Letter(number, _) => format!("Letter {}", crate::letters::reference(*number)),
            What::Action(number) => format!("The letter about {}", references::action(*number)),
        }
    }
}

/// What a mail of a kind was that has no page of its own here, and what can be done.
pub(super) fn of_kind(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "edition-out" | "edition-out-reminder" => {
            ("The question whether an edition came out", "Mend the address of the network, and ask its editor.")
        }
        "answer-reminder" => ("A reminder of a report or a letter", "Mend the address where the report or letter stands."),
        "action-reminder-outside" => {
            ("A reminder to an owner outside the group", "Mend the address in the letter about the action, and send the letter again.")
        }
        "action-letter" | "action-letter-ended" => {
            ("A letter to an owner outside the group", "It was sent again, or is over: there is nothing to do.")
        }
        "minute-put-right" => {
            ("News to a group that a minute was put right", "Mend the address where the minute went, and tell them yourself.")
        }
        "committee-answer" => ("An answer to a question of a group", "Look under Questions from groups: their address is there."),
        "edition" | "minute" | "letter" | "report" => ("A mail that was sent once more since", "Nothing is to be done."),
        "service-ask" => ("A question to a service", "Look on the issue which service was asked, and mend its address in the directory."),
        "guest-invitation" => ("An invitation to a guest of one item", "Take them off the item, and add them with the right address."),
        "directory-check" => ("The yearly question to a contact of the directory", "Mend the address in the directory."),
        "issue-news" | "my-reports" | "thanks" | "reporter-opened" => (
            "News to somebody who raised an issue",
            "Nothing: they can still follow it by its code. Whose address it is is not shown here, so that nobody can be known by it.",
        ),
        "edition-to-print" | "versions-waiting" | "seat-given" | "letter-to-approve" | "report-to-approve" => {
            ("A mail to somebody of the group", "Ask them whether their address is still right; it is on their page under Members.")
        }
        kind if ["meeting", "minute-", "action-", "actions-", "interim", "agenda", "agreement", "terms", "pack"]
            .iter()
            .any(|start| kind.starts_with(start)) =>
        {
            ("A mail to somebody of the group", "Ask them whether their address is still right; it is on their page under Members.")
        }
        _ => ("Another mail", "Where it went is not told here, because it may be to somebody who is to stay unknown."),
    }
}
