//! The verbs: what a group says by its link, and what is done with its questions.

use group::{
    acting::Acting,
    groups::Group,
    permissions::Verb,
    screening::{refuse_in_group, refuse_in_papers, refuse_numbers},
};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use meetings::meetings as sittings;
use uuid::Uuid;

use super::{
    links, mail,
    model::{Acknowledgement, MinuteCopy, Question, Said},
    store,
};
use crate::networks::must_cascade;

/// The most questions of one group on one minute that wait for an answer, so that a link in wrong hands drowns nobody.
const MOST: usize = 20;

fn event(app: &App, group: Uuid, verb: &'static str, copy: &MinuteCopy) -> Event {
    Event::new(group, app.clock.now(), Actor::Visitor, verb, copy.meeting)
        .with("meeting", Fact::Number(copy.number))
        .with("network", Fact::Key(copy.network))
}

/// Takes what a group says of a minute; what it has said already is not kept twice. `meets_on` is the day of its agenda, where it
/// says that; nothing says that it has the minute.
///
/// # Errors
/// [`Error::NotFound`] for a link that opens nothing; [`Error::Invalid`] for a day that cannot be meant.
pub async fn acknowledge(app: &App, tx: &mut Tx, group: &Group, code: &str, meets_on: Option<&str>) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let copy = links::open(&mut *tx, group, code).await?;
    let said = match meets_on {
        None => Said::Received,
        Some(typed) => Said::OnAgenda(day(app, group, &copy, typed)?),
    };
    let before = store::said_of(&mut *tx, group.id, copy.meeting, copy.network).await?;
    let known = match said {
        // Who has it on an agenda has it.
        Said::Received => !before.is_empty(),
        Said::OnAgenda(_) => before.iter().rfind(|one| matches!(one.said, Said::OnAgenda(_))).is_some_and(|last| last.said == said),
    };
    if known {
        return Ok(());
    }
    let now = app.clock.now();
    let one = Acknowledgement { meeting: copy.meeting, network: copy.network, said, said_at: now };
    store::insert(tx, group.id, app.ids.key(now)?, &one).await?;
    ledger::record(tx, event(app, group.id, "minute.acknowledged", &copy).with("said", Fact::Word(said.key().into()))).await
}

fn day(app: &App, group: &Group, copy: &MinuteCopy, typed: &str) -> Result<Date> {
    let last = app.clock.today(&group.time_zone).saturating_add(1.year());
    let read = typed.trim().parse::<Date>().ok().filter(|day| copy.held_on <= *day && *day <= last);
    read.ok_or_else(|| Error::field("meets_on", "Enter the day of your meeting: after ours, and within a year from today"))
}

/// A question as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What they ask.
    pub words: String,
    /// Who asks: a name or a post; may be empty.
    pub asked_by: String,
    /// Where the answer goes; empty for the group's own address.
    pub reply_to: String,
    /// Whether they say of something doubtful that it does not tell who a patient is.
    pub keep: bool,
}

/// Takes a question of a group, and tells whoever answers the group's mail. The same question that waits already is one.
///
/// # Errors
/// [`Error::NotFound`] for a link that opens nothing; [`Error::Invalid`] and [`Error::Refused`] for what was typed;
/// [`Error::Conflict`] where too many wait.
pub async fn ask(app: &App, tx: &mut Tx, group: &Group, code: &str, asked: &Asked) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let copy = links::open(&mut *tx, group, code).await?;
    let mut checks = Checks::default();
    let words = checks.text(
        "words",
        &asked.words,
        TextRule { required: Some("Write your question"), name: "The question", max: 1_000, lines: true },
    );
    let asked_by = checks.text("asked_by", &asked.asked_by, TextRule { required: None, name: "Who asks", max: 120, lines: false });
    let reply_to = checks.mail_address("reply_to", &asked.reply_to);
    checks.done()?;
    refuse_in_group(&mut *tx, group.id, [("words", words.as_str())].into_iter(), asked.keep).await?;
    refuse_numbers([("asked_by", asked_by.as_str()), ("reply_to", &reply_to)].into_iter(), false)?;
    let waiting = store::waiting_of(&mut *tx, group.id, copy.meeting, copy.network).await?;
    if waiting.contains(&words) {
        return Ok(());
    }
    if waiting.len() >= MOST {
        return Err(Error::Conflict(format!("{MOST} of your questions wait for an answer already. Please answer the mail instead.")));
    }
    let now = app.clock.now();
    let question = Question {
        id: app.ids.key(now)?,
        meeting: copy.meeting,
        number: copy.number,
        held_on: copy.held_on,
        network: copy.network,
        name: copy.name.clone(),
        address: copy.address.clone(),
        words,
        asked_by,
        reply_to,
        asked_at: now,
        item: None,
        on_agenda: None,
        answer: String::new(),
        answered_at: None,
    };
    store::insert_question(tx, group.id, &question).await?;
    mail::tell(app, tx, group, &question).await?;
    ledger::record(tx, event(app, group.id, "minute.asked-back", &copy)).await
}

/// Makes a question an item of the next planned meeting's agenda; tells that meeting's number.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run meetings; [`Error::Conflict`] where it is on an agenda, or no meeting is planned.
pub async fn put_on_agenda(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<i64> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Putting questions on an agenda is for the administrator and the co-chairs.")?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let question = store::question(&mut *tx, group.id, id).await?;
    if let Some((number, _)) = question.on_agenda {
        return Err(Error::Conflict(format!("It is on the agenda of meeting {number} already.")));
    }
    let today = app.clock.today(&group.time_zone);
    let next = sittings::next_planned(&mut *tx, group.id, today).await?;
    let next = next.ok_or_else(|| Error::Conflict("No meeting is planned yet. Plan the next one first.".into()))?;
    let item = sittings::add_topic(app, tx, acting, next.number, &question.title()).await?;
    store::set_item(tx, group.id, id, (next.year, item)).await?;
    let said = Event::new(group.id, app.clock.now(), acting.actor(), "question.on-agenda", id).with("as", acting.acted_as());
    ledger::record(tx, said.with("meeting", Fact::Number(next.number))).await?;
    Ok(next.number)
}

/// Answers a question, by mail to who asked; everybody in the group can read it.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::Invalid`] and [`Error::Refused`] for the answer;
/// [`Error::Conflict`] when it was answered already.
pub async fn answer(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid, words: &str) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let mut checks = Checks::default();
    let words = checks.text("answer", words, TextRule { required: Some("Write the answer"), name: "The answer", max: 2_000, lines: true });
    checks.done()?;
    refuse_in_papers(&mut *tx, group.id, [("answer", words.as_str())].into_iter()).await?;
    let question = store::question(&mut *tx, group.id, id).await?;
    if !store::set_answer(tx, group.id, id, &words, acting.person, app.clock.now()).await? {
        return Err(Error::Conflict("Somebody else has answered this question meanwhile.".into()));
    }
    mail::answer(app, tx, group, &question, &words).await?;
    let said = Event::new(group.id, app.clock.now(), acting.actor(), "question.answered", id).with("as", acting.acted_as());
    ledger::record(tx, said).await
}
