//! The mail that asks one person whether they come.

use group::{
    groups::Group,
    membership::{self, Seat, Side},
};
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing},
    words,
};

use uuid::Uuid;

use super::answering;
use crate::meetings::{Meeting, when};

/// Why somebody is asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Why<'a> {
    /// Their side is short of a quorum.
    Short(Side),
    /// This member of their side cannot come, and they are a deputy.
    Instead(&'a str),
}

pub(super) async fn post(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, seat: &Seat, why: Why<'_>) -> Result<()> {
    let first = match why {
        Why::Short(side) => {
            let side = if side == Side::Gp { "GPs" } else { "consultants" };
            format!("The group would like to know whether enough {side} can come to this meeting, and has not heard from you yet.")
        }
        Why::Instead(name) => format!("{name} cannot come to this meeting. You are a deputy of the same side: can you come?"),
    };
    let letter = Letter::new(format!("Can you come on {}?", words::date(meeting.held_on)), "Can you come?", &group.name)
        .paragraph(first)
        .paragraph(when(meeting))
        .button("Say whether you can come", app.url(&answering::link(app, group, meeting, seat.person)))
        .paragraph("You need no account, and nothing happens before you press a button on that page. A “no” helps too: then somebody else can be asked.");
    let (cause, reply_to) = (app.ids.key(app.clock.now())?, membership::contact(&mut *tx, group).await?);
    let (scope, to) = (Some(group.id), seat.email.clone());
    mail::post(app, tx, Outgoing { scope, to, letter, cause, kind: "meeting-ask", parts: Vec::new(), reply_to }).await
}

/// Why an answer of a calendar could not be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Puzzle {
    /// Nothing could be read in it.
    Unread,
    /// It is the invitation itself, sent on.
    Forwarded,
    /// It answers for somebody else.
    Another,
    /// Nobody with that address sits in the group.
    Stranger,
}

/// Tells the group's contact that an answer to an invitation was left alone. The mail itself is not quoted.
pub(super) async fn tell(app: &App, tx: &mut Tx, group: &Group, (from, puzzle): (&str, Puzzle), cause: Uuid) -> Result<()> {
    let Some(to) = membership::contact(&mut *tx, group).await? else { return Ok(()) };
    let why = match puzzle {
        Puzzle::Unread => "No answer could be read in it.",
        Puzzle::Forwarded => "It is an invitation that was sent on, and not an answer to one.",
        Puzzle::Another => "It answers for somebody else, and only people’s own answers are counted.",
        Puzzle::Stranger => {
            "Nobody with that address sits in the group: perhaps the invitation was sent on, or they answered from another address."
        }
    };
    let title = "An answer to an invitation was not counted";
    let letter = Letter::new(title, title, &group.name)
        .paragraph(format!("A mail from {from} came in about a meeting. {why}"))
        .paragraph("If you know what they meant, write it down on the meeting’s page, under “Who has answered”. Nothing else was done.")
        .button("See the meetings", app.url(&format!("/{}/meetings", group.slug)));
    let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "meeting-odd-answer", parts: Vec::new(), reply_to: None };
    mail::post(app, tx, mail).await
}
