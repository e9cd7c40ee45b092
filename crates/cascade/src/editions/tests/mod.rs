//! Editions: what goes into which, when it leaves, and that it leaves once.

mod stories;

use axum::http::StatusCode;
use group::testing::TestApp;
use kernel::both;
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::{MONTHLY, WEEKLY, add, confirm, decided, mails_to, start, tick, told};

const WEEKLY_ADDRESS: &str = "practice.matters@board.example";
/// So long waits what is approved.
const HOLD: jiff::SignedDuration = jiff::SignedDuration::from_mins(10);
const MONTHLY_ADDRESS: &str = "night.all@board.example";

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
    let decide = async |instant: &str, text: &str| {
        it.app.clock.set(instant.parse().expect("an instant"));
        decided(&chairs, text).await;
        it.work().await;
    };
    let gone = async |instant: &str| {
        it.app.clock.set(instant.parse().expect("an instant"));
        it.work().await;
        mails_to(it, WEEKLY_ADDRESS).len()
    };
    // It waits ten minutes, and leaves then without waiting for a schedule.
    decide("2026-11-25T11:30:00Z", "two").await;
    assert_eq!(gone("2026-11-25T11:39:59Z").await, 1);
    assert_eq!(gone("2026-11-25T11:40:00Z").await, 2);
    // Approved in the last second it has its ten minutes, too; at the deadline itself it is for the next edition.
    decide("2026-11-25T11:59:59Z", "three").await;
    decide("2026-11-25T12:00:00Z", "four").await;
    assert_eq!(gone("2026-11-25T12:05:00Z").await, 2);
    assert_eq!(gone("2026-11-25T12:10:00Z").await, 3);
    let third = &mails_to(it, WEEKLY_ADDRESS)[2];
    assert!(third.contains("Letters: three") && !third.contains("Letters: four"), "{third}");
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
    it.app.clock.advance(HOLD);
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
    // What was approved a moment ago waits first.
    let sent = chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    assert_eq!(sent.location(), format!("{here}?soon"));
    it.work().await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    it.app.clock.advance(HOLD);
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
    it.app.clock.advance(HOLD);
    let sent = chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    assert_eq!(sent.location(), format!("{here}?sent"));
    decided(&chairs, "two").await;
    let network = network(&chairs).await;
    assert_eq!(
        chairs.administrator.fill(&format!("{network}/change"), &format!("{network}/end"), &[]).await.location(),
        "/north-moor/cascade?ended"
    );
    assert_eq!(chairs.administrator.get(&format!("{network}/change")).await.status, StatusCode::NOT_FOUND);
    assert!(chairs.gp.get(&network).await.main().contains("Nothing has gone to it since 22 November 2026"));
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

both!(an_edition_is_told_in_a_good_order_and_somebody_can_change_it, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let mut numbers = Vec::new();
    for (text, whom, from) in [("alpha", "All wards", "2026-12-01"), ("beta", "All practices", "2027-01-05"), ("gamma", "", "")] {
        numbers.push(told(&chairs, text, whom, from).await);
    }
    // This network is read by practices.
    let network = format!("{}/change", network(&chairs).await);
    let form = [WEEKLY.to_vec(), vec![("side", "gp"), ("version", "1")]].concat();
    assert_eq!(chairs.administrator.fill(&network, &network, &form).await.location(), "/north-moor/cascade?changed");
    let here = edition(&chairs, "Practice Matters").await;
    let order = async || {
        let page = chairs.administrator.get(&here).await.main();
        let text = page.split("What its reader gets").nth(1).expect("the mail").to_owned();
        let at = |word: &str| text.find(&format!("Letters: {word}")).expect("it is told");
        let mut all = [("alpha", at("alpha")), ("beta", at("beta")), ("gamma", at("gamma"))];
        all.sort_by_key(|(_, place)| *place);
        all.map(|(word, _)| word)
    };
    assert_eq!(order().await, ["beta", "alpha", "gamma"], "what concerns practices first, then what has a day");
    let act = async |decision: &str, to: &str| {
        let reply = chairs.administrator.fill(&here, &format!("{here}/entries/{decision}"), &[("to", to)]).await;
        assert_eq!(reply.location(), format!("{here}?moved"), "{}", reply.main());
    };
    act("26-D03", "good").await;
    assert_eq!(order().await, ["beta", "gamma", "alpha"], "good news before the rest");
    act("26-D01", "up").await;
    assert_eq!(order().await, ["beta", "alpha", "gamma"]);
    act("26-D01", "up").await;
    act("26-D01", "up").await;
    assert_eq!(order().await, ["alpha", "beta", "gamma"], "at the top it stays there");
    let reply = chairs.administrator.fill(&here, &format!("{here}/note"), &[("note", "Mrs Okafor, CHI 0101011237")]).await;
    assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.body.contains("Okafor"), "{}", reply.main());
    let reply = chairs.administrator.fill(&here, &format!("{here}/note"), &[("note", "A good month for letters.")]).await;
    assert_eq!(reply.location(), format!("{here}?note"));
    // What its reader gets, as a page that can do nothing and as files.
    let mail = chairs.gp.get(&format!("{here}/mail")).await;
    assert!(mail.body.contains("For GPs and practice nurses: A good month for letters.") && mail.body.contains("<table"), "{}", mail.body);
    for (file, begins) in [("copy.txt", "Copy for Practice Matters"), ("copy.html", "<!doctype html>"), ("copy.docx", "PK")] {
        let reply = chairs.gp.get(&format!("{here}/{file}")).await;
        assert!(reply.status == StatusCode::OK && reply.body.starts_with(begins), "{file}: {}", reply.body);
    }
    let text = chairs.gp.get(&format!("{here}/copy.txt")).await.body;
    assert!(text.contains("Letters: beta") && text.contains("began with reports from colleagues"), "{text}");
    until(it, "2026-11-25T11:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 1 && mails[0].contains("north-moor-practice-matters-2026-11-26.docx"), "{mails:?}");
    let chairs = Chairs { gp: chairs.gp.signed_in_again().await, ..chairs };
    assert!(chairs.gp.get(&here).await.main().contains("A good month for letters."));
    let late = chairs.gp.fill("/north-moor/cascade", &format!("{here}/entries/26-D01"), &[("to", "up")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
});

both!(one_deadline_is_moved_with_a_reason_and_what_waits_moves_along, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    let to = async |day: &'static str, why: &'static str| {
        let form = [("closes_on", day), ("closes_time", "12:00"), ("out_on", day), ("why", why)];
        chairs.administrator.fill(&here, &format!("{here}/deadline"), &form).await
    };
    let past = to("2026-11-20", "The editor is away").await;
    assert!(past.status == StatusCode::UNPROCESSABLE_ENTITY && past.body.contains("value=\"2026-11-20\""), "{}", past.main());
    assert!(past.main().contains("editions stay in their order"), "{}", past.main());
    assert!(to("2026-12-02", "x").await.status == StatusCode::UNPROCESSABLE_ENTITY, "that is the next deadline");
    assert!(to("2026-11-27", "").await.main().contains("Say in a line why it is moved"));
    assert!(to("2026-11-27", "CHI 0101011237").await.status == StatusCode::UNPROCESSABLE_ENTITY);
    let gp = chairs.gp.fill(&here, &format!("{here}/deadline"), &[("closes_on", "2026-11-27")]).await;
    assert_ne!(gp.status, StatusCode::NOT_FOUND);
    assert_eq!(to("2026-11-27", "Her copy desk is shut on Wednesday").await.location(), format!("{here}?deadline"));
    let page = chairs.gp.get(&here).await.main();
    assert!(page.contains("Her copy desk is shut on Wednesday") && page.contains("25 November 2026, midday"), "{page}");
    // Nothing leaves at the old deadline, and what is decided after it is in time still.
    until(it, "2026-11-25T12:30:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    it.app.clock.set("2026-11-26T09:00:00Z".parse().expect("an instant"));
    decided(&chairs, "two").await;
    until(it, "2026-11-27T11:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 1 && mails[0].contains("Letters: one") && mails[0].contains("Letters: two"), "{mails:?}");
    // The days of the network stay as they were.
    it.app.clock.set("2026-11-27T12:00:00Z".parse().expect("an instant"));
    decided(&chairs, "three").await;
    until(it, "2026-12-02T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 2);
    let administrator = chairs.administrator.signed_in_again().await;
    let form = [("closes_on", "2026-11-30"), ("closes_time", "12:00"), ("out_on", "2026-11-30"), ("why", "x")];
    assert_eq!(administrator.fill(&here, &format!("{here}/deadline"), &form).await.status, StatusCode::CONFLICT, "it is sent");
});

both!(an_earlier_deadline_sends_what_comes_after_it_with_the_next_edition, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    let form = [("closes_on", "2026-11-24"), ("closes_time", "12:00"), ("out_on", "2026-11-25"), ("why", "A holiday")];
    assert_eq!(chairs.administrator.fill(&here, &format!("{here}/deadline"), &form).await.location(), format!("{here}?deadline"));
    until(it, "2026-11-24T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1);
    it.app.clock.set("2026-11-24T12:30:00Z".parse().expect("an instant"));
    decided(&chairs, "two").await;
    until(it, "2026-11-25T12:30:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1, "the planned deadline takes nothing more");
    until(it, "2026-12-02T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 2);
});

both!(what_was_praised_is_proposed_as_good_news_and_a_person_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let here = edition(&chairs, "Practice Matters").await;
    assert!(!chairs.administrator.get(&here).await.main().contains("This may be good news"));
    let mut tx = it.app.begin().await.expect("a transaction");
    kernel::sql("UPDATE issues SET kind = 'praise' WHERE number = 1").run(&mut tx).await.expect("it is set");
    it.app.commit(tx).await.expect("a commit");
    let page = chairs.administrator.get(&here).await.main();
    assert!(page.contains("This may be good news: 1 report speaks of what works well."), "{page}");
    assert!(!chairs.gp.get(&here).await.main().contains("Good news</span>"), "nobody has said so");
    chairs.administrator.fill(&here, &format!("{here}/entries/26-D01"), &[("to", "good")]).await;
    let page = chairs.administrator.get(&here).await.main();
    assert!(page.contains("Not good news") && !page.contains("This may be good news"), "{page}");
    let decision = chairs.administrator.get("/north-moor/decisions/26-D01").await.body;
    assert!(
        decision.contains("/north-moor/cascade/decisions/26-D01") && decision.contains("/north-moor/cascade/coverage?from="),
        "{decision}"
    );
});

both!(a_monthly_edition_closes_on_the_last_day_of_months_of_28_to_31_days, start, |it| {
    it.app.clock.set("2026-01-20T09:00:00Z".parse().expect("an instant"));
    let mut chairs = Chairs::of(it).await;
    add(&chairs, &MONTHLY).await;
    // Clocks go forward on 29 March: from then on midday is an hour earlier for us.
    let months = [
        ("2026-01-31T10:55:00Z", "2026-01-31T11:05:00Z", "2026-02-01T09:00:00Z"),
        ("2026-02-28T10:55:00Z", "2026-02-28T11:05:00Z", "2026-03-01T09:00:00Z"),
        ("2026-03-31T09:55:00Z", "2026-03-31T10:05:00Z", "2026-04-01T09:00:00Z"),
        ("2026-04-30T09:55:00Z", "2026-04-30T10:05:00Z", "2026-05-01T09:00:00Z"),
    ];
    for (n, (before, after, next)) in (1..).zip(months) {
        decided(&chairs, &format!("number {n}")).await;
        until(it, before).await;
        assert_eq!(mails_to(it, MONTHLY_ADDRESS).len(), n - 1, "{before}");
        until(it, after).await;
        let mails = mails_to(it, MONTHLY_ADDRESS);
        assert_eq!(mails.len(), n, "{after}");
        assert!(mails[n - 1].contains(&format!("Letters: number {n}")), "{}", mails[n - 1]);
        until(it, next).await;
        chairs = Chairs {
            gp: chairs.gp.signed_in_again().await,
            consultant: chairs.consultant.signed_in_again().await,
            administrator: chairs.administrator.signed_in_again().await,
        };
    }
    assert_eq!(mails_to(it, MONTHLY_ADDRESS).len(), months.len(), "each once");
});
