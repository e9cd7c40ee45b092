//! The pass over HTTP, as two tired co-chairs meet it.

use axum::http::StatusCode;
use group::testing::{Persona, Reply};
use kernel::both;
use serde_json::json;

use crate::views::tests::{consultant, raise, start, view};

const PASS: &str = "/north-moor/triage";

/// Issues that are prepared: theme and wording are there.
async fn prepared(administrator: &Persona<'_>, count: usize) {
    for n in 1..=count {
        raise(administrator, json!({ "text": format!("Letters come late, {n}."), "known": "anonymous" })).await;
        let issue = format!("/north-moor/issues/NM-{n:04}");
        let fields = [("theme", "discharge"), ("title", "Late letters"), ("text", "They come late. Both lose time."), ("version", "1")];
        assert_eq!(administrator.fill(&issue, &format!("{issue}/wording"), &fields).await.status, StatusCode::SEE_OTHER);
    }
}

async fn tap(who: &Persona<'_>, reference: &str, act: &str, next: &str) -> Reply {
    let forgery = who.get(PASS).await.hidden("forgery").expect("a token");
    who.post(PASS, &[("forgery", &forgery), ("reference", reference), ("act", act), ("next", next)]).await
}

both!(one_tap_each_triages_what_is_prepared_and_the_place_is_kept, start, |it| {
    let administrator = it.administrator().await;
    prepared(&administrator, 3).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let page = gp.get(PASS).await.body;
    assert!(page.contains("3 for the GP side") && page.contains("id=\"NM-0002\"") && page.contains("data-key=\"g\""), "{page}");
    assert_eq!(tap(&gp, "NM-0001", "group", "NM-0002").await.location(), format!("{PASS}?given#NM-0002"));
    let page = gp.get(PASS).await.main();
    assert!(page.contains("2 for the GP side") && page.contains("Waits for the other side"), "{page}");
    let page = consultant.get(PASS).await.main();
    assert!(
        page.contains("3 for the consultant side") && page.contains("GP side: to the next meeting on Discharge and transfer"),
        "{page}"
    );
    assert!(page.contains("You will hear from us again when the meeting has decided."), "what goes is shown before it goes: {page}");
    assert_eq!(tap(&consultant, "NM-0001", "same", "NM-0002").await.status, StatusCode::SEE_OTHER);
    assert!(consultant.get("/north-moor/issues?state=triaged").await.main().contains("NM-0001"));
    for reference in ["NM-0002", "NM-0003"] {
        tap(&consultant, reference, "interim", "").await;
        tap(&gp, reference, "same", "").await;
    }
    let page = gp.get(PASS).await.main();
    assert!(page.contains("Nothing waits for the GP side.") && page.contains("Urgent, between two meetings"), "{page}");
    assert!(page.contains("ask the members to answer in writing by a day"), "it says how: {page}");
});

both!(what_lacks_something_is_opened_and_nothing_is_guessed, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, json!({ "text": "Letters come late.", "known": "anonymous" })).await;
    let gp = it.gp_co_chair().await;
    let to = tap(&gp, "NM-0001", "group", "").await.location().to_owned();
    assert_eq!(to, "/north-moor/issues/NM-0001/triage?outcome=group&from=pass#view");
    let form = gp.get(&to).await.main();
    assert!(form.contains("Agree: to the next meeting on this theme") && form.contains("one report so far"), "{form}");
    let out = gp.get("/north-moor/issues/NM-0001/triage?outcome=out&from=pass").await;
    let fields = [("out_reason", "It is a complaint"), ("outcome", "out"), ("from", "pass"), ("theme", ""), ("title", ""), ("text", "")];
    let given = gp.fill("/north-moor/issues/NM-0001/triage?outcome=out&from=pass", "/north-moor/issues/NM-0001/triage", &fields).await;
    assert_eq!(given.location(), format!("{PASS}?given#NM-0001"), "{} {}", out.status, given.main());
});

both!(a_difference_is_on_both_screens, start, |it| {
    let administrator = it.administrator().await;
    prepared(&administrator, 1).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    view(&gp, "NM-0001", json!({ "outcome": "watch", "reason": "Nobody else has said it" })).await;
    view(&consultant, "NM-0001", json!({ "outcome": "group", "reason": "It will happen again" })).await;
    for side in [&gp, &consultant] {
        let page = side.get(PASS).await.main();
        assert!(page.contains("on 1 of them the two sides differ"), "{page}");
        assert!(page.contains("Nobody else has said it") && page.contains("It will happen again"), "{page}");
    }
    let together = gp.get(&format!("{PASS}?together")).await;
    assert_eq!(together.headers.get("refresh").and_then(|after| after.to_str().ok()), Some("15"));
    assert!(together.main().contains("here you answer for the GP side only"), "{}", together.main());
    assert_eq!(tap(&gp, "NM-0001", "meeting", "").await.status, StatusCode::SEE_OTHER);
    assert!(gp.get("/north-moor/issues?state=triaged").await.main().contains("NM-0001"));
});

both!(the_same_view_is_given_on_many_once_its_words_were_seen, start, |it| {
    let administrator = it.administrator().await;
    prepared(&administrator, 2).await;
    raise(&administrator, json!({ "text": "The car park is full.", "known": "anonymous" })).await;
    let gp = it.gp_co_chair().await;
    let many = format!("{PASS}/many");
    let picked = [("pick-NM-0001", "yes"), ("pick-NM-0002", "yes"), ("pick-NM-0003", "yes"), ("outcome", "out")];
    let page = gp.fill(PASS, &many, &picked).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.main());
    assert!(!page.main().contains("Give this view on"), "a reason is to be chosen first");
    let with = |step, more: &[(&'static str, &'static str)]| {
        let mut fields = picked.to_vec();
        fields.push(("step", step));
        fields.extend_from_slice(more);
        fields
    };
    let missing = gp.fill(PASS, &many, &with("look", &[])).await;
    assert!(missing.status == StatusCode::UNPROCESSABLE_ENTITY && missing.main().contains("Choose why it belongs elsewhere"));
    let reason = [("out_reason", "It is about contracts or pay"), ("words", "Sorry: {reason}. See {reference}.")];
    let shown = gp.fill(PASS, &many, &with("look", &reason)).await.main();
    assert!(shown.contains("Sorry: it is about contracts or pay. See NM-0003.") && shown.contains("Give this view on 3"), "{shown}");
    assert_eq!(gp.fill(PASS, &many, &with("give", &reason)).await.location(), format!("{PASS}?many=3"));
    assert!(gp.get(PASS).await.main().contains("Nothing waits for the GP side."));
    let mut to_group = picked.to_vec();
    to_group[3] = ("outcome", "group");
    let shown = gp.fill(PASS, &many, &to_group).await.main();
    assert!(shown.contains("It has no theme yet. It is left out") && shown.contains("Give this view on 2"), "{shown}");
});

both!(who_only_reads_sees_what_waits_and_presses_nothing, start, |it| {
    let administrator = it.administrator().await;
    prepared(&administrator, 1).await;
    let page = administrator.get(PASS).await;
    assert!(page.main().contains("Waits for the two co-chairs") && !page.body.contains("data-row"), "{}", page.main());
    assert_eq!(tap(&administrator, "NM-0001", "group", "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(it.member().await.get(PASS).await.status, StatusCode::NOT_FOUND);
});
