//! Invitations: who gets one, how calendars follow a change, and what each person reads of their own.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::{
    papers::tests::{bring, with_item},
    testing::{Chairs, start},
};

/// A mail with its lines put together again, those of its calendar too.
fn entry(mail: &str) -> String {
    mail.replace("=\r\n", "").replace("=3D", "=").replace("\r\n ", "")
}

fn uid(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("UID:")).expect("a UID").to_owned()
}

/// The mails to an address, the oldest first.
fn to(mails: &[String], address: &str) -> Vec<String> {
    mails.iter().filter(|mail| mail.contains(&format!("To: {address}"))).map(|mail| entry(mail)).collect()
}

both!(everybody_who_sits_in_the_group_is_invited_and_calendars_follow_a_change, start, |it| {
    let chairs = Chairs::of(it).await;
    it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let new =
        json!({ "date": "2027-06-14", "start": "12:30", "minutes": 90, "place": "Room 4, Moorfield", "link": "https://meet.example/x" });
    chairs.call("meetings", new).await;
    let first = it.mails_after_work().await;
    assert_eq!(first.len(), 3, "two co-chairs and the administrator; readers are not invited");
    let text = to(&first, "tunde.adeyemi@example.scot").remove(0);
    for part in [
        "text/calendar; method=REQUEST",
        "DTSTART;TZID=Europe/London:20270614T123000",
        "DTEND;TZID=Europe/London:20270614T140000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "SEQUENCE:0",
        "LOCATION:Room 4\\, Moorfield\\; https://meet.example/x",
        "ATTENDEE;CN=Tunde Adeyemi;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:tunde.adeyemi@example.scot",
        "ORGANIZER;CN=North Moor Interface Group:mailto:brig@localhost",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let details = "/north-moor/meetings/1/details";
    let fields = [
        ("version", "1"),
        ("date", "2027-06-15"),
        ("start", "13:00"),
        ("minutes", "90"),
        ("kind", "ordinary"),
        ("place", "Room 4, Moorfield"),
        ("link", "https://meet.example/x"),
    ];
    assert_eq!(chairs.administrator.fill(details, details, &fields).await.status, StatusCode::SEE_OTHER);
    let changed = entry(it.mails_after_work().await.last().expect("a mail"));
    assert!(changed.contains("SEQUENCE:1") && changed.contains("TZID=Europe/London:20270615T130000"), "{changed}");
    assert!(changed.contains("The meeting has moved") && changed.contains("CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/x"));
    assert_eq!(uid(&changed), uid(&text), "it is the same entry");
    let mut same = fields;
    same[0].1 = "2";
    chairs.administrator.fill(details, details, &same).await;
    assert_eq!(it.mails_after_work().await.len(), 6, "nothing changed, nothing is sent");
    chairs.administrator.fill(details, "/north-moor/meetings/1/cancellation", &[]).await;
    let mails = it.mails_after_work().await;
    let cancelled = entry(mails.last().expect("a mail"));
    assert!(
        cancelled.contains("method=CANCEL") && cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SEQUENCE:2"),
        "{cancelled}"
    );
    assert_eq!(mails.len(), 9, "everybody is told once");
    let own = chairs.gp.get("/north-moor/meetings/1/meeting.ics").await;
    assert!(own.headers["content-type"].to_str().unwrap_or_default().starts_with("text/calendar") && own.body.contains("STATUS:CANCELLED"));
});

both!(nobody_is_invited_to_the_past_or_when_told_not_to, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.call("meetings", json!({ "date": "2026-11-02", "start": "12:30", "minutes": 90 })).await;
    chairs.planned().await;
    assert_eq!(it.mails_after_work().await.len(), 0);
});

both!(who_joins_later_is_invited_and_who_leaves_is_taken_off, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.call("meetings", json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90 })).await;
    chairs.call("meetings", json!({ "date": "2027-01-18", "start": "12:30", "minutes": 90 })).await;
    assert_eq!(it.mails_after_work().await.len(), 6);
    let path = "/north-moor/members/new";
    let fields = [("name", "Una Reid"), ("email", "una@example.scot"), ("capacity", "gp"), ("post", "GP, Glebe")];
    let given = chairs.administrator.fill(path, path, &fields).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.main());
    let mails = it.mails_after_work().await;
    let hers: Vec<_> = to(&mails, "una@example.scot").into_iter().filter(|mail| mail.contains("text/calendar")).collect();
    assert!(hers.len() == 2 && hers.iter().all(|mail| mail.contains("SEQUENCE:0") && mail.contains("method=REQUEST")), "{hers:?}");
    assert_eq!(to(&mails, "tunde.adeyemi@example.scot").len(), 2, "nobody else is written to");
    let una = kernel::sql("SELECT id FROM people WHERE email = 'una@example.scot'").one(&it.app.db).await.expect("a row");
    let una: uuid::Uuid = una.get("id").expect("a key");
    let leave = format!("/north-moor/members/{una}/departure");
    let left = chairs.administrator.fill(&leave, &leave, &[("last_on", "2026-11-22")]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.main());
    let mails = it.mails_after_work().await;
    let hers: Vec<_> = to(&mails, "una@example.scot").into_iter().filter(|mail| mail.contains("method=CANCEL")).collect();
    assert!(hers.len() == 2 && hers.iter().all(|mail| mail.contains("SEQUENCE:1") && mail.contains("not invited")), "{hers:?}");
    assert_eq!(to(&mails, "tunde.adeyemi@example.scot").len(), 2);
    // Who comes back has the entry again, and their calendar takes it: the number has not gone back.
    assert_eq!(chairs.administrator.fill(path, path, &fields).await.status, StatusCode::SEE_OTHER);
    let again = to(&it.mails_after_work().await, "una@example.scot").pop().expect("a mail");
    assert!(again.contains("SEQUENCE:1") && again.contains("method=REQUEST"), "{again}");
});

both!(an_invitation_says_what_is_open_for_its_reader_only, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    chairs.call("meetings", json!({ "date": "2027-01-18", "start": "12:30", "minutes": 90 })).await;
    let mails = it.mails_after_work().await;
    let of = |address: &str| to(&mails, address).into_iter().rfind(|mail| mail.contains("Subject: Invitation")).expect("an invitation");
    assert!(of("tunde.adeyemi@example.scot").contains("A-0001: Tell every ward (by 15 January 2027)"));
    assert!(!of("ailsa.munro@example.scot").contains("A-0001"));
});

both!(an_invitation_and_its_page_say_which_papers_are_to_read, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    bring(&chairs.consultant, "Costs of post", ("a.txt", b"Post costs five pounds.")).await;
    let (details, item) = ("/north-moor/meetings/1/details", "/north-moor/meetings/1/items/26-001");
    let change = async |version: &str, start: &str| {
        let fields =
            [("version", version), ("date", "2026-12-14"), ("start", start), ("minutes", "90"), ("kind", "ordinary"), ("invite", "yes")];
        let changed = chairs.administrator.fill(details, details, &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.main());
        let mut tx = it.app.begin().await.expect("a transaction");
        kernel::sql("UPDATE meetings SET invited = TRUE").run(&mut tx).await.expect("invited");
        it.app.commit(tx).await.expect("kept");
    };
    let last = async |address: &str| to(&it.mails_after_work().await, address).pop().unwrap_or_default();
    change("1", "12:00").await;
    change("2", "12:10").await;
    let mail = last("ailsa.munro@example.scot").await;
    assert!(mail.contains("You have 1 paper to read:") && mail.contains("Paper A for 26/001: Costs of post"), "{mail}");
    let link = mail.split_whitespace().find_map(|word| Some(&word[word.find("/north-moor/attending/")?..])).expect("a link").to_owned();
    assert!(it.visitor().get(&link).await.main().contains("Paper A for 26/001: Costs of post"));
    // What they have read is not said again; what a reserved paper is called stays out of mail and of the page behind a link.
    chairs.gp.fill("/north-moor/meetings/1/pack", &format!("{item}/flags"), &[("kind", "read"), ("to", "yes")]).await;
    let seen = chairs.administrator.get(&format!("{item}/details")).await.hidden("seen").unwrap_or_default();
    let reserve = [("seen", seen.as_str()), ("title", "Letters by post"), ("purpose", "decide"), ("minutes", "15"), ("reserved", "staff")];
    let reserved = chairs.administrator.fill(&format!("{item}/details"), &format!("{item}/details"), &reserve).await;
    assert_eq!(reserved.status, StatusCode::SEE_OTHER, "{}", reserved.main());
    change("3", "12:20").await;
    assert!(!last("ailsa.munro@example.scot").await.contains("to read"));
    let other = last("tunde.adeyemi@example.scot").await;
    assert!(other.contains("Paper A for 26/001, a reserved item") && !other.contains("Costs of post"), "{other}");
    // Who declared an interest in it is told nothing of it.
    let interest = [("words", "Sells stamps"), ("no_part", "yes")];
    let declared = chairs.consultant.fill(&format!("{item}/interests"), &format!("{item}/interests"), &interest).await;
    assert_eq!(declared.status, StatusCode::SEE_OTHER, "{}", declared.main());
    change("4", "12:30").await;
    assert!(!last("tunde.adeyemi@example.scot").await.contains("to read"));
});
