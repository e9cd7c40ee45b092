//! Answers to reporters: all to one address on one day are one mail, and nobody waits longer than a working day.

use axum::http::{Method, StatusCode};
use group::testing::TestApp;
use jiff::Timestamp;
use kernel::{both, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

/// A meeting that decides on issues, confirmed by both sides.
async fn confirmed(chairs: &Chairs<'_>, issues: &[&str]) {
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    for text in issues {
        let (reference, _) = chairs.triaged(text).await;
        let item = chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await["number"].clone();
        chairs.call(&format!("meetings/{number}/items/{item}/decision"), json!({ "text": format!("{text} is mended") })).await;
    }
    for side in [&chairs.gp, &chairs.consultant] {
        let reply = side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    }
}

async fn answers(it: &TestApp) -> Vec<String> {
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    it.mails().into_iter().filter(|mail| mail.contains("what the group decided")).collect()
}

fn set(it: &TestApp, instant: &str) {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
}

both!(answers_to_one_address_on_one_day_are_one_mail_and_later_ones_wait_for_the_next_working_day, start, |it| {
    let chairs = Chairs::of(it).await;
    confirmed(&chairs, &["one", "two", "three"]).await;
    // The first thanks went at once, and is the mail of that Sunday.
    assert!(answers(it).await.is_empty());
    set(it, "2026-11-23T08:10:00Z");
    let mails = answers(it).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].contains("Subject: NM-0001 and 2 others: what the group decided"), "{}", mails[0]);
    for words in ["NM-0001 (Letters: one)", "decision 26/D02", "three is mended.", "See NM-0003"] {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    // What comes later that day waits until Tuesday at eight.
    confirmed(&chairs, &["four"]).await;
    assert_eq!(answers(it).await.len(), 1);
    for (instant, mails) in
        [("2026-11-23T23:30:00Z", 1), ("2026-11-24T07:59:00Z", 1), ("2026-11-24T08:10:00Z", 2), ("2026-11-24T09:00:00Z", 2)]
    {
        set(it, instant);
        assert_eq!(answers(it).await.len(), mails, "at {instant}");
    }
    assert!(answers(it).await[1].contains("Subject: NM-0004: what the group decided"));
    // On Friday evening the thanks go at once, and nobody waits for Saturday.
    set(it, "2026-11-27T17:00:00Z");
    confirmed(&chairs, &["five"]).await;
    confirmed(&chairs, &["six"]).await;
    assert_eq!(answers(it).await.len(), 2);
    for (instant, mails) in [("2026-11-28T12:00:00Z", 2), ("2026-11-30T08:10:00Z", 3)] {
        set(it, instant);
        assert_eq!(answers(it).await.len(), mails, "at {instant}");
    }
});
