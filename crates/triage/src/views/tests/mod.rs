//! Triage over HTTP, as the two co-chairs, the administrator and a reporter meet it.

mod outcomes;
mod together;

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::sql;
use serde_json::{Value as Json, json};

pub(crate) use crate::testing::start;

pub(crate) const ISSUE: &str = "/north-moor/issues/NM-0001";
pub(crate) const TRIAGE: &str = "/north-moor/issues/NM-0001/triage";
const API: &str = "/api/v1/north-moor/issues";

/// An issue that waits, of somebody who may be reached or not; its reporter's private page.
pub(crate) async fn raise(script: &Persona<'_>, body: Json) -> String {
    let raised = script.api(Method::POST, API, Some(body)).await;
    assert_eq!(raised.status, StatusCode::CREATED, "{}", raised.body);
    raised.json()["follow_url"].as_str().and_then(|link| link.strip_prefix("http://brig.test")).expect("a link").to_owned()
}

/// An issue that waits; its reporter's private page.
async fn raised(it: &TestApp) -> String {
    let script = it.persona("Iain Petrie", Role::Member, Side::Other).await;
    raise(&script, json!({ "text": "Letters come late.", "known": "anonymous" })).await
}

pub(crate) async fn consultant(it: &TestApp) -> Persona<'_> {
    it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await
}

/// A side's view by API, with theme and wording.
pub(crate) async fn view(who: &Persona<'_>, reference: &str, more: Json) -> Json {
    let mut body =
        json!({ "theme": "discharge", "group_title": "Late letters", "group_text": "Letters take weeks. Both sides lose time." });
    for (name, value) in more.as_object().expect("fields") {
        body[name] = value.clone();
    }
    let given = who.api(Method::POST, &format!("{API}/{reference}/triage"), Some(body)).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.body);
    given.json()["state"].clone()
}

/// An entry of the directory with a contact; gives its key.
pub(crate) async fn entry(it: &TestApp, administrator: &Persona<'_>) -> String {
    let path = "/north-moor/directory/new";
    let fields = [
        ("name", "Letters office"),
        ("kind", "service"),
        ("sector", ""),
        ("contact_name", "Moira Campbell"),
        ("contact_email", "moira@kilbrae.example"),
    ];
    assert_eq!(administrator.fill(path, path, &fields).await.status, StatusCode::SEE_OTHER);
    let row = sql("SELECT id FROM directory_entries").one(&it.app.db).await.expect("an entry");
    row.get::<uuid::Uuid>("id").expect("a key").to_string()
}
