//! The verb on the settings of triage: say how the group triages.

use group::{
    acting::Acting,
    permissions::Verb,
    screening::{refuse_in_papers, refuse_numbers},
};
use kernel::{
    App, Error, Result, Tx,
    form::{Checks, TextRule},
    ledger::{self, Event},
};

use super::{
    model::{Settings, word_field},
    store,
};
use crate::{views::Outcome, watching};

/// Goes on only for those who say how the group triages.
pub(super) fn must_keep(acting: &Acting) -> Result<()> {
    acting.must(Verb::WordIssues)
}

/// Says how the group triages. A text that is left empty becomes the first one again. What is watched and has enough reports by
/// the new thresholds is taken up at once.
///
/// # Errors
/// [`Error::NotFound`] for those who may not; [`Error::Conflict`] when somebody changed the settings since that version;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn set(app: &App, tx: &mut Tx, acting: &Acting, typed: &Settings) -> Result<()> {
    must_keep(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    let (mut checks, first) = (Checks::default(), Settings::default());
    let mut new = Settings { version: typed.version, ..first.clone() };
    let rule = |name, max| TextRule { required: None, name, max, lines: true };
    for (at, outcome) in Outcome::ALL.into_iter().enumerate() {
        let words = checks.text(word_field(outcome), &typed.words[at], rule("The text", 1_200));
        if !words.is_empty() {
            new.words[at] = words;
        }
    }
    let reasons = checks.text("out_reasons", &typed.out_reasons, rule("The list", 3_000));
    if !reasons.is_empty() {
        new.out_reasons = reasons.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    }
    if new.reasons().any(|reason| reason.chars().count() > 120) {
        checks.fail("out_reasons", "Write each reason in 120 characters or less");
    }
    for (field, n, most) in [("watch_reports", typed.watch_reports, 50), ("watch_places", typed.watch_places, 20)] {
        if !(1..=most).contains(&n) {
            checks.fail(field, format!("Use a number from 1 to {most}"));
        }
    }
    if typed.watch_places > typed.watch_reports {
        checks.fail("watch_places", "There cannot be more places than reports");
    }
    checks.done()?;
    (new.watch_reports, new.watch_places, new.in_use) = (typed.watch_reports, typed.watch_places, typed.in_use.clone());
    refuse_numbers([("out_reasons", new.out_reasons.as_str())].into_iter(), true)?;
    let texts = Outcome::ALL.into_iter().zip(&new.words).map(|(outcome, words)| (word_field(outcome), words.as_str()));
    refuse_in_papers(&mut *tx, group, texts).await?;
    let old = store::of(&mut *tx, group).await?;
    if (Settings { version: old.version, ..new.clone() }) == old {
        return Ok(());
    }
    if old.version != typed.version {
        return Err(Error::Conflict("Somebody else has changed this meanwhile. Saving again replaces what they wrote".into()));
    }
    new.version = old.version + 1;
    store::put(tx, group, &new).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "triage.changed", group).with("as", acting.acted_as());
    ledger::record(tx, event).await?;
    watching::look_at_all(app, tx, &acting.group).await
}
