//! The verbs on departures: hand over, leave.

use std::collections::BTreeMap;

use group::{
    acting::Acting,
    membership::{self, Seat},
    permissions::{Role, Verb},
};
use jiff::civil::Date;
use kernel::{App, Result, Tx, form::Checks, ledger};
use uuid::Uuid;

use super::{mail, queries};
use crate::{
    actions::{self, Action},
    interests, meetings,
};

/// What becomes of an open action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It goes to somebody.
    To(Uuid),
    /// It stays on the list, and nobody holds it.
    Nobody,
}

/// Goes on only for those who keep the record.
pub(super) fn must_hand_over(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Handing over actions is for the administrator and the co-chairs.")
}

/// The field of an action: `owner-78`.
pub(super) fn field(action: &Action) -> String {
    format!("owner-{}", action.number)
}

/// Gives a person's open actions to others, as it was chosen for each by its number. What is not chosen stays theirs.
///
/// # Errors
/// [`kernel::Error::Forbidden`] for those who do not keep the record; [`kernel::Error::Invalid`] for a new owner without a seat.
pub async fn hand_over(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, choices: &BTreeMap<i64, Choice>) -> Result<usize> {
    must_hand_over(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    give(app, tx, acting, person, choices, false).await
}

/// Ends somebody's seat after a last day, once it is chosen what becomes of each open action of theirs.
///
/// # Errors
/// [`kernel::Error::Invalid`] for an open action that nothing was chosen for; as [`hand_over`] and [`membership::end_seat`] else.
pub async fn depart(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, last_on: Date, choices: &BTreeMap<i64, Choice>) -> Result<Seat> {
    must_hand_over(acting)?;
    ledger::hold(tx, acting.group.id).await?;
    give(app, tx, acting, person, choices, true).await?;
    membership::end_seat(app, tx, acting, person, last_on).await
}

async fn give(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, choices: &BTreeMap<i64, Choice>, all: bool) -> Result<usize> {
    let group = &acting.group;
    let owned = queries::owned(&mut *tx, group.id, person).await?;
    let seats = membership::seats(&mut *tx, group).await?;
    let (mut checks, mut given) = (Checks::default(), Vec::new());
    for owned in owned {
        match choices.get(&owned.action.number) {
            Some(Choice::To(to)) if *to != person => match seats.iter().find(|seat| seat.person == *to && seat.role != Role::Reader) {
                Some(seat) if interests::closed_items(&mut *tx, group.id, seat.person).await?.contains(&owned.action.item) => {
                    checks.fail(field(&owned.action), interests::NOT_THEIRS);
                }
                Some(seat) => given.push((owned, seat)),
                None => checks.fail(field(&owned.action), "Choose somebody who sits in the group"),
            },
            None if all => {
                let reference = owned.action.reference();
                checks.fail(field(&owned.action), format!("Choose who takes {reference}, or that nobody holds it"));
            }
            _ => {}
        }
    }
    checks.done()?;
    let count = given.len();
    let mut told: BTreeMap<Uuid, (&Seat, Vec<Action>)> = BTreeMap::new();
    for (owned, seat) in given {
        let action = actions::hand_over(app, tx, acting, owned.action, seat).await?;
        // What was read back names the owner.
        let meeting = meetings::find(&mut *tx, group.id, owned.meeting).await?;
        if meeting.is_open() {
            meetings::ask_again(app, tx, acting, &meeting).await?;
        }
        told.entry(seat.person).or_insert_with(|| (seat, Vec::new())).1.push(action);
    }
    for (seat, actions) in told.into_values() {
        mail::tell(app, tx, acting, seat, &actions).await?;
    }
    Ok(count)
}
