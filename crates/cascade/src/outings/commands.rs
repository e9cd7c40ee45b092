//! The verbs: an editor answers; what did not come out goes once more; whether editors are asked.

use group::{acting::Acting, groups::Group};
use jiff::{ToSpan, civil::Date};
use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    keys,
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    model::{Asking, Outing, Told},
    store,
};
use crate::{
    editions,
    networks::{self, Takes, must_cascade},
};

/// Takes what an editor says of an edition: `yes`, `no`, or `later` with a day. It can be changed until its decisions are put into
/// the next edition.
///
/// # Errors
/// [`Error::NotFound`] for a link that opens nothing; [`Error::Invalid`] for no answer, or a day that cannot be meant;
/// [`Error::Conflict`] once its decisions are in the next edition.
pub async fn answer(app: &App, tx: &mut Tx, group: &Group, code: &str, said: &str, comes_on: &str) -> Result<Told> {
    ledger::hold(tx, group.id).await?;
    let outing = store::by_token(&mut *tx, group.id, &keys::hash(code)).await?.ok_or(Error::NotFound)?;
    if outing.again.is_some() {
        return Err(Error::Conflict("What was in it is in a later edition already. Thank you all the same.".into()));
    }
    let told = match said {
        "yes" => Told::Yes,
        "no" => Told::No,
        "later" => Told::Later(day(app, group, &outing, comes_on)?),
        _ => return Err(Error::field("comes_on", "Press one of the buttons")),
    };
    if told == outing.told {
        return Ok(told);
    }
    let comes_on = match told {
        Told::Later(day) => Some(day),
        // What came out later than it was to came out on the day that was named.
        Told::Yes => outing.comes_on,
        Told::No | Told::Waits => None,
    };
    store::set_told(tx, group.id, outing.edition, told, comes_on, app.clock.now()).await?;
    let event = Event::new(group.id, app.clock.now(), Actor::Visitor, "edition.out-told", outing.edition);
    ledger::record(tx, event.with("told", Fact::Word(told.key().into()))).await?;
    Ok(told)
}

fn day(app: &App, group: &Group, outing: &Outing, typed: &str) -> Result<Date> {
    let last = app.clock.today(&group.time_zone).saturating_add(1.year());
    let read = typed.trim().parse::<Date>().ok().filter(|day| outing.out_on <= *day && *day <= last);
    read.ok_or_else(|| Error::field("comes_on", "Enter the day on which it comes out, within a year from today"))
}

/// Puts what was in an edition that did not come out into the next edition of its network; tells how many decisions.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::Conflict`] where it came out, or they are there already,
/// or nothing more goes to that network.
pub async fn put_again(app: &App, tx: &mut Tx, acting: &Acting, edition: Uuid) -> Result<i64> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let outing = store::find(&mut *tx, group.id, edition).await?;
    if !outing.can_go_again() {
        return Err(Error::Conflict("Only an edition that did not come out is put into the next one, once.".into()));
    }
    if networks::find(&mut *tx, group.id, outing.network).await?.ended_on.is_some() {
        return Err(Error::Conflict("Nothing more goes to this network.".into()));
    }
    let n = editions::once_more(app, tx, group, edition).await?;
    if n == 0 {
        return Err(Error::Conflict("Nothing is left in this edition that could go into the next one.".into()));
    }
    store::set_again(tx, group.id, edition, app.clock.today(&group.time_zone), n).await?;
    let event = Event::new(group.id, app.clock.now(), acting.actor(), "edition.put-again", edition).with("as", acting.acted_as());
    ledger::record(tx, event.with("decisions", Fact::Number(n))).await?;
    Ok(n)
}

/// Says whether the editor of a network is asked whether editions came out, and after how many days once more.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::NotFound`] for a network without an editor;
/// [`Error::Invalid`] for no sensible number of days.
pub async fn set_asking(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid, asked: bool, remind_days: &str) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let network = networks::find(&mut *tx, group, network).await?;
    if network.takes != Takes::Copy || network.ended_on.is_some() {
        return Err(Error::NotFound);
    }
    let days = remind_days.trim().parse::<i64>().ok().filter(|days| (1..=60).contains(days));
    let remind_days = days.ok_or_else(|| Error::field("remind_days", "Enter a number of days from 1 to 60"))?;
    let asking = Asking { asked, remind_days };
    if store::asking(&mut *tx, group, network.id).await? == asking {
        return Ok(());
    }
    store::set_asking(tx, group, network.id, asking).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "network.asking-set", network.id).with("as", acting.acted_as());
    let word = Fact::Word(if asked { "asked" } else { "not-asked" }.to_owned());
    ledger::record(tx, event.with("out", word).with("remind", Fact::Number(remind_days))).await
}
