//! The verb on signposts: write the group's own words.

use group::{acting::Acting, permissions::Verb, screening::refuse_numbers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event},
};

use super::{
    model::{Signpost, Signposts},
    store,
};

/// Goes on only for those who keep the signposts.
pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    acting.must(Verb::WordIssues)
}

/// Writes what the signposts say. One that is left empty says the first words again.
///
/// # Errors
/// [`Error::NotFound`] for those who do not keep them; [`Error::Conflict`] when somebody changed them since that version;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub async fn set(app: &App, tx: &mut Tx, acting: &Acting, typed: &Signposts) -> Result<()> {
    must_keep(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let mut checks = Checks::default();
    let mut words = Signpost::ALL.map(|post| {
        let at = Signpost::ALL.iter().position(|other| *other == post).unwrap_or_default();
        checks.text(post.key(), &typed.words[at], TextRule { required: None, name: "The text", max: 400, lines: true })
    });
    checks.done()?;
    refuse_numbers(Signpost::ALL.iter().map(|post| post.key()).zip(words.iter().map(String::as_str)), true)?;
    for (words, post) in words.iter_mut().zip(Signpost::ALL) {
        if words.is_empty() {
            words.push_str(post.first_words());
        }
    }
    let old = store::of(&mut *tx, group).await?;
    if old.words == words {
        return Ok(());
    }
    if old.version != typed.version {
        return Err(Error::Conflict("Somebody else has changed the signposts meanwhile. Saving again replaces what they wrote".into()));
    }
    store::put(tx, group, &Signposts { version: old.version + 1, words }).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "signposts.changed", group).with("as", acting.acted_as());
    ledger::record(tx, event).await
}
