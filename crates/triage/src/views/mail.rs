//! The mail to a forum that owns an issue.

use ::issues::issues::Issue;
use group::{directory::Entry, groups::Group, membership};
use jiff::civil::Date;
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words as say,
};

/// Asks the contact of a forum: the group's wording, the question, until when. Nothing of its reporter and none of their words.
pub(super) async fn ask_forum(app: &App, tx: &mut Tx, group: &Group, issue: &Issue, entry: &Entry, question: &str, by: Date) -> Result<()> {
    if entry.contact.email.is_empty() {
        return Ok(());
    }
    let reference = group.reference(issue.number);
    let letter = Letter::new(format!("{reference}: a question to {}", entry.name), "A question from the group", &group.name)
        .paragraph(format!("A GP and a consultant of {} have agreed that this is for {}:", group.name, entry.name))
        .paragraph(issue.group_title.as_deref().unwrap_or_default())
        .paragraph(issue.group_text.as_deref().unwrap_or_default())
        .paragraph(question)
        .paragraph(format!("Please answer this mail by {}. Whoever raised it hears from us.", say::date(by)));
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, membership::contact(&mut *tx, group).await?);
    let (scope, to) = (Some(group.id), entry.contact.email.clone());
    mail::post(app, tx, Outgoing { scope, to, letter, cause, kind: "forum-question", parts: Vec::new(), reply_to }).await
}
