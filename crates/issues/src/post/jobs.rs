//! The job that looks into the mailbox for what is new.

use futures_util::future::BoxFuture;
use kernel::{
    App, Error, Result,
    config::Imap,
    job::{Job, JobError},
    mail::Mailbox,
};

use super::{
    commands::{Taken, note_aside, take, tell_of_aside},
    model::Why,
    store,
};

/// The kind of the job.
pub const FETCH: &str = "post.fetch";

/// Mails that are taken in one round; what is left waits for the next.
const AT_ONCE: i64 = 40;
/// So often a mail is tried before it is put aside.
const TRIES: i64 = 3;

/// Looks into the mailbox that the settings name, if they name one.
pub fn fetch<'a>(app: &'a App, _: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        match &app.settings.imap {
            Some(imap) => fetch_from(app, imap).await.map(drop),
            None => Ok(()),
        }
    })
}

/// Takes what is new in a mailbox; tells what became of each mail, of one that nobody can take `None`. What was read is known
/// by the numbers that the server gives, so that a mail which a person has read first is taken too. A try is counted before it
/// is made: a mail at which the program fails or stops three times is flagged for a person, and holds up none behind it.
///
/// # Errors
/// When the mailbox or the database does not answer; what was taken until then stays taken.
pub async fn fetch_from(app: &App, imap: &Imap) -> Result<Vec<Option<Taken>>, JobError> {
    let mut mailbox = Mailbox::open(imap, &app.mailbox_tokens).await.map_err(JobError::Retry)?;
    let place = app.keys.sign("mailbox", &[mailbox.name().as_bytes()]);
    list_new(app, &mut mailbox, &place).await?;
    let mut all = Vec::new();
    for (number, tries, why) in store::waiting(&app.db, &place, AT_ONCE).await? {
        let uid = u32::try_from(number).map_err(|_| JobError::GiveUp("a mail has an odd number".into()))?;
        let mut tx = app.begin().await?;
        if tries >= TRIES {
            mailbox.mark(uid, true).await.map_err(JobError::Retry)?;
            tell_of_aside(app, &mut tx, why).await?;
            store::done(&mut tx, &place, number).await?;
            app.commit(tx).await?;
            all.push(None);
            continue;
        }
        store::tried(&mut tx, &place, number).await?;
        app.commit(tx).await?;
        let taken = match mailbox.message(uid).await.map_err(JobError::Retry)? {
            None => Some(Taken::Ignored),
            Some(message) => match take(app, &message).await {
                Ok(taken) => Some(taken),
                Err(error @ Error::Conflict(_)) => {
                    note_aside(app, reason(&error)).await?;
                    None
                }
                Err(error @ (Error::Unavailable(_) | Error::StorageFull)) => return Err(error.into()),
                // This one will not do; those behind it may. What it was stands in no log.
                Err(error) => {
                    tracing::warn!(tries = tries + 1, "a mail could not be taken");
                    let mut tx = app.begin().await?;
                    store::failed(&mut tx, &place, number, reason(&error)).await?;
                    app.commit(tx).await?;
                    continue;
                }
            },
        };
        // Stopped in between, it comes again, and is known by its Message-ID.
        mailbox.mark(uid, taken.is_none()).await.map_err(JobError::Retry)?;
        let mut tx = app.begin().await?;
        store::done(&mut tx, &place, number).await?;
        app.commit(tx).await?;
        all.push(taken);
    }
    mailbox.close().await;
    Ok(all)
}

/// Notes what came since the last look. At the first one, and when the server has numbered its mails anew, that is what nobody
/// has seen: what was there before Brig is nobody's report.
async fn list_new(app: &App, mailbox: &mut Mailbox, place: &[u8]) -> Result<(), JobError> {
    let validity = i64::from(mailbox.validity());
    let before = store::read_to(&app.db, place, validity).await?;
    let (new, last) = if let Some(before) = before {
        let new = mailbox.after(u32::try_from(before).unwrap_or(u32::MAX)).await.map_err(JobError::Retry)?;
        let last = new.last().copied();
        (new, last)
    } else {
        let last = mailbox.all().await.map_err(JobError::Retry)?.last().copied();
        let unseen = mailbox.unseen().await.map_err(JobError::Retry)?;
        (unseen.into_iter().filter(|one| Some(*one) <= last).collect(), last.or(Some(0)))
    };
    let Some(last) = last else { return Ok(()) };
    let mut tx = app.begin().await?;
    store::set_read_to(&mut tx, place, validity, i64::from(last)).await?;
    for number in new {
        store::wait(&mut tx, place, i64::from(number)).await?;
    }
    app.commit(tx).await?;
    Ok(())
}

/// Why a mail could not be taken, by the error.
fn reason(error: &Error) -> Why {
    match error {
        Error::Conflict(_) | Error::NotFound => Why::NotOurs,
        Error::Invalid(_) | Error::Refused(..) | Error::Forbidden(_) => Why::Unfit,
        _ => Why::Failed,
    }
}
