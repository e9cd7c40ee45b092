//! The agenda: what can be put onto it, in which order, and what leaves it.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::{Value as Json, json};

use crate::testing::{Chairs, start};

fn references(meeting: &Json) -> Vec<&str> {
    meeting["items"].as_array().expect("items").iter().filter_map(|item| item["reference"].as_str()).collect()
}

both!(items_stand_in_an_order_that_two_buttons_change, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    let here = format!("/north-moor/meetings/{number}");
    for title in ["First", "Second", "Third"] {
        chairs.administrator.fill(&here, &format!("{here}/items"), &[("title", title)]).await;
    }
    let shown = || chairs.administrator.api(Method::GET, "/api/v1/north-moor/meetings/1", None);
    assert_eq!(references(&shown().await.json()), ["26/001", "26/002", "26/003"]);
    let moved = |item: &'static str, to: &'static str| {
        let path = format!("{here}/items/{item}/place");
        let (administrator, here) = (&chairs.administrator, here.clone());
        async move { administrator.fill(&here, &path, &[("to", to)]).await }
    };
    assert_eq!(moved("26-003", "up").await.location(), format!("{here}#item-3"));
    moved("26-001", "up").await;
    moved("26-002", "down").await;
    moved("26-002", "down").await;
    assert_eq!(references(&shown().await.json()), ["26/001", "26/003", "26/002"]);
    chairs.administrator.fill(&here, &format!("{here}/items/26-001/minutes"), &[("minutes", "70")]).await;
    let page = chairs.administrator.get(&here).await.main();
    assert!(page.contains("100 minutes on the agenda: 10 more than the meeting lasts."), "{page}");
    assert!(page.contains("1:40pm"), "the second item begins after the seventy minutes of the first: {page}");
    let wrong = chairs.administrator.fill(&here, &format!("{here}/items/26-001/minutes"), &[("minutes", "many")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.main().contains("Enter a number of minutes from 1 to 240"));
});

both!(only_what_both_sides_agreed_to_goes_onto_an_agenda_and_comes_back_when_taken_off, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    let raised = chairs.call("issues", json!({ "text": "Results are lost.", "known": "anonymous" })).await;
    let call = format!("/api/v1/north-moor/meetings/{number}/items");
    let add = |issue: &str| chairs.administrator.api(Method::POST, &call, Some(json!({ "issue": issue })));
    assert_eq!(add(raised["reference"].as_str().expect("a reference")).await.status, StatusCode::CONFLICT);
    assert_eq!(add("NM-0999").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(add("SF-0001").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (reference, follow) = chairs.triaged("Letters come late").await;
    let page = chairs.administrator.get(&format!("/north-moor/meetings/{number}")).await.main();
    assert!(page.contains(&reference) && page.contains("Letters: Letters come late"), "it is offered: {page}");
    let here = format!("/north-moor/meetings/{number}");
    let unknown = chairs.administrator.fill(&here, &format!("{here}/items"), &[("title", "NM-0999")]).await;
    assert!(unknown.main().contains("The group has no issue with this reference"), "{}", unknown.main());
    assert_eq!(chairs.administrator.fill(&here, &format!("{here}/items"), &[("title", &reference)]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(add(&reference).await.status, StatusCode::CONFLICT, "once is enough");
    let told = it.visitor().get(&follow).await.main();
    assert!(told.contains("On the agenda of the meeting of 14 December 2026, item 26/001"), "{told}");
    let here = format!("/north-moor/meetings/{number}");
    chairs.administrator.fill(&here, &format!("{here}/items/26-001/removal"), &[]).await;
    assert!(it.visitor().get(&follow).await.main().contains("Taken to another meeting"));
    assert_eq!(add(&reference).await.json()["reference"], "26/002", "a number is never used again");
});

both!(an_issue_that_its_reporter_takes_back_leaves_the_agenda, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, follow) = chairs.triaged("Letters come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    it.visitor().fill(&follow, &format!("{follow}/withdrawal"), &[]).await;
    let meeting = chairs.administrator.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!(references(&meeting), Vec::<&str>::new());
});

both!(a_cancelled_meeting_gives_its_issues_back, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, _) = chairs.triaged("Letters come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    let here = format!("/north-moor/meetings/{number}");
    let reply = chairs.administrator.fill(&format!("{here}/details"), &format!("{here}/cancellation"), &[]).await;
    assert_eq!(reply.location(), format!("{here}?cancelled"));
    assert!(chairs.gp.get(&format!("/north-moor/issues/{reference}")).await.main().contains("Triaged"));
    let again = chairs.administrator.api(Method::POST, "/api/v1/north-moor/meetings/1/items", Some(json!({ "issue": reference }))).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
});

both!(a_meeting_is_planned_with_clear_messages_and_keeps_what_was_typed, start, |it| {
    let chairs = Chairs::of(it).await;
    let plan = "/north-moor/meetings/plan";
    let fields = [("date", "soon"), ("start", "25:00"), ("minutes", "0"), ("theme", "nonsense"), ("place", "Room 4")];
    let reply = chairs.administrator.fill(plan, plan, &fields).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = reply.main();
    for message in
        ["Enter the day of the meeting", "Enter when it begins", "Enter how many minutes it lasts", "Choose one of the group's themes"]
    {
        assert!(page.contains(message), "{message}: {page}");
    }
    assert!(reply.body.contains("Room 4") && reply.body.contains("25:00"));
    let named = chairs
        .administrator
        .fill(plan, plan, &[("date", "2026-12-14"), ("start", "9:30am"), ("minutes", "60"), ("place", "Ring 010101 1237")])
        .await;
    assert!(named.main().contains("This looks like a CHI number"), "{}", named.main());
    let fine = chairs
        .administrator
        .fill(plan, plan, &[("date", "2026-12-14"), ("start", "9:30am"), ("minutes", "60"), ("theme", "results")])
        .await;
    assert_eq!(fine.location(), "/north-moor/meetings/1?planned");
    let page = chairs.administrator.get("/north-moor/meetings/1").await.main();
    assert!(page.contains("Monday 14 December 2026, 9:30am to 10:30am"), "{page}");
});

both!(two_who_change_a_meeting_at_once_lose_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.planned().await;
    let details = "/north-moor/meetings/1/details";
    let fields = |start: &'static str| [("version", "1"), ("date", "2026-12-15"), ("start", start), ("minutes", "60")];
    assert_eq!(chairs.administrator.fill(details, details, &fields("13:00")).await.status, StatusCode::SEE_OTHER);
    let second = chairs.gp.fill(details, details, &fields("14:00")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.main().contains("Somebody else changed this meeting") && second.body.contains("14:00"));
});
