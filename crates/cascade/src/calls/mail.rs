//! How a call for issues reads.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    form::encode_query,
    mail::{self, Letter, Outgoing},
};

use super::store::Called;
use crate::networks::{Network, Takes};

/// What such mails are called.
const KIND: &str = "theme-call";

/// A call as a section of a mail, with the link to the form.
pub(crate) fn told(app: &App, group: &Group, call: &Called, letter: Letter) -> Letter {
    said(app, group, call, letter.section(&call.title))
}

fn said(app: &App, group: &Group, call: &Called, mut letter: Letter) -> Letter {
    for paragraph in call.words.split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
        letter = letter.paragraph(paragraph);
    }
    letter.button(format!("Tell us about {}", call.theme), link(app, group, call))
}

/// The address of the form, which knows what the call is about.
pub(crate) fn link(app: &App, group: &Group, call: &Called) -> String {
    let from = if call.door.is_empty() { String::new() } else { format!("?from={}", encode_query(&call.door)) };
    app.url(&format!("/{}/raise{from}", group.slug))
}

/// Mails a call to a network at once. To one address a call goes once.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, network: &Network, call: &Called) -> Result<()> {
    let mut letter = Letter::new(format!("{}: {}", group.name, call.title), &call.title, &group.name);
    if network.takes == Takes::Copy {
        letter = letter
            .paragraph("This is what we would like your readers to know before your next edition. Please pass it on as it stands below.");
    }
    if !network.opening.is_empty() {
        letter = letter.paragraph(&network.opening);
    }
    let letter = said(app, group, call, letter);
    let reply_to = membership::contact(&mut *tx, group).await?;
    let to = network.address.clone();
    mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause: call.id, kind: KIND, parts: Vec::new(), reply_to }).await
}
