//! The group's own calendar invites: its entries become meetings, and Brig asks only who comes.

use axum::http::StatusCode;
use group::testing::{Persona, Reply, TestApp};
use kernel::{both, mail::read_message};

use crate::testing::{Chairs, start};

const PAGE: &str = "/north-moor/meetings/inviting";
const TEAMS: &str = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=y";

/// An entry as Outlook saves it.
fn entry(method: &str, sequence: u8, starts: &str, more: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nPRODID:Microsoft Exchange Server 2010\r\nBEGIN:VEVENT\r\nUID:040000008200E00074C5B7101A82E008\r\nSEQUENCE:{sequence}\r\n\
         DTSTAMP:202611{:02}T090000Z\r\nORGANIZER;CN=Morag:mailto:morag.sinclair@example.scot\r\nDTSTART;TZID=GMT Standard Time:{starts}\r\nDURATION:PT1H30M\r\nSUMMARY:Interface group\r\n\
         LOCATION:Room 4\\; Microsoft Teams Meeting\r\nDESCRIPTION:Join<{TEAMS}>\\n\r\n{more}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        10 + sequence
    )
}

async fn bring(who: &Persona<'_>, file: &str) -> Reply {
    who.send_file(PAGE, "/north-moor/meetings/inviting/file", &[], ("meeting.ics", file.as_bytes())).await
}

async fn sent(it: &TestApp, before: usize) -> Vec<String> {
    it.mails_after_work().await.split_off(before)
}

both!(an_entry_of_the_groups_own_calendar_is_the_meeting_and_brig_asks_who_comes, start, |it| {
    let chairs = Chairs::of(it).await;
    let administrator = &chairs.administrator;
    assert!(!administrator.get(PAGE).await.main().contains("type=\"file\""));
    assert_eq!(administrator.fill(PAGE, PAGE, &[("inviter", "outside")]).await.status, StatusCode::SEE_OTHER);
    let planned = bring(administrator, &entry("REQUEST", 0, "20270614T123000", "")).await;
    assert_eq!(planned.location(), "/north-moor/meetings/1?planned", "{}", planned.main());
    let mails = sent(it, 0).await;
    assert!(mails.len() == 3 && mails.iter().all(|mail| !mail.contains("text/calendar") && mail.contains("/attending/1/")), "{mails:?}");
    let page = administrator.get("/north-moor/meetings/1").await.body;
    assert!(page.contains("Monday 14 June 2027, 12:30pm to 2:00pm") && page.contains("Room 4") && page.contains(TEAMS), "{page}");
    // It moves; an older change, or the same once more, moves nothing.
    let moved = bring(administrator, &entry("REQUEST", 2, "20271214T140000", "")).await;
    assert_eq!(moved.location(), "/north-moor/meetings/1?changed", "{}", moved.main());
    for sequence in [1, 2] {
        let known = bring(administrator, &entry("REQUEST", sequence, "20270101T100000", "")).await;
        assert_eq!(known.location(), "/north-moor/meetings/inviting?known", "{}", known.main());
    }
    assert!(administrator.get("/north-moor/meetings/1").await.main().contains("Tuesday 14 December 2027, 2:00pm to 3:30pm"));
    let mails = sent(it, 3).await;
    assert!(mails.len() == 3 && mails.iter().all(|mail| mail.contains("has moved") && !mail.contains("text/calendar")), "{mails:?}");
    let over = bring(administrator, &entry("CANCEL", 3, "20271214T140000", "STATUS:CANCELLED")).await;
    assert_eq!(over.location(), "/north-moor/meetings/inviting?cancelled", "{}", over.main());
    assert!(administrator.get("/north-moor/meetings/1").await.main().contains("Cancelled"));
});

both!(a_meeting_that_is_planned_on_the_day_becomes_the_entry, start, |it| {
    let chairs = Chairs::of(it).await;
    let administrator = &chairs.administrator;
    let number = chairs.planned().await;
    assert_eq!(bring(administrator, &entry("REQUEST", 0, "20261214T150000", "")).await.status, StatusCode::CONFLICT, "Brig invites");
    administrator.fill(PAGE, PAGE, &[("inviter", "outside")]).await;
    let taken = bring(administrator, &entry("REQUEST", 0, "20261214T150000", "")).await;
    assert_eq!(taken.location(), format!("/north-moor/meetings/{number}?changed"), "{}", taken.main());
    let page = administrator.get(&format!("/north-moor/meetings/{number}")).await.body;
    assert!(page.contains("3:00pm to 4:30pm") && page.contains(TEAMS), "{page}");
    assert_eq!(sent(it, 0).await.len(), 3, "everybody is asked, who was not before");
    for (file, why) in [
        ("Dear all".to_owned(), "as your calendar saved it"),
        (entry("REQUEST", 1, "20261214T150000", "RRULE:FREQ=MONTHLY"), "This is a series"),
        (
            entry("REQUEST", 1, "20261214T150000", "")
                .replace("DTSTART;TZID=GMT Standard Time:20261214T150000", "DTSTART;VALUE=DATE:20261214"),
            "whole day",
        ),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned(), "one meeting in it"),
    ] {
        let refused = bring(administrator, &file).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains(why), "{why}: {}", refused.main());
    }
    assert_eq!(it.member().await.get(PAGE).await.status, StatusCode::FORBIDDEN);
});

both!(an_invitation_that_is_sent_on_by_mail_is_taken_from_those_who_plan_meetings, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.administrator.fill(PAGE, PAGE, &[("inviter", "outside")]).await;
    let path = "/north-moor/go-live/raise-address";
    chairs.administrator.fill(path, path, &[("answer", "raise@northmoor.example"), ("seen", "")]).await;
    let mail = |from: &str, file: &str| {
        format!(
            "From: {from}\r\nTo: raise@northmoor.example\r\nMessage-ID: <{}@x>\r\nSubject: FW: Interface group\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nFor Brig\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{file}\r\n--b--\r\n",
            file.len()
        )
    };
    let take =
        async |mail: String| crate::attending::take(&it.app, &read_message(mail.as_bytes()).expect("a mail")).await.expect("looked at");
    let first = entry("REQUEST", 0, "20270614T123000", "");
    assert!(!take(mail("wei.zhang@example.scot", &first)).await, "nobody who plans meetings");
    assert!(take(mail("morag.sinclair@example.scot", &first)).await);
    assert!(chairs.gp.get("/north-moor/meetings/1").await.main().contains("14 June 2027"));
    let count = it.mails_after_work().await.len();
    let series = mail("morag.sinclair@example.scot", &entry("REQUEST", 1, "20270614T123000", "RRULE:FREQ=MONTHLY"));
    assert!(take(series.clone()).await && take(series).await);
    let told = sent(it, count).await;
    assert!(told.len() == 1 && told[0].contains("To: morag.sinclair@example.scot") && told[0].contains("This is a series"), "{told:?}");
});
