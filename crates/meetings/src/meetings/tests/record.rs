//! The record of a meeting: attendance and quorum, notes, decisions, actions.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

both!(what_too_few_decide_is_subject_to_confirmation_until_a_later_meeting_makes_it_good, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, follow) = chairs.triaged("Letters come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    let taken =
        chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["ailsa munro"], "apologies": ["Tunde Adeyemi"] })).await;
    assert_eq!(taken, json!({ "gps": 1, "consultants": 0, "quorate": false }));
    let item = format!("/north-moor/meetings/{number}/items/26-001");
    assert!(chairs.gp.get(&item).await.main().contains("1 GP and 0 consultants: not quorate"));
    chairs.call(&format!("meetings/{number}/items/1/decision"), json!({ "text": "letters go out within a day" })).await;
    let read_back = format!("/north-moor/meetings/{number}/read-back");
    assert!(chairs.gp.get(&read_back).await.main().contains("Subject to confirmation"));
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1{read_back}"), None).await;
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let page = it.visitor().get(&follow).await.main();
    assert!(page.contains("Nothing is final yet") && !page.contains("within a day"), "{page}");
    let list = || async { chairs.administrator.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json() };
    assert_eq!(list().await["decisions"][0]["confirmed"], false);
    let register = chairs.gp.get("/north-moor/decisions/26-D01").await.main();
    assert!(register.contains("Subject to confirmation"), "{register}");
    let minute = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}/minute"), None).await.json()["text"].to_string();
    assert!(minute.contains("Subject to confirmation by a meeting with a quorum"), "{minute}");

    let later = chairs
        .call("meetings", json!({ "date": "2027-02-08", "start": "12:30", "minutes": 60, "theme": "discharge", "invite": false }))
        .await;
    let later = later["number"].as_i64().expect("a number");
    let read_back = format!("/north-moor/meetings/{later}/read-back");
    let make_good = format!("/north-moor/meetings/{later}/earlier-decisions");
    let good = [("decision", "26/D01"), ("good", "yes")];
    let early = chairs.administrator.fill(&read_back, &make_good, &good).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "without a quorum this meeting cannot either");
    chairs.call(&format!("meetings/{later}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    assert_eq!(chairs.administrator.fill(&read_back, &make_good, &good).await.status, StatusCode::SEE_OTHER);
    assert!(chairs.gp.get(&read_back).await.main().contains("This meeting confirms it."));
    assert_eq!(list().await["decisions"][0]["confirmed"], false, "it holds once both sides have confirmed this meeting");
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1{read_back}"), None).await;
    }
    assert_eq!(list().await["decisions"][0]["confirmed"], true);
    assert!(it.visitor().get(&follow).await.main().contains("The Group AGREED that letters go out within a day."));
});

both!(a_quorum_is_counted_from_those_in_the_room_at_each_item, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    for title in ["A form", "A list", "A door"] {
        chairs.call(&format!("meetings/{number}/items"), json!({ "title": title })).await;
    }
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    let room = |item: &str| format!("/north-moor/meetings/{number}/room/26-{item}");
    let press = async |item: &str, what: &str, who: &str| {
        let fields = [("seen_note", ""), ("seen_decision", ""), ("do", &format!("{what}.{who}"))];
        chairs.administrator.fill(&room(item), &room(item), &fields).await
    };
    let consultant = chairs.consultant.id.to_string();
    assert_eq!(press("002", "goes", &consultant).await.status, StatusCode::SEE_OTHER);
    assert_eq!(press("003", "comes", &consultant).await.status, StatusCode::SEE_OTHER);
    for item in 1..=3 {
        chairs.call(&format!("meetings/{number}/items/{item}/decision"), json!({ "text": "it goes" })).await;
    }
    let list = chairs.administrator.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
    let consultants: Vec<_> = (0..3).map(|at| list["decisions"][at]["quorum"]["consultants"].clone()).collect();
    assert_eq!(consultants, [json!(1), json!(0), json!(1)], "the newest first");
    // Whoever was taken for gone and was not: the decision is counted anew.
    press("002", "comes", &consultant).await;
    let list = chairs.administrator.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
    assert_eq!(list["decisions"][1]["quorum"]["consultants"], 1);
});

both!(what_is_deferred_stays_with_the_group_and_what_is_not_agreed_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    let (first, deferred) = chairs.triaged("Letters come late").await;
    let (second, apart) = chairs.triaged("Forms are long").await;
    let number = chairs.planned().await;
    for issue in [first, second] {
        chairs.call(&format!("meetings/{number}/items"), json!({ "issue": issue })).await;
    }
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    let call = |item: i64| format!("meetings/{number}/items/{item}/decision");
    let unsaid = chairs
        .administrator
        .api(Method::POST, &format!("/api/v1/north-moor/{}", call(2)), Some(json!({ "text": "forms shrink", "manner": "not-agreed" })))
        .await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "both views are asked for");
    let made = chairs.call(&call(1), json!({ "text": "", "manner": "deferred", "comes_back_on": "2027-02-08" })).await;
    assert_eq!(made["text"], "The Group DEFERRED its decision. It comes back on 8 February 2027.");
    let views = json!({ "text": "forms shrink", "manner": "not-agreed", "gp_view": "they take an hour", "consultant_view": "each line is needed", "views_told": true });
    chairs.call(&call(2), views).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    let page = it.visitor().get(&deferred).await.main();
    assert!(page.contains("It comes back to it on 8 February 2027"), "{page}");
    let page = it.visitor().get(&apart).await.main();
    assert!(page.contains("they take an hour") && page.contains("each line is needed"), "{page}");
    let issues = |number: i64| format!("/north-moor/issues/NM-000{number}");
    assert!(chairs.gp.get(&issues(1)).await.main().contains("Triaged"), "it waits for another meeting");
    assert!(chairs.gp.get(&issues(2)).await.main().contains("did not agree"));
    // The thanks were the mail of that Sunday.
    it.app.clock.set("2026-11-23T08:10:00Z".parse().expect("an instant"));
    kernel::schedule::tick(&it.app).await.expect("a tick");
    let mails = it.mails_after_work().await.concat();
    // Long lines of a mail are broken on their way.
    let mails = mails.replace("=\r\n", "");
    for words in ["Subject: NM-0001 and NM-0002: ", "needs more time to decide", "the two sides did not agree"] {
        assert!(mails.contains(words), "{words}: {mails}");
    }
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
    assert!(stale.main().contains("Somebody else has written a decision here meanwhile.") && stale.body.contains("Mine."));
    let changed =
        [("seen_note", "We spoke then."), ("seen_decision", &seen), ("note", "We spoke loudly."), ("decision", "The form is dropped")];
    let apart = chairs.gp.fill(&item, &record, &changed).await;
    assert_eq!(apart.status, StatusCode::CONFLICT);
    assert!(apart.main().contains("Somebody else has changed the same words meanwhile."), "{}", apart.main());
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
