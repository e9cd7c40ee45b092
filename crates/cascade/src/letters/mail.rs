//! What is mailed about letters: the letter itself, and that one waits for the other side.

use group::{
    approvals::Approval,
    groups::Group,
    membership::{self, Side},
};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter as Mail, Outgoing},
};

use uuid::Uuid;

use super::{
    commands::approvers,
    model::{Letter, reference},
};
use crate::answers::{self, Awaited, Sending};

/// The mail of a letter: all that it says, and the button behind which it is answered.
pub(super) fn letter(app: &App, group: &Group, letter: &Letter, approvals: &[Approval], sending: &Sending, asked: &[Awaited]) -> Mail {
    let content = &letter.content;
    let mut mail = Mail::new(format!("{}: {}", reference(letter.number), content.subject), &content.subject, &group.name)
        .paragraph(format!("To: {}.", content.to.trim_end_matches('.')));
    for part in content.text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
        mail = mail.paragraph(part);
    }
    let signed = approvers(letter, approvals);
    if !signed.is_empty() {
        mail = mail.paragraph(format!("For the group: {}.", signed.join(" and ")));
    }
    answers::ask_for_answer(app, group, mail, sending, asked).paragraph("The letter is attached as a Word file as well.")
}

/// A letter waits for the side that has not spoken: whoever holds its key is asked to read it.
pub(super) async fn ask_other_side(app: &App, tx: &mut Tx, group: &Group, letter: &Letter, spoke: Side) -> Result<()> {
    let other = if spoke == Side::Gp { Side::Consultant } else { Side::Gp };
    let today = app.clock.today(&group.time_zone);
    let name = reference(letter.number);
    // By its words, so that a side is asked once of each wording and pressing twice sends nothing more.
    let cause = letter.hash.first_chunk::<16>().map_or(letter.id, |bytes| Uuid::from_bytes(*bytes));
    let mail = Mail::new(format!("{name}: a letter to approve"), "A letter waits for your side", &group.name)
        .paragraph(format!("“{}”, to {}. The other side has approved it as it stands.", letter.content.subject, letter.content.to))
        .paragraph("It goes once your side has approved it too.")
        .button("Read the letter", app.url(&format!("/{}/letters/{name}", group.slug)));
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(|seat| seat.side == other && seat.holds_key(today)) {
        let (to, letter) = (seat.email, mail.clone());
        let kind = "letter-to-approve";
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}
