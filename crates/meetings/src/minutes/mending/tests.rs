//! A published minute is put right beside its text, by both sides, for the same readers.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const MINUTE: &str = "/north-moor/meetings/1/minute";
const PAGE: &str = "/north-moor/meetings/1/minute/mendings";
const ROW: &str = "A-0001 · Tell every ward · Tunde Adeyemi · 15 January 2027 · Each ward has replied";

/// The minute of a meeting that is published.
async fn published(chairs: &Chairs<'_>) {
    chairs.over("Letters come late").await;
    for side in [&chairs.gp, &chairs.consultant] {
        let signed = side.api(Method::POST, "/api/v1/north-moor/meetings/1/minute/approvals", None).await;
        assert_eq!(signed.status, StatusCode::OK, "{}", signed.body);
    }
}

/// The address of the one that waits.
fn waits(page: &str) -> String {
    let (before, _) = page.split_once("/confirmation\"").expect("something waits");
    before.rsplit_once("action=\"").expect("an address").1.to_owned()
}

both!(an_owner_and_a_day_are_put_right_beside_the_frozen_text_by_both_sides, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let new = [("was", ROW), ("words", "Owner: Ailsa Munro, by 22 January 2027."), ("why", "The wrong name was noted.")];
    assert_eq!(chairs.administrator.fill(MINUTE, PAGE, &new).await.status, StatusCode::CONFLICT, "a draft is corrected otherwise");
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, "/api/v1/north-moor/meetings/1/minute/approvals", None).await;
    }
    let before = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await.json();
    let wrong = chairs.administrator.fill(PAGE, PAGE, &[("was", "Nobody said so"), ("words", "This was said"), ("why", "")]).await;
    assert!(
        wrong.status == StatusCode::UNPROCESSABLE_ENTITY
            && wrong.main().contains("Choose the line")
            && wrong.body.contains("This was said")
    );
    let patient = chairs.administrator.fill(PAGE, PAGE, &[new[0], ("words", "Seen 0101011237"), new[2]]).await;
    assert_eq!(patient.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        assert_eq!(chairs.administrator.fill(PAGE, PAGE, &new).await.location(), format!("{PAGE}?proposed"));
    }
    let waiting = crate::minutes::mending::waiting_for(&it.app, &acting(&chairs, it).await).await.expect("what waits");
    assert!(waiting.len() == 1 && waiting[0].lines[1].contains("Ailsa Munro, by 22 January"), "{waiting:?}");
    let page = chairs.gp.get(PAGE).await;
    let (here, seen) = (waits(&page.body), format!("{ROW}\n{}\n{}", new[1].1, new[2].1));
    let confirm = format!("{here}/confirmation");
    assert_eq!(chairs.administrator.fill(PAGE, &confirm, &[("seen", &seen)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.gp.fill(PAGE, &confirm, &[("seen", "another")]).await.status, StatusCode::CONFLICT);
    assert_eq!(chairs.gp.fill(PAGE, &confirm, &[("seen", &seen)]).await.location(), format!("{PAGE}?confirmed"));
    assert!(!chairs.gp.get(MINUTE).await.main().contains("Corrected on"), "one side alone puts nothing right");
    assert_eq!(chairs.consultant.fill(PAGE, &confirm, &[("seen", &seen)]).await.status, StatusCode::SEE_OTHER);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    for who in [&chairs.gp, &reader] {
        let minute = who.get(MINUTE).await.main();
        assert!(minute.contains("Corrected on 22 November 2026:") && minute.contains("it should read: Owner: Ailsa Munro"), "{minute}");
        assert!(minute.contains("Tunde Adeyemi") && minute.contains("15 January 2027"), "the frozen text stays: {minute}");
    }
    let after = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await.json();
    assert_eq!(before["hash"], after["hash"], "nothing published changes");
    assert!(after["text"].as_str().is_some_and(|text| text.contains("The wrong name was noted.")));
    assert_eq!(chairs.consultant.fill(PAGE, &confirm, &[("seen", &seen)]).await.status, StatusCode::NOT_FOUND, "it is done");
    assert_eq!(reader.get(PAGE).await.status, StatusCode::NOT_FOUND);
});

/// The GP co-chair, as they act.
async fn acting(chairs: &Chairs<'_>, it: &group::testing::TestApp) -> group::acting::Acting {
    let seat = group::membership::seat_of(&it.app.db, it.group.id, chairs.gp.id).await.expect("a seat");
    group::acting::Acting {
        group: it.group.clone(),
        person: seat.person,
        name: seat.name,
        email: seat.email,
        role: seat.role,
        side: seat.side,
        deputy: false,
        acting_until: None,
        operator: false,
    }
}

both!(what_waits_can_be_taken_back_and_what_is_reserved_stays_so, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("Letters come late").await;
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "it is about one practice" })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, "/api/v1/north-moor/meetings/1/minute/approvals", None).await;
    }
    let new = [("was", "Letters take weeks."), ("words", "Letters take a month."), ("why", "It was misheard.")];
    chairs.gp.fill(PAGE, PAGE, &new).await;
    let here = waits(&chairs.gp.get(PAGE).await.body);
    assert_eq!(chairs.administrator.fill(PAGE, &format!("{here}/removal"), &[]).await.location(), format!("{PAGE}?taken-back"));
    chairs.gp.fill(PAGE, PAGE, &new).await;
    let here = waits(&chairs.gp.get(PAGE).await.body);
    let seen = format!("{}\n{}\n{}", new[0].1, new[1].1, new[2].1);
    for side in [&chairs.gp, &chairs.consultant] {
        assert_eq!(side.fill(PAGE, &format!("{here}/confirmation"), &[("seen", &seen)]).await.status, StatusCode::SEE_OTHER);
    }
    assert!(chairs.gp.get(MINUTE).await.main().contains("Letters take a month."));
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert!(!reader.get(MINUTE).await.main().contains("Letters take a month."), "of the reserved part readers see nothing");
});

both!(a_published_minute_is_put_right_by_those_who_keep_the_record, start, |it| {
    let chairs = Chairs::of(it).await;
    published(&chairs).await;
    let member = it.member().await;
    let page = member.get(PAGE).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("How it should read"));
    let refused = member.fill(PAGE, PAGE, &[("was", ROW), ("words", "x"), ("why", "y")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(chairs.gp.get(MINUTE).await.body.contains(PAGE));
});
