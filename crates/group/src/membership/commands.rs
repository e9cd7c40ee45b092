//! The verbs on membership.

use kernel::{App, Error, Result, Tx, actor::Actor, ledger, ledger::Fact};
use uuid::Uuid;

use super::{model::Side, store};
use crate::{
    acting::Acting,
    groups::Group,
    permissions::{Role, Verb},
};

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

/// A co-chair names a core member of their own side to stand in for them, or ends that.
///
/// # Errors
/// [`Error::Forbidden`] for anybody but a co-chair; [`Error::Conflict`] for somebody who is no core member of the co-chair's side.
pub async fn name_deputy(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, deputy: bool) -> Result<()> {
    acting.must_or(Verb::NameDeputies, Verb::SeeMembers, "A co-chair names the deputies of their own side.")?;
    if !store::set_deputy(tx, acting.group.id, person, acting.side, deputy).await? {
        return Err(Error::Conflict("A deputy is a core member of the co-chair's own side.".into()));
    }
    let verb = if deputy { "deputy.named" } else { "deputy.ended" };
    let event = ledger::Event::new(acting.group.id, app.clock.now(), acting.actor(), verb, person)
        .with("as", acting.acted_as())
        .with("side", Fact::Word(acting.side.key().into()));
    ledger::record(tx, event).await
}
