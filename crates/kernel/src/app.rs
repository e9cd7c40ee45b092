//! What a process holds: the database, the clock, the keys, the mail, and the lists of who reacts to what.

use std::{collections::HashMap, ops::Deref, sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use tokio::sync::{Notify, Semaphore};

use crate::{
    Db, Error, Result, Tx,
    clock::Clock,
    config::Settings,
    id::Ids,
    job::Work,
    keys::Keys,
    ledger::Event,
    limits::Limits,
    mail::{Lines, Mail, Taker, Tokens},
    schedule::Schedule,
    sql,
};

/// Something that follows from an event, in the event's own transaction. It writes its own slice's tables or
/// puts jobs into the queue; nothing leaves the process from here.
pub type Reaction = for<'a> fn(&'a App, &'a mut Tx, &'a Event) -> BoxFuture<'a, Result<()>>;

/// What the product wires into the kernel: lists, each a line an entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wiring {
    /// When this event is recorded, do that.
    pub reactions: &'static [(&'static str, Reaction)],
    /// How a job of this kind is done.
    pub work: &'static [(&'static str, Work)],
    /// What is due again and again.
    pub schedules: &'static [Schedule],
    /// Who may take a mail that came in, in this order, before it is taken for a report.
    pub takers: &'static [Taker],
}

/// The process. Cheap to clone; every handler has it as its state.
#[derive(Clone, Debug)]
pub struct App(Arc<Inner>);

/// The parts of an [`App`].
#[derive(Debug)]
pub struct Inner {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Keys and secrets.
    pub ids: Ids,
    /// What we sign with.
    pub keys: Keys,
    /// The deployment's settings.
    pub settings: Settings,
    /// Where mail goes.
    pub mail: Mail,
    /// How often a caller may try.
    pub limits: Limits,
    /// How jobs are done and what is due again and again.
    pub wiring: Wiring,
    pub(crate) wake: Notify,
    /// Conversations with the mail server that wait for a next mail.
    pub(crate) lines: Lines,
    /// What the mailbox is signed in to by, where that is a token.
    pub mailbox_tokens: Tokens,
    reactions: HashMap<&'static str, Vec<Reaction>>,
}

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts a process together over a migrated database.
    ///
    /// # Errors
    /// When the installation's secret cannot be read or made, or the mail settings are wrong.
    pub async fn new(db: Db, clock: Clock, ids: Ids, settings: Settings, mail: Mail, wiring: Wiring) -> Result<Self> {
        let keys = Keys::new(&installation_secret(&db).await?);
        let mut reactions: HashMap<&'static str, Vec<Reaction>> = HashMap::new();
        for (verb, reaction) in wiring.reactions {
            reactions.entry(verb).or_default().push(*reaction);
        }
        Ok(Self(Arc::new(Inner {
            db,
            clock,
            ids,
            keys,
            settings,
            mail,
            limits: Limits::default(),
            wiring,
            wake: Notify::new(),
            lines: Lines::default(),
            mailbox_tokens: Tokens::default(),
            reactions,
        })))
    }

    /// Begins a transaction that may write. The outermost verb begins and commits.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn begin(&self) -> Result<Tx> {
        self.db.begin().await
    }

    /// Lets everybody react to what was recorded, then commits. When this returns, it is on disk.
    ///
    /// # Errors
    /// When a reaction or the commit fails; then nothing of it has happened.
    pub async fn commit(&self, mut tx: Tx) -> Result<()> {
        self.react(&mut tx).await?;
        let wakes_worker = tx.wakes_worker;
        tx.commit_now().await?;
        if wakes_worker {
            self.wake.notify_waiters();
        }
        Ok(())
    }

    /// Runs the reactions to all that was recorded so far, also to what they record themselves.
    ///
    /// # Errors
    /// When one of them fails.
    pub async fn react(&self, tx: &mut Tx) -> Result<()> {
        while !tx.events.is_empty() {
            for event in std::mem::take(&mut tx.events) {
                for reaction in self.reactions.get(event.verb).into_iter().flatten() {
                    reaction(self, tx, &event).await?;
                }
            }
        }
        Ok(())
    }

    /// An address on our own site, in full.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }
}

/// At most this many reckonings at once, so that requests always find a core.
static RECKONING: Semaphore = Semaphore::const_new(2);

/// Does something that takes the processor for a while, such as laying out a document, beside the requests.
///
/// # Errors
/// When it panics.
pub async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _one = RECKONING.acquire().await.map_err(|_| Error::internal("nothing more is reckoned"))?;
    #[expect(clippy::disallowed_methods, reason = "the one place for what takes the processor within a request")]
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Error::internal(format!("a reckoning failed: {error}")))
}

/// As [`compute`], but given up where nothing is free in a moment: for what a page can do without.
///
/// # Errors
/// When it panics.
pub async fn compute_soon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<Option<T>> {
    match tokio::time::timeout(Duration::from_millis(250), RECKONING.acquire()).await {
        Ok(Ok(_one)) => {
            #[expect(clippy::disallowed_methods, reason = "as in `compute`")]
            let done = tokio::task::spawn_blocking(work).await;
            done.map(Some).map_err(|error| Error::internal(format!("a reckoning failed: {error}")))
        }
        _ => Ok(None),
    }
}

/// Reads the installation's secret, or makes it on the first start.
pub(crate) async fn installation_secret(db: &Db) -> Result<Vec<u8>> {
    let read = || sql("SELECT value FROM installation WHERE name = 'secret'");
    if let Some(row) = read().optional(db).await? {
        return row.get("value");
    }
    // Always from the system: a repeatable secret would be none.
    let fresh: [u8; 32] = Ids::Random.bytes()?;
    let mut tx = db.begin().await?;
    sql("INSERT INTO installation (name, value) VALUES ('secret', $1) ON CONFLICT (name) DO NOTHING")
        .bind(fresh.as_slice())
        .run(&mut tx)
        .await?;
    let row = read().one(&mut tx).await?;
    tx.commit_now().await?;
    row.get("value")
}
