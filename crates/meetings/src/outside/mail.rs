//! What somebody is told whose calendar's invitation could not be taken.

use group::groups::Group;
use kernel::{
    App, Result, Tx,
    error::FieldError,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

pub(super) async fn refuse(app: &App, tx: &mut Tx, group: &Group, to: &str, errors: &[FieldError], cause: Uuid) -> Result<()> {
    let title = "The invitation could not be taken as a meeting";
    let mut letter = Letter::new(title, title, &group.name).paragraph("Thank you for sending it on. This stands in the way:");
    for error in errors {
        letter = letter.paragraph(&error.message);
    }
    let letter = letter.button("Bring it in by hand", app.url(&format!("/{}/meetings/inviting", group.slug)));
    let (scope, to) = (Some(group.id), to.to_owned());
    mail::post(app, tx, Outgoing { scope, to, letter, cause, kind: "meeting-not-taken", parts: Vec::new(), reply_to: None }).await
}
