//! What is over: a token of the API that shall open nothing any more, an account of somebody who has left for good.

use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
    session,
};
use uuid::Uuid;

use super::{model::Person, store};

/// Ends a token: whoever shows it from now on is not known.
///
/// # Errors
/// [`Error::NotFound`] when there is no such token.
pub async fn end_token(app: &App, tx: &mut Tx, token: Uuid, by: Actor) -> Result<()> {
    let person = store::delete_token(tx, token).await?.ok_or(Error::NotFound)?;
    let event = Event::new(ledger::DEPLOYMENT, app.clock.now(), by, "token.ended", token).with("person", Fact::Key(person));
    ledger::record(tx, event).await
}

/// Ends an account: its sessions, its ways to sign in and its tokens go at once, and its mail address is forgotten. The name stays
/// where it stands in minutes, decisions and the history, so that the record still says who did what.
///
/// # Errors
/// [`Error::NotFound`] for nobody, or who is gone already; [`Error::Conflict`] while they sit in a group or are the last who runs
/// the installation.
pub async fn end_account(app: &App, tx: &mut Tx, person: Uuid, by: Actor) -> Result<Person> {
    // One at a time, so that two operators do not end each other's accounts.
    ledger::hold(tx, ledger::DEPLOYMENT).await?;
    let found = store::find(&mut *tx, person).await?;
    if store::has_ended(&mut *tx, person).await? {
        return Err(Error::NotFound);
    }
    let seats = store::seats_of(&mut *tx, person).await?;
    if !seats.is_empty() {
        return Err(Error::Conflict(format!("{} sits in {}: end the seat there first.", found.name, seats.join(" and "))));
    }
    if found.operator && store::operators(&mut *tx).await? < 2 {
        let why = format!("{} is the only one who runs this installation: make somebody else an operator first.", found.name);
        return Err(Error::Conflict(why));
    }
    session::end_all(tx, person).await?;
    store::end_account(tx, person, app.clock.now()).await?;
    ledger::record(tx, Event::new(ledger::DEPLOYMENT, app.clock.now(), by, "person.ended", person)).await?;
    Ok(found)
}
