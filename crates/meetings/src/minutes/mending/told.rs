//! What was put right in a published minute, as it is told outside the group to those who were sent the minute: with what people are
//! in the place of their names, and nothing of the reserved part.

use group::{groups::Group, membership};
use kernel::{On, Result};
use uuid::Uuid;

use super::store;
use crate::{
    corrections,
    meetings::{self, Meeting},
    minutes::{model::State, roles::Names, store::find},
};

/// Something that was put right.
#[derive(Clone, Debug)]
pub struct PutRight {
    /// Its key.
    pub id: Uuid,
    /// The meeting whose minute it is.
    pub meeting: Meeting,
    /// What the minute said.
    pub was: String,
    /// What it says now.
    pub words: String,
    /// Why.
    pub why: String,
}

/// A line that both sides have put right in the published minute of the meeting with a number. Of the reserved part nothing.
///
/// # Errors
/// [`kernel::Error::NotFound`] for a meeting that there is not.
pub async fn put_right(on: impl Into<On<'_>>, group: &Group, number: i64, id: Uuid) -> Result<Option<PutRight>> {
    let mut on = on.into();
    let meeting = meetings::find(on.again(), group.id, number).await?;
    let done = store::done(on.again(), group.id, meeting.id).await?;
    let Some(one) = done.into_iter().find(|one| one.id == id && !one.place.reserved) else { return Ok(None) };
    outside(on, group, PutRight { id, meeting, was: one.was, words: one.words, why: one.why }).await.map(Some)
}

/// The last correction of a decision's words, where the minute of its meeting is published. Of a reserved item nothing.
///
/// # Errors
/// When the database fails.
pub async fn put_right_in_decision(on: impl Into<On<'_>>, group: &Group, decision: Uuid) -> Result<Option<PutRight>> {
    let mut on = on.into();
    let Some((number, reference, one)) = corrections::last_open(on.again(), group.id, decision).await? else { return Ok(None) };
    let meeting = meetings::find(on.again(), group.id, number).await?;
    match find(on.again(), group.id, meeting.id).await {
        Ok(minute) if minute.state != State::Draft => {}
        Ok(_) | Err(kernel::Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    }
    let said = |words: &str| format!("Decision {reference}: {words}");
    let put = PutRight { id: one.id, meeting, was: said(&one.before), words: said(&one.after), why: one.why };
    outside(on, group, put).await.map(Some)
}

async fn outside(mut on: On<'_>, group: &Group, put: PutRight) -> Result<PutRight> {
    let record = meetings::record(on.again(), group.id, put.meeting.number).await?;
    let names = Names::of(&record, &membership::seats(on, group).await?);
    Ok(PutRight { was: names.without(&put.was), words: names.without(&put.words), why: names.without(&put.why), ..put })
}
