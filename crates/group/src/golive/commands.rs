//! The verbs of going live: answer, name the custodians, open the form, close it again.

use kernel::{
    App, Error, Result, Tx, clock,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail,
    model::{GoLive, MOST_YEARS, Question, names, unbalanced},
    store,
};
use crate::{
    acting::Acting,
    membership,
    permissions::Role,
    permissions::Verb,
    screening::{refuse_identifiers, refuse_numbers},
};

/// What is said to whoever answered while somebody else did.
const CHANGED: &str = "Somebody else has changed this while you were writing. Theirs is below: press Save again to keep yours.";

fn event(app: &App, acting: &Acting, verb: &'static str) -> Event {
    Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, acting.group.id).with("as", acting.acted_as())
}

/// Keeps the answer to one question; `seen` is the answer that its writer had before them.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Invalid`] and [`Error::Refused`] for what was typed;
/// [`Error::Conflict`] when somebody else has answered meanwhile.
pub async fn answer(app: &App, tx: &mut Tx, acting: &Acting, question: Question, seen: &str, typed: &str) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let mut live = store::find(&mut *tx, group).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say it in a few words"), name: "The answer", max: 400, lines: true };
    match question {
        Question::Controller => live.controller = checks.text("answer", typed, rule),
        Question::Protection => live.protection = checks.text("answer", typed, rule),
        Question::Safety => live.safety = checks.text("answer", typed, rule),
        Question::Hosting => live.hosting = checks.text("answer", typed, rule),
        Question::RaiseAddress => live.raise_address = checks.mail_address("answer", typed).to_lowercase(),
        Question::Retention => {
            live.years = typed.trim().parse().ok().filter(|years| (1..=MOST_YEARS).contains(years));
            if live.years.is_none() {
                checks.fail("answer", format!("Enter a whole number of years, from 1 to {MOST_YEARS}"));
            }
        }
        Question::Custodians => return Err(Error::NotFound),
    }
    checks.done()?;
    let said = live.answer(question, &[]);
    // What the group says of itself: an office has a telephone number, which may look like something else.
    // Contacts have names, addresses and telephone numbers.
    refuse_numbers([("answer", said.as_str())].into_iter(), true)?;
    let before = store::find(&mut *tx, group).await?.answer(question, &[]);
    if before == said {
        return Ok(());
    }
    if before != seen.replace("\r\n", "\n") {
        return Err(Error::Conflict(CHANGED.into()));
    }
    if question == Question::RaiseAddress && store::by_raise_address(&mut *tx, &said).await?.is_some_and(|other| other != group) {
        return Err(Error::field("answer", "Another group takes issues at this address"));
    }
    store::put(tx, group, &live).await?;
    ledger::record(tx, event(app, acting, "go-live.answered").with("question", Fact::Word(question.key().into()))).await
}

/// Names the two who can open who raised something in confidence, in the place of those before them. All of them are told by
/// mail, so that nobody becomes one unnoticed.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Invalid`] for two who will not do; [`Error::Conflict`] when
/// somebody else has named others meanwhile.
pub async fn name_custodians(app: &App, tx: &mut Tx, acting: &Acting, seen: &str, two: [Option<Uuid>; 2]) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let mut seats = membership::seats(&mut *tx, group).await?;
    seats.retain(|seat| seat.role != Role::Reader);
    let of = |person: Option<Uuid>| person.and_then(|person| seats.iter().find(|seat| seat.person == person));
    let mut checks = Checks::default();
    let (first, second) = (of(two[0]), of(two[1]));
    if first.is_none() {
        checks.fail("first", "Choose somebody with a seat in the group");
    }
    if second.is_none() {
        checks.fail("second", "Choose somebody with a seat in the group");
    }
    checks.done()?;
    let (Some(first), Some(second)) = (first, second) else { return Err(Error::internal("custodians that were not read")) };
    if first.person == second.person {
        return Err(Error::field("second", "Choose two different people"));
    }
    let sides: Vec<_> = seats.iter().map(|seat| seat.side).collect();
    if unbalanced([first.side, second.side], &sides) {
        return Err(Error::field("second", "Both are of one side. Choose somebody of another side as well, so that each side trusts it"));
    }
    let before = store::custodians(&mut *tx, group.id).await?;
    if before.len() == 2 && before.iter().all(|one| one.person == first.person || one.person == second.person) {
        return Ok(());
    }
    if names(&before) != seen {
        return Err(Error::Conflict(CHANGED.into()));
    }
    store::set_custodians(tx, group.id, [first.person, second.person]).await?;
    let now = store::custodians(&mut *tx, group.id).await?;
    mail::custodians_named(app, tx, acting, &before, &now).await?;
    let event = event(app, acting, "custodians.named").with("first", Fact::Key(first.person)).with("second", Fact::Key(second.person));
    ledger::record(tx, event).await
}

/// Opens the form to everybody.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Conflict`] while something is not settled.
pub async fn open(app: &App, tx: &mut Tx, acting: &Acting) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let live = store::find(&mut *tx, group.id).await?;
    if live.is_open() {
        return Ok(());
    }
    let missing = live.missing(&store::custodians(&mut *tx, group.id).await?);
    if !missing.is_empty() {
        let titles = missing.iter().map(|question| question.title()).collect::<Vec<_>>().join(", ");
        return Err(Error::Conflict(format!("The form can open once this is settled: {titles}.")));
    }
    let opened_on = Some(clock::day_of(app.clock.now(), &group.time_zone));
    store::put(tx, group.id, &GoLive { opened_on, closed_on: None, closed_words: String::new(), ..live }).await?;
    ledger::record(tx, event(app, acting, "form.opened")).await
}

/// Closes the form again, with a sentence for visitors. Who sits in the group can still raise.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Conflict`] when it is not open; [`Error::Invalid`] and
/// [`Error::Refused`] for the sentence.
pub async fn close(app: &App, tx: &mut Tx, acting: &Acting, words: &str) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let live = store::find(&mut *tx, group.id).await?;
    if !live.is_open() {
        return Err(Error::Conflict("The form is closed already.".into()));
    }
    let mut checks = Checks::default();
    let required = Some("Write a sentence for those who come to the form");
    let closed_words = checks.text("words", words, TextRule { required, name: "The sentence", max: 400, lines: true });
    checks.done()?;
    refuse_identifiers([("words", closed_words.as_str())].into_iter(), true)?;
    let closed_on = Some(clock::day_of(app.clock.now(), &group.time_zone));
    store::put(tx, group.id, &GoLive { closed_on, closed_words, ..live }).await?;
    ledger::record(tx, event(app, acting, "form.closed")).await
}

/// For tests: a group whose form is open from the start.
///
/// # Errors
/// When the database fails.
#[cfg(feature = "testing")]
pub async fn open_for_tests(app: &App, tx: &mut Tx, group: &crate::groups::Group) -> Result<()> {
    store::open_from(tx, group.id, clock::day_of(app.clock.now(), &group.time_zone)).await
}
