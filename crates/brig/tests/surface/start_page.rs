//! The start page says what waits for the person who opens it.

use axum::http::Method;
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::support::{hold_a_meeting, start};

both!(the_start_page_says_what_waits_for_each, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": "Letters" }))).await;
    hold_a_meeting(&administrator, &gp, &consultant).await;
    administrator
        .api(Method::POST, "/api/v1/north-moor/meetings", Some(json!({ "date": "2027-02-09", "start": "12:30", "minutes": 90 })))
        .await;
    let home = "/north-moor";
    let page = consultant.get(home).await.main();
    for line in ["The minute of 14 December 2026 waits for your side’s approval", "You have 1 open action", "Tuesday 9 February 2027"] {
        assert!(page.contains(line), "{line}: {page}");
    }
    assert!(!gp.get(home).await.main().contains("open action"));
    consultant.api(Method::POST, "/api/v1/north-moor/meetings/1/minute/approvals", None).await;
    assert!(!consultant.get(home).await.main().contains("approval"), "what is done no longer waits");
    let read = reader.get(home).await.main();
    assert!(!read.contains("waits for you") && !read.contains("Next meeting"), "{read}");
});
