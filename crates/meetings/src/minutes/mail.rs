//! What co-chairs get by mail about a minute.

use group::{groups::Group, membership, permissions::Role};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
};

use crate::meetings::{Meeting, when};

/// The draft waits for both co-chairs.
pub(super) async fn ask_for_approval(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting) -> Result<()> {
    let day = kernel::words::date(meeting.held_on);
    let url = app.url(&format!("/{}/meetings/{}/minute", group.slug, meeting.number));
    let letter = Letter::new(format!("To approve: minute of {day}"), "A draft minute waits for you", &group.name)
        .paragraph(format!("The minute of {} is drafted.", when(meeting)))
        .paragraph("Please read it, have it mended where it is wrong, and approve it. It is published once both co-chairs have.")
        .button("Read the draft", url);
    for seat in membership::seats(&mut *tx, group).await? {
        if seat.role == Role::CoChair {
            let (to, letter) = (seat.email, letter.clone());
            let mail = Outgoing { scope: Some(group.id), to, letter, cause: meeting.id, kind: "minute-drafted", parts: Vec::new() };
            mail::post(app, tx, mail).await?;
        }
    }
    Ok(())
}
