//! What custodians are told by mail.

use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};

use super::model::{Custodian, names};
use crate::acting::Acting;

/// Tells those who are custodians now, and those who were, who named whom.
pub(super) async fn custodians_named(app: &App, tx: &mut Tx, acting: &Acting, before: &[Custodian], now: &[Custodian]) -> Result<()> {
    let group = &acting.group;
    // Named again later, they are told again.
    let cause = app.ids.key(app.clock.now())?;
    let gone = before.iter().filter(|one| now.iter().all(|other| other.person != one.person));
    for one in now.iter().chain(gone) {
        let stays = now.iter().any(|other| other.person == one.person);
        let title = if stays { "You are a custodian of your group" } else { "You are no longer a custodian of your group" };
        let mut letter = Letter::new(title, title, &group.name).paragraph(format!(
            "{}, {}, has named the custodians: {}.",
            acting.name,
            acting.role_words(),
            names(now)
        ));
        if stays {
            letter = letter
                .paragraph("A custodian can open who raised something in confidence. You write down why; the person is told that it was opened, as what, and why. Nobody else can open it.")
                .button("What was raised in confidence", app.url(&format!("/{}/in-confidence", group.slug)));
        }
        let mail = Outgoing {
            scope: Some(group.id),
            to: one.email.clone(),
            letter,
            cause,
            kind: "custodians-named",
            parts: Vec::new(),
            reply_to: None,
        };
        mail::post(app, tx, mail).await?;
    }
    Ok(())
}
