//! What the holders of the two keys get by mail about a minute.

use group::{groups::Group, membership};
use kernel::{
    App, Result, Tx, clock,
    mail::{self, Letter, Outgoing},
};
use uuid::Uuid;

use super::model::Approval;
use crate::meetings::{Meeting, when};

/// The draft waits for both sides: co-chairs, their deputies, and who acts for one.
pub(super) async fn ask_for_approval(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting) -> Result<()> {
    let letter = letter(app, group, meeting, "To approve", "A draft minute waits for you")
        .paragraph("Please read it, have it mended where it is wrong, and approve it. It is published once both sides have.");
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    post(app, tx, group, meeting.id, letter, |seat| seat.holds_key(today)).await
}

/// The draft was edited after somebody had approved it: they are asked to read it again.
pub(super) async fn ask_again(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, approved: &[Approval]) -> Result<()> {
    let letter = letter(app, group, meeting, "To approve again", "The draft minute was edited").paragraph(
        "You had approved it as it was before. Please read it again; it is published once both sides have approved the same text.",
    );
    let cause = app.ids.key(app.clock.now())?;
    post(app, tx, group, cause, letter, |seat| approved.iter().any(|given| given.person == seat.person)).await
}

fn letter(app: &App, group: &Group, meeting: &Meeting, subject: &str, heading: &str) -> Letter {
    let day = kernel::words::date(meeting.held_on);
    let url = app.url(&format!("/{}/meetings/{}/minute", group.slug, meeting.number));
    Letter::new(format!("{subject}: minute of {day}"), heading, &group.name)
        .paragraph(format!("It is about the meeting of {}.", when(meeting)))
        .button("Read the draft", url)
}

async fn post(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    cause: Uuid,
    letter: Letter,
    to_whom: impl Fn(&membership::Seat) -> bool,
) -> Result<()> {
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(to_whom) {
        let (to, letter) = (seat.email, letter.clone());
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "minute-to-approve", parts: Vec::new(), reply_to: None };
        mail::post(app, tx, mail).await?;
    }
    Ok(())
}
