//! The one verb of the lists that others use: an action is done.

use group::acting::Acting;
use kernel::{App, Result, Tx};

use crate::action_log::{self, Change, Typed};

/// Says that an action is done and what shows it. When it was the last of its item, what was agreed on the issue is done.
///
/// # Errors
/// [`kernel::Error::Forbidden`] for anybody but its owner and those who keep the record; [`kernel::Error::Conflict`] when it is done
/// already or not confirmed yet; [`kernel::Error::Invalid`] and [`kernel::Error::Refused`] for the text.
pub async fn complete(app: &App, tx: &mut Tx, acting: &Acting, number: i64, evidence: &str) -> Result<()> {
    let typed = Typed { change: Change::Done.key().into(), words: evidence.into(), ..Typed::default() };
    action_log::change(app, tx, acting, number, &typed).await.map(drop)
}
