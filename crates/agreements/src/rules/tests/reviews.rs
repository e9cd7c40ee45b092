//! Reminders: who gets one when an agreement is due for review, and how often.

use group::testing::TestApp;
use jiff::Timestamp;
use kernel::{both, schedule};

use crate::{
    rules::NewAgreement,
    testing::{Chairs, agree, start, typed},
};

/// The mails that remind by an instant: to whom they went.
async fn at(it: &TestApp, instant: &str) -> Vec<String> {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    let to = |mail: &String| mail.lines().find_map(|line| line.strip_prefix("To: ").map(str::to_owned));
    let mut all: Vec<String> = it.mails().iter().filter(|mail| mail.contains("Subject: Due for review")).filter_map(to).collect();
    all.sort();
    all
}

both!(whoever_looks_after_an_agreement_is_reminded_once_a_week_and_the_co_chairs_when_it_waits_long, start, |it| {
    let chairs = Chairs::of(it).await;
    let owned = NewAgreement { owner: "Morag Sinclair".into(), review_on: "2027-03-01".into(), ..typed() };
    agree(&chairs, &owned).await;
    agree(&chairs, &NewAgreement { title: "Later".into(), ..typed() }).await;
    assert!(at(it, "2027-02-26T12:00:00Z").await.is_empty());
    assert!(at(it, "2027-03-01T07:59:00Z").await.is_empty(), "before the group's hour");
    let owner = "morag.sinclair@example.scot";
    assert_eq!(at(it, "2027-03-01T09:00:00Z").await, [owner]);
    assert_eq!(at(it, "2027-03-07T12:00:00Z").await.len(), 1, "not on a Sunday");
    assert_eq!(at(it, "2027-03-08T09:00:00Z").await, [owner, owner]);
    let all = at(it, "2027-03-29T12:00:00Z").await;
    assert_eq!(all.len(), 5, "four weeks late both co-chairs hear of it: {all:?}");
    let mail = it.mails().into_iter().find(|mail| mail.contains("Subject: Due for review")).expect("a mail");
    assert!(mail.contains("1 agreement") && mail.contains("26/A01") && !mail.contains("Later"), "{mail}");
    let page = chairs.administrator.signed_in_again().await.get("/north-moor/agreements").await.main();
    assert!(page.contains("One agreement is due for review.") && page.contains("Due for review since 1 March 2027"), "{page}");
});

both!(an_agreement_without_a_member_who_looks_after_it_is_the_co_chairs, start, |it| {
    let chairs = Chairs::of(it).await;
    agree(&chairs, &typed()).await;
    assert_eq!(at(it, "2027-11-22T12:00:00Z").await, ["ailsa.munro@example.scot", "tunde.adeyemi@example.scot"]);
});
