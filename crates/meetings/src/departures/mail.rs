//! What somebody is mailed who was handed actions.

use group::{acting::Acting, membership::Seat};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use crate::actions::Action;

/// Tells the new owner of actions which they are; not about what they handed to themselves.
pub(super) async fn tell(app: &App, tx: &mut Tx, acting: &Acting, seat: &Seat, actions: &[Action]) -> Result<()> {
    if seat.person == acting.person {
        return Ok(());
    }
    let group = &acting.group;
    let n = words::count(actions.len() as u64, "action", "actions");
    let mut letter = Letter::new(format!("{n} handed to you: {}", group.name), format!("{n} handed to you"), &group.name)
        .paragraph(format!("Hello {}. {} has put these into your hands:", seat.name, acting.name));
    for action in actions {
        letter = letter.paragraph(format!("{}: {} (by {})", action.reference(), action.words, words::date(action.due)));
    }
    let letter = letter
        .button("See your actions", app.url(&format!("/{}/actions?show=mine", group.slug)))
        .paragraph("If that cannot be, answer this mail: somebody else will take them.");
    let (to, cause) = (seat.email.clone(), app.ids.key(app.clock.now())?);
    let reply_to = group::membership::contact(&mut *tx, group).await?;
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "actions-handed-over", parts: Vec::new(), reply_to };
    mail::post(app, tx, mail).await
}
