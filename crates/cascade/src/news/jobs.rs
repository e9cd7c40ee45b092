//! The job that posts a card to a channel. A machine that stops between the channel's answer and our note of it posts once more.

use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App,
    actor::Actor,
    job::{Job, JobError},
    ledger::{self, Event},
    webhook,
};

use super::{
    card::{self, Around},
    store,
};
use crate::networks::{self, Takes};

/// The kind of the job.
pub const POST_CARD: &str = "news.post-card";

/// Posts the card of one edition, unless it was posted. What its channel cannot take now is tried again; what it refuses is
/// given up, and waits among the held-up work for somebody to look at.
pub fn post_one<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let group = groups::by_id(&app.db, job.key("group")?).await?;
        let edition = job.key("edition")?;
        let Some(gone) = store::find(&app.db, group.id, edition).await? else {
            return Err(JobError::GiveUp("what the job was for is no longer there".into()));
        };
        let network = networks::find(&app.db, group.id, gone.network).await?;
        // Nothing more goes to a network that has ended, and nothing to one that is no channel any more.
        if gone.posted_at.is_some() || network.ended_on.is_some() || network.takes != Takes::Teams {
            return Ok(());
        }
        let Some(address) = networks::webhook(&app.db, group.id, network.id).await? else {
            return Err(JobError::GiveUp("the channel has no address: change the network and paste it".into()));
        };
        let raise = app.url(&format!("/{}/raise", group.slug));
        let patience = std::time::Duration::from_secs(app.settings.webhook_seconds);
        webhook::post(address, card::message(&gone.told, &Around { group: &group.name, raise: &raise }), patience).await?;
        let mut tx = app.begin().await?;
        ledger::hold(&mut tx, group.id).await?;
        let now = app.clock.now();
        store::set_posted(&mut tx, group.id, edition, now).await?;
        ledger::record(&mut tx, Event::new(group.id, now, Actor::System, "edition.posted", edition)).await?;
        app.commit(tx).await?;
        Ok(())
    })
}
