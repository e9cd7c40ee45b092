//! How an edition reads.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::model::{Edition, Entry};
use crate::networks::{Network, Takes};

/// Puts an edition into the outbox.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, network: &Network, edition: &Edition, entries: &[Entry]) -> Result<()> {
    let contact = membership::contact(&mut *tx, group).await?;
    let letter = letter(app, group, network, edition, entries, contact.as_deref());
    let to = network.address.clone();
    let mail = Outgoing { scope: Some(group.id), to, letter, cause: edition.id, kind: "edition", parts: Vec::new(), reply_to: contact };
    mail::post(app, tx, mail).await
}

/// The mail: what changes, for whom, from when, who to ask; a section each.
pub(super) fn letter(app: &App, group: &Group, network: &Network, edition: &Edition, entries: &[Entry], contact: Option<&str>) -> Letter {
    let n = words::count(entries.len() as u64, "key outcome", "key outcomes");
    let mut letter = match network.takes {
        Takes::Copy => {
            let out = words::date(edition.out_on);
            let ask = contact.map(|contact| format!(" Questions: {contact}.")).unwrap_or_default();
            Letter::new(format!("Copy for {}, out {out}: {n}", network.name), format!("Copy for {}", network.name), &group.name).paragraph(
                format!("This is what we would like readers of the edition of {out} to know. Please take it over as it stands below.{ask}"),
            )
        }
        _ => Letter::new(format!("{}: what changes", group.name), "What changes between practice and hospital", &group.name),
    };
    if !network.opening.is_empty() {
        letter = letter.paragraph(&network.opening);
    }
    for entry in entries {
        letter = told(letter, entry, contact);
    }
    if entries.iter().any(|entry| entry.raised) {
        letter = letter.paragraph("It begins with colleagues who tell us what goes wrong. Thank you.");
    }
    letter
        .paragraph("Does something go wrong between practice and hospital? Anybody can tell us in a minute, without an account:")
        .button("Raise an issue", app.url(&format!("/{}/raise", group.slug)))
}

fn told(letter: Letter, entry: &Entry, contact: Option<&str>) -> Letter {
    let (decision, outcome) = (&entry.decision, &entry.decision.outcome);
    let mut letter = letter.section(&entry.title).paragraph(outcome.what(&decision.words));
    let whom = Some(format!("For: {}.", outcome.for_whom)).filter(|_| !outcome.for_whom.is_empty());
    let from = outcome.from_when.map(|day| format!("From: {}.", words::date(day)));
    let facts: Vec<String> = [whom, from].into_iter().flatten().collect();
    if !facts.is_empty() {
        letter = letter.paragraph(facts.join(" "));
    }
    let ask = if outcome.who_to_ask.is_empty() { contact } else { Some(outcome.who_to_ask.as_str()) };
    let ask = ask.map(|ask| format!("Ask: {ask}. ")).unwrap_or_default();
    letter.paragraph(format!("{ask}Decision {} of {}.", decision.reference(), words::date(decision.decided_on)))
}
