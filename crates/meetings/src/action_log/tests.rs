//! What happens to actions, over HTTP: carried forward, superseded, handed over; who may say so; the list and its files.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const PAGE: &str = "/north-moor/actions/A-0001";
const CHANGE: &str = "/north-moor/actions/A-0001/change";

both!(an_action_is_begun_carried_forward_twice_and_done_and_all_of_it_is_told, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    let owner = &chairs.consultant;
    let say = async |fields: &[(&str, &str)]| owner.fill(PAGE, CHANGE, fields).await;
    let begun = say(&[("change", "in-progress"), ("words-in-progress", "Two wards have replied")]).await;
    assert_eq!(begun.location(), format!("{PAGE}?changed"), "{}", begun.main());
    let carried = [("change", "carried-forward"), ("due", "2027-02-15"), ("words-carried-forward", "The rest wait for a form")];
    assert_eq!(say(&carried).await.location(), format!("{PAGE}?changed"));
    // Pressed twice, it is done once.
    assert_eq!(say(&carried).await.location(), format!("{PAGE}?changed"));
    let page = owner.get(PAGE).await.main();
    assert!(page.contains("once; first due on 15 January 2027") && page.contains("In progress, carried forward once"), "{page}");
    assert!(page.contains("Carried forward to 15 February 2027: The rest wait for a form"), "{page}");
    assert_eq!(page.matches("The rest wait for a form").count(), 1, "{page}");
    say(&[("change", "carried-forward"), ("due", "2027-03-15")]).await;
    let page = owner.get(PAGE).await.main();
    assert!(page.contains("twice; first due on 15 January 2027") && page.contains("By\n15 March 2027"), "{page}");
    for (due, words) in
        [("2027-03-15", "This is the day that it has now"), ("2026-11-22", "Enter a day after today"), ("soon", "Enter a day after today")]
    {
        let wrong = say(&[("change", "carried-forward"), ("due", due), ("words-carried-forward", "as typed")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{due}");
        assert!(wrong.main().contains(words) && wrong.body.contains("as typed"), "{}", wrong.main());
    }
    let seen = say(&[("change", "help"), ("words-help", "Who knows the form?"), ("seen", "0")]).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "somebody has changed it since");
    let refused = say(&[("change", "help"), ("words-help", "Ask about 0101011237")]).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && !owner.get(PAGE).await.main().contains("0101011237"),
        "{}",
        refused.main()
    );
    assert_eq!(say(&[("change", "help"), ("words-help", "Who knows the form?")]).await.location(), format!("{PAGE}?changed"));
    let mails = it.mails_after_work().await;
    let asked: Vec<_> = mails.iter().filter(|mail| mail.contains("Subject: A-0001: help is needed")).collect();
    assert!(asked.len() == 1 && asked[0].contains("Who knows the form?"), "{asked:?}");
    // The issue is done with its last action, also one that was in progress.
    let done = owner.fill(PAGE, &format!("{PAGE}/completion"), &[("evidence", "Every ward has replied")]).await;
    assert_eq!(done.location(), format!("{PAGE}?done"));
    assert!(chairs.gp.get("/north-moor/issues/NM-0001").await.main().contains("What was agreed is done"));
    let late = say(&[("change", "in-progress")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "what is closed stays so");
    // The next agenda and the next minute tell of it.
    let page = owner.get("/north-moor/actions?show=closed").await.main();
    assert!(page.contains("A-0001") && page.contains("Done 22 November 2026"), "{page}");
});

both!(an_action_is_handed_over_and_superseded_and_the_next_review_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    chairs.over("two").await;
    let wei = it.member().await;
    let to = wei.id.to_string();
    let hand = [("change", "handed-over"), ("to", to.as_str()), ("words-handed-over", "Start with ward 3")];
    assert_eq!(chairs.consultant.fill(PAGE, CHANGE, &hand).await.location(), format!("{PAGE}?changed"));
    let mails = it.mails_after_work().await;
    let told: Vec<_> = mails.iter().filter(|mail| mail.contains("Subject: A-0001 handed to you")).collect();
    assert!(told.len() == 1 && told[0].contains("To: wei.zhang@example.scot") && told[0].contains("Start with ward 3"), "{told:?}");
    let page = wei.get(PAGE).await.main();
    assert!(page.contains("Handed over to Wei Zhang: Start with ward 3") && page.contains("Open, handed over"), "{page}");
    // It is nobody else's to change any more.
    let again =
        chairs.consultant.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(json!({ "change": "in-progress" }))).await;
    assert_eq!(again.status, StatusCode::OK, "a co-chair keeps the record");
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(PAGE).await.status, StatusCode::NOT_FOUND);
    let omar = it.persona("Omar Haddad", Role::Member, Side::Gp).await;
    assert!(!omar.get(PAGE).await.body.contains("name=\"change\""));
    let not_theirs =
        omar.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(json!({ "change": "done", "text": "x" }))).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    let other =
        elsewhere.api(Method::POST, "/api/v1/south-firth/actions/A-0001/change", Some(json!({ "change": "done", "text": "x" }))).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "another group has none of that number");

    let supersede = async |by: &str, text: &str| {
        let call = json!({ "change": "superseded", "superseded_by": by, "text": text });
        wei.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(call)).await
    };
    for (by, text) in [("A-0001", ""), ("A-0099", ""), ("x", ""), ("", "")] {
        assert_eq!(supersede(by, text).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{by}");
    }
    let gone = supersede("A-0002", "").await.json();
    assert_eq!((gone["state"].as_str(), gone["superseded_by"].as_str()), (Some("superseded"), Some("A-0002")), "{gone}");
    let page = wei.get(PAGE).await.main();
    assert!(page.contains("Superseded by A-0002"), "{page}");
    let open = wei.get("/north-moor/actions").await.main();
    assert!(open.contains("A-0002") && !open.contains("A-0001"), "{open}");
    // The minute that set it stays as it is, and the next one tells what became of it.
    it.app.clock.set("2026-12-15T09:00:00Z".parse().expect("an instant"));
    let (gp, consultant, administrator) =
        (chairs.gp.signed_in_again().await, chairs.consultant.signed_in_again().await, chairs.administrator.signed_in_again().await);
    let again = Chairs { gp, consultant, administrator };
    let new = json!({ "date": "2027-03-01", "start": "12:30", "minutes": 90, "invite": false });
    let number = again.call("meetings", new).await["number"].as_i64().expect("a number");
    again.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    for side in [&again.gp, &again.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    again.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let minute = again.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}/minute"), None).await.json()["text"].clone();
    let minute = minute.as_str().expect("a text");
    assert!(minute.contains("Carried forward: A-0002 (Tunde Adeyemi, was due 15 January 2027)."), "{minute}");
});

both!(the_log_is_narrowed_in_its_address_and_taken_out_as_a_workbook, start, |it| {
    let chairs = Chairs::of(it).await;
    let first = chairs.over("one").await;
    chairs.over("two").await;
    let formula = json!({ "change": "carried-forward", "due": "2027-04-15", "text": "=HYPERLINK(\"x\") is what the form says" });
    let carried = chairs.consultant.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(formula)).await;
    assert_eq!(carried.status, StatusCode::OK, "{}", carried.body);
    let lists = async |query: &str| {
        let page = chairs.gp.get(&format!("/north-moor/actions?{query}")).await.main();
        (page.contains("A-0001"), page.contains("A-0002"))
    };
    assert_eq!(lists(&format!("meeting={first}")).await, (true, false));
    assert_eq!(lists("theme=discharge").await, (true, true));
    assert_eq!(lists("theme=referral").await, (false, false));
    assert_eq!(lists("side=consultant").await, (true, true));
    assert_eq!(lists("side=gp").await, (false, false));
    assert_eq!(lists(&format!("owner={}", chairs.gp.id)).await, (false, false));
    let by_meeting = chairs.gp.get("/north-moor/actions?show=meetings").await;
    assert!(by_meeting.main().contains("Meeting of 14 December 2026 | 1 open: Meeting of 14 December 2026 | 1 |"), "{}", by_meeting.main());
    let by_theme = chairs.gp.get("/north-moor/actions?show=themes").await;
    assert!(by_theme.body.contains("theme=discharge") && by_theme.main().contains("| 2 |"), "{}", by_theme.main());
    // What is late is asked about, kindly.
    it.app.clock.set("2027-01-20T09:00:00Z".parse().expect("an instant"));
    let gp = chairs.gp.signed_in_again().await;
    let late = gp.get("/north-moor/actions?show=late").await.main();
    assert!(late.contains("A-0002") && late.contains("Open, longer than planned"), "{late}");
    assert!(!late.contains("A-0001"), "{late}");

    let book = gp.file("/north-moor/actions/log.xlsx?show=all").await;
    let table = reading::table::rows(&book).expect("a workbook");
    assert_eq!(table.sheet, "Action log");
    let columns = "Ref | From | Action | Owner | Side | Set on | Due | Status | Last update | Outcome/evidence | Closed on";
    assert_eq!(table.header.join(" | "), columns);
    let row = &table.rows[1].cells;
    assert_eq!((row[0].as_str(), row[3].as_str(), row[4].as_str()), ("A-0001", "Tunde Adeyemi", "Consultant"), "{row:?}");
    assert!(row[6].contains("2027-04-15") || row[6].contains("15/04/2027"), "a day is a day: {row:?}");
    assert_eq!(row[7], "Open, carried forward once");
    assert!(row[8].contains("=HYPERLINK"), "a text is a text: {row:?}");
    let csv = gp.file("/north-moor/actions/log.csv").await;
    let table = reading::table::rows(&csv).expect("a table");
    assert_eq!(table.header.join(" | "), columns);
    assert_eq!(table.rows.len(), 2);
    let none = gp.file("/north-moor/actions/log.xlsx?side=gp").await;
    assert!(none.starts_with(b"PK"), "an empty log is a workbook too");
    let stranger = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(stranger.get("/north-moor/actions/log.xlsx").await.status, StatusCode::NOT_FOUND);
    // The same by the API.
    let call = async |query: &str| chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/actions?{query}"), None).await.json();
    let open = call("show=open&limit=1").await;
    assert_eq!((open["actions"][0]["reference"].as_str(), open["next"].as_str()), (Some("A-0002"), Some("2027-01-15.2")), "{open}");
    let next = call("show=open&limit=1&after=2027-01-15.2").await;
    assert_eq!(
        (next["actions"][0]["reference"].as_str(), next["actions"][0]["carried_forward"].as_i64()),
        (Some("A-0001"), Some(1)),
        "{next}"
    );
    assert_eq!(call("side=gp").await["actions"].as_array().map(Vec::len), Some(0));
});

both!(nothing_happens_to_an_action_that_is_not_confirmed, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.decided("one").await;
    let page = chairs.consultant.get(PAGE).await;
    assert!(!page.body.contains("name=\"change\"") && !page.body.contains("name=\"evidence\""), "{}", page.main());
    let call = json!({ "change": "in-progress" });
    let early = chairs.administrator.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(call)).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.body);
});

both!(an_issue_is_done_with_what_took_the_place_of_its_actions, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    chairs.over("two").await;
    let change = async |action: &str, call: serde_json::Value| {
        let path = format!("/api/v1/north-moor/actions/{action}/change");
        let reply = chairs.administrator.api(Method::POST, &path, Some(call)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    };
    let done = async |issue: &str| chairs.gp.get(&format!("/north-moor/issues/{issue}")).await.main().contains("What was agreed is done");
    change("A-0001", json!({ "change": "superseded", "superseded_by": "A-0002" })).await;
    assert!(!done("NM-0001").await, "what took its place is still to be done");
    change("A-0002", json!({ "change": "handed-over", "to": "Ailsa Munro", "text": "" })).await;
    assert!(!done("NM-0002").await, "handed over is not done");
    change("A-0002", json!({ "change": "done", "text": "Both wards have replied" })).await;
    assert!(done("NM-0001").await && done("NM-0002").await);
});

both!(an_issue_whose_only_action_gave_way_to_something_else_is_done, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    let say = [("change", "superseded"), ("words-superseded", "The board has bought a system that does it")];
    assert_eq!(chairs.consultant.fill(PAGE, CHANGE, &say).await.location(), format!("{PAGE}?changed"));
    assert!(chairs.gp.get("/north-moor/issues/NM-0001").await.main().contains("What was agreed is done"));
});

both!(actions_are_found_by_their_words_and_by_their_reference, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    let find = async |q: &str| chairs.gp.get(&format!("/north-moor/actions?q={q}")).await.main();
    let found = find("wards").await;
    assert!(found.contains("A-0001") && found.contains("Actions with “wards”"), "{found}");
    assert!(find("a-0001").await.contains("Tell every ward"));
    assert!(find("penguins").await.contains("No action has these words."));
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert!(elsewhere.get("/south-firth/actions?q=wards").await.main().contains("No action has these words."));
    // What is done is found as well.
    let say = [("change", "done"), ("evidence", "All have replied")];
    assert_eq!(chairs.consultant.fill(PAGE, CHANGE, &say).await.location(), format!("{PAGE}?done"));
    assert!(find("ward").await.contains("A-0001"));
});
