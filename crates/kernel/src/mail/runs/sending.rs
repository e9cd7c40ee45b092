//! The job that sends a run.

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::store::{self, Run, Waiting};
use crate::{
    App,
    job::{Job, JobError},
    mail::{Posted, deliver},
    queue,
};

/// The job: sends what is due of a run.
pub fn send<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let run = store::find(&app.db, job.key("run")?).await?;
        if !run.goes {
            return Ok(());
        }
        for one in store::due(&app.db, run.id, app.clock.now(), 100).await? {
            let said = deliver(app, &posted(&run, &one)).await;
            let mut tx = app.begin().await?;
            match said {
                Ok(()) => store::settle(&mut tx, (run.id, one.place), "sent", 0, app.clock.now()).await?,
                Err(JobError::GiveUp(_)) => store::settle(&mut tx, (run.id, one.place), "refused", 0, app.clock.now()).await?,
                Err(error @ JobError::Retry(_)) => return Err(error),
            }
            app.commit(tx).await?;
        }
        let mut tx = app.begin().await?;
        let goes = store::hold(&mut tx, run.id).await?;
        let next = if goes { store::next_due(&mut tx, run.id).await? } else { None };
        if goes && next.is_none() {
            store::finish(&mut tx, run.id, app.clock.now()).await?;
        }
        let next = next.map(|at| super::job(run.scope, run.id, at));
        queue::hand_over(app, &mut tx, job, next).await?;
        app.commit(tx).await?;
        Ok(())
    })
}

/// The mail of one recipient: the same bytes on every try.
fn posted(run: &Run, one: &Waiting) -> Posted {
    let mark = store::stop_mark(run.id);
    let escaped =
        one.stop_url.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;");
    Posted {
        id: Uuid::from_u128(run.id.as_u128()),
        message_id: one.message_id.clone(),
        to: one.to.clone(),
        subject: run.letter.subject.clone(),
        text: run.letter.text.replace(&mark, &one.stop_url),
        html: run.letter.html.replace(&mark, &escaped),
        created_at: run.created_at,
        sent_at: None,
        reply_to: run.letter.reply_to.clone().unwrap_or_default(),
        unsubscribe: one.stop_url.clone(),
    }
}
