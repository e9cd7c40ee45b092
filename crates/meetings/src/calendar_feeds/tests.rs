//! One's own calendar: what it holds, and whom it opens for.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const PAGE: &str = "/north-moor/meetings/calendar";

fn address(page: &str) -> String {
    let at = page.find("http://brig.test/calendar/").expect("an address") + "http://brig.test".len();
    page[at..].split('<').next().expect("an address").split_whitespace().next().expect("an address").to_owned()
}

both!(a_calendar_holds_all_meetings_behind_an_address_that_can_be_made_anew, start, |it| {
    let chairs = Chairs::of(it).await;
    for date in ["2026-12-14", "2027-06-14"] {
        chairs.call("meetings", json!({ "date": date, "start": "12:30", "minutes": 90, "place": "Room 4" })).await;
    }
    chairs.administrator.fill("/north-moor/meetings/2/details", "/north-moor/meetings/2/cancellation", &[]).await;
    assert!(!chairs.gp.get(PAGE).await.main().contains("/calendar/"));
    assert_eq!(chairs.gp.fill(PAGE, PAGE, &[("do", "open")]).await.status, StatusCode::SEE_OTHER);
    let first = address(&chairs.gp.get(PAGE).await.main());
    let visitor = it.visitor();
    let feed = visitor.get(&first).await;
    assert_eq!(feed.status, StatusCode::OK);
    let read = reading::calendar::read(feed.body.as_bytes(), &jiff::tz::TimeZone::UTC).expect("a calendar");
    let said: Vec<_> = read.entries.iter().map(|entry| (entry.starts.expect("a time").to_string(), entry.cancelled)).collect();
    assert_eq!(said, [("2026-12-14T12:30:00Z".to_owned(), false), ("2027-06-14T11:30:00Z".to_owned(), true)]);
    assert!(read.method == "PUBLISH" && read.entries.iter().all(|entry| entry.attendees.is_empty() && entry.place == "Room 4"));
    assert_eq!(chairs.gp.fill(PAGE, PAGE, &[("do", "renew")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.get(&first).await.status, StatusCode::NOT_FOUND, "the one before opens nothing");
    let second = address(&chairs.gp.get(PAGE).await.main());
    assert_eq!(visitor.get(&second).await.status, StatusCode::OK);
    // Nobody else's key fits the seal, and what is switched off stays so at the address that was known.
    let other = second.replace(&chairs.gp.id.simple().to_string(), &chairs.consultant.id.simple().to_string());
    assert_eq!(visitor.get(&other).await.status, StatusCode::NOT_FOUND);
    chairs.gp.fill(PAGE, PAGE, &[("do", "off")]).await;
    assert_eq!(visitor.get(&second).await.status, StatusCode::NOT_FOUND);
    chairs.gp.fill(PAGE, PAGE, &[("do", "open")]).await;
    assert_eq!(visitor.get(&second).await.status, StatusCode::NOT_FOUND);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(PAGE).await.status, StatusCode::NOT_FOUND);
});
