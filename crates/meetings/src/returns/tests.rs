//! What comes back, through the whole application.

use group::testing::TestApp;
use jiff::civil::date;
use kernel::{both, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

/// A topic was decided at a meeting that is over, in a manner, with its days.
async fn decided(chairs: &Chairs<'_>, decision: serde_json::Value) {
    let number = chairs.planned().await;
    let item = chairs.call(&format!("meetings/{number}/items"), json!({ "title": "Letters by post" })).await["number"].clone();
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    chairs.call(&format!("meetings/{number}/items/{item}/decision"), decision).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(axum::http::Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    chairs.call(&format!("meetings/{number}/adjournment"), serde_json::Value::Null).await;
}

/// An hour goes by, and what comes round is done.
async fn tick(it: &TestApp) {
    it.wait(jiff::SignedDuration::from_hours(1));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
}

const BACKLOG: &str = "/north-moor/meetings/backlog";

both!(a_decision_comes_back_once_on_its_review_day, start, |it| {
    let chairs = Chairs::of(it).await;
    decided(&chairs, json!({ "text": "letters go by post", "review_on": "2027-06-01" })).await;
    tick(it).await;
    assert!(!chairs.gp.get(BACKLOG).await.main().contains("Does it hold?"), "its day is far ahead");
    it.app.clock.set("2027-06-01T09:00:00Z".parse().expect("an instant"));
    tick(it).await;
    tick(it).await;
    let page = it.member().await.get(BACKLOG).await.main();
    assert_eq!(page.matches("Does it hold? 26/D01: Letters by post").count(), 1, "{page}");
});

both!(what_was_put_off_comes_back_in_time_for_the_meeting_of_its_day, start, |it| {
    let chairs = Chairs::of(it).await;
    decided(&chairs, json!({ "text": "letters go by post", "manner": "deferred", "comes_back_on": "2027-02-01" })).await;
    tick(it).await;
    assert!(!chairs.gp.get(BACKLOG).await.main().contains("Put off until now"), "no meeting is planned for then");
    let next = json!({ "date": date(2027, 2, 8).to_string(), "start": "12:30", "minutes": 90, "invite": false });
    chairs.call("meetings", next).await;
    tick(it).await;
    let page = it.member().await.get(BACKLOG).await.main();
    assert!(page.contains("Put off until now 26/D01: Letters by post"), "{page}");
});
