//! Whether an edition came out: asked once, reminded once, and what did not come out goes into the next one.

use axum::http::{StatusCode, header};
use group::testing::TestApp;
use kernel::both;
use meetings::testing::Chairs;

use crate::testing::{WEEKLY, add, confirm, count, link_to, mails_to, network, start, tick};

const EDITOR: &str = "practice.matters@board.example";

async fn until(it: &TestApp, instant: &str) {
    it.app.clock.set(instant.parse().expect("an instant"));
    tick(it).await;
    super::ask_all(&it.app).await.expect("asked");
    it.work().await;
}

fn asked(it: &TestApp) -> usize {
    mails_to(it, EDITOR).iter().filter(|mail| mail.contains("did it go out?") || mail.contains("Did it go out?")).count()
}

async fn again(chairs: Chairs<'_>) -> Chairs<'_> {
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

async fn sent<'a>(it: &'a TestApp) -> Chairs<'a> {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let number = chairs.decided("one").await;
    confirm(&chairs, number).await;
    until(it, "2026-11-25T11:05:00Z").await;
    again(chairs).await
}

both!(an_editor_is_asked_on_the_day_after_and_what_did_not_come_out_goes_into_the_next_edition, start, |it| {
    let chairs = sent(it).await;
    until(it, "2026-11-26T23:00:00Z").await;
    assert_eq!(asked(it), 0, "it is the day on which it comes out");
    until(it, "2026-11-27T07:00:00Z").await;
    assert_eq!(asked(it), 0, "before the group's hour");
    until(it, "2026-11-27T09:00:00Z").await;
    until(it, "2026-11-27T15:00:00Z").await;
    assert_eq!(asked(it), 1, "once");
    let (link, visitor) = (link_to(it, EDITOR, "out"), it.visitor());
    let page = visitor.get(&link).await;
    assert_eq!((page.status, page.headers[header::REFERRER_POLICY].as_bytes()), (StatusCode::OK, &b"no-referrer"[..]));
    assert!(page.main().contains("Practice Matters, out 26 November 2026") && page.main().contains("Letters: one"), "{}", page.main());
    assert_eq!(count(it, "SELECT COUNT(*) AS n FROM edition_outings WHERE answered_at IS NOT NULL").await, 0);
    assert_eq!(visitor.get(&link.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get(&format!("{link}x")).await.status, StatusCode::NOT_FOUND);
    let none = visitor.fill(&link, &link, &[("answer", "later"), ("comes_on", "2026-11-25")]).await;
    assert!(
        none.status == StatusCode::UNPROCESSABLE_ENTITY && none.main().contains("Enter the day on which it comes out"),
        "{}",
        none.main()
    );
    // It may be changed.
    for (answer, words) in [("yes", "It is good to know"), ("no", "We look for a place"), ("no", "We look for a place")] {
        let told = visitor.fill(&link, &link, &[("answer", answer)]).await;
        assert!(told.status == StatusCode::OK && told.main().contains(words), "{}", told.main());
    }
    assert_eq!(count(it, "SELECT COUNT(*) AS n FROM ledger WHERE verb = 'edition.out-told'").await, 2, "pressed twice is once");
    let chairs = again(chairs).await;
    let page = chairs.administrator.get("/north-moor/cascade").await;
    assert!(page.main().contains("It did not come out this time"), "{}", page.main());
    let action = page.body.split("action=\"").find(|part| part.contains("/once-more\"")).expect("a button");
    let action = action.split('"').next().expect("an address").to_owned();
    let member = it.member().await;
    let seen = member.get("/north-moor/cascade").await;
    assert!(seen.main().contains("It did not come out this time") && !seen.body.contains("/once-more\""));
    assert_eq!(member.fill("/north-moor/interests", &action, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.administrator.fill("/north-moor/cascade", &action, &[]).await.location(), "/north-moor/cascade?once-more");
    let twice = chairs.administrator.fill("/north-moor/cascade/post", &action, &[]).await;
    assert!(twice.status == StatusCode::CONFLICT && twice.main().contains("put into the next one, once"), "{}", twice.main());
    let page = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(page.contains("1 decision was put into the next edition") && page.contains("1 decision on 2 December 2026"), "{page}");
    let old = chairs.gp.get(action.trim_end_matches("/once-more")).await.main();
    assert!(old.contains("what was in it is in a later edition"), "{old}");
    let late = visitor.get(&link).await.main();
    assert!(late.contains("in a later one by now"), "{late}");
    until(it, "2026-12-02T11:05:00Z").await;
    let copies = mails_to(it, EDITOR).into_iter().filter(|mail| mail.contains("Subject: Copy for")).collect::<Vec<_>>();
    assert_eq!(copies.len(), 2);
    assert!(copies[1].contains("out 3 December 2026") && copies[1].contains("Letters: one"), "{}", copies[1]);
});

both!(an_editor_who_does_not_answer_is_reminded_once_and_never_again, start, |it| {
    let chairs = sent(it).await;
    until(it, "2026-11-27T09:00:00Z").await;
    let first = link_to(it, EDITOR, "out");
    until(it, "2026-12-03T09:00:00Z").await;
    assert_eq!(asked(it), 1);
    until(it, "2026-12-04T09:00:00Z").await;
    assert_eq!(asked(it), 2, "after a week");
    for day in ["2026-12-11T09:00:00Z", "2026-12-18T09:00:00Z", "2027-01-15T09:00:00Z"] {
        until(it, day).await;
    }
    assert_eq!(asked(it), 2, "and never again");
    let (link, visitor) = (link_to(it, EDITOR, "out"), it.visitor());
    assert_ne!(link, first);
    assert_eq!(visitor.get(&first).await.status, StatusCode::NOT_FOUND);
    visitor.fill(&link, &link, &[("answer", "later"), ("comes_on", "2027-01-21")]).await;
    let chairs = again(chairs).await;
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("It comes out on 21 January 2027"));
    let page = visitor.get(&link).await.main();
    assert!(page.contains("You have said that it comes out on 21 January 2027"), "{page}");
    visitor.fill(&link, &link, &[("answer", "yes")]).await;
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("It came out on 21 January 2027"));
});

both!(whether_an_editor_is_asked_and_after_how_many_days_again_is_said_for_each_network, start, |it| {
    let chairs = sent(it).await;
    let here = format!("/north-moor/cascade/networks/{}", network(&chairs, "Practice Matters").await);
    let wrong = chairs.administrator.fill(&here, &here, &[("asked", "yes"), ("remind_days", "soon")]).await;
    assert!(wrong.main().contains("Enter a number of days from 1 to 60") && wrong.body.contains("value=\"soon\""), "{}", wrong.main());
    let member = it.member().await;
    assert_eq!(member.fill("/north-moor/interests", &here, &[("asked", "no"), ("remind_days", "3")]).await.status, StatusCode::FORBIDDEN);
    let set = chairs.administrator.fill(&here, &here, &[("asked", "no"), ("remind_days", "3")]).await;
    assert_eq!(set.location(), format!("{here}?set"));
    until(it, "2026-11-27T09:00:00Z").await;
    assert_eq!(asked(it), 0);
    let chairs = again(chairs).await;
    chairs.administrator.fill(&here, &here, &[("asked", "yes"), ("remind_days", "3")]).await;
    until(it, "2026-11-27T10:00:00Z").await;
    assert_eq!(asked(it), 1);
    until(it, "2026-11-30T09:00:00Z").await;
    assert_eq!(asked(it), 2, "after three days");
    let chairs = again(chairs).await;
    let page = chairs.gp.get(&here).await.main();
    assert!(page.contains("Edition of 26 November 2026") && page.contains("The editor was asked on 30 November 2026"), "{page}");
    // What came out long ago is asked about no more.
    let number = chairs.decided("two").await;
    confirm(&chairs, number).await;
    chairs.administrator.fill(&here, &here, &[("asked", "no"), ("remind_days", "3")]).await;
    until(it, "2026-12-02T11:05:00Z").await;
    let chairs = again(chairs).await;
    until(it, "2026-12-21T09:00:00Z").await;
    let chairs = again(chairs).await;
    chairs.administrator.fill(&here, &here, &[("asked", "yes"), ("remind_days", "3")]).await;
    until(it, "2026-12-21T10:00:00Z").await;
    assert_eq!(asked(it), 2);
});
