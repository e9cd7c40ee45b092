//! Programs ask what stands in a text.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use crate::testing::start;

const CHECKS: &str = "/api/v1/north-moor/text-checks";

both!(a_text_is_looked_through_and_not_kept, start, |it| {
    let member = it.member().await;
    let text = "çà Mrs Okafor, CHI 010101 1237, under Mr Reid";
    let reply = member.api(Method::POST, CHECKS, Some(json!({ "text": text }))).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    let wanted = json!({ "findings": [
        { "kind": "name", "start": 3, "end": 13, "severity": "block" },
        { "kind": "chi", "start": 19, "end": 30, "severity": "block" },
        { "kind": "name", "start": 38, "end": 45, "severity": "warn" },
    ] });
    assert_eq!(reply.json(), wanted);
    let clean = member.api(Method::POST, CHECKS, Some(json!({ "text": "Letters come late." }))).await;
    assert_eq!(clean.json(), json!({ "findings": [] }));
    let long = member.api(Method::POST, CHECKS, Some(json!({ "text": "a".repeat(100_001) }))).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("100,000 characters or less"), "{}", long.body);
    let visitor = it.visitor().api(Method::POST, CHECKS, Some(json!({ "text": text }))).await;
    assert_eq!(visitor.status, StatusCode::UNAUTHORIZED);
});
