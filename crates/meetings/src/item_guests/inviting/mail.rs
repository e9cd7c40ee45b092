//! The mail to a guest: their item, when it is planned, where, and the entry for their calendar. Nothing of the other items.

use documents::calendar::{self, Calendar, Event, Method, Person};
use group::groups::Group;
use jiff::Timestamp;
use kernel::{
    App, Result, Tx,
    mail::{self, Letter, Outgoing, Part},
    words,
};

use super::{
    commands::link,
    model::{Sent, Why},
};
use crate::attending::Answer;

/// What the mails to guests of a group have in common.
pub(super) struct Mailing<'a> {
    pub(super) app: &'a App,
    pub(super) group: &'a Group,
    pub(super) organiser: Person,
    pub(super) reply_to: Option<String>,
}

impl Mailing<'_> {
    pub(super) async fn post(&self, tx: &mut Tx, why: Why, sent: &Sent) -> Result<()> {
        let Self { app, group, .. } = *self;
        let method = if why == Why::Cancelled { Method::Cancel } else { Method::Request };
        let events = vec![self.event(why, sent)];
        let entry = calendar::write(&Calendar { method, name: String::new(), zone: group.time_zone.clone(), events });
        let part = Part {
            name: "item.ics".into(),
            media_type: format!("text/calendar; method={}; charset=UTF-8", method.word()),
            content: entry.into_bytes(),
        };
        let mail = Outgoing {
            scope: Some(group.id),
            to: sent.entry.email.clone(),
            letter: letter(app, group, why, sent),
            cause: app.ids.key(app.clock.now())?,
            kind: "guest-invitation",
            parts: vec![part],
            reply_to: self.reply_to.clone(),
        };
        mail::post_known(app, tx, mail).await
    }

    fn event(&self, why: Why, sent: &Sent) -> Event {
        let entry = &sent.entry;
        let said = match sent.answer {
            None => calendar::Answer::NeedsAction,
            Some(Answer::Yes) => calendar::Answer::Accepted,
            Some(Answer::Perhaps) => calendar::Answer::Tentative,
            Some(Answer::No) => calendar::Answer::Declined,
        };
        Event {
            uid: format!("{}@{}", sent.guest, self.app.settings.host()),
            sequence: u32::try_from(sent.sequence).unwrap_or(u32::MAX),
            stamp: self.app.clock.now(),
            starts: entry.starts,
            ends: entry.ends,
            cancelled: why == Why::Cancelled,
            summary: format!("{}: {}", self.group.name, entry.title),
            description: if entry.link.is_empty() { String::new() } else { format!("Join online: {}", entry.link) },
            place: entry.place.clone(),
            link: entry.link.clone(),
            url: None,
            organiser: Some(self.organiser.clone()),
            guest: Some((Person { name: entry.name.clone(), address: entry.email.clone() }, said)),
        }
    }
}

/// `Monday 14 June 2027, 12:45pm to 1:00pm`, where the group's clocks stand.
pub(super) fn window(group: &Group, (starts, ends): (Timestamp, Timestamp)) -> String {
    let (starts, ends) = (group.time_zone.to_datetime(starts), group.time_zone.to_datetime(ends));
    format!("{}, {} to {}", starts.strftime("%A %-d %B %Y"), words::time(starts.time()), words::time(ends.time()))
}

fn letter(app: &App, group: &Group, why: Why, sent: &Sent) -> Letter {
    let entry = &sent.entry;
    let day = words::date(group.time_zone.to_datetime(entry.starts).date());
    let (subject, heading, first) = match why {
        Why::First => ("Invitation", "You are invited for one item", "The group would like you at one item of its meeting:"),
        Why::Moved => ("Moved", "Your item has another time", "Please note the new time, and say whether you can still come:"),
        Why::Changed => ("Changed", "Something about your item has changed", "Please note the new details. What you have answered stands:"),
        Why::Cancelled => ("Cancelled", "You are not needed at this meeting", "This item is not taken, or not with guests:"),
    };
    let letter = Letter::new(format!("{subject}: one item on {day}"), heading, &group.name).paragraph(format!("{first} {}.", entry.title));
    let when = window(group, (entry.starts, entry.ends));
    if why == Why::Cancelled {
        return letter.paragraph(format!("It was planned for {when}. Thank you all the same: your calendar can take it out."));
    }
    let mut letter =
        letter.paragraph(format!("Planned: {when}. It may begin a little earlier or later; if its planned time changes you are told."));
    if !entry.place.is_empty() {
        letter = letter.paragraph(format!("Where: {}", entry.place));
    }
    if !entry.link.is_empty() {
        letter = letter.link("Join online", &entry.link);
    }
    letter.button("Say whether you can come", app.url(&link(app, group, sent.guest))).paragraph(
        "You need no account to answer, and nothing happens before you press a button on that page. Your calendar’s own answer counts too.",
    )
}
