//! The verbs on corrections: propose one, bring a Word file of them, answer one.

use group::{
    acting::Acting,
    groups, membership,
    permissions::Verb,
    screening::{self, refuse_unknown},
};
use kernel::{
    App, Error, Result, Tx,
    app::compute,
    clock,
    form::{Checks, TextRule},
    ledger::{self, Fact},
};
use reading::word::Reviewed;

use super::{
    super::{
        commands::{must_keep, refused, rewrite},
        versions,
        whole::{Whole, whole},
    },
    mail,
    model::{Correction, State, Verdict, paragraphs, taken_up},
    returned::{self, Proposed},
    store::{self, NewRow},
};
use crate::meetings::{self, Attendee, Presence, Record, event};

/// A correction as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct New {
    /// The section that it is about.
    pub section: i64,
    /// The paragraph as it stands; empty to add one.
    pub was: String,
    /// What it is to say.
    pub words: String,
    /// Why.
    pub why: String,
}

/// Whether somebody may propose corrections: who was at the meeting, and who keeps the record.
pub(super) fn may_propose(acting: &Acting, record: &Record) -> bool {
    let there = |one: &Attendee| one.person == acting.person && one.presence == Presence::Present;
    acting.may(Verb::RunMeetings) || record.attendees.iter().any(there)
}

/// The minute and its record, if this person may propose corrections to it now.
async fn open(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<(Whole, Record)> {
    acting.must(Verb::SeeMeetings)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    let record = meetings::record(&mut *tx, group.id, number).await?;
    if !may_propose(acting, &record) {
        return Err(Error::Forbidden("Corrections are proposed by whoever was at the meeting.".into()));
    }
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    found.course().propose(acting.may(Verb::RunMeetings), today).map_err(|why| refused(&why))?;
    found.must_be_shown()?;
    Ok((found, record))
}

/// Proposes other words for a paragraph of the draft.
///
/// # Errors
/// [`Error::Forbidden`] for who was not there; [`Error::Conflict`] while nobody is asked for corrections, and when the
/// paragraph no longer stands in the draft; [`Error::Invalid`] and [`Error::Refused`] for the words.
pub async fn propose(app: &App, tx: &mut Tx, acting: &Acting, number: i64, new: New) -> Result<()> {
    let (found, _) = open(app, tx, acting, number).await?;
    let mut checks = Checks::default();
    let words = checks.text("words", &new.words, TextRule { required: None, name: "The text", max: 4_000, lines: true });
    let why = checks.text("why", &new.why, TextRule { required: None, name: "The reason", max: 1_000, lines: true });
    let Some(section) = found.sections.iter().find(|section| section.position == new.section) else {
        return Err(Error::field("section", "Choose the paragraph on the page of corrections"));
    };
    if words == new.was.trim() {
        checks.fail("words", if words.is_empty() { "Write the new paragraph" } else { "Change the words, or go back if all is right" });
    }
    checks.done()?;
    if taken_up(&section.words, &new.was, &words).is_none() {
        return Err(Error::Conflict("This paragraph was changed meanwhile. Go back and read how it is now.".into()));
    }
    let known = screening::known(&mut *tx, acting.group.id).await?.service(&section.words);
    refuse_unknown(&known, [("words", words.as_str()), ("why", why.as_str())].into_iter(), true)?;
    let was = new.was.trim();
    let row = NewRow {
        section: section.position,
        was,
        words: &words,
        why: &why,
        author: "",
        proposer: Some(acting.person),
        brought_by: acting.person,
    };
    keep(app, tx, acting, &found, &[row]).await
}

async fn keep(app: &App, tx: &mut Tx, acting: &Acting, found: &Whole, rows: &[NewRow<'_>]) -> Result<()> {
    let (group, meeting) = (acting.group.id, found.meeting.id);
    let from = store::highest(&mut *tx, group, meeting).await?;
    for (number, row) in (from + 1..).zip(rows) {
        store::insert(tx, group, meeting, number, row, app.clock.now()).await?;
        let said = event(app, acting, &found.meeting, "minute.correction-proposed").with("correction", Fact::Number(number));
        ledger::record(tx, said).await?;
    }
    Ok(())
}

/// What was found in a Word file that somebody brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// How many corrections it proposed.
    pub proposed: u64,
    /// How many were proposed before in the same words, and are not proposed twice.
    pub known: u64,
    /// Changes that were not taken because they could tell who a patient is: the sections they stand in.
    pub refused: Vec<i64>,
    /// Whether the file was of an older version.
    pub older: bool,
    /// Whether the file does not say of which version it is: it was read against the draft as it is now.
    pub unmarked: bool,
}

/// Brings the corrections of a Word file: tracked changes, comments, and what was changed without tracking, each against the
/// version that the file was made of.
///
/// # Errors
/// As [`propose`]; [`Error::Invalid`] for a file that cannot be read, is of another minute, or says nothing new.
pub async fn bring(app: &App, tx: &mut Tx, acting: &Acting, number: i64, reviewed: &Reviewed) -> Result<Brought> {
    let (found, record) = open(app, tx, acting, number).await?;
    let group = &acting.group;
    let mut brought = Brought::default();
    let made_of = returned::hash_in(reviewed);
    let base = match &made_of {
        Some(hash) if *hash == found.hash => found.paper.clone(),
        Some(hash) => {
            brought.older = true;
            let older = versions::by_hash(&mut *tx, group.id, found.meeting.id, hash).await?;
            older.ok_or_else(|| {
                Error::field(
                    "file",
                    "This file is of another minute, or of a text that this minute never had. Take the Word file from this page",
                )
            })?
        }
        None => {
            brought.unmarked = true;
            found.paper.clone()
        }
    };
    let base = returned::Base::of(&base, &found.sections);
    let proposed = returned::proposed(&base, reviewed);
    if proposed.len() > returned::MOST {
        return Err(Error::field(
            "file",
            "This file has hardly a paragraph in common with the minute. Take the Word file from this page and change that one",
        ));
    }
    let before = store::all(&mut *tx, group.id, found.meeting.id).await?;
    let all_sections: String = found.sections.iter().map(|section| section.words.as_str()).collect::<Vec<_>>().join("\n");
    let known = screening::known(&mut *tx, group.id).await?.service(&all_sections);
    let mut kept: Vec<&Proposed> = Vec::new();
    for new in &proposed {
        let texts = [("file", new.words.as_str()), ("file", new.why.as_str()), ("file", new.author.as_str())];
        if before.iter().any(|old| old.section == new.section && old.was == new.was && old.words == new.words && old.why == new.why) {
            brought.known += 1;
        } else if refuse_unknown(&known, texts.into_iter(), true).is_err() {
            brought.refused.push(new.section);
        } else {
            kept.push(new);
        }
    }
    if kept.is_empty() && brought.refused.is_empty() {
        let why = if brought.known > 0 {
            "Everything that this file proposes was proposed already"
        } else {
            "This file changes nothing and has no comments"
        };
        return Err(Error::field("file", why));
    }
    let rows: Vec<NewRow<'_>> = kept
        .iter()
        .map(|new| NewRow {
            section: new.section,
            was: &new.was,
            words: &new.words,
            why: &new.why,
            author: &new.author,
            proposer: returned::person(&new.author, &record.attendees),
            brought_by: acting.person,
        })
        .collect();
    brought.proposed = rows.len() as u64;
    keep(app, tx, acting, &found, &rows).await?;
    Ok(brought)
}

/// Takes a minute that came back by mail, from an address with files: tells whether one of them was a minute of ours. Who sent
/// it is told what was proposed, or why nothing was; an address that nobody of the group has proposes nothing.
///
/// # Errors
/// When the database fails.
pub async fn bring_by_mail(app: &App, from: &str, files: &[&[u8]]) -> Result<bool> {
    let mut ours = false;
    for file in files.iter().filter(|file| file.starts_with(b"PK")) {
        let bytes = file.to_vec();
        let Ok(reviewed) = compute(move || reading::word::reviewed(&bytes)).await? else { continue };
        let Some(hash) = returned::hash_in(&reviewed) else { continue };
        let Some((group, number)) = versions::found_by(&app.db, &hash).await? else { continue };
        ours = true;
        let group = groups::by_id(&app.db, group).await?;
        let seats = membership::seats(&app.db, &group).await?;
        let seat = seats.into_iter().find(|seat| seat.email.eq_ignore_ascii_case(from));
        let mut tx = app.begin().await?;
        let told = match seat {
            None => Err("We do not know this address as somebody’s of the group. Hand the file in on the page, signed in.".to_owned()),
            Some(seat) => {
                let acting = Acting::new(app, group.clone(), seat);
                match bring(app, &mut tx, &acting, number, &reviewed).await {
                    Ok(brought) => Ok(brought),
                    Err(error @ (Error::Internal(_) | Error::Unavailable(_) | Error::StorageFull)) => return Err(error),
                    Err(error) => {
                        // What it wrote until then is undone; the answer goes by itself.
                        drop(tx);
                        tx = app.begin().await?;
                        let told = error.told();
                        Err(told.fields.first().map_or(told.detail, |field| field.message.clone()))
                    }
                }
            }
        };
        mail::answer_file(app, &mut tx, &group, number, from, &told).await?;
        app.commit(tx).await?;
    }
    Ok(ours)
}

/// Answers a correction: its words go into the draft, or it says why not. The proposer hears when all of theirs are answered.
///
/// # Errors
/// [`Error::Forbidden`] for who does not keep the record; [`Error::Conflict`] when it has an answer already, when its paragraph
/// no longer stands in the draft, or the minute is published; [`Error::Invalid`] without a reason not to take it up.
pub async fn answer(app: &App, tx: &mut Tx, acting: &Acting, number: i64, correction: i64, verdict: Verdict, reason: &str) -> Result<()> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    super::super::commands::must_be_draft(&found.minute)?;
    found.must_be_shown()?;
    let all = store::all(&mut *tx, group.id, found.meeting.id).await?;
    let given = all.iter().find(|given| given.number == correction).ok_or(Error::NotFound)?;
    if given.state != State::Open {
        return Err(Error::Conflict("Somebody else has answered this correction meanwhile.".into()));
    }
    let required = (verdict == Verdict::Decline).then_some("Say why it is not taken up: its proposer reads it");
    let mut checks = Checks::default();
    let reason = checks.text("reason", reason, TextRule { required, name: "The reason", max: 1_000, lines: true });
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, group.id).await?, [("reason", reason.as_str())].into_iter(), true)?;
    if verdict == Verdict::Take {
        let (position, words) = mended(&found, given)?;
        rewrite(app, tx, acting, &found, &[(position, words)]).await?;
    }
    let state = if verdict == Verdict::Decline { State::Declined } else { State::Taken };
    if !store::answer(tx, group.id, found.meeting.id, correction, (state, &reason), acting.person).await? {
        return Err(Error::Conflict("Somebody else has answered this correction meanwhile.".into()));
    }
    let said = event(app, acting, &found.meeting, "minute.correction-answered")
        .with("correction", Fact::Number(correction))
        .with("answer", Fact::Word(state.key().into()));
    ledger::record(tx, said).await?;
    tell(app, tx, acting, &found, given).await
}

/// The section that a correction is about, with its words in it.
fn mended(found: &Whole, given: &Correction) -> Result<(i64, String)> {
    let by_hand =
        "These words are not in what can be edited here. Mend the draft by hand where that is right, and answer that it is mended.";
    if given.is_comment() {
        return Err(Error::Conflict(by_hand.into()));
    }
    let section = found.sections.iter().find(|section| section.position == given.section);
    let words = section.and_then(|section| Some((section.position, taken_up(&section.words, &given.was, &given.words)?)));
    let (position, words) = words.ok_or_else(|| Error::Conflict(by_hand.into()))?;
    if words.len() > 16_000 || paragraphs(&words).count() > 400 {
        return Err(Error::Conflict("With this the section would be too long. Shorten it by hand first.".into()));
    }
    Ok((position, words))
}

/// Tells the proposer, or who brought the file, once all of theirs have an answer.
async fn tell(app: &App, tx: &mut Tx, acting: &Acting, found: &Whole, given: &Correction) -> Result<()> {
    let (group, person) = (&acting.group, given.proposer.unwrap_or(given.brought_by));
    let numbers = store::to_tell(tx, group.id, found.meeting.id, person).await?;
    if numbers.is_empty() || person == acting.person {
        return Ok(());
    }
    let Some(seat) = membership::seats(&mut *tx, group).await?.into_iter().find(|seat| seat.person == person) else { return Ok(()) };
    let all = store::all(&mut *tx, group.id, found.meeting.id).await?;
    let answered: Vec<&Correction> = all.iter().filter(|one| numbers.contains(&one.number)).collect();
    mail::tell(app, tx, acting, &found.meeting, &seat, &answered).await
}
