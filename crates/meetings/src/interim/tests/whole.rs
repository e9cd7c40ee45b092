//! The whole way, without an objection: asked, answered, closed by both, minuted, told, ratified.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use super::{LIST, ONE, answer, ask, cast, flat, goes, mail_to, own_link, turn, waits, word};
use crate::testing::start;

both!(members_answer_in_writing_and_both_co_chairs_close_it, start, |it| {
    let cast = cast(it).await;
    let (reference, follow) = cast.chairs.triaged("Blood forms run out").await;
    goes(&ask(&cast.chairs.gp, &reference, "3").await);
    let reporter = it.visitor().get(&follow).await.main();
    for part in ["Being decided between meetings", "deciding it now, between two meetings", "until 25 November 2026"] {
        assert!(reporter.contains(part), "{part}: {reporter}");
    }
    let issue = cast.chairs.gp.get(&format!("/north-moor/issues/{reference}")).await.main();
    assert!(issue.contains("Being decided between meetings: see who has answered"), "{issue}");
    it.work().await;
    let mail = mail_to(it, &cast.gp.email, "Your answer by 25 November 2026").expect("a mail");
    assert!(!mail.contains("Wards take") && !mail.contains("run out"), "the mail is thin: {mail}");
    assert!(mail_to(it, &cast.chairs.administrator.email, "A decision between meetings").is_some(), "others may speak");
    // Whoever opens the link has not answered: a mail scanner does so too.
    let link = own_link(&mail);
    let page = it.visitor().get(&link).await;
    assert!(page.status == StatusCode::OK && page.main().contains("Wards take the old blood forms"), "{}", page.main());
    assert!(cast.chairs.gp.get(ONE).await.main().contains("Nobody has answered yet"));
    let given = [("answer", "changes"), ("words", "Only until Christmas.")];
    goes(&it.visitor().fill(&link, &link, &given).await);
    goes(&it.visitor().fill(&link, &link, &given).await);
    assert!(it.visitor().get(&link).await.main().contains("your answer so far: Agree with changes"));
    assert!(waits(it, &cast.consultant).await.contains("asks for your answer by 25 November 2026"));
    goes(&answer(&cast.consultant, "agree", "").await);
    assert!(!waits(it, &cast.consultant).await.contains("asks for your answer"));
    let early = turn(&cast.chairs.gp).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "without a sentence nothing is closed");
    goes(&answer(&cast.chairs.gp, "agree", "").await);
    goes(&answer(&cast.chairs.consultant, "abstain", "").await);
    let page = cast.gp.get(ONE).await.main();
    assert!(
        page.contains("2 agree, 1 agrees with changes, 1 abstains. 2 GPs and 2 consultants have answered: enough of both sides."),
        "{page}"
    );
    assert!(waits(it, &cast.chairs.consultant).await.contains("your side can close it"));
    assert!(page.contains("Only until Christmas.") && !page.contains("Close it"), "members read the reasons: {page}");
    goes(&word(&cast.chairs.gp, "Wards take the old forms until the new ones are there").await);
    goes(&turn(&cast.chairs.gp).await);
    let read = cast.chairs.gp.api(Method::GET, "/api/v1/north-moor/interim/1", None).await.json();
    assert_eq!((&read["state"], &read["keys"]), (&json!("open"), &json!(["gp"])), "one side closes nothing: {read}");
    assert_eq!(turn(&cast.chairs.gp).await.status, StatusCode::CONFLICT, "pressed twice it is pressed once");
    // A change of the text, or of an answer, asks again.
    goes(&word(&cast.chairs.consultant, "Wards take the old forms until Christmas").await);
    goes(&turn(&cast.chairs.gp).await);
    goes(&answer(&cast.chairs.consultant, "agree", "").await);
    goes(&turn(&cast.chairs.consultant).await);
    let read = cast.chairs.gp.api(Method::GET, "/api/v1/north-moor/interim/1", None).await.json();
    assert_eq!((&read["state"], &read["keys"]), (&json!("open"), &json!(["consultant"])), "{read}");
    let decided = turn(&cast.chairs.gp).await;
    assert_eq!(decided.location(), "/north-moor/interim/1?decided", "{}", decided.main());
    // It is over: nothing of it changes.
    assert_eq!(turn(&cast.chairs.consultant).await.status, StatusCode::CONFLICT);
    assert_eq!(answer(&cast.gp, "object", "After all").await.status, StatusCode::CONFLICT);
    assert_eq!(word(&cast.chairs.gp, "Another text").await.status, StatusCode::CONFLICT);
    // All that follows a decision of a meeting follows.
    let minute = cast.chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await.json();
    let text = flat(&minute);
    for part in [
        "Sunday 22 November 2026, in writing",
        "Answered: Ailsa Munro",
        "Balance: 2 GPs and 2 consultants: quorate",
        "Decision 26/D01: The Group AGREED that wards take the old forms until Christmas.",
        "Answers: 3 agree, 1 agrees with changes.",
        "Eilidh Fraser (agree with changes): Only until Christmas.",
        "What a patient will notice: Nothing",
        "Ref: A-0001",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Any other business") && !text.contains("apologies"), "nobody met: {text}");
    let reporter = it.visitor().get(&follow).await.main();
    assert!(reporter.contains("The Group AGREED that wards take the old forms until Christmas."), "{reporter}");
    assert!(reporter.contains("Tell every ward (by 18 December 2026)"), "{reporter}");
    assert!(cast.chairs.consultant.get("/north-moor/actions?show=mine").await.main().contains("A-0001"));
    assert!(cast.gp.get("/north-moor/decisions").await.main().contains("26/D01"));
    let page = cast.gp.get(ONE).await.main();
    assert!(
        page.contains("26/D01") && page.contains("It waits to be ratified by the next ordinary meeting, once one is planned."),
        "{page}"
    );
});

both!(the_next_ordinary_meeting_ratifies_it_by_itself, start, |it| {
    let cast = cast(it).await;
    let chairs = &cast.chairs;
    goes(&ask(&chairs.gp, "", "3").await);
    for who in [&chairs.gp, &chairs.consultant, &cast.gp, &cast.consultant] {
        goes(&answer(who, "agree", "").await);
    }
    goes(&word(&chairs.gp, "Wards take the old forms").await);
    goes(&turn(&chairs.gp).await);
    goes(&turn(&chairs.consultant).await);
    for side in [&chairs.gp, &chairs.consultant] {
        let approved = side.api(Method::POST, "/api/v1/north-moor/meetings/1/minute/approvals", None).await;
        assert_eq!(approved.status, StatusCode::OK, "its minute is signed as any other: {}", approved.body);
    }
    let number = chairs.planned().await;
    assert_eq!(number, 2, "the decision in writing was the first");
    let agenda = cast.gp.get("/north-moor/meetings/2").await.main();
    assert!(agenda.contains("Interim decisions to ratify: 26/D01"), "{agenda}");
    assert!(!agenda.contains("Interim decisions to ratify: 26/D01, "), "{agenda}");
    // An earlier meeting is planned: it stands there, and no longer on the later one.
    chairs.call("meetings", json!({ "date": "2026-12-07", "start": "12:30", "minutes": 60, "invite": false })).await;
    assert!(!cast.gp.get("/north-moor/meetings/2").await.main().contains("Interim decisions to ratify"));
    assert!(cast.gp.get("/north-moor/meetings/3").await.main().contains("Interim decisions to ratify: 26/D01"));
    // The meeting says no: it comes back to the one after.
    chairs.call("meetings/3/attendance", json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    goes(&chairs.gp.fill(ONE, "/north-moor/interim/1/refusal", &[("ratify", "no")]).await);
    let read_back = |number: i64| format!("/api/v1/north-moor/meetings/{number}/read-back");
    for side in [&chairs.gp, &chairs.consultant] {
        assert_eq!(side.api(Method::POST, &read_back(3), None).await.status, StatusCode::OK);
    }
    let page = cast.gp.get(ONE).await.main();
    assert!(page.contains("Not ratified by the meeting of 7 December 2026. It stands on the agenda of the next"), "{page}");
    assert!(cast.gp.get("/north-moor/meetings/2").await.main().contains("Interim decisions to ratify: 26/D01"));
    assert!(cast.gp.get(LIST).await.main().contains("Decided; not ratified on 7 December 2026"));
    chairs.call("meetings/3/adjournment", json!(null)).await;
    let minute = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/3/minute", None).await.json();
    assert!(flat(&minute).contains("The Group did not ratify 26/D01 of 22 November 2026. It comes back."), "{minute}");
    // Nobody is there: without a quorum nothing is ratified either. So attendance is taken first.
    chairs.call("meetings/2/attendance", json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        assert_eq!(side.api(Method::POST, &read_back(2), None).await.status, StatusCode::OK);
    }
    let page = cast.gp.get(ONE).await.main();
    assert!(page.contains("Ratified by the meeting of 14 December 2026."), "{page}");
    let written = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await.json();
    assert_eq!(written["state"], "confirmed", "who ratifies it confirms its minute");
    chairs.call("meetings/2/adjournment", json!(null)).await;
    let minute = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/2/minute", None).await.json();
    let said = "The Group ratified 26/D01 of 22 November 2026: The Group AGREED that wards take the old forms.";
    assert!(flat(&minute).contains(said), "{minute}");
    chairs.call("meetings", json!({ "date": "2027-01-14", "start": "12:30", "minutes": 60, "invite": false })).await;
    assert!(!cast.gp.get("/north-moor/meetings/4").await.main().contains("to ratify"), "what is ratified comes no more");
    let refused = chairs.gp.fill(ONE, "/north-moor/interim/1/refusal", &[("ratify", "no")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
});
