//! Who raised something in confidence stands on no page: every address that can be opened is opened by everybody.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role, testing::Persona};
use kernel::both;
use serde_json::json;

use crate::{
    routes::{Keys, address, routes},
    support::{hold_a_meeting, start},
};

const RAISE: &str = "/north-moor/raise";
const NAME: &str = "Zebedee Quillfeather";
const MAIL: &str = "zebedee@quillfeather.example";

fn tells(body: &str) -> bool {
    let body = body.to_lowercase();
    body.contains("quillfeather") || body.contains("zebedee")
}

/// Opens an address as somebody, by the page or the API.
async fn body(who: &Persona<'_>, path: &str) -> String {
    if path.starts_with("/api/") { who.api(Method::GET, path, None).await.body } else { who.get(path).await.body }
}

both!(no_page_tells_anybody_who_raised_something_in_confidence, start, |it| {
    let administrator = it.administrator().await;
    let fields = [("text", "Letters come late."), ("known", "confidence"), ("name", NAME), ("email", MAIL)];
    let sent = it.visitor().fill(RAISE, RAISE, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let code = sent.location().rsplit('/').next().and_then(|code| code.split('?').next()).expect("a code").to_owned();
    let gp = it.gp_co_chair().await;
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    hold_a_meeting(&administrator, &gp, &consultant).await;
    // Another of theirs, by a script, and one that a mail could not be sent to.
    let called = json!({ "text": "Results come late.", "known": "confidence", "name": NAME, "email": MAIL });
    assert_eq!(administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(called)).await.status, StatusCode::CREATED);
    let operator = it.operator().await;
    let keys = Keys::of(&administrator, &operator, code).await;
    let custodian = it.persona("Callum Reid", Role::Member, Side::Gp).await;
    let two = "/north-moor/go-live/custodians";
    let named =
        administrator.fill(two, two, &[("first", &custodian.id.to_string()), ("second", &consultant.id.to_string()), ("seen", "")]).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER);
    let reporter = "/north-moor/issues/NM-0001/reporter";
    let opened = custodian.fill(reporter, reporter, &[("reason", "To ask which ward.")]).await;
    assert!(tells(&opened.body), "the one answer that says it");
    let cast = [
        ("nobody", it.visitor()),
        ("reader", it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await),
        ("member", it.member().await),
        ("co-chair", gp),
        ("custodian", custodian),
        ("co-chair and custodian", consultant),
        ("administrator", administrator),
        ("operator", operator),
        ("elsewhere", it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await),
    ];
    // Once with mails that wait, once with mails that have left.
    for _ in 0..2 {
        for route in routes().iter().filter_map(|route| route.strip_prefix("GET ")) {
            let mut paths = vec![address(it, route, &keys)];
            if route.ends_with("/issues") {
                paths.extend(["?q=quillfeather", "?q=zebedee", "?q=letters"].map(|query| format!("{}{query}", paths[0])));
            }
            if route.contains("{reference}") {
                paths.push(paths[0].replace("NM-0001", "NM-0002"));
            }
            for path in paths {
                for (name, who) in &cast {
                    let body = body(who, &path).await;
                    // Somebody searches for the name: that page says what they typed, and that nothing was found.
                    let body = if path.contains("q=") { body.replace("quillfeather", "").replace("zebedee", "") } else { body };
                    assert!(!tells(&body), "{path} tells the {name}");
                }
            }
        }
        it.work().await;
    }
});
