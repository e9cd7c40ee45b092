//! The verbs on mail that came back.

use group::acting::Acting;
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event},
    mail::bounces,
};
use uuid::Uuid;

use super::{model::What, store};
use crate::{answers, letters, networks::must_cascade, reports};

/// Takes a mail that came back off the list: there is nothing more to do about it. Who has heard what stays as it is. Pressed twice it
/// is done once.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade.
pub async fn leave(app: &App, tx: &mut Tx, acting: &Acting, mail: Uuid) -> Result<()> {
    must_cascade(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    if bounces::leave(tx, group.id, mail, app.clock.today(&group.time_zone)).await? {
        let event = Event::new(group.id, app.clock.now(), acting.actor(), "returned.left", mail);
        ledger::record(tx, event.with("as", acting.acted_as())).await?;
    }
    Ok(())
}

/// Sends a report or a letter that came back once more, to the address as it is typed.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run the cascade; [`Error::Conflict`] where it did not come back, or was sent meanwhile;
/// [`Error::Invalid`] for an address that is none.
pub(super) async fn send_once_more(app: &App, tx: &mut Tx, acting: &Acting, sending: Uuid, email: &str) -> Result<()> {
    must_cascade(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    let job = store::standing(&mut *tx, acting.group.id).await?.into_iter().find_map(|one| match one.what {
        What::Letter(_, id) if id == sending => Some(letters::POST),
        What::Report(_, id) if id == sending => Some(reports::POST),
        _ => None,
    });
    let job = job.ok_or_else(|| Error::Conflict("It was sent once more already, or nothing came back.".into()))?;
    answers::send_once_more(app, tx, acting, sending, email, job).await
}
