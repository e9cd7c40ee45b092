//! The verbs on papers: bring one, bring a newer version, take one back, say by when they are due.

use group::{
    acting::Acting,
    permissions::Verb,
    screening::{self, Known, refuse_in_file, refuse_unknown},
};
use kernel::{
    App, Error, Result, Tx, app, clock,
    error::FieldError,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
    upload::File,
};
use uuid::Uuid;

use super::{
    model::{Paper, State, due_on},
    store::{self, New},
    text::{self, Read},
};
use crate::meetings::{self, Item, Meeting, Record};

/// The most versions of papers for one meeting.
const MOST: i64 = 80;
/// The most bytes of papers for one meeting: the pack holds them all in memory while it is made.
const MOST_BYTES: i64 = 48 * 1024 * 1024;

/// A paper as somebody brings it.
#[derive(Clone, Debug, Default)]
pub struct NewPaper {
    /// What it is called.
    pub title: String,
    /// The key of the version that it takes the place of; nothing for a new paper.
    pub replaces: Option<Uuid>,
    /// Whether they give their word that what cannot be read names no patient.
    pub vouched: bool,
}

/// Looks through each paragraph, and across the ends of lines, for what tells who a patient is.
fn screen(read: &Read, title: &str, known: &Known) -> Result<()> {
    let in_title = refuse_unknown(known, [("title", title)].into_iter(), true);
    let mut errors = Vec::new();
    for (place, text) in &read.paragraphs {
        if let Err(error) = refuse_unknown(known, [("file", text.as_str())].into_iter(), true) {
            let said = error.into_messages("file").unwrap_or_default();
            errors.extend(
                said.into_iter().map(|error| FieldError { field: "file".into(), message: format!("In {place}: {}", error.message) }),
            );
        }
        // Who sees ten of them knows what to do.
        if errors.len() >= 10 {
            break;
        }
    }
    if errors.is_empty()
        && let Err(error) = refuse_unknown(known, [("file", read.text().as_str())].into_iter(), true)
    {
        errors = error.into_messages("file").unwrap_or_default();
    }
    in_title?;
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// The meeting whose papers may still be changed, with its item.
async fn open(on: &mut Tx, acting: &Acting, number: i64, item: i64) -> Result<(Record, usize)> {
    let record = meetings::record(on, acting.group.id, number).await?;
    if !record.meeting.is_open() {
        return Err(Error::Conflict("This meeting is no longer planned, so its papers stay as they are.".into()));
    }
    let at = record.items.iter().position(|other| other.number == item).ok_or(Error::NotFound)?;
    Ok((record, at))
}

/// Brings a paper to an item and commits it. Anybody of the group may; a newer version is brought by who brought the paper, or by
/// those who run meetings.
///
/// # Errors
/// [`Error::NotFound`] for those who do not see meetings; [`Error::Invalid`] and [`Error::Refused`] for what was typed and for the
/// file, which is not kept then; [`Error::Conflict`] once the meeting is planned no more.
pub async fn bring(app: &App, acting: &Acting, (number, item): (i64, i64), new: &NewPaper, file: File) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say what this paper is, as in Costs of both ways"), name: "The title", max: 120, lines: false };
    let title = checks.text("title", &new.title, rule);
    if file.too_large {
        checks.fail("file", "This file is larger than 8 MB. Save it in a smaller size, without pictures, and bring it again");
    } else if file.bytes.is_empty() {
        checks.fail("file", "Choose the file of the paper");
    }
    checks.done()?;
    let known = screening::known(&app.db, group.id).await?;
    let (checked_title, vouched) = (title.clone(), new.vouched);
    // A name may say anything: it is kept as a short plain word, and never as a part of an address.
    let file_name: String = file.name.chars().filter(|c| !c.is_control()).take(120).collect();
    let checked_name = file_name.clone();
    // Reading a file and looking through it takes the processor.
    let (read, content, bytes) = app::compute(move || {
        let read = text::read(&file.bytes).map_err(|problem| Error::field("file", problem))?;
        screen(&read, &checked_title, &known)?;
        refuse_in_file(&known, &checked_name, "", true)?;
        if let Some(unread) = read.unread.as_ref().filter(|_| !vouched) {
            let ask = "Look through all of it. If nobody in it is a patient, tick the box below and send it again";
            return Err(Error::field("file", format!("We cannot read all of this file: {unread}. {ask}")));
        }
        let content = read.text();
        Ok::<_, Error>((read, content, file.bytes))
    })
    .await??;
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    let (record, at) = open(&mut tx, acting, number, item).await?;
    let there = store::of_meeting(&mut tx, group.id, record.meeting.id, &group.time_zone).await?;
    let (versions, size) = store::amount(&mut tx, group.id, record.meeting.id).await?;
    if versions >= MOST {
        return Err(Error::Conflict(format!("A meeting has {MOST} papers at most, older versions among them.")));
    }
    if size + i64::try_from(bytes.len()).unwrap_or(i64::MAX) > MOST_BYTES {
        let full = "The papers of this meeting would be larger than 48 MB together. Save this one in a smaller size, without pictures";
        return Err(Error::field("file", full));
    }
    let (letter, version) = place(&mut tx, acting, &there, record.items[at].id, new.replaces).await?;
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    let late = today > due_on(record.meeting.held_on, store::days_before(&mut tx, group.id).await?);
    let paper = New {
        id: app.ids.key(now)?,
        item: record.items[at].id,
        letter,
        version,
        title: &title,
        content: &content,
        pages: i64::try_from(read.pages).unwrap_or(0),
        vouched: read.unread.is_some(),
        late,
        by: acting.person,
        at: now,
        file_name: &file_name,
        kind: read.kind,
        file: &bytes,
    };
    store::insert(&mut tx, group.id, &paper).await?;
    let said = event(app, acting, &record, at, "paper.brought", paper.id);
    ledger::record(&mut tx, said.with("letter", Fact::Number(letter)).with("version", Fact::Number(version))).await?;
    app.commit(tx).await
}

/// Which letter and version a paper gets; what it takes the place of is replaced.
async fn place(tx: &mut Tx, acting: &Acting, there: &[Paper], item: Uuid, replaces: Option<Uuid>) -> Result<(i64, i64)> {
    let of_item = || there.iter().filter(|paper| paper.item == item);
    let Some(old) = replaces else { return Ok((of_item().map(|paper| paper.letter).max().unwrap_or(0) + 1, 1)) };
    let old = of_item().find(|paper| paper.id == old).ok_or(Error::NotFound)?;
    must_own(acting, old)?;
    if old.state != State::Current {
        return Err(Error::Conflict("Somebody else has replaced this paper or taken it back meanwhile. Look at it once more.".into()));
    }
    store::set_state(tx, acting.group.id, old.id, State::Replaced).await?;
    Ok((old.letter, of_item().filter(|paper| paper.letter == old.letter).map(|paper| paper.version).max().unwrap_or(0) + 1))
}

/// Whether somebody may replace a paper and take it back.
pub(super) fn owns(acting: &Acting, paper: &Paper) -> bool {
    acting.may(Verb::RunMeetings) || paper.brought_by == acting.person
}

fn must_own(acting: &Acting, paper: &Paper) -> Result<()> {
    if owns(acting, paper) {
        return Ok(());
    }
    Err(Error::Forbidden("A paper is replaced or taken back by who brought it, or by the administrator and the co-chairs.".into()))
}

/// Takes a paper back. Before the pack is frozen it is gone, with its older versions; after that it stays on record as taken back.
///
/// # Errors
/// [`Error::Forbidden`] for those who neither brought it nor run meetings; [`Error::Conflict`] once the meeting is planned no more.
pub(super) async fn take_back(app: &App, tx: &mut Tx, acting: &Acting, (number, item): (i64, i64), paper: &str) -> Result<()> {
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let (record, at) = open(tx, acting, number, item).await?;
    let there = store::of_meeting(&mut *tx, group.id, record.meeting.id, &group.time_zone).await?;
    let of_item = || there.iter().filter(|other| other.item == record.items[at].id);
    let found = of_item().find(|other| other.address() == paper && other.state == State::Current).ok_or(Error::NotFound)?;
    must_own(acting, found)?;
    let sent = crate::packs::is_frozen(&mut *tx, group.id, record.meeting.id).await?;
    for version in of_item().filter(|other| other.letter == found.letter) {
        match (sent, version.id == found.id) {
            (true, true) => store::set_state(tx, group.id, version.id, State::TakenBack).await?,
            (true, false) => {}
            (false, _) => store::delete(tx, group.id, version.id).await?,
        }
    }
    let said = event(app, acting, &record, at, "paper.taken-back", found.id);
    ledger::record(tx, said.with("letter", Fact::Number(found.letter))).await
}

fn event(app: &App, acting: &Acting, record: &Record, at: usize, verb: &'static str, paper: Uuid) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, paper)
        .with("as", acting.acted_as())
        .with("meeting", Fact::Number(record.meeting.number))
        .with("item", Fact::Reference(record.items[at].reference()))
}

/// Says how many days before a meeting papers are due. What was brought keeps its mark.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run meetings; [`Error::Invalid`] for no sensible number.
pub(super) async fn set_due(app: &App, tx: &mut Tx, acting: &Acting, typed: &str) -> Result<()> {
    let why = "By when papers are due is for the administrator and the co-chairs to say.";
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, why)?;
    let days = typed.trim().parse().ok().filter(|days| (0..=60).contains(days));
    let days = days.ok_or_else(|| Error::field("days", "Enter a number of days from 0 to 60"))?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    store::put_days_before(tx, group, days).await?;
    let said = Event::new(group, app.clock.now(), acting.actor(), "papers.due-set", group);
    ledger::record(tx, said.with("as", acting.acted_as()).with("days", Fact::Number(days))).await
}

/// Goes on only with an item that has no papers, so that none is lost by mistake.
///
/// # Errors
/// [`Error::Conflict`] that says so.
pub(crate) async fn must_be_none(tx: &mut Tx, group: Uuid, item: &Item) -> Result<()> {
    if store::any(tx, group, item.id).await? {
        return Err(Error::Conflict(format!(
            "There is a paper on {}. Take it back first, so that it is not lost by mistake.",
            item.reference()
        )));
    }
    Ok(())
}

/// How many days before a meeting papers are due, and which day that is for this one.
///
/// # Errors
/// When the database fails.
pub(crate) async fn due(app: &App, acting: &Acting, meeting: &Meeting) -> Result<(i64, String)> {
    let days = store::days_before(&app.db, acting.group.id).await?;
    Ok((days, kernel::words::date(due_on(meeting.held_on, days))))
}
