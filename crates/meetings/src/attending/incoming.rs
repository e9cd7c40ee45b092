//! Mail that comes in and answers an invitation: an answer of a calendar counts like a button; or that brings an invitation of the
//! group's own calendar. What cannot be counted is left alone,
//! and the group's administrator is told.

use futures_util::future::BoxFuture;
use group::{
    golive,
    groups::{self, Group},
    membership::{self, Seat},
    permissions::Role,
};
use kernel::{
    App, Error, Result,
    actor::Actor,
    limits::{self, Allowance},
    mail::Incoming,
};
use reading::calendar::{self, Attendee, Calendar, Entry};
use uuid::Uuid;

use super::{
    commands::{self, Said},
    mail::{self, Puzzle},
    model::{Answer, Way, deputies_for},
    store,
};
use crate::{invitations, item_guests, outside};

/// So many times a day a group's administrator is told of answers that could not be counted.
const TOLD: Allowance = Allowance { name: "odd-answers", tries: 10, minutes: 24 * 60 };

/// Takes a mail that answers an invitation of ours, or brings one of the group's own calendar.
pub fn take<'a>(app: &'a App, mail: &'a Incoming) -> BoxFuture<'a, Result<bool>> {
    Box::pin(async move {
        let mut taken = false;
        for calendar in calendars(mail) {
            for entry in &calendar.entries {
                taken |= take_entry(app, mail, &calendar.method, entry).await?;
            }
        }
        if !taken {
            taken = outside::take(app, mail).await?;
        }
        if !taken && !mail.automatic && answers_unread(mail) {
            taken = tell(app, mail, None, Puzzle::Unread).await?;
        }
        Ok(taken)
    })
}

/// Whether what came with a mail is a calendar, by what it says and what it is called.
pub(crate) fn is_calendar(media_type: &str, name: &str) -> bool {
    matches!(media_type, "text/calendar" | "application/ics" | "text/x-vcalendar") || name.to_lowercase().ends_with(".ics")
}

/// The calendars that came with a mail. Times matter to no answer, so that it is all one where the clocks stand.
fn calendars(mail: &Incoming) -> Vec<Calendar> {
    let files = mail.attached.iter().filter(|file| is_calendar(&file.media_type, &file.name));
    let mut all: Vec<Calendar> = files.filter_map(|file| calendar::read(&file.content, &jiff::tz::TimeZone::UTC)).collect();
    // The same entry often comes twice: beside the text, and as a file.
    all.dedup();
    all
}

/// Whether a mail came with an answer of a calendar in which nothing could be read.
fn answers_unread(mail: &Incoming) -> bool {
    let found = |bytes: &[u8]| bytes.windows(12).any(|window| window.eq_ignore_ascii_case(b"METHOD:REPLY"));
    mail.attached.iter().any(|file| file.media_type == "text/calendar" && found(&file.content))
}

async fn take_entry(app: &App, mail: &Incoming, method: &str, entry: &Entry) -> Result<bool> {
    let Some((group, meeting)) = ours(app, entry).await? else { return take_guest(app, mail, method, entry).await };
    let group = groups::by_id(&app.db, group).await?;
    match method {
        "REPLY" | "COUNTER" => {}
        // A bounce, or our own mail that came back: nobody is written to.
        _ if mail.automatic => return Ok(true),
        _ => return tell(app, mail, Some(&group), Puzzle::Forwarded).await,
    }
    for attendee in &entry.attendees {
        if let Err(puzzle) = take_answer(app, mail, &group, meeting, entry, attendee).await? {
            tell(app, mail, Some(&group), puzzle).await?;
        }
    }
    if entry.attendees.is_empty() {
        tell(app, mail, Some(&group), Puzzle::Unread).await?;
    }
    Ok(true)
}

/// Takes an answer to the invitation of a guest of one item. Tells whether it is about one.
async fn take_guest(app: &App, mail: &Incoming, method: &str, entry: &Entry) -> Result<bool> {
    let Some(guest) = own_key(app, entry) else { return Ok(false) };
    let Some(group) = item_guests::group_of(&app.db, guest).await? else { return Ok(false) };
    let group = groups::by_id(&app.db, group).await?;
    match method {
        "REPLY" | "COUNTER" => {}
        _ if mail.automatic => return Ok(true),
        _ => return tell(app, mail, Some(&group), Puzzle::Forwarded).await,
    }
    let at = entry.stamp.unwrap_or_else(|| app.clock.now());
    for attendee in &entry.attendees {
        let Some(answer) = answer_of(attendee, &mail.subject) else { continue };
        let from = [mail.address.as_str(), if attendee.sent_by == mail.address { attendee.address.as_str() } else { "" }];
        if !item_guests::answer_by_mail(app, &group, guest, from, (answer, at)).await? {
            tell(app, mail, Some(&group), Puzzle::Stranger).await?;
        }
        return Ok(true);
    }
    tell(app, mail, Some(&group), Puzzle::Unread).await
}

/// The key in an entry that is one of ours.
fn own_key(app: &App, entry: &Entry) -> Option<Uuid> {
    let (id, host) = entry.uid.rsplit_once('@')?;
    Uuid::try_parse(id).ok().filter(|_| host.eq_ignore_ascii_case(app.settings.host()))
}

/// The group and the number of the meeting whose entry it is, if it is one of ours.
async fn ours(app: &App, entry: &Entry) -> Result<Option<(Uuid, i64)>> {
    match own_key(app, entry) {
        Some(id) => store::meeting_of(&app.db, id).await,
        None => Ok(None),
    }
}

type Counted = std::result::Result<(), Puzzle>;

async fn take_answer(app: &App, mail: &Incoming, group: &Group, meeting: i64, entry: &Entry, attendee: &Attendee) -> Result<Counted> {
    let seats = membership::seats(&app.db, group).await?;
    let seats: Vec<Seat> = seats.into_iter().filter(|seat| seat.role != Role::Reader).collect();
    let id = crate::meetings::find(&app.db, group.id, meeting).await?.id;
    let invited = invitations::of_meeting(&app.db, group.id, id).await?;
    let of = |address: &str| {
        let known = invited.iter().find(|one| one.email.eq_ignore_ascii_case(address)).map(|one| one.person);
        seats.iter().find(|seat| seat.email.eq_ignore_ascii_case(address) || known == Some(seat.person))
    };
    let (named, writer) = (of(&attendee.address), of(&mail.address));
    let seat = match (named, writer) {
        // Somebody's own answer, or that of who answers for them and says so.
        (Some(named), Some(writer)) if named.person == writer.person => named,
        (Some(named), _) if !attendee.sent_by.is_empty() && attendee.sent_by == mail.address => named,
        // Calendars sometimes answer under another address of the same person; the mail's own head decides.
        (None, Some(writer)) => writer,
        (Some(_), _) => return Ok(Err(Puzzle::Another)),
        (None, None) => return Ok(Err(Puzzle::Stranger)),
    };
    let given = store::given(&app.db, group.id, id).await?;
    let delegate = of(&attendee.delegated_to).filter(|_| attendee.answer == "DELEGATED");
    let deputy = delegate.filter(|delegate| deputies_for(&seats, &given, seat).iter().any(|one| one.person == delegate.person));
    let Some(answer) = answer_of(attendee, &mail.subject) else { return Ok(Err(Puzzle::Unread)) };
    let comment = if attendee.comment.is_empty() { &entry.comment } else { &attendee.comment };
    let mut words: String = comment.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect();
    if attendee.answer == "DELEGATED" && deputy.is_none() && words.is_empty() {
        words = delegate.map_or_else(|| "sends somebody else".to_owned(), |delegate| format!("sends {}", delegate.name));
    }
    let said = Said {
        answer,
        deputy: deputy.map(|deputy| deputy.person),
        way: Way::Calendar,
        sequence: Some(entry.sequence),
        at: entry.stamp.unwrap_or_else(|| app.clock.now()),
        words,
        part: None,
    };
    match count(app, group, (meeting, seat.person), &said).await {
        // What was added is not kept; the answer is.
        Err(Error::Refused(..) | Error::Invalid(_)) => {
            count(app, group, (meeting, seat.person), &Said { words: String::new(), ..said }).await?
        }
        Err(Error::Conflict(_)) => {}
        counted => counted?,
    }
    Ok(Ok(()))
}

async fn count(app: &App, group: &Group, whose: (i64, Uuid), said: &Said) -> Result<()> {
    let mut tx = app.begin().await?;
    commands::answer(app, &mut tx, group, Actor::Person(whose.1), whose, said).await?;
    app.commit(tx).await
}

/// What was answered; where the entry does not say, as some programs forget, by how the subject begins.
fn answer_of(attendee: &Attendee, subject: &str) -> Option<Answer> {
    let begins = |with: &[&str]| with.iter().any(|word| subject.to_lowercase().starts_with(word));
    match attendee.answer.as_str() {
        "ACCEPTED" => Some(Answer::Yes),
        "TENTATIVE" => Some(Answer::Perhaps),
        "DECLINED" | "DELEGATED" => Some(Answer::No),
        _ if begins(&["accepted:", "accepted "]) => Some(Answer::Yes),
        _ if begins(&["tentative:", "tentatively accepted", "tentative "]) => Some(Answer::Perhaps),
        _ if begins(&["declined:", "declined "]) => Some(Answer::No),
        _ => None,
    }
}

/// Tells the administrator of the group, or of the one at whose address the mail came in. Tells whether there is one.
async fn tell(app: &App, mail: &Incoming, group: Option<&Group>, puzzle: Puzzle) -> Result<bool> {
    let mut found = group.cloned();
    for address in &mail.to {
        if found.is_none()
            && let Some(id) = golive::by_raise_address(&app.db, address).await?
        {
            found = Some(groups::by_id(&app.db, id).await?);
        }
    }
    let Some(group) = found else { return Ok(false) };
    match limits::count(app, TOLD, &app.keys.sign("odd-answers", &[group.id.as_bytes()])).await {
        Err(Error::TooMany(_)) => return Ok(true),
        counted => counted?,
    }
    // The same mail, read twice, is told of once.
    let sign = app.keys.sign("odd-answer", &[group.id.as_bytes(), mail.message_id.as_bytes(), mail.address.as_bytes()]);
    let mut cause = [0; 16];
    cause.copy_from_slice(&sign[..16]);
    let mut tx = app.begin().await?;
    mail::tell(app, &mut tx, &group, (&mail.address, puzzle), Uuid::from_bytes(cause)).await?;
    app.commit(tx).await?;
    Ok(true)
}
