//! What people outside the group have answered lately, for those who were not told of it by a mail of its own.

use group::{acting::Acting, membership, permissions::Verb};
use jiff::ToSpan;
use kernel::{App, Result};

use super::{
    model::{Commission, Standing},
    store,
};
use crate::digests::{Line, Weight};

/// Days back that are looked through: on one of them everybody was told.
const LATELY: i64 = 14;

/// What a line says of an answer, and how much it weighs; nothing of what is no answer.
fn said(standing: Standing) -> Option<(&'static str, Weight)> {
    match standing {
        Standing::Accepted => Some(("is on it", Weight::InPassing)),
        Standing::Help => Some(("needs help with it", Weight::CameIn)),
        Standing::Done => Some(("says that it is done", Weight::CameIn)),
        Standing::Declined => Some(("cannot do it, and it is the group’s again", Weight::CameIn)),
        Standing::PassedOn => Some(("has handed it on to somebody else", Weight::CameIn)),
        Standing::Waits | Standing::Sent | Standing::TakenBack => None,
    }
}

fn line(slug: &str, one: &Commission, number: i64) -> Option<Line> {
    let (what, weight) = said(one.standing)?;
    let reference = format!("A-{number:04}");
    Some(Line {
        key: format!("commission:{}:{}", one.id.simple(), one.version),
        weight,
        title: format!("{reference}: {} {what}", one.role()),
        href: format!("/{slug}/actions/{reference}"),
    })
}

/// What was answered lately about actions, for those who keep the record. Whoever answers for the action in the group had a mail of its
/// own, and so had the group's contact where nobody answers for it.
///
/// # Errors
/// When the database fails.
pub(crate) async fn lately(app: &App, acting: &Acting) -> Result<Vec<Line>> {
    if !acting.may(Verb::RunMeetings) {
        return Ok(Vec::new());
    }
    let group = &acting.group;
    let since = app.clock.today(&group.time_zone).saturating_sub(LATELY.days());
    let answered = store::answered_since(&app.db, group.id, since).await?;
    if answered.is_empty() {
        return Ok(Vec::new());
    }
    let is_contact = membership::contact(&app.db, group).await?.is_some_and(|contact| contact.eq_ignore_ascii_case(&acting.email));
    let told = |owner: Option<uuid::Uuid>| owner.map_or(is_contact, |owner| owner == acting.person);
    Ok(answered.iter().filter(|(_, _, owner)| !told(*owner)).filter_map(|(one, number, _)| line(&group.slug, one, *number)).collect())
}
