//! The verbs on membership.

use kernel::{App, Error, Result, Tx, actor::Actor, ledger, ledger::Fact};
use uuid::Uuid;

use super::{model::Side, store};
use crate::{groups::Group, permissions::Role};

/// A seat to be given.
#[derive(Clone, Debug)]
pub struct NewSeat {
    /// To whom.
    pub person: Uuid,
    /// As what.
    pub role: Role,
    /// For which side.
    pub side: Side,
    /// Whether it counts in the balance.
    pub core: bool,
    /// What they do and where.
    pub post: String,
}

/// Gives a person a seat in a group.
///
/// # Errors
/// [`Error::Conflict`] when they have one already; [`Error::Invalid`] for a co-chair of neither side.
pub async fn seat(app: &App, tx: &mut Tx, group: &Group, new: NewSeat) -> Result<()> {
    if new.role == Role::CoChair && new.side == Side::Other {
        return Err(Error::field("side", "a co-chair sits for the GPs or for the consultants"));
    }
    let now = app.clock.now();
    if store::insert(tx, group.id, &new, now).await? == 0 {
        return Err(Error::Conflict("This person has a seat in the group already.".into()));
    }
    let event = ledger::Event::new(group.id, now, Actor::System, "seat.given", new.person)
        .with("role", Fact::Word(new.role.key().into()))
        .with("side", Fact::Word(new.side.key().into()));
    ledger::record(tx, event).await
}
