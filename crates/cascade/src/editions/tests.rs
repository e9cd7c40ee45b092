//! Editions: what goes into which, when it leaves, and that it leaves once.

use axum::http::StatusCode;
use group::testing::TestApp;
use kernel::both;
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::{MONTHLY, WEEKLY, add, confirm, mails_to, start, tick};

const WEEKLY_ADDRESS: &str = "practice.matters@board.example";
const MONTHLY_ADDRESS: &str = "night.all@board.example";

/// A meeting with a decision and what everybody is told of it, confirmed by both sides; tells its number.
async fn decided(chairs: &Chairs<'_>, text: &str) -> i64 {
    let number = chairs.decided(text).await;
    let first = chairs.gp.api(axum::http::Method::GET, &format!("/api/v1/north-moor/meetings/{number}"), None).await.json();
    let item = first["items"][0]["reference"].as_str().expect("an item").replace('/', "-");
    let decision = json!({ "text": "letters go out within a day", "what_changes": format!("Letters come within a day: {text}."),
                           "for_whom": "All practices", "from_when": "2026-12-01", "who_to_ask": "The ward manager" });
    chairs.call(&format!("meetings/{number}/items/{item}/decision"), decision).await;
    confirm(chairs, number).await;
    number
}

/// The address of the one edition that a page of the cascade leads to.
async fn edition(chairs: &Chairs<'_>, network: &str) -> String {
    let page = chairs.gp.get("/north-moor/cascade").await.body;
    let row = page.split("<tr").find(|row| row.contains(network)).expect("a row");
    let href = row.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/editions/")).expect("a link");
    href.split('"').next().expect("an address").to_owned()
}

/// The address of the page of the one network.
async fn network(chairs: &Chairs<'_>) -> String {
    let page = chairs.administrator.get("/north-moor/cascade").await.body;
    let network = page.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/networks/0")).expect("a link");
    network.split('"').next().expect("an address").to_owned()
}

async fn until(it: &TestApp, instant: &str) {
    let to: jiff::Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
    tick(it).await;
}

both!(what_was_confirmed_goes_to_every_network_once_each_at_its_own_deadline, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    add(&chairs, &MONTHLY).await;
    decided(&chairs, "one").await;
    let page = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(page.contains("1 decision on 25 November 2026, 11:00am"), "{page}");
    assert!(page.contains("1 decision on 30 November 2026, 11:00am"), "{page}");
    until(it, "2026-11-25T10:59:00Z").await;
    assert_eq!(mails_to(it, "board.example"), Vec::<String>::new());
    // An hour before its deadline, so that its editor has it in time.
    until(it, "2026-11-25T11:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert_eq!(mails.len(), 1);
    for words in [
        "Subject: Copy for Practice Matters, out 26 November 2026: 1 key outcome",
        "For GPs and practice nurses:",
        "Letters: one",
        "Letters come within a day: one.",
        "For: All practices. From: 1 December 2026.",
        "Ask: The ward manager. Decision 26/D01 of 14 December 2026.",
        "http://brig.test/north-moor/raise",
        "Reply-To: morag.sinclair@example.scot",
    ] {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    // What is decided from the deadline on goes into the next one, and nothing goes twice.
    it.app.clock.set("2026-11-25T12:00:00Z".parse().expect("an instant"));
    decided(&chairs, "two").await;
    until(it, "2026-12-01T09:00:00Z").await;
    until(it, "2026-12-02T12:10:00Z").await;
    until(it, "2026-12-30T12:10:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert_eq!(mails.len(), 2);
    assert!(mails[1].contains("Letters: two") && !mails[1].contains("Letters: one"), "{}", mails[1]);
    let monthly = mails_to(it, MONTHLY_ADDRESS);
    assert_eq!(monthly.len(), 1, "both decisions were there before the month was over");
    assert!(monthly[0].contains("Letters: one") && monthly[0].contains("Letters: two"));
});

both!(what_is_decided_shortly_before_a_deadline_leaves_at_once_and_what_is_decided_at_it_waits, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    until(it, "2026-11-25T11:00:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1);
    for (instant, text, mails) in
        [("2026-11-25T11:30:00Z", "two", 2), ("2026-11-25T11:59:59Z", "three", 3), ("2026-11-25T12:00:00Z", "four", 3)]
    {
        it.app.clock.set(instant.parse().expect("an instant"));
        decided(&chairs, text).await;
        it.work().await;
        assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), mails, "{text}: without waiting for a schedule");
    }
    let second = &mails_to(it, WEEKLY_ADDRESS)[1];
    assert!(second.contains("out 26 November 2026: 1 key outcome") && second.contains("Letters: two"), "{second}");
    until(it, "2026-12-02T11:00:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 4);
});

both!(an_edition_goes_again_to_the_address_that_was_mended_and_stays_as_it_went, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    let early = chairs.administrator.fill(&here, &format!("{here}/again"), &[]).await;
    assert!(early.status == StatusCode::CONFLICT && early.main().contains("Only an edition that was sent"), "{}", early.main());
    chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    let network = network(&chairs).await;
    let mut form = WEEKLY.to_vec();
    (form[0].1, form[1].1) = ("Practice News", "practice.news@board.example");
    form.push(("version", "1"));
    assert_eq!(
        chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/change"), &form).await.status,
        StatusCode::SEE_OTHER
    );
    let page = chairs.administrator.get(&here).await.main();
    assert!(page.contains("Copy for Practice Matters, out 26 November 2026"), "as it went: {page}");
    assert!(page.contains("Send it again, to practice.news@board.example"), "{page}");
    assert_eq!(chairs.administrator.fill(&here, &format!("{here}/again"), &[]).await.location(), format!("{here}?again"));
    it.work().await;
    assert_eq!((mails_to(it, WEEKLY_ADDRESS).len(), mails_to(it, "practice.news@board.example").len()), (1, 1));
});

both!(an_edition_can_be_sent_early_and_what_follows_goes_into_the_next_one, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    let sent = chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    assert_eq!(sent.location(), format!("{here}?sent"));
    it.work().await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1);
    let again = chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    assert!(again.status == StatusCode::CONFLICT && again.main().contains("has been sent already"), "{}", again.main());
    let page = chairs.gp.get(&here).await.body;
    assert!(!page.contains("/sending") && !page.contains("/entries/"), "{page}");
    decided(&chairs, "two").await;
    until(it, "2026-11-25T12:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1, "the edition of this week has gone");
    until(it, "2026-12-02T12:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 2 && mails[1].contains("Letters: two"), "{mails:?}");
});

both!(a_decision_can_be_left_out_of_one_network_and_taken_back_in, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    add(&chairs, &MONTHLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    let page = chairs.administrator.get(&here).await;
    let entry =
        page.body.split("action=\"").find(|part| part.contains("/entries/")).expect("a form").split('"').next().expect("it").to_owned();
    for (to, said) in [("out", "Left out"), ("in", "What its reader gets"), ("out", "nothing will be mailed")] {
        let reply = chairs.administrator.fill(&here, &entry, &[("to", to)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
        let page = chairs.gp.get(reply.location()).await.main();
        assert!(page.contains(said), "{page}");
    }
    until(it, "2026-12-30T12:05:00Z").await;
    assert_eq!((mails_to(it, WEEKLY_ADDRESS).len(), mails_to(it, MONTHLY_ADDRESS).len()), (0, 1));
});

both!(a_deadline_that_is_moved_takes_what_waits_with_it, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let network = network(&chairs).await;
    let mut form = WEEKLY.to_vec();
    form[5] = ("copy_day", "Friday");
    form[7] = ("out_day", "Mon");
    let stale = [form.clone(), vec![("version", "9")]].concat();
    let clash = chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/change"), &stale).await;
    assert!(clash.status == StatusCode::CONFLICT && clash.main().contains("Somebody else has changed this meanwhile"), "{}", clash.main());
    let right = [form.clone(), vec![("version", "1")]].concat();
    assert_eq!(
        chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/change"), &right).await.location(),
        "/north-moor/cascade?changed"
    );
    // Also when only the day changes on which it comes out.
    form[7] = ("out_day", "Tuesday");
    let later = [form, vec![("version", "2")]].concat();
    assert_eq!(
        chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/change"), &later).await.location(),
        "/north-moor/cascade?changed"
    );
    until(it, "2026-11-25T12:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    until(it, "2026-11-27T12:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 1 && mails[0].contains("out 1 December 2026"), "{mails:?}");
});

both!(a_network_that_has_ended_gets_nothing_more_and_what_has_gone_stays_on_record, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    decided(&chairs, "two").await;
    let network = network(&chairs).await;
    assert_eq!(
        chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/end"), &[]).await.location(),
        "/north-moor/cascade?ended"
    );
    assert_eq!(chairs.administrator.get(&format!("{network}/change")).await.status, StatusCode::NOT_FOUND);
    assert!(chairs.gp.get(&network).await.main().contains("Nothing goes to it since 22 November 2026"));
    let page = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(page.contains("Practice Matters: 1 decision, sent 22 November 2026"), "{page}");
    assert_eq!(chairs.gp.get(&here).await.status, StatusCode::OK);
    until(it, "2027-01-27T12:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1);
});

both!(what_stays_in_the_minute_goes_to_no_network, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let number = chairs.decided("one").await;
    let shown = chairs.gp.api(axum::http::Method::GET, &format!("/api/v1/north-moor/meetings/{number}"), None).await.json();
    let item = shown["items"][0]["reference"].as_str().expect("an item").replace('/', "-");
    chairs.call(&format!("meetings/{number}/items/{item}/decision"), json!({ "text": "we meet in May", "cascades": false })).await;
    confirm(&chairs, number).await;
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("Nothing waits"));
    until(it, "2026-12-30T12:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
});
