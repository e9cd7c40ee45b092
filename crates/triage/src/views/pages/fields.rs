//! The fields of a view: what belongs to its outcome, the four numbers, the text to the reporter.

use ::issues::{issues::Issue, signposts::Signpost};
use jiff::{ToSpan, civil::Date};
use kernel::{
    error::FieldError,
    form::Fields,
    page::{Field, Input},
};

use super::super::{
    details::{Details, FIRST_QUESTION, FORUM_QUESTION},
    model::Outcome,
    papers::Papers,
};
use crate::priority::{Number, Numbers, Proposal};

/// After how many days a forum is asked to answer, where nobody says anything else.
const FORUM_DAYS: i64 = 28;

/// What was typed of what belongs to an outcome.
pub(crate) fn read_details(fields: &Fields) -> Details {
    let text = |name: &str| fields.get(name).to_owned();
    Details {
        contact: text("contact"),
        forum: text("forum"),
        question: text("question"),
        date: text("date"),
        agreement: text("agreement"),
        signpost: text("signpost"),
        out_reason: text("out_reason"),
    }
}

fn chosen(none: &str, all: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), none.to_owned())).chain(all).collect()
}

/// The fields of what belongs to an outcome.
pub(crate) fn detail_fields(papers: &Papers, outcome: Outcome, typed: &Details, today: Date, errors: &[FieldError]) -> Vec<Field> {
    let question = |first: &str| {
        let value = if typed.question.is_empty() { first } else { &typed.question };
        Field::new("question", "What we ask", Input::Lines(2))
            .hint("The group wording goes with it, never the reporter’s name or words.")
            .value(value)
    };
    let fields = match outcome {
        Outcome::FixNow => {
            let with_contact = papers.entries.iter().filter(|entry| !entry.contact.email.is_empty());
            let entries = with_contact.map(|entry| (entry.id.to_string(), format!("{}: {}", entry.name, entry.contact.name)));
            let field = Field::select("contact", "Whom we ask", chosen("Choose a service", entries))
                .hint("Services of the directory that have a contact.");
            vec![field.value(&typed.contact), question(FIRST_QUESTION)]
        }
        Outcome::Delegate => {
            let entries = papers.entries.iter().map(|entry| (entry.id.to_string(), entry.name.clone()));
            let in_weeks = || today.saturating_add(FORUM_DAYS.days()).to_string();
            let date = if typed.date.is_empty() { in_weeks() } else { typed.date.clone() };
            vec![
                Field::select("contact", "The forum, from the directory", chosen("None of these", entries))
                    .hint("Its contact gets a mail with the group wording and the question.")
                    .value(&typed.contact),
                Field::new("forum", "Or another forum", Input::Text)
                    .hint("Nobody is mailed: somebody of the group asks them.")
                    .value(&typed.forum),
                question(FORUM_QUESTION),
                Field::new("date", "Until when", Input::Date).value(date),
            ]
        }
        Outcome::Answered => {
            let all = papers.agreements.iter().map(|agreed| (agreed.number.to_string(), format!("{}: {}", agreed.reference, agreed.title)));
            let field = Field::select("agreement", "The agreement", chosen("Choose an agreement", all));
            let field = if papers.agreements.is_empty() { field.hint("No agreement is in force yet.") } else { field };
            vec![field.value(&typed.agreement)]
        }
        Outcome::Out => {
            let reasons = papers.settings.reasons().map(|reason| (reason.to_owned(), reason.to_owned()));
            let posts = Signpost::ALL.into_iter().map(|post| (post.key().to_owned(), post.about().to_owned()));
            vec![
                Field::select("out_reason", "Why it belongs elsewhere", chosen("Choose a reason", reasons)).value(&typed.out_reason),
                Field::select("signpost", "The right door", chosen("No signpost", posts)).value(&typed.signpost),
            ]
        }
        Outcome::Group | Outcome::Interim | Outcome::Watch => Vec::new(),
    };
    fields.into_iter().map(|field| field.error(errors)).collect()
}

/// The field of what the reporter reads.
pub(crate) fn words_field(papers: &Papers, outcome: Outcome, typed: &str, errors: &[FieldError]) -> Field {
    let value = if typed.is_empty() { papers.settings.words_of(outcome) } else { typed };
    Field::new("words", "What the reporter reads", Input::Lines(4))
        .hint("It goes once both sides agree. What stands in braces, such as {service}, is filled in then.")
        .value(value)
        .error(errors)
}

/// The fields of the four numbers, each with why it is proposed.
pub(super) fn number_fields(proposed: [Proposal; 4], given: Option<Numbers>, errors: &[FieldError]) -> Vec<Field> {
    let field = |(at, number): (usize, Number)| {
        let options = (0..=number.most()).map(|n| (n.to_string(), n.to_string())).collect();
        let value = given.map_or(proposed[at].n, |numbers| numbers.0[at]);
        let hint = format!("Proposed: {}, since {}.", proposed[at].n, proposed[at].why);
        Field::select(number.key(), number.words(), options).hint(hint).value(value.to_string()).error(errors)
    };
    Number::ALL.into_iter().enumerate().map(field).collect()
}

/// The four numbers that were chosen; nothing where a form had none.
pub(super) fn read_numbers(fields: &Fields) -> Option<Numbers> {
    let mut numbers = [0; 4];
    for (n, number) in numbers.iter_mut().zip(Number::ALL) {
        *n = fields.get(number.key()).parse().ok()?;
    }
    Some(Numbers(numbers))
}

/// The service that an issue names, where the directory has a contact for it: it is proposed.
pub(super) fn likely_contact(papers: &Papers, issue: &Issue) -> String {
    let service = issue.answers.service.as_deref().unwrap_or_default().trim().to_lowercase();
    let found = papers.entries.iter().find(|entry| entry.name.to_lowercase() == service && !entry.contact.email.is_empty());
    found.map(|entry| entry.id.to_string()).unwrap_or_default()
}
