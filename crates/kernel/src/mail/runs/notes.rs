//! What became of each mail, on disk before its conversation goes on. Conversations that wait for the disk at the same time wait
//! for one commit together.

use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot::{self, error::TryRecvError};

use super::store::{self, Run};
use crate::{App, Error, Result, clock::Stopwatch, job::Job, queue};

/// Seconds after which the job says again how far it has come.
const TELLS: f64 = 5.0;
/// Tries after which a recipient is given up, as a job is.
const TRIES: i64 = 12;

/// What became of one recipient's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server has it.
    Sent,
    /// It never will: the server's code, 0 for what is no address.
    Refused(i64),
    /// It may later: the server's code, 0 where it said none.
    Later(i64),
}

#[derive(Debug)]
struct Note {
    place: i64,
    tries: i64,
    outcome: Outcome,
    /// Told once it is on disk: whether the run still goes.
    done: oneshot::Sender<bool>,
}

/// The notes of one slice.
#[derive(Debug)]
pub(super) struct Notes<'a> {
    app: &'a App,
    job: &'a Job,
    run: &'a Run,
    waiting: Mutex<Vec<Note>>,
    /// How many were written, and when the job last said how far it is.
    writer: tokio::sync::Mutex<(i64, Option<Stopwatch>)>,
}

impl<'a> Notes<'a> {
    pub(super) fn of(app: &'a App, job: &'a Job, run: &'a Run) -> Self {
        Self { app, job, run, waiting: Mutex::default(), writer: tokio::sync::Mutex::default() }
    }

    /// Writes what became of a mail, together with what others wait to write. When this returns, it is on disk. Tells whether
    /// the run still goes.
    ///
    /// # Errors
    /// When the database fails: then nobody knows of it, and the mail goes once more.
    pub(super) async fn write(&self, place: i64, tries: i64, outcome: Outcome) -> Result<bool> {
        let (done, mut mine) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Note { place, tries, outcome, done });
        let mut writer = self.writer.lock().await;
        // While it waited for its turn, another may have written it.
        match mine.try_recv() {
            Ok(goes) => return Ok(goes),
            Err(TryRecvError::Closed) => return Err(Error::internal("another could not write what became of a mail")),
            Err(TryRecvError::Empty) => {}
        }
        let notes = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let goes = self.commit(&notes, &mut writer).await?;
        for note in notes {
            let _ = note.done.send(goes);
        }
        Ok(goes)
    }

    async fn commit(&self, notes: &[Note], (written, told): &mut (i64, Option<Stopwatch>)) -> Result<bool> {
        let (app, run, now) = (self.app, self.run, self.app.clock.now());
        let mut tx = app.begin().await?;
        for note in notes {
            let one = (run.id, note.place);
            match note.outcome {
                Outcome::Sent => store::settle(&mut tx, one, "sent", 0, now).await?,
                Outcome::Refused(code) => store::settle(&mut tx, one, "refused", code, now).await?,
                Outcome::Later(code) if note.tries + 1 >= TRIES => store::settle(&mut tx, one, "refused", code, now).await?,
                Outcome::Later(code) => store::put_off(&mut tx, one, code, now + queue::back_off(note.tries + 1)).await?,
            }
        }
        if told.is_none_or(|told| told.seconds() > TELLS) {
            let (sent, total) = store::sent_of(&mut tx, run.id).await?;
            self.job.progress(app, &mut tx, sent, total).await?;
            *told = Some(Stopwatch::start());
        }
        let goes = store::goes(&mut tx, run.id).await?;
        app.commit(tx).await?;
        *written += i64::try_from(notes.len()).unwrap_or(0);
        Ok(goes)
    }

    /// How many were written. Asked once nobody writes any more.
    pub(super) fn written(&self) -> i64 {
        self.writer.try_lock().map_or(0, |writer| writer.0)
    }
}
