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

both!(agenda_answers_papers_notes_and_corrections_are_read_and_changed_by_the_api, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    for title in ["Letters by post", "A new form"] {
        chairs.call(&format!("meetings/{number}/items"), json!({ "title": title })).await;
    }
    let base = format!("/api/v1/north-moor/meetings/{number}");
    let titles = |agenda: &serde_json::Value| {
        let items = agenda["items"].as_array().cloned().unwrap_or_default();
        items
            .iter()
            .map(|item| format!("{} {}", item["begins"].as_str().unwrap_or_default(), item["title"].as_str().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let member = it.member().await;
    let agenda = member.api(Method::GET, &format!("{base}/items"), None).await.json();
    assert_eq!((titles(&agenda), agenda["planned"].as_i64()), (vec!["12:30 Letters by post".into(), "12:45 A new form".into()], Some(30)));
    let moved = chairs.call(&format!("meetings/{number}/items/2/place"), json!({ "to": "up" })).await;
    assert_eq!(titles(&moved), ["12:30 A new form", "12:45 Letters by post"]);
    let refused = member.api(Method::POST, &format!("{base}/items/2/place"), Some(json!({ "to": "up" }))).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let gone = chairs.administrator.api(Method::DELETE, &format!("{base}/items/26-002"), None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.body);
    assert_eq!(titles(&member.api(Method::GET, &format!("{base}/items"), None).await.json()), ["12:30 Letters by post"]);

    let late = json!({ "answer": "yes", "comes": "13:00", "words": "From clinic" });
    let said = chairs.gp.api(Method::POST, &format!("{base}/attending"), Some(late)).await.json();
    let ailsa = said["items"].as_array().expect("people").iter().find(|one| one["name"] == "Ailsa Munro").cloned().expect("a co-chair");
    assert_eq!((&ailsa["answer"], &ailsa["comes"], &ailsa["words"]), (&json!("yes"), &json!("13:00"), &json!("From clinic")));
    let odd = chairs.gp.api(Method::POST, &format!("{base}/attending"), Some(json!({ "answer": "maybe" }))).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);

    let papers = format!("/north-moor/meetings/{number}/items/26-001/papers");
    chairs.gp.send_file(&papers, &papers, &[("title", "Costs")], ("a.txt", b"Post costs five pounds.")).await;
    let list = member.api(Method::GET, &format!("{base}/papers"), None).await.json();
    assert_eq!(
        (&list["items"][0]["item"], &list["items"][0]["letter"], &list["items"][0]["state"]),
        (&json!("26/001"), &json!("A"), &json!("current"))
    );
    chairs.call(&format!("meetings/{number}/items/1/note"), json!({ "text": "Wards lack typists." })).await;
    let notes = chairs.administrator.api(Method::GET, &format!("{base}/notes"), None).await.json();
    assert_eq!((&notes["items"][0]["note"], &notes["items"][0]["planned"]), (&json!("Wards lack typists."), &json!(15)));
    assert_eq!(member.api(Method::GET, &format!("{base}/notes"), None).await.status, StatusCode::FORBIDDEN);
});

both!(corrections_of_a_minute_are_listed_and_proposed_by_the_api, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.over("Letters come late").await;
    let here = format!("/api/v1/north-moor/meetings/{number}/minute");
    let empty = chairs.gp.api(Method::GET, &format!("{here}/corrections"), None).await.json();
    assert_eq!(empty, json!({ "items": [], "published": [] }));
    let minute = format!("/north-moor/meetings/{number}/minute");
    chairs.administrator.fill(&minute, &format!("{minute}/window"), &[("until", "2026-11-27")]).await;
    let section = (1..12).collect::<Vec<i64>>();
    let mut proposed = None;
    for section in section {
        let new = json!({ "section": section, "was": "Wards lack typists.", "text": "Two wards lack typists.", "why": "Not all." });
        let reply = chairs.gp.api(Method::POST, &format!("{here}/corrections"), Some(new)).await;
        if reply.status == StatusCode::CREATED {
            proposed = Some(reply.json());
            break;
        }
    }
    let proposed = proposed.expect("one section has this paragraph");
    assert_eq!((&proposed["items"][0]["text"], &proposed["items"][0]["state"]), (&json!("Two wards lack typists."), &json!("open")));
    let early = json!({ "was": "Wards lack typists.", "text": "x", "why": "y" });
    assert_eq!(chairs.gp.api(Method::POST, &format!("{here}/mendings"), Some(early)).await.status, StatusCode::CONFLICT);
});
