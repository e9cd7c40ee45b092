//! The verbs on vacancies: open, express interest, choose, thank, close.

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    clock,
    form::{Checks, TextRule},
    keys,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail,
    model::{Expression, State, Vacancy},
    store,
};
use crate::{
    acting::Acting,
    groups::{self, Group},
    membership::{self, Capacity, NewMember},
    permissions::Verb,
    screening::{refuse_identifiers, refuse_numbers},
};

/// A vacancy as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewVacancy {
    /// As what somebody is looked for: `gp`, `nurse`.
    pub capacity: String,
    /// Who is wanted, in a few words.
    pub wanted: String,
    /// What it is about.
    pub words: String,
    /// The last day for expressions of interest.
    pub closes_on: String,
}

/// An expression of interest as somebody typed it.
#[derive(Clone, Debug, Default)]
pub struct NewExpression {
    /// Their name.
    pub name: String,
    /// Where mail reaches them.
    pub email: String,
    /// Where they work.
    pub workplace: String,
    /// What they say.
    pub words: String,
}

/// Days after which expressions of interest are forgotten.
const KEPT_DAYS: i64 = 90;
/// The most expressions that a vacancy takes.
const MOST: usize = 200;

/// Goes on only for those who keep the membership.
pub(super) fn must_run(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMembership, Verb::SeeMembers, "Vacancies are opened and filled by the administrator and the co-chairs.")
}

fn event(app: &App, acting: &Acting, verb: &'static str, vacancy: &Vacancy) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, vacancy.id)
        .with("as", acting.acted_as())
        .with("vacancy", Fact::Number(vacancy.number))
}

fn today(app: &App, group: &Group) -> Date {
    clock::day_of(app.clock.now(), &group.time_zone)
}

const fn rule(required: Option<&'static str>, name: &'static str, max: usize, lines: bool) -> TextRule {
    TextRule { required, name, max, lines }
}

/// Opens a vacancy: from now on it has a page that can be shared.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the membership; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn open(app: &App, tx: &mut Tx, acting: &Acting, new: &NewVacancy) -> Result<i64> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let today = today(app, group);
    let mut checks = Checks::default();
    let capacity = Capacity::from_key(&new.capacity);
    if capacity.is_none() {
        checks.fail("capacity", "Choose as what they will sit in the group");
    }
    let wanted = checks.text("wanted", &new.wanted, rule(Some("Say who is wanted, in a few words"), "The line", 160, false));
    let words = checks.text("words", &new.words, rule(Some("Say what it is about"), "The text", 2_000, true));
    let closes_on: Option<Date> = new.closes_on.trim().parse().ok();
    if closes_on.is_none_or(|day| day < today || day > today.saturating_add(1.year())) {
        checks.fail("closes_on", "Enter a date from today on, within a year");
    }
    checks.done()?;
    refuse_identifiers([("wanted", wanted.as_str()), ("words", &words)].into_iter(), true)?;
    let (Some(capacity), Some(closes_on)) = (capacity, closes_on) else { return Err(Error::internal("a vacancy that was not read")) };
    let number = groups::next_number(tx, group.id, "vacancies").await?;
    let vacancy = Vacancy { id: app.ids.key(app.clock.now())?, number, capacity, wanted, words, closes_on, closed_on: None };
    store::insert(tx, group.id, &vacancy, today).await?;
    ledger::record(tx, event(app, acting, "vacancy.opened", &vacancy)).await?;
    Ok(number)
}

/// Keeps somebody's expression of interest; the same form sent twice is one. Who keeps the membership hears of the first.
///
/// # Errors
/// [`Error::NotFound`] without such a vacancy; [`Error::Conflict`] when it is closed; [`Error::Invalid`] and
/// [`Error::Refused`] for what was typed.
pub async fn express(app: &App, tx: &mut Tx, group: &Group, number: i64, form: &str, new: &NewExpression) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let vacancy = store::find(&mut *tx, group.id, number).await?;
    let said_on = today(app, group);
    if !vacancy.is_open(said_on) {
        return Err(Error::Conflict("This vacancy is closed. Thank you all the same.".into()));
    }
    let mut checks = Checks::default();
    let name = checks.text("name", &new.name, rule(Some("Enter your name"), "The name", 120, false));
    let email = checks.mail_address("email", &new.email).to_lowercase();
    if email.is_empty() {
        checks.fail("email", "Enter the address that the group can answer to");
    }
    let workplace = checks.text("workplace", &new.workplace, rule(Some("Say where you work"), "The place", 160, false));
    let words = checks.text("words", &new.words, rule(None, "The text", 1_000, true));
    checks.done()?;
    refuse_numbers([("name", name.as_str()), ("email", &email), ("workplace", &workplace)].into_iter(), true)?;
    refuse_identifiers([("words", words.as_str())].into_iter(), true)?;
    let before = store::expressions(&mut *tx, group.id, vacancy.id).await?;
    if before.len() >= MOST {
        return Err(Error::Conflict("So many people have answered that the form is closed. Write to the group instead.".into()));
    }
    let number = before.last().map_or(1, |last| last.number + 1);
    let id = app.ids.key(app.clock.now())?;
    let expression = Expression { id, number, name, email, workplace, words, state: State::Waiting, said_on };
    let form_hash = keys::hash(&format!("{}/{form}", vacancy.id));
    if !store::put(tx, group.id, vacancy.id, &expression, &form_hash).await? {
        return Ok(());
    }
    mail::first(app, tx, group, &vacancy).await?;
    let event = Event::new(group.id, app.clock.now(), Actor::Visitor, "expression.received", vacancy.id);
    ledger::record(tx, event.with("vacancy", Fact::Number(vacancy.number))).await
}

/// Gives the seat to who expressed their interest. They are invited by mail.
///
/// # Errors
/// [`Error::NotFound`] without such an expression; [`Error::Conflict`] when it is answered already; as [`membership::add`] else.
pub async fn choose(app: &App, tx: &mut Tx, acting: &Acting, number: i64, expression: i64) -> Result<Uuid> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let vacancy = store::find(&mut *tx, group.id, number).await?;
    let all = store::expressions(&mut *tx, group.id, vacancy.id).await?;
    let chosen = all.into_iter().find(|one| one.number == expression).ok_or(Error::NotFound)?;
    if chosen.state != State::Waiting {
        return Err(Error::Conflict(format!("{} was answered already.", chosen.name)));
    }
    let (capacity, post) = (vacancy.capacity.key().to_owned(), chosen.workplace.clone());
    let member = NewMember { name: chosen.name, email: chosen.email, capacity, post, ..NewMember::default() };
    let person = membership::add(app, tx, acting, &member).await?;
    store::set_state(tx, group.id, chosen.id, State::Chosen).await?;
    ledger::record(tx, event(app, acting, "vacancy.filled", &vacancy).with("person", Fact::Key(person))).await?;
    Ok(person)
}

/// Thanks everybody who waits for an answer, by mail, and closes the vacancy; tells how many were thanked.
///
/// # Errors
/// [`Error::NotFound`] without such a vacancy; [`Error::Forbidden`] for those who do not keep the membership.
pub async fn thank(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<usize> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let vacancy = store::find(&mut *tx, group.id, number).await?;
    let mut waiting = store::expressions(&mut *tx, group.id, vacancy.id).await?;
    waiting.retain(|one| one.state == State::Waiting);
    for expression in &waiting {
        mail::thank(app, tx, group, &vacancy, expression).await?;
        store::set_state(tx, group.id, expression.id, State::Thanked).await?;
    }
    if !waiting.is_empty() {
        let thanked = Fact::Number(i64::try_from(waiting.len()).unwrap_or(0));
        ledger::record(tx, event(app, acting, "vacancy.thanked", &vacancy).with("thanked", thanked)).await?;
    }
    end(app, tx, acting, &vacancy).await?;
    Ok(waiting.len())
}

/// Closes a vacancy without a word to anybody.
///
/// # Errors
/// As [`thank`].
pub async fn close(app: &App, tx: &mut Tx, acting: &Acting, number: i64) -> Result<()> {
    must_run(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let vacancy = store::find(&mut *tx, acting.group.id, number).await?;
    end(app, tx, acting, &vacancy).await
}

async fn end(app: &App, tx: &mut Tx, acting: &Acting, vacancy: &Vacancy) -> Result<()> {
    if store::close(tx, acting.group.id, vacancy.id, today(app, &acting.group)).await? {
        ledger::record(tx, event(app, acting, "vacancy.closed", vacancy)).await?;
    }
    Ok(())
}

/// Forgets what people said of themselves for vacancies that have been over for ninety days.
///
/// # Errors
/// When the database fails.
pub async fn sweep(app: &App) -> Result<()> {
    let today = clock::day_of(app.clock.now(), &TimeZone::UTC);
    let mut tx = app.begin().await?;
    store::forget(&mut tx, today.saturating_sub(KEPT_DAYS.days())).await?;
    app.commit(tx).await
}
