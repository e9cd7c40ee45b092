//! The link in an invitation, and what it opens. Opening it does nothing, because mail scanners follow links; only a button on the
//! page does.

use group::{
    groups::Group,
    membership::{self, Seat},
    permissions::Role,
};
use kernel::{App, Error, On, Result};
use uuid::Uuid;

use crate::{
    meetings::{self, Meeting},
    references,
};

fn seal(app: &App, group: &Group, meeting: Uuid, person: Uuid) -> String {
    app.keys.seal("attending", &[group.id.as_bytes(), meeting.as_bytes(), person.as_bytes()])
}

/// The address behind which one person answers for one meeting, without an account. It is good for nothing else.
#[must_use]
pub fn link(app: &App, group: &Group, meeting: &Meeting, person: Uuid) -> String {
    format!("/{}/attending/{}/{}{}", group.slug, meeting.number, person.simple(), seal(app, group, meeting.id, person))
}

/// The meeting and the seat that a link is for.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, or of somebody who has left.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, (number, code): (&str, &str)) -> Result<(Meeting, Seat)> {
    let mut on = on.into();
    let (person, sealed) = code.split_at_checked(32).ok_or(Error::NotFound)?;
    let person = Uuid::try_parse(person).map_err(|_| Error::NotFound)?;
    let meeting = meetings::find(on.again(), group.id, references::number(number)?).await?;
    if !kernel::keys::same(seal(app, group, meeting.id, person).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let seat = membership::seat_of(on, group.id, person).await?;
    if seat.role == Role::Reader { Err(Error::NotFound) } else { Ok((meeting, seat)) }
}
