//! The minute as a document, in the house style: who was there, then numbered sections, each decision set apart.

use documents::{Block, Document, Span};
use group::{groups::Group, membership::Side, permissions::Role};
use jiff::civil::Date;
use kernel::words;

use uuid::Uuid;

use super::{
    model::{Paper, Section, State, reserved_heading},
    recalled::Recalled,
};
use crate::{
    interests::Interest,
    item_guests::ItemGuest,
    meetings::{Attendee, Item, Presence, Record, Standing, when},
};

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

/// The section that says what goes to the networks. What it lists comes from the decisions.
const CASCADE: &str = "For cascade";

/// What the software can say by itself, for people to mend: a section for each fixed point and each item. `on_behalf` has who
/// came in whose place.
pub(super) fn sections(record: &Record, recalled: &Recalled, on_behalf: &[(String, String)]) -> Vec<Section> {
    let apologies: Vec<&str> =
        record.attendees.iter().filter(|one| one.presence == Presence::Apologies).map(|one| one.name.as_str()).collect();
    let mut apologies = if apologies.is_empty() {
        "There were no apologies.".to_owned()
    } else {
        format!("Apologies were received from {}.", joined(&apologies))
    };
    for (deputy, absent) in on_behalf {
        apologies.push_str(&format!("\n{deputy} attended on behalf of {absent}."));
    }
    // What stands on the agenda as an item of its own is said there, and not twice.
    let under = |standing: Standing| match standing {
        Standing::Welcome => apologies.clone(),
        other => recalled.under(other).to_owned(),
    };
    let stands = |wanted: Standing| record.items.iter().any(|item| item.kind == Some(wanted));
    let fixed = |(standing, heading): (Standing, &str)| {
        let words = if standing == Standing::AnyOther { "There was none.".to_owned() } else { under(standing) };
        (!stands(standing)).then(|| (heading.to_owned(), None, words))
    };
    let before = [
        (Standing::Welcome, "Welcome and apologies"),
        (Standing::LastMinute, "Minute of the previous meeting"),
        (Standing::MattersArising, "Matters arising"),
        (Standing::Actions, "Actions review"),
    ];
    let section = |item: &Item| {
        let said = item.kind.map(under).unwrap_or_default();
        let parts = [said.as_str(), item.note.as_str()];
        let words = parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n");
        (item.title.clone(), Some(item.id), words)
    };
    // The last standing items come after what goes to the networks, as in the house style.
    let is_last = |item: &&Item| item.kind.is_some_and(Standing::is_last);
    let (last, items): (Vec<&Item>, Vec<&Item>) = record.items.iter().partition(is_last);
    let after = [(Standing::AnyOther, "Any other business"), (Standing::NextMeeting, "Next meeting")];
    let mut all: Vec<(String, Option<Uuid>, String)> = before.into_iter().filter_map(fixed).collect();
    all.extend(items.into_iter().map(section));
    all.push((CASCADE.to_owned(), None, String::new()));
    all.extend(last.into_iter().map(section));
    all.extend(after.into_iter().filter_map(fixed));
    (1..).zip(all).map(|(position, (heading, item, words))| Section { position, heading, item, words }).collect()
}

/// As [`sections`] for what was decided in writing: nobody met, so that it is about nothing else.
pub(super) fn in_writing(record: &Record) -> Vec<Section> {
    let section = |(position, item): (i64, &Item)| {
        let (heading, words) = (item.title.clone(), item.note.clone());
        Section { position, heading, item: Some(item.id), words }
    };
    (1..).zip(&record.items).map(section).collect()
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
    let guests = record.meeting.guests.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
    // Who came for one item was invited to it; who was there for all of it attended.
    let (invited, others): (Vec<String>, Vec<String>) = guests.partition(|guest| guest.to_lowercase().contains("item"));
    attending.extend(others);
    let apologies = said(&|one| !there(one));
    if present.is_empty() {
        present.push("nobody was noted".into());
    }
    let written = record.meeting.is_in_writing();
    let mut blocks = vec![labelled(if written { "Answered" } else { "Present" }, present.join("; "))];
    let by_invitation = record.by_invitation.iter().map(ItemGuest::words).chain(invited).collect();
    let attending = (if written { "Also said something" } else { "In attendance" }, attending);
    for (label, names) in [attending, ("By invitation", by_invitation), ("Apologies", apologies)] {
        if !names.is_empty() {
            blocks.push(labelled(label, names.join("; ")));
        }
    }
    let declared = |one: &Interest| one.item.as_ref().map(|(_, item)| format!("{} in item {item}: {}", one.name, one.said()));
    let declared: Vec<String> = record.interests.iter().filter(|one| !reserved(record, one)).filter_map(declared).collect();
    if !declared.is_empty() {
        blocks.push(labelled("Interests", declared.join("; ")));
    }
    blocks.push(labelled("Balance", record.quorum().words()));
    for (decision, _) in &record.ratifies {
        let made = words::date(decision.decided_on);
        blocks
            .push(labelled("Confirmed", format!("Decision {}, made without a quorum on {made}: {}", decision.reference(), decision.words)));
    }
    blocks
}

/// Whether an interest is in an item that is for the group only: then it is not told to others either.
fn reserved(record: &Record, interest: &Interest) -> bool {
    let own = |item: &&Item| interest.item.as_ref().is_some_and(|(key, _)| *key == item.id);
    record.items.iter().find(own).is_some_and(Item::is_reserved)
}

/// The decision and the actions of an item, and what issue it is about.
fn item(item: &Item, words: &str, group: &Group) -> Vec<Block> {
    let mut about = format!("Item {}", item.reference());
    if let Some(issue) = &item.issue {
        about.push_str(&format!(", issue {} (raised {})", group.reference(issue.number), words::date(issue.raised_on)));
    }
    let mut blocks = vec![Block::paragraph(about)];
    if !item.presenter.is_empty() {
        blocks.push(Block::paragraph(format!("Presented by {}.", item.presenter.trim_end_matches('.'))));
    }
    if let Some(issue) = item.issue.as_ref().filter(|issue| !issue.text.is_empty()) {
        blocks.push(Block::paragraph(issue.text.clone()));
    }
    blocks.extend(paragraphs(words));
    match &item.decision {
        Some(decision) => {
            let mut spans = vec![Span::strong(format!("Decision {}: ", decision.reference())), Span::plain(decision.words.clone())];
            if !decision.quorum.reached() {
                spans.push(Span::plain(format!(" Subject to confirmation by a meeting with a quorum ({}).", decision.quorum.words())));
            }
            blocks.push(Block::Callout { spans });
        }
        None if item.moved_to.is_some() => blocks.push(Block::paragraph("Nothing was decided; the item was moved on to a later meeting.")),
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
                cell(action.doer()),
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

/// What goes to the networks: of each decision that does, what changes, for whom and from when.
fn for_cascade(record: &Record) -> Vec<Block> {
    let told = record.items.iter().filter(|item| !item.is_reserved()).filter_map(|item| item.decision.as_ref());
    let line = |decision: &crate::decisions::Decision| {
        let outcome = &decision.outcome;
        let mut line = format!("{}: {}", decision.reference(), outcome.what(&decision.words));
        if !outcome.for_whom.is_empty() {
            line.push_str(&format!(" For {}.", outcome.for_whom.trim_end_matches('.')));
        }
        if let Some(day) = outcome.from_when {
            line.push_str(&format!(" From {}.", words::date(day)));
        }
        line
    };
    let lines: Vec<String> = told.filter(|decision| decision.outcome.cascades).map(line).collect();
    if lines.is_empty() { vec![Block::paragraph("Nothing goes to the networks from this meeting.")] } else { vec![Block::list(lines)] }
}

/// The whole document, as both sides sign it: the open part, and the reserved one as an annex. It says nothing of where it
/// stands, so that the text that is signed, published and confirmed is one and the same.
pub(super) fn paper(record: &Record, sections: &[Section], context: &Context<'_>) -> Paper {
    let group = context.group;
    let (mut blocks, mut reserved) = (Vec::new(), Vec::new());
    if !context.theme.is_empty() {
        blocks.push(labelled("Theme", context.theme.to_owned()));
    }
    blocks.extend(people(record));
    for section in sections {
        let number = section.position;
        let found = section.item.and_then(|id| record.items.iter().find(|item| item.id == id));
        if let Some(found) = found.filter(|item| item.is_reserved()) {
            blocks.push(Block::heading(1, reserved_heading(number, &found.reference())));
            blocks.push(Block::paragraph(format!(
                "This item is in the reserved part of the minute: {}.",
                found.reserved.trim_end_matches('.')
            )));
            reserved.push(Block::heading(2, format!("{number}  {}", section.heading)));
            reserved.extend(item(found, &section.words, group));
            continue;
        }
        blocks.push(Block::heading(1, format!("{number}  {}", section.heading)));
        match found {
            Some(found) => blocks.extend(item(found, &section.words, group)),
            None => blocks.extend(paragraphs(&section.words)),
        }
        if section.item.is_none() && section.heading == CASCADE {
            blocks.extend(for_cascade(record));
        }
    }
    if !reserved.is_empty() {
        reserved.insert(0, Block::heading(1, "Reserved part"));
        reserved.insert(1, Block::paragraph("This part is for the group only. It is not handed on."));
    }
    let place = record.meeting.whereabouts();
    let open = Document {
        title: format!("Minute of the meeting of the {}", group.name.trim_start_matches("The ")),
        subtitle: if place.is_empty() { when(&record.meeting) } else { format!("{}, {place}", when(&record.meeting)) },
        language: "en-GB".into(),
        author: group.board.clone(),
        running: String::new(),
        blocks,
    };
    Paper { open, reserved }
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
