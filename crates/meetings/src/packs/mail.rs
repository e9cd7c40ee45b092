//! What people get by mail about a pack: a link and no content, because papers are for the group only.

use group::{
    groups::Group,
    membership::{self, Seat, Side},
    permissions::Role,
};
use kernel::{
    App, Result, Tx, clock,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use crate::meetings::{Meeting, when};

/// One side has approved: those who hold the other side's key are asked.
pub(super) async fn ask_other_side(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, side: Side) -> Result<()> {
    let letter = Letter::new(format!("To approve: agenda of {}", words::date(meeting.held_on)), "An agenda waits for you", &group.name)
        .paragraph(format!("The other side has approved the agenda and papers of the meeting of {}.", when(meeting)))
        .paragraph("They go out to the group once both sides have approved the same.")
        .button("Read and approve", address(app, group, meeting));
    let today = clock::day_of(app.clock.now(), &group.time_zone);
    let cause = app.ids.key(app.clock.now())?;
    post(app, tx, group, (cause, "pack-to-approve"), letter, |seat| seat.holds_key(today) && seat.side != side).await
}

/// The pack has gone out, or what has changed since.
pub(super) async fn tell(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, pack: Uuid, first: bool) -> Result<()> {
    let day = words::date(meeting.held_on);
    let letter = if first {
        Letter::new(format!("Papers for the meeting of {day}"), "The agenda and papers are ready", &group.name)
            .paragraph(format!("They are for the meeting of {}.", when(meeting)))
            .paragraph("You can read them on a phone, or save them as one PDF. Say there if you want to speak to an item, or have an interest in one.")
    } else {
        Letter::new(format!("Changes to the papers of {day}"), "The agenda or papers have changed", &group.name)
            .paragraph(format!("This is about the meeting of {}. What has changed is at the top of the page.", when(meeting)))
    };
    let letter = letter.button("Agenda and papers", address(app, group, meeting));
    post(app, tx, group, (pack, "pack"), letter, |seat| seat.role != Role::Reader).await
}

fn address(app: &App, group: &Group, meeting: &Meeting) -> String {
    app.url(&format!("/{}/meetings/{}/pack", group.slug, meeting.number))
}

async fn post(
    app: &App,
    tx: &mut Tx,
    group: &Group,
    (cause, kind): (Uuid, &'static str),
    letter: Letter,
    to_whom: impl Fn(&Seat) -> bool,
) -> Result<()> {
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(to_whom) {
        let (to, letter) = (seat.email, letter.clone());
        mail::post(app, tx, Outgoing { scope: Some(group.id), to, letter, cause, kind, parts: Vec::new(), reply_to: None }).await?;
    }
    Ok(())
}
