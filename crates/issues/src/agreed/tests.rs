//! What is agreed comes first: it ends the visit, or becomes a report that it still happens.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::{both, sql};
use serde_json::json;

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";
const TEXT: &str = "The outpatient clinic wrote: GP to kindly chase the blood results they took themselves.";

/// An agreement in force on who acts on a result, for everybody to read; its administrator.
async fn agreed(it: &TestApp) -> Persona<'_> {
    let administrator = it.administrator().await;
    let new = json!({
        "title": "Who acts on a result",
        "rule": "The clinician who asks for a blood test or a scan acts on its result and tells the patient.",
        "gp_words": "Both co-chairs agreed that who asks for a test acts on it.",
        "asked": "We are told to chase blood results that the clinic asked for",
        "owner": "Clinical lead, laboratories", "review_on": "2027-11-22",
    });
    let draft = administrator.api(Method::POST, "/api/v1/north-moor/agreements", Some(new)).await.json();
    let hash = draft["hash"].clone();
    for side in [it.gp_co_chair().await, it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await] {
        let call = "/api/v1/north-moor/agreements/26-A01/approvals";
        let approved = side.api(Method::POST, call, Some(json!({ "hash": hash }))).await;
        assert!(approved.status.is_success(), "{} {draft}", approved.body);
    }
    administrator.fill("/north-moor/agreements", "/north-moor/agreements/public", &[("public", "yes")]).await;
    it.work().await;
    administrator
}

async fn counted(it: &TestApp, kind: &str) -> i64 {
    let row = sql("SELECT COALESCE(CAST(SUM(n) AS BIGINT), CAST(0 AS BIGINT)) AS n FROM agreement_uses WHERE kind = $1").bind(kind);
    row.one(&it.app.db).await.expect("a row").get("n").expect("a number")
}

/// The key of a form that is open; the same one each time it is sent.
async fn open_form(visitor: &Persona<'_>) -> String {
    visitor.get(RAISE).await.hidden("form_key").expect("a key")
}

both!(the_agreement_that_answers_comes_first_and_ends_the_visit_once, start, |it| {
    agreed(it).await;
    let visitor = it.visitor();
    let key = open_form(&visitor).await;
    let shown = visitor.post("/north-moor/raise/similar", &[("form_key", &key), ("text", TEXT)]).await;
    let (rule, words) = (shown.body.find("acts on its result"), shown.body.find("Words to send, from a GP"));
    assert!(rule.is_some() && rule < words && shown.body.contains("26/A01"), "{}", shown.body);
    for _ in 0..2 {
        let left = visitor.post("/north-moor/raise/solved", &[("form_key", &key), ("solved", "1"), ("text", TEXT)]).await;
        assert!(
            left.main().contains("Good: nothing was sent") && left.main().contains("who asks for a test acts on it"),
            "{}",
            left.main()
        );
    }
    assert_eq!(counted(it, "solved").await, 1, "pressing twice is one visit");
    assert_eq!(sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number"), 0);
    let none = visitor.post("/north-moor/raise/solved", &[("form_key", &key), ("solved", "7")]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
});

both!(what_still_happens_is_a_report_on_the_agreement_and_can_be_taken_back, start, |it| {
    let administrator = agreed(it).await;
    let visitor = it.visitor();
    let sent = visitor.fill(RAISE, RAISE, &[("text", TEXT), ("known", "anonymous"), ("still", "1")]).await;
    let follow = sent.location().split('?').next().unwrap_or_default().to_owned();
    assert!(visitor.get(&follow).await.main().contains("You said: agreed, yet it still happens."), "{}", visitor.get(&follow).await.main());
    assert_eq!(counted(it, "still").await, 1);
    let reports = "/north-moor/agreements/26-A01/reports";
    assert!(administrator.get(reports).await.main().contains("NM-0001"));
    assert_eq!(it.member().await.get(reports).await.status, StatusCode::NOT_FOUND);
    let path = format!("{follow}/agreement");
    visitor.fill(&follow, &path, &[("agreement", "1"), ("how", "undo")]).await;
    assert_eq!(counted(it, "still").await, 0);
    let page = visitor.get(&follow).await.main();
    assert!(page.contains("Agreed, yet it still happens") && page.contains("This solves it: take my report back"), "{page}");
    visitor.fill(&follow, &path, &[("agreement", "1"), ("how", "solved")]).await;
    assert!(visitor.get(&follow).await.main().contains("Withdrawn"));
    assert_eq!((counted(it, "solved").await, counted(it, "still").await), (1, 0));
});

both!(what_the_group_keeps_to_itself_is_not_shown_to_visitors, start, |it| {
    let administrator = agreed(it).await;
    administrator.fill("/north-moor/agreements", "/north-moor/agreements/public", &[("public", "no")]).await;
    let visitor = it.visitor();
    let key = open_form(&visitor).await;
    let shown = visitor.post("/north-moor/raise/similar", &[("form_key", &key), ("text", TEXT)]).await;
    assert!(!shown.body.contains("26/A01"), "{}", shown.body);
    let left = visitor.post("/north-moor/raise/solved", &[("form_key", &key), ("solved", "1")]).await;
    assert_eq!(left.status, StatusCode::NOT_FOUND);
});
