//! What reporters get by mail.

use futures_util::future::BoxFuture;
use group::groups::{self, Group};
use kernel::{
    App, Result, Tx,
    ledger::Event,
    mail::{self, Letter, Outgoing},
};

use super::{commands::follow_code, model::Issue, queries, store, words};

/// When an issue is raised by somebody who gave an address: thanks, the reference, what happens next, the private link.
pub fn thank<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(reporter) = store::reporter(&mut *tx, event.scope, event.thing).await? else { return Ok(()) };
        if reporter.email.is_empty() {
            return Ok(());
        }
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let issue = queries::by_id(&mut *tx, event.scope, event.thing).await?;
        post_received(app, tx, &group, &issue, reporter.email).await
    })
}

/// Thanks a reporter by mail. One address gets it once for an issue.
pub(super) async fn post_received(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, to: String) -> Result<()> {
    let letter = received(app, group, issue);
    let mail = Outgoing { scope: Some(group.id), to, letter, cause: issue.id, kind: "issue-received", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}

fn received(app: &App, group: &Group, issue: &Issue) -> Letter {
    let reference = group.reference(issue.number);
    let what = if issue.is_praise() { "thanks" } else { "issue" };
    let link = app.url(&format!("/{}/follow/{}", group.slug, follow_code(app, issue.id)));
    Letter::new(format!("{reference}: we have received your {what}"), format!("Thank you: we have your {what}"), &group.name)
        .paragraph("Its reference is")
        .code(&reference)
        .paragraph(words::what_happens_next(issue, group))
        .button(format!("Follow your {what}"), link)
        .paragraph("The link is private: whoever has it can read what you wrote. You need no password.")
        .paragraph("This is not for urgent patient safety matters: for those, use your usual clinical route.")
}
