//! Passing on over HTTP: never without consent, within one installation and by a file, and the answer that comes back.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::both;
use serde_json::json;

use crate::testing::start;

const ISSUE: &str = "/north-moor/issues/NM-0001";
const PASS: &str = "/north-moor/issues/NM-0001/passing-on";

/// A worded issue of an anonymous reporter: their page, and the administrator.
async fn worded(it: &TestApp) -> (String, Persona<'_>) {
    let script = it.persona("Iain Petrie", Role::Member, Side::Other).await;
    let told = json!({ "text": "My own words about Rosalind.", "known": "anonymous" });
    let reply = script.api(Method::POST, "/api/v1/north-moor/issues", Some(told)).await.json();
    let follow = reply["follow_url"].as_str().and_then(|link| link.strip_prefix("http://brig.test")).expect("a link").to_owned();
    let admin = it.administrator().await;
    let wording = [("theme", "discharge"), ("title", "Late letters"), ("text", "Letters take weeks."), ("version", "1")];
    admin.fill(ISSUE, &format!("{ISSUE}/wording"), &wording).await;
    (follow, admin)
}

fn hidden_send(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"send\" value=\"").expect("it can go");
    rest.split('"').next().unwrap_or_default().to_owned()
}

both!(what_goes_to_a_group_here_needs_consent_and_its_answer_comes_back, start, |it| {
    let (follow, admin) = worded(it).await;
    let ask = format!("{follow}/passing-on");
    let other = it.other.id.to_string();
    assert_eq!(admin.fill(PASS, PASS, &[("to", &other)]).await.location(), format!("{PASS}?asked"));
    assert_eq!(admin.fill(PASS, PASS, &[("to", &other)]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "one at a time");
    assert!(!admin.get(PASS).await.body.contains("name=\"send\""), "not without consent");
    let page = it.visitor().get(&follow).await.main();
    assert!(page.contains("may pass its own words for this on"), "{page}");
    let page = it.visitor().get(&ask).await.main();
    assert!(page.contains("Late letters Letters take weeks.") && page.contains("South Firth"), "{page}");
    it.visitor().fill(&ask, &ask, &[("consent", "yes")]).await;
    assert_eq!(it.visitor().fill(&ask, &ask, &[("consent", "no")]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "asked once");
    let send = hidden_send(&admin.get(PASS).await.body);
    assert_eq!(admin.fill(PASS, PASS, &[("send", &send)]).await.location(), format!("{PASS}?sent"));
    assert_eq!(admin.fill(PASS, PASS, &[("send", &send)]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "it goes once");
    let there = it.persona_in(&it.other, "Gavin Reid", Role::Administrator, Side::Other).await;
    let slug = it.other.slug.clone();
    let reference = it.other.reference(1);
    let issue = there.get(&format!("/{slug}/issues/{reference}")).await.main();
    assert!(issue.contains("Letters take weeks.") && issue.contains("Passed on by") && !issue.contains("Rosalind"), "{issue}");
    let page = format!("/{slug}/issues/{reference}/passed-in");
    let number = there.fill(&page, &page, &[("answer", "Ask about 010101 1237.")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY, "a patient's number is refused");
    there.fill(&page, &page, &[("answer", "We agreed the same in May.")]).await;
    assert!(there.get(&format!("/{slug}/passed-in")).await.main().contains("answered"));
    assert!(it.visitor().get(&ask).await.main().contains("We agreed the same in May."));
    assert!(admin.get(PASS).await.main().contains("We agreed the same in May."));
    assert!(admin.get(ISSUE).await.main().contains("The other group has answered"));
    let member = it.member().await;
    assert_eq!(member.get(PASS).await.status, StatusCode::NOT_FOUND);
    let told = admin.api(Method::GET, "/api/v1/north-moor/passings", None).await.json();
    assert_eq!((&told["out"][0]["state"], &told["out"][0]["here"], &told["in"]), (&json!("answered"), &json!(true), &json!([])), "{told}");
    let told = there.api(Method::GET, &format!("/api/v1/{slug}/passings"), None).await.json();
    assert_eq!(
        (&told["in"][0]["reference"], &told["in"][0]["answer"]),
        (&json!(reference), &json!("We agreed the same in May.")),
        "{told}"
    );
    assert_eq!(member.api(Method::GET, "/api/v1/north-moor/passings", None).await.status, StatusCode::NOT_FOUND);
});

both!(who_would_rather_not_is_heard, start, |it| {
    let (follow, admin) = worded(it).await;
    let ask = format!("{follow}/passing-on");
    let nobody = admin.fill(PASS, PASS, &[("to", ""), ("name", "")]).await;
    assert!(nobody.status == StatusCode::UNPROCESSABLE_ENTITY && nobody.main().contains("write the name of one elsewhere"));
    admin.fill(PASS, PASS, &[("to", ""), ("name", "West Firth Interface Group")]).await;
    it.visitor().fill(&ask, &ask, &[("consent", "no")]).await;
    let page = admin.get(PASS).await;
    assert!(page.main().contains("would rather not") && !page.body.contains("name=\"send\""), "{}", page.main());
});

both!(a_file_is_loaded_once_and_is_answered_by_its_link, start, |it| {
    let (follow, admin) = worded(it).await;
    let ask = format!("{follow}/passing-on");
    admin.fill(PASS, PASS, &[("to", ""), ("name", "South Firth Interface Group")]).await;
    it.visitor().fill(&ask, &ask, &[("consent", "yes")]).await;
    let send = hidden_send(&admin.get(PASS).await.body);
    let file = format!("{PASS}/{send}");
    assert_eq!(admin.get(&file).await.status, StatusCode::NOT_FOUND, "there is no file before it goes");
    admin.fill(PASS, PASS, &[("send", &send)]).await;
    let sheet = admin.get(&file).await.body;
    assert!(sheet.contains("Late letters") && !sheet.contains("Rosalind"), "{sheet}");
    let there = it.persona_in(&it.other, "Gavin Reid", Role::Administrator, Side::Other).await;
    let list = format!("/{}/passed-in", it.other.slug);
    let broken = sheet.replace("weeks", "years");
    let refused = there.send_file(&list, &list, &[], ("a.json", broken.as_bytes())).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("changed or cut on its way"));
    let page = format!("/{}/issues/{}/passed-in", it.other.slug, it.other.reference(1));
    for _ in 0..2 {
        assert_eq!(
            there.send_file(&list, &list, &[], ("a.json", sheet.as_bytes())).await.location(),
            page,
            "the same file twice is one issue"
        );
    }
    there.fill(&page, &page, &[("answer", "We agreed the same in May.")]).await;
    let body = there.get(&page).await.body;
    let (_, rest) = body.split_once("href=\"http://brig.test/north-moor/passed-on/").expect("where to answer");
    let link = format!("/north-moor/passed-on/{}", rest.split('"').next().unwrap_or_default());
    it.visitor().fill(&link, &link, &[("answer", "We agreed the same in May.")]).await;
    assert!(it.visitor().get(&ask).await.main().contains("We agreed the same in May."));
    let again = it.visitor().post(&link, &[("answer", "x"), ("form_key", "none")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(it.visitor().get(&format!("{}x", &link[..link.len() - 1])).await.status, StatusCode::NOT_FOUND);
});
