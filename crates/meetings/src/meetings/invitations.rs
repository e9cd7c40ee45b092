//! Invitations: a mail with an entry for the calendar to everybody who sits in the group; another when the meeting
//! changes, and one when it is cancelled. The entry is always the same one, so calendars follow it.

use documents::calendar::{self, Method};
use group::{acting::Acting, membership, permissions::Role};
use kernel::{
    App, Result, Tx, clock,
    mail::{self, Letter, Outgoing, Part},
};

use super::{model::Meeting, pages::when};

/// Why an invitation is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Invitation {
    /// The meeting was planned.
    First,
    /// Its day, time or place changed.
    Changed,
    /// It does not take place.
    Cancelled,
}

/// Sends the invitation to everybody who sits in the group, unless the meeting invites nobody or lies in the past.
///
/// # Errors
/// When the database fails.
pub(super) async fn send(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, why: Invitation) -> Result<()> {
    let group = &acting.group;
    if !meeting.invited || meeting.held_on < clock::day_of(app.clock.now(), &group.time_zone) {
        return Ok(());
    }
    let cause = app.ids.key(app.clock.now())?;
    for seat in membership::seats(&mut *tx, group).await? {
        if seat.role == Role::Reader {
            continue;
        }
        let guest = (seat.name.clone(), seat.email.clone());
        let part = Part {
            name: "meeting.ics".into(),
            media_type: format!("text/calendar; method={}; charset=UTF-8", if why == Invitation::Cancelled { "CANCEL" } else { "REQUEST" }),
            content: entry(app, acting, meeting, why, guest).into_bytes(),
        };
        let (to, letter) = (seat.email, letter(app, acting, meeting, why));
        let mail = Outgoing { scope: Some(group.id), to, letter, cause, kind: "meeting-invitation", parts: vec![part], reply_to: None };
        mail::post(app, tx, mail).await?;
    }
    Ok(())
}

/// The entry for somebody's calendar.
pub(super) fn entry(app: &App, acting: &Acting, meeting: &Meeting, why: Invitation, guest: (String, String)) -> String {
    let group = &acting.group;
    let (starts, ends) = meeting.span(&group.time_zone);
    let url = app.url(&format!("/{}/meetings/{}", group.slug, meeting.number));
    calendar::write(&calendar::Invitation {
        method: if why == Invitation::Cancelled { Method::Cancel } else { Method::Request },
        uid: format!("{}@{}", meeting.id, app.settings.host()),
        sequence: u32::try_from(meeting.sequence).unwrap_or(u32::MAX),
        stamp: app.clock.now(),
        starts,
        ends,
        summary: group.name.clone(),
        description: format!("Agenda and papers: {url}"),
        place: meeting.place.clone(),
        url: Some(url),
        organiser: (group.name.clone(), address_of(&app.settings.mail_from)),
        guest,
    })
}

/// The address in `Brig <brig@board.scot>`.
fn address_of(from: &str) -> String {
    let inner = from.rsplit_once('<').map_or(from, |(_, rest)| rest);
    inner.trim_end_matches('>').trim().to_owned()
}

fn letter(app: &App, acting: &Acting, meeting: &Meeting, why: Invitation) -> Letter {
    let group = &acting.group;
    let day = kernel::words::date(meeting.held_on);
    let (subject, heading, first) = match why {
        Invitation::First => ("Invitation", "The group meets", "You are invited to a meeting of the group."),
        Invitation::Changed => ("Changed", "The meeting has changed", "Please note the new details. Your calendar can take them over."),
        Invitation::Cancelled => {
            ("Cancelled", "The meeting is cancelled", "This meeting does not take place. Its issues wait for another one.")
        }
    };
    let mut letter = Letter::new(format!("{subject}: meeting on {day}"), heading, &group.name).paragraph(first).paragraph(when(meeting));
    if !meeting.place.is_empty() {
        letter = letter.paragraph(format!("Where: {}", meeting.place));
    }
    if why != Invitation::Cancelled {
        letter = letter.button("See the agenda", app.url(&format!("/{}/meetings/{}", group.slug, meeting.number)));
    }
    letter
}

#[cfg(test)]
mod unit {
    use super::address_of;

    #[test]
    fn the_organiser_is_where_mail_comes_from() {
        assert_eq!(address_of("Brig <brig@board.scot>"), "brig@board.scot");
        assert_eq!(address_of("brig@board.scot"), "brig@board.scot");
    }
}
