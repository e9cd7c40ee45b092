//! One's own list of tasks: what it holds, and whom it opens for.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const PAGE: &str = "/north-moor/actions/feed";

fn address(page: &str) -> String {
    let at = page.find("http://brig.test/calendar/tasks/").expect("an address") + "http://brig.test".len();
    page[at..].split('<').next().expect("an address").split_whitespace().next().expect("an address").to_owned()
}

both!(a_task_list_holds_ones_actions_behind_an_address_of_its_own, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    let owner = &chairs.consultant;
    assert!(!owner.get(PAGE).await.main().contains("/calendar/tasks/"));
    assert_eq!(owner.fill(PAGE, PAGE, &[("do", "open")]).await.status, StatusCode::SEE_OTHER);
    let first = address(&owner.get(PAGE).await.main());
    let visitor = it.visitor();
    let feed = visitor.get(&first).await;
    assert_eq!(feed.status, StatusCode::OK);
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    let tasks = async |path: &str| visitor.get(path).await.body.replace("\r\n ", "");
    let text = tasks(&first).await;
    for line in ["BEGIN:VTODO", "SUMMARY:A-0001: Tell every ward", "DUE;VALUE=DATE:20270115", "STATUS:NEEDS-ACTION", "SEQUENCE:0"] {
        assert!(text.contains(&format!("{line}\r\n")), "{line}\n{text}");
    }
    assert!(text.contains("URL:http://brig.test/north-moor/actions/A-0001"), "{text}");
    let call = async |body: serde_json::Value| owner.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(body)).await.status;
    assert_eq!(call(json!({ "change": "in-progress" })).await, StatusCode::OK);
    let text = tasks(&first).await;
    assert!(text.contains("STATUS:IN-PROCESS\r\n") && text.contains("SEQUENCE:1\r\n") && text.contains("LAST-MODIFIED:2026"), "{text}");
    assert_eq!(call(json!({ "change": "done", "text": "All wrote back" })).await, StatusCode::OK);
    let text = tasks(&first).await;
    assert!(text.contains("STATUS:COMPLETED\r\n") && text.contains("COMPLETED:2026"), "{text}");
    assert_eq!(text.matches("UID:").count(), 1, "{text}");
    // Another address opens nothing, also that of the calendar.
    assert_eq!(owner.fill(PAGE, PAGE, &[("do", "renew")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.get(&first).await.status, StatusCode::NOT_FOUND, "the one before opens nothing");
    let second = address(&owner.get(PAGE).await.main());
    assert_eq!(visitor.get(&second.replace("/tasks/", "/")).await.status, StatusCode::NOT_FOUND);
    let other = second.replace(&owner.id.simple().to_string(), &chairs.gp.id.simple().to_string());
    assert_eq!(visitor.get(&other).await.status, StatusCode::NOT_FOUND);
    owner.fill(PAGE, PAGE, &[("do", "off")]).await;
    assert_eq!(visitor.get(&second).await.status, StatusCode::NOT_FOUND);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(PAGE).await.status, StatusCode::NOT_FOUND);
});
