//! A confirmed decision is corrected by both sides, and whoever was told is told again.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const PAGE: &str = "/north-moor/decisions/26-D01/correction";
const SENTENCE: &str = "The Group AGREED that letters go out within a day.";

both!(a_confirmed_sentence_changes_only_by_a_correction_of_both_sides, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, follow) = chairs.triaged("Letters come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    chairs.call(&format!("meetings/{number}/items/1/decision"), json!({ "text": "letters go out within a day" })).await;
    let words = [("seen", SENTENCE), ("words", "Letters go out within two days"), ("why", "One day was misheard.")];
    let early = chairs.administrator.fill(PAGE, PAGE, &words).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "before the read-back it is changed on the page of its item");
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    let same = chairs.administrator.fill(PAGE, PAGE, &[("seen", SENTENCE), ("words", SENTENCE), ("why", "x")]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    let unexplained = chairs.administrator.fill(PAGE, PAGE, &[words[0], words[1], ("why", "")]).await;
    assert!(unexplained.body.contains("within two days"), "what was typed stands there again");
    assert_eq!(chairs.administrator.fill(PAGE, PAGE, &words).await.status, StatusCode::SEE_OTHER);

    let corrected = "The Group AGREED that letters go out within two days.";
    let confirm = format!("{PAGE}/confirmation");
    let seen = [("seen", corrected)];
    assert_eq!(chairs.administrator.fill(PAGE, &confirm, &seen).await.status, StatusCode::FORBIDDEN, "keys are the co-chairs'");
    assert_eq!(chairs.gp.fill(PAGE, &confirm, &seen).await.status, StatusCode::SEE_OTHER);
    let decision = || async { chairs.gp.get("/north-moor/decisions/26-D01").await.main() };
    assert!(decision().await.contains(SENTENCE), "one side alone corrects nothing");
    assert_eq!(chairs.consultant.fill(PAGE, &confirm, &[("seen", "Other words")]).await.status, StatusCode::CONFLICT);
    assert_eq!(chairs.consultant.fill(PAGE, &confirm, &seen).await.status, StatusCode::SEE_OTHER);
    let page = decision().await;
    assert!(page.contains(corrected) && page.contains("One day was misheard."), "{page}");
    let follow = it.visitor().get(&follow).await.main();
    assert!(follow.contains("It now says: The Group AGREED that letters go out within two days."), "{follow}");
    let list = chairs.gp.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
    assert_eq!((&list["decisions"][0]["text"], &list["decisions"][0]["confirmed"]), (&json!(corrected), &json!(true)));
});

both!(a_correction_that_waits_can_be_taken_back, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let words = [("seen", SENTENCE), ("words", "Letters go out within two days"), ("why", "One day was misheard.")];
    chairs.gp.fill(PAGE, PAGE, &words).await;
    assert_eq!(chairs.administrator.fill(PAGE, PAGE, &words).await.status, StatusCode::CONFLICT, "one waits already");
    assert_eq!(chairs.administrator.fill(PAGE, &format!("{PAGE}/removal"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(chairs.gp.get("/north-moor/decisions/26-D01").await.main().contains(SENTENCE));
});
