//! Who may what: nobody from elsewhere, no reader, and a link opens one question for one person.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use super::{LIST, NEW, ONE, answer, ask, cast, goes, mail_to, own_link, turn};
use crate::testing::start;

const CALL: &str = "/api/v1/north-moor/interim/1";

both!(members_answer_co_chairs_open_and_close_and_others_find_nothing, start, |it| {
    let cast = cast(it).await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::CoChair, Side::Gp).await;
    assert_eq!(cast.gp.get(NEW).await.status, StatusCode::FORBIDDEN);
    assert_eq!(ask(&cast.gp, "", "3").await.status, StatusCode::FORBIDDEN);
    assert_eq!(ask(&cast.chairs.administrator, "", "3").await.status, StatusCode::FORBIDDEN);
    goes(&ask(&cast.chairs.gp, "", "3").await);
    for (who, page) in [(&reader, LIST), (&reader, ONE), (&elsewhere, LIST), (&elsewhere, ONE), (&cast.gp, "/north-moor/interim/99")] {
        assert_eq!(who.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    assert_eq!(elsewhere.get("/south-firth/interim/1").await.status, StatusCode::NOT_FOUND, "another group’s number");
    for who in [&reader, &elsewhere] {
        let call = who.api(Method::POST, &format!("{CALL}/answer"), Some(json!({ "answer": "agree" }))).await;
        assert_eq!(call.status, StatusCode::NOT_FOUND);
    }
    let token = cast.gp.get(ONE).await.hidden("forgery").expect("a token");
    for act in ["key", "extension", "meeting", "taken-back", "closing"] {
        let reply = cast.gp.post(&format!("{ONE}/{act}"), &[("forgery", &token), ("sentence", "x"), ("days", "1")]).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{act}");
    }
    assert_eq!(cast.gp.post(&format!("{ONE}/place"), &[("forgery", &token), ("date", "next")]).await.status, StatusCode::FORBIDDEN);
    // Who does not count says something, and does not vote.
    let remark = cast
        .chairs
        .administrator
        .fill(ONE, &format!("{ONE}/answer"), &[("answer", "object"), ("words", "The printer comes on Monday.")])
        .await;
    goes(&remark);
    let page = cast.gp.get(ONE).await.main();
    assert!(
        page.contains("What others say") && page.contains("The printer comes on Monday.") && page.contains("Nobody has answered yet"),
        "{page}"
    );
    let vote = cast.chairs.administrator.api(Method::POST, &format!("{CALL}/answer"), Some(json!({ "answer": "agree" }))).await;
    assert_eq!(vote.status, StatusCode::CONFLICT, "{}", vote.body);
    let listed = cast.gp.api(Method::GET, "/api/v1/north-moor/interim", None).await.json();
    assert_eq!((&listed["items"][0]["state"], &listed["items"][0]["answers"][0]["counts"]), (&json!("open"), &json!(false)), "{listed}");
    let strange = cast.gp.api(Method::POST, &format!("{CALL}/answer"), Some(json!({ "answer": "maybe" }))).await;
    assert_eq!(strange.status, StatusCode::UNPROCESSABLE_ENTITY);
});

both!(a_link_is_good_for_one_person_and_one_question, start, |it| {
    let cast = cast(it).await;
    goes(&ask(&cast.chairs.gp, "", "3").await);
    it.work().await;
    let own = own_link(&mail_to(it, &cast.gp.email, "Your answer by").expect("a mail"));
    let other = own_link(&mail_to(it, &cast.consultant.email, "Your answer by").expect("a mail"));
    assert_ne!(own, other);
    let (at, seal) = (own.len() - 20, &own[own.len() - 20..]);
    let forged = format!("{}{seal}", &other[..at]);
    for wrong in [forged.as_str(), "/north-moor/interim/by-link/x", &own.replace("north-moor/interim", "south-firth/interim")] {
        assert_eq!(it.visitor().get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        assert_eq!(it.visitor().post(wrong, &[("answer", "agree")]).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let stale = it.visitor().post(&own, &[("answer", "agree"), ("words", "")]).await;
    assert!(stale.status == StatusCode::CONFLICT && stale.main().contains("send it once more"), "{}", stale.main());
    assert!(cast.gp.get(ONE).await.main().contains("Nobody has answered yet"));
});

both!(nothing_that_tells_who_a_patient_is_gets_in, start, |it| {
    let cast = cast(it).await;
    let chi = "The patient 010101 1237 waits.";
    let title = [("title", "Forms"), ("question", chi), ("urgency", "Now"), ("days", "3")];
    let refused = cast.chairs.gp.fill(NEW, NEW, &title).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("CHI"), "{}", refused.main());
    let empty = cast.chairs.gp.fill(NEW, NEW, &[("link", "ftp://x"), ("days", "0")]).await.main();
    for message in ["Write what is to be decided", "Say why it cannot wait", "from 1 to 20", "beginning with https://"] {
        assert!(empty.contains(message), "{message}: {empty}");
    }
    goes(&ask(&cast.chairs.gp, "", "3").await);
    assert_eq!(answer(&cast.gp, "changes", chi).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let closing = "/north-moor/interim/1/closing";
    let worded = cast.chairs.gp.fill(closing, closing, &[("version", "1"), ("sentence", chi)]).await;
    assert_eq!(worded.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", worded.main());
    let half = [("version", "1"), ("sentence", "Wards take the old forms"), ("text", "Tell every ward")];
    let half = cast.chairs.gp.fill(closing, closing, &half).await.main();
    assert!(half.contains("Choose one owner") && half.contains("Enter the date by which it is done"), "{half}");
    let stale = cast.chairs.gp.fill(closing, closing, &[("version", "7"), ("sentence", "Wards take the old forms")]).await;
    assert!(stale.status == StatusCode::CONFLICT && stale.main().contains("Somebody else has worded it meanwhile"), "{}", stale.main());
    assert_eq!(turn(&cast.chairs.gp).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is worded yet");
});
