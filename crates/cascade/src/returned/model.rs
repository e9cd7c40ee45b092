//! What came back, and what can be done about it. No input, no output.

use std::collections::BTreeSet;

use group::groups::Group;
use jiff::Timestamp;
use kernel::{clock, mail::bounces, words};
use meetings::references;
use uuid::Uuid;

/// That a mail came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Back {
    /// When we were told.
    pub(crate) at: Timestamp,
    /// What the mail server says, in the numbers of RFC 3463.
    pub(crate) status: String,
}

impl Back {
    /// In two sentences: when, and why.
    pub(crate) fn told(&self, group: &Group) -> String {
        format!("The mail came back on {}. {}", words::date(clock::day_of(self.at, &group.time_zone)), bounces::why(&self.status))
    }
}

/// What a mail was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An edition of a network.
    Edition {
        /// The edition's key.
        edition: Uuid,
        /// The network's key.
        network: Uuid,
        /// The day on which it came out.
        out_on: jiff::civil::Date,
    },
    /// The minute of a meeting, for a group.
    Minute {
        /// The meeting's key and number.
        meeting: (Uuid, i64),
        /// The group's key.
        network: Uuid,
        /// The day of the meeting.
        held_on: jiff::civil::Date,
    },
    /// A report up the line, or a letter: its number and the sending's key.
    Report(i64, Uuid),
    /// A letter of the group: its number and the sending's key.
    Letter(i64, Uuid),
    /// The letter to an owner outside the group: the number of the action.
    Action(i64),
}

/// A mail that came back and was not sent once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The mail's key.
    pub mail: Uuid,
    /// What it was.
    pub what: What,
    /// To whom.
    pub who: String,
    /// The address to which it would go now.
    pub address: String,
    /// When we were told.
    pub at: Timestamp,
    /// What the mail server says, in the numbers of RFC 3463.
    pub status: String,
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

/// Whether the mail of an edition is among what came back.
pub(crate) fn is_back(all: &[Returned], id: Uuid) -> bool {
    all.iter().any(|one| matches!(one.what, What::Edition { edition, .. } if edition == id))
}

/// The copies of minutes among what came back: network and meeting.
pub(crate) fn minutes(all: &[Returned]) -> BTreeSet<(Uuid, Uuid)> {
    let copy = |one: &Returned| match one.what {
        What::Minute { network, meeting, .. } => Some((network, meeting.0)),
        _ => None,
    };
    all.iter().filter_map(copy).collect()
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
            ("A letter to an owner outside the group", "It was sent once more or is over: nothing is to be done.")
        }
        "committee-answer" => ("An answer to a question of a group", "Look under Questions from groups: their address stands there."),
        "edition" | "minute" | "letter" | "report" => ("A mail that was sent once more since", "Nothing is to be done."),
        "service-ask" => ("A question to a service", "Look on the issue which service was asked, and mend its address in the directory."),
        "directory-check" => ("The yearly question to a contact of the directory", "Mend the address in the directory."),
        "issue-news" | "my-reports" | "thanks" | "reporter-opened" => (
            "News to somebody who raised an issue",
            "Nothing: they can still follow it by its code. Whose address it is stands nowhere here, so that nobody is known by it.",
        ),
        "edition-to-print" | "versions-waiting" | "seat-given" | "letter-to-approve" | "report-to-approve" => {
            ("A mail to somebody of the group", "Ask them whether their address is still right; it stands among the members.")
        }
        kind if ["meeting", "minute-", "action-", "actions-", "interim", "agenda", "agreement", "terms", "pack"]
            .iter()
            .any(|start| kind.starts_with(start)) =>
        {
            ("A mail to somebody of the group", "Ask them whether their address is still right; it stands among the members.")
        }
        _ => ("Another mail", "Where it went is not told here, because it may be to somebody who is to stay unknown."),
    }
}
