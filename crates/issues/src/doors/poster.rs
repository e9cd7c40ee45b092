//! The poster of a door: one page to hang up, with a code for the telephone and the same address in words.

use documents::{Block, Document, Span, figure};
use group::groups::Group;
use kernel::{Error, Result};

use super::model::Door;

/// The poster as a document. `address` is the door's whole link.
///
/// # Errors
/// When the address is too long for a code.
pub(super) fn document(group: &Group, door: &Door, address: &str) -> Result<Document> {
    let alt = format!("A code for a telephone's camera: it leads to {address}");
    let code = figure::code(address, alt).ok_or_else(|| Error::Conflict("The address is too long for a code on a poster.".into()))?;
    let plain = address.split_once("://").map_or(address, |(_, rest)| rest);
    Ok(Document {
        title: "Something between practice and hospital that does not work? Or that worked well?".into(),
        subtitle: format!("Tell the {}. It takes a minute.", group.name),
        language: "en-GB".into(),
        author: group.name.clone(),
        running: door.label.clone(),
        blocks: vec![
            code,
            Block::paragraph("Point your telephone’s camera at the code, or go to this address:"),
            Block::callout(plain),
            Block::list([
                "No account is needed. Say it by name, in confidence or anonymously.".to_owned(),
                "Every report is read and answered. You can follow what becomes of it.".to_owned(),
                "No names of patients, no numbers, no dates of birth.".to_owned(),
            ]),
            Block::spans(vec![Span::strong("Not for urgent patient safety matters: for those, use your usual clinical route.")]),
        ],
    })
}
