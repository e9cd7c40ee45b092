//! What is closed to whom: a reserved item, to those who declared an interest in it (ADR 0025). Whatever names something of an item
//! to a person goes by this rule, so that it stands here once.
//!
//! Whoever may see a reserved item at all is said by the verb of the page: members, co-chairs, deputies and the administrator. What
//! goes to others, such as the open part of a minute, leaves out what is reserved altogether.

use kernel::{Error, On, Result};
use uuid::Uuid;

use super::store::closed_items;

/// What is said of an item that is closed to its reader.
pub(crate) const CLOSED: &str = "This item is reserved, and you declared an interest in it: its text, papers and notes are for the others. If that was a mistake, end the interest in the register of interests.";

/// What stands in the place of an action of an item that is closed to its reader.
pub const UNNAMED: &str = "an action of a reserved item in which you declared an interest";

/// Why nobody hands an action of such an item to somebody.
pub(crate) const NOT_THEIRS: &str = "They declared an interest in the reserved item that this comes from: choose somebody else";

/// The condition in a statement that the item `i` is open to a person: `open_to!("$3")`, or a column that holds the person.
macro_rules! open_to {
    ($person:literal) => {
        concat!("NOT (i.reserved <> '' AND EXISTS (SELECT 1 FROM interests n WHERE n.item_id = i.id AND n.person_id = ", $person, "))")
    };
}
pub(crate) use open_to;

/// Goes on only where an item is open to somebody.
///
/// # Errors
/// [`Error::Forbidden`] for who declared an interest in it while it is reserved.
pub(crate) async fn must_be_open_to(on: impl Into<On<'_>>, group: Uuid, item: Uuid, person: Uuid) -> Result<()> {
    let closed = closed_items(on, group, person).await?;
    if closed.contains(&item) { Err(Error::Forbidden(CLOSED.into())) } else { Ok(()) }
}
