//! The verbs on membership.

mod ending;
mod giving;
mod standing_in;

use jiff::civil::Date;
use kernel::{App, Error, Result, Tx, actor::Actor, clock, ledger, ledger::Fact};
use uuid::Uuid;

pub use ending::end_seat;
pub use giving::{NewMember, add, change};
pub use standing_in::{name_acting, name_deputy, set_away};

pub(super) use giving::seat_seen;
pub(super) use standing_in::empty_chair;

use super::{
    model::{Seat, Side},
    store::{self, Kept},
};
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

/// The term of a seat, and what an invited person is there as.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What somebody invited is there as, as [`super::Capacity::kind`] has it; empty for all others.
    pub kind: &'static str,
    /// Since when; today, where it is not said.
    pub from_on: Option<Date>,
    /// Until when, if the term has an end.
    pub until_on: Option<Date>,
}

/// Gives a person a seat in a group from today on: the operator's way.
///
/// # Errors
/// [`Error::Conflict`] when they have one already, or the side has a co-chair; [`Error::Invalid`] for a co-chair of neither side.
pub async fn seat(app: &App, tx: &mut Tx, group: &Group, new: NewSeat) -> Result<()> {
    seat_for(app, tx, group, new, Term::default()).await
}

/// As [`seat`], with its term: for those who come in as a table.
///
/// # Errors
/// As [`seat`]; [`Error::Invalid`] where they sat in the group after the day on which the term begins.
pub async fn seat_for(app: &App, tx: &mut Tx, group: &Group, new: NewSeat, term: Term) -> Result<()> {
    if new.role == Role::CoChair && new.side == Side::Other {
        return Err(Error::field("side", "a co-chair sits for the GPs or for the consultants"));
    }
    ledger::hold(tx, group.id).await?;
    if new.role == Role::CoChair
        && let Some(chair) = co_chair(&store::seats(&mut *tx, group).await?, new.side)
    {
        return Err(Error::Conflict(format!("The {} side has a co-chair already: {}.", new.side.within(), chair.name)));
    }
    let from_on = term.from_on.unwrap_or_else(|| clock::day_of(app.clock.now(), &group.time_zone));
    let (person, role, side, core) = (new.person, new.role, new.side, new.core);
    let kept = Kept { person, role, side, core, kind: term.kind, post: &new.post, from_on, until_on: term.until_on };
    give(app, tx, group, Actor::System, &kept).await
}

/// The co-chair of a side.
pub(super) fn co_chair(seats: &[Seat], side: Side) -> Option<&Seat> {
    seats.iter().find(|seat| seat.role == Role::CoChair && seat.side == side)
}

/// Goes on only for those who keep the membership.
pub(super) fn must_run(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMembership, Verb::SeeMembers, "Seats are given and ended by the administrator and the co-chairs.")
}

/// Gives a seat, in the history too.
async fn give(app: &App, tx: &mut Tx, group: &Group, by: Actor, seat: &Kept<'_>) -> Result<()> {
    let now = app.clock.now();
    if !store::insert(tx, group.id, seat, now).await? {
        return Err(Error::Conflict("This person has a seat in the group already.".into()));
    }
    // Whoever left on the day on which they come back was there on that day once.
    if let Some((began, last)) = store::sat_until(tx, group.id, seat.person).await? {
        if last > seat.from_on {
            return Err(Error::field("from", format!("They sat in the group until {} before: enter a later day", super::model::day(last))));
        }
        if last == seat.from_on && began < last {
            store::end_stretch(tx, group.id, seat.person, began, last.yesterday().unwrap_or(last)).await?;
        }
    }
    store::begin_stretch(tx, group.id, seat).await?;
    if seat.role == Role::CoChair {
        // A co-chair holds the key again.
        store::set_acting(tx, group.id, seat.side, None).await?;
    }
    let event = ledger::Event::new(group.id, now, by, "seat.given", seat.person)
        .with("role", Fact::Word(seat.role.key().into()))
        .with("side", Fact::Word(seat.side.key().into()));
    ledger::record(tx, event).await
}
