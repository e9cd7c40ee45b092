//! The job that writes the mail of a letter: the letter is laid out as Word first.

use futures_util::future::BoxFuture;
use group::{groups, membership};
use kernel::{
    App, Error, Result,
    app::compute,
    job::{Job, JobError},
    ledger,
    mail::{self as outbox, Outgoing, Part},
};
use uuid::Uuid;

use super::{document, mail, model::reference, store};
use crate::answers;

/// The kind of the job.
pub const POST: &str = "letters.post";

/// What a Word file is called among mail programs.
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Writes the mail of a letter, once.
pub fn post<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move { Ok(write(app, job.key("group")?, job.key("sending")?).await?) })
}

async fn write(app: &App, group: Uuid, sending: Uuid) -> Result<()> {
    let group = groups::by_id(&app.db, group).await?;
    let sending = answers::sending(&app.db, group.id, sending).await?;
    if sending.sent_at.is_some() {
        return Ok(());
    }
    let letter = store::by_id(&app.db, group.id, sending.about).await?;
    let approvals = store::approvals(&app.db, group.id, letter.id).await?;
    let contact = membership::contact(&app.db, &group).await?;
    let document = document::document(&group, &letter, &approvals, contact.as_deref().unwrap_or_default());
    let content = compute(move || documents::docx::write(&document)).await?.map_err(|error| Error::internal(error.to_string()))?;
    let name = format!("{}-letter-{}.docx", group.slug, reference(letter.number).to_lowercase());
    let mut tx = app.begin().await?;
    ledger::hold(&mut tx, group.id).await?;
    if answers::set_sent(&mut tx, group.id, sending.id, app.clock.now()).await? {
        let asked = answers::about(&mut tx, group.id, letter.id).await?;
        let words = mail::letter(app, &group, &letter, &approvals, &sending, &asked);
        let parts = vec![Part { name, media_type: WORD.into(), content }];
        let cause = answers::mail_cause(&mut tx, group.id, sending.id).await?;
        let (scope, to) = (Some(group.id), sending.email.clone());
        outbox::post_known(app, &mut tx, Outgoing { scope, to, letter: words, cause, kind: "letter", parts, reply_to: contact }).await?;
    }
    app.commit(tx).await
}
