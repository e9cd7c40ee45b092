//! Who may do what with a meeting: seen and not allowed is forbidden, not seen is not found.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::{Value as Json, json};

use crate::testing::{Chairs, start};

fn calls() -> Vec<(&'static str, Option<Json>)> {
    vec![
        ("meetings", Some(json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90 }))),
        ("meetings/1/items", Some(json!({ "title": "A form" }))),
        ("meetings/1/items/1/details", Some(json!({ "purpose": "hear" }))),
        ("meetings/1/attendance", Some(json!({ "present": [] }))),
        ("meetings/1/items/1/note", Some(json!({ "text": "x" }))),
        ("meetings/1/items/1/decision", Some(json!({ "text": "x" }))),
        ("meetings/1/actions", Some(json!({ "item": 1, "text": "x", "owner": "x", "due": "x", "done_means": "x" }))),
        ("meetings/1/read-back", None),
        ("meetings/1/adjournment", None),
        ("meetings/1/minute/approvals", None),
    ]
}

both!(members_see_meetings_and_run_none_and_others_find_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let member = it.member().await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let stranger = it.persona_in(&it.other, "Eve Other", Role::CoChair, Side::Gp).await;
    for (path, body) in calls() {
        let call = format!("/api/v1/north-moor/{path}");
        for (who, status) in [(&member, StatusCode::FORBIDDEN), (&reader, StatusCode::NOT_FOUND), (&stranger, StatusCode::NOT_FOUND)] {
            assert_eq!(who.api(Method::POST, &call, body.clone()).await.status, status, "{path} as {}", who.email);
        }
    }
    for page in ["", "/items/26-001", "/attendance", "/read-back", "/minute"] {
        let page = format!("/north-moor/meetings/1{page}");
        assert_eq!(member.get(&page).await.status, StatusCode::OK, "{page}");
        assert_eq!(reader.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(member.get("/north-moor/meetings/plan").await.status, StatusCode::FORBIDDEN);
    assert_eq!(reader.get("/north-moor/meetings/plan").await.status, StatusCode::NOT_FOUND);
    let words = member.get("/north-moor/meetings/1/items/26-001").await.main();
    assert!(
        words.contains("Letters come late. Both sides lose time.") && !words.contains("reporter@"),
        "members read the group wording: {words}"
    );
});

both!(the_administrator_keeps_the_record_and_confirms_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.decided("Letters come late").await;
    let call = |path: &str| format!("/api/v1/north-moor/meetings/1/{path}");
    assert_eq!(chairs.administrator.api(Method::POST, &call("read-back"), None).await.status, StatusCode::FORBIDDEN);
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &call("read-back"), None).await;
    }
    chairs.call("meetings/1/adjournment", json!(null)).await;
    assert_eq!(chairs.administrator.api(Method::POST, &call("minute/approvals"), None).await.status, StatusCode::FORBIDDEN);
    for path in ["meetings/999", "meetings/x", "meetings/1/items/26-099/decision"] {
        let method = if path.ends_with("decision") { Method::POST } else { Method::GET };
        let body = path.ends_with("decision").then(|| json!({ "text": "x" }));
        let status = chairs.administrator.api(method, &format!("/api/v1/north-moor/{path}"), body).await.status;
        assert!(matches!(status, StatusCode::NOT_FOUND | StatusCode::CONFLICT), "{path}: {status}");
    }
});
