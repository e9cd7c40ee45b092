//! The job that sends a run, a slice of time at once: with several conversations, each of which begins its next mail when it is
//! on disk that the one before has gone. Killed at any moment, each of them has at most one mail that goes once more.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use futures_util::future::{BoxFuture, join_all};
use jiff::SignedDuration;
use lettre::message::Mailbox;
use uuid::Uuid;

use super::{
    leaving,
    notes::{Notes, Outcome},
    store::{self, Run, Waiting},
};
use crate::{
    App,
    clock::Stopwatch,
    job::{Job, JobError},
    ledger::{self, Event, Fact},
    mail::{
        Mail, Posted,
        delivery::{deliver, pace_of},
        message,
        pace::{self, Slot},
        server::{Line, Trouble},
    },
    queue,
};

/// Recipients that are fetched together.
const TOGETHER: i64 = 200;
/// So often in a row the server may ask one conversation to come later, until it takes it at its word.
const IN_A_ROW: usize = 5;
/// How long a run then waits, in seconds.
const PAUSE: i64 = 30;
/// Seconds that a slice lasts at the most. The last mail of it may take as long as the settings allow on top.
const SLICE: f64 = 150.0;

/// The job: sends what is due of a run, and hands over to the next one like it while anything is left.
pub fn send<'a>(app: &'a App, job: &'a Job) -> BoxFuture<'a, Result<(), JobError>> {
    Box::pin(async move {
        let run = store::find(&app.db, job.key("run")?).await?;
        let slice = Slice::of(app, job, &run);
        if run.goes {
            let conversations = if matches!(app.mail, Mail::Smtp(..)) { app.settings.smtp_connections.max(1) } else { 1 };
            for ended in join_all((0..conversations).map(|_| slice.converse())).await {
                ended?;
            }
        }
        slice.end().await
    })
}

/// Why a slice ends before all that is due has been tried.
#[derive(Clone, Debug, Default)]
struct Ending {
    /// Nothing more is begun: the time is up, or the run was stopped.
    over: bool,
    /// The sending limit says when to come back.
    wait: Option<SignedDuration>,
    /// The server is not there or takes none of ours: what it said.
    no_server: Option<String>,
    /// The server asked for patience.
    slow: bool,
}

#[derive(Default)]
struct Shared {
    feed: VecDeque<Waiting>,
    /// Whom this slice has taken up. Each once: what was read of the database a moment ago may still call somebody waiting whose
    /// mail was noted meanwhile.
    taken_up: HashSet<i64>,
    slots: VecDeque<Slot>,
    ending: Ending,
}

/// A slice of a run's sending: what its conversations share.
struct Slice<'a> {
    app: &'a App,
    job: &'a Job,
    run: &'a Run,
    watch: Stopwatch,
    lasts: f64,
    shared: Mutex<Shared>,
    refill: tokio::sync::Mutex<()>,
    notes: Notes<'a>,
}

impl<'a> Slice<'a> {
    fn of(app: &'a App, job: &'a Job, run: &'a Run) -> Self {
        let patience = if let Mail::Smtp(smtp, _) = &app.mail { smtp.patience.as_secs_f64() } else { 0.0 };
        Self {
            app,
            job,
            run,
            watch: Stopwatch::start(),
            lasts: (queue::TRY.as_secs_f64() - patience - 15.0).clamp(1.0, SLICE),
            shared: Mutex::default(),
            refill: tokio::sync::Mutex::default(),
            notes: Notes::of(app, job, run),
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One conversation: mail after mail, until none is left or something says that it is enough.
    async fn converse(&self) -> Result<(), JobError> {
        let mut held = self.app.lines.take();
        let ended = self.send_each(&mut held).await;
        self.app.lines.keep(held, self.app.settings.smtp_connections);
        if ended.is_err() {
            self.shared().ending.over = true;
        }
        ended
    }

    async fn send_each(&self, held: &mut Option<Line>) -> Result<(), JobError> {
        let mut in_a_row = 0;
        while let Some(one) = self.next().await? {
            if !self.may_go().await? {
                return Ok(());
            }
            // Who has said no since they were fetched is left alone.
            if !leaving::still_waits(&self.app.db, self.run.id, one.place).await? {
                continue;
            }
            let outcome = match self.carry(&one, held).await? {
                Ok(()) => Outcome::Sent,
                Err(Trouble::Refused(code)) => Outcome::Refused(code),
                Err(Trouble::Later(code)) => Outcome::Later(code),
                Err(Trouble::Broken(_)) => Outcome::Later(0),
                Err(Trouble::NoServer(words)) => {
                    let mut shared = self.shared();
                    shared.taken_up.remove(&one.place);
                    shared.ending.no_server = Some(words);
                    return Ok(());
                }
            };
            in_a_row = if matches!(outcome, Outcome::Later(_)) { in_a_row + 1 } else { 0 };
            let goes = self.notes.write(one.place, one.tries, outcome).await?;
            let mut shared = self.shared();
            shared.ending.over |= !goes || self.watch.seconds() > self.lasts;
            if in_a_row == IN_A_ROW {
                shared.ending.slow = true;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The next recipient who is due; `None` when nobody is, or the slice is over.
    async fn next(&self) -> Result<Option<Waiting>, JobError> {
        let fetched = || {
            let mut shared = self.shared();
            let next = if shared.ending.over { None } else { shared.feed.pop_front() };
            shared.taken_up.extend(next.as_ref().map(|one| one.place));
            (next, shared.ending.over)
        };
        let _one_at_a_time = match fetched() {
            (None, false) => self.refill.lock().await,
            (next, _) => return Ok(next),
        };
        if let (next @ Some(_), _) = fetched() {
            return Ok(next);
        }
        let due = store::due(&self.app.db, self.run.id, self.app.clock.now(), TOGETHER).await?;
        {
            let mut shared = self.shared();
            let free: Vec<Waiting> = due.into_iter().filter(|one| !shared.taken_up.contains(&one.place)).collect();
            shared.feed.extend(free);
        }
        Ok(fetched().0)
    }

    /// Waits until the sending limit lets the next mail go; tells whether it may within this slice.
    async fn may_go(&self) -> Result<bool, JobError> {
        let Some(pace) = pace_of(self.app) else { return Ok(true) };
        let next = || self.shared().slots.pop_front();
        let slot = match next() {
            Some(slot) => slot,
            None => {
                let _one_at_a_time = self.refill.lock().await;
                if self.shared().slots.is_empty() {
                    match pace::reserve(self.app, pace, pace.together(), false).await? {
                        Ok(slots) => self.shared().slots.extend(slots),
                        Err(wait) => {
                            let mut shared = self.shared();
                            (shared.ending.over, shared.ending.wait) = (true, Some(wait));
                        }
                    }
                }
                match next() {
                    Some(slot) => slot,
                    None => return Ok(false),
                }
            }
        };
        slot.wait().await;
        Ok(true)
    }

    async fn carry(&self, one: &Waiting, held: &mut Option<Line>) -> Result<Result<(), Trouble>, JobError> {
        // An address that is none is that recipient's matter, all else that cannot be written is the whole run's.
        if one.to.parse::<Mailbox>().is_err() {
            return Ok(Err(Trouble::Refused(0)));
        }
        let mail = posted(self.run, one);
        let message = message::of(&self.app.settings, &mail, &[])?;
        Ok(deliver(self.app, mail.id, &message, held).await)
    }

    /// Says what follows: nothing, or another job like this one.
    async fn end(self) -> Result<(), JobError> {
        let (app, run) = (self.app, self.run);
        let ending = self.shared().ending.clone();
        if let (Some(words), 0) = (&ending.no_server, self.notes.written()) {
            return Err(JobError::Retry(words.clone()));
        }
        let now = app.clock.now();
        let mut tx = app.begin().await?;
        // In the order in which whoever stops it or lets it go on takes them.
        ledger::hold(&mut tx, run.scope).await?;
        let goes = store::hold(&mut tx, run.id).await?;
        let next = if goes { store::next_due(&mut tx, run.id).await? } else { None };
        if goes && next.is_none() {
            store::finish(&mut tx, run.id, now).await?;
            let (sent, total) = store::sent_of(&mut tx, run.id).await?;
            let event = Event::new(run.scope, now, crate::actor::Actor::System, "mails.finished", run.id);
            ledger::record(&mut tx, event.with("sent", Fact::Number(sent)).with("total", Fact::Number(total))).await?;
        }
        let pause = if ending.no_server.is_some() || ending.slow { SignedDuration::from_secs(PAUSE) } else { SignedDuration::ZERO };
        let pause = pause.max(ending.wait.unwrap_or(SignedDuration::ZERO));
        let next = next.map(|due| super::job(run.scope, run.id, due.max(now + pause)));
        queue::hand_over(app, &mut tx, self.job, next).await?;
        app.commit(tx).await?;
        Ok(())
    }
}

/// The mail of one recipient: the same bytes on every try.
pub(super) fn posted(run: &Run, one: &Waiting) -> Posted {
    let mark = store::stop_mark(run.id);
    let mut escaped = one.stop_url.replace('&', "&#38;");
    for (letter, written) in [("<", "&#60;"), (">", "&#62;"), ("\"", "&#34;"), ("'", "&#39;")] {
        escaped = escaped.replace(letter, written);
    }
    Posted {
        id: Uuid::from_u128(run.id.as_u128().wrapping_add(u128::try_from(one.place).unwrap_or(0))),
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
