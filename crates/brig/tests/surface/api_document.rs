//! The OpenAPI document as a golden file.

use axum::http::StatusCode;
use kernel::both;

use crate::support::start;

#[test]
fn the_document_describes_every_call() {
    let (_, document) = brig::slices::api();
    insta::assert_snapshot!(document.to_pretty_json().expect("JSON"));
}

both!(the_document_is_served_as_it_is_checked_in, start, |it| {
    let reply = it.visitor().get("/api/v1/openapi.json").await;
    assert_eq!(reply.status, StatusCode::OK);
    let document = brig::slices::api().1.to_json().expect("JSON");
    assert_eq!(reply.json(), serde_json::from_str::<serde_json::Value>(&document).expect("JSON"));
    assert_eq!(reply.json()["openapi"], "3.1.0");
});
