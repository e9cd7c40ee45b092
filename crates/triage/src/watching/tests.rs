//! What is watched comes back when others report the same, and not before.

use axum::http::StatusCode;
use group::testing::{Persona, TestApp};
use kernel::{both, sql};
use serde_json::json;

use crate::views::tests::{TRIAGE, consultant, raise, start, view};

/// Another report of the same, from a workplace, whose reporter says *me too* of the first.
async fn me_too(it: &TestApp, script: &Persona<'_>, workplace: &str) -> String {
    let visitor = it.visitor();
    let own = raise(script, json!({ "text": "Letters are late with us too.", "known": "confidence", "workplace": workplace })).await;
    let said = visitor.fill(&own, &format!("{own}/me-too"), &[("issue", "NM-0001")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.main());
    own
}

async fn state(it: &TestApp) -> String {
    sql("SELECT state FROM issues WHERE number = 1").one(&it.app.db).await.expect("an issue").get("state").expect("a state")
}

/// A report that both sides watch: its page, and the GP co-chair.
async fn watched(it: &TestApp) -> (String, Persona<'_>) {
    let script = it.administrator().await;
    let follow = raise(&script, json!({ "text": "Letters come late.", "known": "confidence", "workplace": "Glebe Practice" })).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    view(&gp, "NM-0001", json!({ "outcome": "watch" })).await;
    assert_eq!(view(&consultant, "NM-0001", json!({ "outcome": "watch" })).await, json!("watched"));
    (follow, gp)
}

both!(three_reports_from_two_places_bring_it_back_and_two_do_not, start, |it| {
    let (follow, gp) = watched(it).await;
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("When 3 reports from 2 practices or sites have come"), "{told}");
    let script = it.persona("Iain Petrie", group::permissions::Role::Member, group::membership::Side::Other).await;
    me_too(it, &script, "GLEBE PRACTICE").await;
    assert_eq!(state(it).await, "watched");
    let third = me_too(it, &script, "Glebe Practice").await;
    assert_eq!(state(it).await, "watched", "three from one place are one place's trouble");
    let undone = it.visitor().fill(&third, &format!("{third}/me-too"), &[("issue", "NM-0001"), ("how", "undo")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    me_too(it, &script, "Ward 4").await;
    assert_eq!(state(it).await, "new");
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("Taken up again: 3 reports from 2 workplaces have come"), "{told}");
    assert!(gp.get(TRIAGE).await.main().contains("The GP co-chair has not given a view yet."));
    let refused = gp.fill(TRIAGE, TRIAGE, &[("outcome", "watch"), ("theme", "discharge"), ("title", "T"), ("text", "X")]).await;
    assert!(refused.main().contains("As many reports as the group would wait for are here already"), "{}", refused.main());
});

both!(lower_thresholds_bring_back_what_has_enough, start, |it| {
    watched(it).await;
    let script = it.persona("Iain Petrie", group::permissions::Role::Member, group::membership::Side::Other).await;
    me_too(it, &script, "Ward 4").await;
    assert_eq!(state(it).await, "watched");
    let page = "/north-moor/triage/settings";
    let fields = [("version", "0"), ("watch_reports", "2"), ("watch_places", "2"), ("use-watch", "yes")];
    let administrator = it.persona("Eilidh Ross", group::permissions::Role::Administrator, group::membership::Side::Other).await;
    assert_eq!(administrator.fill(page, page, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(it).await, "new");
});

both!(what_an_anonymous_reporter_brings_back_has_their_day_and_no_time, start, |it| {
    watched(it).await;
    let script = it.persona("Iain Petrie", group::permissions::Role::Member, group::membership::Side::Other).await;
    me_too(it, &script, "Ward 4").await;
    let anonymous = raise(&script, json!({ "text": "Late here as well.", "known": "anonymous" })).await;
    it.visitor().fill(&anonymous, &format!("{anonymous}/me-too"), &[("issue", "NM-0001")]).await;
    assert_eq!(state(it).await, "new");
    let row = sql("SELECT at FROM ledger WHERE verb = 'issue.resurfaced'").one(&it.app.db).await.expect("an entry");
    assert_eq!(row.get::<jiff::Timestamp>("at").expect("a time").to_string(), "2026-11-22T00:00:00Z");
});
