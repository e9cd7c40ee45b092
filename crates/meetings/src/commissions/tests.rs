//! Owners outside the group: the letter, the link, each answer, and what the group hears.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::{both, schedule};
use serde_json::json;

use crate::testing::{Chairs, start};

const OUTSIDE: &str = "/north-moor/actions/A-0001/outside";
const WHO: [(&str, &str); 5] = [
    ("name", "Una Bell"),
    ("post", "Laboratory manager"),
    ("organisation", "Moorfield General"),
    ("email", "una.bell@lab.example.scot"),
    ("why", "The form is printed in the laboratory"),
];

/// The path behind a link in the last letter to an address.
fn link(it: &TestApp, to: &str) -> String {
    let mails = it.mails();
    let mail = mails.iter().rev().find(|mail| mail.contains(&format!("To: {to}")) && mail.contains("/commissioned/")).expect("a letter");
    // A long line of a mail is broken with an equals sign.
    let mail = mail.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    let at = mail.find("/north-moor/commissioned/").expect("a link");
    mail[at..].split(|c: char| !(c.is_ascii_alphanumeric() || "/-_".contains(c))).next().expect("a link").to_owned()
}

async fn asked<'a>(it: &'a TestApp) -> (Chairs<'a>, Persona<'a>, String) {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    let set = chairs.administrator.fill(OUTSIDE, OUTSIDE, &WHO).await;
    assert_eq!(set.location(), format!("{OUTSIDE}?set"), "{}", set.main());
    let sent = chairs.administrator.fill(OUTSIDE, &format!("{OUTSIDE}/letter"), &[]).await;
    assert_eq!(sent.location(), format!("{OUTSIDE}?sent"), "{}", sent.main());
    it.work().await;
    let link = link(it, "una.bell@lab.example.scot");
    (chairs, it.visitor(), link)
}

both!(somebody_outside_gets_a_letter_and_accepts_moves_and_finishes_an_action_by_a_link, start, |it| {
    let (chairs, una, link) = asked(it).await;
    let letters = it.mails().iter().filter(|mail| mail.contains("To: una.bell@lab.example.scot")).count();
    // Pressed twice, it goes once.
    chairs.administrator.fill(OUTSIDE, &format!("{OUTSIDE}/letter"), &[]).await;
    it.work().await;
    assert_eq!(it.mails().iter().filter(|mail| mail.contains("To: una.bell@lab.example.scot")).count(), letters);
    let mail = it.mails().into_iter().find(|mail| mail.contains("To: una.bell@lab.example.scot")).expect("a letter");
    for words in
        ["What was decided", "The form is printed in the laboratory", "A-0001.docx", "Tell every ward", "tunde.adeyemi@example.scot"]
    {
        assert!(mail.contains(words), "{words}\n{mail}");
    }
    let page = una.get(&link).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert!(page.main().contains("Tell every ward") && page.main().contains("letters go out within a day"), "{}", page.main());
    assert!(page.headers.get("set-cookie").is_none(), "nobody is signed in by it");
    let log = chairs.gp.get("/north-moor/actions").await.main();
    assert!(log.contains("Laboratory manager, Moorfield General (through Tunde Adeyemi)") && !log.contains("Una Bell"), "{log}");
    // Looking does nothing; a button does.
    let say = async |fields: &[(&str, &str)]| una.fill(&link, &link, fields).await.main();
    assert!(say(&[("answer", "accept")]).await.contains("you have taken it on"));
    assert!(chairs.gp.get("/north-moor/actions/A-0001").await.main().contains("In progress"));
    let wrong = una.fill(&link, &link, &[("answer", "later"), ("due", "yesterday"), ("words-later", "as typed")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("as typed"), "{}", wrong.main());
    assert!(
        say(&[("answer", "later"), ("due", "2027-02-15"), ("words-later", "The printer waits for parts")]).await.contains("the new day")
    );
    let refused = una.fill(&link, &link, &[("answer", "help"), ("words-help", "Who is 0101011237?")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.main());
    assert!(say(&[("answer", "help"), ("words-help", "Who pays for the paper?")]).await.contains("gets in touch"));
    assert!(say(&[("answer", "help"), ("words-help", "Who pays for the paper?")]).await.contains("gets in touch"));
    assert!(say(&[("answer", "done"), ("words-done", "The new form is printed")]).await.contains("Nothing more is asked"));
    let page = chairs.gp.get("/north-moor/actions/A-0001").await.main();
    assert!(page.contains("Done 22 November 2026") && page.contains("The new form is printed") && !page.contains("Una Bell"), "{page}");
    assert!(page.contains("Laboratory manager, Moorfield General, outside the group"), "{page}");
    assert!(chairs.gp.get("/north-moor/issues/NM-0001").await.main().contains("What was agreed is done"));
    assert!(una.get(&link).await.main().contains("we have your answer"), "the link is over with the action");
    assert!(say(&[("answer", "help"), ("words-help", "once more")]).await.contains("we have your answer"));
    let mails = it.mails_after_work().await;
    let heard: Vec<_> = mails.iter().filter(|mail| mail.contains("Subject: A-0001: an answer from outside")).collect();
    assert_eq!(heard.len(), 4, "accepted, a new day, help once, done: {heard:?}");
    assert!(heard.iter().all(|mail| mail.contains("To: tunde.adeyemi@example.scot")), "{heard:?}");
});

both!(somebody_outside_hands_on_or_declines_and_the_group_has_it_again, start, |it| {
    let (chairs, una, link_of_una) = asked(it).await;
    let on = [("answer", "hand-on"), ("name", "Ola Reid"), ("post", "Print room lead"), ("email", "ola@print.example.scot")];
    let own = una
        .fill(&link_of_una, &link_of_una, &[("answer", "hand-on"), ("name", "Me"), ("post", "x"), ("email", "una.bell@lab.example.scot")])
        .await;
    assert!(own.main().contains("your own address"), "{}", own.main());
    assert!(una.fill(&link_of_una, &link_of_una, &on).await.main().contains("They get the letter"));
    assert!(una.fill(&link_of_una, &link_of_una, &on).await.main().contains("we have your answer"), "pressed twice, one letter goes");
    it.work().await;
    let letters = it.mails().iter().filter(|mail| mail.contains("To: ola@print.example.scot")).count();
    assert_eq!(letters, 1);
    let link_of_ola = link(it, "ola@print.example.scot");
    assert_ne!(link_of_una, link_of_ola);
    let page = chairs.administrator.get(OUTSIDE).await.main();
    assert!(page.contains("Ola Reid, Print room lead, Moorfield General") && page.contains("They have handed it on"), "{page}");
    assert!(una.fill(&link_of_ola, &link_of_ola, &[("answer", "decline")]).await.main().contains("Say in a line why"));
    let declined = una.fill(&link_of_ola, &link_of_ola, &[("answer", "decline"), ("words-decline", "We print nothing any more")]).await;
    assert!(declined.main().contains("Thank you for saying so"), "{}", declined.main());
    let log = chairs.gp.get("/north-moor/actions").await.main();
    assert!(log.contains("A-0001 | Tell every ward | Tunde Adeyemi |"), "{log}");
    let page = chairs.gp.get("/north-moor/actions/A-0001").await.main();
    assert!(page.contains("Declined: We print nothing any more"), "{page}");
    let mails = it.mails_after_work().await;
    assert!(mails.iter().any(|mail| mail.contains("It is yours again")), "{mails:?}");
});

both!(the_letter_goes_out_with_the_confirmation_and_only_those_who_keep_the_record_write_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("one").await;
    let member = it.member().await;
    assert_eq!(member.get(OUTSIDE).await.status, StatusCode::FORBIDDEN);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&OUTSIDE.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    let call = "/api/v1/north-moor/actions/A-0001/outside-owner";
    let who = json!({ "post": "Laboratory manager", "email": "una.bell@lab.example.scot" });
    assert_eq!(member.api(Method::PUT, call, Some(who.clone())).await.status, StatusCode::FORBIDDEN);
    for (field, wrong) in [
        ("post", json!({ "email": "una.bell@lab.example.scot" })),
        ("email", json!({ "post": "Laboratory manager" })),
        ("email", json!({ "post": "Consultant", "email": "tunde.adeyemi@example.scot" })),
        ("why", json!({ "post": "Manager", "email": "u@lab.example.scot", "why": "She knows 0101011237" })),
    ] {
        let refused = chairs.administrator.api(Method::PUT, call, Some(wrong)).await;
        assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains(&format!("\"{field}\"")), "{}", refused.body);
    }
    let set = chairs.administrator.api(Method::PUT, call, Some(who)).await.json();
    assert_eq!((set["state"].as_str(), set["role"].as_str()), (Some("waits"), Some("Laboratory manager")), "{set}");
    let page = chairs.administrator.get(OUTSIDE).await.main();
    assert!(
        page.contains("goes out by itself once both sides have confirmed")
            && page.contains("26/D01: The Group AGREED that letters go out within a day."),
        "{page}"
    );
    let early = chairs.administrator.fill(OUTSIDE, &format!("{OUTSIDE}/letter"), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(it.mails_after_work().await.iter().all(|mail| !mail.contains("una.bell")));
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    it.work().await;
    assert_eq!(it.mails().iter().filter(|mail| mail.contains("To: una.bell@lab.example.scot")).count(), 1);
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let minute = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}/minute"), None).await.json()["text"].clone();
    assert!(minute.as_str().expect("a text").contains("Laboratory manager (through Tunde Adeyemi)"), "{minute}");
    let word = chairs.administrator.get(&format!("{OUTSIDE}/letter.docx")).await;
    assert!(word.status == StatusCode::OK && word.body.starts_with("PK"));
    // Taken back, it is the group's own, and they hear that nothing more is asked of them.
    let link = link(it, "una.bell@lab.example.scot");
    assert_eq!(chairs.administrator.fill(OUTSIDE, &format!("{OUTSIDE}/end"), &[]).await.location(), format!("{OUTSIDE}?ended"));
    assert!(it.mails_after_work().await.iter().any(|mail| mail.contains("Subject: A-0001: nothing more is asked of you")));
    assert!(it.visitor().get(&link).await.main().contains("Nobody waits for an answer any more"));
    let broken = format!("{}x", &link[..link.len() - 1]);
    assert_eq!(it.visitor().get(&broken).await.status, StatusCode::NOT_FOUND);
});

both!(somebody_outside_is_reminded_once_a_week_at_most, start, |it| {
    let (chairs, una, _) = asked(it).await;
    let reminded = async |instant: &str| {
        it.app.clock.set(instant.parse().expect("an instant"));
        schedule::tick(&it.app).await.expect("a tick");
        it.work().await;
        it.mails().iter().filter(|mail| mail.contains("To: una.bell@lab.example.scot") && mail.contains("Subject: A reminder")).count()
    };
    assert_eq!(reminded("2027-01-05T12:00:00Z").await, 0);
    assert_eq!(reminded("2027-01-06T12:00:00Z").await, 1);
    assert_eq!(reminded("2027-01-12T12:00:00Z").await, 1);
    assert_eq!(reminded("2027-01-13T12:00:00Z").await, 2);
    let link = link(it, "una.bell@lab.example.scot");
    assert!(una.get(&format!("{link}?say=done")).await.body.contains("<details open>"));
    assert!(una.fill(&link, &link, &[("answer", "done"), ("words-done", "Printed")]).await.main().contains("Thank you"));
    assert_eq!(reminded("2027-01-20T12:00:00Z").await, 2, "what is done is spoken of no more");
    drop(chairs);
});

both!(what_somebody_outside_answers_is_told_to_those_who_keep_the_record_and_not_twice_to_the_owner, start, |it| {
    let (_chairs, una, link) = asked(it).await;
    let mut seen = it.mails().len();
    let mut round = async |at: &str| {
        it.app.clock.set(at.parse().expect("an instant"));
        crate::digests::round_with(&it.app, &[]).await.expect("a round");
        let mails = it.mails_after_work().await;
        let new: Vec<String> = mails[seen..]
            .iter()
            .filter(|mail| mail.contains("You get this once a day"))
            .map(|mail| mail.replace("=\r\n", "").replace("=E2=80=99", "’"))
            .collect();
        seen = mails.len();
        new
    };
    // What waits besides is told first, so that only the answers are new below.
    round("2026-12-15T10:00:00Z").await;
    una.fill(&link, &link, &[("answer", "accept")]).await;
    assert_eq!(round("2026-12-16T10:00:00Z").await.len(), 0, "that somebody is on it is no reason to write");
    una.fill(&link, &link, &[("answer", "decline"), ("words-decline", "Not my laboratory")]).await;
    let told = round("2026-12-17T10:00:00Z").await;
    let of = |to: &str| {
        told.iter().any(|mail| mail.contains(&format!("To: {to}")) && mail.contains("Laboratory manager, Moorfield General cannot do it"))
    };
    assert!(of("ailsa.munro@example.scot") && of("morag.sinclair@example.scot"), "{told:?}");
    assert!(!of("tunde.adeyemi@example.scot"), "who answers for it had a mail of its own: {told:?}");
    assert!(told.iter().all(|mail| !mail.contains("Not my laboratory") && !mail.contains("Una Bell")), "{told:?}");
    assert_eq!(round("2026-12-18T10:00:00Z").await.len(), 0);
});
