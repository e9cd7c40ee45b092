//! The verbs: say who invites, and take an entry of the group's own calendar as the meeting.

use group::{acting::Acting, permissions::Verb};
use jiff::Timestamp;
use kernel::{
    App, Error, Result, Tx,
    ledger::{self, Event, Fact},
};
use reading::calendar::{Calendar, Entry};

use super::{
    model::{Inviter, is_newer, said},
    store,
};
use crate::{
    invitations::{self, Invitation},
    meetings::{self, Meeting, NewMeeting},
};

fn must_run(acting: &Acting) -> Result<()> {
    acting.must_or(Verb::RunMeetings, Verb::SeeMeetings, "Saying who invites is for the administrator and the co-chairs.")
}

/// Says who invites from now on. What was sent stays in people's calendars.
///
/// # Errors
/// [`Error::Forbidden`] for those who do not plan meetings.
pub async fn set_inviter(app: &App, tx: &mut Tx, acting: &Acting, inviter: Inviter) -> Result<()> {
    must_run(acting)?;
    let group = acting.group.id;
    ledger::hold(tx, group).await?;
    store::set_inviter(tx, group, inviter).await?;
    let event = Event::new(group, app.clock.now(), acting.actor(), "meetings.inviter-set", group).with("as", acting.acted_as());
    ledger::record(tx, event.with("inviter", Fact::Word(inviter.key().into()))).await
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A meeting was planned by it.
    Planned(i64),
    /// A meeting that was planned is the entry now, as it says.
    Followed(i64),
    /// Its meeting is cancelled.
    Cancelled(i64),
    /// It says nothing new.
    Known,
}

/// Takes the entry of a calendar file as a meeting: the one that it was before, else the one that is planned on its day, else a new
/// one. What is older than what was taken changes nothing.
///
/// # Errors
/// [`Error::Conflict`] while Brig invites; [`Error::Invalid`] for a file without exactly one meeting, or one that comes round again;
/// as [`meetings::schedule`], [`meetings::change`] and [`meetings::cancel`] else.
pub async fn take_entry(app: &App, tx: &mut Tx, acting: &Acting, calendar: &Calendar) -> Result<Taken> {
    must_run(acting)?;
    let group = &acting.group;
    ledger::hold(tx, group.id).await?;
    if store::inviter(&mut *tx, group.id).await? != Inviter::Outside {
        return Err(Error::Conflict("Brig invites to this group’s meetings. Say first that your own calendar does.".into()));
    }
    let [entry] = calendar.entries.as_slice() else {
        return Err(Error::field("file", "Choose a file with one meeting in it"));
    };
    if entry.uid.is_empty() || entry.uid.len() > 500 {
        return Err(Error::field("file", "This file does not say which meeting it is. Save the invitation from the calendar once more"));
    }
    if entry.series {
        return Err(Error::field("file", "This is a series. Open one of its meetings, and save or send on that one"));
    }
    let over = entry.cancelled || calendar.method == "CANCEL";
    let known = store::by_uid(tx, group.id, &entry.uid).await?;
    if known.is_some_and(|(_, last)| !is_newer(entry, last)) {
        return Ok(Taken::Known);
    }
    let rules = meetings::rules(&mut *tx, group.id).await?;
    let said = said(entry, &group.time_zone, rules.usual_minutes);
    let number = match (known, &said) {
        (Some((number, _)), _) => Some(number),
        (None, Some(said)) => store::by_day(tx, group.id, said.starts.date()).await?,
        (None, None) => None,
    };
    let taken = match (number, over, said) {
        (Some(number), true, _) => {
            let meeting = meetings::find(&mut *tx, group.id, number).await?;
            if meeting.is_open() {
                meetings::cancel(app, tx, acting, number).await?;
            }
            note(tx, acting, &meeting, entry).await?;
            return Ok(Taken::Cancelled(number));
        }
        (None, true, _) => return Ok(Taken::Known),
        (_, false, None) => return Err(Error::field("file", "This entry is for a whole day. A meeting needs its hour")),
        (number, false, Some(said)) => {
            let new = NewMeeting {
                date: said.starts.date().to_string(),
                start: said.starts.strftime("%H:%M").to_string(),
                minutes: said.minutes.to_string(),
                place: said.place,
                link: said.link,
                invite: true,
                ..NewMeeting::default()
            };
            match number {
                None => {
                    let meeting = meetings::schedule(app, tx, acting, &new).await?;
                    note(tx, acting, &meeting, entry).await?;
                    Taken::Planned(meeting.number)
                }
                Some(number) => follow(app, tx, acting, number, new, entry).await?,
            }
        }
    };
    Ok(taken)
}

/// Changes a meeting to what its entry says. A link that is not said again is kept.
async fn follow(app: &App, tx: &mut Tx, acting: &Acting, number: i64, new: NewMeeting, entry: &Entry) -> Result<Taken> {
    let before = meetings::find(&mut *tx, acting.group.id, number).await?;
    let link = if new.link.is_empty() { before.link.clone() } else { new.link };
    let new = NewMeeting { theme: before.theme.clone(), kind: before.kind.key().into(), link, ..new };
    note(tx, acting, &before, entry).await?;
    if !before.invited {
        store::ask_people(tx, acting.group.id, before.id).await?;
    }
    let meeting = meetings::change(app, tx, acting, number, before.version, &new).await?;
    // Where nothing changed nobody was written to; whoever was not asked before is asked now.
    invitations::send(app, tx, acting, &Meeting { invited: true, ..meeting }, Invitation::First).await?;
    Ok(Taken::Followed(number))
}

async fn note(tx: &mut Tx, acting: &Acting, meeting: &Meeting, entry: &Entry) -> Result<()> {
    let last = (entry.sequence, entry.stamp.unwrap_or(Timestamp::MIN));
    store::put(tx, acting.group.id, meeting.id, &entry.uid, last).await
}
