//! The verb on packs: write what could be decided, and who should be in the room.

use group::{acting::Acting, permissions::Verb, screening::refuse_in_papers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};

use super::{model::Written, store};

/// Goes on only for those who run meetings.
pub(super) fn must_write(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "A pack is written by the administrator and the co-chairs.")
}

/// Writes into the pack of a theme.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not run meetings; [`Error::Invalid`] and [`Error::Refused`] for what was typed;
/// [`Error::Conflict`] when somebody wrote since that version.
pub(super) async fn write(app: &App, tx: &mut Tx, acting: &Acting, theme: &str, typed: &Written) -> Result<()> {
    must_write(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let mut checks = Checks::default();
    let rule = |name| TextRule { required: None, name, max: 2_000, lines: true };
    let proposal = checks.text("proposal", &typed.proposal, rule("The proposal"));
    let room = checks.text("room", &typed.room, rule("The text"));
    checks.done()?;
    refuse_in_papers(&mut *tx, group, [("proposal", proposal.as_str()), ("room", room.as_str())].into_iter()).await?;
    let old = store::written(&mut *tx, group, theme).await?;
    if (&old.proposal, &old.room) == (&proposal, &room) {
        return Ok(());
    }
    if old.version != typed.version {
        return Err(Error::Conflict(
            "Somebody else has written into this pack meanwhile. It stands below; saving again replaces it".into(),
        ));
    }
    store::put(tx, group, theme, &Written { version: old.version + 1, proposal, room }).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "theme-pack.written", group);
    ledger::record(tx, event.with("as", acting.acted_as()).with("theme", Fact::Word(theme.into()))).await
}
