//! What reporters get by mail.

use futures_util::future::BoxFuture;
use group::groups::{self, Group};
use kernel::{
    App, Result, Tx,
    ledger::Event,
    mail::{self, Letter, Outgoing},
};

use super::{commands::follow_code, journey::Reply, model::Issue, queries, store, words};

/// When an issue is raised by somebody who gave an address: thanks, the reference, what happens next, the private link.
pub fn thank<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let Some(reporter) = store::reporter(&mut *tx, event.scope, event.thing).await? else { return Ok(()) };
        if reporter.email.is_empty() {
            return Ok(());
        }
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let issue = queries::by_id(&mut *tx, event.scope, event.thing).await?;
        let letter = received(app, &group, &issue);
        mail::post(
            app,
            tx,
            Outgoing { scope: Some(group.id), to: reporter.email, letter, cause: issue.id, kind: "issue-received", parts: Vec::new() },
        )
        .await
    })
}

fn received(app: &App, group: &Group, issue: &Issue) -> Letter {
    let reference = group.reference(issue.number);
    let link = app.url(&format!("/{}/follow/{}", group.slug, follow_code(app, issue.id)));
    Letter::new(format!("{reference}: we have received your issue"), "Thank you: we have your issue", &group.name)
        .paragraph("Its reference is")
        .code(&reference)
        .paragraph(words::what_happens_next(issue, group))
        .button("Follow your issue", link)
        .paragraph("The link is private: whoever has it can read what you wrote. You need no password.")
        .paragraph("This is not for urgent patient safety matters: for those, use your usual clinical route.")
}

/// What was decided and what happens now, to whoever raised the issue, where there is an address.
pub(super) async fn tell(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, reply: &Reply) -> Result<()> {
    let Some(reporter) = store::reporter(&mut *tx, group.id, issue.id).await? else { return Ok(()) };
    if reporter.email.is_empty() {
        return Ok(());
    }
    let cause = app.ids.key(app.clock.now())?;
    let letter = decided(app, group, issue, reply);
    mail::post(app, tx, Outgoing { scope: Some(group.id), to: reporter.email, letter, cause, kind: "issue-decided", parts: Vec::new() })
        .await
}

fn decided(app: &App, group: &Group, issue: &Issue, reply: &Reply) -> Letter {
    let reference = group.reference(issue.number);
    let link = app.url(&format!("/{}/follow/{}", group.slug, follow_code(app, issue.id)));
    let title = issue.group_title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
    let mut letter = Letter::new(format!("{reference}: what the group decided"), "The group has decided", &group.name)
        .paragraph(format!("You raised {reference}{title}. This is what came of it (decision {}):", reply.decision))
        .paragraph(&reply.words);
    if !reply.next_steps.is_empty() {
        letter = letter.paragraph("What happens now:");
        for step in reply.next_steps.lines() {
            letter = letter.paragraph(step);
        }
    }
    letter.button("See your issue", link).paragraph("Thank you for raising it. If it happens again, please tell us: that is how we know.")
}
