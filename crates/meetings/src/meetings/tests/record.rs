//! The record of a meeting: attendance and quorum, notes, decisions, actions.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

both!(without_a_quorum_of_both_sides_nothing_is_decided, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    let decide = || {
        let call = format!("/api/v1/north-moor/meetings/{number}/items/1/decision");
        let administrator = &chairs.administrator;
        async move { administrator.api(Method::POST, &call, Some(json!({ "text": "the form is dropped" }))).await }
    };
    assert_eq!(decide().await.status, StatusCode::CONFLICT);
    let taken =
        chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["ailsa munro"], "apologies": ["Tunde Adeyemi"] })).await;
    assert_eq!(taken, json!({ "gps": 1, "consultants": 0, "quorate": false }));
    let item = format!("/north-moor/meetings/{number}/items/26-001");
    let reply = chairs
        .administrator
        .fill(
            &item,
            &format!("{item}/record"),
            &[("seen_note", ""), ("seen_decision", ""), ("note", "We spoke."), ("decision", "the form is dropped")],
        )
        .await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert!(reply.main().contains("1 GP and 0 consultants: not quorate") && reply.body.contains("We spoke."), "{}", reply.main());
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "tunde.adeyemi@example.scot"] })).await;
    let decided = decide().await.json();
    assert_eq!(decided, json!({ "reference": "26/D01", "text": "The Group AGREED that the form is dropped." }));
    let gone = json!({ "present": ["Ailsa Munro"] });
    let reply = chairs.administrator.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/attendance"), Some(gone)).await;
    assert_eq!(reply.status, StatusCode::CONFLICT, "what was decided was decided by a quorum");
    let list = chairs.administrator.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
    assert_eq!(list["decisions"][0]["quorum"], json!({ "gps": 1, "consultants": 1, "gps_needed": 1, "consultants_needed": 1 }));
});

both!(the_group_sets_its_own_quorum_and_one_side_alone_is_never_enough, start, |it| {
    let chairs = Chairs::of(it).await;
    let rules = "/north-moor/meetings/rules";
    let fields = |gps: &'static str| {
        [
            ("quorum_gps", gps),
            ("quorum_consultants", "1"),
            ("usual_start", "13:00"),
            ("usual_minutes", "60"),
            ("item_minutes", "10"),
            ("remind_days", "7"),
            ("usual_place", "Teams"),
        ]
    };
    let wrong = chairs.administrator.fill(rules, rules, &fields("0")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(chairs.administrator.fill(rules, rules, &fields("2")).await.location(), format!("{rules}?set"));
    let plan = chairs.administrator.get("/north-moor/meetings/plan").await.body;
    assert!(plan.contains("value=\"13:00\"") && plan.contains("value=\"Teams\""));
    let number = chairs.planned().await;
    let taken = chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    assert_eq!(taken["quorate"], false);
});

both!(attendance_is_a_tap_for_each_person, start, |it| {
    let chairs = Chairs::of(it).await;
    let here = format!("/north-moor/meetings/{}/attendance", chairs.planned().await);
    let (gp, consultant) = (format!("p-{}", chairs.gp.id), format!("p-{}", chairs.consultant.id));
    let seen = chairs.administrator.get(&here).await.hidden("seen").expect("what is seen");
    let fields = [("seen", seen.as_str()), (&gp, "present"), (&consultant, "apologies"), ("guests", "Ward pharmacist, for item 2")];
    assert!(chairs.administrator.fill(&here, &here, &fields).await.location().ends_with("?attendance"));
    let page = chairs.administrator.get(&here).await;
    assert!(page.main().contains("1 GP and 0 consultants: not quorate"));
    assert!(page.body.contains("Ward pharmacist, for item 2"));
    let unknown =
        chairs.administrator.api(Method::POST, "/api/v1/north-moor/meetings/1/attendance", Some(json!({ "present": ["Nobody"] }))).await;
    assert_eq!(unknown.json()["errors"][0]["message"], "Nobody who sits in the group is called Nobody, or more than one is");
});

both!(a_note_and_a_decision_are_kept_together_or_shown_again, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    let item = format!("/north-moor/meetings/{number}/items/26-001");
    let record = format!("{item}/record");
    let fields = [("seen_note", ""), ("seen_decision", ""), ("note", "We spoke.\r\nAt length."), ("decision", "The form is dropped")];
    assert_eq!(chairs.administrator.fill(&item, &record, &fields).await.location(), format!("{item}?kept"));
    let seen = chairs.gp.get(&item).await.hidden("seen_decision").expect("what its writer saw");
    let stale = chairs
        .gp
        .fill(&item, &record, &[("seen_note", ""), ("seen_decision", ""), ("note", "Mine."), ("decision", "The form stays")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.main().contains("Somebody else has written a note here meanwhile.") && stale.body.contains("Mine."));
    let named = [
        ("seen_note", "We spoke.\nAt length."),
        ("seen_decision", seen.as_str()),
        ("note", "About 010101 1237."),
        ("decision", "The form is dropped"),
    ];
    assert!(chairs.administrator.fill(&item, &record, &named).await.main().contains("This looks like a CHI number"));
    let empty = [("seen_note", "We spoke.\nAt length."), ("seen_decision", seen.as_str()), ("note", "We spoke."), ("decision", "")];
    chairs.administrator.fill(&item, &record, &empty).await;
    let meeting = chairs.administrator.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!((&meeting["items"][0]["decision"], &meeting["items"][0]["note"]), (&json!(null), &json!("We spoke.")));
    chairs
        .administrator
        .fill(&item, &record, &[("seen_note", "We spoke."), ("seen_decision", ""), ("note", "We spoke."), ("decision", "It goes")])
        .await;
    let list = chairs.administrator.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
    assert_eq!(list["decisions"][0]["reference"], "26/D02", "a number is never used again");
});

both!(an_action_has_one_owner_a_day_and_what_done_means, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    let item = format!("/north-moor/meetings/{number}/items/26-001");
    let none = chairs
        .administrator
        .fill(&item, &format!("{item}/record"), &[("text", "Write"), ("owner", ""), ("due", "2026-12-01"), ("done_means", "")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for message in ["Choose one owner", "Enter a date that is not before the meeting", "Say what will show that it is done"] {
        assert!(none.main().contains(message), "{message}: {}", none.main());
    }
    let owner = chairs.gp.id.to_string();
    let fields = [("text", "Write to wards"), ("owner", owner.as_str()), ("due", "2027-01-15"), ("done_means", "Wards have replied")];
    assert!(chairs.administrator.fill(&item, &format!("{item}/record"), &fields).await.location().ends_with("?set#actions"));
    let action = format!("/north-moor/meetings/{number}/actions/A-0001");
    assert!(chairs.administrator.get(&action).await.body.contains("Write to wards"));
    let seen = chairs.administrator.get(&action).await.hidden("seen").expect("what is seen").replace("&#38;", "&");
    let changed = [
        ("seen", seen.as_str()),
        ("text", "Write to all wards"),
        ("owner", owner.as_str()),
        ("due", "2027-01-16"),
        ("done_means", "Wards have replied"),
    ];
    chairs.administrator.fill(&action, &action, &changed).await;
    let list = chairs.gp.api(Method::GET, "/api/v1/north-moor/actions", None).await.json();
    assert_eq!(list["actions"][0]["text"], "Write to all wards");
    assert_eq!((&list["actions"][0]["owner"], &list["actions"][0]["due"]), (&json!("Ailsa Munro"), &json!("2027-01-16")));
    chairs.administrator.fill(&item, &format!("{action}/removal"), &[]).await;
    chairs.administrator.fill(&item, &format!("{item}/record"), &fields).await;
    let list = chairs.gp.api(Method::GET, "/api/v1/north-moor/actions", None).await.json();
    assert_eq!(list["actions"][0]["reference"], "A-0002", "a number is never used again");
    assert_eq!(list["actions"].as_array().map(Vec::len), Some(1));
});

both!(who_owns_an_action_says_that_it_is_done_and_the_issue_is_done_with_it, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let member = it.member().await;
    let (page, done) = ("/north-moor/actions/A-0001", "/north-moor/actions/A-0001/completion");
    assert!(!member.get(page).await.main().contains("It is done"));
    let forgery = member.get("/north-moor/members").await.hidden("forgery").expect("a token");
    assert_eq!(member.post(done, &[("forgery", &forgery), ("evidence", "x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.consultant.fill(page, done, &[("evidence", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reply = chairs.consultant.fill(page, done, &[("evidence", "Every ward has replied")]).await;
    assert_eq!(reply.location(), format!("{page}?done"));
    assert!(chairs.gp.get("/north-moor/issues/NM-0001").await.main().contains("What was agreed is done"));
    assert!(chairs.gp.get("/north-moor/actions").await.main().contains("There is none."));
    assert!(chairs.gp.get("/north-moor/actions?show=all").await.main().contains("Done 22 November 2026"));
    let again = chairs.administrator.fill(page, done, &[("evidence", "x")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "it is done already");
});

both!(who_saves_a_note_does_not_undo_a_decision_that_somebody_else_just_made, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    chairs.call(&format!("meetings/{number}/items/1/decision"), json!({ "text": "the form goes" })).await;
    let item = format!("/north-moor/meetings/{number}/items/26-001");
    let empty = [("seen_note", ""), ("seen_decision", ""), ("note", "We spoke."), ("decision", "")];
    assert!(chairs.administrator.fill(&item, &format!("{item}/record"), &empty).await.location().ends_with("?kept"));
    let meeting = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!(meeting["items"][0]["decision"]["text"], "The Group AGREED that the form goes.");
    let mine = [("seen_note", "We spoke."), ("seen_decision", ""), ("note", "We spoke."), ("decision", "The form stays")];
    let clash = chairs.administrator.fill(&item, &format!("{item}/record"), &mine).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    assert!(clash.main().contains("The Group AGREED that the form goes.") && clash.body.contains("The form stays"), "{}", clash.main());
});

both!(a_meeting_that_never_was_quorate_still_ends_with_a_minute, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro"] })).await;
    chairs.call(&format!("meetings/{number}/items/1/note"), json!({ "text": "Three of us spoke about it." })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let text = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await.json()["text"].to_string();
    assert!(text.contains("not quorate") && text.contains("Three of us spoke about it."), "{text}");
});

both!(two_who_take_attendance_or_change_an_action_at_once_lose_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    let here = format!("/north-moor/meetings/{number}/attendance");
    let seen = chairs.gp.get(&here).await.hidden("seen").expect("what is seen");
    let (gp, consultant) = (format!("p-{}", chairs.gp.id), format!("p-{}", chairs.consultant.id));
    assert_eq!(chairs.gp.fill(&here, &here, &[("seen", &seen), (&gp, "present")]).await.status, StatusCode::SEE_OTHER);
    let second = chairs.administrator.fill(&here, &here, &[("seen", &seen), (&consultant, "present")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.main().contains("Somebody else has saved the attendance meanwhile. There: Ailsa Munro."), "{}", second.main());
    let seen = second.hidden("seen").expect("what is seen");
    assert_eq!(chairs.administrator.fill(&here, &here, &[("seen", &seen), (&consultant, "present")]).await.status, StatusCode::SEE_OTHER);
});

both!(an_item_with_a_note_is_not_taken_off_by_mistake, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    chairs.call(&format!("meetings/{number}/items/1/note"), json!({ "text": "We spoke." })).await;
    let here = format!("/north-moor/meetings/{number}");
    let reply = chairs.administrator.fill(&here, &format!("{here}/items/26-001/removal"), &[]).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
});

both!(more_open_actions_than_fit_on_a_page_stand_on_the_next, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "title": "A form" })).await;
    for day in 1..=51 {
        let due = if day <= 28 { format!("2027-02-{day:02}") } else { format!("2027-03-{:02}", day - 28) };
        let action = json!({ "item": 1, "text": format!("Write {day}"), "owner": "Ailsa Munro", "due": due, "done_means": "Written" });
        chairs.call(&format!("meetings/{number}/actions"), action).await;
    }
    let first = chairs.gp.get("/north-moor/actions").await;
    assert!(first.main().contains("A-0050") && !first.main().contains("A-0051"), "{}", first.main());
    let next =
        first.body.split("href=\"").find(|part| part.contains("after=")).and_then(|part| part.split('"').next()).expect("a next page");
    let second = chairs.gp.get(&next.replace("&#38;", "&")).await.main();
    assert!(second.contains("A-0051") && !second.contains("A-0050"), "{second}");
});
