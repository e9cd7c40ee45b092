//! An edition as a document: the copy that an editor of a newsletter takes over, in Word, as plain text and as HTML.

use documents::{Block, Document, Span};
use group::groups::Group;
use kernel::{App, Error, Result, app::compute, mail::Part};

use super::story::Reading;
use crate::{calls, networks::Network};

/// What a Word document is called in a mail and on the web.
pub(super) const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What an edition says as a document, without the words to its editor.
pub(super) fn document(app: &App, group: &Group, reading: &Reading) -> Document {
    let mut blocks = Vec::new();
    if !reading.opening.is_empty() {
        blocks.push(Block::spans(vec![Span::strong(&*reading.opening)]));
    }
    for story in &reading.stories {
        blocks.push(Block::heading(1, &*story.headline));
        blocks.extend(story.paragraphs.iter().map(Block::paragraph));
    }
    for call in &reading.calls {
        blocks.push(Block::heading(1, &*call.title));
        blocks.extend(call.words.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).map(Block::paragraph));
        let link = calls::link(app, group, call);
        blocks.push(Block::spans(vec![Span::plain(format!("Tell us about {}: ", call.theme)), Span::link(&*link, &*link)]));
    }
    if !reading.thanks.is_empty() {
        blocks.push(Block::paragraph(&*reading.thanks));
    }
    let raise = app.url(&format!("/{}/raise", group.slug));
    blocks.push(Block::spans(vec![Span::plain("Raise an issue, in a minute and without an account: "), Span::link(&*raise, &*raise)]));
    Document {
        title: reading.heading.clone(),
        subtitle: String::new(),
        language: "en-GB".into(),
        author: group.name.clone(),
        running: group.name.clone(),
        blocks,
    }
}

/// A document as a Word file.
pub(super) async fn word(document: Document) -> Result<Vec<u8>> {
    compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))
}

/// A document as a page that stands by itself.
pub(super) fn html(document: &Document) -> String {
    let title = document.title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let body = documents::html::write(document);
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n"
    )
}

/// What the copy of an edition is called as a file: `north-moor-practice-matters-2026-11-26.docx`.
pub(super) fn file_name(group: &Group, network: &Network, reading: &Reading, extension: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = network.name.chars().map(plain).take(40).collect();
    let name = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    format!("{}-{name}-{}.{extension}", group.slug, reading.out_on)
}

/// The copy as a Word file that goes with the mail to its editor.
pub(super) async fn part(app: &App, group: &Group, network: &Network, reading: &Reading) -> Result<Part> {
    let content = word(document(app, group, reading)).await?;
    Ok(Part { name: file_name(group, network, reading, "docx"), media_type: WORD.into(), content })
}
