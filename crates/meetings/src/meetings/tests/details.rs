//! The details of items: what is asked, who presents, who may see it.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

both!(an_item_says_what_is_asked_who_presents_it_and_why_it_is_reserved, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    let here = format!("/north-moor/meetings/{number}");
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new form" })).await;
    let details = format!("{here}/items/26-001/details");
    let page = chairs.gp.get(&details).await.body;
    assert!(page.contains("A new form") && page.contains("Tunde Adeyemi"), "the members are offered as presenters: {page}");
    let seen = "A new form | decide |  | 15 |  | no";
    assert!(page.contains(seen), "{page}");
    let fields = [
        ("seen", seen),
        ("title", "The new form for rashes"),
        ("purpose", "hear"),
        ("presenter", "Dr Guest, dermatology"),
        ("minutes", "5"),
        ("reserved", "A practice is named in it"),
        ("consent", "yes"),
    ];
    let reply = chairs.gp.fill(&details, &details, &fields).await;
    assert_eq!(reply.location(), format!("{here}?described#item-1"));
    let page = chairs.gp.get(&here).await.main();
    for said in ["The new form for rashes", "To hear", "Dr Guest, dermatology", "A practice is named in it"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let late = chairs.administrator.fill(&details, &details, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    assert!(late.main().contains("Somebody else has changed this item meanwhile"));
    let item = chairs.administrator.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json()["items"][0].clone();
    assert_eq!((&item["purpose"], &item["consent"], &item["kind"]), (&json!("hear"), &json!(true), &json!("")));
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "", "consent": false })).await;
    let item = chairs.administrator.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json()["items"][0].clone();
    assert_eq!((&item["presenter"], &item["reserved"]), (&json!("Dr Guest, dermatology"), &json!("")), "what is left out stays");
});

both!(what_is_wrong_with_the_details_is_said_and_nothing_is_lost, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new form" })).await;
    let details = format!("/north-moor/meetings/{number}/items/26-001/details");
    let fields = [
        ("seen", "A new form | decide |  | 15 |  | no"),
        ("title", ""),
        ("purpose", "vote"),
        ("presenter", "Somebody from the lab"),
        ("minutes", "900"),
    ];
    let wrong = chairs.gp.fill(&details, &details, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Say what the item is about", "Choose whether the meeting", "from 1 to 240", "Somebody from the lab"] {
        assert!(wrong.body.contains(said), "{said}: {}", wrong.main());
    }
    let named = [("seen", fields[0].1), ("title", "A form"), ("purpose", "hear"), ("minutes", "5"), ("reserved", "About 010101 1237")];
    assert!(chairs.gp.fill(&details, &details, &named).await.main().contains("This looks like a CHI number"));
    let member = it.member().await;
    assert_eq!(member.get(&details).await.status, StatusCode::FORBIDDEN);
});

both!(what_is_reserved_is_seen_by_the_group_and_by_nobody_else, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, follow) = chairs.triaged("Letters come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "A practice is named in it" })).await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    chairs.call(&format!("meetings/{number}/items/1/decision"), json!({ "text": "the practice is helped" })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
        assert_eq!(side.api(Method::POST, &call, None).await.status, StatusCode::OK);
    }
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let member = it.member().await;
    for page in ["/north-moor/decisions", "/north-moor/themes/discharge"] {
        assert!(
            member.get(page).await.status == StatusCode::OK && !reader.get(page).await.body.contains("the practice is helped"),
            "{page}"
        );
    }
    assert!(member.get("/north-moor/decisions").await.main().contains("the practice is helped"));
    assert!(!member.get("/north-moor/themes/discharge").await.body.contains("the practice is helped"), "a pack is handed out");
    assert_eq!(member.get("/north-moor/decisions/26-D01").await.status, StatusCode::OK);
    assert_eq!(reader.get("/north-moor/decisions/26-D01").await.status, StatusCode::NOT_FOUND);
    let listed = reader.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
    assert_eq!(listed["decisions"], json!([]));
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("in a part of its meeting that is not open") && !told.contains("practice is helped"), "{told}");
});
