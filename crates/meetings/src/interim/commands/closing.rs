//! The two co-chairs close it: one text, two keys. Then it is decided, minuted, told and sent like any decision of a meeting.

use group::{
    acting::Acting,
    screening::{refuse_in_papers, refuse_numbers},
};
use issues::issues::journey;
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    keys,
    ledger::{self, Fact},
    words,
};

use super::{
    super::{
        days, mail,
        model::{Key, Voter, counted},
        paper::{Act, Closing, Interim},
        store,
    },
    event, must_hold_key, needed, open_one, record, refused, voters,
};
use crate::{
    actions::{self, NewAction},
    decisions::KeyOutcome,
    meetings::{self, Attendee, Presence, Written},
};

/// The texts by which it is closed, as somebody typed them.
#[derive(Clone, Debug, Default)]
pub struct NewClosing {
    /// The decision in one sentence.
    pub sentence: String,
    /// What changes.
    pub what_changes: String,
    /// For whom.
    pub for_whom: String,
    /// From when, as `2026-12-14`, or nothing.
    pub from_when: String,
    /// Who to ask.
    pub who_to_ask: String,
    /// What a patient will notice.
    pub patients: String,
    /// Whether it stays out of the networks.
    pub stays: bool,
    /// Who does what by when; all empty where nobody has to.
    pub action: NewAction,
}

async fn checked(tx: &mut Tx, acting: &Acting, new: &NewClosing, today: Date) -> Result<Closing> {
    let mut checks = Checks::default();
    let rule = |required, name, max| TextRule { required, name, max, lines: false };
    let one_line = |typed: &str| typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut closing = Closing {
        sentence: checks.text("sentence", &one_line(&new.sentence), rule(Some("Write the decision in one sentence"), "The sentence", 480)),
        outcome: KeyOutcome {
            what_changes: checks.text("what_changes", &one_line(&new.what_changes), rule(None, "What changes", 400)),
            for_whom: checks.text("for_whom", &new.for_whom, rule(None, "For whom", 120)),
            who_to_ask: checks.text("who_to_ask", &new.who_to_ask, rule(None, "Who to ask", 160)),
            from_when: match new.from_when.trim() {
                "" => None,
                typed => typed.parse().map_err(|_| checks.fail("from_when", "Enter a day, as 2026-12-14")).ok(),
            },
            patients: checks.text("patients", &one_line(&new.patients), rule(None, "What a patient will notice", 300)),
            cascades: !new.stays,
        },
        act: None,
    };
    checks.done()?;
    refuse_numbers([("who_to_ask", closing.outcome.who_to_ask.as_str())].into_iter(), true)?;
    let texts = [
        ("sentence", &closing.sentence),
        ("what_changes", &closing.outcome.what_changes),
        ("for_whom", &closing.outcome.for_whom),
        ("patients", &closing.outcome.patients),
    ];
    refuse_in_papers(&mut *tx, acting.group.id, texts.into_iter().map(|(field, text)| (field, text.as_str()))).await?;
    let action = &new.action;
    if [&action.words, &action.owner, &action.due, &action.done_means].iter().any(|text| !text.trim().is_empty()) {
        let (words, owner, due, done_means) = actions::read(tx, acting, today, action).await?;
        closing.act = Some(Act { words, owner: owner.person, due, done_means });
    }
    Ok(closing)
}

/// Words the decision with what is told of it. A key that was turned for another text no longer counts. `version` is what the
/// writer saw.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has worded it meanwhile, or it is over; [`Error::Invalid`] and [`Error::Refused`] for what
/// was typed.
pub async fn word(app: &App, tx: &mut Tx, acting: &Acting, number: i64, version: i64, new: &NewClosing) -> Result<()> {
    let mut interim = open_one(tx, acting, number).await?;
    let closing = checked(tx, acting, new, app.clock.today(&acting.group.time_zone)).await?;
    if closing == interim.closing && version == interim.version {
        return Ok(());
    }
    if !store::set_closing(tx, acting.group.id, interim.id, version, &closing).await? {
        let theirs = &interim.closing.sentence;
        return Err(Error::Conflict(format!(
            "Somebody else has worded it meanwhile: “{theirs}”. What you typed is below; saving it replaces theirs"
        )));
    }
    if !interim.course.keys.is_empty() {
        interim.course.keys.clear();
        store::put_course(tx, acting.group.id, interim.id, &interim.course, app.clock.now()).await?;
    }
    record(app, tx, acting, "interim.worded", &interim).await
}

/// A short proof of what is closed, for the form that turns a key.
#[must_use]
pub(in super::super) fn proof(interim: &Interim, voters: &[Voter]) -> Vec<u8> {
    keys::hash(&interim.paper(voters))
}

/// Turns the key of one's side. `seen` is the proof of what the person had before them. When both sides have, it is decided: it
/// stands as a meeting in writing, confirmed by both, its reporter is told, and its minute is drafted. Tells whether it is.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair or deputy; [`Error::Conflict`] when it changed in between, when answers can still
/// come, when somebody objects, or without a quorum.
pub async fn turn(app: &App, tx: &mut Tx, acting: &Acting, number: i64, seen: &str) -> Result<bool> {
    let mut interim = open_one(tx, acting, number).await?;
    let group = &acting.group;
    if interim.closing.sentence.is_empty() {
        return Err(Error::field("sentence", "Write the decision in one sentence first"));
    }
    let (voters, needed) = (voters(&mut *tx, group).await?, needed(&mut *tx, group).await?);
    let hash = proof(&interim, &voters);
    if seen != keys::hex(&hash) {
        return Err(Error::Conflict("The text or the answers changed while you were reading. Read it again and press once more.".into()));
    }
    let now = app.clock.now();
    let key = Key { side: acting.side, person: acting.person, name: acting.name.clone(), deputy: acting.deputy, hash };
    let today = app.clock.today(&group.time_zone);
    let decided = interim.course.turn(&voters, needed, today, key).map_err(refused)?.is_some();
    store::put_course(tx, group.id, interim.id, &interim.course, now).await?;
    let said = event(group, now, acting.actor(), "interim.key-turned", &interim)
        .with("as", acting.acted_as())
        .with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, said).await?;
    if !decided {
        return Ok(false);
    }
    let written = Written {
        issue: interim.issue.map(|issue| issue.id),
        title: &interim.asking.title,
        note: &minuted(&interim, &voters),
        attendees: &attendees(tx, acting, &interim, &voters).await?,
        decision: &interim.closing.decision(),
        action: interim.closing.act.as_ref().map(Act::typed),
        keys: &interim.course.keys,
    };
    let (meeting, decision) = meetings::hold_in_writing(app, tx, acting, &written).await?;
    store::set_meeting(tx, group.id, interim.id, Some(meeting)).await?;
    let said = event(group, now, acting.actor(), "interim.decided", &interim).with("decision", Fact::Reference(decision.reference()));
    ledger::record(tx, said).await?;
    Ok(true)
}

/// Those whose answer counts as who was there, in the place of whom they stood in for; others who said something beside them.
async fn attendees(tx: &mut Tx, acting: &Acting, interim: &Interim, voters: &[Voter]) -> Result<Vec<Attendee>> {
    let counting: Vec<uuid::Uuid> = counted(voters, &interim.course.given).iter().map(|one| one.given.person).collect();
    let seats = group::membership::seats(tx, &acting.group).await?;
    let spoke = seats.into_iter().filter(|seat| interim.course.given.iter().any(|given| given.person == seat.person));
    let attendee = |seat: group::membership::Seat| Attendee {
        core: counting.contains(&seat.person),
        person: seat.person,
        name: seat.name,
        presence: Presence::Present,
        role: seat.role,
        side: seat.side,
    };
    Ok(spoke.map(attendee).collect())
}

/// What the minute says of it: the question, why it could not wait, how it was answered, with the reasons that were given.
fn minuted(interim: &Interim, voters: &[Voter]) -> String {
    let Interim { asking, course, .. } = interim;
    let flat = |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    let mut lines = vec![
        format!(
            "Decided in writing between two meetings: asked on {}, answers until {}.",
            words::date(course.opened_on),
            words::date(course.closes_on)
        ),
        format!("The question: {}", flat(&asking.question)),
        format!("Why it could not wait: {}", flat(&asking.urgency)),
    ];
    if !asking.options.is_empty() {
        lines.push(format!("Options: {}", flat(&asking.options)));
    }
    lines.push(format!("Answers: {}.", interim.tally(voters)));
    for one in counted(voters, &course.given) {
        if one.given.person != one.member.person {
            lines.push(format!("{} answered for {}.", one.given.name, one.member.name));
        }
        if !one.given.words.is_empty() {
            lines.push(format!("{} ({}): {}", one.given.name, one.given.answer.words().to_lowercase(), flat(&one.given.words)));
        }
    }
    if !interim.closing.outcome.patients.is_empty() {
        lines.push(format!("What a patient will notice: {}", interim.closing.outcome.patients));
    }
    // A note holds as much as a minute’s section does.
    lines.join("\n").chars().take(5_000).collect()
}

/// Gives it more time, once, because too few have answered.
///
/// # Errors
/// [`Error::Invalid`] for no sensible number of days; [`Error::Conflict`] before its time is over, a second time, and where enough
/// have answered.
pub async fn extend(app: &App, tx: &mut Tx, acting: &Acting, number: i64, more: &str) -> Result<()> {
    must_hold_key(acting)?;
    let mut interim = open_one(tx, acting, number).await?;
    let group = &acting.group;
    let more = more.trim().parse().ok().filter(|days| (1..=10).contains(days));
    let more = more.ok_or_else(|| Error::field("days", "Enter a number of working days from 1 to 10"))?;
    let (voters, needed) = (voters(&mut *tx, group).await?, needed(&mut *tx, group).await?);
    let today = app.clock.today(&group.time_zone);
    let to = days::calendar(&mut *tx, group, today).await?.add_working_days(today, more);
    interim.course.extend(&voters, needed, today, to).map_err(refused)?;
    store::put_course(tx, group.id, interim.id, &interim.course, app.clock.now()).await?;
    store::set_noted(tx, group.id, interim.id, true, false).await?;
    let said = event(group, app.clock.now(), acting.actor(), "interim.extended", &interim)
        .with("as", acting.acted_as())
        .with("by", Fact::Word(interim.course.closes_on.to_string()));
    ledger::record(tx, said).await?;
    if let Some(issue) = interim.issue {
        journey::more_time_between(app, tx, acting, issue.id, interim.course.closes_on).await?;
    }
    mail::ask(app, tx, group, &interim, &voters, mail::Asks::MoreTime).await
}
