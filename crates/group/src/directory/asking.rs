//! Asking the contacts: the mail with its link, and what they answer on the page behind it. Opening the link does nothing,
//! because mail scanners follow links; only a button on the page does.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event},
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::{
    commands::{LINE, must_run, now_is, person},
    model::{Above, Entry, LINK_DAYS, Person},
    store,
};
use crate::{acting::Acting, groups::Group, membership, screening::refuse_numbers};

/// Which mail it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mailing {
    /// Whether they agree to be the contact.
    First,
    /// Whether it is still right.
    Yearly,
    /// Once more, after three weeks.
    Reminder,
}

/// What stands in the link of an entry whose contact was asked: good for this contact and this asking only.
fn seal(app: &App, group: &Group, entry: &Entry, asked: Date) -> String {
    let parts: [&[u8]; 4] = [group.id.as_bytes(), entry.id.as_bytes(), entry.contact.email.as_bytes(), &asked.to_string().into_bytes()];
    app.keys.seal("directory", &parts)
}

/// The entry that a link opens.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, too old, or of another contact.
pub(super) async fn open(app: &App, on: impl Into<kernel::On<'_>>, group: &Group, code: &str) -> Result<Entry> {
    let (id, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let entry = store::find(on, group.id, id).await?;
    let Some(asked) = entry.asked_on else { return Err(Error::NotFound) };
    let last = asked.checked_add(LINK_DAYS.days()).unwrap_or(asked);
    let good = entry.retired_on.is_none() && app.clock.today(&group.time_zone) <= last;
    let parts = (seal(app, group, &entry, asked), sealed);
    if good && kernel::keys::same(parts.0.as_bytes(), parts.1.as_bytes()) { Ok(entry) } else { Err(Error::NotFound) }
}

/// Entries by their contact's address.
pub(super) fn by_contact(entries: Vec<Entry>) -> BTreeMap<String, Vec<Entry>> {
    let mut contacts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| !entry.contact.email.is_empty()) {
        contacts.entry(entry.contact.email.clone()).or_default().push(entry);
    }
    contacts
}

/// Mails one contact about some of their entries, and notes it.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, entries: &[Entry], mailing: Mailing, by: Actor) -> Result<()> {
    let Some(first) = entries.first() else { return Ok(()) };
    let (now, today) = (app.clock.now(), app.clock.today(&group.time_zone));
    let names = match entries {
        [one] => one.name.clone(),
        several => words::count(several.len() as u64, "entry", "entries"),
    };
    let (subject, why) = match mailing {
        Mailing::First => (
            format!("Would you be the contact for {names}?"),
            format!(
                "{} brings GPs and hospital consultants together, and keeps a directory of whom to write to. May we keep you in it?",
                group.name
            ),
        ),
        Mailing::Yearly => (
            format!("Is what we hold about {names} still right?"),
            format!("You are in the directory of {}. Once in a while we ask whether what we hold is still right.", group.name),
        ),
        Mailing::Reminder => (format!("A reminder: {names}"), "We asked some weeks ago and have not heard. It takes a minute.".to_owned()),
    };
    let hello = if first.contact.name.is_empty() { "Hello.".to_owned() } else { format!("Hello {}.", first.contact.name) };
    let mut letter = Letter::new(format!("{}: {subject}", group.name), subject, &group.name).paragraph(format!("{hello} {why}"));
    for entry in entries {
        let asked = match (mailing, entry.asked_on) {
            (Mailing::Reminder, Some(asked)) => asked,
            _ => today,
        };
        let link = app.url(&format!("/{}/directory/check/{}{}", group.slug, entry.id.simple(), seal(app, group, entry, asked)));
        letter = letter.section(&entry.name).button("See what we hold", link);
        let verb = if mailing == Mailing::Reminder {
            store::set_reminded(tx, group.id, entry.id, today).await?;
            "directory.reminded"
        } else {
            store::set_asked(tx, group.id, entry.id, today).await?;
            "directory.asked"
        };
        ledger::record(tx, Event::new(group.id, now, by, verb, entry.id)).await?;
    }
    letter = letter.paragraph(
        "There you can say that it is right, correct it, or name somebody else. Nothing happens before you press a button on that page.",
    );
    let (cause, reply_to) = (app.ids.key(now)?, membership::contact(&mut *tx, group).await?);
    let (to, scope) = (first.contact.email.clone(), Some(group.id));
    mail::post_known(app, tx, Outgoing { scope, to, letter, cause, kind: "directory-check", parts: Vec::new(), reply_to }).await
}

/// Asks the contact of one entry.
///
/// # Errors
/// [`Error::Conflict`] where there is no address, or they were asked today already.
pub(super) async fn ask(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let entry = store::find(&mut *tx, group.id, id).await?;
    if entry.contact.email.is_empty() || entry.retired_on.is_some() {
        return Err(Error::Conflict("There is nobody to ask: give it a contact with a mail address first.".into()));
    }
    if entry.asked_on == Some(app.clock.today(&group.time_zone)) {
        return Err(Error::Conflict("The contact was asked today already.".into()));
    }
    let mailing = if entry.agreed_on.is_some() { Mailing::Yearly } else { Mailing::First };
    post(app, tx, group, &[entry], mailing, acting.actor()).await
}

/// Who was never asked, of those with an address.
pub(super) fn unasked(entries: Vec<Entry>) -> BTreeMap<String, Vec<Entry>> {
    by_contact(entries.into_iter().filter(|entry| entry.agreed_on.is_none() && entry.asked_on.is_none()).collect())
}

/// Asks everybody who was never asked: one mail to each. Tells how many.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the directory.
pub(super) async fn ask_all(app: &App, tx: &mut Tx, acting: &Acting) -> Result<usize> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let contacts = unasked(store::all(&mut *tx, group.id).await?);
    for entries in contacts.values() {
        post(app, tx, group, entries, Mailing::First, acting.actor()).await?;
    }
    Ok(contacts.len())
}

/// What a contact corrects, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Correction {
    pub(super) contact: (String, String),
    pub(super) post: String,
    pub(super) deputy: (String, String),
    pub(super) above: (String, String),
}

/// What a contact answers.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// It is right.
    Right,
    /// It is, with these changes.
    Correct(Correction),
    /// They are not the contact any more; perhaps somebody else is.
    Leave(String, String),
}

/// Takes a contact's answer.
///
/// # Errors
/// [`Error::NotFound`] for a link that is not good; [`Error::Conflict`] when the entry was changed since `version`;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, version: i64, answer: &Answer) -> Result<Entry> {
    ledger::hold(tx, group.id).await?;
    let old = open(app, &mut *tx, group, code).await?;
    let today = app.clock.today(&group.time_zone);
    let right = Entry { agreed_on: old.agreed_on.or(Some(today)), confirmed_on: Some(today), ..old.clone() };
    let (entry, verb) = match answer {
        // Pressed twice, it is one.
        Answer::Right if old.confirmed_on == Some(today) => return Ok(old),
        Answer::Right => (right, "directory.confirmed"),
        Answer::Correct(correction) => (corrected(right, correction)?, "directory.corrected"),
        Answer::Leave(name, email) => (left(old.clone(), name, email)?, "directory.left"),
    };
    if !store::update(tx, group.id, &entry, version).await? {
        // The note is the group's own.
        let shown = Entry { note: String::new(), ..old };
        return Err(Error::Conflict(format!("This was changed meanwhile: it is now {}. Look at it once more", now_is(&shown))));
    }
    ledger::record(tx, Event::new(group.id, app.clock.now(), Actor::Visitor, verb, entry.id)).await?;
    Ok(entry)
}

fn corrected(entry: Entry, typed: &Correction) -> Result<Entry> {
    let mut checks = Checks::default();
    let contact = person(&mut checks, ("contact_name", "contact_email"), (&typed.contact.0, &typed.contact.1));
    if contact.email.is_empty() {
        checks.fail("contact_email", "Enter the address that we should write to");
    }
    let post = checks.text("contact_post", &typed.post, LINE);
    let deputy = person(&mut checks, ("deputy_name", "deputy_email"), (&typed.deputy.0, &typed.deputy.1));
    let above = person(&mut checks, ("above_name", "above_email"), (&typed.above.0, &typed.above.1));
    checks.done()?;
    let texts = [
        ("contact_name", contact.name.as_str()),
        ("contact_email", &contact.email),
        ("contact_post", &post),
        ("deputy_name", &deputy.name),
        ("deputy_email", &deputy.email),
        ("above_name", &above.name),
        ("above_email", &above.email),
    ];
    refuse_numbers(texts.into_iter(), false)?;
    // Another entry that stands above it is for the group to change.
    let above = if matches!(entry.above, Above::Entry(_)) { entry.above } else { Above::Person(above) };
    Ok(Entry { contact, post, deputy, above, ..entry })
}

/// The entry with somebody else in the place of its contact, or nobody. They have not agreed, and are not asked before
/// somebody in the group has seen the name.
fn left(entry: Entry, name: &str, email: &str) -> Result<Entry> {
    let mut checks = Checks::default();
    let contact = Person {
        name: checks.text("next_name", name, TextRule { ..LINE }),
        email: checks.mail_address("next_email", email).to_lowercase(),
    };
    checks.done()?;
    refuse_numbers([("next_name", contact.name.as_str()), ("next_email", &contact.email)].into_iter(), false)?;
    Ok(Entry { contact, post: String::new(), agreed_on: None, confirmed_on: None, asked_on: None, reminded_on: None, ..entry })
}
