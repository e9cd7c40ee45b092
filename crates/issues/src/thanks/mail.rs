//! The mail that passes thanks on.

use group::groups::Group;
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

/// Posts what a person of the group wrote to the contact of those who did it. Nothing in it says whose thanks they are.
pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, issue: Uuid, reference: &str, to: String, words: &str) -> Result<()> {
    let letter = Letter::new(format!("{reference}: thanks for something that worked well"), "Somebody wants to thank you", &group.name)
        .paragraph("A colleague told us of something that worked well between practice and hospital:")
        .paragraph(words)
        .paragraph("Please pass it on to those who did it. You need not answer.");
    let mail = Outgoing { scope: Some(group.id), to, letter, cause: issue, kind: "thanks", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
