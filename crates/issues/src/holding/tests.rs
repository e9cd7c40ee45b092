//! Whether an outcome held, over HTTP: asked in time, answered by a button and by nothing else.

use axum::http::StatusCode;
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::{Timestamp, civil::date};
use kernel::{both, schedule, sql};

use crate::{
    issues::{
        State,
        journey::{self, Place, Reply},
    },
    testing::start,
};

const RAISE: &str = "/north-moor/raise";

/// An issue that a meeting decided on; its private page.
async fn decided(it: &TestApp, known: &str, email: &str) -> String {
    let fields = [("text", "Letters come late."), ("known", known), ("name", "Dr Ann Reid"), ("email", email)];
    let sent = it.visitor().fill(RAISE, RAISE, &fields).await;
    let page = sent.location().split('?').next().unwrap_or_default().to_owned();
    let app = &it.app;
    let acting = |person: &Persona<'_>, side| group::acting::Acting {
        group: it.group.clone(),
        person: person.id,
        name: "Chair".into(),
        email: String::new(),
        role: Role::CoChair,
        side,
        deputy: false,
        acting_until: None,
        operator: false,
    };
    let gp = it.gp_co_chair().await;
    let wording = crate::issues::Wording { theme: "discharge".into(), title: "Late letters".into(), text: "They come late.".into() };
    let mut tx = app.begin().await.expect("a transaction");
    let issue = crate::issues::find(&mut tx, it.group.id, 1).await.expect("an issue");
    crate::issues::describe(app, &mut tx, &acting(&gp, Side::Gp), 1, issue.version, wording).await.expect("worded");
    assert!(crate::issues::move_on(&mut tx, it.group.id, issue.id, issue.state, State::Triaged).await.expect("moved"), "both agreed");
    let place = Place { meeting: 1, held_on: date(2026, 11, 22), item: "26/001".into() };
    journey::schedule(app, &mut tx, &acting(&gp, Side::Gp), issue.id, &place).await.expect("scheduled");
    let reply = Reply {
        decision: "26/D01".into(),
        words: "The Group AGREED that letters go out within a day.".into(),
        next_steps: String::new(),
        said_on: date(2026, 11, 22),
    };
    journey::reply(app, &mut tx, &acting(&gp, Side::Gp), issue.id, reply).await.expect("told");
    app.commit(tx).await.expect("a commit");
    // The answer itself goes on the next working day.
    at(it, "2026-11-23T09:00:00Z").await;
    page
}

/// Goes to an instant and lets everything that is due be done; gives the mails that ask whether it held.
async fn at(it: &TestApp, instant: &str) -> Vec<String> {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
    for _ in 0..2 {
        schedule::tick(&it.app).await.expect("a tick");
        it.work().await;
        it.wait(jiff::SignedDuration::from_mins(11));
    }
    it.mails().into_iter().map(|mail| mail.replace("=\r\n", "")).filter(|mail| mail.contains("Subject: NM-0001: has it held?")).collect()
}

/// The path of the link in a mail that asks.
fn link(mail: &str) -> String {
    let rest = mail.split("http://brig.test").find(|part| part.starts_with("/north-moor/held/")).expect("a link");
    rest.split_whitespace().next().unwrap_or_default().to_owned()
}

async fn said(it: &TestApp) -> i64 {
    sql("SELECT COUNT(*) AS n FROM outcome_answers").one(&it.app.db).await.expect("a row").get("n").expect("a number")
}

both!(after_three_and_six_months_the_reporter_is_asked_once_each_on_a_working_day, start, |it| {
    decided(it, "confidence", "ann@glebe.example").await;
    // The third month ends on a Monday; the mail waits for the group's hour.
    for (instant, mails) in [
        ("2027-02-20T12:00:00Z", 0),
        ("2027-02-22T06:00:00Z", 0),
        ("2027-02-22T09:00:00Z", 1),
        ("2027-02-23T09:00:00Z", 1),
        ("2027-05-21T09:00:00Z", 1),
        ("2027-05-24T09:00:00Z", 2),
        ("2027-06-24T09:00:00Z", 2),
    ] {
        assert_eq!(at(it, instant).await.len(), mails, "at {instant}");
    }
});

both!(opening_the_link_answers_nothing_and_a_button_does, start, |it| {
    decided(it, "confidence", "ann@glebe.example").await;
    let mail = at(it, "2027-02-22T09:00:00Z").await.pop().expect("a mail");
    let (page, visitor) = (link(&mail), it.visitor());
    for _ in 0..3 {
        let shown = visitor.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        assert!(shown.main().contains("letters go out within a day") && !shown.main().contains("Letters come late."), "{}", shown.main());
    }
    assert_eq!(said(it).await, 0, "a scanner that follows links answers nothing");
    assert_eq!(visitor.post(&page, &[("answer", "held")]).await.status, StatusCode::CONFLICT, "nor does a form that is none of ours");
    assert_eq!(visitor.fill(&page, &page, &[("answer", "yes")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(said(it).await, 0);
    for _ in 0..2 {
        assert_eq!(visitor.fill(&page, &page, &[("answer", "held")]).await.location(), page);
    }
    assert!(visitor.get(&page).await.main().contains("it has held"));
    visitor.fill(&page, &page, &[("answer", "came-back")]).await;
    assert_eq!(said(it).await, 1, "what was said before is replaced");
    let issue = it.administrator().await.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("Decision 26/D01: it came back, says its reporter (22 February 2027)"), "{issue}");
    // Who said that it came back is not asked again.
    assert_eq!(at(it, "2027-05-24T09:00:00Z").await.len(), 1);
    // The link is good for this group and this question only.
    assert_eq!(visitor.get(&page.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    let forged = format!("{}A", &page[..page.len() - 1]);
    assert!(forged == page || visitor.get(&forged).await.status == StatusCode::NOT_FOUND);
});

both!(who_is_anonymous_finds_the_question_on_their_page_and_leaves_no_time, start, |it| {
    let page = decided(it, "anonymous", "").await;
    assert!(!it.visitor().get(&page).await.main().contains("Has it held?"), "not before its time");
    let outcome = sql("SELECT id FROM replies").one(&it.app.db).await.expect("a reply").get::<uuid::Uuid>("id").expect("a key").to_string();
    let held = format!("{page}/held");
    let fields = [("outcome", outcome.as_str()), ("answer", "held")];
    assert_eq!(it.visitor().fill(&page, &held, &fields).await.status, StatusCode::CONFLICT, "too early");
    assert!(at(it, "2027-02-22T14:30:00Z").await.is_empty(), "nobody is mailed");
    assert!(it.visitor().get(&page).await.main().contains("Has it held?"));
    assert_eq!(it.visitor().fill(&page, &held, &fields).await.location(), format!("{page}?held"));
    let shown = it.visitor().get(&page).await.main();
    assert!(shown.contains("You told us on 22 February 2027: it has held.") && !shown.contains("2:"), "{shown}");
    let at = sql("SELECT at FROM ledger WHERE verb = 'issue.checked'").one(&it.app.db).await.expect("an entry");
    assert_eq!(at.get::<Timestamp>("at").expect("a time").to_string(), "2027-02-22T00:00:00Z");
    // Somebody else's outcome is not theirs to answer.
    let other = uuid::Uuid::nil().to_string();
    assert_eq!(it.visitor().fill(&page, &held, &[("outcome", other.as_str()), ("answer", "held")]).await.status, StatusCode::NOT_FOUND);
});

both!(a_group_says_after_how_many_months_it_asks, start, |it| {
    decided(it, "confidence", "ann@glebe.example").await;
    let administrator = it.administrator().await;
    let rules = "/north-moor/issues/checks";
    assert_eq!(it.member().await.get(rules).await.status, StatusCode::NOT_FOUND);
    let page = administrator.get(rules).await;
    assert!(page.body.contains("value=\"3\"") && page.body.contains("value=\"6\""), "{}", page.main());
    for (first, second) in [("6", "3"), ("0", "3"), ("x", "3"), ("3", "25")] {
        let wrong = administrator.fill(rules, rules, &[("first", first), ("second", second)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{first} and {second}");
    }
    assert_eq!(administrator.fill(rules, rules, &[("first", "1"), ("second", "12")]).await.location(), "/north-moor/issues/checks?saved");
    assert_eq!(at(it, "2026-12-22T09:00:00Z").await.len(), 1);
    assert_eq!(at(it, "2027-02-22T09:00:00Z").await.len(), 1);
    assert_eq!(at(it, "2027-11-22T09:00:00Z").await.len(), 2);
});
