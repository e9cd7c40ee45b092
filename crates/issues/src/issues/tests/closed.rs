//! A form that is not open: what visitors read, and that no text is lost.

use axum::http::{Method, StatusCode};
use group::{groups, membership::Side, permissions::Role};
use kernel::{both, sql};
use serde_json::json;

use super::{send, start};

both!(a_form_that_is_not_open_says_so_and_gives_the_text_back, start, |it| {
    let mut tx = it.app.begin().await.expect("a transaction");
    let new = groups::NewGroup {
        slug: "west-moor".into(),
        name: "West Moor Interface Group".into(),
        board: "NHS West Moor".into(),
        prefix: "WM".into(),
        time_zone: "Europe/London".into(),
    };
    let group = groups::found(&it.app, &mut tx, new).await.expect("a group");
    it.app.commit(tx).await.expect("a commit");
    let raise = "/west-moor/raise";
    let page = it.visitor().get(raise).await;
    assert!(page.status == StatusCode::OK && page.main().contains("This form is not open yet"), "{}", page.main());
    assert!(!page.body.contains("name=\"text\""), "there is no box to type into");
    // Somebody had the form open from before.
    let key = it.visitor().get("/north-moor/raise").await.hidden("form_key").expect("a key");
    let fields = [("form_key", key.as_str()), ("text", "Pt 0101011237: <letters> come late"), ("known", "anonymous")];
    let late = it.visitor().post(raise, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Pt [removed]: &#60;letters&#62; come late") && !late.body.contains("0101011237"), "{}", late.main());
    let member = it.persona_in(&group, "Isla Grant", Role::Member, Side::Gp).await;
    assert!(member.get(raise).await.body.contains("name=\"text\""), "who sits in the group has the form");
    let sent = member.fill(raise, raise, &[("text", "Letters come late."), ("known", "anonymous")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let called = member.api(Method::POST, "/api/v1/west-moor/issues", Some(json!({ "text": "Letters" }))).await;
    assert_eq!(called.status, StatusCode::CREATED, "and so has a script of theirs");
    let elsewhere = it.member().await;
    assert!(elsewhere.get(raise).await.main().contains("not open yet"), "a seat elsewhere is none here");
    let count = sql("SELECT COUNT(*) AS n FROM issues WHERE group_id = $1").bind(group.id).one(&it.app.db).await.expect("a row");
    assert_eq!(count.get::<i64>("n").expect("a number"), 2);
});

both!(a_form_that_was_closed_again_says_why_and_what_was_raised_is_still_followed, start, |it| {
    let administrator = it.administrator().await;
    let sent = send(&it.visitor(), &[("text", "Letters come late."), ("known", "anonymous")]).await;
    let live = "/north-moor/go-live";
    let closed = administrator.fill(live, &format!("{live}/closing"), &[("words", "Closed until 10 January.")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.main());
    let page = it.visitor().get("/north-moor/raise").await.main();
    assert!(page.contains("This form is closed") && page.contains("Closed until 10 January."), "{page}");
    assert!(it.visitor().get(sent.location()).await.main().contains("Letters come late."));
    assert!(administrator.get("/north-moor/issues").await.main().contains("The form is not open to everybody"));
});
