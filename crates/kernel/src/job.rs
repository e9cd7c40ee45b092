//! A job: something that must still be done, kept in the database until it is.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{App, Error, Result, Row, Tx, sql};

/// A job that waits to be put into the queue.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Whose it is, where it belongs to one group of people: they see it when it fails.
    pub scope: Option<Uuid>,
    /// What is to be done: `mail.send`.
    pub kind: &'static str,
    /// What it needs to know: keys, no text of people.
    pub payload: Json,
    /// Not before this.
    pub run_at: Timestamp,
    /// At most one job with this key is in the queue.
    pub key: Option<String>,
}

/// A job that a worker has taken.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its key.
    pub id: Uuid,
    /// Whose it is.
    pub scope: Option<Uuid>,
    /// What is to be done.
    pub kind: String,
    /// What it needs to know.
    pub payload: Json,
    /// Which try this is, from 1.
    pub tries: i64,
    /// How often the process ended in the middle of it.
    pub stops: i64,
    /// What a try before this one left as done, of a long job.
    pub done: i64,
}

impl Job {
    pub(crate) fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            scope: row.get("scope_id")?,
            kind: row.get("kind")?,
            payload: row.get("payload")?,
            tries: row.get("tries")?,
            done: row.get("done")?,
            stops: row.get("stops")?,
        })
    }

    /// A key in the payload.
    ///
    /// # Errors
    /// When it is not there: the job can never be done.
    pub fn key(&self, name: &str) -> Result<Uuid, JobError> {
        let text = self.payload.get(name).and_then(Json::as_str).unwrap_or_default();
        text.parse().map_err(|_| JobError::GiveUp(format!("the job names no {name}")))
    }

    /// Notes how far a long job has come, in the transaction of what it has done, so that a next try goes on from there. What
    /// gets on is not given up for its tries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn progress(&self, app: &App, tx: &mut Tx, done: i64, total: i64) -> Result<()> {
        sql("UPDATE jobs SET done = $2, total = $3, lease_until = $4, tries = 1, stops = 0 WHERE id = $1")
            .bind(self.id)
            .bind(done)
            .bind(total)
            .bind(app.clock.now() + crate::queue::LEASE)
            .run(tx)
            .await
            .map(drop)
    }
}

/// Why a job was not done. The words are shown to administrators: no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// It may work later.
    Retry(String),
    /// It will never work as it is.
    GiveUp(String),
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::GiveUp("what the job was for is no longer there".into()),
            Error::StorageFull => Self::Retry("the disk is full".into()),
            Error::Unavailable(_) => Self::Retry("the database did not answer".into()),
            other => {
                tracing::error!(error = %other, "a job failed");
                Self::Retry("a fault of the software; the log says more".into())
            }
        }
    }
}

/// How a job of one kind is done. It may be done twice: a machine can stop at any moment.
pub type Work = for<'a> fn(&'a App, &'a Job) -> BoxFuture<'a, Result<(), JobError>>;
