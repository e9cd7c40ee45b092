//! The job that reminds whoever was asked: once before the day on which an answer would help, and once after it.

use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::{
    mail,
    model::{Due, due},
    store,
};

/// The kind of the job.
pub const ROUND: &str = "answers.round";

/// On working days, from the group's hour on: reminds those who were asked and have not answered.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_waiting(&app.db).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(round_of(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn round_of(app: &App, id: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, id).await?;
    if !group.posts_at(app.clock.now()) {
        return Ok(());
    }
    let today = app.clock.today(&group.time_zone);
    let rules = store::rules(&app.db, id).await?;
    let waits = (rules.remind_before, rules.remind_after);
    // A look first: most of the time nothing is due, and nobody shall wait for us.
    if store::waiting(&app.db, id).await?.iter().all(|(one, by)| due(one, *by, waits, today) == Due::Nothing) {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    for (sending, by) in store::waiting(&mut tx, id).await? {
        let due = due(&sending, by, waits, today);
        let (Some(by), true) = (by, due != Due::Nothing) else { continue };
        let asked = store::about(&mut tx, id, sending.about).await?;
        mail::remind(app, &mut tx, &group, &sending, &asked, due, by).await?;
        store::set_reminded(&mut tx, id, sending.id, due == Due::Chase, today).await?;
        let event = Event::new(id, app.clock.now(), Actor::System, "awaited.reminded", sending.about);
        ledger::record(&mut tx, event.with("kind", Fact::Word(sending.kind.key().into()))).await?;
    }
    app.commit(tx).await
}
