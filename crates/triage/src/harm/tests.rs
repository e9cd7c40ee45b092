//! Reports of harm over HTTP: who is told and when, what an anonymous reporter leaves, and who has seen it.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::SignedDuration;
use kernel::{both, schedule, sql};
use serde_json::json;

use crate::testing::start;

const HARM: &str = "/north-moor/issues/NM-0001/harm";
const SAFETY: &str = "/north-moor/go-live/safety";

/// The page of the reporter of an issue, told as `known`; and the administrator.
async fn raised<'a>(it: &'a TestApp, known: &str) -> (String, Persona<'a>) {
    let admin = it.administrator().await;
    admin.fill(SAFETY, SAFETY, &[("answer", "Patient safety team, safety@board.example")]).await;
    let script = it.persona("Iain Petrie", Role::Member, Side::Other).await;
    let told = json!({ "text": "The warfarin letter never came.", "known": known });
    let reply = script.api(Method::POST, "/api/v1/north-moor/issues", Some(told)).await.json();
    let follow = reply["follow_url"].as_str().and_then(|link| link.strip_prefix("http://brig.test")).expect("a link").to_owned();
    (follow, admin)
}

async fn tap(it: &TestApp, follow: &str, harm: &str) {
    let kept = it.visitor().fill(follow, &format!("{follow}/answers"), &[("harm", harm)]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
}

async fn round(it: &TestApp) {
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
}

/// The mails about harm, each to whom it went.
fn told(it: &TestApp) -> Vec<String> {
    it.mails().into_iter().filter(|mail| mail.contains("NM-0001: please look now") || mail.contains("NM-0001: nobody has seen")).collect()
}

fn link(mail: &str) -> String {
    let plain = mail.replace("=\r\n", "").replace("=\n", "");
    let (_, rest) = plain.split_once("http://brig.test/north-moor/safety/").expect("a link");
    let code: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
    format!("/north-moor/safety/{code}")
}

both!(harm_is_told_at_once_and_once_to_the_administrator_and_the_safety_contact, start, |it| {
    let (follow, admin) = raised(it, "confidence").await;
    it.work().await;
    assert!(told(it).is_empty(), "nobody has spoken of harm yet");
    tap(it, &follow, "could-have").await;
    it.work().await;
    let mails = told(it);
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains("safety@board.example")));
    assert!(mails.iter().all(|mail| !mail.contains("warfarin")), "nothing of what happened is in the mail");
    tap(it, &follow, "none-known").await;
    tap(it, &follow, "could-have").await;
    it.work().await;
    assert_eq!(told(it).len(), 2, "once is enough");
    admin.signed_in_again().await.fill(HARM, HARM, &[("words", "Rang the practice.")]).await;
});

/// The mails that say that more harm is known.
fn rises(it: &TestApp) -> Vec<String> {
    it.mails().into_iter().filter(|mail| mail.contains("more harm is known")).collect()
}

both!(harm_that_grows_is_told_again_once_and_waits_to_be_seen_anew, start, |it| {
    let (follow, admin) = raised(it, "named").await;
    tap(it, &follow, "could-have").await;
    it.work().await;
    admin.fill(HARM, HARM, &[("words", "Rang the practice.")]).await;
    tap(it, &follow, "yes").await;
    tap(it, &follow, "could-have").await;
    tap(it, &follow, "yes").await;
    it.work().await;
    let mails = rises(it);
    assert_eq!(mails.len(), 2, "the administrator and the safety contact, once: {mails:?}");
    assert!(mails.iter().all(|mail| mail.contains("now says that one did") && !mail.contains("warfarin")), "{mails:?}");
    let admin = admin.signed_in_again().await;
    let page = admin.get(HARM).await.main();
    assert!(page.contains("Nobody has said that they have seen it.") && page.contains("What was done then: Rang the practice."), "{page}");
    let before = [("before_words", "Rang the practice."), ("before_incident", "")];
    let typed = [("words", "Rang the practice. Told the safety team."), before[0], before[1]];
    assert_eq!(admin.fill(HARM, HARM, &typed).await.status, StatusCode::SEE_OTHER);
    assert!(admin.get("/north-moor/harm").await.main().contains("Every report of harm was seen."));
    let issue = admin.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("told that there is more harm in it than before"), "{issue}");
});

both!(of_an_anonymous_reporter_more_harm_is_told_when_the_day_is_over, start, |it| {
    let (follow, _) = raised(it, "anonymous").await;
    tap(it, &follow, "could-have").await;
    it.wait(SignedDuration::from_hours(24));
    round(it).await;
    assert_eq!(told(it).len(), 2);
    tap(it, &follow, "yes").await;
    round(it).await;
    assert!(rises(it).is_empty(), "a mail at once would say when they wrote");
    it.wait(SignedDuration::from_hours(24));
    round(it).await;
    assert_eq!(rises(it).len(), 2);
});

both!(a_me_too_that_tells_of_more_harm_says_that_the_others_told_of_less, start, |it| {
    let (_, admin) = raised(it, "named").await;
    let second = json!({ "text": "The warfarin letter came three weeks late.", "known": "named" });
    let reply = admin.api(Method::POST, "/api/v1/north-moor/issues", Some(second)).await.json();
    let follow = reply["follow_url"].as_str().and_then(|link| link.strip_prefix("http://brig.test")).expect("a link").to_owned();
    let merged = admin.api(Method::POST, "/api/v1/north-moor/issues/NM-0001/reports", Some(json!({ "report": "NM-0002" }))).await;
    assert_eq!(merged.status, StatusCode::OK, "{}", merged.body);
    tap(it, &follow, "yes").await;
    it.work().await;
    let mails: Vec<String> = it.mails().into_iter().filter(|mail| mail.contains("NM-0002: please look now")).collect();
    assert_eq!(mails.len(), 2);
    let said = mails.iter().map(|mail| mail.replace("=\r\n", "").replace("=\n", "").replace("\r\n", " "));
    for mail in said {
        assert!(mail.contains("one of 2 reports of the same fault") && mail.contains("NM-0001"), "{mail}");
    }
});

both!(a_report_that_tells_of_harm_when_it_is_raised_is_told_as_well, start, |it| {
    let script = it.persona("Iain Petrie", Role::Member, Side::Other).await;
    let grave = json!({ "text": "The letter never came.", "known": "named", "harm": "yes" });
    let light = json!({ "text": "The letter came late.", "known": "named", "harm": "none-known" });
    script.api(Method::POST, "/api/v1/north-moor/issues", Some(grave)).await;
    script.api(Method::POST, "/api/v1/north-moor/issues", Some(light)).await;
    let admin = it.administrator().await;
    let page = admin.get("/north-moor/harm").await.main();
    assert!(page.contains("NM-0001") && page.contains("came to harm") && !page.contains("NM-0002"), "{page}");
    assert_eq!(admin.signed_in_again().await.get("/north-moor/issues/NM-0002/harm").await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.member().await.get("/north-moor/harm").await.status, StatusCode::NOT_FOUND);
});

both!(the_safety_contact_reads_it_by_the_link_and_says_that_they_have_seen_it, start, |it| {
    let (follow, admin) = raised(it, "named").await;
    tap(it, &follow, "yes").await;
    it.work().await;
    let mail = told(it).into_iter().find(|mail| mail.contains("safety@board.example")).expect("a mail to the safety contact");
    let link = link(&mail);
    let visitor = it.visitor();
    let page = visitor.get(&link).await.main();
    assert!(page.contains("The warfarin letter never came.") && page.contains("Nobody has said that they have seen it."), "{page}");
    let story = visitor.fill(&link, &link, &[("words", "Rang the practice."), ("incident", "see Datix, ward 4")]).await;
    assert!(story.status == StatusCode::UNPROCESSABLE_ENTITY && story.main().contains("Enter the number alone"));
    let number = visitor.fill(&link, &link, &[("words", "Rang about 010101 1237."), ("incident", "")]).await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY, "a patient's number is refused");
    visitor.fill(&link, &link, &[("words", "Rang the practice."), ("incident", "W-12345")]).await;
    let page = admin.signed_in_again().await.get(HARM).await.main();
    assert!(page.contains("The safety contact saw it on") && page.contains("W-12345"), "{page}");
    let issue = admin.signed_in_again().await.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("recorded it in the incident system"), "{issue}");
    // A link is good for this contact only.
    let seen = admin.get(SAFETY).await.hidden("seen").expect("what was answered");
    admin.fill(SAFETY, SAFETY, &[("answer", "Another team, other@board.example"), ("seen", &seen)]).await;
    assert_eq!(visitor.get(&link).await.status, StatusCode::NOT_FOUND);
});

both!(who_says_at_the_same_time_that_they_have_seen_it_does_not_lose_the_others_words, start, |it| {
    let (follow, admin) = raised(it, "named").await;
    tap(it, &follow, "yes").await;
    let gp = it.gp_co_chair().await;
    let stale = [("words", "Nothing yet."), ("before_words", ""), ("before_incident", "")];
    admin.fill(HARM, HARM, &[("words", "Rang the practice."), ("before_words", "")]).await;
    let page = gp.fill(HARM, HARM, &stale).await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.main().contains("Somebody else has said meanwhile"), "{}", page.main());
    assert!(gp.get(HARM).await.main().contains("Rang the practice."));
});

both!(of_an_anonymous_reporter_harm_is_told_when_the_day_is_over_and_leaves_no_time, start, |it| {
    let (follow, admin) = raised(it, "anonymous").await;
    assert!(it.visitor().get(&follow).await.main().contains("hear of it once the day is over"), "said before it is answered");
    tap(it, &follow, "yes").await;
    round(it).await;
    assert!(told(it).is_empty(), "a mail at once would say when they wrote");
    assert!(admin.signed_in_again().await.get("/north-moor/harm").await.main().contains("says that a patient came to harm"));
    it.wait(SignedDuration::from_hours(15));
    round(it).await;
    assert_eq!(told(it).len(), 2, "at night, once the day is over");
    let row = sql("SELECT noticed_on FROM harm_alerts WHERE group_id = $1").bind(it.group.id).one(&it.app.db).await.expect("a row");
    assert_eq!(row.get::<jiff::civil::Date>("noticed_on").expect("a day").to_string(), "2026-11-22");
});

both!(what_nobody_has_seen_is_told_once_more_after_a_working_day, start, |it| {
    let (follow, admin) = raised(it, "named").await;
    tap(it, &follow, "yes").await;
    it.work().await;
    assert_eq!(told(it).len(), 2);
    for _ in 0..3 {
        it.wait(SignedDuration::from_hours(24));
        round(it).await;
    }
    assert_eq!(told(it).len(), 4, "one reminder to each");
    admin.signed_in_again().await.fill(HARM, HARM, &[("words", "Seen, and rung back.")]).await;
    assert!(admin.signed_in_again().await.get("/north-moor/harm").await.main().contains("Every report of harm was seen."));
});

both!(at_night_the_form_says_that_nobody_reads, start, |it| {
    let page = it.visitor().get("/north-moor/raise").await.main();
    assert!(page.contains("Nobody is reading now."), "a Sunday: {page}");
    it.wait(SignedDuration::from_hours(24));
    assert!(!it.visitor().get("/north-moor/raise").await.main().contains("Nobody is reading now."), "a Monday at nine");
    let admin = it.administrator().await;
    let wrong = admin.fill("/north-moor/harm", "/north-moor/harm/hours", &[("starts", "12:00"), ("ends", "11:00")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    admin.fill("/north-moor/harm", "/north-moor/harm/hours", &[("starts", "10:00"), ("ends", "15:30")]).await;
    let page = it.visitor().get("/north-moor/raise").await.main();
    assert!(page.contains("Nobody is reading now.") && page.contains("10:00am to 3:30pm"), "{page}");
});

both!(harm_is_listed_and_seen_by_api, start, |it| {
    let (follow, admin) = raised(it, "named").await;
    tap(it, &follow, "yes").await;
    it.work().await;
    let list = admin.api(Method::GET, "/api/v1/north-moor/harm", None).await.json();
    let first = &list["items"][0];
    assert_eq!((&first["reference"], &first["harm"], &first["seen_on"]), (&json!("NM-0001"), &json!("yes"), &json!(null)), "{list}");
    let call = "/api/v1/north-moor/issues/NM-0001/harm";
    let story = admin.api(Method::POST, call, Some(json!({ "words": "Rang.", "incident": "see Datix, ward 4" }))).await;
    assert!(story.status == StatusCode::UNPROCESSABLE_ENTITY && story.body.contains("Enter the number alone"), "{}", story.body);
    let seen = admin.api(Method::POST, call, Some(json!({ "words": "Rang the practice.", "incident": "W-12" }))).await;
    assert!(seen.status == StatusCode::OK && seen.json()["incident"] == json!("W-12"), "{}", seen.body);
    let stale = admin.api(Method::POST, call, Some(json!({ "words": "Nothing yet." }))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "nobody's words are lost");
    assert_eq!(admin.api(Method::GET, "/api/v1/north-moor/harm", None).await.json()["items"], json!([]));
    let list = admin.api(Method::GET, "/api/v1/north-moor/harm?state=seen", None).await.json();
    assert_eq!(list["items"][0]["words"], json!("Rang the practice."));
    let odd = admin.api(Method::GET, "/api/v1/north-moor/harm?state=odd", None).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let member = it.member().await;
    assert_eq!(member.api(Method::GET, "/api/v1/north-moor/harm", None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.api(Method::POST, call, Some(json!({ "words": "Seen." }))).await.status, StatusCode::NOT_FOUND);
});
