//! What happens to an issue happens to the question about it.

use futures_util::future::BoxFuture;
use kernel::{
    App, Result, Tx,
    actor::Actor,
    ledger::{self, Event, Fact},
};

use super::super::{model::State, store};

/// When an issue that is being decided between meetings is taken back by its reporter, or taken up again in triage: nobody is asked
/// about it any more. It happens at the event's own time, which of an anonymous reporter is the day, and nothing is mailed.
pub fn follow_issue<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(number) = store::open_on(&mut *tx, event.scope, event.thing).await? else { return Ok(()) };
        let mut interim = store::find(&mut *tx, event.scope, number).await?;
        if interim.course.leave(State::TakenBack).is_err() {
            return Ok(());
        }
        store::put_course(tx, event.scope, interim.id, &interim.course, app.clock.now()).await?;
        let said = Event::new(event.scope, event.at, Actor::System, "interim.taken-back", interim.id);
        ledger::record(tx, said.with("interim", Fact::Number(interim.number))).await
    })
}

/// When a meeting is cancelled: a question without an issue that it was to decide waits for another one. An issue waits by itself.
pub fn follow_meeting<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(store::leave_meeting(tx, event.scope, event.thing))
}

/// When a report that leads others is taken back: the question is about the one that leads on.
pub fn hand_on<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(Fact::Key(next)) = event.facts.get("next") else { return Ok(()) };
        let Some(number) = store::open_on(&mut *tx, event.scope, event.thing).await? else { return Ok(()) };
        let interim = store::find(&mut *tx, event.scope, number).await?;
        store::set_issue(tx, event.scope, interim.id, *next).await
    })
}
