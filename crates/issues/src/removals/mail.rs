//! The mail that says that a text is hidden.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

/// Tells the administrator that a text was flagged. What it said is not in the mail.
pub(super) async fn flagged(app: &App, tx: &mut Tx, group: &Group, flag: Uuid, reference: &str) -> Result<()> {
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let letter = Letter::new(format!("Please look: {reference} is hidden"), "A text is hidden until you have looked", &group.name)
        .paragraph(format!("Somebody says that {reference} holds something that could identify a patient. Nobody can read it now."))
        .paragraph("You can take the words out everywhere at once, or show the text again if all is well with it.")
        .button("Look at it", app.url(&format!("/{}/removals", group.slug)));
    let mail = Outgoing { scope: Some(group.id), to, letter, cause: flag, kind: "text-flagged", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}

/// Tells the administrator that somebody points at a page which stands for no issue.
pub(super) async fn pointed_at(app: &App, tx: &mut Tx, group: &Group, cause: Uuid, page: &str) -> Result<()> {
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let title = "Please look: a page could identify a patient";
    let letter = Letter::new(title, title, &group.name)
        .paragraph("Somebody of the group says that this page holds something that could identify a patient. It can still be read.")
        .button("See the page", app.url(page))
        .paragraph("If it does, take those words out: they go from everything that is kept at once.")
        .button("Take words out", app.url(&format!("/{}/removals", group.slug)));
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "page-flagged", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
