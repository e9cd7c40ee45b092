//! The job that posts the news that was held over a night.

use futures_util::future::BoxFuture;
use group::groups;
use kernel::{
    App, Result,
    job::{Job, JobError},
    ledger,
};
use uuid::Uuid;

use super::{mail, store};

/// The kind of the job.
pub const POST_HELD: &str = "answers.post-held";

/// On working days, from the group's hour on: posts the news that was held.
pub fn post_held<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let mut outcome = Ok(());
        for id in store::groups_that_hold(&app.db).await? {
            // What fails for one group does not hold up the others.
            outcome = outcome.and(post_of(app, id).await);
        }
        Ok(outcome?)
    })
}

async fn post_of(app: &App, id: Uuid) -> Result<()> {
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, id).await?;
    let group = groups::by_id(&mut tx, id).await?;
    if group.posts_at(app.clock.now()) {
        mail::post(app, &mut tx, &group).await?;
    }
    app.commit(tx).await
}
