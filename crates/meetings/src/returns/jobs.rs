//! The job that comes round: what is due by the next meeting waits for it.

use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, Result,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
};
use uuid::Uuid;

use super::store::{self, Due};
use crate::{
    agenda,
    meetings::{self, NewItem, Purpose},
};

/// The kind of the job.
pub const ROUND: &str = "returns.round";

/// Brings back what is due in every group.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        let today = app.clock.today(&jiff::tz::TimeZone::UTC);
        for group in store::groups(&app.db, today).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(round_of(app, group).await);
        }
        Ok(outcome?)
    })
}

async fn round_of(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    let today = app.clock.today(&group.time_zone);
    let usual = meetings::rules(&mut tx, id).await?.item_minutes;
    // What is due at the next meeting is there when its agenda is composed.
    let until = meetings::next_planned(&mut tx, id, today).await?.map_or(today, |meeting| meeting.held_on);
    for due in store::due_by(&mut tx, id, until).await? {
        agenda::wait(app, &mut tx, id, &topic(&due, usual), today).await?;
        store::put(&mut tx, id, &due, today).await?;
        let event = Event::new(id, app.clock.now(), Actor::System, "decision.back", due.id);
        ledger::record(&mut tx, event.with("decision", Fact::Reference(due.reference)).with("due", Fact::Word(due.on.to_string()))).await?;
    }
    app.commit(tx).await
}

/// The longest title of a topic.
const TITLE: usize = 150;

fn topic(due: &Due, minutes: i64) -> NewItem {
    let (beginning, purpose) = if due.put_off { ("Put off until now", Purpose::Decide) } else { ("Does it hold?", Purpose::Discuss) };
    let title = format!("{beginning} {}: {}", due.reference, due.title);
    NewItem { title: title.chars().take(TITLE).collect(), minutes, purpose, reserved: due.reserved.clone(), ..NewItem::default() }
}
