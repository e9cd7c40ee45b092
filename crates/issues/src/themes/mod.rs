//! Which theme an issue belongs to: proposed with its reason, chosen by a person, and moved where the group merges two.

mod api;
mod proposals;
mod store;
#[cfg(test)]
mod tests;

use futures_util::future::BoxFuture;
use group::themes;
use kernel::{
    App, Result, Tx,
    ledger::{Event, Fact},
};
use terms::{rules::Answer, versions};

pub use api::routes as api;
pub use group::themes::{Theme, all, in_use};
pub use proposals::{Proposals, Proposed};
pub(crate) use proposals::{forget, propose};

/// When terms of reference come into force: themes that they name and the group has not yet are added to its list.
pub fn follow_terms<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let answers = versions::answers_in_force(&mut *tx, event.scope).await?;
        let named = answers.into_iter().find_map(|answer| if let Answer::Themes(themes) = answer { Some(themes.names) } else { None });
        themes::add_named(tx, event.scope, named.unwrap_or_default()).await
    })
}

/// When a theme becomes part of another its issues move there; when it is used again those come back that are there still.
pub fn follow<'a>(_: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let word = |name: &str| match event.facts.get(name) {
            Some(Fact::Word(word)) => Some(word.as_str()),
            _ => None,
        };
        let Some(theme) = word("theme") else { return Ok(()) };
        match (word("into"), word("from")) {
            (Some(into), _) => store::move_all(tx, event.scope, theme, into).await,
            (None, Some(from)) => store::move_back(tx, event.scope, theme, from).await,
            (None, None) => Ok(()),
        }
    })
}
