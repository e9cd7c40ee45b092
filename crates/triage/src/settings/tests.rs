//! The settings of triage over HTTP.

use axum::http::StatusCode;
use kernel::both;
use serde_json::json;

use crate::views::tests::{TRIAGE, consultant, raise, start, view};

const PAGE: &str = "/north-moor/triage/settings";

/// What a form with all outcomes in use sends, with the group's own words for one of them.
fn fields<'a>(version: &'a str, words: &'a str, reports: &'a str, places: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("version", version), ("words_out", words), ("watch_reports", reports), ("watch_places", places)];
    fields.extend(["use-fix-now", "use-interim", "use-delegate", "use-answered", "use-out"].map(|name| (name, "yes")));
    fields
}

both!(a_group_says_which_outcomes_it_uses_and_what_reporters_read, start, |it| {
    let administrator = it.administrator().await;
    let follow = raise(&administrator, json!({ "text": "Pay is late.", "known": "anonymous" })).await;
    assert_eq!(it.member().await.get(PAGE).await.status, StatusCode::NOT_FOUND);
    let page = administrator.get(PAGE).await.main();
    assert!(page.contains("This group cannot take it further") && page.contains("within 10 working days"), "{page}");
    let own = "Thank you for {reference}. {reason}: {signpost}";
    assert_eq!(administrator.fill(PAGE, PAGE, &fields("0", own, "3", "2")).await.location(), format!("{PAGE}?saved"));
    let late = administrator.fill(PAGE, PAGE, &fields("0", "Another text.", "3", "2")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Another text."), "nothing that was typed is lost");
    for (words, reports, places, said) in [
        ("Ring 010101 1237", "3", "2", "This looks like a CHI number"),
        ("", "0", "2", "Use a number from 1 to 50"),
        ("", "2", "3", "There cannot be more places than reports"),
    ] {
        let refused = administrator.fill(PAGE, PAGE, &fields("1", words, reports, places)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.main().contains(said), "{said}: {}", refused.main());
    }
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let unused =
        gp.api(axum::http::Method::POST, &format!("/api/v1{TRIAGE}"), Some(json!({ "theme": "results", "outcome": "watch" }))).await;
    assert!(unused.body.contains("The group does not use this outcome"), "{}", unused.body);
    let out = json!({ "outcome": "out", "out_reason": "It is about contracts or pay" });
    view(&gp, "NM-0001", out.clone()).await;
    view(&consultant, "NM-0001", out).await;
    assert!(it.visitor().get(&follow).await.main().contains("Thank you for NM-0001. it is about contracts or pay:"));
});
