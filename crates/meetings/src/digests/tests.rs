//! Who is waited for hears of it once a day, and only of what is new.

use axum::http::{Method, StatusCode};
use group::testing::TestApp;
use jiff::SignedDuration;
use kernel::both;

use super::jobs::round_all;
use crate::testing::{Chairs, start};

/// The digests since so many mails, after a round on the next working day at ten.
async fn round(it: &TestApp, seen: &mut usize) -> Vec<String> {
    round_all(&it.app).await.expect("a round");
    let mails = it.mails_after_work().await;
    let new = mails[*seen..].iter().filter(|mail| mail.contains("You get this once a day")).map(|mail| mail.replace("=\r\n", "")).collect();
    *seen = mails.len();
    new
}

fn to(mails: &[String], address: &str) -> usize {
    mails.iter().filter(|mail| mail.contains(&format!("To: {address}"))).count()
}

both!(a_proposed_topic_and_a_correction_that_waits_are_told_once_a_day, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    it.app.clock.set("2026-12-15T10:00:00Z".parse().expect("an instant"));
    let mut seen = 0;
    let first = round(it, &mut seen).await;
    assert_eq!(first.len(), 0, "the draft minute has a mail of its own: {first:?}");
    let administrator = chairs.administrator.signed_in_again().await;
    let new = serde_json::json!({ "date": "2027-01-18", "start": "12:30", "minutes": 90, "invite": false });
    chairs.call("meetings", new).await;
    let member = it.member().await;
    let topics = "/north-moor/meetings/2/topics";
    let proposed = member.fill(topics, topics, &[("topic", "A new form for blood tests"), ("why", "")]).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.main());
    let page = "/north-moor/decisions/26-D01/correction";
    let words = [
        ("seen", "The Group AGREED that letters go out within a day."),
        ("words", "Letters go out within two days"),
        ("why", "One day was misheard."),
    ];
    assert_eq!(administrator.fill(page, page, &words).await.status, StatusCode::SEE_OTHER);
    let told = round(it, &mut seen).await;
    assert_eq!(told.len(), 3, "{told:?}");
    let of = |address: &str| told.iter().find(|mail| mail.contains(&format!("To: {address}"))).cloned().unwrap_or_default();
    assert!(of("morag.sinclair@example.scot").contains("A new form for blood tests"), "{told:?}");
    for address in ["ailsa.munro@example.scot", "tunde.adeyemi@example.scot"] {
        let mail = of(address);
        assert!(mail.contains("Decision 26/D01 has new wording to confirm") && mail.contains("Minute of 14 December 2026"), "{mail}");
        assert!(!mail.contains("blood tests"), "{mail}");
    }
    // More on the same day waits for the next one; what was told is not told again.
    member.fill(topics, topics, &[("topic", "Another form"), ("why", "")]).await;
    assert_eq!(round(it, &mut seen).await.len(), 0);
    it.wait(SignedDuration::from_hours(24));
    let next = round(it, &mut seen).await;
    assert_eq!((next.len(), to(&next, "morag.sinclair@example.scot")), (1, 1), "{next:?}");
    assert!(next[0].contains("2 things wait for you"), "{next:?}");
    it.wait(SignedDuration::from_hours(24));
    assert_eq!(round(it, &mut seen).await.len(), 0, "nothing is new");
});

both!(nobody_hears_at_night_or_at_the_weekend, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("Letters come late").await;
    let mut seen = 0;
    for at in ["2026-12-15T03:00:00Z", "2026-12-19T10:00:00Z"] {
        it.app.clock.set(at.parse().expect("an instant"));
        assert_eq!(round(it, &mut seen).await.len(), 0, "{at}");
    }
    it.app.clock.set("2026-12-21T10:00:00Z".parse().expect("an instant"));
    let told = round(it, &mut seen).await;
    assert_eq!((told.len(), to(&told, "ailsa.munro@example.scot")), (2, 1), "{told:?}");
    let confirmed = chairs.gp.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    assert_eq!(confirmed.status, StatusCode::OK);
});
