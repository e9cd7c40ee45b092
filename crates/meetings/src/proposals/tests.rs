//! Proposed topics over HTTP.

use axum::http::StatusCode;
use kernel::both;

use crate::testing::{Chairs, start};

const TOPICS: &str = "/north-moor/meetings/1/topics";

/// The address of the first proposal that waits.
fn waiting(body: &str) -> String {
    let at = |rest: &str| rest.split_once('"').map(|(at, _)| at.to_owned()).filter(|at| at.starts_with(TOPICS) && at.len() > TOPICS.len());
    body.split("action=\"").find_map(at).expect("a proposal")
}

both!(a_member_proposes_and_is_answered, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.planned().await;
    let member = it.member().await;
    assert!(member.fill(TOPICS, TOPICS, &[("topic", "")]).await.main().contains("Say what the topic is"));
    assert_eq!(member.fill(TOPICS, TOPICS, &[("topic", "About 010101 1237")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    for topic in ["Phones at night", "Parking"] {
        assert_eq!(
            member.fill(TOPICS, TOPICS, &[("topic", topic), ("why", "Nobody answers")]).await.location(),
            format!("{TOPICS}?proposed")
        );
        it.wait(jiff::SignedDuration::from_mins(1));
    }
    let page = member.get(TOPICS).await;
    assert!(page.main().contains("Phones at night") && !page.main().contains("Put it on the agenda"), "{}", page.main());
    assert!(chairs.gp.get("/north-moor/meetings/1/pack").await.main().contains("Proposed topics (2 to answer)"));
    let first = waiting(&chairs.administrator.get(TOPICS).await.body);
    assert_eq!(member.fill(TOPICS, &first, &[("to", "agenda")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.administrator.fill(TOPICS, &first, &[("to", "agenda")]).await.location(), format!("{TOPICS}?answered"));
    assert_eq!(chairs.gp.fill(TOPICS, &first, &[("to", "agenda")]).await.status, StatusCode::CONFLICT, "once is enough");
    assert!(chairs.gp.get("/north-moor/meetings/1").await.main().contains("Phones at night"));
    let second = waiting(&chairs.administrator.get(TOPICS).await.body);
    let id = second.rsplit('/').next().unwrap_or_default();
    let without = chairs.gp.fill(TOPICS, &second, &[("answer", ""), ("at", id)]).await;
    assert!(without.status == StatusCode::UNPROCESSABLE_ENTITY && without.main().contains("Say why not"), "{}", without.main());
    chairs.gp.fill(TOPICS, &second, &[("answer", "The board looks after parking.")]).await;
    let page = member.get(TOPICS).await.main();
    assert!(page.contains("On the agenda") && page.contains("Not this time") && page.contains("The board looks after parking."), "{page}");
    let here = "/north-moor/meetings/1";
    chairs.administrator.fill(here, &format!("{here}/items/26-001/removal"), &[]).await;
    assert!(member.get(TOPICS).await.main().contains("It was taken off the agenda again."));
});
