//! Guests are invited to their item alone, told when its time changes, and answer by link and by mail.

use axum::http::{Method, StatusCode};
use group::testing::TestApp;
use jiff::SignedDuration;
use kernel::{both, mail::read_message, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

const GUESTS: &str = "/north-moor/meetings/1/items/26-002/guests";

/// What was sent to the guest since the last round, with lines put together again.
async fn round(it: &TestApp, seen: &mut usize) -> Vec<String> {
    it.wait(SignedDuration::from_mins(20));
    schedule::tick(&it.app).await.expect("a tick");
    let mails = it.mails_after_work().await;
    let new = mails[*seen..].iter().map(|mail| mail.replace("=\r\n", "").replace("=3D", "=").replace("\r\n ", ""));
    let to_guest = new.filter(|mail| mail.contains("To: catriona.baird@example.scot")).collect();
    *seen = mails.len();
    to_guest
}

/// A meeting with two items, of which the second has a guest.
async fn with_guest(chairs: &Chairs<'_>) {
    chairs.call("meetings", json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90, "place": "Room 4" })).await;
    for title in ["Letters by post", "A new pathway"] {
        chairs.call("meetings/1/items", json!({ "title": title })).await;
    }
    let fields = [("name", "Catriona Baird"), ("email", "catriona.baird@example.scot")];
    assert_eq!(chairs.administrator.fill(GUESTS, GUESTS, &fields).await.status, StatusCode::SEE_OTHER);
}

both!(a_guest_has_an_entry_for_their_item_alone_that_follows_the_agenda, start, |it| {
    let chairs = Chairs::of(it).await;
    with_guest(&chairs).await;
    let mut seen = 0;
    let first = round(it, &mut seen).await;
    assert_eq!(first.len(), 1, "{first:?}");
    for part in [
        "method=REQUEST",
        "DTSTART;TZID=Europe/London:20261214T124500",
        "DTEND;TZID=Europe/London:20261214T130000",
        "SEQUENCE:0",
        "SUMMARY:North Moor Interface Group: A new pathway",
        "ATTENDEE;CN=Catriona Baird;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:catriona.baird@example.scot",
        "LOCATION:Room 4",
    ] {
        assert!(first[0].contains(part), "{part}: {}", first[0]);
    }
    assert!(!first[0].contains("Letters by post"), "nothing of the other items: {}", first[0]);
    assert_eq!(round(it, &mut seen).await.len(), 0, "told once");
    // Two changes of the agenda, one mail.
    let base = "/north-moor/meetings/1";
    for minutes in ["20", "25"] {
        let call = "/api/v1/north-moor/meetings/1/items/1/details";
        let timed =
            chairs.administrator.api(Method::POST, call, Some(json!({ "minutes": minutes.parse::<i64>().expect("a number") }))).await;
        assert!(timed.status.is_success(), "{} {}", timed.status, timed.body);
    }
    let moved = round(it, &mut seen).await;
    assert!(moved.len() == 1 && moved[0].contains("SEQUENCE:1") && moved[0].contains("20261214T125500"), "{moved:?}");
    assert!(moved[0].contains("Your item has another time"));
    let administrator = chairs.administrator.signed_in_again().await;
    administrator.fill(base, "/north-moor/meetings/1/items/26-002/removal", &[]).await;
    let over = round(it, &mut seen).await;
    assert!(over.len() == 1 && over[0].contains("method=CANCEL") && over[0].contains("SEQUENCE:2"), "{over:?}");
    assert_eq!(round(it, &mut seen).await.len(), 0);
});

both!(a_meeting_that_is_cancelled_takes_its_guests_off, start, |it| {
    let chairs = Chairs::of(it).await;
    with_guest(&chairs).await;
    let mut seen = 0;
    assert_eq!(round(it, &mut seen).await.len(), 1);
    chairs.administrator.fill("/north-moor/meetings/1/details", "/north-moor/meetings/1/cancellation", &[]).await;
    let over = round(it, &mut seen).await;
    assert!(over.len() == 1 && over[0].contains("STATUS:CANCELLED"), "{over:?}");
});

both!(a_guest_answers_by_link_and_by_their_calendar, start, |it| {
    let chairs = Chairs::of(it).await;
    with_guest(&chairs).await;
    let mut seen = 0;
    let mail = round(it, &mut seen).await.remove(0);
    let link = mail.split_whitespace().find_map(|word| Some(&word[word.find("/north-moor/one-item/")?..])).expect("a link").to_owned();
    let visitor = it.visitor();
    let page = visitor.get(&link).await;
    assert!(page.headers["referrer-policy"] == "no-referrer" && page.main().contains("A new pathway"), "{}", page.main());
    assert!(!page.main().contains("Letters by post"));
    assert!(chairs.administrator.get(GUESTS).await.main().contains("Has not answered"), "opening it answers nothing");
    assert!(visitor.fill(&link, &link, &[("answer", "yes")]).await.main().contains("your answer is saved"));
    assert!(chairs.administrator.get(GUESTS).await.main().contains("Comes"));
    assert_eq!(visitor.get(&format!("{}x", &link[..link.len() - 1])).await.status, StatusCode::NOT_FOUND);
    it.wait(SignedDuration::from_mins(5));
    let uid = mail.lines().find_map(|line| line.strip_prefix("UID:")).expect("a UID").trim().to_owned();
    let reply = |from: &str| {
        format!(
            "From: {from}\r\nTo: brig@localhost\r\nMessage-ID: <{from}>\r\nSubject: Declined: x\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n\
             BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:0\r\nDTSTAMP:20270101T000000Z\r\nATTENDEE;PARTSTAT=DECLINED:mailto:{from}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    for (from, said) in [("somebody@example.scot", "Comes"), ("catriona.baird@example.scot", "Cannot come")] {
        let mail = read_message(reply(from).as_bytes()).expect("a mail");
        assert!(crate::attending::take(&it.app, &mail).await.expect("looked at"), "it is no report");
        let administrator = chairs.administrator.signed_in_again().await;
        assert!(administrator.get(GUESTS).await.main().contains(said), "{from}");
    }
});
