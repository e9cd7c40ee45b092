//! The one verb: what is taken by consent is taken together.

use std::collections::BTreeSet;

use group::acting::Acting;
use kernel::{App, Error, On, Result, Tx, error::FieldError};
use uuid::Uuid;

use crate::{
    decisions::NewDecision,
    flags::{self, Kind},
    meetings::{self, Item, Purpose, Record},
};

/// What the record says of an item that asks for no decision.
const HEARD: &str = "Taken by consent.";

/// An item of those that are agreed together, by its number, with what is agreed: nothing for one that asks for no decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The number in its reference.
    pub item: i64,
    /// How the sentence of its decision goes on.
    pub words: String,
}

/// The items of a meeting that can be taken together now: by consent, not asked to be spoken about, nothing on record yet.
///
/// # Errors
/// When the database fails.
pub async fn together<'a>(on: impl Into<On<'_>>, group: Uuid, record: &'a Record) -> Result<Vec<&'a Item>> {
    let flags = flags::of_meeting(on, group, record.meeting.id).await?;
    let apart: BTreeSet<Uuid> = flags.into_iter().filter(|flag| flag.kind == Kind::Apart).map(|flag| flag.item).collect();
    let waits = |item: &&Item| item.consent && item.moved_to.is_none() && item.decision.is_none() && item.note.is_empty();
    Ok(record.items.iter().filter(waits).filter(|item| !apart.contains(&item.id)).collect())
}

/// Takes items together: what is to be decided is decided in the words given, the rest stands as heard. What was taken already, or
/// what somebody has asked to speak to meanwhile, is left as it is. Tells how many were taken.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the record; [`Error::Conflict`] once both sides have confirmed;
/// [`Error::Invalid`] and [`Error::Refused`] for the words, at the field `words-` with the item's number.
pub async fn take(app: &App, tx: &mut Tx, acting: &Acting, number: i64, taken: &[Taken]) -> Result<usize> {
    let record = meetings::open(tx, acting, number).await?;
    let waiting = together(&mut *tx, acting.group.id, &record).await?;
    let (mut count, mut errors, mut found) = (0, Vec::new(), None);
    for item in waiting {
        let Some(one) = taken.iter().find(|one| one.item == item.number) else { continue };
        match take_one(app, tx, acting, number, item, one.words.trim()).await {
            Ok(()) => count += 1,
            Err(Error::Invalid(own)) => errors.extend(at(own, item.number)),
            Err(Error::Refused(own, about)) => {
                errors.extend(at(own, item.number));
                found = Some(about);
            }
            Err(other) => return Err(other),
        }
    }
    match found {
        _ if errors.is_empty() => Ok(count),
        None => Err(Error::Invalid(errors)),
        Some(found) => Err(Error::Refused(errors, found)),
    }
}

fn at(errors: Vec<FieldError>, item: i64) -> impl Iterator<Item = FieldError> {
    errors.into_iter().map(move |error| FieldError { field: format!("words-{item}").into(), ..error })
}

async fn take_one(app: &App, tx: &mut Tx, acting: &Acting, number: i64, item: &Item, words: &str) -> Result<()> {
    if item.purpose != Purpose::Decide {
        return meetings::write_note(app, tx, acting, number, item.number, Some(""), HEARD).await;
    }
    if words.is_empty() {
        return Err(Error::field("text", format!("Say what is agreed on {}, or leave it out of what is taken together", item.reference())));
    }
    meetings::decide(app, tx, acting, number, item.number, Some(""), &NewDecision::plain(words)).await.map(drop)
}
