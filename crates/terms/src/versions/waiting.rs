//! A draft of the terms of reference that waits for a side's approval.

use group::{acting::Acting, membership::side_words, waiting::Waiting};
use kernel::{App, Error, Result};

use super::{
    commands::{paper, whole},
    model::State,
    store,
};
use crate::paper::{Change, Paragraph, changes};

/// More changes than this are read on the page of the draft, not in a list.
const MOST: usize = 40;

/// The draft, where nothing is open in it, the other side has approved it and this one has not. What changes is said; a first
/// version, or one that changes much, is read and approved on its own page.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(app: &App, acting: &Acting) -> Result<Vec<Waiting>> {
    let group = &acting.group;
    if !store::waits_for(&app.db, group.id, acting.side).await? {
        return Ok(Vec::new());
    }
    let found = match whole(&app.db, group.id).await {
        Ok(found) if found.version.state == State::Draft && found.missing().is_empty() => found,
        Ok(_) | Err(Error::NotFound) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut waiting = Waiting {
        name: found.version.number.to_string(),
        title: format!("Terms of reference, version {}", found.version.number),
        href: format!("/{}/terms/draft/read", group.slug),
        ..Waiting::default()
    };
    let before = store::in_force(&app.db, group.id).await?.map(|version| paper(&version)).transpose()?;
    let changed = before.map(|before| changes(&before, &found.paper)).filter(|changed| changed.len() <= MOST);
    match changed {
        Some(changed) => {
            waiting.lines = changed.iter().map(said).collect();
            waiting.seen = kernel::keys::hex(&found.hash);
            waiting.act = format!("Approve for the {}", side_words(acting.side));
        }
        None => waiting.lines = vec!["It is new from end to end: read it whole and approve it there.".into()],
    }
    Ok(vec![waiting])
}

/// A change in a line.
fn said(change: &Change) -> String {
    let numbered = |paragraph: &Paragraph| format!("{} {}", paragraph.number, paragraph.text);
    match change {
        Change::Added { now } => format!("New: {}", numbered(now)),
        Change::Removed { before } => format!("Left out: {}", numbered(before)),
        Change::Reworded { number, pieces } => {
            let now: String = pieces.iter().filter(|piece| piece.new != Some(false)).map(|piece| piece.words.as_str()).collect();
            let was: String =
                pieces.iter().filter(|piece| piece.new == Some(false)).map(|piece| piece.words.as_str()).collect::<Vec<_>>().join(" … ");
            if was.is_empty() { format!("{number} now says: {now}") } else { format!("{number} now says: {now} (instead of: {was})") }
        }
    }
}
