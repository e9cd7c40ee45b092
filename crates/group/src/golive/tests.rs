//! Going live over HTTP: the list, its answers, opening and closing, the notice.

use std::future::Future;

use axum::http::StatusCode;
use kernel::{app::Wiring, both, dialect::Dialect, mail};

use crate::{
    golive,
    groups::{self, NewGroup},
    membership::Side,
    permissions::Role,
    testing::{Parts, Persona, TestApp},
};

use super::store;

const WIRING: Wiring = Wiring { reactions: &[], work: &[(mail::SEND, mail::send)], schedules: &[], takers: &[] };

fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes: crate::routes, wiring: WIRING, checks: &[] })
}

const LIVE: &str = "/west-moor/go-live";

/// A group as the operator founds it: its form is not open.
async fn found(it: &TestApp) -> groups::Group {
    let mut tx = it.app.begin().await.expect("a transaction");
    let new = NewGroup {
        slug: "west-moor".into(),
        name: "West Moor Interface Group".into(),
        board: "NHS West Moor".into(),
        prefix: "WM".into(),
        time_zone: "Europe/London".into(),
    };
    let group = groups::found(&it.app, &mut tx, new).await.expect("a group");
    it.app.commit(tx).await.expect("a commit");
    group
}

async fn save(who: &Persona<'_>, question: &str, answer: &str) -> crate::testing::Reply {
    let path = format!("{LIVE}/{question}");
    let seen = who.get(&path).await.hidden("seen").unwrap_or_default();
    who.fill(&path, &path, &[("answer", answer), ("seen", &seen)]).await
}

both!(a_form_opens_once_all_is_settled_and_closes_with_a_sentence, start, |it| {
    let group = found(it).await;
    let administrator = it.persona_in(&group, "Isla Grant", Role::Administrator, Side::Other).await;
    let gp = it.persona_in(&group, "Rhona Bain", Role::CoChair, Side::Gp).await;
    let other_gp = it.persona_in(&group, "Finlay Orr", Role::Member, Side::Gp).await;
    let consultant = it.persona_in(&group, "Sunita Rao", Role::Member, Side::Consultant).await;
    let list = administrator.get(LIVE).await;
    assert!(list.main().contains("Not open yet") && list.main().contains("0 of 6 settled"), "{}", list.main());
    assert_eq!(other_gp.get(LIVE).await.status, StatusCode::NOT_FOUND, "members do not run the form");
    let early = administrator.fill(LIVE, &format!("{LIVE}/opening"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.main().contains("Controller, Data-protection contact, Two custodians"), "{}", early.main());
    for (question, text) in [
        ("controller", "NHS West Moor"),
        ("data-protection", "Data Protection Officer, dpo@westmoor.example"),
        ("safety", "Patient Safety Team, safety@westmoor.example"),
        ("retention", "5"),
        ("hosting", "A server of the health board"),
    ] {
        assert_eq!(save(&administrator, question, text).await.status, StatusCode::SEE_OTHER, "{question}");
    }
    for (question, text, message) in [
        ("retention", "0", "from 1 to 25"),
        ("hosting", " ", "Say it in a few words"),
        ("controller", "CHI 0101011237", "looks like a CHI number"),
        ("raise-address", "nowhere", "Enter an email address"),
    ] {
        let reply = save(&administrator, question, text).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(message), "{}", reply.main());
    }
    let two = format!("{LIVE}/custodians");
    let name = async |first: &Persona<'_>, second: &Persona<'_>| {
        let seen = administrator.get(&two).await.hidden("seen").unwrap_or_default();
        let fields = [("first", first.id.to_string()), ("second", second.id.to_string()), ("seen", seen)];
        administrator.fill(&two, &two, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
    };
    assert!(name(&gp, &gp).await.main().contains("Choose two different people"));
    assert!(name(&gp, &other_gp).await.main().contains("Both are of one side"));
    assert_eq!(name(&other_gp, &consultant).await.status, StatusCode::SEE_OTHER);
    let mails = it.mails_after_work().await;
    assert_eq!(mails.iter().filter(|mail| mail.contains("Subject: You are a custodian of your group")).count(), 2);
    assert_eq!(name(&gp, &consultant).await.status, StatusCode::SEE_OTHER);
    let mails = it.mails_after_work().await;
    assert_eq!(mails.iter().filter(|mail| mail.contains("Subject: You are no longer a custodian")).count(), 1, "who was one is told");
    assert!(store::is_custodian(&it.app.db, group.id, gp.id).await.expect("an answer"));
    assert!(!store::is_custodian(&it.app.db, group.id, other_gp.id).await.expect("an answer"));
    assert!(!golive::is_open(&it.app.db, group.id).await.expect("an answer"));
    assert_eq!(gp.fill(LIVE, &format!("{LIVE}/opening"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(administrator.get(LIVE).await.main().contains("Open since 22 November 2026"));
    let notice = it.visitor().get("/west-moor/privacy").await.main();
    for words in
        ["NHS West Moor", "dpo@westmoor.example", "deleted 5 years after", "Rhona Bain, GP co-chair and Sunita Rao, Consultant member"]
    {
        assert!(notice.contains(words), "{words}: {notice}");
    }
    let closing = format!("{LIVE}/closing");
    assert!(administrator.fill(LIVE, &closing, &[("words", "")]).await.main().contains("Write a sentence"));
    assert_eq!(administrator.fill(LIVE, &closing, &[("words", "Back in May.")]).await.status, StatusCode::SEE_OTHER);
    assert!(administrator.get(LIVE).await.main().contains("Closed since 22 November 2026"));
    assert!(!golive::is_open(&it.app.db, group.id).await.expect("an answer"));
});

both!(an_answer_that_somebody_else_gave_meanwhile_is_not_lost, start, |it| {
    let administrator = it.administrator().await;
    let gp = it.gp_co_chair().await;
    let path = "/north-moor/go-live/hosting";
    assert_eq!(administrator.fill(path, path, &[("answer", "Here"), ("seen", "")]).await.status, StatusCode::SEE_OTHER);
    let late = gp.fill(path, path, &[("answer", "There"), ("seen", "")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.main().contains("Here") && late.body.contains("There"), "{}", late.main());
    assert_eq!(gp.fill(path, path, &[("answer", "There"), ("seen", "Here")]).await.status, StatusCode::SEE_OTHER);
    let live = golive::find(&it.app.db, it.group.id).await.expect("a row");
    assert_eq!(live.hosting, "There");
    assert!(live.is_open(), "a form that is open stays open");
});
