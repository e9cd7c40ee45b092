//! Calendars as Outlook, Google and Apple write them, and as they come when something went wrong on the way.

use proptest::prelude::*;

use super::*;

fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("a zone")
}

fn only(text: &str) -> Entry {
    let mut calendar = read(text.as_bytes(), &london()).expect("a calendar");
    assert_eq!(calendar.entries.len(), 1, "{calendar:?}");
    calendar.entries.remove(0)
}

fn event(lines: &str) -> Entry {
    only(&format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
}

fn at(text: &str) -> Option<Timestamp> {
    Some(text.parse().expect("an instant"))
}

#[test]
fn an_answer_is_read_as_each_program_writes_it() {
    let outlook = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\n\
        BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:16010101T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n\
        BEGIN:VEVENT\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=Kim Reid:MAILTO:Kim.Reid@board.\r\n example\r\nCOMMENT;LANGUAGE=en-GB:I will be late\\, sorry\r\nUID:7@brig.example\r\n\
        SUMMARY;LANGUAGE=en-GB:Accepted: Group\r\nDTSTART;TZID=GMT Standard Time:20270614T123000\r\nDTEND;TZID=GMT Standard Time:20270614T140000\r\nDTSTAMP:20270601T091500Z\r\nSEQUENCE:2\r\n\
        BEGIN:VALARM\r\nACTION:DISPLAY\r\nUID:not-this\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let read_outlook = read(outlook.as_bytes(), &london()).expect("a calendar");
    assert_eq!(read_outlook.method, "REPLY");
    let entry = only(outlook);
    let kim = &entry.attendees[0];
    assert_eq!((kim.address.as_str(), kim.answer.as_str()), ("kim.reid@board.example", "ACCEPTED"));
    assert_eq!((entry.uid.as_str(), entry.sequence, entry.comment.as_str()), ("7@brig.example", 2, "I will be late, sorry"));
    assert_eq!((entry.starts, entry.stamp), (at("2027-06-14T11:30:00Z"), at("2027-06-01T09:15:00Z")));

    let google = event(
        "DTSTART:20270614T113000Z\r\nDTEND:20270614T130000Z\r\nDTSTAMP:20270601T091500Z\r\nORGANIZER;CN=North Moor:mailto:group@board.example\r\nUID:7@brig.example\r\n\
         ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=Kim;X-NUM-GUESTS=0;X-RESPONSE-COMMENT=\"Clinic; may overrun: sorry\":mailto:kim@practice.example",
    );
    assert_eq!((google.attendees[0].answer.as_str(), google.attendees[0].comment.as_str()), ("TENTATIVE", "Clinic; may overrun: sorry"));
    assert_eq!(google.organiser, "group@board.example");

    let apple = event(
        "UID:7@brig.example\nATTENDEE;CN=\"Reid, Kim\";CUTYPE=INDIVIDUAL;EMAIL=\"kim@x.example\";partstat=declined:mailto:kim@x.example\nDTSTART;TZID=Europe/London:20270614T123000",
    );
    assert_eq!((apple.attendees[0].answer.as_str(), apple.starts), ("DECLINED", at("2027-06-14T11:30:00Z")));

    let delegated = event(
        "UID:7\r\nATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:Una@x.example\";SENT-BY=\"mailto:desk@x.example\":mailto:kim@x.example",
    );
    let kim = &delegated.attendees[0];
    assert_eq!((kim.delegated_to.as_str(), kim.sent_by.as_str()), ("una@x.example", "desk@x.example"));
}

#[test]
fn a_zone_is_known_by_its_name_or_by_the_rules_that_the_file_carries() {
    let starts = |zone: &str, time: &str| event(&format!("DTSTART;TZID={zone}:{time}")).starts;
    for zone in ["Europe/London", "GMT Standard Time", "/example.org/20050126_1/Europe/London", "\"Europe/London\"", "nobody knows"] {
        assert_eq!(starts(zone, "20270614T123000"), at("2027-06-14T11:30:00Z"), "{zone}");
        assert_eq!(starts(zone, "20271214T123000"), at("2027-12-14T12:30:00Z"), "{zone}");
    }
    let own = |time: &str| {
        only(&format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16011028T030000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\n\
             TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010325T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\n\
             TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Customized Time Zone:{time}\r\nDURATION:PT1H30M\r\nEND:VEVENT\r\nEND:VCALENDAR"
        ))
    };
    assert_eq!(own("20270328T013000").starts, at("2027-03-28T00:30:00Z"));
    assert_eq!((own("20270328T033000").starts, own("20270328T033000").ends), (at("2027-03-28T01:30:00Z"), at("2027-03-28T03:00:00Z")));
    assert_eq!(own("20270110T120000").starts, at("2027-01-10T11:00:00Z"));
    assert_eq!(own("20271101T120000").starts, at("2027-11-01T11:00:00Z"));
}

#[test]
fn where_one_joins_is_found_wherever_it_stands() {
    let teams = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d";
    for lines in [
        format!("X-MICROSOFT-SKYPETEAMSMEETINGURL:{teams}\r\nDESCRIPTION:See https://www.example.org/agenda"),
        format!("DESCRIPTION:Papers: https://www.example.org/agenda\\nJoin<{teams}>\\n"),
        format!("LOCATION:Room 2\\; {teams}"),
        "DESCRIPTION:Join <https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19%253ameeting_x%2540thread.v2%2F0%3Fcontext%3D%257b%2522Tid%2522%253a%25221%2522%257d&data=05>".to_owned(),
    ] {
        assert_eq!(event(&lines).link, teams, "{lines}");
    }
    assert_eq!(event("DESCRIPTION:https://notteams.microsoft.com.example.org/x and https://www.example.org").link, "");
}

#[test]
fn what_went_wrong_on_the_way_is_left_out() {
    assert_eq!(read(b"", &london()), None);
    assert_eq!(read(b"Dear all, I cannot come", &london()), None);
    let cut =
        read(b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:7@x\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nDTSTA", &london());
    let cut = cut.expect("a calendar");
    assert_eq!((cut.entries[0].uid.as_str(), cut.entries[0].attendees.len()), ("7@x", 1));
    let odd = event(
        "UID\r\nSEQUENCE:-3\r\nDTSTART;VALUE=DATE:20270614\r\nDTSTAMP:yesterday\r\nATTENDEE:nobody\r\nATTENDEE;PARTSTAT=\"ACCEPTED:mailto:x@y\r\n=\r\n;;;:",
    );
    assert_eq!((odd.sequence, odd.starts, odd.stamp, odd.attendees[0].address.as_str()), (0, None, None, ""));
    assert!(event("RRULE:FREQ=MONTHLY\r\nDTSTART:20270614T113000Z").series.is_some() && event("STATUS:cancelled").cancelled);
}

/// The first times at which an appointment comes round, where the clocks of London stand.
fn begins(lines: &str) -> Vec<String> {
    let series = event(lines).series.expect("a series");
    assert!(!series.unknown, "{lines}");
    series.begins.iter().take(5).map(|at| london().to_datetime(*at).strftime("%Y-%m-%d %H:%M").to_string()).collect()
}

#[test]
fn a_series_keeps_its_hour_when_the_clocks_change() {
    for (first, rule, dates) in [
        (
            "20270302T123000",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU",
            ["2027-03-02", "2027-03-16", "2027-03-30", "2027-04-13", "2027-04-27"],
        ),
        ("20270309T123000", "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU", ["2027-03-09", "2027-04-13", "2027-05-11", "2027-06-08", "2027-07-13"]),
        ("20270309T123000", "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", ["2027-03-09", "2027-04-13", "2027-05-11", "2027-06-08", "2027-07-13"]),
        (
            "20270331T123000",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ["2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-30"],
        ),
        ("20270131T123000", "FREQ=MONTHLY;BYMONTHDAY=31", ["2027-01-31", "2027-03-31", "2027-05-31", "2027-07-31", "2027-08-31"]),
        ("20270328T123000", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1SU", ["2027-03-28", "2027-06-27", "2027-09-26", "2027-12-26", "2028-03-26"]),
        ("20270309T123000", "FREQ=YEARLY;BYMONTH=3,9;BYDAY=2TU", ["2027-03-09", "2027-09-14", "2028-03-14", "2028-09-12", "2029-03-13"]),
        ("20270309T123000", "FREQ=YEARLY", ["2027-03-09", "2028-03-09", "2029-03-09", "2030-03-09", "2031-03-09"]),
        ("20270326T123000", "FREQ=DAILY;BYDAY=MO,FR", ["2027-03-26", "2027-03-29", "2027-04-02", "2027-04-05", "2027-04-09"]),
    ] {
        let found = begins(&format!("DTSTART;TZID=GMT Standard Time:{first}\r\nRRULE:{rule}"));
        assert_eq!(found, dates.map(|date| format!("{date} 12:30")), "{rule}");
    }
}

#[test]
fn a_series_ends_and_leaves_out_what_was_taken_out() {
    let weekly = "DTSTART;TZID=GMT Standard Time:20270316T123000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU";
    assert_eq!(begins(&format!("{weekly};COUNT=2")), ["2027-03-16 12:30", "2027-03-23 12:30"]);
    // The last one is at 11:30 in UTC, because it is summer there then.
    assert_eq!(begins(&format!("{weekly};UNTIL=20270330T113000Z")).len(), 3);
    assert_eq!(begins(&format!("{weekly};UNTIL=20270330T112959Z")).len(), 2);
    assert_eq!(begins(&format!("{weekly};UNTIL=20270330")).len(), 3);
    let out = format!("{weekly};COUNT=4\r\nEXDATE;TZID=GMT Standard Time:20270323T123000,20270330T123000");
    assert_eq!(begins(&out), ["2027-03-16 12:30", "2027-04-06 12:30"]);
    let mended = event("UID:7@x\r\nRECURRENCE-ID;TZID=GMT Standard Time:20270330T123000\r\nDTSTART;TZID=GMT Standard Time:20270331T140000");
    assert_eq!((mended.series, mended.instead_of), (None, at("2027-03-30T11:30:00Z")));
    for odd in ["FREQ=SECONDLY", "FREQ=WEEKLY;BYWEEKNO=3", "FREQ=YEARLY;BYDAY=20MO", "INTERVAL=2", "FREQ=MONTHLY;BYDAY=XX"] {
        assert!(event(&format!("DTSTART:20270614T113000Z\r\nRRULE:{odd}")).series.expect("a series").unknown, "{odd}");
    }
    assert!(event("DTSTART:20270614T113000Z\r\nRRULE:FREQ=DAILY").series.expect("a series").begins.len() <= 2_001, "it ends somewhere");
}

proptest! {
    #[test]
    fn nothing_makes_it_fall_over(bytes: Vec<u8>, words in "(BEGIN|END|TZID|RRULE|DTSTART|TZOFFSETTO|EXDATE|RECURRENCE-ID|BYMONTHDAY|BYSETPOS|MONTHLY|ATTENDEE|[:;=\",+Z0-9 \n-]|VEVENT|VTIMEZONE|VCALENDAR|STANDARD|FREQ|BYDAY|SU|é){0,60}") {
        let _ = read(&bytes, &london());
        let _ = read(format!("BEGIN:VCALENDAR\n{words}").as_bytes(), &london());
    }
}
