//! What a group says by its link, what it asks back, and what comes of it.

use axum::http::{StatusCode, header};
use group::{membership::Side, permissions::Role};
use kernel::both;
use meetings::testing::Chairs;

use crate::testing::{add, committee, confirm, count, link_to, mails_to, publish, start};

const LMC: &str = "office@lmc.example";

/// A meeting whose minute the Local Medical Committee got: its number.
async fn shared(it: &group::testing::TestApp, chairs: &Chairs<'_>) -> i64 {
    add(chairs, &committee("Local Medical Committee", LMC)).await;
    let number = chairs.decided("one").await;
    confirm(chairs, number).await;
    publish(chairs, number).await;
    it.work().await;
    number
}

/// The page of what a group got, by the page of the cascade.
async fn listener(chairs: &Chairs<'_>, name: &str) -> String {
    let page = chairs.administrator.get("/north-moor/cascade").await.body;
    let row = page.split("<tr").find(|row| row.contains(name)).expect("a row");
    let href = row.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/networks/")).expect("a link");
    href.split('"').next().expect("an address").to_owned()
}

const SAID: &str = "SELECT COUNT(*) AS n FROM acknowledgements";
const ASKED: &str = "SELECT COUNT(*) AS n FROM committee_questions";

both!(a_group_says_by_its_link_that_it_has_the_minute_and_when_it_speaks_about_it, start, |it| {
    let chairs = Chairs::of(it).await;
    shared(it, &chairs).await;
    let (link, visitor) = (link_to(it, LMC, "heard"), it.visitor());
    assert!(link.len() > "/north-moor/heard/".len() + 40, "at least 128 bits: {link}");
    let page = visitor.get(&link).await;
    assert_eq!((page.status, page.headers[header::REFERRER_POLICY].as_bytes()), (StatusCode::OK, &b"no-referrer"[..]));
    assert!(page.main().contains("The minute of 14 December 2026") && page.main().contains("Local Medical Committee"), "{}", page.main());
    visitor.get(&link).await;
    assert_eq!(count(it, SAID).await, 0, "opening it says nothing");
    for _ in 0..2 {
        let told = visitor.fill(&link, &link, &[("say", "received")]).await;
        assert!(told.status == StatusCode::OK && told.main().contains("We know that you have it"), "{}", told.main());
    }
    assert_eq!(count(it, SAID).await, 1, "pressed twice");
    for wrong in ["", "soon", "2026-12-13", "2030-01-01"] {
        let told = visitor.fill(&link, &link, &[("say", "agenda"), ("meets_on", wrong)]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            told.main().contains("Enter the day of your meeting") && told.body.contains(&format!("value=\"{wrong}\"")),
            "{}",
            told.body
        );
    }
    for day in ["2027-01-12", "2027-01-12", "2027-01-19"] {
        assert_eq!(visitor.fill(&link, &link, &[("say", "agenda"), ("meets_on", day)]).await.status, StatusCode::OK);
    }
    let page = visitor.get(&link).await.main();
    for words in ["you have received it", "on your agenda of 12 January 2027", "on your agenda of 19 January 2027"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(count(it, SAID).await, 3, "each answer once, and all of them stand");
    let page = chairs.gp.get(&listener(&chairs, "Local Medical Committee").await).await.main();
    for words in ["Minute of 14 December 2026", "they have received it", "it is on their agenda of 19 January 2027"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let page = chairs.gp.get("/north-moor/cascade/minutes/1").await.main();
    assert!(page.contains("they said on 22 November 2026 that they have it"), "{page}");
});

both!(a_link_opens_nothing_in_another_group_and_nothing_once_a_newer_one_is_sent, start, |it| {
    let chairs = Chairs::of(it).await;
    shared(it, &chairs).await;
    let (link, visitor) = (link_to(it, LMC, "heard"), it.visitor());
    for wrong in [link.replace("north-moor", "south-firth"), format!("{link}x"), "/north-moor/heard/nothing".to_owned()] {
        let page = visitor.get(&wrong).await;
        assert!(page.status == StatusCode::NOT_FOUND && page.main().contains("cannot be used any more"), "{wrong}: {}", page.main());
        assert_eq!(visitor.post(&wrong, &[("say", "received")]).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let form_key = visitor.get(&link).await.hidden("form_key").expect("a key");
    let foreign = visitor.post(&link.replace("north-moor", "south-firth"), &[("say", "received"), ("form_key", &form_key)]).await;
    assert_eq!((foreign.status, count(it, SAID).await), (StatusCode::NOT_FOUND, 0));
    visitor.fill(&link, &link, &[("say", "received")]).await;
    let here = listener(&chairs, "Local Medical Committee").await;
    chairs.administrator.fill(&here, &format!("{here}/minute"), &[]).await;
    it.work().await;
    assert_eq!(mails_to(it, LMC).len(), 2);
    let newer = link_to(it, LMC, "heard");
    assert_ne!(newer, link);
    assert_eq!(visitor.get(&link).await.status, StatusCode::NOT_FOUND);
    assert!(visitor.get(&newer).await.main().contains("you have received it"), "the history stands");
    // No page of it is another group's.
    let there = it.persona_in(&it.other, "Ewan Firth", Role::Administrator, Side::Other).await;
    assert_eq!(there.get(&here).await.status, StatusCode::NOT_FOUND);
    assert_eq!(there.get(&here.replace("north-moor", "south-firth")).await.status, StatusCode::NOT_FOUND);
    assert!(there.get("/south-firth/cascade/questions").await.main().contains("None yet."));
});

both!(a_question_of_a_group_comes_onto_the_agenda_and_is_answered_once_for_everybody, start, |it| {
    let chairs = Chairs::of(it).await;
    shared(it, &chairs).await;
    let (link, visitor) = (link_to(it, LMC, "heard"), it.visitor());
    let refused = visitor.fill(&link, &link, &[("say", "question"), ("words", "Does it hold for 010101 1237?")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("CHI number"), "{}", refused.main());
    assert!(refused.body.contains("Does it hold for"), "what was typed comes back");
    let refused = visitor.fill(&link, &link, &[("say", "question"), ("words", ""), ("reply_to", "us")]).await;
    assert!(refused.main().contains("Write your question") && refused.main().contains("Enter an email address"), "{}", refused.main());
    assert_eq!(count(it, ASKED).await, 0);
    let question = [
        ("say", "question"),
        ("words", "Does it hold for clinic letters as well?"),
        ("asked_by", "The secretary"),
        ("reply_to", "secretary@lmc.example"),
    ];
    for _ in 0..2 {
        let told = visitor.fill(&link, &link, &question).await;
        assert!(told.status == StatusCode::OK && told.main().contains("The group reads your question"), "{}", told.main());
    }
    assert_eq!(count(it, ASKED).await, 1, "pressed twice");
    it.work().await;
    let told = mails_to(it, "morag.sinclair@example.scot");
    assert!(told.iter().any(|mail| mail.contains("A question from Local Medical Committee")), "{told:?}");
    assert!(!told.iter().any(|mail| mail.contains("clinic letters")), "the mail is thin");
    let page = chairs.gp.get("/north-moor/cascade/questions").await;
    assert!(
        page.main().contains("Does it hold for clinic letters as well?") && page.main().contains("The secretary, Local Medical Committee")
    );
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("1 question waits"));
    let member = it.member().await;
    let page = member.get("/north-moor/cascade/questions").await;
    assert!(page.main().contains("clinic letters") && !page.main().contains("Send the answer"), "{}", page.main());
    let page = chairs.administrator.get("/north-moor/cascade/questions").await.body;
    let base = page.split("action=\"").find(|part| part.starts_with("/north-moor/cascade/questions/")).expect("a form");
    let base = base.split("/agenda\"").next().expect("an address").to_owned();
    let field = format!("answer-{}", base.rsplit('/').next().expect("a key").replace('-', ""));
    let list = "/north-moor/cascade/questions";
    // Nothing is planned yet.
    let none = chairs.administrator.fill(list, &format!("{base}/agenda"), &[]).await;
    assert!(none.status == StatusCode::CONFLICT && none.main().contains("No meeting is planned yet"), "{}", none.main());
    let next = chairs.planned().await;
    assert_eq!(member.fill("/north-moor/interests", &format!("{base}/agenda"), &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.administrator.fill(list, &format!("{base}/agenda"), &[]).await.location(), "/north-moor/cascade/questions?agenda");
    assert_eq!(chairs.administrator.fill(list, &format!("{base}/agenda"), &[]).await.status, StatusCode::CONFLICT, "pressed twice");
    let meeting = chairs.gp.get(&format!("/north-moor/meetings/{next}")).await.main();
    assert_eq!(meeting.matches("Question from Local Medical Committee: Does it hold for clinic letters as well?").count(), 1, "{meeting}");
    assert!(visitor.get(&link).await.main().contains("agenda of 14 December 2026"));
    // Answered by mail to who asked.
    let empty = chairs.administrator.fill(list, &format!("{base}/answer"), &[(&field, "")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.main().contains("Write the answer"), "{}", empty.main());
    let refused = chairs.administrator.fill(list, &format!("{base}/answer"), &[(&field, "As for 010101 1237")]).await;
    assert!(refused.main().contains("CHI number") && refused.body.contains("As for"), "{}", refused.main());
    let answered = chairs.administrator.fill(list, &format!("{base}/answer"), &[(&field, "Yes, from January.")]).await;
    assert_eq!(answered.location(), "/north-moor/cascade/questions?answered");
    let twice = chairs.gp.fill(list, &format!("{base}/answer"), &[(&field, "No.")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    it.work().await;
    let mails = mails_to(it, "secretary@lmc.example");
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("Does it hold for clinic letters as well?") && mails[0].contains("Yes, from January."), "{}", mails[0]);
    assert!(member.get(list).await.main().contains("Yes, from January."));
    assert!(visitor.get(&link).await.main().contains("Yes, from January."));
    assert!(chairs.gp.get(&listener(&chairs, "Local Medical Committee").await).await.main().contains("Yes, from January."));
});
