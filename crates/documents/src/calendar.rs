//! An invitation to one appointment, as iCalendar (RFC 5545) for a mail.

use icalendar::{Calendar, Component, Event, EventStatus, Parameter, Property};
use jiff::Timestamp;

/// In bytes, without the line's end.
const LONGEST_LINE: usize = 75;

/// What the mail asks of its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To come. With a higher sequence: that something changed.
    Request,
    /// To take it out of the calendar again.
    Cancel,
}

/// An appointment and whom it is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What the mail asks.
    pub method: Method,
    /// What stays the same through all changes of the appointment.
    pub uid: String,
    /// 0 at first, one more with each change.
    pub sequence: u32,
    /// When the invitation was written.
    pub stamp: Timestamp,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// What it is called.
    pub summary: String,
    /// What it is about; may be empty.
    pub description: String,
    /// Where it is; may be empty.
    pub place: String,
    /// A page about it.
    pub url: Option<String>,
    /// Who invites: name and mail address.
    pub organiser: (String, String),
    /// Who is invited: name and mail address.
    pub guest: (String, String),
}

/// The invitation as a calendar with one event, times in UTC.
#[must_use]
pub fn write(invitation: &Invitation) -> String {
    let (method, status, answer) = match invitation.method {
        Method::Request => ("REQUEST", EventStatus::Confirmed, "TRUE"),
        Method::Cancel => ("CANCEL", EventStatus::Cancelled, "FALSE"),
    };
    let mut event = Event::new();
    event
        .uid(&line(&invitation.uid))
        .sequence(invitation.sequence)
        .add_property("DTSTAMP", time(invitation.stamp))
        .add_property("DTSTART", time(invitation.starts))
        .add_property("DTEND", time(invitation.ends))
        .summary(&line(&invitation.summary))
        .append_property(person("ORGANIZER", &invitation.organiser));
    event.status(status);
    if !invitation.description.is_empty() {
        event.description(&lines(&invitation.description));
    }
    if !invitation.place.is_empty() {
        event.add_property("LOCATION", line(&invitation.place));
    }
    if let Some(url) = invitation.url.as_deref().and_then(uri) {
        event.url(&url);
    }
    let mut guest = person("ATTENDEE", &invitation.guest);
    for (name, value) in [("CUTYPE", "INDIVIDUAL"), ("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", answer)] {
        guest.append_parameter(Parameter::new(name, value));
    }
    event.append_multi_property(guest);
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//Brig//Brig//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.push(event);
    folded(&calendar.to_string().replace("\r\n ", ""))
}

/// The lines broken so that none is longer than the standard allows. The crate does so too, but its
/// last piece of a line may be one byte too long.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / LONGEST_LINE * 3);
    for line in text.split_inclusive("\r\n") {
        let mut room = LONGEST_LINE;
        for c in line.chars() {
            if !matches!(c, '\r' | '\n') && c.len_utf8() > room {
                out.push_str("\r\n ");
                room = LONGEST_LINE - 1;
            }
            room = room.saturating_sub(c.len_utf8());
            out.push(c);
        }
    }
    out
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A person's address with their name. A parameter cannot hold quotes or line ends, whatever is done
/// to them, and some readers take a backslash for an escape, so a name goes without.
fn person(property: &str, (name, address): &(String, String)) -> Property {
    let address: String = address.chars().filter(|&c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | ',' | ';' | ':')).collect();
    let mut property = Property::new(property, format!("mailto:{address}"));
    let name = line(name).replace('"', "'").replace('\\', "/");
    if !name.is_empty() {
        property.append_parameter(Parameter::new("CN", &name));
    }
    property
}

/// An address of the web, or nothing: the value of URL is written as it stands.
fn uri(written: &str) -> Option<String> {
    match crate::address::Address::read(written) {
        Some(crate::address::Address::Anywhere(address)) => Some(address),
        _ => None,
    }
}

/// Text on one line.
fn line(text: &str) -> String {
    lines(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text whose only control character is the line feed, which is escaped when it is written.
fn lines(text: &str) -> String {
    let breaks = |c: char| matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.replace("\r\n", "\n").replace(breaks, "\n").replace('\t', " ").replace(|c: char| c.is_control() && c != '\n', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn invitation() -> Invitation {
        let at = |text: &str| text.parse().expect("a time");
        Invitation {
            method: Method::Request,
            uid: "7@brig.example".into(),
            sequence: 2,
            stamp: at("2026-11-22T09:00:00Z"),
            starts: at("2026-12-01T14:00:00Z"),
            ends: at("2026-12-01T15:30:00Z"),
            summary: "Talk, with tea; bring: cups".into(),
            description: "First line\nSecond line \\ with a backslash".into(),
            place: "Room 4".into(),
            url: Some("https://brig.example/north-moor/x".into()),
            organiser: ("North Moor".into(), "group@board.example".into()),
            guest: ("Kim O'Neill".into(), "kim@board.example".into()),
        }
    }

    fn unfolded(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split_terminator("\r\n").map(ToOwned::to_owned).collect()
    }

    #[test]
    fn an_invitation_has_what_calendars_ask_for() {
        let text = write(&invitation());
        assert_eq!(
            unfolded(&text),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Brig//Brig//EN",
                "CALSCALE:GREGORIAN",
                "METHOD:REQUEST",
                "BEGIN:VEVENT",
                r"DESCRIPTION:First line\nSecond line \\ with a backslash",
                "DTEND:20261201T153000Z",
                "DTSTAMP:20261122T090000Z",
                "DTSTART:20261201T140000Z",
                "LOCATION:Room 4",
                "ORGANIZER;CN=North Moor:mailto:group@board.example",
                "SEQUENCE:2",
                "STATUS:CONFIRMED",
                r"SUMMARY:Talk\, with tea\; bring: cups",
                "UID:7@brig.example",
                "URL:https://brig.example/north-moor/x",
                "ATTENDEE;CN=Kim O'Neill;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:kim@board.example",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
        assert!(text.lines().all(|line| line.len() <= 75), "lines are folded: {text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "lines end with CR LF");
        assert_eq!(text, write(&invitation()), "nothing depends on when it is written");
    }

    #[test]
    fn a_cancellation_says_so() {
        let text = write(&Invitation { method: Method::Cancel, url: None, place: String::new(), ..invitation() });
        assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n"));
        assert!(!text.contains("URL") && !text.contains("LOCATION"));
    }

    #[test]
    fn a_name_cannot_add_lines_or_parameters() {
        let evil = "x\";ROLE=CHAIR:mailto:a@b\r\nSTATUS:CANCELLED\nBEGIN:VEVENT\u{2028}\u{0}";
        let text = write(&Invitation {
            uid: evil.into(),
            summary: evil.into(),
            description: evil.into(),
            place: evil.into(),
            url: Some(format!("https://x/{evil}")),
            organiser: (evil.into(), evil.into()),
            guest: (evil.into(), evil.into()),
            ..invitation()
        });
        let lines = unfolded(&text);
        assert_eq!(lines.iter().filter(|line| line.starts_with("STATUS")).count(), 1);
        assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN")).count(), 2);
        let guest = lines.iter().find(|line| line.starts_with("ATTENDEE")).expect("a guest");
        assert!(guest.starts_with("ATTENDEE;CN=\"x';ROLE=CHAIR:mailto:a@b STATUS:CANCELLED BEGIN:VEVENT\";CUTYPE"), "{guest}");
    }
}
