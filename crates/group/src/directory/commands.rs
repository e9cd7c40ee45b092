//! The verbs on the directory: add, change, retire, and how often contacts are asked.

use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Above, Entry, Kind, Person, Sector},
    store,
};
use crate::{acting::Acting, importing::read_day, permissions::Verb, screening::refuse_numbers};

/// An entry as somebody typed it. Its fields are called as the columns of a table are.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What people call it.
    pub name: String,
    /// `service`, `hospital`, `practice`, `committee` or `other`.
    pub kind: String,
    /// `primary`, `secondary`, `both` or nothing.
    pub sector: String,
    /// What else is to be known.
    pub note: String,
    /// The contact's name.
    pub contact_name: String,
    /// What the contact does.
    pub contact_post: String,
    /// The contact's mail address.
    pub contact_email: String,
    /// When the contact agreed: a day, or nothing.
    pub agreed_on: String,
    /// The deputy's name.
    pub deputy_name: String,
    /// The deputy's mail address.
    pub deputy_email: String,
    /// The key of the entry that stands above it.
    pub above: String,
    /// Or the name of somebody who does.
    pub above_name: String,
    /// Their mail address.
    pub above_email: String,
}

/// Goes on only for those who keep the directory.
pub(super) fn must_run(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunDirectory, Verb::SeeDirectory, "Keeping the directory is for the administrator and the co-chairs.")
}

/// A name or another line of a person.
pub(super) const LINE: TextRule = TextRule { required: None, name: "This", max: 120, lines: false };

/// Somebody as they were typed.
pub(super) fn person(checks: &mut Checks, fields: (&'static str, &'static str), (name, email): (&str, &str)) -> Person {
    Person { name: checks.text(fields.0, name, LINE), email: checks.mail_address(fields.1, email).to_lowercase() }
}

/// The entry in a draft, in place of `old` where there is one.
///
/// # Errors
/// [`Error::Invalid`] and [`Error::Refused`] for what will not do.
pub(super) fn checked(id: Uuid, draft: &Draft, old: Option<&Entry>, today: Date) -> Result<Entry> {
    let mut checks = Checks::default();
    let name = checks.text("name", &draft.name, TextRule { required: Some("Enter what people call it"), ..LINE });
    let note = checks.text("note", &draft.note, TextRule { max: 1_000, lines: true, ..LINE });
    let contact = person(&mut checks, ("contact_name", "contact_email"), (&draft.contact_name, &draft.contact_email));
    let post = checks.text("contact_post", &draft.contact_post, LINE);
    let deputy = person(&mut checks, ("deputy_name", "deputy_email"), (&draft.deputy_name, &draft.deputy_email));
    let named = person(&mut checks, ("above_name", "above_email"), (&draft.above_name, &draft.above_email));
    let kind = Kind::from_key(&draft.kind);
    if kind.is_none() {
        checks.fail("kind", "Choose what it is: service, hospital, practice, committee or other");
    }
    let sector = Sector::from_key(&draft.sector);
    if sector.is_none() && !draft.sector.is_empty() {
        checks.fail("sector", "Choose primary care, secondary care, or both");
    }
    let mut agreed_on = read_day(&draft.agreed_on);
    if agreed_on.is_none() && !draft.agreed_on.trim().is_empty() {
        checks.fail("agreed_on", "Enter a day as 2026-12-14, or leave it empty if they were not asked yet");
    } else if agreed_on.is_some_and(|day| day > today) {
        checks.fail("agreed_on", "Enter a day that is not in the future");
    } else if agreed_on.is_some() && contact.email.is_empty() {
        checks.fail("contact_email", "Enter the address of the contact who has agreed");
    }
    let above = match draft.above.trim() {
        "" => Above::Person(named.clone()),
        _ if named != Person::default() => {
            checks.fail("above", "Choose an entry, or write a name: one of the two");
            Above::default()
        }
        key => match key.parse() {
            Ok(other) if other != id => Above::Entry(other),
            _ => {
                checks.fail("above", "Choose another entry");
                Above::default()
            }
        },
    };
    checks.done()?;
    let texts = [
        ("name", name.as_str()),
        ("note", &note),
        ("contact_name", &contact.name),
        ("contact_post", &post),
        ("contact_email", &contact.email),
        ("deputy_name", &deputy.name),
        ("deputy_email", &deputy.email),
        ("above_name", &named.name),
        ("above_email", &named.email),
    ];
    refuse_numbers(texts.into_iter(), false)?;
    let Some(kind) = kind else { return Err(Error::internal("an entry without a kind")) };
    let same = old.filter(|old| old.contact.email == contact.email);
    if let Some(old) = old
        && same.is_none()
        && agreed_on == old.agreed_on
    {
        // The day is that of the contact before. The new one is asked first.
        agreed_on = None;
    }
    let confirmed_on = agreed_on.and(same.and_then(|old| old.confirmed_on).or(agreed_on));
    let (asked_on, reminded_on) = same.map_or((None, None), |old| (old.asked_on, old.reminded_on));
    let version = old.map_or(1, |old| old.version);
    Ok(Entry {
        id,
        version,
        name,
        kind,
        sector,
        note,
        contact,
        post,
        deputy,
        above,
        agreed_on,
        confirmed_on,
        asked_on,
        reminded_on,
        retired_on: None,
    })
}

pub(super) fn event(app: &App, acting: &Acting, verb: &'static str, entry: &Entry) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, entry.id)
        .with("as", acting.acted_as())
        .with("kind", Fact::Word(entry.kind.key().into()))
}

/// No two in use have one name, and what stands above is in use.
async fn must_fit(tx: &mut Tx, acting: &Acting, entry: &Entry) -> Result<()> {
    let all = store::all(tx, acting.group.id).await?;
    if all.iter().any(|other| other.id != entry.id && other.name.to_lowercase() == entry.name.to_lowercase()) {
        return Err(Error::field("name", "There is already an entry with this name"));
    }
    match entry.above {
        Above::Entry(above) if !all.iter().any(|other| other.id == above) => Err(Error::field("above", "Choose another entry")),
        _ => Ok(()),
    }
}

/// Adds an entry.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the directory; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, draft: &Draft) -> Result<Entry> {
    must_run(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let now = app.clock.now();
    let entry = checked(app.ids.key(now)?, draft, None, kernel::clock::day_of(now, &acting.group.time_zone))?;
    must_fit(tx, acting, &entry).await?;
    store::insert(tx, acting.group.id, &entry).await?;
    ledger::record(tx, event(app, acting, "directory.added", &entry)).await?;
    Ok(entry)
}

/// Changes an entry. A new contact has not agreed yet, unless that is said.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has changed it since `version`, or it was retired; as [`add`] else.
pub async fn change(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, version: i64, draft: &Draft) -> Result<()> {
    must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let old = store::find(&mut *tx, group, id).await?;
    let entry = checked(id, draft, Some(&old), app.clock.today(&acting.group.time_zone))?;
    if entry == old && version == old.version {
        return Ok(());
    }
    must_fit(tx, acting, &entry).await?;
    if !store::update(tx, group, &entry, version).await? {
        return Err(Error::Conflict(format!("This was changed meanwhile: it is now {}. Saving again replaces that", now_is(&old))));
    }
    ledger::record(tx, event(app, acting, "directory.changed", &entry)).await
}

/// An entry in a line, for who wrote while somebody else did.
pub(super) fn now_is(entry: &Entry) -> String {
    let parts = [
        ("", entry.name.clone()),
        ("the contact ", entry.contact.words()),
        ("", entry.post.clone()),
        ("the deputy ", entry.deputy.words()),
        ("", if entry.note.is_empty() { String::new() } else { format!("“{}”", entry.note) }),
    ];
    parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| format!("{what}{text}")).collect::<Vec<_>>().join("; ")
}

/// Takes an entry out of the directory. What it was stays on record.
///
/// # Errors
/// [`Error::Conflict`] when it was taken out already.
pub async fn retire(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_run(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let entry = store::find(&mut *tx, acting.group.id, id).await?;
    if !store::retire(tx, acting.group.id, id, app.clock.today(&acting.group.time_zone)).await? {
        return Err(Error::Conflict("It was taken out of the directory already.".into()));
    }
    ledger::record(tx, event(app, acting, "directory.retired", &entry)).await
}

/// Says after how many months contacts are asked again: 0 for never.
///
/// # Errors
/// [`Error::Invalid`] for anything but a number from 0 to 60.
pub async fn set_months(app: &App, tx: &mut Tx, acting: &Acting, months: &str) -> Result<()> {
    must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let months = months.trim().parse().ok().filter(|months| (0..=60).contains(months));
    let Some(months) = months else { return Err(Error::field("months", "Enter months from 1 to 60, or 0 for never")) };
    store::set_months(tx, group, months).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "directory.rules-set", group).with("months", Fact::Number(months));
    ledger::record(tx, event).await
}
