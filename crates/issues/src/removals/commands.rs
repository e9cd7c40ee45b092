//! The verbs: flag a text, look for words, take them out, show a text again.

use std::collections::{BTreeMap, BTreeSet};

use group::{
    acting::Acting,
    groups,
    groups::Group,
    looks, membership,
    permissions::{Verb, may},
};
use jiff::tz::TimeZone;
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    error::FieldError,
    job::NewJob,
    ledger::{self, Event, Fact},
    queue,
    removal::{self, File, Kept, Place, Search, Sought},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    jobs, mail,
    model::{FIELDS, HIDDEN, KEY_COLUMNS, lines, place_words},
    store::{self, Carried, Flag, Found, Looker},
};
use crate::{
    issues::{self, Issue},
    likeness, themes,
};

/// The most lines that are taken at once.
const MOST: usize = 20;

/// What is kept, for who puts an older backup back.
pub const KEPT: Kept = Kept { key_columns: KEY_COLUMNS, reader: text_of, derived: &["issue_vectors", "agreement_vectors"] };

/// Flags an issue's text: it is hidden from everybody at once, and the administrator is told. A text that is hidden already
/// stays so. `actor` is the reporter (a visitor) or somebody of the group.
///
/// # Errors
/// When the database fails.
pub async fn flag(app: &App, tx: &mut Tx, group: &Group, actor: Actor, issue: &Issue) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    if store::open_flag(&mut *tx, group.id, issue.id).await?.is_some() {
        return Ok(());
    }
    let issue = issues::by_id(&mut *tx, group.id, issue.id).await?;
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    let day_only = matches!(actor, Actor::Visitor) && issue.is_anonymous();
    let id = if day_only { app.ids.timeless_key()? } else { app.ids.key(now)? };
    let number = groups::next_number(tx, group.id, "flags").await?;
    store::insert_flag(tx, group.id, id, number, issue.id, (today, !day_only)).await?;
    for field in FIELDS {
        if let Some(words) = issue.text(field).filter(|words| !words.is_empty()) {
            store::set_aside(tx, group.id, id, field, words).await?;
            issues::set_text(tx, group.id, issue.id, field, HIDDEN).await?;
        }
    }
    renew(app, tx, group, issue.id).await?;
    if !day_only {
        mail::flagged(app, tx, group, id, &group.reference(issue.number)).await?;
    }
    let at =
        if day_only { today.to_zoned(group.time_zone.clone()).map_err(|error| Error::Internal(error.into()))?.timestamp() } else { now };
    ledger::record(tx, Event::new(group.id, at, actor, "issue.flagged", issue.id)).await
}

/// Tells the administrators what anonymous reporters flagged on days before: a mail at once would say when they did.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(app: &App) -> Result<()> {
    let today = clock::day_of(app.clock.now(), &TimeZone::UTC);
    for (group, flag, number) in store::untold(&app.db, today).await? {
        let mut tx = app.begin().await?;
        let group = groups::by_id(&mut tx, group).await?;
        mail::flagged(app, &mut tx, &group, flag, &group.reference(number)).await?;
        store::set_told(&mut tx, group.id, flag).await?;
        app.commit(tx).await?;
    }
    Ok(())
}

/// Shows a text again, because nothing in it could identify a patient, or because the words are out of it.
///
/// # Errors
/// [`Error::NotFound`] without such a flag, and for those who may not.
pub async fn show_again(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    acting.must(Verb::TakeOutWords)?;
    ledger::hold(tx, acting.group.id).await?;
    let flags = store::open_flags(&mut *tx, acting.group.id).await?;
    let flag = flags.into_iter().find(|flag| flag.number == number).ok_or(Error::NotFound)?;
    put_back(app, tx, &acting.group, &flag).await?;
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "issue.shown-again", flag.issue);
    ledger::record(tx, event.with("as", acting.acted_as())).await
}

/// Puts a text back where it stood. What somebody wrote in its place meanwhile stays.
async fn put_back(app: &App, tx: &mut Tx, group: &Group, flag: &Flag) -> Result<()> {
    let issue = issues::by_id(&mut *tx, group.id, flag.issue).await?;
    for (field, words) in store::aside(&mut *tx, group.id, flag.id).await? {
        if issue.text(&field) == Some(HIDDEN) {
            issues::set_text(tx, group.id, issue.id, &field, &words).await?;
        }
    }
    store::close_flag(tx, group.id, flag.id).await?;
    renew(app, tx, group, flag.issue).await
}

/// Makes an issue findable and comparable by what it says now.
async fn renew(app: &App, tx: &mut Tx, group: &Group, issue: Uuid) -> Result<()> {
    issues::index_anew(tx, group, issue).await?;
    themes::forget(app, issue);
    likeness::forget(tx, group.id, issue).await
}

/// What a look finds: where the words stand, a line each, and which mails hold them.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub(super) found: Vec<Found>,
    pub(super) mails: Vec<Carried>,
}

fn sought(typed: &str) -> Result<Vec<Sought>> {
    let lines = lines(typed);
    let fail = |message: &str| Err(Error::field("words", message.to_owned()));
    if lines.is_empty() {
        return fail("Enter the words to take out, a line each");
    }
    if lines.len() > MOST {
        return fail("Enter 20 lines at most at once");
    }
    let mut errors = Vec::new();
    let mut sought = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match Sought::read(line) {
            Some(words) if words.length() <= 200 => sought.push(words),
            Some(_) => errors.push(format!("Line {} is long: enter just the words that could identify somebody", at + 1)),
            None => errors.push(format!("Line {} is short: enter at least four letters or digits, so that no other word is hit", at + 1)),
        }
    }
    // The longest first, so that a full name goes as one.
    sought.sort_by_key(|words| std::cmp::Reverse(words.length()));
    let field = |message| FieldError { field: "words".into(), message };
    if errors.is_empty() { Ok(sought) } else { Err(Error::Invalid(errors.into_iter().map(field).collect())) }
}

/// Looks for words in everything that is kept of the group, and changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for those who may not; [`Error::Invalid`] for words that are too short.
pub(super) async fn look(app: &App, acting: &Acting, typed: &str) -> Result<Look> {
    acting.must(Verb::TakeOutWords)?;
    let sought = sought(typed)?;
    let search = Search { keys: &app.keys, scope: acting.group.id, sought: &sought, key_columns: KEY_COLUMNS };
    let (places, files) = removal::find(&app.db, &search, text_of).await?;
    let numbers = issue_numbers(app, acting, &places).await?;
    let mut mails = Vec::new();
    for mail in mail_keys(&places, &files) {
        mails.push(store::mail(&app.db, acting.group.id, mail).await?);
    }
    Ok(Look { found: found(&acting.group, &places, &files, &numbers), mails })
}

/// Takes words out of everything that is kept of the group, shows again what was flagged because of them, and keeps a report
/// of where they stood. Returns the removal's number.
///
/// # Errors
/// [`Error::NotFound`] for those who may not; [`Error::Invalid`] for words that are too short or stand nowhere.
pub async fn take_out(app: &App, tx: &mut Tx, acting: &Acting, typed: &str) -> Result<i64> {
    acting.must(Verb::TakeOutWords)?;
    let group = &acting.group;
    let sought = sought(typed)?;
    ledger::hold(tx, group.id).await?;
    let search = Search { keys: &app.keys, scope: group.id, sought: &sought, key_columns: KEY_COLUMNS };
    let files = removal::with_words(tx, &search, text_of).await?;
    let flags = store::open_flags(&mut *tx, group.id).await?;
    let places = removal::take_out(tx, &search).await?;
    if places.is_empty() && files.is_empty() {
        return Err(Error::field("words", "These words are nowhere in what the group keeps"));
    }
    removal::replace(tx, &files).await?;
    let number = groups::next_number(tx, group.id, "removals").await?;
    let numbers = issue_numbers(app, acting, &places).await?;
    for (at, found) in found(group, &places, &files, &numbers).iter().enumerate() {
        store::insert_place(tx, group.id, number, i64::try_from(at + 1).unwrap_or(i64::MAX), found).await?;
    }
    for mail in mail_keys(&places, &files) {
        let carried = store::mail(&mut *tx, group.id, mail).await?;
        store::insert_mail(tx, group.id, number, &carried).await?;
    }
    let now = app.clock.now();
    removal::note(tx, &search, number, places.len() + files.len(), now).await?;
    let cleaned: BTreeSet<Uuid> = places.iter().filter(|place| place.table == "set_aside").filter_map(|place| place.row).collect();
    let mut touched = issue_keys(&places);
    for flag in flags.iter().filter(|flag| cleaned.contains(&flag.id)) {
        put_back(app, tx, group, flag).await?;
        touched.insert(flag.issue);
    }
    let event = |verb, thing| Event::new(group.id, now, acting.actor(), verb, thing).with("as", acting.acted_as());
    let mut read = touched.clone();
    for row in
        places.iter().filter(|place| ["exchange", "issue_files", "replies"].contains(&place.table.as_str())).filter_map(|place| place.row)
    {
        read.extend(store::issue_of(&mut *tx, group.id, row).await?);
    }
    for (at, looker) in lookers(tx, group, &read).await?.iter().enumerate() {
        store::insert_looker(tx, group.id, number, i64::try_from(at + 1).unwrap_or(i64::MAX), looker).await?;
    }
    for issue in touched {
        renew(app, tx, group, issue).await?;
        ledger::record(tx, event("issue.cleaned", issue)).await?;
    }
    let taken = event("words.removed", app.ids.key(now)?).with("removal", Fact::Number(number));
    ledger::record(tx, taken.with("places", Fact::Number(i64::try_from(places.len()).unwrap_or(i64::MAX)))).await?;
    let job = NewJob { scope: None, kind: jobs::LIST, payload: json!({}), run_at: now, key: Some("removals.list".into()) };
    queue::push(app, tx, job).await?;
    Ok(number)
}

/// Who opened these issues, their files and their minutes, and after them who could have.
async fn lookers(tx: &mut Tx, group: &Group, issues: &BTreeSet<Uuid>) -> Result<Vec<Looker>> {
    let mut all = Vec::new();
    for issue in issues {
        let reference = group.reference(issues::by_id(&mut *tx, group.id, *issue).await?.number);
        for look in looks::of(&mut *tx, group.id, *issue).await? {
            let place = match look.thing.as_str() {
                "file" => "A file of the reporter",
                "minute" => "The minute",
                _ => "The issue",
            };
            let (name, days) = (look.name, Some((look.first, look.last)));
            all.push(Looker { name, place: place.into(), reference: reference.clone(), days });
        }
    }
    if !issues.is_empty() {
        let seats = membership::seats(&mut *tx, group).await?;
        let could = seats.into_iter().filter(|seat| may(seat.role, Verb::ReadIssues));
        let place = "Could open every issue";
        all.extend(could.map(|seat| Looker { name: seat.name, place: place.into(), reference: String::new(), days: None }));
    }
    Ok(all)
}

/// The text of a file, by its name and bytes; empty where Brig cannot read its kind.
#[must_use]
fn text_of(name: &str, content: &[u8]) -> String {
    if reading::pdf::is_pdf(content) {
        return reading::pdf::pages(content).map(|pages| pages.join("\n")).unwrap_or_default();
    }
    if name.ends_with(".docx") || content.starts_with(b"PK") {
        return reading::word::paragraphs(content).map(|word| word.text()).unwrap_or_default();
    }
    String::from_utf8(content.to_vec()).unwrap_or_default()
}

fn mail_keys(places: &[Place], files: &[File]) -> BTreeSet<Uuid> {
    let mails = places.iter().filter(|place| place.table == "mails").filter_map(|place| place.row);
    mails.chain(files.iter().filter(|file| file.table == "mail_parts").map(|file| file.row)).collect()
}

/// What was found, a line for each kind of thing, and for each issue its reference.
fn found(group: &Group, places: &[Place], files: &[File], numbers: &BTreeMap<Uuid, i64>) -> Vec<Found> {
    let mut lines: BTreeMap<(String, String), i64> = BTreeMap::new();
    for place in places {
        let number = place.row.filter(|_| place.table == "issues").and_then(|row| numbers.get(&row));
        let reference = number.map(|number| group.reference(*number)).unwrap_or_default();
        *lines.entry((place_words(&place.table), reference)).or_default() += i64::try_from(place.times).unwrap_or(i64::MAX);
    }
    for file in files {
        *lines.entry((place_words(&format!("{}.file", file.table)), String::new())).or_default() += 1;
    }
    lines.into_iter().map(|((place, reference), times)| Found { place, reference, times }).collect()
}

fn issue_keys(places: &[Place]) -> BTreeSet<Uuid> {
    places.iter().filter(|place| place.table == "issues").filter_map(|place| place.row).collect()
}

/// The running numbers of the issues among them. They never change, so that it does not matter what else is being written.
async fn issue_numbers(app: &App, acting: &Acting, places: &[Place]) -> Result<BTreeMap<Uuid, i64>> {
    let mut numbers = BTreeMap::new();
    for key in issue_keys(places) {
        numbers.insert(key, issues::by_id(&app.db, acting.group.id, key).await?.number);
    }
    Ok(numbers)
}
