//! What somebody is mailed who was given a seat.

use jiff::civil::Date;
use kernel::{
    App, Result, Tx,
    form::encode_query,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{Capacity, store};
use crate::{acting::Acting, people::Person};

/// Tells somebody that they sit in the group, with the way to the sign-in page. There is no secret in it: signing in asks for
/// their address.
pub(super) async fn invite(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    person: &Person,
    capacity: Capacity,
    until: Option<Date>,
) -> Result<()> {
    let group = &acting.group;
    let home = format!("/{}", group.slug);
    let what = capacity.words().split(':').next().unwrap_or_default();
    let term = until.map(|until| format!(", until {}", words::date(until))).unwrap_or_default();
    let letter = Letter::new(format!("Your seat in the {}", group.name), "You have a seat", &group.name)
        .paragraph(format!("Hello {}. {} has given you a seat in the {}: {what}{term}.", person.name, acting.name, group.name))
        .paragraph(format!(
            "To sign in, give this address, {}, on the page below. You are mailed a link and six digits each time; there is no password.",
            person.email
        ))
        .button("Go to the sign-in page", app.url(&format!("/sign-in?next={}", encode_query(&home))))
        .paragraph("If this surprises you, answer this mail.");
    let reply_to = store::contact(&mut *tx, group).await?;
    let cause = app.ids.key(app.clock.now())?;
    let mail = Outgoing { scope: Some(group.id), to: person.email.clone(), letter, cause, kind: "seat-given", parts: Vec::new(), reply_to };
    mail::post(app, tx, mail).await
}
