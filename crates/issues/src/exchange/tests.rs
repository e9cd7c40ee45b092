//! The exchange over HTTP: asked, answered and added to, also by who is anonymous.

use axum::http::{Method, StatusCode};
use group::testing::{Persona, Reply, TestApp};
use jiff::SignedDuration;
use kernel::{both, sql};
use serde_json::json;

use crate::testing::start;

const QUESTION: &str = "/north-moor/issues/NM-0001/question";
const RAISE: &str = "/north-moor/raise";

/// An issue; its private page.
async fn raised(it: &TestApp, known: &str, email: &str) -> String {
    let fields = [("text", "Letters come late."), ("known", known), ("name", "Dr Ann Reid"), ("email", email)];
    let sent = it.visitor().fill(RAISE, RAISE, &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

async fn ask(who: &Persona<'_>, words: &str) -> Reply {
    who.fill(QUESTION, QUESTION, &[("question", words)]).await
}

async fn say(it: &TestApp, page: &str, words: &str) -> Reply {
    it.visitor().fill(page, &format!("{page}/exchange"), &[("words", words)]).await
}

both!(the_group_asks_the_reporter_answers_and_the_promise_waits_meanwhile, start, |it| {
    let page = raised(it, "confidence", "ann@glebe.example").await;
    let administrator = it.administrator().await;
    assert!(it.visitor().get(&page).await.main().contains("here by 7 December 2026"));
    assert_eq!(ask(&administrator, "Which ward is it mostly?").await.location(), "/north-moor/issues/NM-0001?asked#exchange");
    it.wait(SignedDuration::from_hours(24 * 3));
    let shown = it.visitor().get(&page).await.main();
    for words in
        ["Question asked", "The group asked, 22 November 2026", "Which ward is it mostly?", "its promise to answer you waits with it"]
    {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    // Three working days on, it is three working days more.
    assert!(shown.contains("by 10 December 2026"), "{shown}");
    let mail = it.mails_after_work().await.concat().replace("=\r\n", "");
    assert!(!mail.contains("Which ward"), "one mail had gone that day already");
    assert_eq!(say(it, &page, "The surgical wards.\nMostly at weekends.").await.location(), format!("{page}?answered#exchange"));
    let shown = it.visitor().get(&page).await.main();
    for words in
        ["You wrote, 25 November 2026", "Mostly at weekends.", "here by 10 December 2026", "Reporter added: the answer to a question"]
    {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    let administrator = administrator.signed_in_again().await;
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("Mostly at weekends.") && issue.contains("Ask the reporter a question"), "{issue}");
    assert!(administrator.get("/north-moor/issues?state=new").await.main().contains("NM-0001"), "it waits for triage again");
    // A day off of the group is no working day either.
    let days = "/north-moor/days-off";
    let away = [("name", "Away day"), ("from", "2026-12-02"), ("to", "2026-12-02"), ("kind", "off")];
    assert_eq!(administrator.fill(days, days, &away).await.status, 303);
    assert!(it.visitor().get(&page).await.main().contains("here by 11 December 2026"));
    // Later they add something of their own; sent twice it is one.
    for _ in 0..2 {
        assert_eq!(say(it, &page, "It is better on Mondays.").await.location(), format!("{page}?added#exchange"));
    }
    let lines = administrator.api(Method::GET, "/api/v1/north-moor/issues/NM-0001/exchange", None).await.json();
    let kinds: Vec<_> = lines["items"].as_array().expect("a list").iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["question", "answer", "addition"]);
});

both!(one_question_at_a_time_and_only_by_those_who_triage, start, |it| {
    let page = raised(it, "confidence", "").await;
    let (administrator, member) = (it.administrator().await, it.member().await);
    assert_eq!(member.get(QUESTION).await.status, StatusCode::NOT_FOUND);
    let call = "/api/v1/north-moor/issues/NM-0001/exchange";
    assert_eq!(member.api(Method::GET, call, None).await.status, StatusCode::NOT_FOUND);
    assert_eq!(member.api(Method::POST, call, Some(json!({ "text": "Why?" }))).await.status, StatusCode::NOT_FOUND);
    let asked = administrator.api(Method::POST, call, Some(json!({ "text": "Which ward?" }))).await;
    assert_eq!((asked.status, &asked.json()["state"]), (StatusCode::CREATED, &json!("asked")));
    assert_eq!(administrator.api(Method::POST, call, Some(json!({ "text": "And when?" }))).await.status, StatusCode::CONFLICT);
    // The other group's people find neither the issue nor the code.
    let there = it.persona_in(&it.other, "Jo Firth", group::permissions::Role::Administrator, group::membership::Side::Other).await;
    assert_eq!(there.get(QUESTION).await.status, StatusCode::NOT_FOUND);
    let elsewhere = format!("{}/exchange", page.replace("north-moor", "south-firth"));
    assert_eq!(it.visitor().get(&elsewhere).await.status, StatusCode::NOT_FOUND);
});

both!(a_patients_number_is_refused_both_ways_and_the_rest_of_the_text_stays, start, |it| {
    let page = raised(it, "anonymous", "").await;
    let administrator = it.administrator().await;
    let asked = ask(&administrator, "Is it about 010101 1237 only?").await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.main().contains("This looks like a CHI number") && asked.body.contains("Is it about"), "{}", asked.main());
    ask(&administrator, "Which ward?").await;
    let said = say(it, &page, "Ward 4, about 010101 1237.").await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.main().contains("This looks like a CHI number") && said.body.contains("Ward 4, about"), "{}", said.main());
    assert_eq!(say(it, &page, " ").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let row = sql("SELECT COUNT(*) AS n FROM exchange").one(&it.app.db).await.expect("a row");
    assert_eq!(row.get::<i64>("n").expect("a number"), 1, "nothing that was refused is kept");
});

both!(what_may_tell_who_a_patient_is_asks_for_a_tick_and_loses_no_word, start, |it| {
    let page = raised(it, "anonymous", "").await;
    ask(&it.administrator().await, "Which ward?").await;
    let words = "Ward 4, under Mr Okafor since May.";
    let asked = say(it, &page, words).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains(words) && asked.body.contains("name=\"keep\""), "{}", asked.main());
    assert!(asked.main().contains("tick the box"), "{}", asked.main());
    let both = say(it, &page, "Ward 4, about 010101 1237, under Mr Okafor.").await;
    assert!(both.body.contains("Ward 4, about [removed], under Mr Okafor.") && both.body.contains("name=\"keep\""), "{}", both.main());
    let kept = it.visitor().fill(&page, &format!("{page}/exchange"), &[("words", words), ("keep", "yes")]).await;
    assert_eq!(kept.location(), format!("{page}?answered#exchange"), "{}", kept.main());
});

both!(the_administrator_hears_the_next_day_that_somebody_has_answered, start, |it| {
    let page = raised(it, "anonymous", "").await;
    ask(&it.administrator().await, "Which ward?").await;
    say(it, &page, "Ward 4.").await;
    say(it, &page, "And ward 5.").await;
    kernel::schedule::tick(&it.app).await.expect("a tick");
    assert_eq!(it.mails_after_work().await.len(), 0, "a mail at once would say when they were there");
    it.wait(SignedDuration::from_hours(48));
    kernel::schedule::tick(&it.app).await.expect("a tick");
    let told = it.mails_after_work().await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("NM-0001: reporters have written") && !told[0].contains("Ward 4"), "{}", told[0]);
    it.wait(SignedDuration::from_hours(24));
    kernel::schedule::tick(&it.app).await.expect("a tick");
    assert_eq!(it.mails_after_work().await.len(), 1, "once");
});

both!(who_is_anonymous_answers_and_leaves_no_time_of_day, start, |it| {
    let page = raised(it, "anonymous", "left@in.example").await;
    let administrator = it.administrator().await;
    ask(&administrator, "Which ward?").await;
    it.wait(SignedDuration::from_hours(5));
    assert_eq!(say(it, &page, "Ward 4.").await.status, StatusCode::SEE_OTHER);
    let row = sql("SELECT id FROM exchange WHERE kind = 'answer'").one(&it.app.db).await.expect("a row");
    assert_eq!(row.get::<uuid::Uuid>("id").expect("a key").get_version_num(), 4, "its key says nothing of when");
    let at = sql("SELECT at FROM ledger WHERE verb = 'issue.added-to'").one(&it.app.db).await.expect("an entry");
    assert_eq!(at.get::<jiff::Timestamp>("at").expect("a time").to_string(), "2026-11-22T00:00:00Z");
    let issue = administrator.signed_in_again().await.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("Ward 4.") && !issue.contains("22 November 2026, 2:00pm"), "{issue}");
    it.work().await;
    assert!(it.mails().is_empty(), "nobody is mailed");
});

both!(a_closed_issue_takes_nothing_more, start, |it| {
    let page = raised(it, "confidence", "").await;
    let key = it.visitor().get(&page).await.hidden("form_key").expect("a key");
    it.visitor().post(&format!("{page}/withdrawal"), &[("form_key", &key)]).await;
    let late = it.visitor().post(&format!("{page}/exchange"), &[("form_key", &key), ("words", "One more thing")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("One more thing"), "what was typed is given back");
    assert_eq!(ask(&it.administrator().await, "Why?").await.status, StatusCode::CONFLICT);
});
