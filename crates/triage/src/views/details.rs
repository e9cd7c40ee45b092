//! What belongs to an outcome, as it is typed: whom we ask, what, until when; which agreement; why elsewhere.

use ::issues::signposts::Signpost;
use group::directory::Entry;
use jiff::civil::Date;
use kernel::form::{Checks, TextRule};

use super::{
    model::{Choice, Outcome},
    papers::Papers,
};

/// The details of an outcome, as somebody typed or chose them. What does not belong to it is left alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// An entry of the directory: its key or its name.
    pub contact: String,
    /// A forum that is not in the directory, in words.
    pub forum: String,
    /// What is asked.
    pub question: String,
    /// Until when.
    pub date: String,
    /// An agreement's number or reference.
    pub agreement: String,
    /// A signpost's key; empty for none.
    pub signpost: String,
    /// Why it belongs elsewhere.
    pub out_reason: String,
}

/// What a service is asked, where nobody asks anything else.
pub(super) const FIRST_QUESTION: &str = "Can you put this right, and by when?";
/// What a forum is asked.
pub(super) const FORUM_QUESTION: &str = "Please look at this, and tell us what you decide.";

impl Details {
    /// The details of a choice, as they would be typed.
    #[must_use]
    pub(crate) fn of(choice: &Choice) -> Self {
        match choice {
            Choice::Group | Choice::Interim | Choice::Watch => Self::default(),
            Choice::FixNow { contact, question } => Self { contact: contact.to_string(), question: question.clone(), ..Self::default() },
            Choice::Delegate { contact, forum, question, by } => Self {
                contact: contact.map(|contact| contact.to_string()).unwrap_or_default(),
                forum: if contact.is_some() { String::new() } else { forum.clone() },
                question: question.clone(),
                date: by.to_string(),
                ..Self::default()
            },
            Choice::Answered(number) => Self { agreement: number.to_string(), ..Self::default() },
            Choice::Out { reason, signpost } => Self {
                out_reason: reason.clone(),
                signpost: signpost.map(|post| post.key().to_owned()).unwrap_or_default(),
                ..Self::default()
            },
        }
    }
}

/// The entry that somebody chose.
fn entry<'a>(entries: &'a [Entry], typed: &str) -> Option<&'a Entry> {
    let typed = typed.trim();
    entries.iter().find(|entry| entry.id.to_string() == typed || entry.name.to_lowercase() == typed.to_lowercase())
}

/// The choice that the details make; nothing where something is missing, which `checks` then say.
pub(crate) fn checked(checks: &mut Checks, papers: &Papers, outcome: Outcome, typed: &Details, today: Date) -> Option<Choice> {
    let mut question = |first: &str| {
        let text = checks.text("question", &typed.question, TextRule { required: None, name: "The question", max: 600, lines: true });
        if text.is_empty() { first.to_owned() } else { text }
    };
    match outcome {
        Outcome::FixNow => {
            let question = question(FIRST_QUESTION);
            let Some(chosen) = entry(&papers.entries, &typed.contact) else {
                checks.fail("contact", "Choose whom we ask");
                return None;
            };
            if chosen.contact.email.is_empty() {
                checks.fail("contact", "This service has no contact with an address yet. Add one to the directory, or choose another");
            }
            Some(Choice::FixNow { contact: chosen.id, question })
        }
        Outcome::Delegate => {
            let question = question(FORUM_QUESTION);
            let rule = TextRule { required: None, name: "The name", max: 120, lines: false };
            let forum = checks.text("forum", &typed.forum, rule);
            let by = typed.date.trim().parse::<Date>().ok().filter(|by| *by > today);
            if by.is_none() {
                checks.fail("date", "Enter a day to come by which we ask for an answer");
            }
            let chosen = entry(&papers.entries, &typed.contact);
            if chosen.is_none() && (forum.is_empty() || !typed.contact.trim().is_empty()) {
                checks.fail("forum", "Choose the forum, or say which it is");
            }
            let (contact, forum) = chosen.map_or((None, forum), |entry| (Some(entry.id), entry.name.clone()));
            by.map(|by| Choice::Delegate { contact, forum, question, by })
        }
        Outcome::Answered => {
            let found = papers.agreements.iter().find(|agreed| agreed.is(&typed.agreement));
            if found.is_none() {
                checks.fail("agreement", "Choose an agreement that is in force");
            }
            found.map(|agreed| Choice::Answered(agreed.number))
        }
        Outcome::Out => {
            let reason = papers.settings.reasons().find(|reason| *reason == typed.out_reason.trim()).map(str::to_owned);
            if reason.is_none() {
                checks.fail("out_reason", "Choose why it belongs elsewhere");
            }
            let signpost = Signpost::ALL.into_iter().find(|post| post.key() == typed.signpost);
            if signpost.is_none() && !typed.signpost.is_empty() {
                checks.fail("signpost", "Choose one of the signposts, or none");
            }
            reason.map(|reason| Choice::Out { reason, signpost })
        }
        Outcome::Group | Outcome::Interim | Outcome::Watch => Choice::plain(outcome),
    }
}
