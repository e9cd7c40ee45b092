//! The job that comes round: every guest has the entry as the agenda is now.

use futures_util::future::BoxFuture;
use group::{
    groups::{self, Group},
    membership,
};
use kernel::{
    App, Result,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{
    mail::Mailing,
    model::{Entry, due},
    store,
};
use crate::{
    invitations,
    meetings::{self, Meeting, Record},
};

/// The kind of the job.
pub const ROUND: &str = "guests.round";

/// Writes to guests in every group.
pub fn round<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        let today = app.clock.today(&jiff::tz::TimeZone::UTC);
        for group in store::groups(&app.db, today, app.clock.now()).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(round_of(app, group).await);
        }
        Ok(outcome?)
    })
}

async fn round_of(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let (group, now) = (groups::by_id(&mut tx, id).await?, app.clock.now());
    let mut wanted = Vec::new();
    for number in store::meetings(&mut tx, id, app.clock.today(&group.time_zone)).await? {
        let record = meetings::record(&mut tx, id, number).await?;
        wanted.extend(wanted_of(&record, &group).filter(|(_, entry)| entry.ends > now));
    }
    let sent = store::ahead(&mut tx, id, now).await?;
    let mailing = Mailing {
        app,
        group: &group,
        organiser: invitations::organiser(app, &mut tx, &group).await?,
        reply_to: membership::contact(&mut tx, &group).await?,
    };
    for (why, sent) in due(&wanted, &sent, now) {
        store::put(&mut tx, id, &sent).await?;
        mailing.post(&mut tx, why, &sent).await?;
    }
    app.commit(tx).await
}

/// What the guests of a meeting are invited to: each to the planned time of their item.
fn wanted_of(record: &Record, group: &Group) -> impl Iterator<Item = (Uuid, Entry)> {
    let meeting = &record.meeting;
    record.by_invitation.iter().filter(|guest| !guest.email.is_empty()).filter_map(|guest| {
        let (item, starts) = record.planned_at(guest.item)?;
        let window = Meeting { starts, minutes: item.minutes, ..meeting.clone() };
        let (starts, ends) = window.span(&group.time_zone);
        let entry = Entry {
            meeting: meeting.id,
            name: guest.name.clone(),
            email: guest.email.clone(),
            starts,
            ends,
            // What a reserved item is about does not go out by mail.
            title: if item.is_reserved() { "one item of the agenda".into() } else { item.title.clone() },
            place: meeting.place.clone(),
            link: meeting.link.clone(),
        };
        Some((guest.id, entry))
    })
}
