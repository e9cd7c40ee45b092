//! The verb that brings people in, and the look that comes before it.

use kernel::{
    App, Error, Result, Tx,
    actor::Actor,
    app,
    ledger::{self, Event, Fact},
    mail::{self, Letter, Outgoing},
};

use super::plan::{Newcomer, plan};
use crate::{
    groups::Group,
    importing::{Checked, Problem, Sheet, screened},
    membership::{self, NewSeat, role_words},
    people::{self, NewPerson},
};

/// Looks at a table of people; nothing is written.
///
/// # Errors
/// When the database fails.
pub async fn check(app: &App, group: &Group, sheet: Sheet) -> Result<(Sheet, Vec<Problem>, Checked<Newcomer>)> {
    let (sheet, found) = app::compute(move || {
        let found = screened(&sheet);
        (sheet, found)
    })
    .await?;
    let checked = plan(&sheet, &membership::seats(&app.db, group).await?, &found, app.clock.today(&group.time_zone));
    Ok((sheet, found, checked))
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Those who have a seat now.
    pub seated: Vec<Newcomer>,
    /// Whether each of them gets a mail.
    pub invited: bool,
}

/// Brings in whoever is ready: an account where there is none, and a seat. `goes` has the last word on what is found under
/// the group's lock; where it says no, nothing is done and what was found is given back.
///
/// # Errors
/// As [`people::invite`] and [`membership::seat`].
pub async fn bring_in(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    by: Actor,
    (sheet, found): (&Sheet, &[Problem]),
    goes: impl FnOnce(&Checked<Newcomer>) -> bool,
    invite: bool,
) -> Result<Result<Made, Checked<Newcomer>>> {
    ledger::hold(tx, group.id).await?;
    let checked = plan(sheet, &membership::seats(&mut *tx, group).await?, found, app.clock.today(&group.time_zone));
    if !goes(&checked) {
        return Ok(Err(checked));
    }
    let mut seated = Vec::new();
    for (_, new) in checked.ready {
        let person = NewPerson { name: new.name.clone(), email: new.email.clone(), operator: false };
        let person = people::invite(app, tx, person).await?;
        let seat = NewSeat { person: person.id, role: new.role, side: new.side, core: new.core, post: new.post.clone() };
        // Of a single seat it is said which field will not do; here it must be said whose.
        membership::seat_for(app, tx, group, seat, new.term.clone()).await.map_err(|error| match error.into_messages("from") {
            Ok(messages) => {
                let why = messages.into_iter().map(|error| error.message).collect::<Vec<_>>().join(" ");
                Error::Conflict(format!("{}: {why}", new.name))
            }
            Err(error) => error,
        })?;
        if invite {
            post_invitation(app, tx, group, &new).await?;
        }
        seated.push(new);
    }
    let count = i64::try_from(seated.len()).unwrap_or(i64::MAX);
    let event = Event::new(group.id, app.clock.now(), by, "members.imported", group.id).with("seats", Fact::Number(count));
    ledger::record(tx, event).await?;
    Ok(Ok(Made { seated, invited: invite }))
}

/// Tells somebody that they have a seat. There is no secret in it: they ask for their way in themselves.
async fn post_invitation(app: &App, tx: &mut Tx, group: &Group, new: &Newcomer) -> Result<()> {
    let letter = Letter::new(format!("Your seat in {}", group.name), format!("Welcome to {}", group.name), &group.name)
        .paragraph(format!("Hello {}. The group works with Brig, and you have a seat in it: {}.", new.name, role_words(new.role, new.side)))
        .paragraph(format!("To sign in you need no password. Enter this address, {}, and we mail you a link and six digits.", new.email))
        .button("Sign in", app.url(&format!("/sign-in?next=/{}", group.slug)))
        .paragraph("If this is not for you, tell the group by answering this mail.");
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, membership::contact(&mut *tx, group).await?);
    let (to, scope) = (new.email.clone(), Some(group.id));
    mail::post(app, tx, Outgoing { scope, to, letter, cause, kind: "seat-given", parts: Vec::new(), reply_to }).await
}
