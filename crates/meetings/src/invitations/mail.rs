//! The mail of an invitation: what it says, what is open for whoever reads it, and the entry for the calendar.

use documents::calendar::{self, Answer, Calendar, Method, Person};
use group::{acting::Acting, golive, groups::Group};
use jiff::{Timestamp, tz::TimeZone};
use kernel::{
    App, On, Result, Tx,
    mail::{self, Letter, Outgoing, Part},
    words,
};
use uuid::Uuid;

use super::{
    model::{Due, Invitation, Invited},
    queries::{OpenAction, Presented},
};
use crate::{
    attending::{self, Given},
    meetings::{Meeting, State, when},
    papers::Unread,
    references,
};

/// So many lines of somebody's own work stand in a mail.
const LISTED: usize = 10;

/// What the mails about one meeting have in common.
pub(super) struct Mailing<'a> {
    pub(super) app: &'a App,
    pub(super) group: &'a Group,
    pub(super) meeting: &'a Meeting,
    pub(super) cause: Uuid,
    pub(super) organiser: Person,
    pub(super) reply_to: Option<String>,
    /// Whether the calendar entry comes from elsewhere: then only an answer is asked for.
    pub(super) outside: bool,
    pub(super) given: Vec<Given>,
}

impl Mailing<'_> {
    pub(super) async fn post(&self, tx: &mut Tx, due: &Due, name: String, own: &[String]) -> Result<()> {
        let Self { app, group, meeting, .. } = *self;
        let given = self.given.iter().find(|given| given.person == due.invited.person);
        let guest = Person { name, address: due.invited.email.clone() };
        let mut event = event(app, group, meeting, due.invited.sequence);
        event.cancelled = matches!(due.why, Invitation::Cancelled | Invitation::Left);
        event.organiser = Some(self.organiser.clone());
        event.guest = Some((guest, said(given, &due.invited)));
        let method = if event.cancelled { Method::Cancel } else { Method::Request };
        let part = Part {
            name: "meeting.ics".into(),
            media_type: format!("text/calendar; method={}; charset=UTF-8", method.word()),
            content: one(method, &group.time_zone, event).into_bytes(),
        };
        let mail = Outgoing {
            scope: Some(group.id),
            to: due.invited.email.clone(),
            letter: letter(app, group, meeting, due, own, self.outside),
            cause: self.cause,
            kind: "meeting-invitation",
            parts: if self.outside { Vec::new() } else { vec![part] },
            reply_to: self.reply_to.clone(),
        };
        mail::post(app, tx, mail).await
    }
}

/// What a calendar shows as somebody's answer: an answer to another day or hour is none to this one.
fn said(given: Option<&Given>, invited: &Invited) -> Answer {
    match given.filter(|given| given.sequence >= invited.slot_sequence).map(|given| given.answer) {
        None => Answer::NeedsAction,
        Some(attending::Answer::Yes) => Answer::Accepted,
        Some(attending::Answer::Perhaps) => Answer::Tentative,
        Some(attending::Answer::No) => Answer::Declined,
    }
}

/// What stays the same of a meeting's entry through all changes.
fn uid(app: &App, meeting: Uuid) -> String {
    format!("{meeting}@{}", app.settings.host())
}

/// Who invites: the group, by the address at which Brig reads its mail, so that answers of calendars come back to it. A group
/// without one invites by the address that Brig sends from.
pub(crate) async fn organiser(app: &App, on: impl Into<On<'_>>, group: &Group) -> Result<Person> {
    let raise = golive::find(on, group.id).await?.raise_address;
    let address = if raise.is_empty() { address_of(&app.settings.mail_from) } else { raise };
    Ok(Person { name: group.name.clone(), address })
}

/// The address in `Brig <brig@board.scot>`.
fn address_of(from: &str) -> String {
    let inner = from.rsplit_once('<').map_or(from, |(_, rest)| rest);
    inner.trim_end_matches('>').trim().to_owned()
}

/// A meeting as an appointment, as yet with nobody invited.
pub(crate) fn event(app: &App, group: &Group, meeting: &Meeting, sequence: i64) -> calendar::Event {
    let (starts, ends) = meeting.span(&group.time_zone);
    let url = app.url(&format!("/{}/meetings/{}", group.slug, meeting.number));
    let join = if meeting.link.is_empty() { String::new() } else { format!("Join online: {}\n", meeting.link) };
    calendar::Event {
        uid: uid(app, meeting.id),
        sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
        stamp: app.clock.now(),
        starts,
        ends,
        cancelled: meeting.state == State::Cancelled,
        summary: group.name.clone(),
        description: format!("{join}Agenda and papers: {url}"),
        place: meeting.place.clone(),
        link: meeting.link.clone(),
        url: Some(url),
        organiser: None,
        guest: None,
    }
}

fn one(method: Method, zone: &TimeZone, event: calendar::Event) -> String {
    calendar::write(&Calendar { method, name: String::new(), zone: zone.clone(), events: vec![event] })
}

/// The entry for somebody's own calendar, as a file.
pub(crate) fn own_entry(app: &App, acting: &Acting, meeting: &Meeting, organiser: Person, stamp: Timestamp) -> String {
    let mut event = event(app, &acting.group, meeting, meeting.sequence);
    event.stamp = stamp;
    event.organiser = Some(organiser);
    event.guest = Some((Person { name: acting.name.clone(), address: acting.email.clone() }, Answer::NeedsAction));
    let method = if event.cancelled { Method::Cancel } else { Method::Request };
    one(method, &acting.group.time_zone, event)
}

/// What is open for a meeting's people.
pub(super) struct Work {
    pub(super) actions: Vec<OpenAction>,
    pub(super) items: Vec<Presented>,
    pub(super) unread: Unread,
}

impl Work {
    /// What is open for one person: what they present at this meeting, what they have to read for it, then their actions, the one
    /// due first first.
    pub(super) fn of(&self, person: Uuid, name: &str) -> Vec<String> {
        let presents = |item: &&Presented| {
            !name.is_empty() && item.presenter.trim().eq_ignore_ascii_case(name) && !self.unread.is_closed(item.item, person)
        };
        let items = self.items.iter().filter(presents).map(|item| {
            let title = if item.reserved { "a reserved item" } else { &item.title };
            format!("You present {}: {title}", references::item(item.year, item.number))
        });
        let own: Vec<&OpenAction> = self.actions.iter().filter(|action| action.owner == person).collect();
        let actions =
            own.iter().map(|action| format!("{}: {} (by {})", references::action(action.number), action.words, words::date(action.due)));
        let papers = listed("paper to read", "papers to read", self.unread.of(person), "And {} more on the agenda.");
        items.chain(papers).chain(listed("open action", "open actions", actions.collect(), "And {} more in the action log.")).collect()
    }
}

/// `You have 2 papers to read:` and a line each, so far as a mail has room.
fn listed(one: &str, many: &str, lines: Vec<String>, rest: &str) -> Vec<String> {
    let count = lines.len();
    let head = (count > 0).then(|| format!("You have {}:", words::count(count as u64, one, many)));
    let rest = (count > LISTED).then(|| rest.replace("{}", &(count - LISTED).to_string()));
    head.into_iter().chain(lines.into_iter().take(LISTED)).chain(rest).collect()
}

fn letter(app: &App, group: &Group, meeting: &Meeting, due: &Due, own: &[String], outside: bool) -> Letter {
    let day = words::date(meeting.held_on);
    let moved = due.invited.slot_sequence == due.invited.sequence;
    let (subject, heading, first) = match due.why {
        Invitation::First if outside => (
            "Can you come",
            "The group meets",
            "Your calendar has this from the group’s own calendar. Please say here whether you can come.",
        ),
        Invitation::First => ("Invitation", "The group meets", "You are invited to a meeting of the group."),
        Invitation::Changed if moved => ("Moved", "The meeting has moved", "Please note the new time, and say whether you can still come."),
        Invitation::Changed => ("Changed", "The meeting has changed", "Please note the new details. What you have answered stands."),
        Invitation::Cancelled => {
            ("Cancelled", "The meeting is cancelled", "This meeting does not take place. Its issues wait for another one.")
        }
        Invitation::Left => (
            "No longer invited",
            "You are not invited to this meeting any more",
            "You no longer have a seat in the group that is invited to it. Your calendar can take it out.",
        ),
    };
    let mut letter = Letter::new(format!("{subject}: meeting on {day}"), heading, &group.name).paragraph(first).paragraph(when(meeting));
    if matches!(due.why, Invitation::Cancelled | Invitation::Left) {
        return letter;
    }
    if !meeting.place.is_empty() {
        letter = letter.paragraph(format!("Where: {}", meeting.place));
    }
    if !meeting.link.is_empty() {
        letter = letter.link("Join online", &meeting.link);
    }
    letter = letter.button("Say whether you can come", app.url(&attending::link(app, group, meeting, due.invited.person)));
    if !own.is_empty() {
        letter = letter.section("What is open for you");
        for line in own {
            letter = letter.paragraph(line);
        }
    }
    letter.link("See the agenda", app.url(&format!("/{}/meetings/{}", group.slug, meeting.number))).paragraph(
        "You need no account to answer, and nothing happens before you press a button on that page. Your calendar’s own answer counts too.",
    )
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
