//! A minute as it is handed out outside the group: what people are, and not who they are. Whoever reads the group's own copy reads
//! the names.

use documents::{Block, Document, Span};
use group::{
    membership::{Seat, Side},
    permissions::Role,
};

use crate::meetings::Record;

/// What somebody is, outside the group.
fn role(role: Role, side: Side) -> &'static str {
    match (role, side) {
        (Role::CoChair, Side::Gp) => "the GP co-chair",
        (Role::CoChair, _) => "the consultant co-chair",
        (Role::Administrator, _) => "the administrator",
        (_, Side::Gp) => "a GP of the group",
        (_, Side::Consultant) => "a consultant of the group",
        _ => "a member of the group",
    }
}

/// Titles that stand before a name here and not there.
const TITLES: &[&str] = &["Dr ", "Dr. ", "Prof ", "Prof. ", "Professor ", "Mr ", "Mrs ", "Ms ", "Miss ", "Mx "];

/// What stands in the place of what, the longest first.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    /// Of everybody whose name a minute may hold: who was there or sent apologies, who sits in the group, who does an action, and
    /// guests.
    pub(super) fn of(record: &Record, seats: &[Seat]) -> Self {
        let mut all = Self::default();
        // What they were at the meeting goes before what they are now.
        for one in &record.attendees {
            all.add(&one.name, role(one.role, one.side));
        }
        for seat in seats {
            all.add(&seat.name, role(seat.role, seat.side));
        }
        for action in record.items.iter().flat_map(|item| &item.actions) {
            all.add(&action.owner_name, "a member of the group");
        }
        for guest in &record.by_invitation {
            let what = if guest.post.is_empty() { "a guest" } else { &guest.post };
            all.0.push((guest.who(), what.to_owned()));
            all.add(&guest.name, what);
        }
        // Who else was there is typed as a name, and what they are behind a comma.
        for line in record.meeting.guests.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, what) = line.split_once(',').map_or((line, "a guest"), |(name, what)| (name, what.trim()));
            all.0.push((line.to_owned(), what.to_owned()));
            all.add(name, what);
        }
        all.0.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        all
    }

    fn add(&mut self, name: &str, what: &str) {
        let name = name.trim();
        let bare = TITLES.iter().find_map(|title| name.strip_prefix(title)).unwrap_or(name);
        for name in [name, bare] {
            if !name.is_empty() && !self.0.iter().any(|(known, _)| known == name) {
                self.0.push((name.to_owned(), what.to_owned()));
            }
        }
    }

    /// A text with what people are in the place of their names.
    pub(super) fn without(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, what) in &self.0 {
            let mut out = String::with_capacity(text.len());
            let mut rest = text.as_str();
            while let Some(at) = rest.find(name.as_str()) {
                let (before, behind) = (&rest[..at], &rest[at + name.len()..]);
                let within = before.chars().next_back().is_some_and(char::is_alphanumeric)
                    || behind.chars().next().is_some_and(char::is_alphanumeric);
                out.push_str(before);
                out.push_str(if within { name } else { what });
                // Behind a name the initials stand, and what somebody is once more.
                rest = if within { behind } else { after_initials(behind) };
            }
            out.push_str(rest);
            text = out;
        }
        text
    }
}

/// What comes after ` (AM, GP co-chair)` or ` (AM)`.
fn after_initials(text: &str) -> &str {
    let Some((inside, behind)) = text.strip_prefix(" (").and_then(|rest| rest.split_once(')')) else { return text };
    let initials = inside.split(',').next().unwrap_or_default();
    let short = (1..=8).contains(&initials.chars().count()) && initials.starts_with(char::is_uppercase) && !initials.contains(' ');
    if short { behind } else { text }
}

/// The document with what people are in the place of their names.
pub(super) fn by_roles(document: Document, names: &Names) -> Document {
    let spans = |spans: Vec<Span>| spans.into_iter().map(|span| Span { text: names.without(&span.text), ..span }).collect::<Vec<Span>>();
    let block = |block: Block| match block {
        Block::Heading { level, text } => Block::Heading { level, text: names.without(&text) },
        Block::Paragraph { spans: said } => Block::Paragraph { spans: spans(said) },
        Block::Callout { spans: said } => Block::Callout { spans: spans(said) },
        Block::List { ordered, items } => Block::List { ordered, items: items.into_iter().map(spans).collect() },
        Block::Table { caption, header, rows, widths } => Block::Table {
            caption: names.without(&caption),
            header,
            rows: rows.into_iter().map(|row| row.into_iter().map(spans).collect()).collect(),
            widths,
        },
        other => other,
    };
    Document { blocks: document.blocks.into_iter().map(block).collect(), ..document }
}

#[cfg(test)]
mod unit {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.add("Dr Ailsa Munro", "the GP co-chair");
        names.add("Jo Li", "a consultant of the group");
        names.0.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
        names
    }

    #[test]
    fn a_name_becomes_what_somebody_is_wherever_it_stands() {
        let said = |text: &str| names().without(text);
        assert_eq!(said("Dr Ailsa Munro (AM, GP co-chair); Jo Li (JL)"), "the GP co-chair; a consultant of the group");
        assert_eq!(said("Ailsa Munro attended on behalf of Jo Li."), "the GP co-chair attended on behalf of a consultant of the group.");
        assert_eq!(said("the ward manager (through Jo Li)"), "the ward manager (through a consultant of the group)");
        assert_eq!(said("Jo Lines (see Jo Li)"), "Jo Lines (see a consultant of the group)", "a longer name is another one");
        assert_eq!(said("Jo Li (on leave until May)"), "a consultant of the group (on leave until May)");
        assert_eq!(said("Nobody was noted"), "Nobody was noted");
    }

    #[test]
    fn owners_in_tables_go_by_what_they_are() {
        let row = vec![vec![Span::plain("A-0001")], vec![Span::plain("Jo Li")]];
        let table = Block::table("Actions", &["Ref", "Owner"], vec![row], &[1, 1]);
        let document = Document {
            title: "Minute".into(),
            subtitle: String::new(),
            language: "en-GB".into(),
            author: String::new(),
            running: String::new(),
            blocks: vec![table],
        };
        let text = documents::text::write(&by_roles(document, &names()));
        assert!(text.contains("a consultant of the group") && !text.contains("Jo Li"), "{text}");
    }
}
