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
        (entry("REQUEST", 1, "20261214T150000", "RRULE:FREQ=HOURLY"), "could not be read"),
        (
            entry("REQUEST", 1, "20261214T150000", "")
                .replace("DTSTART;TZID=GMT Standard Time:20261214T150000", "DTSTART;VALUE=DATE:20261214"),
            "whole day",
        ),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned(), "one meeting in it"),
        (
            entry("REQUEST", 1, "20261214T150000", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:other\r\nDTSTART:20261215T150000Z"),
            "one meeting in it",
        ),
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
    let series = mail("morag.sinclair@example.scot", &entry("REQUEST", 1, "20270614T123000", "RRULE:FREQ=HOURLY"));
    assert!(take(series.clone()).await && take(series).await);
    let told = sent(it, count).await;
    assert!(
        told.len() == 1 && told[0].contains("To: morag.sinclair@example.scot") && told[0].contains("How this series comes round"),
        "{told:?}"
    );
});

/// A series as Outlook saves it: fortnightly on Mondays, over the change of the clocks in March.
fn series(method: &str, sequence: u8, starts: &str, more: &str) -> String {
    entry(method, sequence, starts, &format!("RRULE:FREQ=WEEKLY;COUNT=4;INTERVAL=2;BYDAY=MO;WKST=SU\r\n{more}"))
}

/// One time of the series that was changed by itself.
fn apart(method: &str, sequence: u8, before: &str, starts: &str, more: &str) -> String {
    entry(method, sequence, starts, &format!("RECURRENCE-ID;TZID=GMT Standard Time:{before}\r\n{more}"))
}

/// When each meeting of the group is, in the order in which they were planned.
async fn whens(it: &TestApp) -> Vec<String> {
    let rows = kernel::sql("SELECT number, held_on, starts, state FROM meetings ORDER BY number").all(&it.app.db).await.expect("rows");
    let said = |row: &kernel::Row| {
        let (day, state): (jiff::civil::Date, String) = (row.get("held_on").expect("a day"), row.get("state").expect("a state"));
        let starts: String = row.get("starts").expect("a time");
        format!("{day} {} {state}", &starts[..5])
    };
    rows.iter().map(said).collect()
}

both!(each_meeting_of_a_series_is_taken_moves_and_is_cancelled_with_it_or_by_itself, start, |it| {
    let chairs = Chairs::of(it).await;
    let administrator = &chairs.administrator;
    administrator.fill(PAGE, PAGE, &[("inviter", "outside")]).await;
    let all = bring(administrator, &series("REQUEST", 0, "20270301T123000", "")).await;
    assert_eq!(all.location(), format!("{PAGE}?series=4-0-0"), "{}", all.main());
    assert!(administrator.get(all.location()).await.body.contains("The series is taken: 4 meetings planned."));
    let days = ["2027-03-01", "2027-03-15", "2027-03-29", "2027-04-12"];
    assert_eq!(whens(it).await, days.map(|day| format!("{day} 12:30 planned")), "at the same hour in winter and summer");
    // The same once more changes nothing.
    assert_eq!(bring(administrator, &series("REQUEST", 0, "20270301T123000", "")).await.location(), format!("{PAGE}?known"));
    // One is moved by itself, another taken off; both come as entries of their own.
    let moved = bring(administrator, &apart("REQUEST", 1, "20270329T123000", "20270331T140000", "")).await;
    assert_eq!(moved.location(), format!("{PAGE}?series=0-1-0"), "{}", moved.main());
    let off = bring(administrator, &apart("CANCEL", 1, "20270315T123000", "20270315T123000", "STATUS:CANCELLED")).await;
    assert_eq!(off.location(), format!("{PAGE}?series=0-0-1"), "{}", off.main());
    let now = ["2027-03-01 12:30 planned", "2027-03-15 12:30 cancelled", "2027-03-31 14:00 planned", "2027-04-12 12:30 planned"];
    assert_eq!(whens(it).await, now);
    // The series as a whole, sent again with nothing new, leaves those two as they are.
    let again = series("REQUEST", 1, "20270301T123000", "EXDATE;TZID=GMT Standard Time:20270315T123000");
    bring(administrator, &again).await;
    assert_eq!(whens(it).await, now);
    // Its hour moves; one is taken out by the series itself.
    let hour = series("REQUEST", 3, "20270301T130000", "EXDATE;TZID=GMT Standard Time:20270315T130000,20270412T130000");
    let taken = bring(administrator, &hour).await;
    assert!(taken.location().starts_with(&format!("{PAGE}?series=0-2-1")), "{} {}", taken.location(), taken.main());
    let hours = ["2027-03-01 13:00 planned", "2027-03-15 12:30 cancelled", "2027-03-29 13:00 planned", "2027-04-12 12:30 cancelled"];
    assert_eq!(whens(it).await, hours);
    // The day moves too: it is the same meetings.
    let day = entry("REQUEST", 4, "20270302T130000", "RRULE:FREQ=WEEKLY;COUNT=3;INTERVAL=4;BYDAY=TU;WKST=SU");
    bring(administrator, &day).await;
    let tuesdays = whens(it).await;
    assert_eq!((tuesdays[0].as_str(), tuesdays[2].as_str()), ("2027-03-02 13:00 planned", "2027-03-30 13:00 planned"), "{tuesdays:?}");
    let over = bring(administrator, &entry("CANCEL", 5, "20270302T130000", "STATUS:CANCELLED\r\nRRULE:FREQ=WEEKLY;INTERVAL=4")).await;
    assert_eq!(over.location(), format!("{PAGE}?series=0-0-3"), "{}", over.main());
    assert!(whens(it).await.iter().all(|when| when.ends_with("cancelled")));
});

both!(of_a_series_without_an_end_no_more_is_taken_than_the_group_says, start, |it| {
    let chairs = Chairs::of(it).await;
    let administrator = &chairs.administrator;
    administrator.fill(PAGE, PAGE, &[("inviter", "outside")]).await;
    let bounds = format!("{PAGE}/series");
    let odd = administrator.fill(PAGE, &bounds, &[("meetings", "0"), ("months", "many")]).await;
    assert!(
        odd.status == StatusCode::UNPROCESSABLE_ENTITY && odd.body.contains("Enter a number from 1 to 60") && odd.body.contains("many")
    );
    assert_eq!(administrator.fill(PAGE, &bounds, &[("meetings", "5"), ("months", "3")]).await.location(), format!("{PAGE}?bounded"));
    // It began long ago; only what is to come is taken: December, January, February.
    let monthly = entry("REQUEST", 0, "20200114T123000", "RRULE:FREQ=MONTHLY;BYDAY=2TU");
    assert_eq!(bring(administrator, &monthly).await.location(), format!("{PAGE}?series=3-0-0"));
    assert_eq!(whens(it).await, ["2026-12-08 12:30 planned", "2027-01-12 12:30 planned", "2027-02-09 12:30 planned"]);
    let weekly = entry("REQUEST", 0, "20260106T093000", "RRULE:FREQ=WEEKLY;BYDAY=TU").replace("UID:04", "UID:05");
    assert_eq!(bring(administrator, &weekly).await.location(), format!("{PAGE}?series=5-0-0"));
    assert_eq!(administrator.fill(PAGE, &bounds, &[("meetings", "5"), ("months", "3")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        it.member().await.fill("/north-moor/meetings", &bounds, &[("meetings", "5"), ("months", "3")]).await.status,
        StatusCode::FORBIDDEN
    );
});

/// Lets the days go by, one round of the job on each of them, until a day.
async fn until(it: &TestApp, day: &str, step: i64) {
    let end: jiff::Timestamp = format!("{day}T06:00:00Z").parse().expect("an instant");
    while it.app.clock.now() < end {
        let next = it.app.clock.now() + jiff::SignedDuration::from_hours(24 * step);
        it.app.clock.set(next.min(end));
        let mut tx = it.app.begin().await.expect("a transaction");
        let job =
            kernel::job::NewJob { scope: None, kind: super::EXTEND, payload: serde_json::json!({}), run_at: it.app.clock.now(), key: None };
        kernel::queue::push(&it.app, &mut tx, job).await.expect("a job");
        it.app.commit(tx).await.expect("a commit");
        it.work().await;
    }
}

both!(a_series_without_an_end_goes_on_by_itself_and_what_was_moved_or_cancelled_stays, start, |it| {
    let chairs = Chairs::of(it).await;
    let administrator = &chairs.administrator;
    administrator.fill(PAGE, PAGE, &[("inviter", "outside")]).await;
    let bounds = format!("{PAGE}/series");
    administrator.fill(PAGE, &bounds, &[("meetings", "24"), ("months", "3")]).await;
    // The second Tuesday of each month. So far December, January and February are meetings.
    let monthly = entry("REQUEST", 0, "20261208T123000", "RRULE:FREQ=MONTHLY;BYDAY=2TU");
    assert_eq!(bring(administrator, &monthly).await.location(), format!("{PAGE}?series=3-0-0"));
    // One of these is moved, one taken off; and of those that are no meetings yet, too.
    let moved = bring(administrator, &apart("REQUEST", 1, "20270112T123000", "20270114T140000", "")).await;
    assert_eq!(moved.location(), format!("{PAGE}?series=0-1-0"), "{}", moved.main());
    let off = bring(administrator, &apart("CANCEL", 1, "20270209T123000", "20270209T123000", "STATUS:CANCELLED")).await;
    assert_eq!(off.location(), format!("{PAGE}?series=0-0-1"), "{}", off.main());
    let later = bring(administrator, &apart("CANCEL", 1, "20270511T123000", "20270511T123000", "STATUS:CANCELLED")).await;
    assert_eq!(later.location(), format!("{PAGE}?known"), "{}", later.main());
    bring(administrator, &apart("REQUEST", 1, "20270608T123000", "20270610T150000", "")).await;
    let stored = kernel::sql("SELECT rule FROM outside_series").one(&it.app.db).await.expect("a series");
    let rule: String = stored.get("rule").expect("a rule");
    assert!(!rule.contains("ORGANIZER") && !rule.contains("SUMMARY") && !rule.contains("LOCATION"), "{rule}");
    let before = whens(it).await;
    until(it, "2026-11-30", 1).await;
    assert_eq!(whens(it).await, before, "nothing has come near enough");
    until(it, "2027-12-20", 5).await;
    assert_eq!(
        whens(it).await,
        [
            "2026-12-08 12:30 planned",
            "2027-01-14 14:00 planned",
            "2027-02-09 12:30 cancelled",
            "2027-03-09 12:30 planned",
            "2027-04-13 12:30 planned",
            "2027-06-10 15:00 planned",
            "2027-07-13 12:30 planned",
            "2027-08-10 12:30 planned",
            "2027-09-14 12:30 planned",
            "2027-10-12 12:30 planned",
            "2027-11-09 12:30 planned",
            "2027-12-14 12:30 planned",
            "2028-01-11 12:30 planned",
            "2028-02-08 12:30 planned",
            "2028-03-14 12:30 planned",
        ],
        "each once, at the same hour in winter and summer, at the place of the series"
    );
    let place =
        kernel::sql("SELECT COUNT(*) AS n FROM meetings WHERE place = 'Room 4' AND link <> ''").one(&it.app.db).await.expect("a row");
    assert_eq!(place.get::<i64>("n").expect("a number"), 15);
    // A series that is over goes on no more.
    let administrator = administrator.signed_in_again().await;
    bring(&administrator, &entry("CANCEL", 5, "20261208T123000", "STATUS:CANCELLED\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU")).await;
    let count = whens(it).await.len();
    until(it, "2028-03-01", 10).await;
    assert_eq!(whens(it).await.len(), count);
});
