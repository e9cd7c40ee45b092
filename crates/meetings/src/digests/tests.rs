//! Who is waited for hears of it once a day, and only of what is new.

use axum::http::{Method, StatusCode};
use group::{
    acting::Acting,
    membership,
    testing::{Persona, TestApp},
};
use jiff::SignedDuration;
use kernel::both;

use super::round_with;
use crate::testing::{Chairs, start};

/// The digests since so many mails, after a round on the next working day at ten.
async fn round(it: &TestApp, seen: &mut usize) -> Vec<String> {
    round_with(&it.app, &[]).await.expect("a round");
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

async fn acting(it: &TestApp, who: &Persona<'_>) -> Acting {
    let seat = membership::seat_of(&it.app.db, it.group.id, who.id).await.expect("a seat");
    Acting::new(&it.app, it.group.clone(), seat)
}

both!(a_deputy_hears_of_what_waits_while_their_co_chair_is_away, start, |it| {
    let chairs = Chairs::of(it).await;
    let deputy = it.member().await;
    chairs.decided("Letters come late").await;
    let consultant = acting(it, &chairs.consultant).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    membership::name_deputy(&it.app, &mut tx, &consultant, deputy.id, true).await.expect("a deputy");
    it.app.commit(tx).await.expect("a commit");
    let mut seen = 0;
    it.app.clock.set("2026-12-15T10:00:00Z".parse().expect("an instant"));
    let told = round(it, &mut seen).await;
    assert_eq!((told.len(), to(&told, "wei.zhang@example.scot")), (2, 0), "the co-chair is here: {told:?}");
    let mut tx = it.app.begin().await.expect("a transaction");
    membership::set_away(&it.app, &mut tx, &consultant, chairs.consultant.id, "2026-12-16", "2026-12-18").await.expect("away");
    it.app.commit(tx).await.expect("a commit");
    it.wait(SignedDuration::from_hours(24));
    let told = round(it, &mut seen).await;
    assert_eq!((told.len(), to(&told, "wei.zhang@example.scot")), (1, 1), "{told:?}");
    for words in ["You stand in for the consultant co-chair.", "What the meeting of 14 December 2026 decided"] {
        assert!(told[0].contains(words), "{words}: {told:?}");
    }
    let waits = crate::meetings::waiting_for(&it.app, &acting(it, &deputy).await).await.expect("what waits");
    assert_eq!(waits.len(), 1, "and it stands on the page: {waits:?}");
    // Once a day, and only what is new; the co-chair is back, and the deputy hears no more.
    it.wait(SignedDuration::from_hours(24));
    assert_eq!(round(it, &mut seen).await.len(), 0);
});
