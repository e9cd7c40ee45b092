//! The composer, the backlog and standing items over HTTP.

use axum::http::{Method, StatusCode};
use group::testing::{Persona, Reply};
use kernel::both;
use serde_json::{Value as Json, json};

use crate::testing::{Chairs, start};

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let from = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&from).unwrap_or_else(|| panic!("no field {name}: {page}"));
    rest.split_once('"').expect("the end of a value").0.to_owned()
}

/// Sends the composer's form as it is shown, with what a person changes.
async fn sent(who: &Persona<'_>, here: &str, shown: &str, change: &[(&str, &str)]) -> Reply {
    let kept = [("seen", hidden(shown, "seen")), ("shown", hidden(shown, "shown")), ("order", hidden(shown, "order"))];
    let mut fields: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend_from_slice(change);
    who.fill(here, here, &fields).await
}

async fn items(chairs: &Chairs<'_>, number: i64) -> Vec<(String, i64, String)> {
    let meeting = chairs.administrator.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}"), None).await.json();
    let item = |item: &Json| {
        let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
        (text("title"), item["minutes"].as_i64().unwrap_or_default(), text("kind"))
    };
    meeting["items"].as_array().expect("items").iter().map(item).collect()
}

both!(an_agenda_is_proposed_with_reasons_changed_and_taken_over_in_one_press, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.triaged("Letters come late").await;
    chairs.triaged("Results are lost").await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new form" })).await;
    let here = format!("/north-moor/meetings/{number}/compose");
    let page = chairs.gp.get(&here).await;
    let text = page.main();
    for said in [
        "Letters: Letters come late",
        "Letters: Results are lost",
        "A new form",
        "put in by hand",
        "on the theme",
        "Matters arising",
        "12:30pm",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(items(&chairs, number).await.len(), 1, "a proposal changes nothing");
    let changed = sent(&chairs.gp, &here, &page.body, &[("do", "again"), ("minutes-i1", "25"), ("pin-r2", "out")]).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.main());
    assert!(changed.main().contains("taken out by hand") && changed.body.contains("value=\"25\""), "{}", changed.main());
    let fixed = [("do", "take"), ("minutes-i1", "25"), ("pin-r2", "out")];
    let taken = sent(&chairs.gp, &here, &changed.body, &fixed).await;
    assert_eq!(taken.location(), format!("/north-moor/meetings/{number}?composed#agenda"), "{}", taken.main());
    let now = items(&chairs, number).await;
    let titles: Vec<&str> = now.iter().map(|(title, ..)| title.as_str()).collect();
    assert_eq!(titles[0], "Welcome, apologies, declarations of interest", "{titles:?}");
    assert_eq!(titles.last(), Some(&"Next meeting"), "{titles:?}");
    assert!(titles.contains(&"Letters: Letters come late") && !titles.contains(&"Letters: Results are lost"), "{titles:?}");
    assert!(now.contains(&("A new form".into(), 25, String::new())) && now.iter().any(|(.., kind)| kind == "matters-arising"), "{now:?}");
    let again = sent(&chairs.administrator, &here, &changed.body, &fixed).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.main().contains("Somebody else has changed this agenda meanwhile"), "{}", again.main());
    assert_eq!(items(&chairs, number).await, now, "nothing was taken over twice");
});

both!(what_is_taken_out_waits_on_and_comes_back, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    let (reference, follow) = chairs.triaged("Letters come late").await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new form" })).await;
    let here = format!("/north-moor/meetings/{number}/compose");
    let page = chairs.gp.get(&here).await;
    let out = [("do", "take"), ("pin-i1", "out"), ("pin-i2", "out")];
    assert_eq!(sent(&chairs.gp, &here, &page.body, &out).await.status, StatusCode::SEE_OTHER);
    assert!(it.visitor().get(&follow).await.main().contains("Taken to another meeting"));
    let backlog = it.member().await.get("/north-moor/meetings/backlog").await.main();
    for said in [reference.as_str(), "A new form", "Once", "2 things wait"] {
        assert!(backlog.contains(said), "{said}: {backlog}");
    }
    let page = chairs.gp.get(&here).await;
    assert_eq!(sent(&chairs.gp, &here, &page.body, &[("do", "take")]).await.status, StatusCode::SEE_OTHER);
    let now = items(&chairs, number).await;
    assert!(now.iter().any(|(title, minutes, _)| title == "A new form" && *minutes == 15), "{now:?}");
    assert!(chairs.gp.get("/north-moor/meetings/backlog").await.main().contains("Nothing waits"));
});

both!(an_order_set_by_hand_stays_and_wrong_minutes_are_said, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    for title in ["First", "Second"] {
        chairs.call(&format!("meetings/{number}/items"), json!({ "title": title })).await;
    }
    let here = format!("/north-moor/meetings/{number}/compose");
    let page = chairs.gp.get(&here).await;
    let up = sent(&chairs.gp, &here, &page.body, &[("up", "i2")]).await;
    assert!(hidden(&up.body, "shown").contains("i2 i1"), "{}", hidden(&up.body, "shown"));
    let again = sent(&chairs.gp, &here, &up.body, &[("do", "again"), ("until", "12:50")]).await;
    assert!(hidden(&again.body, "shown").contains("i2 i1"), "{}", hidden(&again.body, "shown"));
    assert!(again.main().contains("Both sides are not expected then"), "{}", again.main());
    let wrong = sent(&chairs.gp, &here, &up.body, &[("do", "take"), ("minutes-i1", "long"), ("until", "half one")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.main().contains("from 1 to 240") && wrong.main().contains("Enter a time of day"), "{}", wrong.main());
    let member = it.member().await;
    assert_eq!(member.get(&here).await.status, StatusCode::FORBIDDEN);
});

both!(standing_items_write_themselves_from_the_meeting_before, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let next = json!({ "date": "2027-02-08", "start": "12:30", "minutes": 90, "invite": false });
    let number = chairs.call("meetings", next).await["number"].as_i64().expect("a number");
    let here = format!("/north-moor/meetings/{number}/compose");
    let page = chairs.gp.get(&here).await;
    assert_eq!(sent(&chairs.gp, &here, &page.body, &[("do", "take")]).await.status, StatusCode::SEE_OTHER);
    let page = chairs.gp.get(&format!("/north-moor/meetings/{number}")).await.main();
    for said in [
        "The minute of 14 December 2026 is still in draft.",
        "26/D01: The Group AGREED that letters go out within a day",
        "0 actions closed since the last meeting, 1 open.",
        "A-0001 Tell every ward (Tunde Adeyemi, due 15 January 2027)",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
});

both!(a_group_says_in_its_own_words_what_stands_on_every_agenda, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = "/north-moor/meetings/standing";
    assert!(chairs.gp.get(here).await.body.contains("Matters arising"));
    let wrong = chairs.gp.fill(here, here, &[("kind-0", "welcome"), ("title-0", "Hello"), ("minutes-0", "long")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.main().contains("from 1 to 240 for Hello"), "{}", wrong.main());
    let fields = [
        ("kind-0", "any-other"),
        ("title-0", "Anything else"),
        ("minutes-0", "5"),
        ("kind-1", "welcome"),
        ("title-1", ""),
        ("minutes-1", ""),
        ("kind-2", ""),
        ("title-2", "Report of the flow team"),
        ("minutes-2", "10"),
    ];
    assert_eq!(chairs.gp.fill(here, here, &fields).await.location(), "/north-moor/meetings/standing?set");
    let number = chairs.planned().await;
    let compose = format!("/north-moor/meetings/{number}/compose");
    let page = chairs.gp.get(&compose).await;
    sent(&chairs.gp, &compose, &page.body, &[("do", "take")]).await;
    let now = items(&chairs, number).await;
    assert_eq!(now, [("Report of the flow team".into(), 10, "standing".into()), ("Anything else".into(), 5, "any-other".into())]);
    assert_eq!(it.member().await.get(here).await.status, StatusCode::FORBIDDEN);
});

both!(an_item_moves_on_with_its_thread_and_a_copy_begins_anew, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, follow) = chairs.triaged("Letters come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new form" })).await;
    chairs.call(&format!("meetings/{number}/items/1/note"), json!({ "text": "Wards lack typists." })).await;
    let next = json!({ "date": "2027-02-08", "start": "12:30", "minutes": 90, "invite": false });
    chairs.call("meetings", next).await;
    let here = format!("/north-moor/meetings/{number}");
    let press = |item: &'static str, verb: &'static str| {
        let (path, here, gp) = (format!("{here}/items/{item}/{verb}"), here.clone(), &chairs.gp);
        async move { gp.fill(&here, &path, &[]).await }
    };
    assert_eq!(press("26-001", "next").await.location(), format!("{here}?moved-on#agenda"));
    assert_eq!(press("26-001", "next").await.status, StatusCode::CONFLICT, "once is enough");
    assert!(it.visitor().get(&follow).await.main().contains("8 February 2027"));
    let went = chairs.gp.get("/north-moor/meetings/2/items/27-001").await.main();
    assert!(went.contains("At other meetings") && went.contains("Wards lack typists."), "{went}");
    press("26-002", "next").await;
    press("26-001", "copy").await;
    let titles = |items: Vec<(String, i64, String)>| items.into_iter().map(|(title, ..)| title).collect::<Vec<_>>();
    assert_eq!(titles(items(&chairs, number).await), ["Letters: Letters come late"], "what nothing was said on goes as a whole");
    assert_eq!(titles(items(&chairs, 2).await), ["Letters: Letters come late", "A new form", "Letters: Letters come late"]);
    let copy = chairs.gp.get("/north-moor/meetings/2/items/27-003").await.main();
    assert!(!copy.contains("At other meetings"), "a copy has a thread of its own: {copy}");
});

both!(the_time_of_both_sides_is_taken_from_what_people_told_and_a_person_changes_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A new form" })).await;
    let (own, here) = (format!("/north-moor/meetings/{number}/attending"), format!("/north-moor/meetings/{number}/compose"));
    assert!(!chairs.gp.get(&here).await.main().contains("Told so far"), "nobody has told anything");
    let odd = chairs.gp.fill(&own, &own, &[("answer", "yes"), ("comes", "late"), ("leaves", "")]).await;
    assert!(
        odd.status == StatusCode::UNPROCESSABLE_ENTITY && odd.main().contains("Enter a time of day") && odd.body.contains("value=\"late\"")
    );
    let past = chairs.gp.fill(&own, &own, &[("answer", "yes"), ("comes", ""), ("leaves", "11:00")]).await;
    assert!(past.main().contains("Enter times within the meeting: it is from 12:30pm to 2:00pm"), "{}", past.main());
    let late = [("answer", "yes"), ("comes", "13:00"), ("leaves", "")];
    assert_eq!(chairs.gp.fill(&own, &own, &late).await.status, StatusCode::SEE_OTHER);
    let early = [("answer", "yes"), ("comes", "12:30"), ("leaves", "13:45")];
    assert_eq!(chairs.consultant.fill(&own, &own, &early).await.status, StatusCode::SEE_OTHER);
    let list = chairs.administrator.get(&own).await.main();
    assert!(list.contains("from 1:00pm") && list.contains("until 1:45pm"), "{list}");
    let page = chairs.gp.get(&here).await;
    let text = page.main();
    assert!(text.contains("Told so far: Ailsa Munro from 1:00pm; Tunde Adeyemi until 1:45pm."), "{text}");
    assert!(text.contains("needs both sides: from 1:00pm to 1:45pm") && page.body.contains("value=\"13:45\""), "{text}");
    let changed = sent(&chairs.gp, &here, &page.body, &[("do", "again"), ("from", ""), ("until", "")]).await.main();
    assert!(!changed.contains("needs both sides"), "{changed}");
    // A button without those fields keeps what was told; a no does not.
    chairs.gp.fill(&own, &own, &[("answer", "perhaps")]).await;
    assert!(chairs.gp.get(&here).await.main().contains("Ailsa Munro from 1:00pm"));
    chairs.gp.fill(&own, &own, &[("answer", "no")]).await;
    assert!(!chairs.gp.get(&here).await.main().contains("Ailsa Munro from"));
});

both!(a_decision_whose_paper_was_due_and_is_not_there_waits, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    for title in ["Letters by post", "A new form"] {
        chairs.call(&format!("meetings/{number}/items"), json!({ "title": title })).await;
    }
    let papers = format!("/north-moor/meetings/{number}/items/26-001/papers");
    let awaited = format!("{papers}-awaited");
    for _ in 0..2 {
        assert_eq!(chairs.gp.fill(&papers, &awaited, &[("comes", "yes")]).await.location(), format!("{papers}?said"));
    }
    assert!(chairs.gp.get(&papers).await.main().contains("A paper is to come for this item"));
    let here = format!("/north-moor/meetings/{number}/compose");
    let lacks = "its paper was due and is not there yet";
    assert!(!chairs.gp.get(&here).await.main().contains(lacks), "it may still come in time");
    it.app.clock.set("2026-12-10T10:00:00Z".parse().expect("an instant"));
    let gp = chairs.gp.signed_in_again().await;
    let page = gp.get(&here).await;
    assert!(page.main().contains(lacks), "{}", page.main());
    // A person puts it in all the same: then it stands behind the other decision.
    let kept = sent(&gp, &here, &page.body, &[("do", "again"), ("pin-i1", "in")]).await;
    assert!(kept.main().contains("later, because its paper is not there yet"), "{}", kept.main());
    assert!(hidden(&kept.body, "shown").contains("i2 i1"), "{}", hidden(&kept.body, "shown"));
    let brought = gp.send_file(&papers, &papers, &[("title", "Costs")], ("a.txt", b"Post costs five pounds.")).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.main());
    assert!(!gp.get(&here).await.main().contains(lacks));
});
