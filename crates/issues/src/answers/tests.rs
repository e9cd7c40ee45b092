//! News by mail: one a day to one address, a way to stop it, a way to everything that an address has raised.

use axum::http::{Method, StatusCode};
use group::testing::{Persona, TestApp};
use jiff::Timestamp;
use kernel::{both, schedule, sql};
use serde_json::json;

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";

async fn raised(it: &TestApp, text: &str, email: &str) -> String {
    let fields = [("text", text), ("known", "confidence"), ("name", "Dr Ann Reid"), ("email", email)];
    let sent = it.visitor().fill(RAISE, RAISE, &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

async fn mails(it: &TestApp) -> Vec<String> {
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    it.mails().into_iter().map(|mail| mail.replace("=\r\n", "").replace("=3D", "=")).collect()
}

fn set(it: &TestApp, instant: &str) {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
}

/// The path of a link in a mail.
fn link(mail: &str, room: &str) -> String {
    let room = format!("/north-moor/{room}/");
    let rest = mail.split("http://brig.test").find(|part| part.starts_with(&room)).expect("a link");
    rest.split(|letter: char| letter.is_whitespace() || letter == '>').next().unwrap_or_default().to_owned()
}

async fn ask(who: &Persona<'_>, reference: &str, words: &str) {
    let call = format!("/api/v1/north-moor/issues/{reference}/exchange");
    let asked = who.api(Method::POST, &call, Some(json!({ "text": words }))).await;
    assert_eq!(asked.status, StatusCode::CREATED, "{}", asked.body);
}

both!(all_to_one_address_on_one_day_is_one_mail, start, |it| {
    let administrator = it.administrator().await;
    raised(it, "Letters come late.", "ann@glebe.example").await;
    raised(it, "Results come late.", "Ann@Glebe.example").await;
    raised(it, "Forms are long.", "bea@glebe.example").await;
    ask(&administrator, "NM-0001", "Which ward?").await;
    assert_eq!(mails(it).await.len(), 2, "one to each");
    set(it, "2026-11-23T07:50:00Z");
    assert_eq!(mails(it).await.len(), 2, "it is too early in the morning");
    set(it, "2026-11-23T08:10:00Z");
    let sent = mails(it).await;
    assert_eq!(sent.len(), 3);
    let both = &sent[2];
    let subject = both.lines().find(|line| line.starts_with("Subject: ")).expect("a subject");
    assert!(subject.contains("NM-0001") && subject.contains("NM-0002") && subject.ends_with("news of what you raised"), "{subject}");
    for words in ["Which ward?", "Its reference is", "Follow NM-0002", "Answer about NM-0001", "No more mail about NM-0002"] {
        assert!(both.contains(words), "{words}: {both}");
    }
});

both!(a_question_that_was_answered_is_not_mailed, start, |it| {
    let administrator = it.administrator().await;
    let page = raised(it, "Letters come late.", "ann@glebe.example").await;
    ask(&administrator, "NM-0001", "Which ward?").await;
    it.visitor().fill(&page, &format!("{page}/exchange"), &[("words", "Ward 4.")]).await;
    set(it, "2026-11-23T08:10:00Z");
    let sent = mails(it).await;
    assert_eq!(sent.iter().filter(|mail| mail.contains("To: ann@glebe.example")).count(), 1);
    assert!(!sent.concat().contains("Which ward?"), "{sent:?}");
});

both!(mail_is_stopped_by_a_button_and_by_a_mail_programs_own_and_by_no_visit, start, |it| {
    let administrator = it.administrator().await;
    raised(it, "Letters come late.", "ann@glebe.example").await;
    let mail = mails(it).await.pop().expect("a mail");
    let stop = link(&mail, "no-mail");
    assert!(mail.contains("List-Unsubscribe: <http://brig.test/north-moor/no-mail/"), "{mail}");
    assert!(mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{mail}");
    let stopped = async || {
        let row = sql(
            "SELECT (SELECT COUNT(*) FROM mailed_addresses WHERE stopped_on IS NOT NULL) * 10 + (SELECT COUNT(*) FROM reporters WHERE mail_stopped) AS n",
        );
        row.one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number")
    };
    let shown = it.visitor().get(&stop).await;
    assert!(shown.main().contains("No more mail about NM-0001") && !shown.body.contains("Letters come late"), "{}", shown.main());
    it.visitor().post(&stop, &[("wish", "none")]).await;
    assert_eq!(stopped().await, 0, "neither a visit nor a form that is none of ours stops anything");
    assert!(it.visitor().fill(&stop, &stop, &[("wish", "none-of-this")]).await.main().contains("No mail comes about NM-0001"));
    assert_eq!(stopped().await, 1);
    ask(&administrator, "NM-0001", "Which ward?").await;
    set(it, "2026-11-24T08:10:00Z");
    assert_eq!(mails(it).await.len(), 1, "nothing comes about this one");
    raised(it, "Results come late.", "ann@glebe.example").await;
    assert_eq!(mails(it).await.len(), 2, "but about others");
    let request = it.visitor().request(Method::POST, &stop).header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(it.visitor().ask(request, "List-Unsubscribe=One-Click".into()).await.status, StatusCode::OK);
    assert_eq!(stopped().await, 11);
    raised(it, "Forms are long.", "ANN@glebe.example").await;
    set(it, "2026-11-25T08:10:00Z");
    assert_eq!(mails(it).await.len(), 2, "nothing at all comes");
    assert!(it.visitor().fill(&stop, &stop, &[("wish", "again")]).await.main().contains("You get mail again."));
    raised(it, "Again late.", "ann@glebe.example").await;
    assert_eq!(mails(it).await.len(), 3);
    assert_eq!(it.visitor().get(&stop.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
});

both!(a_stop_is_honoured_by_what_is_in_the_outbox_already, start, |it| {
    let administrator = it.administrator().await;
    raised(it, "Letters come late.", "ann@glebe.example").await;
    let stop = link(&mails(it).await[0], "no-mail");
    raised(it, "Results come late.", "ann@glebe.example").await;
    ask(&administrator, "NM-0001", "Which ward?").await;
    set(it, "2026-11-23T08:10:00Z");
    // Both are in one mail in the outbox, which has not left.
    schedule::tick(&it.app).await.expect("a tick");
    assert!(kernel::queue::work_one(&it.app).await.expect("the queue answers"));
    while sql("SELECT COUNT(*) AS n FROM notices WHERE held").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number") > 0 {
        assert!(kernel::queue::work_one(&it.app).await.expect("the queue answers"));
    }
    assert_eq!(it.mails().len(), 1);
    it.visitor().fill(&stop, &stop, &[("wish", "none-of-this")]).await;
    let sent = mails(it).await;
    assert_eq!(sent.len(), 2);
    assert!(sent[1].contains("Subject: NM-0002: we have received your issue") && !sent[1].contains("Which ward?"), "{}", sent[1]);
    ask(&administrator, "NM-0002", "How often?").await;
    set(it, "2026-11-24T08:10:00Z");
    schedule::tick(&it.app).await.expect("a tick");
    while sql("SELECT COUNT(*) AS n FROM notices WHERE held").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number") > 0 {
        assert!(kernel::queue::work_one(&it.app).await.expect("the queue answers"));
    }
    it.visitor().fill(&stop, &stop, &[("wish", "none")]).await;
    assert_eq!(mails(it).await.len(), 2, "the whole mail is taken back");
});

both!(all_reports_of_an_address_are_listed_by_a_button_until_the_link_is_old, start, |it| {
    raised(it, "Letters come late.", "ann@glebe.example").await;
    raised(it, "Forms are long.", "bea@glebe.example").await;
    let mail = mails(it).await.into_iter().find(|mail| mail.contains("To: ann@")).expect("a mail");
    let list = link(&mail, "my-reports");
    raised(it, "Results come late.", "Ann@glebe.example").await;
    let opened = it.visitor().get(&list).await.main();
    assert!(!opened.contains("NM-000") && opened.contains("Show what I have raised"), "{opened}");
    let shown = it.visitor().fill(&list, &list, &[("wish", "list")]).await.main();
    assert!(shown.contains("NM-0001") && shown.contains("NM-0003") && !shown.contains("NM-0002"), "{shown}");
    assert_eq!(it.visitor().get(&list.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    let later = list.replace("20261222", "20281222");
    assert!(later != list && it.visitor().get(&later).await.status == StatusCode::NOT_FOUND, "its day is signed with it");
    set(it, "2026-12-23T09:00:00Z");
    let old = it.visitor().fill(&list, &list, &[("wish", "list")]).await;
    assert!(!old.main().contains("NM-000") && old.main().contains("Send me a new link"), "{}", old.main());
    let before = mails(it).await.len();
    assert!(it.visitor().fill(&list, &list, &[("wish", "new-link")]).await.main().contains("A new link is on its way"));
    let sent = mails(it).await;
    assert_eq!(sent.len(), before + 1);
    let new = link(sent.last().expect("a mail"), "my-reports");
    assert!(it.visitor().fill(&new, &new, &[("wish", "list")]).await.main().contains("NM-0003"));
    for _ in 0..3 {
        it.visitor().fill(&list, &list, &[("wish", "new-link")]).await;
    }
    assert_eq!(mails(it).await.len(), before + 3, "three a day are the most");
});

both!(whoever_had_a_mail_today_is_told_on_the_receipt_when_the_next_link_comes, start, |it| {
    let first = raised(it, "Letters come late.", "ann@glebe.example").await;
    assert!(!it.visitor().get(&format!("{first}?received")).await.main().contains("on the next working day"));
    let mail = mails(it).await.pop().expect("a mail");
    assert!(mail.contains("You get one mail a day at most"), "{mail}");
    let second = raised(it, "Results come late.", "ann@glebe.example").await;
    let receipt = it.visitor().get(&format!("{second}?received")).await.main();
    assert!(receipt.contains("this link comes by mail on the next working day"), "{receipt}");
});

both!(of_a_flagged_issue_no_news_goes_and_no_reply_is_read, start, |it| {
    let administrator = it.administrator().await;
    let page = raised(it, "Letters come late.", "ann@glebe.example").await;
    mails(it).await;
    ask(&administrator, "NM-0001", "Which ward?").await;
    it.visitor().fill(&page, &format!("{page}/flag"), &[]).await;
    set(it, "2026-11-23T09:10:00Z");
    let sent = mails(it).await;
    assert!(!sent.concat().contains("Which ward?"), "{sent:?}");
    let administrator = administrator.signed_in_again().await;
    let removals = "/north-moor/removals";
    assert!(administrator.get(removals).await.main().contains("Which ward?"), "who looks at it reads it");
    administrator.fill(removals, &format!("{removals}/flags/1/shown"), &[]).await;
    set(it, "2026-11-23T09:40:00Z");
    assert!(mails(it).await.concat().contains("Which ward?"), "then it goes");
});
