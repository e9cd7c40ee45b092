//! The job that looks into the mailbox for what is new.

use futures_util::future::BoxFuture;
use kernel::{
    App, Error, Result,
    config::Imap,
    job::{Job, JobError},
    mail::Mailbox,
};

use super::commands::{Taken, take};

/// The kind of the job.
pub const FETCH: &str = "post.fetch";

/// Mails that are taken in one round; what is left waits for the next.
const AT_ONCE: usize = 40;

/// Looks into the mailbox that the settings name, if they name one.
pub fn fetch<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        match &app.settings.imap {
            Some(imap) => fetch_from(app, imap).await.map(drop),
            None => Ok(()),
        }
    })
}

/// Takes what is new in a mailbox; tells what became of each mail. A mail is marked as seen only after it was taken and
/// committed. Stopped in between it comes again, and is known by its Message-ID. What nobody can take is flagged for a person.
///
/// # Errors
/// When the mailbox or the database does not answer; what was taken until then stays taken.
pub async fn fetch_from(app: &App, imap: &Imap) -> Result<Vec<Option<Taken>>, JobError> {
    let mut mailbox = Mailbox::open(imap).await.map_err(JobError::Retry)?;
    let mut all = Vec::new();
    for number in mailbox.unseen().await.map_err(JobError::Retry)?.into_iter().take(AT_ONCE) {
        let Some(message) = mailbox.message(number).await.map_err(JobError::Retry)? else { continue };
        let taken = match take(app, &message).await {
            Ok(taken) => Some(taken),
            Err(Error::Conflict(_)) => None,
            Err(error) => return Err(error.into()),
        };
        mailbox.mark(number, taken.is_none()).await.map_err(JobError::Retry)?;
        all.push(taken);
    }
    mailbox.close().await;
    Ok(all)
}
