//! What somebody is told whose mail did not become an issue.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx,
    error::FieldError,
    mail::{self, Letter, Outgoing},
};

use super::model;

/// Why a mail did not become an issue.
#[derive(Debug)]
pub(super) enum Why {
    /// It holds what could identify a patient: what it looks like, never what it is.
    Identifiers(Vec<FieldError>),
    /// It is empty, or too long.
    Unfit(Vec<FieldError>),
    /// The group's form is not open; with the group's own sentence, if it wrote one.
    Closed(String),
}

/// Tells a group's administrator that a mail could not be taken, and where it is.
pub(super) async fn put_aside(app: &App, tx: &mut Tx, group: &Group, why: model::Why) -> Result<()> {
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let title = "A mail could not be taken";
    let letter = Letter::new(title, title, &group.name)
        .paragraph("A mail in the mailbox that Brig reads could not be taken, and three tries were made. It is not lost: it is still in the mailbox, with a flag.")
        .paragraph(format!("It was put aside because {}.", why.words()))
        .paragraph("Please have somebody open the mailbox and read it. If it is a report, write it down for whoever sent it.")
        .button("Raise an issue for somebody", app.url(&format!("/{}/issues/new", group.slug)));
    let cause = app.ids.key(app.clock.now())?;
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "mail-aside", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}

/// Says kindly why a mail was not taken, and what to do. The mail itself is not quoted.
pub(super) async fn refuse(app: &App, tx: &mut Tx, group: &Group, to: &str, why: &Why) -> Result<()> {
    let form = app.url(&format!("/{}/raise", group.slug));
    let letter = Letter::new("We could not take your mail", "We could not take your mail", &group.name);
    let letter = match why {
        Why::Identifiers(errors) => {
            let mut letter = letter
                .paragraph("Thank you for writing. Your mail holds something that could identify a patient, so nothing of it was kept:");
            for error in errors {
                letter = letter.paragraph(&error.message);
            }
            letter
                .paragraph("Please send it again without it, or use the form, which shows you the place. Please also think of deleting the mail where you sent it from.")
                .button("Raise it with the form", form)
        }
        Why::Unfit(errors) => {
            let mut letter = letter.paragraph("Thank you for writing. Nothing of your mail was kept:");
            for error in errors {
                letter = letter.paragraph(&error.message);
            }
            letter.button("Raise it with the form", form)
        }
        Why::Closed(words) if words.is_empty() => {
            letter.paragraph("Thank you for writing. The group does not take reports from everybody yet, so nothing of your mail was kept.")
        }
        Why::Closed(words) => letter
            .paragraph("Thank you for writing. The group does not take reports just now, so nothing of your mail was kept. It says:")
            .paragraph(words),
    };
    let letter = letter.paragraph("This is not for urgent patient safety matters: for those, use your usual clinical route.");
    let cause = app.ids.key(app.clock.now())?;
    let mail =
        Outgoing { scope: Some(group.id), to: to.to_owned(), letter, cause, kind: "mail-refused", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
