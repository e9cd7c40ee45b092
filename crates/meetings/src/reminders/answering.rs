//! The link by which the owner of an action says where it stands, without signing in. It opens this action for them alone, and
//! nothing once the action is closed or somebody else has it.

use group::{acting::Acting, groups::Group, membership, permissions::Role};
use kernel::{App, Error, On, Result, Tx, ledger};
use uuid::Uuid;

use crate::{
    action_log::{self, By, Typed},
    actions::Logged,
};

/// Where a link leads: what can be said of an action, in its words and in those of an address.
pub(super) const SAYS: [(&str, &str); 3] =
    [("done", "it is done"), ("carried-forward", "still on it, a new date"), ("help", "I need help")];

fn seal(app: &App, group: &Group, number: i64, person: Uuid, email: &str) -> String {
    app.keys.seal("action-by-link", &[group.id.as_bytes(), &number.to_be_bytes(), person.as_bytes(), email.to_lowercase().as_bytes()])
}

/// The address behind which an owner says where their action stands.
#[must_use]
pub(super) fn link(app: &App, group: &Group, number: i64, (person, email): (Uuid, &str)) -> String {
    let code = format!("{number}.{}{}", person.simple(), seal(app, group, number, person, email));
    format!("/{}/actions/by-link/{code}", group.slug)
}

/// What a link opens: who says it, and the action.
pub(super) struct Opened {
    pub(super) acting: Acting,
    pub(super) action: Logged,
}

impl Opened {
    /// Whether the link can still be used: the action is theirs, and still to be done.
    pub(super) fn is_open(&self) -> bool {
        self.action.state.is_open() && self.action.is_confirmed() && self.action.owner == Some(self.acting.person)
    }
}

/// What a link opens.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours, or of somebody who sits in the group no more; [`Error::Forbidden`] for who
/// declared an interest in the reserved item that it comes from.
pub(super) async fn open(app: &App, on: impl Into<On<'_>>, group: &Group, code: &str) -> Result<Opened> {
    let mut on = on.into();
    let (number, rest) = code.split_once('.').ok_or(Error::NotFound)?;
    let number: i64 = number.parse().map_err(|_| Error::NotFound)?;
    let (person, sealed) = rest.split_at_checked(32).ok_or(Error::NotFound)?;
    let person = Uuid::try_parse(person).map_err(|_| Error::NotFound)?;
    let seat = membership::seat_of(on.again(), group.id, person).await?;
    if seat.role == Role::Reader || !kernel::keys::same(seal(app, group, number, person, &seat.email).as_bytes(), sealed.as_bytes()) {
        return Err(Error::NotFound);
    }
    let acting = Acting::new(app, group.clone(), seat);
    let action = action_log::seen(on, &acting, number).await?;
    Ok(Opened { acting, action })
}

/// Takes what an owner says into the log.
///
/// # Errors
/// [`Error::NotFound`] for a link that is none of ours; [`Error::Conflict`] for an action that is closed or not theirs any more;
/// [`Error::Invalid`] and [`Error::Refused`] for what was typed.
pub(super) async fn say(app: &App, tx: &mut Tx, group: &Group, code: &str, typed: &Typed) -> Result<()> {
    ledger::hold(tx, group.id).await?;
    let opened = open(app, &mut *tx, group, code).await?;
    if !opened.is_open() {
        return Err(Error::Conflict("This action is closed, or somebody else has it now. Thank you all the same.".into()));
    }
    if !SAYS.iter().any(|(key, _)| *key == typed.change) {
        return Err(Error::field("change", "Choose what has happened to the action"));
    }
    action_log::apply(app, tx, &By::member(&opened.acting), opened.action, typed).await.map(drop)
}
