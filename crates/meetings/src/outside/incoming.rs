//! An invitation of the group's own calendar that comes in by mail: sent on by somebody who plans meetings.

use group::{
    acting::Acting,
    golive,
    groups::{self, Group},
    membership,
    permissions::{Verb, may},
};
use kernel::{App, Error, Result, mail::Incoming};
use reading::calendar::{self, Calendar};
use uuid::Uuid;

use super::{commands::take_entry, mail, model::Inviter, store};
use crate::attending::is_calendar;

/// The group at whose address a mail came in, if its own calendar invites.
async fn group_of(app: &App, mail: &Incoming) -> Result<Option<Group>> {
    for address in &mail.to {
        if let Some(id) = golive::by_raise_address(&app.db, address).await?
            && store::inviter(&app.db, id).await? == Inviter::Outside
        {
            return groups::by_id(&app.db, id).await.map(Some);
        }
    }
    Ok(None)
}

/// Takes a mail that brings an invitation. Tells whether it was one.
pub(crate) async fn take(app: &App, mail: &Incoming) -> Result<bool> {
    let files = mail.attached.iter().filter(|file| is_calendar(&file.media_type, &file.name));
    let Some(group) = group_of(app, mail).await? else { return Ok(false) };
    let mut read = files.filter_map(|file| Some((calendar::read(&file.content, &group.time_zone)?, &file.content)));
    let found = read.find(|(calendar, _)| !calendar.entries.is_empty());
    let Some((calendar, file)) = found.filter(|(calendar, _)| matches!(calendar.method.as_str(), "" | "REQUEST" | "PUBLISH" | "CANCEL"))
    else {
        return Ok(false);
    };
    let seats = membership::seats(&app.db, &group).await?;
    let Some(seat) = seats.into_iter().find(|seat| seat.email.eq_ignore_ascii_case(&mail.address) && may(seat.role, Verb::RunMeetings))
    else {
        return Ok(false);
    };
    let acting = Acting::new(app, group, seat);
    take_from(app, mail, &acting, (&calendar, file)).await.map(|()| true)
}

async fn take_from(app: &App, mail: &Incoming, acting: &Acting, (calendar, file): (&Calendar, &[u8])) -> Result<()> {
    let mut tx = app.begin().await?;
    let errors = match take_entry(app, &mut tx, acting, calendar, file).await {
        Ok(_) => return app.commit(tx).await,
        Err(error @ (Error::Invalid(_) | Error::Refused(..) | Error::Conflict(_))) => error.into_messages("file")?,
        Err(error) => return Err(error),
    };
    drop(tx);
    // The same mail, read twice, is answered once.
    let sign = app.keys.sign("not-taken", &[acting.group.id.as_bytes(), mail.message_id.as_bytes(), acting.person.as_bytes()]);
    let mut cause = [0; 16];
    cause.copy_from_slice(&sign[..16]);
    let mut tx = app.begin().await?;
    mail::refuse(app, &mut tx, &acting.group, &acting.email, &errors, Uuid::from_bytes(cause)).await?;
    app.commit(tx).await
}
