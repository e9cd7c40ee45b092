//! The job that reminds services once, asks on the day that one had named, and lets the co-chairs choose where none answers.

use ::issues::issues::{
    self,
    service::{self, Back},
};
use futures_util::future::BoxFuture;
use group::{
    directory,
    groups::{self, Group},
};
use kernel::{
    App, Result, Tx,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event},
};
use uuid::Uuid;

use super::{
    mail::{self, Mailing},
    model::{Ask, Due, Purpose, Standing, due},
    store,
};
use crate::views;

/// The kind of the job.
pub const ROUND: &str = "services.round";

/// On working days, from the group's hour on: does what is due about the services that were asked.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_with_open(&app.db).await? {
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
    // A look first: most of the time nothing is due, and nobody shall wait for us.
    let days = store::days(&app.db, id).await?;
    if store::open(&app.db, id).await?.iter().all(|ask| due(ask, days, today) == Due::Nothing) {
        return Ok(());
    }
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let days = store::days(&mut tx, id).await?;
    for ask in store::open(&mut tx, id).await? {
        match due(&ask, days, today) {
            Due::Nothing => {}
            Due::Remind => again(app, &mut tx, &group, ask, Mailing::Reminder).await?,
            Due::Check => again(app, &mut tx, &group, ask, Mailing::Check).await?,
            Due::GoOn => go_on(app, &mut tx, &group, ask).await?,
        }
    }
    app.commit(tx).await
}

/// Writes once more; where there is nobody to write to, or nothing to ask about any more, the group goes on.
async fn again(app: &App, tx: &mut Tx, group: &Group, ask: Ask, mailing: Mailing) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    let issue = issues::by_id(&mut *tx, group.id, ask.issue).await?;
    let entry = directory::find(&mut *tx, group.id, ask.entry).await?;
    let over = !ask.purpose.waits_in(issue.state);
    if over || entry.retired_on.is_some() || entry.contact.email.is_empty() {
        return go_on(app, tx, group, ask).await;
    }
    mail::post(app, tx, group, &ask, &entry, &issue, mailing).await?;
    let ask = match mailing {
        Mailing::Check => Ask { standing: Standing::Waits, asked_on: today, due_on: None, reminded_on: None, ..ask },
        _ => Ask { reminded_on: Some(today), ..ask },
    };
    store::update(tx, group.id, &ask).await?;
    let verb = if mailing == Mailing::Check { "service.checked" } else { "service.reminded" };
    ledger::record(tx, Event::new(group.id, app.clock.now(), Actor::System, verb, ask.id)).await
}

/// The group goes on without an answer: the two co-chairs choose again what is done with the issue.
async fn go_on(app: &App, tx: &mut Tx, group: &Group, ask: Ask) -> Result<()> {
    let issue = issues::by_id(&mut *tx, group.id, ask.issue).await?;
    let back = ask.purpose.with().filter(|with| issue.state == with.state());
    let standing = if back.is_some() || ask.purpose == Purpose::View { Standing::Silent } else { Standing::Over };
    let ask = Ask { standing, ..ask };
    store::update(tx, group.id, &ask).await?;
    if let Some(with) = back {
        views::forget(tx, group.id, ask.issue).await?;
        service::back(app, tx, group, Actor::System, ask.issue, (with, Back::Silence)).await?;
    }
    ledger::record(tx, Event::new(group.id, app.clock.now(), Actor::System, "service.not-answered", ask.id)).await
}
