//! A gap is told, people say that they are interested, one gets the seat, the others are thanked.

use std::future::Future;

use axum::http::StatusCode;
use jiff::SignedDuration;
use kernel::{app::Wiring, both, dialect::Dialect, mail, sql};

use crate::{
    membership::Side,
    permissions::Role,
    testing::{Parts, TestApp},
};

const PARTS: Parts = Parts {
    routes: crate::routes,
    wiring: Wiring { reactions: &[], work: &[(mail::SEND, mail::send)], schedules: &[], takers: &[] },
    checks: &[crate::membership::verify],
};

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, PARTS)
}

const NEW: &str = "/north-moor/vacancies/new";
const PAGE: &str = "/north-moor/vacancies/1";
const LIST: &str = "/north-moor/vacancies/1/expressions";
const VACANCY: [(&str, &str); 4] =
    [("capacity", "gp"), ("wanted", "A GP who works out of hours"), ("words", "Six meetings a year."), ("closes_on", "2026-12-20")];

fn interest<'a>(name: &'a str, email: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", name), ("email", email), ("workplace", "GP, Moor Night Service"), ("words", "I know the nights.")]
}

async fn said(it: &TestApp) -> i64 {
    let row = sql("SELECT COUNT(*) AS n FROM expressions").one(&it.app.db).await.expect("a count");
    row.get("n").expect("a number")
}

both!(somebody_is_chosen_and_the_others_are_thanked_by_one_press, start, |it| {
    let administrator = it.administrator().await;
    let blank = administrator.fill(NEW, NEW, &[]).await;
    for words in ["Choose as what they will sit", "Say who is wanted", "Say what it is about", "Enter a date from today on"] {
        assert!(blank.main().contains(words), "{words}: {}", blank.main());
    }
    let opened = administrator.fill(NEW, NEW, &VACANCY).await;
    assert_eq!(opened.location(), "/north-moor/vacancies/1/expressions?opened", "{}", opened.main());
    assert!(administrator.get(LIST).await.main().contains("http://brig.test/north-moor/vacancies/1"));
    let visitor = it.visitor();
    let page = visitor.get(PAGE).await.main();
    assert!(page.contains("Wanted: A GP who works out of hours") && page.contains("Open until 20 December 2026"), "{page}");
    for (name, email) in [("Priya Nair", "Priya.Nair@example.scot"), ("Callum Reid", "c.reid@example.scot")] {
        let sent = visitor.fill(PAGE, PAGE, &interest(name, email)).await;
        assert_eq!(sent.location(), "/north-moor/vacancies/1?thanks", "{}", sent.main());
    }
    assert!(visitor.get("/north-moor/vacancies/1?thanks").await.main().contains("Thank you. The co-chairs read it"));
    let mails = it.mails_after_work().await;
    assert_eq!(mails.iter().filter(|mail| mail.contains("Somebody is interested")).count(), 1, "the first is told, and no other");
    let list = administrator.get(LIST).await.main();
    assert!(list.contains("Priya Nair") && list.contains("I know the nights."), "{list}");
    let choice = format!("{LIST}/1/choice");
    let chosen = administrator.fill(LIST, &choice, &[]).await;
    assert_eq!(chosen.location(), "/north-moor/vacancies/1/expressions?chosen", "{}", chosen.main());
    let members = administrator.get("/north-moor/members").await.main();
    assert!(members.contains("Priya Nair | GP member | GP, Moor Night Service"), "{members}");
    let twice = administrator.fill(LIST, &choice, &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    administrator.fill(LIST, &format!("{PAGE}/thanks"), &[]).await;
    let mails = it.mails_after_work().await;
    let to = |email: &str| mails.iter().filter(|mail| mail.contains(&format!("To: {email}"))).map(String::as_str).collect::<String>();
    assert!(to("priya.nair@example.scot").contains("You have a seat") && !to("priya.nair@example.scot").contains("somebody else"));
    assert!(to("c.reid@example.scot").contains("Thank you for offering your time"), "{}", to("c.reid@example.scot"));
    assert!(visitor.get(PAGE).await.main().contains("Closed 22 November 2026"));
});

both!(an_expression_is_screened_counted_once_and_forgotten, start, |it| {
    let administrator = it.administrator().await;
    administrator.fill(NEW, NEW, &VACANCY).await;
    let visitor = it.visitor();
    let blank = visitor.fill(PAGE, PAGE, &[]).await;
    for words in ["Enter your name", "Enter the address that the group can answer to", "Say where you work"] {
        assert!(blank.main().contains(words), "{words}: {}", blank.main());
    }
    let mut named = interest("Priya Nair", "priya@example.scot");
    named[3].1 = "My patient 0101011237";
    let refused = visitor.fill(PAGE, PAGE, &named).await;
    assert!(refused.main().contains("could identify a patient") && refused.body.contains("Priya Nair"), "{}", refused.main());
    let stale = visitor.post(PAGE, &interest("Priya Nair", "priya@example.scot")).await;
    assert!(stale.main().contains("This page was open for a long time"), "{}", stale.main());
    assert_eq!(said(it).await, 0);
    let key = visitor.get(PAGE).await.hidden("form_key").expect("a key");
    let sent = [&interest("Priya Nair", "priya@example.scot")[..], &[("form_key", &key)]].concat();
    for _ in 0..2 {
        assert_eq!(visitor.post(PAGE, &sent).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(said(it).await, 1, "the same form sent twice is one");
    // After its last day nobody can answer any more, and ninety days later it is forgotten what was said.
    it.wait(SignedDuration::from_hours(24 * 29));
    let late = visitor.fill(PAGE, PAGE, &interest("Callum Reid", "c.reid@example.scot")).await;
    assert!(late.status != StatusCode::SEE_OTHER && said(it).await == 1);
    it.wait(SignedDuration::from_hours(24 * 89));
    crate::vacancies::sweep(&it.app).await.expect("a sweep");
    assert_eq!(said(it).await, 1);
    it.wait(SignedDuration::from_hours(24 * 2));
    crate::vacancies::sweep(&it.app).await.expect("a sweep");
    assert_eq!(said(it).await, 0);
});

both!(vacancies_are_kept_by_those_who_keep_the_membership, start, |it| {
    let administrator = it.administrator().await;
    administrator.fill(NEW, NEW, &VACANCY).await;
    it.visitor().fill(PAGE, PAGE, &interest("Priya Nair", "priya@example.scot")).await;
    let (member, gp) = (it.member().await, it.gp_co_chair().await);
    for path in ["/north-moor/vacancies", NEW, LIST] {
        assert_eq!(member.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(gp.get(path).await.status, StatusCode::OK, "{path}");
    }
    let forgery = member.get("/north-moor/members").await.hidden("forgery").expect("a token");
    for path in ["/north-moor/vacancies/1/thanks", "/north-moor/vacancies/1/closing", "/north-moor/vacancies/1/expressions/1/choice"] {
        assert_eq!(member.post(path, &[("forgery", &forgery)]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get("/south-firth/vacancies/1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(elsewhere.get("/south-firth/vacancies/1/expressions").await.status, StatusCode::NOT_FOUND);
});
