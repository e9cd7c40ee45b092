//! A letter as a document: for Word and PDF.

use documents::{Block, Document, Span};
use group::{approvals::Approval, groups::Group};
use kernel::words;

use super::{
    commands::approvers,
    model::{Letter, State, reference},
};

/// The letter in the group's shape: whom it is to, what it says, by when an answer would help, who signs it.
#[must_use]
pub(super) fn document(group: &Group, letter: &Letter, approvals: &[Approval], contact: &str) -> Document {
    let content = &letter.content;
    let name = reference(letter.number);
    let day = words::date(letter.sent_on.unwrap_or(letter.drafted_on));
    let draft = if letter.state == State::Sent { "" } else { "DRAFT. " };
    let mut blocks = vec![Block::spans(vec![Span::strong("To: "), Span::plain(&content.to)])];
    let about: Vec<String> = [("issue", &content.issue), ("decision", &content.decision)]
        .into_iter()
        .filter(|(_, reference)| !reference.is_empty())
        .map(|(what, reference)| format!("{what} {reference}"))
        .collect();
    if !about.is_empty() {
        blocks.push(Block::spans(vec![Span::strong("About: "), Span::plain(format!("our {}", about.join(", our ")))]));
    }
    blocks.extend(content.text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(Block::paragraph));
    if let Some(by) = content.answer_by {
        blocks.push(Block::heading(1, "Your answer"));
        let how =
            if contact.is_empty() { "by the link in our mail".to_owned() } else { format!("by the link in our mail, or to {contact}") };
        blocks.push(Block::paragraph(format!(
            "An answer by {} would help us: {how}. Please write nothing in it that could identify a patient.",
            words::date(by)
        )));
    }
    let signed = approvers(letter, approvals);
    blocks.push(Block::spans(vec![Span::plain(format!("For {}", group.name))]));
    if !signed.is_empty() {
        blocks.push(Block::list(signed));
    }
    Document {
        title: content.subject.clone(),
        subtitle: format!("{draft}{}, {}. Letter {name}, {day}.", group.name, group.board),
        language: "en-GB".into(),
        author: group.name.clone(),
        running: format!("{draft}{}, {name}", group.name),
        blocks,
    }
}
