//! What was decided and published is found by its words, and by nobody whose eyes it is not for.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role, testing::TestApp};
use kernel::{both, job::NewJob, queue, sql};
use serde_json::json;

use crate::testing::{Chairs, start};

/// Has the job done, as its schedule would.
async fn read(it: &TestApp) {
    let mut tx = it.app.begin().await.expect("a transaction");
    let job = NewJob { scope: None, kind: super::READ, payload: json!({}), run_at: it.app.clock.now(), key: None };
    queue::push(&it.app, &mut tx, job).await.expect("pushed");
    it.app.commit(tx).await.expect("a commit");
    it.work().await;
}

both!(decisions_and_published_minutes_are_found_by_their_words, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.over("Letters").await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let member = it.member().await;
    let search = "/north-moor/search";
    assert!(reader.get(search).await.main().contains("is found a little later"));
    read(it).await;
    let found = reader.get(&format!("{search}?q=letter+day")).await;
    assert!(found.main().contains("26/D01") && found.main().contains("letters go out within a day"), "{}", found.main());
    assert!(found.body.contains("href=\"/north-moor/decisions/26-D01\"") && found.body.contains("href=\"/north-moor/past?q=letter"));
    // A draft is nobody's to find.
    assert!(found.main().contains("No published minute holds these words"), "{}", found.main());
    for side in [&chairs.gp, &chairs.consultant] {
        let call = format!("/api/v1/north-moor/meetings/{number}/minute/approvals");
        assert_eq!(side.api(Method::POST, &call, None).await.status, StatusCode::OK);
    }
    read(it).await;
    let found = member.get(&format!("{search}?q=typists")).await;
    assert!(found.main().contains("Minute of 14 December 2026") && found.main().contains("Wards lack typists"), "{}", found.main());
    assert!(found.body.contains(&format!("href=\"/north-moor/meetings/{number}/minute\"")));
    assert!(!member.get(&format!("{search}?q=typists")).await.body.contains("/north-moor/issues?q="), "issues are for those who triage");
    assert!(member.get(&format!("{search}?q=nonsense")).await.main().contains("No decision holds these words"));
    // Other words are found by the next round, the old ones no longer.
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("UPDATE decisions SET words = 'the group AGREED that summaries go out at once'").run(&mut tx).await.expect("written");
    kernel::testing::commit(tx).await;
    read(it).await;
    assert!(member.get(&format!("{search}?q=summaries")).await.main().contains("26/D01"));
    assert!(member.get(&format!("{search}?q=letters+day")).await.main().contains("No decision holds these words"));
    // What is reserved is for members, but for who declared an interest; its part of the minute is not in the search at all.
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("UPDATE items SET reserved = 'named people'").run(&mut tx).await.expect("written");
    sql("DELETE FROM search_entries WHERE kind = 'minute'").run(&mut tx).await.expect("forgotten");
    kernel::testing::commit(tx).await;
    read(it).await;
    assert!(member.get(&format!("{search}?q=summaries")).await.main().contains("26/D01"));
    assert!(reader.get(&format!("{search}?q=summaries")).await.main().contains("No decision holds these words"));
    assert!(member.get(&format!("{search}?q=typists")).await.main().contains("No published minute holds these words"));
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("UPDATE items SET reserved = ''").run(&mut tx).await.expect("written");
    kernel::testing::commit(tx).await;
    // Nobody finds another group's.
    let elsewhere = it.persona_in(&it.other, "Una Firth", Role::Administrator, Side::Other).await;
    let theirs = elsewhere.get("/south-firth/search?q=summaries").await.main();
    assert!(theirs.contains("No decision holds these words") && theirs.contains("No published minute"), "{theirs}");
    assert_eq!(elsewhere.get(&format!("{search}?q=summaries")).await.status, StatusCode::NOT_FOUND);
});
