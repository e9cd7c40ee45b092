//! Guests of an item over HTTP: on the agenda, in the minute, once, and not in another group's.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use super::item_guests;
use crate::testing::{Chairs, start};

/// The address of the one item's guests.
async fn guests(chairs: &Chairs<'_>, number: i64) -> String {
    let shown = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}"), None).await.json();
    let item = shown["items"][0]["reference"].as_str().expect("an item").replace('/', "-");
    format!("/north-moor/meetings/{number}/items/{item}/guests")
}

both!(a_guest_of_an_item_stands_on_the_agenda_and_in_the_minute_once, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("letters").await;
    let here = guests(&chairs, number).await;
    let fields = [("name", "Catriona Baird"), ("post", "pharmacist, Moorfield"), ("email", "catriona.baird@example.scot")];
    for _ in 0..2 {
        assert_eq!(chairs.administrator.fill(&here, &here, &fields).await.status, StatusCode::SEE_OTHER);
    }
    chairs.administrator.fill(&here, &here, &[("name", "Somebody of the lab")]).await;
    let page = chairs.administrator.get(&here).await;
    assert_eq!(page.main().matches("Catriona Baird (pharmacist, Moorfield)").count(), 1, "{}", page.main());
    let agenda = chairs.gp.get(&format!("/north-moor/meetings/{number}")).await.main();
    assert!(agenda.contains("By invitation: Catriona Baird (pharmacist, Moorfield); Somebody of the lab"), "{agenda}");
    let meeting = crate::meetings::find(&it.app.db, it.group.id, number).await.expect("a meeting");
    let kept = item_guests(&it.app.db, it.group.id, meeting.id).await.expect("guests");
    assert_eq!((kept.len(), kept[0].email.as_str()), (2, "catriona.baird@example.scot"));
    assert!(item_guests(&it.app.db, it.other.id, meeting.id).await.expect("guests").is_empty(), "another group sees none of it");
    let lab = format!("{here}/{}/removal", kept[1].id);
    for _ in 0..2 {
        assert_eq!(chairs.administrator.fill(&here, &lab, &[]).await.status, StatusCode::SEE_OTHER);
    }
    for side in [&chairs.gp, &chairs.consultant] {
        let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
        assert_eq!(side.api(Method::POST, &call, None).await.status, StatusCode::OK);
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let minute = chairs.gp.get(&format!("/north-moor/meetings/{number}/minute")).await.main();
    assert!(
        minute.contains("By invitation") && minute.contains("Catriona Baird (pharmacist, Moorfield), for item 26/001 only"),
        "{minute}"
    );
    assert!(!minute.contains("Somebody of the lab") && !minute.contains("catriona.baird@"), "no address in the minute: {minute}");
    let late = chairs.administrator.fill(&format!("/north-moor/meetings/{number}"), &here, &[("name", "Too late")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
});

both!(what_is_typed_is_checked_and_an_item_that_goes_takes_its_guests_along, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new pathway" })).await;
    let here = guests(&chairs, number).await;
    for (name, email, message) in [
        ("", "", "Enter their name, or what they are"),
        ("Catriona Baird", "catriona", "Enter an email address"),
        ("0101011237", "", "CHI"),
    ] {
        let reply = chairs.administrator.fill(&here, &here, &[("name", name), ("email", email)]).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{message}: {}", reply.main());
    }
    chairs.administrator.fill(&here, &here, &[("name", "Catriona Baird")]).await;
    let agenda = format!("/north-moor/meetings/{number}");
    let removal = here.replace("/guests", "/removal");
    assert_eq!(chairs.administrator.fill(&agenda, &removal, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!chairs.gp.get(&agenda).await.main().contains("Baird"));
    assert_eq!(chairs.administrator.get(&here).await.status, StatusCode::NOT_FOUND);
});

both!(a_member_sees_who_comes_and_invites_nobody, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new pathway" })).await;
    let here = guests(&chairs, number).await;
    chairs.administrator.fill(&here, &here, &[("name", "Catriona Baird"), ("email", "c.baird@example.scot")]).await;
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    let page = member.get(&here).await.main();
    assert!(page.contains("Catriona Baird") && !page.contains("c.baird@") && !page.contains("Add them"), "{page}");
    assert_eq!(member.fill("/north-moor/members", &here, &[("name", "X")]).await.status, StatusCode::FORBIDDEN);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(&here).await.status, StatusCode::NOT_FOUND);
});
