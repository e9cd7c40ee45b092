//! Invitations: who gets one, and how calendars follow a change.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

both!(everybody_who_sits_in_the_group_is_invited_and_calendars_follow_a_change, start, |it| {
    let chairs = Chairs::of(it).await;
    it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    chairs.call("meetings", json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90, "place": "Room 4, Moorfield" })).await;
    let first = it.mails_after_work().await;
    assert_eq!(first.len(), 3, "two co-chairs and the administrator; readers are not invited");
    let entry = |mail: &str| mail.replace("\r\n ", "").replace("=\r\n", "").replace("=3D", "=");
    let text = entry(&first[0]);
    for part in [
        "text/calendar; method=REQUEST",
        "DTSTART:20261214T123000Z",
        "DTEND:20261214T140000Z",
        "SEQUENCE:0",
        "LOCATION:Room 4\\, Moorfield",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let uid = |text: &str| text.lines().find_map(|line| line.strip_prefix("UID:")).expect("a UID").to_owned();
    let details = "/north-moor/meetings/1/details";
    let fields = [("version", "1"), ("date", "2026-12-15"), ("start", "13:00"), ("minutes", "90"), ("place", "Room 4, Moorfield")];
    assert_eq!(chairs.administrator.fill(details, details, &fields).await.status, StatusCode::SEE_OTHER);
    let changed = entry(it.mails_after_work().await.last().expect("a mail"));
    assert!(changed.contains("SEQUENCE:1") && changed.contains("DTSTART:20261215T130000Z"), "{changed}");
    assert_eq!(uid(&changed), uid(&text), "it is the same entry");
    let same = [("version", "2"), fields[1], fields[2], fields[3], fields[4]];
    chairs.administrator.fill(details, details, &same).await;
    assert_eq!(it.mails_after_work().await.len(), 6, "nothing changed, nothing is sent");
    chairs.administrator.fill(details, "/north-moor/meetings/1/cancellation", &[]).await;
    let cancelled = entry(it.mails_after_work().await.last().expect("a mail"));
    assert!(
        cancelled.contains("method=CANCEL") && cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SEQUENCE:2"),
        "{cancelled}"
    );
    let own = chairs.gp.get("/north-moor/meetings/1/meeting.ics").await;
    assert!(own.headers["content-type"].to_str().unwrap_or_default().starts_with("text/calendar") && own.body.contains("STATUS:CANCELLED"));
});

both!(nobody_is_invited_to_the_past_or_when_told_not_to, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.call("meetings", json!({ "date": "2026-11-02", "start": "12:30", "minutes": 90 })).await;
    chairs.planned().await;
    assert_eq!(it.mails_after_work().await.len(), 0);
});
