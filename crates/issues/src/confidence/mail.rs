//! What a reporter in confidence is told by mail.

use group::groups::Group;
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

use super::store::Opening;
use crate::issues::{Issue, follow_code};

/// Tells whoever raised an issue that a custodian opened who it was, as what, and why.
pub(super) async fn opened(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, id: Uuid, to: &str, opening: &Opening) -> Result<()> {
    let reference = group.reference(issue.number);
    let title = "A custodian has opened who you are";
    let letter = Letter::new(format!("{reference}: a custodian has opened who raised it"), title, &group.name)
        .paragraph(format!(
            "You raised {reference} in confidence. One of the group’s two custodians ({}) has opened who raised it.",
            opening.opened_as
        ))
        .paragraph("The reason that they wrote down:")
        .paragraph(&opening.reason)
        .paragraph("It is recorded. The rest of the group still does not see who you are.")
        .button("See your issue", app.url(&format!("/{}/follow/{}", group.slug, follow_code(app, issue.id))))
        .paragraph("If you have a question about it, or do not agree with it, the notice says who you can ask:")
        .button("What happens to what you tell us", app.url(&format!("/{}/privacy", group.slug)));
    let mail = Outgoing {
        scope: Some(group.id),
        to: to.to_owned(),
        letter,
        cause: id,
        kind: "reporter-opened",
        parts: Vec::new(),
        reply_to: None,
    };
    mail::post(app, tx, mail).await
}
