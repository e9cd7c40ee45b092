//! What is mailed about agreements: one waits for the other side, and some are to be looked at again.

use group::{
    groups::Group,
    membership::{self, Seat, Side},
    permissions::Role,
};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::{commands::address, model::Agreement};

/// A draft waits for a side: whoever holds its key is asked to read it, and told whether the other side has approved it.
pub(super) async fn ask_side(app: &App, tx: &mut Tx, group: &Group, draft: &Agreement, side: Side, other: bool) -> Result<()> {
    let today = app.clock.today(&group.time_zone);
    let letter = Letter::new(format!("{}: an agreement to approve", draft.reference()), "An agreement waits for your side", &group.name)
        .paragraph(format!("“{}”.{}", draft.content.title, if other { " The other side has approved it as it stands." } else { "" }))
        .paragraph("Please read it, have it mended where it is wrong, and approve it. It is in force once both sides have.")
        .button("Read the draft", app.url(&format!("{}?version={}", address(group, draft), draft.version)));
    let cause = app.ids.key(app.clock.now())?;
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(|seat| seat.side == side && seat.holds_key(today)) {
        let (to, letter) = (seat.email, letter.clone());
        let kind = "agreement-to-approve";
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}

/// What both sides have approved is in force: everybody who sits in the group hears of it once.
pub(super) async fn tell_members(app: &App, tx: &mut Tx, group: &Group, agreement: &Agreement) -> Result<()> {
    let again = if agreement.version > 1 { "Its version before holds no longer." } else { "" };
    let letter = Letter::new(
        format!("{} is agreed: {}", agreement.reference(), agreement.content.title),
        "Both co-chairs have approved it: it holds from today",
        &group.name,
    )
    .paragraph(format!("“{}”. {again}", agreement.content.rule).trim_end().to_owned())
    .paragraph("On its page there are words to send, for either side, and a short address that you can pass on.")
    .button("Read the agreement", app.url(&address(group, agreement)));
    let (cause, kind) = (app.ids.key(app.clock.now())?, "agreement-in-force");
    let reply_to = membership::contact(&mut *tx, group).await?;
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(|seat| seat.role != Role::Reader) {
        let (to, letter, reply_to) = (seat.email, letter.clone(), reply_to.clone());
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to }).await?;
    }
    Ok(())
}

/// What is due for review, to whoever looks after it: one mail about all of it.
pub(super) async fn remind(app: &App, tx: &mut Tx, group: &Group, seat: &Seat, own: &[&Agreement]) -> Result<()> {
    let n = words::count(own.len() as u64, "agreement", "agreements");
    let mut letter = Letter::new(format!("Due for review: {n}"), format!("Time to look at {n} again"), &group.name)
        .paragraph("When it was approved, the group said by when it would look at it again:");
    for agreement in own {
        let day = agreement.content.review_on.map(words::date).unwrap_or_default();
        letter = letter.paragraph(format!("{}: {} (by {day})", agreement.reference(), agreement.content.title));
    }
    let letter = letter
        .paragraph(
            "If all is well, begin a new version, give it a new day, and let both co-chairs approve it as it is. Until then it holds.",
        )
        .button("See what is due", app.url(&format!("/{}/agreements", group.slug)));
    let (to, cause) = (seat.email.clone(), app.ids.key(app.clock.now())?);
    let reply_to = membership::contact(&mut *tx, group).await?;
    mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind: "agreement-review", parts: Vec::new(), reply_to }).await
}
