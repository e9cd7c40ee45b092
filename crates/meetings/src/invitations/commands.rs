//! What follows when a meeting was planned, changed or cancelled, or somebody joined or left: everybody has the entry as it is now,
//! by one mail each.

use futures_util::future::BoxFuture;
use group::{
    acting::Acting,
    groups::{self, Group},
    membership,
};
use kernel::{App, Result, Tx, clock, ledger::Event};

use super::{
    mail::{self, Mailing},
    model::{Invitation, due},
    queries, store,
};
use crate::{
    attending,
    meetings::{self, Meeting},
    outside::{self, Inviter},
    papers,
};

/// Sends what is to be sent about a meeting: nothing when it invites nobody or lies in the past.
///
/// # Errors
/// When the database fails.
pub async fn send(app: &App, tx: &mut Tx, acting: &Acting, meeting: &Meeting, why: Invitation) -> Result<()> {
    settle(app, tx, &acting.group, meeting, why == Invitation::Cancelled).await
}

async fn settle(app: &App, tx: &mut Tx, group: &Group, meeting: &Meeting, over: bool) -> Result<()> {
    let now = app.clock.now();
    let today = clock::day_of(now, &group.time_zone);
    if !meeting.invited || meeting.held_on < today {
        return Ok(());
    }
    let before = store::of_meeting(&mut *tx, group.id, meeting.id).await?;
    let seats = membership::seats(&mut *tx, group).await?;
    let due = due(meeting, &seats, &before, today, over);
    if due.is_empty() {
        return Ok(());
    }
    let work = mail::Work {
        actions: queries::open_actions(&mut *tx, group.id).await?,
        items: queries::presented(&mut *tx, group.id, meeting.id).await?,
        unread: papers::unread(&mut *tx, group.id, meeting.id).await?,
    };
    let mailing = Mailing {
        app,
        group,
        meeting,
        cause: app.ids.key(now)?,
        organiser: mail::organiser(app, &mut *tx, group).await?,
        reply_to: membership::contact(&mut *tx, group).await?,
        outside: outside::inviter(&mut *tx, group.id).await? == Inviter::Outside,
        given: attending::given(&mut *tx, group.id, meeting.id).await?,
    };
    for due in due {
        store::put(tx, group.id, meeting.id, &due.invited).await?;
        let seat = seats.iter().find(|seat| seat.person == due.invited.person);
        let name = seat.map(|seat| seat.name.clone()).unwrap_or_default();
        let own = work.of(due.invited.person, &name);
        mailing.post(tx, &due, name, &own).await?;
    }
    Ok(())
}

/// Somebody was given a seat, changed it or left: they are invited to what is planned, or taken off it.
pub fn follow_seat<'a>(app: &'a App, tx: &'a mut Tx, event: &'a Event) -> BoxFuture<'a, Result<()>> {
    Box::pin(async move {
        let group = groups::by_id(&mut *tx, event.scope).await?;
        let today = clock::day_of(app.clock.now(), &group.time_zone);
        for number in store::meetings_ahead(&mut *tx, group.id, today).await? {
            let meeting = meetings::find(&mut *tx, group.id, number).await?;
            settle(app, tx, &group, &meeting, false).await?;
        }
        Ok(())
    })
}
