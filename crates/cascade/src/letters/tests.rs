//! Letters over HTTP: written, approved as the group wishes, sent with Word, answered by a link once, reminded kindly.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use kernel::{both, sql};
use meetings::testing::Chairs;

use crate::testing::{mails_to, start, tick};

const LETTERS: &str = "/north-moor/letters";
const NEW: &str = "/north-moor/letters/new";
const ONE: &str = "/north-moor/letters/L-0001";
const OFFICE: &str = "office@board.example";

fn letter<'a>(text: &'a str, answer_by: &'a str) -> [(&'static str, &'a str); 7] {
    [
        ("entry", ""),
        ("recipient", "The clinic manager"),
        ("email", OFFICE),
        ("subject", "Letters from the clinic"),
        ("text", text),
        ("answer_by", answer_by),
        ("to_agenda", "yes"),
    ]
}

/// Writes a letter that asks for an answer by 21 December.
async fn written(chairs: &Chairs<'_>) {
    let reply = chairs.administrator.fill(NEW, NEW, &letter("Could letters go out within a week?", "2026-12-21")).await;
    assert_eq!(reply.location(), format!("{ONE}?drafted"), "{}", reply.main());
}

/// Approves what stands on the page, as its button does.
async fn approve(who: &Persona<'_>) -> String {
    let hash = who.get(ONE).await.hidden("hash").unwrap_or_default();
    let reply = who.fill(ONE, &format!("{ONE}/approvals"), &[("hash", &hash)]).await;
    format!("{} {}", reply.status.as_u16(), reply.location())
}

/// The path behind the button of the newest mail to an address.
fn link_of(it: &TestApp, address: &str) -> String {
    let mails = mails_to(it, address);
    let mail = mails.last().expect("a mail");
    let (_, rest) = mail.split_once("http://brig.test/north-moor/answer/").expect("a link");
    let code: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
    format!("/north-moor/answer/{code}")
}

async fn answers(it: &TestApp) -> i64 {
    let row = sql("SELECT COUNT(*) AS n FROM awaited WHERE answered_on IS NOT NULL").one(&it.app.db).await.expect("a row");
    row.get("n").expect("a number")
}

both!(a_letter_goes_with_one_co_chairs_word_and_is_answered_once_by_its_link, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    written(&chairs).await;
    assert!(approve(&chairs.administrator).await.starts_with("403"), "the group wishes a co-chair's word");
    assert_eq!(approve(&chairs.gp).await, format!("303 {ONE}?approved"));
    it.work().await;
    let mails = mails_to(it, OFFICE);
    assert_eq!(mails.len(), 1);
    for words in
        ["L-0001: Letters from the clinic", "Could letters go out within a week?", "Ailsa Munro, GP co-chair", "letter-l-0001.docx"]
    {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    // Pressing once more sends nothing more.
    approve(&chairs.gp).await;
    approve(&chairs.consultant).await;
    it.work().await;
    assert_eq!(mails_to(it, OFFICE).len(), 1);
    let (link, visitor) = (link_of(it, OFFICE), it.visitor());
    let page = visitor.get(&link).await;
    assert_eq!((page.status, page.headers["referrer-policy"].to_str().expect("text")), (StatusCode::OK, "no-referrer"));
    assert!(page.main().contains("Could letters go out within a week?") && page.main().contains("by 21 December 2026"), "{}", page.main());
    assert_eq!(answers(it).await, 0, "opening a link answers nothing");
    let which = page.hidden("which").expect("a question");
    let empty = visitor.fill(&link, &link, &[("which", &which), ("words-1", " ")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.main().contains("Write a line or two"), "{}", empty.main());
    let number_of_patient = visitor.fill(&link, &link, &[("which", &which), ("words-1", "As for 010101 1237")]).await;
    assert!(number_of_patient.status == StatusCode::UNPROCESSABLE_ENTITY && number_of_patient.body.contains("As for 010101 1237"));
    let given = visitor.fill(&link, &link, &[("which", &which), ("words-1", "Yes, from March on.")]).await;
    assert_eq!(given.location(), format!("{link}?thanks"), "{}", given.main());
    let again = visitor.fill(&link, &link, &[("which", &which), ("words-1", "No.")]).await;
    assert!(again.main().contains("We have an answer to this already"), "{}", again.main());
    let page = chairs.administrator.get(ONE).await.main();
    assert!(page.contains("answered on 22 November 2026") && page.contains("Yes, from March on.") && !page.contains("\nNo.\n"), "{page}");
    let agenda = chairs.administrator.get(&format!("/north-moor/meetings/{number}")).await.main();
    assert!(agenda.contains("Letter L-0001 is answered"), "{agenda}");
    let broken = visitor.get(&format!("{}x", &link[..link.len() - 1])).await;
    assert_eq!(broken.status, StatusCode::NOT_FOUND);
    let elsewhere = visitor.get(&link.replace("north-moor", "south-firth")).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "another group knows no such link");
    let listed = chairs.administrator.api(Method::GET, "/api/v1/north-moor/letters", None).await.json();
    assert_eq!((listed["items"][0]["answer"].as_str(), listed["items"][0]["state"].as_str()), (Some("Yes, from March on."), Some("sent")));
});

both!(where_both_co_chairs_are_wished_one_alone_sends_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    let rules = format!("{LETTERS}/rules");
    let set =
        |keys: &'static str| [("letter_keys", keys), ("remind_before", "7"), ("remind_after", "7"), ("paper_days", "7"), ("months", "12")];
    let wrong = chairs.administrator.fill(&rules, &rules, &set("3")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(chairs.administrator.fill(&rules, &rules, &set("2")).await.location(), format!("{LETTERS}?rules"));
    written(&chairs).await;
    approve(&chairs.gp).await;
    it.work().await;
    assert!(mails_to(it, OFFICE).is_empty());
    assert_eq!(mails_to(it, &chairs.consultant.email).len(), 1, "the other side is asked");
    // A change asks both again, and is not lost to somebody who wrote at once.
    let edit = format!("{ONE}/edit");
    let mut changed = letter("Could letters go out within a day?", "2026-12-21").to_vec();
    changed.push(("version", "1"));
    assert_eq!(chairs.administrator.fill(&edit, &edit, &changed).await.location(), format!("{ONE}?saved"));
    let late = chairs
        .gp
        .fill(
            &edit,
            &edit,
            &changed.iter().map(|(name, value)| if *name == "subject" { (*name, "Mine") } else { (*name, *value) }).collect::<Vec<_>>(),
        )
        .await;
    assert!(late.status == StatusCode::CONFLICT && late.body.contains("value=\"Mine\""), "{}", late.main());
    approve(&chairs.consultant).await;
    it.work().await;
    assert!(mails_to(it, OFFICE).is_empty(), "the GP side had approved other words");
    approve(&chairs.gp).await;
    it.work().await;
    assert_eq!(mails_to(it, OFFICE).len(), 1);
    assert_eq!(chairs.administrator.fill(ONE, &format!("{ONE}/withdrawal"), &[]).await.status, StatusCode::CONFLICT, "it has gone");
});

both!(whoever_was_asked_is_reminded_once_before_and_once_after_and_the_group_can_wait_no_longer, start, |it| {
    let chairs = Chairs::of(it).await;
    written(&chairs).await;
    approve(&chairs.gp).await;
    it.work().await;
    let day = |text: &str| text.parse().expect("a time");
    for (when, mails) in [
        ("2026-12-11T10:00:00Z", 1),
        ("2026-12-14T10:00:00Z", 2),
        ("2026-12-16T10:00:00Z", 2),
        ("2026-12-29T10:00:00Z", 3),
        ("2027-01-05T10:00:00Z", 3),
    ] {
        it.app.clock.set(day(when));
        tick(it).await;
        assert_eq!(mails_to(it, OFFICE).len(), mails, "{when}");
    }
    assert!(mails_to(it, OFFICE)[2].contains("If it needs more time"), "{}", mails_to(it, OFFICE)[2]);
    let administrator = chairs.administrator.signed_in_again().await;
    let page = administrator.get(ONE).await;
    let (_, rest) = page.body.split_once("/north-moor/answers/").expect("a link");
    let answer = format!("/north-moor/answers/{}", &rest[..36]);
    let member = it.member().await;
    assert_eq!(member.fill(ONE, &answer, &[("answer", "Mine")]).await.status, StatusCode::FORBIDDEN);
    let early = administrator.fill(&answer, &answer, &[("answer", "By telephone: yes."), ("answered_on", "2026-11-01")]).await;
    assert!(early.status == StatusCode::UNPROCESSABLE_ENTITY && early.body.contains("By telephone: yes."), "{}", early.main());
    let saved = administrator.fill(&answer, &answer, &[("answer", "By telephone: yes."), ("answered_on", "2027-01-04")]).await;
    assert_eq!(saved.location(), format!("{answer}?saved"));
    let told = administrator.get(&answer).await.main();
    assert!(told.contains("answered on 4 January 2027") && told.contains("Written down by somebody of the group"), "{told}");
});

both!(a_letter_says_what_is_wrong_with_it_and_no_other_group_sees_it, start, |it| {
    let chairs = Chairs::of(it).await;
    for (text, by, words) in [
        ("", "2026-12-21", "Write the letter"),
        ("About 010101 1237.", "2026-12-21", "This looks like a CHI number"),
        ("Well.", "2026-11-22", "Enter a day after today"),
    ] {
        let reply = chairs.administrator.fill(NEW, NEW, &letter(text, by)).await;
        assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.main().contains(words), "{words}: {}", reply.main());
        assert!(reply.body.contains("value=\"The clinic manager\""), "what was typed comes back");
    }
    written(&chairs).await;
    assert_eq!(it.member().await.get(ONE).await.status, StatusCode::OK);
    let other = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    for path in [ONE, "/south-firth/letters/L-0001"] {
        assert_eq!(other.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let word = chairs.gp.get(&format!("{ONE}/letter.docx")).await;
    assert!(word.status == StatusCode::OK && word.body.starts_with("PK"));
    for _ in 0..2 {
        assert_eq!(chairs.administrator.fill(ONE, &format!("{ONE}/withdrawal"), &[]).await.location(), format!("{ONE}?withdrawn"));
    }
    assert!(approve(&chairs.gp).await.starts_with("409"));
});
