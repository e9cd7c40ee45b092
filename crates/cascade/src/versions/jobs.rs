//! The job that tells, in time and once a day at most, which texts wait for a person before the next deadlines.

use futures_util::future::BoxFuture;
use group::{groups, membership};
use jiff::SignedDuration;
use kernel::{
    App, Result,
    job::{Job, JobError},
    ledger,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::store;
use crate::editions;

/// The kind of the job.
pub const TELL: &str = "versions.tell";
/// The longest that a group may be told ahead.
const FARTHEST: SignedDuration = SignedDuration::from_hours(28 * 24);

/// On working days, from the group's hour on: tells the administrator which texts nobody has finished whose deadlines are near.
pub fn tell<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for group in store::groups_with_open(&app.db, app.clock.now() + FARTHEST).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(tell_group(app, group).await);
        }
        Ok(outcome?)
    })
}

async fn tell_group(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    let (now, rules) = (app.clock.now(), store::rules(&mut tx, id).await?);
    let today = app.clock.today(&group.time_zone);
    if rules.tell_days == 0 || !group.posts_at(now) || store::told_on(&mut tx, id).await?.is_some_and(|day| day >= today) {
        return Ok(());
    }
    let until = now + SignedDuration::from_hours(rules.tell_days * 24);
    let waiting = editions::waiting(&mut tx, &group).await?;
    let near: Vec<_> = waiting.into_iter().filter(|one| one.closes_at > now && one.closes_at <= until).collect();
    let Some(to) = membership::contact(&mut tx, &group).await?.filter(|_| !near.is_empty()) else { return Ok(()) };
    let n = words::count(near.len() as u64, "text waits", "texts wait");
    let mut letter = Letter::new(format!("{}: {n} for somebody to finish", group.name), format!("{n} for you"), &group.name)
        .paragraph("Brig could not make these texts fit by itself. What nobody finishes in time goes into the next edition.");
    for one in &near {
        let by = words::date_and_time(one.closes_at, &group.time_zone);
        letter = letter.paragraph(format!("{}: {} ({}), by {by}. {}", one.network, one.title, one.reference, one.why));
    }
    letter = letter.button("Finish them", app.url(&format!("/{}/cascade/versions", group.slug)));
    let cause = app.ids.key(now)?;
    let mail = Outgoing { scope: Some(id), to, letter, cause, kind: "versions-waiting", parts: Vec::new(), reply_to: None };
    mail::post(app, &mut tx, mail).await?;
    store::set_told(&mut tx, id, today).await?;
    app.commit(tx).await
}
