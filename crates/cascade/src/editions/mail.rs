//! How an edition reads.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};
use meetings::decisions::Manner;
use uuid::Uuid;

use super::model::{Edition, Entry};
use crate::{
    calls::{self, Called},
    networks::{Network, Takes},
};

/// What mails with an edition are called.
pub(super) const KIND: &str = "edition";

/// Puts an edition into the outbox. `cause` is the edition's key, or a new one for a mail that is sent once more.
pub(super) async fn post(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    network: &Network,
    edition: &Edition,
    (entries, calls): (&[Entry], &[Called]),
    cause: Uuid,
) -> Result<()> {
    let contact = membership::contact(&mut *tx, group).await?;
    let letter = letter(app, group, network, edition, (entries, calls));
    let to = network.address.clone();
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: KIND, parts: Vec::new(), reply_to: contact };
    mail::post(app, tx, mail).await
}

/// The mail: what changes, for whom, from when, who to ask; a section each. It names the group's own address, where there
/// is one, and never a person's.
pub(super) fn letter(app: &App, group: &Group, network: &Network, edition: &Edition, (entries, calls): (&[Entry], &[Called])) -> Letter {
    let contact = Some(group.contact.as_str()).filter(|contact| !contact.is_empty());
    let outcomes = (!entries.is_empty()).then(|| words::count(entries.len() as u64, "key outcome", "key outcomes"));
    let called = (!calls.is_empty()).then(|| words::count(calls.len() as u64, "call for issues", "calls for issues"));
    let n = [outcomes, called].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut letter = match network.takes {
        Takes::Copy => {
            let out = words::date(edition.out_on);
            let ask = contact.map(|contact| format!(" Questions: {contact}.")).unwrap_or_default();
            Letter::new(format!("Copy for {}, out {out}: {n}", network.name), format!("Copy for {}", network.name), &group.name).paragraph(
                format!("This is what we would like readers of the edition of {out} to know. Please take it over as it stands below.{ask}"),
            )
        }
        _ => {
            let what = if entries.is_empty() { "what goes wrong" } else { "what changes" };
            let heading = if entries.is_empty() { "Tell us what goes wrong" } else { "What changes between practice and hospital" };
            Letter::new(format!("{}: {what}, {}", group.name, words::date(edition.out_on)), heading, &group.name)
        }
    };
    if !network.opening.is_empty() {
        letter = letter.paragraph(&network.opening);
    }
    for entry in entries {
        letter = told(letter, entry, contact);
    }
    for call in calls {
        letter = calls::told(app, group, call, letter);
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
    let mut letter = letter.section(&entry.title);
    if let Some((before, why)) = &entry.corrects {
        letter = letter.paragraph("This corrects what we told you before.").paragraph(&decision.words);
        return letter.paragraph(format!("It said before: {before}")).paragraph(format!(
            "Why: {why} Decision {} of {}.",
            decision.reference(),
            words::date(decision.decided_on)
        ));
    }
    letter = letter.paragraph(outcome.what(&decision.words));
    // What it depends on is told also where its own words leave it out.
    if !outcome.what_changes.is_empty() && decision.how.manner == Manner::SubjectTo {
        letter = letter.paragraph(decision.how.tail().trim());
    }
    let whom = Some(format!("For: {}.", outcome.for_whom.trim_end_matches('.'))).filter(|_| !outcome.for_whom.is_empty());
    let from = outcome.from_when.map(|day| format!("From: {}.", words::date(day)));
    let patients = Some(outcome.patients.trim_end_matches('.')).filter(|text| !text.is_empty());
    let patients = patients.map(|text| format!("What a patient will notice: {text}."));
    let facts: Vec<String> = [whom, from, patients].into_iter().flatten().collect();
    if !facts.is_empty() {
        letter = letter.paragraph(facts.join(" "));
    }
    let ask = if outcome.who_to_ask.is_empty() { contact } else { Some(outcome.who_to_ask.as_str()) };
    let ask = ask.map(|ask| format!("Ask: {}. ", ask.trim_end_matches('.'))).unwrap_or_default();
    letter.paragraph(format!("{ask}Decision {} of {}.", decision.reference(), words::date(decision.decided_on)))
}
