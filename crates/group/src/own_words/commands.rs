//! The verbs on a group's own words: add and take out, an abbreviation or the shape of a hospital number.

use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{model, store};
use crate::{acting::Acting, permissions::Verb, screening::refuse_in_papers};

/// The most abbreviations, and the most shapes: every text is looked through for each of these.
const MOST: usize = 300;
const MOST_SHAPES: usize = 20;

/// Ordinary things with digits that no shape may find.
const ORDINARY: &[&str] = &["2026-11-22", "22-11-2026", "22 11 2026", "A-0078", "since 2019 2020 2021"];

/// What is said of the letters of a hospital number's example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// They are always these.
    These,
    /// Any letters may stand there.
    Any,
}

fn changed(app: &App, acting: &Acting, what: &str) -> Event {
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "own-words.changed", acting.group.id);
    event.with("as", acting.acted_as()).with("what", Fact::Word(what.into()))
}

/// Adds an abbreviation to the field's own. What texts are compared by is worked out anew with it.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn add_abbreviation(app: &App, tx: &mut Tx, acting: &Acting, short: &str, meaning: &str) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Say what it stands for"), name: "The meaning", max: 80, lines: false };
    let meaning = checks.text("meaning", meaning, rule);
    let short = model::short(short).unwrap_or_else(|why| {
        checks.fail("short", why);
        String::new()
    });
    checks.done()?;
    refuse_in_papers(&mut *tx, group, [("short", short.as_str()), ("meaning", &meaning)].into_iter()).await?;
    let own = store::own(&mut *tx, group).await?;
    match own.iter().find(|(other, _)| *other == short) {
        Some((_, other)) if *other == meaning => return Ok(()),
        Some((_, other)) => {
            let why = format!("It stands for “{other}” already. Take that out first if it means something else");
            return Err(Error::field("short", why));
        }
        None if own.len() >= MOST => return Err(Error::field("short", "The list is full: take out what nobody writes any more")),
        None => {}
    }
    store::insert(tx, group, &short, &meaning).await?;
    ledger::record(tx, changed(app, acting, "abbreviation-added")).await
}

/// Takes an abbreviation out. Where the field has one of that name, its meaning holds again.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form.
pub async fn drop_abbreviation(app: &App, tx: &mut Tx, acting: &Acting, short: &str) -> Result<()> {
    acting.must(Verb::RunForm)?;
    ledger::hold(tx, acting.group.id).await?;
    if store::delete(tx, acting.group.id, short).await? {
        ledger::record(tx, changed(app, acting, "abbreviation-taken-out")).await?;
    }
    Ok(())
}

/// Adds how a hospital numbers its patients, from a made-up example. The example is not kept.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form; [`Error::Invalid`] for an example that is none, or whose shape would
/// find ordinary things.
pub async fn add_number(app: &App, tx: &mut Tx, acting: &Acting, example: &str, letters: Option<Letters>) -> Result<()> {
    acting.must(Verb::RunForm)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let any = match letters {
        Some(letters) => letters == Letters::Any,
        None => return Err(Error::field("letters", "Say whether the letters are always these")),
    };
    let shape = model::shape(example, any).map_err(|why| Error::field("example", why))?;
    let reference = group.reference(1231);
    let ordinary = ORDINARY.iter().copied().chain([reference.as_str()]).find(|text| model::finds(&shape, text));
    if let Some(text) = ordinary {
        let why = format!("Every “{text}” would be taken for such a number. Say that the letters are always these, or leave it out");
        return Err(Error::field("example", why));
    }
    let shapes = store::shapes(&mut *tx, group.id).await?;
    if shapes.contains(&shape) {
        return Ok(());
    }
    if shapes.len() >= MOST_SHAPES {
        return Err(Error::field("example", "The list is full: take out what is no longer used"));
    }
    store::insert_shape(tx, group.id, &shape).await?;
    ledger::record(tx, changed(app, acting, "number-added")).await
}

/// Takes the shape of a hospital number out: such numbers are let through from now on.
///
/// # Errors
/// [`Error::NotFound`] for those who do not run the form.
pub async fn drop_number(app: &App, tx: &mut Tx, acting: &Acting, shape: &str) -> Result<()> {
    acting.must(Verb::RunForm)?;
    ledger::hold(tx, acting.group.id).await?;
    if store::delete_shape(tx, acting.group.id, shape).await? {
        ledger::record(tx, changed(app, acting, "number-taken-out")).await?;
    }
    Ok(())
}
