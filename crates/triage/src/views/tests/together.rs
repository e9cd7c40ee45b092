//! One side alone settles nothing; both together do.

use axum::http::{Method, StatusCode};
use group::testing::{Persona, Reply};
use kernel::both;
use serde_json::json;

use super::{ISSUE, TRIAGE, consultant, raised, start};

async fn agree(who: &Persona<'_>, theme: &str, title: &str) -> Reply {
    who.fill(TRIAGE, TRIAGE, &[("theme", theme), ("title", title), ("text", "Letters take weeks. Both sides lose time.")]).await
}

both!(one_co_chair_alone_cannot_triage_and_both_together_do, start, |it| {
    let follow = raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    assert_eq!(agree(&gp, "discharge", "Late letters").await.location(), format!("{ISSUE}?agreed"));
    assert_eq!(agree(&gp, "discharge", "Late letters").await.status, StatusCode::SEE_OTHER, "the same side twice is still one side");
    let page = consultant.get(TRIAGE).await.main();
    assert!(page.contains("Ailsa Munro, GP co-chair: to the next meeting on Discharge and transfer"), "{page}");
    assert!(page.contains("The consultant co-chair has not given a view yet."), "{page}");
    assert!(consultant.get("/north-moor/issues?state=new").await.main().contains("NM-0001"), "one side settles nothing");
    agree(&consultant, "discharge", "Letters after discharge come late").await;
    let issue = gp.get(ISSUE).await.main();
    assert!(
        issue.contains("Triaged") && issue.contains("Letters after discharge come late") && issue.contains("Agreed by both sides"),
        "{issue}"
    );
    assert!(
        it.visitor()
            .get(&follow)
            .await
            .main()
            .contains("A GP and a consultant have agreed to put it to the group's next meeting on its theme.")
    );
    assert_eq!(agree(&gp, "discharge", "Late letters").await.status, StatusCode::CONFLICT);
});

both!(two_themes_are_shown_to_both_and_settle_nothing, start, |it| {
    raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    agree(&gp, "discharge", "Late letters").await;
    agree(&consultant, "outpatient_letters", "Late letters").await;
    assert!(gp.get(TRIAGE).await.main().contains("The two sides name different themes."));
    agree(&gp, "outpatient_letters", "Late letters").await;
    assert!(gp.get(TRIAGE).await.main().contains("no longer waiting for triage"));
});

both!(who_is_no_co_chair_may_look_or_finds_nothing_but_decides_nothing, start, |it| {
    raised(it).await;
    let administrator = it.administrator().await;
    assert_eq!(administrator.get(TRIAGE).await.status, StatusCode::OK);
    let forgery = administrator.get(ISSUE).await.hidden("forgery").expect("a token");
    let fields = [("forgery", forgery.as_str()), ("theme", "results"), ("title", "T"), ("text", "X")];
    assert_eq!(administrator.post(TRIAGE, &fields).await.status, StatusCode::FORBIDDEN);
    let member = it.member().await;
    assert_eq!(member.get(TRIAGE).await.status, StatusCode::NOT_FOUND);
    let body = || Some(json!({ "theme": "results", "outcome": "group", "group_title": "T", "group_text": "X" }));
    let call = format!("/api/v1{TRIAGE}");
    assert_eq!(administrator.api(Method::POST, &call, body()).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.api(Method::POST, &call, body()).await.status, StatusCode::NOT_FOUND);
});

both!(a_view_needs_theme_title_and_sentences_and_keeps_what_was_typed, start, |it| {
    raised(it).await;
    let gp = it.gp_co_chair().await;
    let reply = gp.fill(TRIAGE, TRIAGE, &[("theme", ""), ("title", ""), ("text", "Only the sentences.")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        reply.main().contains("Choose a theme")
            && reply.main().contains("Write a neutral title")
            && reply.body.contains("Only the sentences.")
    );
    let number = gp.fill(TRIAGE, TRIAGE, &[("theme", "results"), ("title", "For 010101 1237"), ("text", "X")]).await;
    assert!(number.main().contains("This looks like a CHI number"), "{}", number.main());
});

both!(scripts_triage_with_each_sides_own_token, start, |it| {
    raised(it).await;
    let (gp, consultant) = (it.gp_co_chair().await, consultant(it).await);
    let call = format!("/api/v1{TRIAGE}");
    let body = |outcome: &str| {
        Some(json!({ "theme": "results", "outcome": outcome, "group_title": "Late results", "group_text": "They come late. Nobody acts." }))
    };
    assert_eq!(gp.api(Method::POST, &call, body("shelve")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let first = gp.api(Method::POST, &call, body("group")).await.json();
    assert_eq!((&first["state"], &first["sides"]), (&json!("new"), &json!(["gp"])));
    let second = consultant.api(Method::POST, &call, body("group")).await.json();
    assert_eq!((&second["state"], &second["sides"]), (&json!("triaged"), &json!(["gp", "consultant"])));
    assert_eq!(gp.api(Method::POST, &call, body("group")).await.status, StatusCode::CONFLICT);
});
