//! Praise over HTTP: one tap, not triaged, passed on in a person's words, and its reporter sees it.

use axum::http::StatusCode;
use group::testing::{Persona, TestApp};
use kernel::{both, sql};

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";
const ISSUE: &str = "/north-moor/issues/NM-0001";
const THANKS: &str = "/north-moor/issues/NM-0001/thanks";

/// Sends thanks; gives the path of the private page.
async fn praised(it: &TestApp, known: &str) -> String {
    let fields = [("text", "The advice line answered within the hour."), ("known", known), ("kind", "praise")];
    let sent = it.visitor().fill(RAISE, RAISE, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

/// An entry of the directory with a contact; gives its key.
async fn entry(it: &TestApp, administrator: &Persona<'_>) -> String {
    let path = "/north-moor/directory/new";
    let fields = [
        ("name", "Advice line"),
        ("kind", "service"),
        ("sector", ""),
        ("contact_name", "Moira Campbell"),
        ("contact_email", "moira@kilbrae.example"),
    ];
    assert_eq!(administrator.fill(path, path, &fields).await.status, StatusCode::SEE_OTHER);
    let row = sql("SELECT id FROM directory_entries").one(&it.app.db).await.expect("an entry");
    row.get::<uuid::Uuid>("id").expect("a key").to_string()
}

both!(praise_is_passed_on_by_mail_in_the_groups_words_and_its_reporter_sees_it, start, |it| {
    let page = praised(it, "anonymous").await;
    let administrator = it.administrator().await;
    let entry = entry(it, &administrator).await;
    let visitor = it.visitor();
    let receipt = visitor.get(&page).await.main();
    assert!(receipt.contains("passes your thanks on") && !receipt.contains("Did a patient come to harm"), "{receipt}");
    assert!(administrator.get("/north-moor/issues").await.main().contains("Thanks"));
    assert!(administrator.get(ISSUE).await.body.contains(THANKS));
    let passed = administrator.fill(THANKS, THANKS, &[("entry", &entry), ("words", "Advice came within the hour.")]).await;
    assert_eq!(passed.location(), format!("{ISSUE}?thanked"), "{}", passed.main());
    let mails = it.mails_after_work().await;
    let mail = mails.iter().find(|mail| mail.contains("To: moira@kilbrae.example")).expect("a mail");
    assert!(
        mail.contains("Advice came within the hour.") && !mail.contains("The advice line answered"),
        "not the reporter's words: {mail}"
    );
    let seen = visitor.get(&page).await.main();
    for said in ["Passed on to Advice line on 22 November 2026", "Advice came within the hour.", "Your thanks are passed on"] {
        assert!(seen.contains(said), "{said} in {seen}");
    }
    let again = administrator.fill(ISSUE, THANKS, &[("entry", &entry), ("words", "Once more")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "once is enough");
});

both!(praise_is_no_trouble_for_triage, start, |it| {
    praised(it, "confidence").await;
    let gp = it.gp_co_chair().await;
    assert!(!gp.get(ISSUE).await.body.contains("/triage\""));
});

both!(whom_somebody_told_is_noted_without_a_mail, start, |it| {
    praised(it, "anonymous").await;
    let administrator = it.administrator().await;
    let empty = administrator.fill(THANKS, THANKS, &[("entry", ""), ("to_whom", ""), ("words", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.main().contains("Choose who did it") && empty.main().contains("Write what they are thanked for"), "{}", empty.main());
    let number = administrator.fill(THANKS, THANKS, &[("to_whom", "Ward 4"), ("words", "For 010101 1237")]).await;
    assert!(number.main().contains("This looks like a CHI number"));
    let told = administrator.fill(THANKS, THANKS, &[("entry", ""), ("to_whom", "Ward 4, at handover"), ("words", "Well done")]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    assert_eq!(it.work().await, 0, "no mail");
    assert_eq!(it.member().await.get(THANKS).await.status, StatusCode::NOT_FOUND);
});

both!(a_slip_of_the_thumb_is_mended_on_the_receipt_until_the_group_has_dealt_with_it, start, |it| {
    let page = praised(it, "anonymous").await;
    let (visitor, administrator) = (it.visitor(), it.administrator().await);
    let answers = format!("{page}/answers");
    visitor.fill(&page, &answers, &[("kind", "trouble")]).await;
    assert!(visitor.get(&page).await.main().contains("Did a patient come to harm"));
    assert_eq!(administrator.get(THANKS).await.status, StatusCode::OK);
    let trouble = administrator.fill(ISSUE, THANKS, &[("to_whom", "Ward 4"), ("words", "Well done")]).await;
    assert_eq!(trouble.status, StatusCode::CONFLICT, "trouble is not passed on as thanks");
    visitor.fill(&page, &answers, &[("kind", "praise")]).await;
    administrator.fill(THANKS, THANKS, &[("to_whom", "Ward 4"), ("words", "Well done")]).await;
    assert_eq!(visitor.fill(&page, &answers, &[("kind", "trouble")]).await.status, StatusCode::CONFLICT);
});

both!(who_said_thanks_hears_by_mail_that_they_are_passed_on, start, |it| {
    let fields = [
        ("text", "The advice line answered within the hour."),
        ("known", "confidence"),
        ("email", "ann@glebe.example"),
        ("kind", "praise"),
    ];
    assert_eq!(it.visitor().fill(RAISE, RAISE, &fields).await.status, StatusCode::SEE_OTHER);
    let administrator = it.administrator().await;
    assert_eq!(it.mails_after_work().await.len(), 1, "their thanks are here");
    it.wait(jiff::SignedDuration::from_hours(48));
    let administrator = administrator.signed_in_again().await;
    administrator.fill(THANKS, THANKS, &[("to_whom", "the advice line"), ("words", "Advice came within the hour.")]).await;
    let mails = it.mails_after_work().await;
    let told = mails.last().expect("a mail").replace("=\r\n", "");
    assert!(mails.len() == 2 && told.contains("To: ann@glebe.example") && told.contains("NM-0001: your thanks are passed on"), "{told}");
    assert!(told.contains("the advice line") && told.contains("Advice came within the hour."), "{told}");
});
