//! An objection, too few answers, a change of mind, a reporter who takes the issue back: what does not end in a decision.

use axum::http::StatusCode;
use group::membership::Side;
use kernel::both;

use super::{LIST, ONE, answer, ask, at, cast, goes, invited, mail_to, own_link, turn, waits, word};
use crate::testing::start;

both!(an_objection_takes_it_to_a_meeting_and_never_ends_as_decided, start, |it| {
    let cast = cast(it).await;
    let chairs = &cast.chairs;
    let (reference, follow) = chairs.triaged("Blood forms run out").await;
    goes(&ask(&chairs.consultant, &reference, "2").await);
    let unsaid = answer(&cast.gp, "object", " ").await;
    assert!(unsaid.status == StatusCode::UNPROCESSABLE_ENTITY && unsaid.main().contains("Say in a line or two why"), "{}", unsaid.main());
    goes(&answer(&cast.gp, "object", "The old forms lack the allergy box.").await);
    for who in [&chairs.gp, &chairs.consultant, &cast.consultant] {
        goes(&answer(who, "agree", "").await);
    }
    goes(&word(&chairs.gp, "Wards take the old forms").await);
    let refused = turn(&chairs.gp).await;
    assert!(refused.status == StatusCode::CONFLICT, "{}", refused.main());
    let page = chairs.gp.get(ONE).await.main();
    assert!(waits(it, &chairs.gp).await.contains("somebody objects or would hold it"), "the co-chairs know at once");
    assert!(page.contains("Somebody objects") && page.contains("The old forms lack the allergy box."), "{page}");
    assert!(page.contains("It can be closed only if they change their mind; else take it to a meeting."), "{page}");
    at(it, "2026-11-24T17:00:00Z").await;
    assert!(chairs.gp.signed_in_again().await.get(ONE).await.main().contains("Somebody objects"), "the last day counts to its end");
    at(it, "2026-11-25T09:00:00Z").await;
    let (gp, administrator) = (chairs.gp.signed_in_again().await, chairs.administrator.signed_in_again().await);
    let page = gp.get(ONE).await.main();
    assert!(page.contains("To a meeting") && page.contains("would like the group to speak about it first"), "{page}");
    assert!(mail_to(it, &administrator.email, "To a meeting").is_some(), "who plans meetings is told");
    assert_eq!(answer(&cast.gp.signed_in_again().await, "agree", "").await.status, StatusCode::CONFLICT);
    assert!(waits(it, &administrator).await.contains("Blood forms: choose the meeting that decides it"));
    let reporter = it.visitor().get(&follow).await.main();
    assert!(reporter.contains("It goes to a meeting after all"), "{reporter}");
    // Three working days are proposed: Monday the 30th is St Andrew’s Day.
    let page = administrator.get(ONE).await.body;
    let proposed = ["27 November", "1 December", "2 December"].map(|day| page.contains(day));
    assert!(proposed == [true; 3] && !page.contains("30 November") && !page.contains("28 November"), "{page}");
    let place = "/north-moor/interim/1/place";
    let bad = administrator.fill(ONE, place, &[("date", "2026-11-27"), ("start", "noon"), ("minutes", "30")]).await;
    assert!(bad.status == StatusCode::UNPROCESSABLE_ENTITY && bad.main().contains("Enter when it begins"), "{}", bad.main());
    let none = administrator.fill(ONE, place, &[("date", "next")]).await;
    assert!(none.status == StatusCode::CONFLICT && none.main().contains("No meeting is planned yet"), "{}", none.main());
    let own = [("date", "2026-11-27"), ("start", "12:30"), ("minutes", "30"), ("link", "https://meet.example/north-moor")];
    goes(&administrator.fill(ONE, place, &own).await);
    assert_eq!(administrator.fill(ONE, place, &own).await.status, StatusCode::CONFLICT, "pressed twice it is planned once");
    assert!(administrator.get(ONE).await.main().contains("the meeting of 27 November 2026"));
    let agenda = gp.get("/north-moor/meetings/1").await.main();
    assert!(agenda.contains("Letters: Blood forms run out") && agenda.contains("Interim meeting"), "{agenda}");
    assert!(gp.get(LIST).await.main().contains("To a meeting"));
});

both!(a_change_of_mind_is_kept_and_counts, start, |it| {
    let cast = cast(it).await;
    let chairs = &cast.chairs;
    goes(&ask(&chairs.gp, "", "2").await);
    goes(&answer(&cast.gp, "object", "I do not see why.").await);
    for who in [&chairs.gp, &chairs.consultant, &cast.consultant] {
        goes(&answer(who, "agree", "").await);
    }
    goes(&answer(&cast.gp, "agree", "I see it now.").await);
    let page = chairs.gp.get(ONE).await.main();
    assert!(
        page.contains("4 agree.") && page.contains("I do not see why.") && page.contains("before somebody changed their mind"),
        "{page}"
    );
    goes(&word(&chairs.gp, "Wards take the old forms").await);
    goes(&turn(&chairs.gp).await);
    assert_eq!(turn(&chairs.consultant).await.location(), "/north-moor/interim/1?decided");
});

both!(too_few_answers_get_more_time_once_and_then_a_meeting, start, |it| {
    let cast = cast(it).await;
    let chairs = &cast.chairs;
    goes(&ask(&chairs.gp, "", "2").await);
    goes(&answer(&chairs.gp, "agree", "").await);
    it.work().await;
    let link = own_link(&mail_to(it, &cast.consultant.email, "Your answer by 24 November").expect("a mail"));
    at(it, "2026-11-25T09:00:00Z").await;
    let late = it.visitor().fill(&link, &link, &[("answer", "agree")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.main());
    assert!(it.visitor().get(&link).await.main().contains("Answers are no longer taken"));
    let gp = chairs.gp.signed_in_again().await;
    assert_eq!(answer(&gp, "abstain", "").await.status, StatusCode::CONFLICT, "the last day has passed");
    assert!(mail_to(it, &gp.email, "Too few answers").is_some());
    let extension = "/north-moor/interim/1/extension";
    assert_eq!(gp.fill(ONE, extension, &[("days", "40")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    goes(&gp.fill(ONE, extension, &[("days", "1")]).await);
    it.work().await;
    assert!(mail_to(it, &cast.consultant.email, "More time, until 26 November 2026").is_some());
    assert!(mail_to(it, &gp.email, "More time").is_none(), "who has answered is not asked again");
    assert_eq!(gp.fill(ONE, extension, &[("days", "1")]).await.status, StatusCode::CONFLICT, "once");
    at(it, "2026-11-27T09:00:00Z").await;
    let gp = chairs.gp.signed_in_again().await;
    let page = gp.get(ONE).await.main();
    assert!(page.contains("To a meeting") && page.contains("Too few members answered in time."), "{page}");
    // The next meeting takes it as a topic. When that does not take place, it waits again.
    chairs.planned().await;
    goes(&gp.fill(ONE, "/north-moor/interim/1/place", &[("date", "next")]).await);
    assert!(gp.get("/north-moor/meetings/1").await.main().contains("Blood forms"));
    goes(&gp.fill("/north-moor/meetings/1/details", "/north-moor/meetings/1/cancellation", &[]).await);
    assert!(waits(it, &gp).await.contains("Blood forms: choose the meeting that decides it"));
});

both!(who_has_not_answered_is_reminded_once_half_way, start, |it| {
    let cast = cast(it).await;
    goes(&ask(&cast.chairs.gp, "", "4").await);
    goes(&answer(&cast.gp, "agree", "").await);
    let reminders = || it.mails().iter().filter(|mail| mail.contains("Subject: A reminder")).count();
    at(it, "2026-11-23T09:00:00Z").await;
    assert_eq!(reminders(), 0);
    at(it, "2026-11-24T09:00:00Z").await;
    assert_eq!(reminders(), 3, "the two co-chairs and the consultant");
    at(it, "2026-11-25T09:00:00Z").await;
    assert_eq!(reminders(), 3);
});

both!(a_deputy_of_the_side_answers_for_a_member_who_is_away, start, |it| {
    let cast = cast(it).await;
    let deputy = invited(it, "Rory Baird", Side::Gp).await;
    goes(&ask(&cast.chairs.gp, "", "3").await);
    it.work().await;
    let mail = mail_to(it, "rory.baird@example.scot", "A decision between meetings").expect("a mail");
    assert!(mail.contains("you can answer for them"), "{mail}");
    let body = |answer: &str, member: &str| serde_json::json!({ "answer": answer, "stands_for": member, "text": "" });
    let mut tx = it.app.begin().await.expect("a transaction");
    let new = |answer: &str, member: String| crate::interim::NewAnswer { answer: answer.into(), words: String::new(), stands_for: member };
    let absent = cast.gp.id.to_string();
    let other = crate::interim::answer(&it.app, &mut tx, &it.group, deputy, 1, &new("agree", cast.consultant.id.to_string())).await;
    assert!(other.is_err(), "not for the other side");
    let taken = crate::interim::answer(&it.app, &mut tx, &it.group, deputy, 1, &new("agree", absent.clone())).await;
    assert!(taken.is_ok_and(|new| new));
    it.app.commit(tx).await.expect("a commit");
    let page = cast.chairs.gp.get(ONE).await.main();
    assert!(page.contains("Eilidh Fraser, by Rory Baird") && page.contains("1 GP and 0 consultants"), "{page}");
    let twice = cast.chairs.gp.api(axum::http::Method::POST, "/api/v1/north-moor/interim/1/answer", Some(body("agree", &absent))).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "who counts answers for themselves only");
    goes(&answer(&cast.gp, "abstain", "").await);
    let page = cast.chairs.gp.get(ONE).await.main();
    assert!(page.contains("1 abstains. 1 GP and 0 consultants"), "the member’s own answer counts, and the deputy’s no more: {page}");
});

both!(an_issue_that_its_reporter_takes_back_is_asked_about_no_more, start, |it| {
    let cast = cast(it).await;
    let (reference, follow) = cast.chairs.triaged("Blood forms run out").await;
    goes(&ask(&cast.chairs.gp, &reference, "3").await);
    goes(&it.visitor().fill(&follow, &format!("{follow}/withdrawal"), &[]).await);
    let page = cast.chairs.gp.get(ONE).await.main();
    assert!(page.contains("Taken back"), "{page}");
    assert_eq!(answer(&cast.gp, "agree", "").await.status, StatusCode::CONFLICT);
    // Asked by mistake: a co-chair takes it back, and the issue can be asked about anew.
    let (reference, _) = cast.chairs.triaged("Another").await;
    goes(&ask(&cast.chairs.gp, &reference, "3").await);
    let again = cast.chairs.consultant.get(&format!("/north-moor/interim/new?issue={reference}")).await;
    assert_eq!(again.location(), "/north-moor/interim/2", "what is open is shown, not asked twice");
    goes(&cast.chairs.consultant.fill("/north-moor/interim/2", "/north-moor/interim/2/taken-back", &[]).await);
    goes(&ask(&cast.chairs.gp, &reference, "3").await);
    assert!(cast.chairs.gp.get("/north-moor/interim/3").await.main().contains("Answers are taken until"));
});
