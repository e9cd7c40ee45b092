//! In confidence over HTTP: who opens it, who does not, and who is told.

use axum::http::StatusCode;
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::SignedDuration;
use kernel::{both, sql};

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";
const PAGE: &str = "/north-moor/issues/NM-0001/reporter";

async fn raise(it: &TestApp, known: &str) {
    let fields = [("text", "Letters come late."), ("known", known), ("name", "Dr Ann Reid"), ("email", "ann@glebe.example")];
    assert_eq!(it.visitor().fill(RAISE, RAISE, &fields).await.status, StatusCode::SEE_OTHER);
}

async fn name(administrator: &Persona<'_>, first: &Persona<'_>, second: &Persona<'_>) {
    let path = "/north-moor/go-live/custodians";
    let (first, second) = (first.id.to_string(), second.id.to_string());
    let seen = administrator.get(path).await.hidden("seen").unwrap_or_default();
    let named = administrator.fill(path, path, &[("first", &first), ("second", &second), ("seen", &seen)]).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.main());
}

both!(a_custodian_opens_it_with_a_reason_and_the_person_is_told, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let custodian = it.persona("Callum Reid", Role::Member, Side::Gp).await;
    let other = it.member().await;
    name(&administrator, &custodian, &other).await;
    raise(it, "confidence").await;
    assert!(custodian.get("/north-moor/in-confidence").await.main().contains("NM-0001"));
    assert!(custodian.fill(PAGE, PAGE, &[("reason", " ")]).await.main().contains("Write down why"));
    assert!(custodian.fill(PAGE, PAGE, &[("reason", "About 0101011237")]).await.main().contains("looks like a CHI number"));
    let opened = custodian.fill(PAGE, PAGE, &[("reason", "To ask which ward it was.")]).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert!(opened.main().contains("Dr Ann Reid") && opened.main().contains("ann@glebe.example"), "{}", opened.main());
    assert_eq!(opened.headers["cache-control"], "no-store");
    let again = custodian.get(PAGE).await;
    assert!(!again.body.contains("Ann Reid") && !again.body.contains("ann@glebe"), "it stood there once");
    assert!(again.main().contains("opened by Callum Reid, GP member") && again.main().contains("To ask which ward it was."));
    let mails = it.mails_after_work().await;
    let mail = mails.iter().find(|mail| mail.contains("Subject: NM-0001: a custodian has opened")).expect("a mail");
    assert!(mail.contains("To: ann@glebe.example") && mail.contains("(GP member)") && mail.contains("To ask which ward it was."), "{mail}");
    let facts = sql("SELECT facts FROM ledger WHERE verb = 'issue.reporter-opened'").one(&it.app.db).await.expect("one event");
    let facts = facts.get::<serde_json::Value>("facts").expect("facts").to_string();
    assert!(!facts.contains("ward") && facts.contains("member"), "{facts}");
    let seen_by = administrator.get(PAGE).await.main();
    assert!(seen_by.contains("opened by Callum Reid") && !seen_by.contains("To ask which ward"), "the administrator reads that, not why");
    assert!(gp.get(PAGE).await.main().contains("To ask which ward"), "the co-chairs read why");
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("A custodian (GP member) opened who raised it"));
});

both!(nobody_else_opens_it, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let (custodian, other) = (it.persona("Callum Reid", Role::Member, Side::Gp).await, it.member().await);
    let bystander = it.persona("Hamish Doull", Role::Member, Side::Gp).await;
    name(&administrator, &custodian, &other).await;
    raise(it, "confidence").await;
    for (who, status) in [(&administrator, StatusCode::FORBIDDEN), (&gp, StatusCode::FORBIDDEN), (&bystander, StatusCode::NOT_FOUND)] {
        let forgery = who.get("/north-moor/members").await.hidden("forgery").expect("a token");
        let reply = who.post(PAGE, &[("forgery", &forgery), ("reason", "Because")]).await;
        assert_eq!(reply.status, status);
        assert!(!reply.body.contains("Ann Reid"));
    }
    assert_eq!(bystander.get(PAGE).await.status, StatusCode::NOT_FOUND);
    assert_eq!(bystander.get("/north-moor/in-confidence").await.status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.get("/north-moor/in-confidence").await.status, StatusCode::NOT_FOUND);
    let openings = sql("SELECT COUNT(*) AS n FROM reporter_openings").one(&it.app.db).await.expect("a row");
    assert_eq!(openings.get::<i64>("n").expect("a number"), 0);
});

both!(of_the_other_ways_to_be_known_there_is_nothing_to_open, start, |it| {
    let administrator = it.administrator().await;
    let (custodian, other) = (it.gp_co_chair().await, it.member().await);
    name(&administrator, &custodian, &other).await;
    raise(it, "anonymous").await;
    raise(it, "named").await;
    assert!(custodian.get(PAGE).await.main().contains("Nothing is kept of who it was"));
    for (path, words) in [(PAGE.to_owned(), "nobody can find out"), (PAGE.replace('1', "2"), "nothing to open")] {
        let forgery = custodian.get(&path).await.hidden("forgery").expect("a token");
        let reply = custodian.post(&path, &[("forgery", &forgery), ("reason", "Because")]).await;
        assert!(reply.status == StatusCode::CONFLICT && reply.main().contains(words), "{}", reply.main());
    }
    assert_eq!(
        other.get(&PAGE.replace('1', "2")).await.status,
        StatusCode::NOT_FOUND,
        "who does not triage sees only what is in confidence"
    );
});

both!(names_go_after_the_years_that_the_group_has_said, start, |it| {
    let administrator = it.administrator().await;
    raise(it, "confidence").await;
    raise(it, "named").await;
    it.work().await;
    let reporters = async || sql("SELECT COUNT(*) AS n FROM reporters").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("n");
    it.wait(SignedDuration::from_hours(24 * 900));
    // Who still waits for a mail is kept until it has gone.
    kernel::schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    crate::confidence::sweep(&it.app).await.expect("swept");
    assert_eq!(reporters().await, 2, "nothing was said about years");
    let administrator = administrator.signed_in_again().await;
    let path = "/north-moor/go-live/retention";
    assert_eq!(administrator.fill(path, path, &[("answer", "2"), ("seen", "")]).await.status, StatusCode::SEE_OTHER);
    crate::confidence::sweep(&it.app).await.expect("swept");
    assert_eq!(reporters().await, 0);
    let listed =
        sql("SELECT COUNT(*) AS n FROM mails WHERE kind = 'issue-news' AND to_address <> ''").one(&it.app.db).await.expect("a row");
    assert_eq!(listed.get::<i64>("n").expect("a number"), 0, "and the lists of mail name them no more");
    assert!(administrator.get("/north-moor/issues/NM-0002").await.main().contains("Letters come late."), "the issue stays");
});
