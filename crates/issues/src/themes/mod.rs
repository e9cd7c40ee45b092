//! Themes: what issues are sorted by. A group begins with a working list and makes it its own.

mod defaults;
mod store;

use futures_util::future::BoxFuture;
use kernel::{App, Result, Tx, ledger::Event};

pub use store::{Theme, all};

/// A new group gets the working list of themes.
pub fn install<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        for (position, (key, name)) in (1..).zip(defaults::THEMES) {
            store::insert(tx, event.scope, key, name, position).await?;
        }
        Ok(())
    })
}
