//! What is mailed when an action changes hands or its owner needs help.

use group::{groups::Group, membership::Seat};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use crate::actions::Logged;

/// Tells the new owner of an action that it is theirs.
pub(super) async fn handed(app: &App, tx: &mut Tx, group: &Group, by: &str, seat: &Seat, action: &Logged, said: &str) -> Result<()> {
    let reference = action.reference();
    let mut letter = Letter::new(format!("{reference} handed to you: {}", group.name), format!("{reference} handed to you"), &group.name)
        .paragraph(format!("Hello {}. {by} has put this into your hands:", seat.name))
        .paragraph(format!("{reference}: {} (by {})", action.words, words::date(action.due)));
    if !said.is_empty() {
        letter = letter.paragraph(said);
    }
    let letter = letter
        .button("See the action", app.url(&format!("/{}/actions/{reference}", group.slug)))
        .paragraph("If that cannot be, answer this mail: somebody else will take it.");
    post(app, tx, group, seat.email.clone(), letter, "action-handed-over").await
}

/// Tells whoever keeps the group's record that the owner of an action needs help. What a reserved item is about does not go out by
/// mail to anybody but the owner.
pub(super) async fn help(app: &App, tx: &mut Tx, group: &Group, by: &str, action: &Logged, said: &str) -> Result<()> {
    let Some(to) = group::membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let reference = action.reference();
    let mut letter = Letter::new(format!("{reference}: help is needed"), format!("{reference}: help is needed"), &group.name)
        .paragraph(format!("{by} asks for help with this:"));
    letter = if action.is_reserved() {
        letter.paragraph(format!("{reference}, of a reserved item (by {}). What they say stands on its page.", words::date(action.due)))
    } else {
        letter.paragraph(format!("{reference}: {} (by {})", action.words, words::date(action.due))).paragraph(said)
    };
    let letter = letter
        .button("See the action", app.url(&format!("/{}/actions/{reference}", group.slug)))
        .paragraph("It may need another day, another owner, or a word with somebody.");
    post(app, tx, group, to, letter, "action-help").await
}

async fn post(app: &App, tx: &mut Tx, group: &Group, to: String, letter: Letter, kind: &'static str) -> Result<()> {
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, group::membership::contact(&mut *tx, group).await?);
    mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to }).await
}
