//! An edition as a sheet for notice boards: large headings, what changes below each, and where to tell us what goes wrong.

use documents::{Block, Document, figure};
use kernel::words;

use super::model::Told;

/// The sheet. `raise` is the address of the form, in full; it also stands as a code for a telephone's camera.
#[must_use]
pub(super) fn document(group: &str, network: &str, told: &Told, raise: &str) -> Document {
    let mut blocks = Vec::new();
    if !told.opening.is_empty() {
        blocks.push(Block::paragraph(&told.opening));
    }
    for (headline, paragraphs) in &told.stories {
        blocks.push(Block::heading(1, headline));
        blocks.extend(paragraphs.iter().map(Block::paragraph));
    }
    for call in &told.calls {
        blocks.push(Block::heading(1, &call.title));
        blocks.extend(call.paragraphs.iter().map(Block::paragraph));
    }
    if !told.thanks.is_empty() {
        blocks.push(Block::paragraph(&told.thanks));
    }
    blocks.push(Block::heading(1, "Does something go wrong between practice and hospital?"));
    blocks.push(Block::paragraph(format!("Anybody who works here can tell us in a minute, without an account: {raise}")));
    blocks.extend(figure::code(raise, format!("A code that opens {raise}")));
    Document {
        title: told.heading.clone(),
        subtitle: format!("{group}, {}", words::date(told.out_on)),
        language: "en-GB".into(),
        author: group.to_owned(),
        running: format!("{network}, {}", words::date(told.out_on)),
        blocks,
    }
}
