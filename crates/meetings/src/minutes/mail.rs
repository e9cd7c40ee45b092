//! What the holders of the two keys get by mail about a minute.

use group::{acting::Acting, groups::Group, membership, permissions::Role};
use jiff::civil::Date;
use kernel::{
    App, Result, Tx, clock,
    mail::{self, Letter, Outgoing},
    words,
};
use uuid::Uuid;

use super::model::{Approval, SentBack};
use crate::meetings::{Meeting, Presence, Record, when};

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

/// One side sent the draft back: the administrators are told, and whoever had signed it.
pub(super) async fn sent_back(
    app: &App,
    tx: &mut Tx,
    acting: &Acting,
    meeting: &Meeting,
    sent: &SentBack,
    signed: &[Approval],
) -> Result<()> {
    let side = membership::side_words(sent.side);
    let letter = letter(app, &acting.group, meeting, "Sent back", "The draft minute was sent back")
        .paragraph(format!("{} sent it back for the {side}:", sent.name))
        .paragraph(sent.why.clone())
        .paragraph("Once it is mended, both sides are asked to approve it.");
    let cause = app.ids.key(app.clock.now())?;
    let told = |seat: &membership::Seat| {
        let keeps = seat.role == Role::Administrator || signed.iter().any(|given| given.person == seat.person);
        keeps && seat.person != acting.person
    };
    post(app, tx, &acting.group, cause, letter, told).await
}

/// Who was at the meeting is asked whether the draft is right; each once for a meeting.
pub(super) async fn ask_attendees(app: &App, tx: &mut Tx, acting: &Acting, record: &Record, until: Date) -> Result<()> {
    let (group, meeting) = (&acting.group, &record.meeting);
    let page = app.url(&format!("/{}/meetings/{}/minute/corrections", group.slug, meeting.number));
    let letter = letter(app, group, meeting, "To check", "The draft minute: is it right?")
        .paragraph(format!("You were there. Until {} you can say what should be put right, paragraph by paragraph.", words::date(until)))
        .button("Propose a correction", page)
        .paragraph("You can also mend the Word file with tracked changes and hand it in on the same page. If all is right, there is nothing to do.");
    let there = |seat: &membership::Seat| {
        let present = |one: &crate::meetings::Attendee| one.person == seat.person && one.presence == Presence::Present;
        record.attendees.iter().any(present) && seat.person != acting.person
    };
    for seat in membership::seats(&mut *tx, group).await?.into_iter().filter(there) {
        let (to, letter, kind) = (seat.email, letter.clone(), "minute-corrections-asked");
        let mail = Outgoing { scope: Some(group.id), to, letter, cause: meeting.id, kind, parts: Vec::new(), reply_to: None };
        mail::post(app, tx, mail).await?;
    }
    Ok(())
}

fn letter(app: &App, group: &Group, meeting: &Meeting, subject: &str, heading: &str) -> Letter {
    let day = words::date(meeting.held_on);
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
