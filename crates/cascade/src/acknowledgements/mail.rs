//! The two mails about a question: to the group that it came in, and back to who asked.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use super::model::Question;

/// Tells whoever answers the group's mail that a question came; where nobody is named, it stands on the page alone.
pub(super) async fn tell(app: &App, tx: &mut Tx, group: &Group, question: &Question) -> Result<()> {
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let day = words::date(question.held_on);
    let letter = Letter::new(format!("A question from {}", question.name), format!("A question from {}", question.name), &group.name)
        .paragraph(format!("They ask something about the minute of {day}."))
        .button("Read it, and answer", app.url(&format!("/{}/cascade/questions", group.slug)));
    let (cause, scope) = (question.id, Some(group.id));
    mail::post(app, tx, Outgoing { scope, to, letter, cause, kind: "committee-question", parts: Vec::new(), reply_to: None }).await
}

/// Sends the answer to who asked.
pub(super) async fn answer(app: &App, tx: &mut Tx, group: &Group, question: &Question, answer: &str) -> Result<()> {
    let day = words::date(question.held_on);
    let letter = Letter::new(format!("Your question about the minute of {day}"), "Your question, and our answer", &group.name)
        .section(format!("{} asked", question.who()))
        .paragraph(&question.words)
        .section("Our answer")
        .paragraph(answer)
        .paragraph("If it is not answered by this, an answer to this mail reaches us.");
    let (to, reply_to) = (question.answer_to().to_owned(), membership::contact(&mut *tx, group).await?);
    let (cause, scope) = (question.id, Some(group.id));
    mail::post_known(app, tx, Outgoing { scope, to, letter, cause, kind: "committee-answer", parts: Vec::new(), reply_to }).await
}
