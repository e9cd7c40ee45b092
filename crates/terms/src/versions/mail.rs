//! What is mailed about terms of reference: to approve, in force, to be looked at again.

use group::{groups::Group, membership, permissions::Role};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::model::Version;

/// A draft waits for both sides: for whoever holds a key.
pub(super) async fn ask_for_approval(app: &App, tx: &mut Tx, group: &Group, version: &Version) -> Result<()> {
    let letter =
        Letter::new(format!("To approve: terms of reference, version {}", version.number), "Terms of reference wait for you", &group.name)
            .paragraph("Please read the draft, have it mended where it is wrong, and approve it. It holds once both sides have.")
            .button("Read the draft", app.url(&format!("/{}/terms/draft/read", group.slug)));
    let today = app.clock.today(&group.time_zone);
    post(app, tx, group, "terms-to-approve", letter, |seat| seat.holds_key(today)).await
}

/// The terms are to be looked at again.
pub(super) async fn remind(app: &App, tx: &mut Tx, group: &Group, version: &Version) -> Result<()> {
    let day = version.review_on.map(words::date).unwrap_or_default();
    let letter = Letter::new("Terms of reference: time to look at them again", "Time to look at the terms again", &group.name)
        .paragraph(format!("When version {} was approved, the group said that it would look at it again by {day}.", version.number))
        .paragraph("If all is well, begin the next version and approve it as it is. It takes a minute.")
        .button("Read the terms", app.url(&format!("/{}/terms", group.slug)));
    post(app, tx, group, "terms-to-review", letter, |seat| matches!(seat.role, Role::CoChair | Role::Administrator)).await
}

async fn post(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    kind: &'static str,
    letter: Letter,
    to_whom: impl Fn(&membership::Seat) -> bool,
) -> Result<()> {
    let cause = app.ids.key(app.clock.now())?;
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(to_whom) {
        let (to, letter) = (seat.email, letter.clone());
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}
