//! Calendars as they are written, line by line.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn event() -> Event {
    Event {
        uid: "7@brig.example".into(),
        sequence: 2,
        stamp: at("2026-11-22T09:00:00Z"),
        starts: at("2027-06-01T13:00:00Z"),
        ends: at("2027-06-01T14:30:00Z"),
        cancelled: false,
        summary: "Talk, with tea; bring: cups".into(),
        description: "First line\nSecond line \\ with a backslash".into(),
        place: "Room 4".into(),
        link: "https://meet.example/x?y=1".into(),
        url: Some("https://brig.example/north-moor/x".into()),
        organiser: Some(Person { name: "North Moor".into(), address: "group@board.example".into() }),
        guest: Some((Person { name: "Kim O'Neill".into(), address: "kim@board.example".into() }, Answer::NeedsAction)),
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

fn written(method: Method, zone_name: &str, event: Event) -> String {
    write(&Calendar { method, name: String::new(), zone: zone(zone_name), events: vec![event] })
}

fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").split_terminator("\r\n").map(ToOwned::to_owned).collect()
}

#[test]
fn an_invitation_has_what_calendars_ask_for() {
    let text = written(Method::Request, "Europe/London", event());
    assert_eq!(
        unfolded(&text),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Brig//Brig//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:REQUEST",
            "BEGIN:VTIMEZONE",
            "TZID:Europe/London",
            "BEGIN:STANDARD",
            "DTSTART:20261025T020000",
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:20270328T010000",
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0100",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
            "BEGIN:VEVENT",
            "UID:7@brig.example",
            "SEQUENCE:2",
            "DTSTAMP:20261122T090000Z",
            "DTSTART;TZID=Europe/London:20270601T140000",
            "DTEND;TZID=Europe/London:20270601T153000",
            r"SUMMARY:Talk\, with tea\; bring: cups",
            "STATUS:CONFIRMED",
            r"DESCRIPTION:First line\nSecond line \\ with a backslash",
            r"LOCATION:Room 4\; https://meet.example/x?y=1",
            "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/x?y=1",
            "URL:https://brig.example/north-moor/x",
            "ORGANIZER;CN=North Moor:mailto:group@board.example",
            "ATTENDEE;CN=Kim O'Neill;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:kim@board.example",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded: {text}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "lines end with CR LF");
}

#[test]
fn a_cancellation_says_so() {
    let text = written(Method::Cancel, "Europe/London", Event { url: None, place: String::new(), link: String::new(), ..event() });
    assert!(
        text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n") && text.replace("\r\n ", "").contains("RSVP=FALSE")
    );
    assert!(!text.contains("URL") && !text.contains("LOCATION"));
}

#[test]
fn what_the_clocks_show_twice_is_written_in_utc() {
    // 25 October 2026, 1:30 in winter: the clocks have shown it an hour before.
    let twice = Event { starts: at("2026-10-25T01:30:00Z"), ends: at("2026-10-25T03:00:00Z"), ..event() };
    let text = written(Method::Request, "Europe/London", twice);
    assert!(text.contains("DTSTART:20261025T013000Z") && text.contains("DTEND:20261025T030000Z"), "{text}");
    let plain = written(Method::Request, "UTC", event());
    assert!(plain.contains("DTSTART:20270601T130000Z") && !plain.contains("VTIMEZONE"), "{plain}");
}

#[test]
fn zones_without_a_yearly_rule_say_what_holds() {
    let fixed = written(Method::Request, "Asia/Tokyo", event());
    assert!(fixed.contains("TZOFFSETTO:+0900") && !fixed.contains("RRULE"), "{fixed}");
    // Fasting month moves the clocks on another day each year.
    let moving = written(Method::Request, "Africa/Casablanca", event());
    assert!(moving.contains("BEGIN:VTIMEZONE") && !moving.contains("RRULE"), "{moving}");
    let american = written(Method::Request, "America/New_York", event());
    assert!(american.contains("BYMONTH=3;BYDAY=2SU") && american.contains("BYMONTH=11;BYDAY=1SU"), "{american}");
}

#[test]
fn a_name_cannot_add_lines_or_parameters() {
    let evil = "x\";ROLE=CHAIR:mailto:a@b\r\nSTATUS:CANCELLED\nBEGIN:VEVENT\u{2028}\u{0}";
    let person = || Person { name: evil.into(), address: evil.into() };
    let text = written(
        Method::Request,
        "Europe/London",
        Event {
            uid: evil.into(),
            summary: evil.into(),
            description: evil.into(),
            place: evil.into(),
            link: format!("https://x/{evil}"),
            url: Some(format!("https://x/{evil}")),
            organiser: Some(person()),
            guest: Some((person(), Answer::Accepted)),
            ..event()
        },
    );
    let lines = unfolded(&text);
    assert_eq!(lines.iter().filter(|line| line.starts_with("STATUS")).count(), 1);
    assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN:VEVENT")).count(), 1);
    let guest = lines.iter().find(|line| line.starts_with("ATTENDEE")).expect("a guest");
    assert!(guest.starts_with("ATTENDEE;CN=\"x';ROLE=CHAIR:mailto:a@b STATUS:CANCELLED BEGIN:VEVENT\";CUTYPE"), "{guest}");
}
