//! How an edition reads as a mail.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

use super::{copy, story::Reading};
use crate::{
    calls,
    networks::{Network, Takes},
};

/// What mails with an edition are called.
pub(super) const KIND: &str = "edition";

/// Puts an edition into the outbox. `cause` is the edition's key, or a new one for a mail that is sent once more.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, network: &Network, reading: &Reading, cause: Uuid) -> Result<()> {
    let contact = membership::contact(&mut *tx, group).await?;
    let letter = letter(app, group, reading);
    let to = network.address.clone();
    // Whoever takes it over into a newsletter has it as a document, too.
    let parts = if network.takes == Takes::Copy { vec![copy::part(app, group, network, reading).await?] } else { Vec::new() };
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: KIND, parts, reply_to: contact };
    mail::post_known(app, tx, mail).await
}

/// The mail: what changes, for whom, from when, who to ask; a section each. It names the group's own address, where there
/// is one, and never a person's.
pub(super) fn letter(app: &App, group: &Group, reading: &Reading) -> Letter {
    let mut letter = Letter::new(&reading.subject, &reading.heading, &group.name);
    for line in [&reading.to_the_editor, &reading.opening].into_iter().filter(|line| !line.is_empty()) {
        letter = letter.paragraph(line);
    }
    for story in &reading.stories {
        letter = story.paragraphs.iter().fold(letter.section(&story.headline), Letter::paragraph);
    }
    for call in &reading.calls {
        letter = calls::told(app, group, call, letter);
    }
    if !reading.thanks.is_empty() {
        letter = letter.paragraph(&reading.thanks);
    }
    letter
        .paragraph("Has something gone wrong between practice and hospital? Anybody can tell us in a minute, without an account:")
        .button("Raise an issue", app.url(&format!("/{}/raise", group.slug)))
}
