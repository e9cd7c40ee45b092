//! Appointments as iCalendar (RFC 5545): an invitation in a mail, its cancellation, or a feed that calendars read.

mod line;
mod task;
mod zone;

use jiff::{Timestamp, tz::TimeZone};

use line::{Lines, one_line};
pub use task::{Progress, Task, write_tasks};

/// What the calendar asks of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To come. With a higher sequence: that something changed.
    Request,
    /// To take it out of the calendar again.
    Cancel,
    /// Nothing: it only says what there is.
    Publish,
}

impl Method {
    /// The word that stands in the calendar and in the mail's head.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
            Self::Publish => "PUBLISH",
        }
    }
}

/// What somebody who is invited has said so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    NeedsAction,
    /// They come.
    Accepted,
    /// Perhaps.
    Tentative,
    /// They do not come.
    Declined,
}

impl Answer {
    /// The word that stands in the calendar.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NeedsAction => "NEEDS-ACTION",
            Self::Accepted => "ACCEPTED",
            Self::Tentative => "TENTATIVE",
            Self::Declined => "DECLINED",
        }
    }
}

/// Somebody with a mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their name; may be empty.
    pub name: String,
    /// Where mail reaches them.
    pub address: String,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What stays the same through all changes of the appointment.
    pub uid: String,
    /// 0 at first, one more with each change.
    pub sequence: u32,
    /// When this was written.
    pub stamp: Timestamp,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Whether it does not take place.
    pub cancelled: bool,
    /// What it is called.
    pub summary: String,
    /// What it is about; may be empty.
    pub description: String,
    /// The room; may be empty.
    pub place: String,
    /// Where one joins it on the web; may be empty.
    pub link: String,
    /// A page about it.
    pub url: Option<String>,
    /// Who invites.
    pub organiser: Option<Person>,
    /// Who is invited, and what they have said.
    pub guest: Option<(Person, Answer)>,
}

/// A calendar with its appointments.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// What it asks.
    pub method: Method,
    /// What calendars call it that follow it; empty for an invitation.
    pub name: String,
    /// Where its clocks stand.
    pub zone: TimeZone,
    /// The appointments.
    pub events: Vec<Event>,
}

/// The calendar as a file. Times are those of its zone's clocks, with the rules of the zone beside them; a time that the
/// clocks show twice is written in UTC, so that nobody has to guess.
#[must_use]
pub fn write(calendar: &Calendar) -> String {
    let mut lines = Lines::default();
    lines.plain("BEGIN", "VCALENDAR");
    lines.plain("VERSION", "2.0");
    lines.plain("PRODID", "-//Brig//Brig//EN");
    lines.plain("CALSCALE", "GREGORIAN");
    lines.plain("METHOD", calendar.method.word());
    if !calendar.name.is_empty() {
        lines.text("NAME", &one_line(&calendar.name));
        lines.text("X-WR-CALNAME", &one_line(&calendar.name));
        lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        lines.plain("X-PUBLISHED-TTL", "PT1H");
    }
    let zone = zone::Zone::of(&calendar.zone);
    let first = calendar.events.iter().map(|event| event.starts).min();
    let last = calendar.events.iter().map(|event| event.ends).max();
    if let (Some(zone), Some(first), Some(last)) = (&zone, first, last) {
        zone.write(&mut lines, first, last);
    }
    for event in &calendar.events {
        write_event(&mut lines, calendar.method, event, zone.as_ref());
    }
    lines.plain("END", "VCALENDAR");
    lines.done()
}

fn write_event(lines: &mut Lines, method: Method, event: &Event, zone: Option<&zone::Zone<'_>>) {
    lines.plain("BEGIN", "VEVENT");
    lines.text("UID", &one_line(&event.uid));
    lines.plain("SEQUENCE", &event.sequence.to_string());
    lines.plain("DTSTAMP", &utc(event.stamp));
    let local = |at| zone.and_then(|zone| zone.local(at));
    match (local(event.starts), local(event.ends), zone) {
        (Some(starts), Some(ends), Some(zone)) => {
            lines.plain(&format!("DTSTART;TZID={}", zone.name), &starts);
            lines.plain(&format!("DTEND;TZID={}", zone.name), &ends);
        }
        _ => {
            lines.plain("DTSTART", &utc(event.starts));
            lines.plain("DTEND", &utc(event.ends));
        }
    }
    lines.text("SUMMARY", &one_line(&event.summary));
    lines.plain("STATUS", if event.cancelled || method == Method::Cancel { "CANCELLED" } else { "CONFIRMED" });
    if !event.description.is_empty() {
        lines.text("DESCRIPTION", &event.description);
    }
    let link = uri(&event.link);
    let place = [event.place.as_str(), link.as_deref().unwrap_or_default()].into_iter().filter(|part| !part.is_empty());
    let place = place.collect::<Vec<_>>().join("; ");
    if !place.is_empty() {
        lines.text("LOCATION", &one_line(&place));
    }
    if let Some(link) = link {
        lines.plain("CONFERENCE;VALUE=URI;FEATURE=VIDEO", &link);
    }
    if let Some(url) = event.url.as_deref().and_then(uri) {
        lines.plain("URL", &url);
    }
    if let Some(organiser) = &event.organiser {
        lines.person("ORGANIZER", "", organiser);
    }
    if let Some((guest, answer)) = &event.guest {
        let asks = if method == Method::Request { "TRUE" } else { "FALSE" };
        let said = format!(";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={};RSVP={asks}", answer.word());
        lines.person("ATTENDEE", &said, guest);
    }
    lines.plain("END", "VEVENT");
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// An address of the web, or nothing: it is written as it stands.
fn uri(written: &str) -> Option<String> {
    match crate::address::Address::read(written) {
        Some(crate::address::Address::Anywhere(address)) => Some(address),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
