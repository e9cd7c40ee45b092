//! Conversations with the mail server that wait for a next mail, until nothing is sent for a while.

use std::sync::{Mutex, PoisonError};

use super::server::Line;

/// Seconds for which a conversation waits for a next mail; servers wait for some minutes.
const IDLE: f64 = 30.0;

/// Conversations that wait for a next mail.
#[derive(Default)]
pub(crate) struct Lines(Mutex<Vec<Line>>);

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lines(hidden)")
    }
}

impl Lines {
    /// One that waits, if the server will still know of it.
    pub(super) fn take(&self) -> Option<Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().filter(|line| line.since.seconds() < IDLE)
    }

    /// Lets one wait for a next mail; more than so many do not.
    pub(super) fn keep(&self, line: Option<Line>, most: usize) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = line.filter(|_| lines.len() < most) {
            lines.push(line);
        }
    }

    /// Takes leave where nothing was to be sent for a while.
    pub(crate) async fn close_idle(&self) {
        let idle: Vec<Line> = {
            let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (idle, fresh) = std::mem::take(&mut *lines).into_iter().partition(|line: &Line| line.since.seconds() >= IDLE);
            *lines = fresh;
            idle
        };
        for line in idle {
            line.close().await;
        }
    }
}
