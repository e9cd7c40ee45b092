//! What was said and done, over HTTP: for the group, for everybody once it is open, never in a reporter's words.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::start;

const PAGE: &str = "/north-moor/said-and-done";

async fn confirm(chairs: &Chairs<'_>, number: i64) {
    for side in [&chairs.gp, &chairs.consultant] {
        let reply = side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    }
}

async fn open(chairs: &Chairs<'_>) {
    let opened = chairs.administrator.fill(PAGE, &format!("{PAGE}/public"), &[("public", "yes")]).await;
    assert_eq!(opened.location(), format!("{PAGE}?opened"));
}

async fn done(chairs: &Chairs<'_>) {
    let action = "/north-moor/actions/A-0001";
    let done = chairs.administrator.fill(action, &format!("{action}/completion"), &[("evidence", "Each ward has replied")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.main());
}

both!(the_group_reads_what_was_decided_in_its_own_words_and_nothing_before_it_is_confirmed, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("one").await;
    assert!(!chairs.gp.get(PAGE).await.main().contains("Letters: one"), "it is not confirmed");
    confirm(&chairs, number).await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let shown = reader.get(PAGE).await.main();
    for words in [
        "Letters: one",
        "Letters come late. Both sides lose time.",
        "We are doing",
        "Letters go out within a day.",
        "Prompted by one report",
    ] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(!shown.contains("Open it to everybody") && !shown.contains("could-not"), "{shown}");
    done(&chairs).await;
    assert!(reader.get(PAGE).await.main().contains("We did"));
});

both!(everybody_reads_it_once_it_is_open_and_the_feeds_with_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("<one> & \"two\"").await;
    confirm(&chairs, number).await;
    let visitor = it.visitor();
    assert_eq!(visitor.get(PAGE).await.status, StatusCode::SEE_OTHER, "they are asked to sign in");
    for feed in ["feed.atom", "feed.json"] {
        assert_eq!(visitor.get(&format!("{PAGE}/{feed}")).await.status, StatusCode::NOT_FOUND);
    }
    let member = it.member().await;
    let forgery = member.get(PAGE).await.hidden("forgery").expect("a token");
    let denied = member.post(&format!("{PAGE}/public"), &[("forgery", &forgery), ("public", "yes")]).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    open(&chairs).await;
    let shown = visitor.get(PAGE).await;
    assert!(shown.main().contains("Both sides lose time.") && !shown.body.contains("name=\"forgery\""), "{}", shown.main());
    let atom = visitor.get(&format!("{PAGE}/feed.atom")).await;
    assert_eq!(atom.status, StatusCode::OK);
    assert!(atom.body.contains("<title>We are doing: Letters: &lt;one&gt; &amp; &quot;two&quot;</title>"), "{}", atom.body);
    assert_eq!(atom.body.matches("<entry>").count(), 1);
    let json = visitor.get(&format!("{PAGE}/feed.json")).await.json();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"][0]["title"], "We are doing: Letters: <one> & \"two\"");
    assert_eq!(json["items"][0]["url"], format!("http://brig.test{PAGE}?of=26-D01#26-D01"));
    let tag = atom.headers.get("etag").expect("a tag").to_str().expect("plain").to_owned();
    let again = visitor.request(Method::GET, &format!("{PAGE}/feed.atom")).header("if-none-match", tag);
    assert_eq!(visitor.ask(again, axum::body::Body::empty()).await.status, StatusCode::NOT_MODIFIED);
    // The other group is not open, and has nothing of this one.
    assert_eq!(visitor.get("/south-firth/said-and-done").await.status, StatusCode::SEE_OTHER);
    let there = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert!(!there.get("/south-firth/said-and-done").await.main().contains("Both sides lose time."));
    let closed = chairs.administrator.fill(PAGE, &format!("{PAGE}/public"), &[("public", "no")]).await;
    assert_eq!(closed.location(), format!("{PAGE}?closed"));
    assert_eq!(visitor.get(&format!("{PAGE}/feed.json")).await.status, StatusCode::NOT_FOUND);
});

both!(what_stays_in_the_minute_or_has_no_wording_is_not_there, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    for (text, cascades) in [("told", true), ("kept", false)] {
        let (reference, _) = chairs.triaged(text).await;
        let item = chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await["number"].clone();
        let decision = json!({ "text": format!("{text} is mended"), "cascades": cascades });
        chairs.call(&format!("meetings/{number}/items/{item}/decision"), decision).await;
    }
    confirm(&chairs, number).await;
    let shown = chairs.administrator.get(PAGE).await.main();
    assert!(shown.contains("Letters: told") && !shown.contains("Letters: kept"), "{shown}");
    let wording = "/north-moor/issues/NM-0001/wording";
    let version = chairs.administrator.get("/north-moor/issues/NM-0001").await.hidden("version").expect("a version");
    let emptied = [("theme", "discharge"), ("title", "Late"), ("text", ""), ("version", version.as_str())];
    assert_eq!(chairs.administrator.fill("/north-moor/issues/NM-0001", wording, &emptied).await.status, StatusCode::SEE_OTHER);
    assert!(!chairs.administrator.get(PAGE).await.main().contains("told is mended"));
});

both!(what_the_group_could_not_do_is_said_last_and_with_its_reason, start, |it| {
    let chairs = Chairs::of(it).await;
    let first = chairs.decided("one").await;
    confirm(&chairs, first).await;
    let second = chairs.decided("two").await;
    confirm(&chairs, second).await;
    let action = format!("{PAGE}/decisions/26-D02/could-not");
    let number = chairs.administrator.fill(PAGE, &action, &[("why", "Because of 010101 1237")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(number.main().contains("This looks like a CHI number") && number.body.contains("Because of"), "{}", number.main());
    let said = chairs.administrator.fill(PAGE, &action, &[("why", "There is no money for typists this year.")]).await;
    assert_eq!(said.location(), format!("{PAGE}?said=yes&of=26-D02#26-D02"));
    let shown = chairs.gp.get(PAGE).await.main();
    let at = |words: &str| shown.find(words).unwrap_or_else(|| panic!("{words} in {shown}"));
    assert!(at("Letters: one") < at("Letters: two") && at("We could not") < at("There is no money for typists this year."));
    let none = chairs.administrator.fill(PAGE, &format!("{PAGE}/decisions/26-D09/could-not"), &[("why", "x")]).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    chairs.administrator.fill(PAGE, &action, &[("why", "")]).await;
    assert!(!chairs.gp.get(PAGE).await.main().contains("no money"));
});
