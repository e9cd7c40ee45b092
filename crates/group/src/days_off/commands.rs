//! The verbs on a group's days off: add some, add a list, take some out, say which bank holidays are worked.

use analysis::calendar_days::{Holiday, Spell, read_list};
use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::store;
use crate::{acting::Acting, permissions::Verb, screening::refuse_in_papers};

/// The most entries that lie ahead: every proposed meeting is held against each.
const MOST: usize = 400;
/// The longest range, in days.
const LONGEST: i32 = 120;
/// What days are called of which nobody has said it.
const NAMELESS: &str = "Day off";
/// The most characters of a name.
const NAME: usize = 80;

/// Days as somebody typed them.
#[derive(Clone, Debug, Default)]
pub struct NewSpell {
    /// The first day, as in `2026-12-14`.
    pub from: String,
    /// The last day; empty for one day.
    pub to: String,
    /// What they are called.
    pub name: String,
    /// `off`, or `work` where people work and only meetings keep away.
    pub kind: String,
}

pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    let why = "Saying on which days the group does not meet is for the administrator and the co-chairs.";
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, why)
}

fn changed(app: &App, acting: &Acting, what: &str, n: usize) -> Event {
    let event = Event::new(acting.group.id, app.clock.now(), acting.actor(), "days-off.changed", acting.group.id);
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    event.with("as", acting.acted_as()).with("what", Fact::Word(what.into())).with("n", Fact::Number(n))
}

fn at_work(checks: &mut Checks, field: &'static str, kind: &str) -> bool {
    if !["off", "work"].contains(&kind) {
        checks.fail(field, "Say whether people work then");
    }
    kind == "work"
}

/// Adds some days. What is in the list already is not added twice.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings; [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn add(app: &App, tx: &mut Tx, acting: &Acting, new: &NewSpell) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut checks = Checks::default();
    let day = |typed: &str| typed.trim().parse().ok().filter(|day: &Date| (2000..=2199).contains(&day.year()));
    let from = day(&new.from);
    if from.is_none() {
        checks.fail("from", "Enter the first day");
    }
    let to = if new.to.trim().is_empty() { from } else { day(&new.to) };
    match (from, to) {
        (_, None) if from.is_some() => checks.fail("to", "Enter the last day, or leave it empty for one day"),
        (Some(from), Some(to)) if to < from => checks.fail("to", "The last day lies before the first: change one of them"),
        (Some(from), Some(to)) if (to - from).get_days() > LONGEST => checks.fail("to", "Enter 120 days at most"),
        _ => {}
    }
    let rule = TextRule { required: Some("Enter what people call it"), name: "The name", max: NAME, lines: false };
    let name = checks.text("name", &new.name, rule);
    let at_work = at_work(&mut checks, "kind", &new.kind);
    checks.done()?;
    let (Some(from), Some(to)) = (from, to) else { return Err(Error::internal("days off without a day")) };
    put(app, tx, acting, "name", vec![Spell { from, to, name, at_work }]).await.map(drop)
}

/// Adds a list as somebody pasted it, a day or a range on each line; tells how many were new.
///
/// # Errors
/// [`Error::Invalid`] with the first line that cannot be read; as [`add`] else.
pub async fn add_list(app: &App, tx: &mut Tx, acting: &Acting, list: &str, kind: &str) -> Result<usize> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let mut checks = Checks::default();
    let rule = TextRule { required: Some("Paste a list, with a day or a range on each line"), name: "The list", max: 20_000, lines: true };
    let text = checks.text("list", list, rule);
    let at_work = at_work(&mut checks, "list_kind", kind);
    checks.done()?;
    let spells = read_list(&text, app.clock.today(&acting.group.time_zone), at_work).map_err(|(line, words)| {
        let words: String = words.chars().take(60).collect();
        Error::field(
            "list",
            format!("In line {line} there is no day that can be read: “{words}”. Write it as 5 April 2027, or 5 to 16 April 2027"),
        )
    })?;
    if let Some(long) = spells.iter().find(|spell| spell.name.chars().count() > NAME) {
        let words: String = long.name.chars().take(40).collect();
        return Err(Error::field("list", format!("A name must be {NAME} characters or less: shorten “{words}…”")));
    }
    let spells = spells.into_iter().map(|spell| if spell.name.is_empty() { Spell { name: NAMELESS.into(), ..spell } } else { spell });
    put(app, tx, acting, "list", spells.collect()).await
}

/// Writes those that are not in the list yet; tells how many these were.
async fn put(app: &App, tx: &mut Tx, acting: &Acting, field: &'static str, spells: Vec<Spell>) -> Result<usize> {
    let group = acting.group.id;
    refuse_in_papers(&mut *tx, group, spells.iter().map(|spell| (field, spell.name.as_str()))).await?;
    let Some(earliest) = spells.iter().map(|spell| spell.from).min() else { return Ok(0) };
    let today = app.clock.today(&acting.group.time_zone);
    let mut there: Vec<Spell> = store::own(&mut *tx, group, earliest.min(today)).await?.into_iter().map(|(_, spell)| spell).collect();
    let mut new = 0;
    for spell in spells {
        if there.contains(&spell) {
            continue;
        }
        if there.len() >= MOST {
            return Err(Error::field(field, "The list is full: take out what is over, or put days that follow each other into one range"));
        }
        store::insert(tx, group, app.ids.key(app.clock.now())?, &spell).await?;
        there.push(spell);
        new += 1;
    }
    if new > 0 {
        ledger::record(tx, changed(app, acting, "added", new)).await?;
    }
    Ok(new)
}

/// Takes days out of the list. Those that are out already stay so.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings.
pub async fn take_out(app: &App, tx: &mut Tx, acting: &Acting, id: Uuid) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    if store::delete(tx, acting.group.id, id).await? {
        ledger::record(tx, changed(app, acting, "taken-out", 1)).await?;
    }
    Ok(())
}

/// Says which bank holidays are working days here.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings.
pub async fn work_on(app: &App, tx: &mut Tx, acting: &Acting, worked: &[Holiday]) -> Result<()> {
    must_keep(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    if store::worked(&mut *tx, acting.group.id).await? != worked {
        store::put_worked(tx, acting.group.id, worked).await?;
        ledger::record(tx, changed(app, acting, "bank-holidays", worked.len())).await?;
    }
    Ok(())
}
