//! A seat ends: the person has left, and stays in the history.

use jiff::civil::Date;
use kernel::{
    App, Error, Result, Tx, clock,
    ledger::{self, Fact},
};
use uuid::Uuid;

use super::{
    super::{
        coverage,
        model::{Seat, day},
        store,
    },
    must_run,
};
use crate::{acting::Acting, permissions::Role};

/// Goes on only if somebody else is administrator too.
pub(super) fn must_stay(seats: &[Seat], leaving: &Seat) -> Result<()> {
    let another = seats.iter().any(|seat| seat.role == Role::Administrator && seat.person != leaving.person);
    if leaving.role == Role::Administrator && !another {
        return Err(Error::Conflict("They are the group's only administrator: give that to somebody else first".into()));
    }
    Ok(())
}

/// Ends a seat after a last day, which is today or earlier. What they own in the crates above is handed over first, there.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not keep the membership; [`Error::NotFound`] for a person without a seat;
/// [`Error::Invalid`] for the day; [`Error::Conflict`] for the last administrator.
pub async fn end_seat(app: &App, tx: &mut Tx, acting: &Acting, person: Uuid, last_on: Date) -> Result<Seat> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    let seats = store::seats(&mut *tx, group).await?;
    let seat = seats.iter().find(|seat| seat.person == person).ok_or(Error::NotFound)?;
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    if last_on > today {
        return Err(Error::field(
            "last_on",
            "Enter today or an earlier day. For a day to come, change the end of the term: the seat stays until somebody ends it",
        ));
    }
    if last_on < seat.from_on {
        let (was, since) = (seat.words(today), day(seat.from_on));
        return Err(Error::field("last_on", format!("They have been {was} since {since}: enter that day or a later one")));
    }
    must_stay(&seats, seat)?;
    store::end_stretch(tx, group.id, person, seat.from_on, last_on).await?;
    coverage::put_tags(tx, group.id, person, &[]).await?;
    store::delete(tx, group.id, person).await?;
    let event = ledger::Event::new(group.id, app.clock.now(), acting.actor(), "seat.ended", person)
        .with("as", acting.acted_as())
        .with("role", Fact::Word(seat.role.key().into()))
        .with("side", Fact::Word(seat.side.key().into()))
        .with("last", Fact::Word(last_on.to_string()));
    ledger::record(tx, event).await?;
    Ok(seat.clone())
}
