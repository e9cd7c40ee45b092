//! Themes: what issues and meetings are sorted by. A group begins with a working list and makes it its own: adds, renames, merges
//! and retires. What was filed keeps its place, and each theme may stand for one of the shared list, so that groups can be
//! added up.

mod commands;
mod defaults;
mod model;
mod pages;
mod store;
#[cfg(test)]
mod tests;

use futures_util::future::BoxFuture;
use kernel::{App, Result, Tx, ledger::Event};

pub use commands::{add, add_named, bring_back, change, merge, retire};
pub use model::{NewTheme, Theme, key_of};
pub use pages::routes;
pub use store::{all, in_use, verify};

/// A new group gets the working list of themes.
pub fn install<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        for (position, (key, name)) in (1..).zip(defaults::THEMES) {
            store::insert(tx, event.scope, &Theme::new((*key).into(), (*name).into(), Some((*key).into())), position).await?;
        }
        Ok(())
    })
}
