//! The verbs on surveys: open a round, keep it open, close it, show its results; and answer.

use group::{acting::Acting, groups::Group, permissions::Verb, screening::refuse_identifiers};
use issues::issues::Sector;
use jiff::civil::Date;
use kernel::{
    App, Error, On, Result, Tx,
    form::{Checks, TextRule},
    id,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{LONGEST, QUESTIONS, Round, Stage},
    store::{self, Kept},
};
use crate::networks::{self, Takes};

/// Goes on only for those who ask round.
pub(super) fn must_survey(acting: &Acting) -> Result<()> {
    let why = "Opening and closing a survey is for the administrator and the co-chairs.";
    acting.must_or(Verb::RunCascade, Verb::SeeMeetings, why)
}

/// The last day of a round, as it was typed.
fn last_day(typed: &str, today: Date) -> Result<Date> {
    let day: Option<Date> = typed.trim().parse().ok();
    let within = |day: &Date| (0..=366).contains(&(*day - today).get_days());
    day.filter(within)
        .ok_or_else(|| Error::field("closes_on", "Enter a day within the next year, such as 2026-12-20: the last to answer on"))
}

fn event(app: &App, acting: &Acting, verb: &'static str, round: &Round) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, round.id)
        .with("as", acting.acted_as())
        .with("number", Fact::Number(round.number))
}

/// Opens a round until the end of a day, with a link for each network and one for everybody else. The round before it stays
/// closed from then on, and its results are shown.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not ask round; [`Error::Conflict`] while another round is open; [`Error::Invalid`] for
/// the day.
pub async fn open(app: &App, tx: &mut Tx, acting: &Acting, closes_on: &str) -> Result<Round> {
    must_survey(acting)?;
    let (group, now) = (&acting.group, app.clock.now());
    let today = app.clock.today(&group.time_zone);
    ledger::hold(tx, group.id).await?;
    let before = store::rounds(&mut *tx, group.id).await?.into_iter().next();
    if before.as_ref().is_some_and(|round| round.stage(today) == Stage::Open) {
        return Err(Error::Conflict("There is an open round already: close it before you open another.".into()));
    }
    let closes_on = last_day(closes_on, today)?;
    let number = before.as_ref().map_or(1, |round| round.number + 1);
    if let Some(before) = before.filter(|round| !round.shown) {
        store::update(tx, group.id, &Round { shown: true, ..before }).await?;
    }
    let round = Round { id: app.ids.key(now)?, number, opened_on: today, closes_on, closed_on: None, shown: false, answers: 0 };
    store::insert(tx, group.id, &round).await?;
    let networks = networks::all(&mut *tx, group.id).await?;
    let theirs = networks.iter().filter(|network| network.takes != Takes::Minute).map(|network| Some(network.id));
    for network in theirs.chain([None]) {
        store::insert_link(tx, round.id, app.ids.key(now)?, network, &id::receipt_code(&app.ids.bytes()?)).await?;
    }
    let event = event(app, acting, "survey.opened", &round).with("until", Fact::Word(closes_on.to_string()));
    ledger::record(tx, event).await?;
    Ok(round)
}

/// A round by its number, and whether it is the newest.
async fn held(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<(Round, bool, Date)> {
    must_survey(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let rounds = store::rounds(&mut *tx, acting.group.id).await?;
    let newest = rounds.first().is_some_and(|round| round.number == number);
    let round = rounds.into_iter().find(|round| round.number == number).ok_or(Error::NotFound)?;
    Ok((round, newest, app.clock.today(&acting.group.time_zone)))
}

/// Gives a round another last day: one that is open, or was closed and nobody has seen its results.
///
/// # Errors
/// [`Error::Conflict`] once its results are shown, or a newer round was opened; as [`open`] else.
pub async fn keep_open(app: &App, tx: &mut Tx, acting: &Acting, number: i64, closes_on: &str) -> Result<()> {
    let (round, newest, today) = held(app, tx, acting, number).await?;
    if !newest {
        return Err(Error::Conflict("A newer round was opened, so this one stays closed.".into()));
    }
    if !round.may_go_on(today) {
        let why = "Its results are shown, so it stays closed: what one more person answered could be told from the difference.";
        return Err(Error::Conflict(why.into()));
    }
    let closes_on = last_day(closes_on, today)?;
    let open = Round { closes_on, closed_on: None, shown: false, ..round };
    store::update(tx, acting.group.id, &open).await?;
    let event = event(app, acting, "survey.kept-open", &open).with("until", Fact::Word(closes_on.to_string()));
    ledger::record(tx, event).await
}

/// Closes a round before its day. Of one that is closed already nothing changes.
///
/// # Errors
/// [`Error::NotFound`] for a number that the group has not; as [`open`] else.
pub async fn close(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let (round, _, today) = held(app, tx, acting, number).await?;
    if round.stage(today) != Stage::Open {
        return Ok(());
    }
    store::update(tx, acting.group.id, &Round { closed_on: Some(today), ..round.clone() }).await?;
    ledger::record(tx, event(app, acting, "survey.closed", &round)).await
}

/// Shows the results of a closed round to the group. From then on it stays closed.
///
/// # Errors
/// [`Error::Conflict`] while it is open; as [`close`] else.
pub async fn show(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    let (round, _, today) = held(app, tx, acting, number).await?;
    match round.stage(today) {
        Stage::Open => Err(Error::Conflict("It is still open: close it first, then its results can be shown.".into())),
        Stage::Shown => Ok(()),
        Stage::Closed { .. } => {
            store::update(tx, acting.group.id, &Round { shown: true, ..round.clone() }).await?;
            ledger::record(tx, event(app, acting, "survey.shown", &round)).await
        }
    }
}

/// An answer as it was typed; what was skipped is empty.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Where they work.
    pub sector: String,
    /// The answer chosen to each of [`QUESTIONS`], in their order.
    pub chosen: [String; 4],
    /// What patients meet most.
    pub text: String,
}

/// A link as somebody opened it: its key, its round, and where that stands.
pub(super) async fn opened(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<(Uuid, Round, Stage)> {
    let code = id::read_receipt_code(code).ok_or(Error::NotFound)?;
    let (link, round) = store::link(on, group.id, &code).await?;
    let stage = round.stage(app.clock.today(&group.time_zone));
    Ok((link, round, stage))
}

/// Answers a round by one of its links. The same form sent twice is one answer, as it was sent last.
///
/// Nothing else is kept: no time, not even the day, and no entry in the ledger, whose order would tell.
///
/// # Errors
/// [`Error::NotFound`] for a code that opens nothing; [`Error::Conflict`] once the round is closed; [`Error::Invalid`] where
/// nothing was answered; [`Error::Refused`] when a patient's number is in the text.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, given: &Given, form: &str) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let (link, _, stage) = opened(app, &mut *tx, group, code).await?;
    if stage != Stage::Open {
        return Err(Error::Conflict("These questions are closed.".into()));
    }
    let mut checks = Checks::default();
    let sector = Sector::from_key(&given.sector);
    if sector.is_none() && !given.sector.is_empty() {
        checks.fail("sector", "Choose one of these, or none");
    }
    let mut chosen = [None; 4];
    for ((question, typed), chosen) in QUESTIONS.iter().zip(&given.chosen).zip(&mut chosen) {
        *chosen = question.choices.iter().map(|(key, _)| *key).find(|key| key == typed);
        if chosen.is_none() && !typed.is_empty() {
            checks.fail(question.key, "Choose one of these, or none");
        }
    }
    let text = checks.text("text", &given.text, TextRule { required: None, name: "The text", max: LONGEST, lines: true });
    checks.done()?;
    refuse_identifiers([("text", text.as_str())].into_iter(), true)?;
    if text.is_empty() && chosen.iter().all(Option::is_none) {
        return Err(Error::field(QUESTIONS[0].key, "Answer one of the questions at least: which one is up to you"));
    }
    let kept = Kept {
        id: app.ids.timeless_key()?,
        link,
        form_hash: &app.keys.sign("survey", &[link.as_bytes(), form.as_bytes()]),
        sector,
        chosen,
        text: Some(text.as_str()).filter(|text| !text.is_empty()),
    };
    store::put(tx, &kept).await
}
