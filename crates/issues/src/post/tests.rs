//! Mails that come in, as mail programs write them.

use group::testing::{Persona, TestApp};
use kernel::{both, sql};

use super::{Taken, commands, model::Why, take};
use crate::testing::start;

const HEAD: &str =
    "Message-ID: <1@glebe.example>\r\nFrom: Ann Reid <ann@glebe.example>\r\nTo: raise@northmoor.example\r\nSubject: Late letters\r\n";

/// Names the group's address.
async fn listen(it: &TestApp) -> Persona<'_> {
    let administrator = it.administrator().await;
    let path = "/north-moor/go-live/raise-address";
    let saved = administrator.fill(path, path, &[("answer", "Raise@northmoor.example"), ("seen", "")]).await;
    assert_eq!(saved.status, 303, "{}", saved.main());
    administrator
}

async fn count(it: &TestApp) -> i64 {
    sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row").get("n").expect("a number")
}

both!(a_mail_becomes_an_issue_once_and_its_writer_is_thanked, start, |it| {
    listen(it).await;
    let mail = format!(
        "{HEAD}\r\nHi all\r\n\r\nThey come a week late.\r\n\r\nKind regards\r\nAnn\r\nTel: 01234 567890\r\n\r\nOn 3 Nov 2026, at 09:14, Wei wrote:\r\n> Any news?\r\n"
    );
    assert_eq!(take(&it.app, mail.as_bytes()).await.expect("taken"), Taken::Raised("NM-0001".into()));
    assert_eq!(take(&it.app, mail.as_bytes()).await.expect("taken"), Taken::Known);
    let row =
        sql("SELECT i.words, r.name, r.email FROM issues i JOIN reporters r ON r.issue_id = i.id").one(&it.app.db).await.expect("one");
    let text = |name| row.get::<String>(name).expect("a text");
    assert_eq!(
        (text("words"), text("name"), text("email")),
        ("Late letters\n\nThey come a week late.".into(), "Ann Reid".into(), "ann@glebe.example".into())
    );
    let mails = it.mails_after_work().await;
    let thanks: Vec<_> = mails.iter().filter(|mail| mail.contains("To: ann@glebe.example")).collect();
    assert!(thanks.len() == 1 && thanks[0].contains("Subject: NM-0001: we have received your issue"), "{mails:?}");
    assert!(!thanks[0].contains("attached"));
});

both!(what_was_attached_is_not_taken_and_the_answer_says_so, start, |it| {
    listen(it).await;
    let mail = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<div>They come late.<br>Each week.</div>\r\n--x\r\n\
         Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\n\r\nx\r\n--x--\r\n"
    );
    assert_eq!(take(&it.app, mail.as_bytes()).await.expect("taken"), Taken::Raised("NM-0001".into()));
    let words = sql("SELECT words FROM issues").one(&it.app.db).await.expect("one").get::<String>("words").expect("a text");
    assert!(words.contains("They come late.") && words.contains("Each week.") && !words.contains('<'), "{words}");
    let mails = it.mails_after_work().await;
    assert!(mails.iter().any(|mail| mail.contains("NM-0001: we have received") && mail.contains("attached")), "{mails:?}");
});

both!(a_mail_with_a_patients_number_is_refused_and_nothing_of_it_is_kept, start, |it| {
    listen(it).await;
    let mail = format!("{HEAD}\r\nPt 0101011237 was sent home.\r\n");
    assert_eq!(take(&it.app, mail.as_bytes()).await.expect("taken"), Taken::Refused);
    assert_eq!(take(&it.app, mail.as_bytes()).await.expect("taken"), Taken::Known, "it is answered once");
    assert_eq!(count(it).await, 0);
    let mails = it.mails_after_work().await;
    let told = mails.iter().find(|mail| mail.contains("Subject: We could not take your mail")).expect("an answer");
    assert!(told.contains("CHI number") && !told.contains("0101011237") && told.contains("To: ann@glebe.example"), "{told}");
    let empty = format!("{}\r\n", HEAD.replace("<1@", "<2@").replace("Late letters", ""));
    assert_eq!(take(&it.app, empty.as_bytes()).await.expect("taken"), Taken::Refused);
    assert_eq!(count(it).await, 0);
});

both!(machines_are_not_answered_and_no_mail_goes_round, start, |it| {
    listen(it).await;
    let body = "\r\nI am away.\r\n";
    for head in ["Auto-Submitted: auto-replied\r\n", "Return-Path: <>\r\n", "Precedence: bulk\r\n"] {
        assert_eq!(take(&it.app, format!("{head}{HEAD}{body}").as_bytes()).await.expect("taken"), Taken::Ignored, "{head}");
    }
    let own = HEAD.replace("ann@glebe.example", "raise@northmoor.example");
    assert_eq!(take(&it.app, format!("{own}{body}").as_bytes()).await.expect("taken"), Taken::Ignored);
    let own = HEAD.replace("ann@glebe.example", "brig@localhost");
    assert_eq!(take(&it.app, format!("{own}{body}").as_bytes()).await.expect("taken"), Taken::Ignored);
    assert_eq!(count(it).await, 0);
    let elsewhere = HEAD.replace("raise@northmoor", "nobody@northmoor");
    assert!(take(&it.app, format!("{elsewhere}{body}").as_bytes()).await.is_err(), "nobody takes it");
    assert!(take(&it.app, b"").await.is_err());
    for n in 0..20 {
        let one = HEAD.replace("<1@", &format!("<{n}@"));
        assert_eq!(
            take(&it.app, format!("{one}\r\nLate, {n}.\r\n").as_bytes()).await.expect("taken"),
            Taken::Raised(format!("NM-{:04}", n + 1))
        );
    }
    let one_more = HEAD.replace("<1@", "<21@");
    assert_eq!(take(&it.app, format!("{one_more}\r\nLate.\r\n").as_bytes()).await.expect("taken"), Taken::Ignored, "twenty a day");
});

both!(a_group_whose_form_is_closed_takes_no_mail_either, start, |it| {
    listen(it).await;
    let gp = it.gp_co_chair().await;
    let live = "/north-moor/go-live";
    assert_eq!(gp.fill(live, &format!("{live}/closing"), &[("words", "Back in May.")]).await.status, 303);
    assert_eq!(take(&it.app, format!("{HEAD}\r\nLate.\r\n").as_bytes()).await.expect("taken"), Taken::Refused);
    let mails = it.mails_after_work().await;
    assert!(mails.iter().any(|mail| mail.contains("could not take your mail") && mail.contains("Back in May.")), "{mails:?}");
    assert_eq!(count(it).await, 0);
});

both!(a_mail_that_was_put_aside_is_shown_with_its_reason_and_nothing_of_it, start, |it| {
    let administrator = listen(it).await;
    let page = "/north-moor/issues/new/mail";
    assert!(!administrator.get(page).await.main().contains("could not be taken"));
    let mut tx = it.app.begin().await.expect("a transaction");
    commands::tell_of_aside(&it.app, &mut tx, Why::Failed).await.expect("told");
    it.app.commit(tx).await.expect("a commit");
    commands::note_aside(&it.app, Why::NotOurs).await.expect("noted");
    let shown = administrator.get(page).await.main();
    assert!(shown.contains("because Brig failed at it three times") && shown.contains("an address that no group has named"), "{shown}");
    let mails = it.mails_after_work().await;
    let told: Vec<_> = mails.iter().filter(|mail| mail.contains("A mail could not be taken")).collect();
    assert!(told.len() == 1 && told[0].contains("put aside because Brig failed"), "{told:?}");
    it.wait(jiff::SignedDuration::from_hours(24 * 31));
    assert!(!administrator.signed_in_again().await.get(page).await.main().contains("could not be taken"));
});
