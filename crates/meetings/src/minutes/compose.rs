//! The minute as a document, in the house style: who was there, then numbered sections, each decision set apart.

use documents::{Block, Document, Span};
use group::{groups::Group, membership::Side, permissions::Role};
use jiff::civil::Date;
use kernel::words;

use super::model::{Section, State};
use crate::meetings::{Attendee, Item, Presence, Record, when};

/// What the document needs to know beside the record.
#[derive(Clone, Debug)]
pub(super) struct Context<'a> {
    pub(super) group: &'a Group,
    /// The theme's name; empty for none.
    pub(super) theme: &'a str,
}

/// Initials for each name in order; where two would be the same, more letters of the last name tell them apart.
pub(super) fn initials(names: &[&str]) -> Vec<String> {
    let short = |name: &str, letters: usize| {
        let plain = |word: &&str| {
            !["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame"]
                .contains(&word.trim_end_matches('.').to_lowercase().as_str())
        };
        let parts: Vec<&str> = name.split_whitespace().filter(plain).collect();
        let last = parts.len().saturating_sub(1);
        parts
            .iter()
            .enumerate()
            .map(|(at, word)| word.chars().take(if at == last { letters } else { 1 }).collect::<String>())
            .collect::<String>()
    };
    let mut all: Vec<String> = names.iter().map(|name| short(name, 1)).collect();
    for letters in 2..=6 {
        let clash: Vec<bool> = all.iter().map(|one| all.iter().filter(|other| *other == one).count() > 1).collect();
        for (at, name) in names.iter().enumerate() {
            if clash[at] {
                all[at] = short(name, letters);
            }
        }
    }
    all
}

/// What the software can say by itself, for people to mend: a section for each fixed point and each item.
pub(super) fn sections(record: &Record, earlier: &str, actions: &str, next: &str) -> Vec<Section> {
    let apologies: Vec<&str> =
        record.attendees.iter().filter(|one| one.presence == Presence::Apologies).map(|one| one.name.as_str()).collect();
    let apologies = if apologies.is_empty() {
        "There were no apologies.".to_owned()
    } else {
        format!("Apologies were received from {}.", joined(&apologies))
    };
    let fixed = |heading: &str, words: &str| (heading.to_owned(), None, words.to_owned());
    let before = [
        fixed("Welcome and apologies", &apologies),
        fixed("Minute of the previous meeting", earlier),
        fixed("Actions from earlier meetings", actions),
    ];
    let items = record.items.iter().map(|item| (item.title.clone(), Some(item.id), item.note.clone()));
    let after = [fixed("Any other business", "There was none."), fixed("Next meeting", next)];
    (1..)
        .zip(before.into_iter().chain(items).chain(after))
        .map(|(position, (heading, item, words))| Section { position, heading, item, words })
        .collect()
}

/// `A, B and C`.
fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn labelled(label: &str, text: String) -> Block {
    Block::spans(vec![Span::strong(format!("{label}: ")), Span::plain(text)])
}

fn role(attendee: &Attendee) -> String {
    match (attendee.role, attendee.side) {
        (Role::CoChair, Side::Gp) => "GP co-chair".into(),
        (Role::CoChair, _) => "consultant co-chair".into(),
        (Role::Administrator, _) => "administrator".into(),
        (_, Side::Gp) => "GP".into(),
        (_, Side::Consultant) => "consultant".into(),
        _ => String::new(),
    }
}

fn people(record: &Record) -> Vec<Block> {
    let names: Vec<&str> = record.attendees.iter().map(|one| one.name.as_str()).collect();
    let initials = initials(&names);
    let said = |wanted: &dyn Fn(&Attendee) -> bool| -> Vec<String> {
        let chosen = record.attendees.iter().zip(&initials).filter(|(one, _)| wanted(one));
        chosen
            .map(|(one, short)| {
                let role = role(one);
                format!("{} ({short}{})", one.name, if role.is_empty() { role } else { format!(", {role}") })
            })
            .collect()
    };
    let there = |one: &Attendee| one.presence == Presence::Present;
    let mut present = said(&|one| there(one) && one.core);
    let mut attending = said(&|one| there(one) && !one.core);
    attending.extend(record.meeting.guests.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    let apologies = said(&|one| !there(one));
    if present.is_empty() {
        present.push("nobody was noted".into());
    }
    let mut blocks = vec![labelled("Present", present.join("; "))];
    for (label, names) in [("In attendance", attending), ("Apologies", apologies)] {
        if !names.is_empty() {
            blocks.push(labelled(label, names.join("; ")));
        }
    }
    blocks.push(labelled("Quorum", record.quorum().words()));
    blocks
}

/// The decision and the actions of an item, and what issue it is about.
fn item(item: &Item, words: &str, group: &Group) -> Vec<Block> {
    let mut about = format!("Item {}", item.reference());
    if let Some(issue) = &item.issue {
        about.push_str(&format!(", issue {} (raised {})", group.reference(issue.number), words::date(issue.raised_on)));
    }
    let mut blocks = vec![Block::paragraph(about)];
    if let Some(issue) = item.issue.as_ref().filter(|issue| !issue.text.is_empty()) {
        blocks.push(Block::paragraph(issue.text.clone()));
    }
    blocks.extend(paragraphs(words));
    match &item.decision {
        Some(decision) => blocks.push(Block::Callout {
            spans: vec![Span::strong(format!("Decision {}: ", decision.reference())), Span::plain(decision.words.clone())],
        }),
        None if item.issue.is_some() => blocks.push(Block::paragraph("Nothing was decided; the issue goes to another meeting.")),
        // Something else that was on the agenda, such as a new form to look at, has had its say.
        None => {}
    }
    if !item.actions.is_empty() {
        let cell = |text: String| vec![Span::plain(text)];
        let row = |action: &crate::actions::Action| {
            vec![
                cell(action.reference()),
                cell(action.words.clone()),
                cell(action.owner_name.clone()),
                cell(words::date(action.due)),
                cell(action.done_means.clone()),
            ]
        };
        let rows = item.actions.iter().map(row).collect();
        let header = ["Ref", "What is to be done", "Owner", "By", "Done means"];
        blocks.push(Block::table(format!("Actions from item {}", item.reference()), &header, rows, &[11, 29, 17, 18, 25]));
    }
    blocks
}

fn paragraphs(words: &str) -> Vec<Block> {
    words.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(Block::paragraph).collect()
}

/// The whole document, as both sides approve it. It says nothing of where it stands, so that the text that is approved,
/// published and confirmed is one and the same.
pub(super) fn document(record: &Record, sections: &[Section], context: &Context<'_>) -> Document {
    let group = context.group;
    let mut blocks = Vec::new();
    if !context.theme.is_empty() {
        blocks.push(labelled("Theme", context.theme.to_owned()));
    }
    blocks.extend(people(record));
    for (number, section) in (1..).zip(sections) {
        blocks.push(Block::heading(1, format!("{number}  {}", section.heading)));
        let found = section.item.and_then(|id| record.items.iter().find(|item| item.id == id));
        match found {
            Some(found) => blocks.extend(item(found, &section.words, group)),
            None => blocks.extend(paragraphs(&section.words)),
        }
    }
    let place = &record.meeting.place;
    Document {
        title: format!("Minute of the meeting of the {}", group.name.trim_start_matches("The ")),
        subtitle: if place.is_empty() { when(&record.meeting) } else { format!("{}, {place}", when(&record.meeting)) },
        language: "en-GB".into(),
        author: group.board.clone(),
        running: String::new(),
        blocks,
    }
}

/// The document as it is handed out: where it stands is said under the title and at the foot of each page.
pub(super) fn dressed(mut document: Document, state: State, published_on: Option<Date>) -> Document {
    let published = published_on.map(words::date).unwrap_or_default();
    let (above, foot) = match state {
        State::Draft => ("DRAFT MINUTE, not approved. ".to_owned(), "DRAFT, not approved".to_owned()),
        State::Published => (String::new(), format!("Approved by both sides, published {published}; to be confirmed by the next meeting")),
        State::Confirmed => (String::new(), format!("Approved by both sides, published {published}, confirmed by a later meeting")),
    };
    document.subtitle = format!("{above}{}", document.subtitle);
    document.running = foot;
    document
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn initials_tell_people_apart() {
        assert_eq!(initials(&["Dr Ailsa Munro", "Morag Sinclair", "Dr. Wei Zhang"]), ["AM", "MS", "WZ"]);
        assert_eq!(initials(&["Dr Ailsa Munro", "Dr Alan MacLeod", "Prof Anna Mackay"]), ["AMu", "AMacL", "AMack"]);
        assert_eq!(initials(&["Ann Lee", "Ann Lee"]), ["ALee", "ALee"], "two of one name stay two of one name");
        assert_eq!(initials(&["", "Dr", "Éilidh"]), ["", "", "É"]);
    }

    #[test]
    fn names_are_joined_as_people_write_them() {
        assert_eq!(
            (joined(&[]), joined(&["A"]), joined(&["A", "B"]), joined(&["A", "B", "C"])),
            (String::new(), "A".into(), "A and B".into(), "A, B and C".into())
        );
    }
}
