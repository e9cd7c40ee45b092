//! Signposts over HTTP: proposed on the receipt at once, written by the administrator, refusing nothing.

use axum::http::StatusCode;
use group::testing::{Reply, TestApp};
use kernel::both;

use crate::testing::start;

const PAGE: &str = "/north-moor/signposts";
const RAISE: &str = "/north-moor/raise";

/// The receipt of a report.
async fn receipt(it: &TestApp, text: &str) -> Reply {
    let visitor = it.visitor();
    let sent = visitor.fill(RAISE, RAISE, &[("text", text), ("known", "anonymous")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "it is taken whatever it says");
    visitor.get(sent.location()).await
}

/// The signposts that stand on a receipt by themselves.
fn shown(receipt: &Reply) -> Vec<&str> {
    let cards = receipt.body.split("<section class=\"card warn\" aria-label=\"").skip(1);
    cards.filter_map(|card| card.split('"').next()).collect()
}

both!(what_was_written_proposes_another_door_at_once_and_the_report_is_taken, start, |it| {
    let nothing = receipt(it, "Letters come late every week.").await;
    assert_eq!(shown(&nothing), Vec::<&str>::new());
    assert!(nothing.body.contains("after-harm"), "where harm is recorded stands behind its question");
    let conduct = receipt(it, "The registrar was rude to my nurse.").await;
    assert_eq!(shown(&conduct), ["How a colleague behaved"]);
    let incident = receipt(it, "A near miss; Datix done.").await;
    assert_eq!(shown(&incident), ["An adverse event"]);
    assert!(!incident.body.contains("after-harm"), "it is said once");
});

both!(the_groups_own_words_stand_on_form_and_receipt, start, |it| {
    let administrator = it.administrator().await;
    let text = "Ring the duty manager on the board's list <now>.";
    let saved = administrator.fill(PAGE, PAGE, &[("version", "0"), ("urgent", text), ("incident", "")]).await;
    assert_eq!(saved.location(), format!("{PAGE}?saved"), "{}", saved.main());
    assert!(it.visitor().get(RAISE).await.main().contains("Ring the duty manager"), "on the form");
    assert!(receipt(it, "She is deteriorating").await.main().contains("Ring the duty manager"), "on the receipt");
    let page = administrator.get(PAGE).await.main();
    assert!(page.contains("Please record it in your incident system"), "an empty one says the first words: {page}");
    assert!(!it.visitor().get("/south-firth/raise").await.main().contains("Ring the duty manager"));
});

both!(two_who_write_signposts_at_once_lose_nothing, start, |it| {
    let (one, two) = (it.administrator().await, it.gp_co_chair().await);
    assert_eq!(one.fill(PAGE, PAGE, &[("version", "0"), ("urgent", "First")]).await.status, StatusCode::SEE_OTHER);
    let late = two.fill(PAGE, PAGE, &[("version", "0"), ("urgent", "Second")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.main().contains("First") && late.body.contains("Second"), "both texts are there");
    let version = late.hidden("version").expect("a version");
    assert_eq!(two.fill(PAGE, PAGE, &[("version", &version), ("urgent", "Second")]).await.status, StatusCode::SEE_OTHER);
    assert!(it.visitor().get(RAISE).await.main().contains("Second"));
});

both!(signposts_are_for_those_who_word_issues_and_hold_no_patient, start, |it| {
    assert_eq!(it.member().await.get(PAGE).await.status, StatusCode::NOT_FOUND);
    let administrator = it.administrator().await;
    let number = administrator.fill(PAGE, PAGE, &[("version", "0"), ("conduct", "Ask 010101 1237")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(number.main().contains("This looks like a CHI number"));
    let long = administrator.fill(PAGE, PAGE, &[("version", "0"), ("conduct", &"x".repeat(401))]).await;
    assert!(long.main().contains("must be 400 characters or less"));
});
