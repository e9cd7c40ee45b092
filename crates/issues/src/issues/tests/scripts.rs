//! The API, as scripts use it.

use axum::http::{Method, StatusCode, header};
use group::people::{self, Scope};
use kernel::both;
use serde_json::json;

use super::start;

const ISSUES: &str = "/api/v1/north-moor/issues";

both!(a_script_raises_lists_searches_and_reads, start, |it| {
    let script = it.administrator().await;
    let raised =
        script.api(Method::POST, ISSUES, Some(json!({ "text": "Letters come late.", "sector": "secondary", "harm": "could-have" }))).await;
    assert_eq!(raised.status, StatusCode::CREATED);
    let raised = raised.json();
    assert_eq!((&raised["reference"], &raised["state"], &raised["findings"]), (&json!("NM-0001"), &json!("new"), &json!([])));
    let follow = raised["follow_url"].as_str().expect("a link").strip_prefix("http://brig.test").expect("our own");
    assert_eq!(it.visitor().get(follow).await.status, StatusCode::OK);
    script.api(Method::POST, ISSUES, Some(json!({ "text": "Bloods twice.", "known": "anonymous" }))).await;
    let page = script.api(Method::GET, &format!("{ISSUES}?limit=1"), None).await.json();
    assert_eq!((&page["items"][0]["reference"], &page["next"]), (&json!("NM-0002"), &json!("2")));
    let page = script.api(Method::GET, &format!("{ISSUES}?limit=1&after=2"), None).await.json();
    assert_eq!((&page["items"][0]["reference"], &page["next"]), (&json!("NM-0001"), &json!(null)));
    let found = script.api(Method::GET, &format!("{ISSUES}?q=blood&state=new"), None).await.json();
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
    let shown = script.api(Method::GET, &format!("{ISSUES}/NM-0001"), None).await.json();
    assert_eq!(
        (&shown["text"], &shown["sector"], &shown["harm"]),
        (&json!("Letters come late."), &json!("secondary"), &json!("could-have"))
    );
    assert_eq!(shown["timeline"][0]["event"], "issue.raised");
});

both!(a_patients_number_is_answered_with_what_and_where_and_never_with_the_text, start, |it| {
    let script = it.administrator().await;
    let refused = script.api(Method::POST, ISSUES, Some(json!({ "text": "é for 010101 1237" }))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.headers[header::CONTENT_TYPE], "application/problem+json");
    assert_eq!(refused.json()["findings"], json!([{ "field": "text", "kind": "chi", "start": 6, "end": 17, "severity": "block" }]));
    assert!(!refused.body.contains("010101") && !refused.body.contains(" 1237"));
    let warned = script.api(Method::POST, ISSUES, Some(json!({ "text": "Docket 0101011234" }))).await;
    assert_eq!(warned.status, StatusCode::CREATED);
    assert_eq!(warned.json()["findings"][0]["severity"], "warn");
});

both!(a_call_sent_again_with_its_key_is_the_same_call, start, |it| {
    let script = it.administrator().await;
    let call = json!({ "text": "Letters come late.", "idempotency_key": "a-1" });
    let first = script.api(Method::POST, ISSUES, Some(call.clone())).await.json();
    assert_eq!(script.api(Method::POST, ISSUES, Some(call)).await.json()["reference"], first["reference"]);
    let without = json!({ "text": "Letters come late." });
    assert_ne!(script.api(Method::POST, ISSUES, Some(without)).await.json()["reference"], first["reference"]);
});

both!(bad_calls_are_told_what_is_wrong, start, |it| {
    let script = it.administrator().await;
    let problem = async |body| {
        let reply = script.api(Method::POST, ISSUES, Some(body)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.body);
        reply.json()["errors"][0].clone()
    };
    assert_eq!(problem(json!({ "text": "" })).await, json!({ "field": "text", "message": "Tell us what happened" }));
    assert_eq!(problem(json!({ "text": "x", "harm": "maybe" })).await["message"], "Use one of: none-known, could-have, yes");
    assert_eq!(problem(json!({ "words": "x" })).await, json!({ "field": "body", "message": "missing field `text` at line 1 column 13" }));
    assert_eq!(problem(json!({ "text": 7 })).await["field"], "body");
    for query in ["limit=0", "limit=101", "limit=x", "after=x", "state=lost"] {
        let reply = script.api(Method::GET, &format!("{ISSUES}?{query}"), None).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
    }
});

both!(a_token_is_needed_and_does_no_more_than_its_person_may, start, |it| {
    let body = || Some(json!({ "text": "Letters come late." }));
    assert_eq!(it.visitor().api(Method::POST, ISSUES, body()).await.status, StatusCode::UNAUTHORIZED);
    let mut wrong = it.visitor();
    wrong.token = Some("brig_nonsense".into());
    assert_eq!(wrong.api(Method::GET, ISSUES, None).await.status, StatusCode::UNAUTHORIZED);
    let member = it.member().await;
    assert_eq!(member.api(Method::POST, ISSUES, body()).await.status, StatusCode::CREATED);
    assert_eq!(member.api(Method::GET, ISSUES, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.api(Method::GET, &format!("{ISSUES}/NM-0001"), None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.api(Method::POST, "/api/v1/south-firth/issues", body()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.operator().await.api(Method::GET, ISSUES, None).await.status, StatusCode::NOT_FOUND);
});

both!(a_token_without_the_scope_is_refused_and_one_with_a_limit_waits, start, |it| {
    let mut script = it.administrator().await;
    let mut tx = it.app.begin().await.expect("a transaction");
    let token = people::make_token(&it.app, &mut tx, script.id, "raise only", &[Scope::RaiseIssues], false).await.expect("a token");
    it.app.commit(tx).await.expect("a commit");
    script.token = Some(token);
    assert_eq!(script.api(Method::GET, ISSUES, None).await.status, StatusCode::FORBIDDEN);
    let mut refused = 0;
    for _ in 0..130 {
        let reply = script.api(Method::GET, ISSUES, None).await;
        refused += usize::from(reply.status == StatusCode::TOO_MANY_REQUESTS && reply.headers.contains_key(header::RETRY_AFTER));
    }
    assert!(refused >= 5, "{refused} of 130 had to wait");
});
