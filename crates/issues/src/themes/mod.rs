//! Themes: what issues are sorted by. A group begins with a working list and makes it its own.

mod api;
mod defaults;
mod proposals;
mod store;
#[cfg(test)]
mod tests;

use futures_util::future::BoxFuture;
use kernel::{App, Result, Tx, ledger::Event};
use terms::{rules::Answer, versions};

pub use api::routes as api;
pub use proposals::{Proposals, Proposed};
pub(crate) use proposals::{forget, propose};
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

/// When terms of reference come into force: themes that they name and the group has not yet are added to its list. None is
/// taken away, because issues are sorted by them.
pub fn follow_terms<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let answers = versions::answers_in_force(&mut *tx, event.scope).await?;
        let named = answers.into_iter().find_map(|answer| if let Answer::Themes(themes) = answer { Some(themes.names) } else { None });
        let mut known = all(&mut *tx, event.scope).await?;
        for name in named.unwrap_or_default() {
            let key = key_of(&name);
            if key.is_empty() || known.iter().any(|theme| theme.key == key || theme.name.to_lowercase() == name.to_lowercase()) {
                continue;
            }
            store::insert(tx, event.scope, &key, &name, i64::try_from(known.len() + 1).unwrap_or(i64::MAX)).await?;
            known.push(Theme { key, name });
        }
        Ok(())
    })
}

/// The word that a theme is stored under: `Waiting lists` is `waiting_lists`.
fn key_of(name: &str) -> String {
    let small = name.to_lowercase();
    let words = small.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_").chars().take(60).collect()
}
