//! An agreement as a document: all of it as PDF and Word, and one page with a code for a wall, a desk or a patient.

use documents::{Block, Document, Span, figure};
use group::groups::Group;
use kernel::{Error, Result, words};

use super::{
    commands::approvers,
    model::{Agreement, Approval, State},
};

/// What an agreement is, in a line: `26/A03, version 2, agreed 14 May 2026`.
#[must_use]
pub(super) fn standing(agreement: &Agreement) -> String {
    let version = if agreement.version > 1 { format!(", version {}", agreement.version) } else { String::new() };
    let day = |day: Option<_>| day.map(words::date).unwrap_or_default();
    let agreed = day(agreement.agreed_on());
    let state = match agreement.state {
        State::Draft => "a draft: it waits for both sides".to_owned(),
        State::InForce => format!("agreed {agreed}, in force"),
        State::Superseded => format!("agreed {agreed}, replaced by a later version on {}", day(agreement.ended_on)),
        State::Withdrawn if agreement.held() => format!("agreed {agreed}, withdrawn on {}", day(agreement.ended_on)),
        State::Withdrawn => format!("a draft that was withdrawn on {}", day(agreement.ended_on)),
    };
    format!("{}{version}: {state}", agreement.reference())
}

fn blank(group: &Group, agreement: &Agreement, title: &str) -> Document {
    Document {
        title: title.to_owned(),
        subtitle: format!("{}. {}.", group.name, standing(agreement)),
        language: "en-GB".into(),
        author: group.name.clone(),
        running: format!("{}, {}", group.name, agreement.reference()),
        blocks: Vec::new(),
    }
}

/// A text of some paragraphs under its heading; nothing where there is none.
fn under(blocks: &mut Vec<Block>, heading: &str, text: &str) {
    if !text.is_empty() {
        blocks.push(Block::heading(1, heading));
        blocks.extend(text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(Block::paragraph));
    }
}

/// All of an agreement. `owner` says who looks after it; empty for those who are not told.
#[must_use]
pub(super) fn whole(group: &Group, agreement: &Agreement, approvals: &[Approval], owner: &str, address: &str) -> Document {
    let content = &agreement.content;
    let mut document = blank(group, agreement, &content.title);
    let blocks = &mut document.blocks;
    blocks.push(Block::callout(&content.rule));
    under(blocks, "What it covers", &content.covers);
    under(blocks, "Words to send, from a GP", &content.gp_words);
    under(blocks, "Words to send, from a consultant", &content.consultant_words);
    under(blocks, "For patients", &content.patients);
    blocks.push(Block::heading(1, "About this agreement"));
    let issues = content.issues.join(", ");
    let review = content.review_on.map(words::date).unwrap_or_default();
    let approved = approvers(agreement, approvals).join(" and ");
    let facts = [
        ("It binds", content.binds.words()),
        ("Services", &content.services),
        ("From decision", &content.decision),
        ("From issues", &issues),
        ("Approved by", &approved),
        ("Looked after by", owner),
        ("Looked at again by", &review),
        ("Its address", address),
    ];
    let row = |(name, value): &(&str, &str)| vec![vec![Span::plain(*name)], vec![Span::plain(*value)]];
    blocks.push(Block::table("", &["", ""], facts.iter().filter(|(_, value)| !value.is_empty()).map(row).collect(), &[1, 3]));
    let lines: Vec<String> = content.ancestry.iter().map(super::travel::ancestor_words).collect();
    if !lines.is_empty() {
        blocks.push(Block::heading(1, "Where it comes from"));
        blocks.push(Block::list(lines));
    }
    document
}

/// Whom a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// Clinicians: the rule and words to send.
    Clinicians,
    /// Patients: their own text.
    Patients,
}

/// One page with the short address and a code for a telephone's camera.
///
/// # Errors
/// When the address is too long for a code.
pub(super) fn sheet(group: &Group, agreement: &Agreement, address: &str, whom: For) -> Result<Document> {
    let content = &agreement.content;
    let mut document = blank(group, agreement, &content.title);
    let blocks = &mut document.blocks;
    let alt = format!("A code for a telephone's camera: it leads to {address}");
    let code = figure::code(address, alt).ok_or_else(|| Error::Conflict("The address is too long for a code.".into()))?;
    match whom {
        For::Patients => blocks.extend(content.patients.split("\n\n").map(Block::paragraph)),
        For::Clinicians => {
            blocks.push(Block::callout(&content.rule));
            blocks.push(Block::paragraph("Words to send to a colleague stand at this address. Both sides approved them:"));
        }
    }
    let plain = address.split_once("://").map_or(address, |(_, rest)| rest);
    blocks.push(Block::spans(vec![Span::strong(plain)]));
    blocks.push(code);
    Ok(document)
}
