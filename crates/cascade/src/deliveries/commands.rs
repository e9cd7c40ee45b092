//! The verbs on what goes with a minute: whether a group gets a cover, and what the administrator says to it.

use group::{acting::Acting, screening::refuse_in_papers};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event, Fact},
};
use meetings::meetings as sittings;
use uuid::Uuid;

use super::{cover::Cover, store};
use crate::networks::{self, Network, Takes, must_cascade};

async fn committee(tx: &mut Tx, group: Uuid, network: Uuid) -> Result<Network> {
    let network = networks::find(tx, group, network).await?;
    if network.takes != Takes::Minute || network.ended_on.is_some() { Err(Error::NotFound) } else { Ok(network) }
}

/// Says whether a group gets its minutes with a cover, and what the cover asks.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not say where things go; [`Error::NotFound`] for what is no group that gets minutes;
/// [`Error::Invalid`] for an unknown choice.
pub async fn set_cover(app: &App, tx: &mut Tx, acting: &Acting, network: Uuid, cover: &str) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let network = committee(tx, group, network).await?;
    let cover = Cover::from_key(cover).ok_or_else(|| Error::field("cover", "Choose whether it gets a cover"))?;
    if !store::set_cover(tx, group, network.id, cover).await? {
        return Ok(());
    }
    let said = Fact::Word(if cover == Cover::None { "none" } else { cover.key() }.to_owned());
    let event = Event::new(group, app.clock.now(), acting.actor(), "network.cover-set", network.id).with("as", acting.acted_as());
    ledger::record(tx, event.with("cover", said)).await
}

/// Says something to one group with one minute, in the mail and on the cover; empty takes it back. It goes with what is sent from
/// now on.
///
/// # Errors
/// As [`set_cover`]; [`Error::Refused`] for words that tell who a patient is.
pub async fn set_note(app: &App, tx: &mut Tx, acting: &Acting, number: i64, network: Uuid, words: &str) -> Result<()> {
    must_cascade(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let meeting = sittings::find(&mut *tx, group, number).await?;
    let network = committee(tx, group, network).await?;
    let mut checks = Checks::default();
    let words = checks.text("note", words, TextRule { required: None, name: "The note", max: 600, lines: true });
    checks.done()?;
    refuse_in_papers(&mut *tx, group, [("note", words.as_str())].into_iter()).await?;
    store::set_note(tx, group, meeting.id, network.id, &words).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "minute.note-set", meeting.id).with("as", acting.acted_as());
    ledger::record(tx, event.with("meeting", Fact::Number(number)).with("network", Fact::Key(network.id))).await
}
