//! The verbs on minutes: draft, edit, approve, confirm.

use documents::{Block, Document};
use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups,
    groups::Group,
    permissions::Verb,
    screening::{self, refuse_unknown},
};
use issues::{issues::journey, themes};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, On, Result, Tx, clock,
    error::FieldError,
    form::{Checks, TextRule},
    keys,
    ledger::{self, Event, Fact},
    words,
};

use super::{
    compose::{self, Context},
    mail,
    model::{Approval, Minute, Section, State, both_approve},
    store,
};
use crate::{
    meetings::{self, Meeting, Record, event, when},
    references,
};

/// The most open actions that a draft lists one by one.
const LISTED: usize = 25;

/// When a meeting is over: drafts its minute from the record, and tells both co-chairs that it waits for them.
pub fn draft<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Number(number)) = event.facts.get("meeting") else {
            return Err(Error::internal("a meeting that is over names no number"));
        };
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let record = meetings::record(&mut *tx, group.id, *number).await?;
        let (earlier, since) = earlier_words(tx, &group, &record.meeting).await?;
        let actions = action_words(tx, &group, &record.meeting, since).await?;
        let next = next_words(tx, &group, &record.meeting).await?;
        let sections = compose::sections(&record, &earlier, &actions, &next);
        let today = clock::day_of(app.clock.now(), &group.time_zone);
        store::insert(tx, group.id, record.meeting.id, &sections, today).await?;
        let said = Event::new(group.id, app.clock.now(), event.actor, "minute.drafted", record.meeting.id);
        ledger::record(tx, said).await?;
        mail::ask_for_approval(app, tx, &group, &record.meeting).await
    })
}

/// What is said of the minute before, and the day of its meeting.
async fn earlier_words(tx: &mut Tx, group: &Group, meeting: &Meeting) -> Result<(String, Date)> {
    let earlier = store::earlier(tx, group.id, meeting.id, meeting.held_on, meeting.number).await?;
    let Some(earlier) = earlier else { return Ok(("There was no earlier minute.".into(), Date::constant(1, 1, 1))) };
    let day = words::date(earlier.held_on);
    let words = match (earlier.state, earlier.here) {
        (State::Confirmed, true) if earlier.corrections.is_empty() => format!("The minute of {day} was confirmed without amendment."),
        (State::Confirmed, true) => format!("The minute of {day} was confirmed with these corrections:\n{}", earlier.corrections),
        (State::Confirmed, false) => format!("The minute of {day} was confirmed at an earlier meeting."),
        (State::Published, _) => format!("The minute of {day} is published and waits to be confirmed."),
        (State::Draft, _) => format!("The minute of {day} is still in draft."),
    };
    Ok((words, earlier.held_on))
}

/// What has become of actions set before.
async fn action_words(tx: &mut Tx, group: &Group, meeting: &Meeting, since: Date) -> Result<String> {
    let actions = store::earlier_actions(tx, group.id, meeting.held_on, since).await?;
    let closed: Vec<String> = actions.iter().filter(|(.., done)| *done).map(|(number, ..)| references::action(*number)).collect();
    let open: Vec<String> = actions
        .iter()
        .filter(|(.., done)| !done)
        .map(|(number, owner, due, _)| format!("{} ({owner}, {})", references::action(*number), words::date(*due)))
        .collect();
    let mut lines = Vec::new();
    if !closed.is_empty() {
        lines.push(format!("Closed since the last meeting: {}.", closed.join(", ")));
    }
    if !open.is_empty() {
        let more = open.len().saturating_sub(LISTED);
        let listed = open[..open.len().min(LISTED)].join(", ");
        lines.push(if more > 0 {
            format!("Still open: {listed}, and {more} more in the action log.")
        } else {
            format!("Still open: {listed}.")
        });
    }
    Ok(if lines.is_empty() { "There were none.".into() } else { lines.join("\n") })
}

async fn next_words(tx: &mut Tx, group: &Group, meeting: &Meeting) -> Result<String> {
    let after = meeting.held_on.checked_add(1.day()).unwrap_or(meeting.held_on);
    let Some(next) = meetings::next_planned(&mut *tx, group.id, after).await? else { return Ok("To be arranged.".into()) };
    let theme = themes::all(tx, group.id).await?.into_iter().find(|theme| theme.key == next.theme);
    Ok(theme.map_or_else(|| format!("{}.", when(&next)), |theme| format!("{}. Theme: {}.", when(&next), theme.name)))
}

/// A minute with all that makes its document.
pub(super) struct Whole {
    pub(super) meeting: Meeting,
    pub(super) minute: Minute,
    pub(super) sections: Vec<Section>,
    pub(super) approvals: Vec<Approval>,
    /// The document as both sides approve it.
    pub(super) document: Document,
    /// Its hash.
    pub(super) hash: Vec<u8>,
    /// Whether nobody reads it now, because a text that came before the meeting is flagged. All of it is hidden: a title stands
    /// in several places of a minute, and too much is hidden rather than too little.
    pub(super) hidden: bool,
}

/// What stands where a minute was, while somebody looks at it.
const HIDDEN: &str = "This minute is hidden for now: somebody says that a text which came before the meeting could identify a patient. The group’s administrator looks at it.";

impl Whole {
    /// Goes on only when people can read what they change or approve.
    pub(super) fn must_be_shown(&self) -> Result<()> {
        if self.hidden { Err(Error::Conflict(HIDDEN.into())) } else { Ok(()) }
    }

    /// The document as it is handed out.
    pub(super) fn dressed(&self) -> Document {
        if self.hidden {
            let document = Document { blocks: vec![Block::paragraph(HIDDEN)], ..self.document.clone() };
            return compose::dressed(document, self.minute.state, self.minute.published_on);
        }
        compose::dressed(self.document.clone(), self.minute.state, self.minute.published_on)
    }
}

/// The minute of the meeting with a number: a draft composed from the record, else what was frozen.
///
/// # Errors
/// [`Error::NotFound`] before the meeting is over.
pub(super) async fn whole(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<Whole> {
    let mut on = on.into();
    let meeting = meetings::find(on.again(), group.id, number).await?;
    let minute = store::find(on.again(), group.id, meeting.id).await?;
    let approvals = store::approvals(on.again(), group.id, meeting.id).await?;
    let hidden = store::is_hidden(on.again(), group.id, meeting.id).await?;
    if minute.state != State::Draft {
        let document: Document = serde_json::from_str(&minute.content)?;
        let hash = minute.content_hash.clone();
        return Ok(Whole { meeting, minute, sections: Vec::new(), approvals, document, hash, hidden });
    }
    let record: Record = meetings::record(on.again(), group.id, number).await?;
    let sections = store::sections(on.again(), group.id, meeting.id).await?;
    let theme = themes::all(on, group.id).await?.into_iter().find(|theme| theme.key == meeting.theme).map(|theme| theme.name);
    let context = Context { group, theme: theme.as_deref().unwrap_or_default() };
    let document = compose::document(&record, &sections, &context);
    let hash = keys::hash(&document.canonical());
    Ok(Whole { meeting, minute, sections, approvals, document, hash, hidden })
}

/// The meeting with a number and its published minute, as it is handed out.
///
/// # Errors
/// [`Error::NotFound`] before it is published; [`Error::Conflict`] while it is hidden: then it can be handed out later.
pub async fn published(on: impl Into<On<'_>>, group: &Group, number: i64) -> Result<(Meeting, Document)> {
    let found = whole(on, group, number).await?;
    if found.minute.state == State::Draft {
        return Err(Error::NotFound);
    }
    found.must_be_shown()?;
    let document = found.dressed();
    Ok((found.meeting, document))
}

/// Goes on only for those who keep the record.
pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Editing the minute is for the administrator and the co-chairs.")
}

/// New words for a section, and the words that the writer saw there before.
#[derive(Clone, Debug)]
pub struct Change {
    /// The section's place.
    pub position: i64,
    /// What the writer saw.
    pub seen: String,
    /// What they typed.
    pub words: String,
}

/// Edits the words of sections. Only sections whose words were changed are written, so that two people can edit two sections
/// at once. Whoever has approved is asked again; tells whether anything was changed.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has edited the same section meanwhile, or the minute is published;
/// [`Error::Invalid`] and [`Error::Refused`] for the words.
pub async fn edit(app: &App, tx: &mut Tx, acting: &Acting, number: i64, changes: &[Change]) -> Result<bool> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    must_be_draft(&found.minute)?;
    found.must_be_shown()?;
    let known = screening::known(&mut *tx, group.id).await?;
    let mut changed = Vec::new();
    for section in &found.sections {
        let Some(change) = changes.iter().find(|change| change.position == section.position) else { continue };
        // Who stands in the section already, such as a guest, is no patient.
        let words = checked(&known.clone().service(&section.words), section, &change.words)?;
        if words == change.seen || words == section.words {
            continue;
        }
        if change.seen != section.words {
            return Err(Error::Conflict(format!("Somebody else has edited {} meanwhile.", named(section))));
        }
        changed.push((section.position, words));
    }
    if changed.is_empty() {
        return Ok(false);
    }
    for (position, words) in &changed {
        store::set_section(tx, group.id, found.meeting.id, *position, words).await?;
    }
    ledger::record(tx, event(app, acting, &found.meeting, "minute.edited")).await?;
    if store::clear_approvals(tx, group.id, found.meeting.id).await? {
        mail::ask_again(app, tx, group, &found.meeting, &found.approvals).await?;
    }
    Ok(true)
}

/// A section as messages name it.
fn named(section: &Section) -> String {
    format!("section {}, “{}”", section.position, section.heading)
}

/// The words of a section as they will be kept; a message says which section it is about.
fn checked(known: &screening::Known, section: &Section, typed: &str) -> Result<String> {
    let mut checks = Checks::default();
    let words = checks.text("sections", typed, TextRule { required: None, name: "The text", max: 8_000, lines: true });
    let refused = checks.done().and_then(|()| refuse_unknown(known, [("sections", words.as_str())].into_iter(), true).map(drop));
    let about = |mut errors: Vec<FieldError>| {
        for error in &mut errors {
            error.message = format!("In {}: {}", named(section), error.message);
        }
        errors
    };
    match refused {
        Err(Error::Invalid(errors)) => Err(Error::Invalid(about(errors))),
        Err(Error::Refused(errors, found)) => Err(Error::Refused(about(errors), found)),
        other => other.map(|()| words),
    }
}

fn must_be_draft(minute: &Minute) -> Result<()> {
    if minute.state == State::Draft {
        return Ok(());
    }
    Err(Error::Conflict(
        "This minute is published and never changes again. A correction stands in the minute of the meeting that confirms it.".into(),
    ))
}

/// Approves the minute for one's side. `seen` is the hash of what the person read. When both sides have approved the same
/// text, it is published and frozen.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between or is published.
pub async fn approve(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: Option<&str>) -> Result<State> {
    acting.must_or(Verb::TurnKey, Verb::SeeMeetings, "Approving the minute is for the two co-chairs or a deputy of their side.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    must_be_draft(&found.minute)?;
    found.must_be_shown()?;
    if seen.is_some_and(|seen| seen != references::hex(&found.hash)) {
        return Err(Error::Conflict("The minute was changed while you were reading. Read it again and approve.".into()));
    }
    let (now, meeting) = (app.clock.now(), &found.meeting);
    let approval = Approval {
        side: acting.side,
        person: acting.person,
        name: acting.name.clone(),
        deputy: acting.deputy,
        content_hash: found.hash.clone(),
    };
    store::put_approval(tx, group.id, meeting.id, &approval, now).await?;
    let said = event(app, acting, meeting, "minute.approved").with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, said).await?;
    let mut approvals: Vec<Approval> = found.approvals.into_iter().filter(|given| given.side != acting.side).collect();
    approvals.push(approval);
    if !both_approve(&approvals, &found.hash) {
        return Ok(State::Draft);
    }
    let today = clock::day_of(now, &group.time_zone);
    if !store::publish(tx, group.id, meeting.id, &found.document.canonical(), &found.hash, today).await? {
        return Err(Error::Conflict("This minute was published in between.".into()));
    }
    ledger::record(tx, event(app, acting, meeting, "minute.published")).await?;
    for item in &meetings::record(&mut *tx, group.id, number).await?.items {
        if let Some(issue) = &item.issue {
            journey::minuted(app, tx, group.id, acting.actor(), issue.id, number).await?;
        }
    }
    Ok(State::Published)
}

/// Notes that a later meeting confirmed a published minute, with what it wanted corrected: that stands in the later
/// meeting's own minute, and the published text stays as it is.
///
/// # Errors
/// [`Error::Conflict`] for a minute that is not published, or confirmed already, and for a meeting that is not later, not
/// being held, or not quorate; [`Error::Invalid`] and [`Error::Refused`] for the corrections.
pub async fn confirm(app: &App, tx: &mut Tx, acting: &Acting, number: i64, at: i64, corrections: &str) -> Result<()> {
    must_keep(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let found = whole(&mut *tx, group, number).await?;
    let later = meetings::record(&mut *tx, group.id, at).await.map_err(|error| match error {
        Error::NotFound => Error::field("at", "Choose the meeting that confirms it"),
        other => other,
    })?;
    let mut checks = Checks::default();
    let corrections = checks.text("corrections", corrections, TextRule { required: None, name: "The text", max: 2_000, lines: true });
    checks.done()?;
    refuse_unknown(&screening::known(&mut *tx, group.id).await?, [("corrections", corrections.as_str())].into_iter(), true)?;
    let (this, that) = ((found.meeting.held_on, found.meeting.number), (later.meeting.held_on, later.meeting.number));
    if that <= this || !later.meeting.is_open() || !later.quorum().reached() {
        return Err(Error::Conflict(
            "A minute is confirmed by a later meeting that is being held and is quorate. Take its attendance first.".into(),
        ));
    }
    if !store::confirm(tx, group.id, found.meeting.id, later.meeting.id, &corrections).await? {
        return Err(Error::Conflict("Only a published minute that is not confirmed yet can be confirmed.".into()));
    }
    ledger::record(tx, event(app, acting, &found.meeting, "minute.confirmed").with("at", Fact::Number(at))).await
}
