//! The read-back: two keys, and what they release.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use jiff::SignedDuration;
use kernel::{both, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

both!(both_sides_confirm_and_only_then_the_reporter_hears_what_was_decided, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("Letters come late").await;
    let follow = {
        let raised = it.mails_after_work().await;
        let text = raised.last().expect("a mail of thanks").replace("=\r\n", "");
        let link = text.split("http://brig.test").find(|rest| rest.starts_with("/north-moor/follow/"));
        link.and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned()
    };
    let page = format!("/north-moor/meetings/{number}/read-back");
    let confirm = |who: &'static str| {
        let (page, chairs) = (page.clone(), &chairs);
        async move {
            let person = if who == "gp" { &chairs.gp } else { &chairs.consultant };
            let proof = person.get(&page).await.hidden("proof").unwrap_or_default();
            person.fill(&page, &page, &[("proof", &proof)]).await
        }
    };
    assert_eq!(confirm("gp").await.location(), page);
    assert!(!it.visitor().get(&follow).await.main().contains("What the group decided"), "one side releases nothing");
    let waiting = chairs.consultant.get(&page).await.main();
    assert!(waiting.contains("Ailsa Munro, GP co-chair") && waiting.contains("The consultant side has yet to confirm."), "{waiting}");
    let early = chairs.administrator.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/adjournment"), None).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.json()["detail"].as_str().unwrap_or_default().contains("the consultant side must confirm"), "{}", early.body);
    confirm("consultant").await;
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("What the group decided") && told.contains("The Group AGREED that letters go out within a day."), "{told}");
    assert!(told.contains("Tell every ward (by 15 January 2027)") && !told.contains("Tunde"), "owners are not named to reporters: {told}");
    it.work().await;
    // Thanks went that day already: the answer goes on the next working day.
    it.wait(SignedDuration::from_hours(24));
    schedule::tick(&it.app).await.expect("a tick");
    let mail = it.mails_after_work().await.pop().expect("a mail").replace("=\r\n", "");
    assert!(mail.contains("NM-0001: what the group decided") && mail.contains("letters go out within a day"), "{mail}");
    let again = chairs.gp.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
});

both!(a_change_after_one_side_confirmed_asks_both_again, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("Letters come late").await;
    let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
    let sides = |reply: group::testing::Reply| reply.json()["sides"].clone();
    assert_eq!(sides(chairs.gp.api(Method::POST, &call, None).await), json!(["gp"]));
    assert_eq!(sides(chairs.gp.api(Method::POST, &call, None).await), json!(["gp"]), "the same side twice is still one side");
    let proof = chairs.consultant.get(&format!("/north-moor/meetings/{number}/read-back")).await.hidden("proof").expect("a proof");
    chairs.call(&format!("meetings/{number}/items/1/decision"), json!({ "text": "letters go out within two days" })).await;
    let page = format!("/north-moor/meetings/{number}/read-back");
    let stale = chairs.consultant.fill(&page, &page, &[("proof", &proof)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "nobody confirms what they have not read");
    let reply = chairs.consultant.api(Method::POST, &call, None).await;
    assert_eq!((sides(reply.clone()), reply.json()["state"].clone()), (json!(["consultant"]), json!("planned")));
    assert_eq!(chairs.gp.api(Method::POST, &call, None).await.json()["state"], "confirmed");
    let frozen = chairs
        .administrator
        .api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/items/1/decision"), Some(json!({ "text": "x" })))
        .await;
    assert_eq!(frozen.status, StatusCode::CONFLICT);
});

both!(a_deputy_holds_the_key_of_their_side_and_the_paper_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    let deputy = it.persona("Wei Zhang", Role::Member, Side::Consultant).await;
    let other = it.persona("Callum Reid", Role::Member, Side::Gp).await;
    let number = chairs.decided("Letters come late").await;
    let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
    assert_eq!(deputy.api(Method::POST, &call, None).await.status, StatusCode::FORBIDDEN);
    let name = |who: uuid::Uuid| format!("/north-moor/members/{who}/deputy");
    let members = "/north-moor/members";
    let wrong = chairs.consultant.fill(members, &name(other.id), &[("deputy", "yes")]).await;
    assert_eq!(wrong.status, StatusCode::CONFLICT, "a deputy is of the co-chair's own side");
    assert_eq!(chairs.consultant.fill(members, &name(deputy.id), &[("deputy", "yes")]).await.location(), members);
    assert!(chairs.gp.get(members).await.main().contains("Consultant member, deputy co-chair"));
    assert_eq!(deputy.api(Method::POST, &call, None).await.status, StatusCode::OK);
    assert!(
        chairs.gp.get(&format!("/north-moor/meetings/{number}/read-back")).await.main().contains("Wei Zhang, for the Consultant co-chair")
    );
    assert_eq!(chairs.gp.api(Method::POST, &call, None).await.json()["state"], "confirmed");
    chairs.consultant.fill(members, &name(deputy.id), &[("deputy", "no")]).await;
    let member = it.persona("Priya Nair", Role::Member, Side::Gp).await;
    let forgery = member.get(members).await.hidden("forgery").expect("a token");
    assert_eq!(member.post(&name(member.id), &[("forgery", &forgery), ("deputy", "yes")]).await.status, StatusCode::FORBIDDEN);
});

both!(an_item_with_actions_but_no_decision_holds_up_the_read_back, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("Letters come late").await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    let action = json!({ "item": "26/002", "text": "Write", "owner": "Ailsa Munro", "due": "2027-01-15", "done_means": "Written" });
    chairs.call(&format!("meetings/{number}/actions"), action).await;
    let reply = chairs.gp.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert!(reply.body.contains("Item 26/002 has actions but no decision"), "{}", reply.body);
});

both!(what_was_not_decided_goes_to_another_meeting, start, |it| {
    let chairs = Chairs::of(it).await;
    let (second, follow) = chairs.triaged("Results are lost").await;
    let number = chairs.decided("Letters come late").await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": second })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    assert!(it.visitor().get(&follow).await.main().contains("Taken to another meeting"));
    let next = chairs.planned().await;
    assert!(chairs.administrator.get(&format!("/north-moor/meetings/{next}")).await.main().contains(&second), "it is offered again");
});
