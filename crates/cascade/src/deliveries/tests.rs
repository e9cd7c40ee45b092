//! The minute to the groups, the list of the mail, the group's own address.

use axum::http::{Method, StatusCode};
use group::testing::Persona;
use jiff::SignedDuration;
use kernel::both;
use meetings::testing::Chairs;
use serde_json::Value as Json;

use crate::testing::{WEEKLY, add, committee, confirm, mails_to, publish, start, tick};

both!(a_published_minute_goes_to_the_groups_once_and_one_address_gets_one_mail, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    add(&chairs, &committee("GP Sub-Committee", "Office@LMC.example")).await;
    add(&chairs, &committee("Consultant Committee", "consultants@board.example")).await;
    let number = chairs.decided("one").await;
    confirm(&chairs, number).await;
    it.work().await;
    assert_eq!(mails_to(it, "consultants@board.example").len(), 0, "a draft goes to nobody");
    publish(&chairs, number).await;
    it.work().await;
    assert_eq!(mails_to(it, "consultants@board.example").len(), 1);
    let shared: Vec<String> = it.mails().iter().filter(|mail| mail.to_lowercase().contains("to: office@lmc.example")).cloned().collect();
    assert_eq!(shared.len(), 1);
    let mail = crate::testing::read(&shared[0]);
    for words in [
        "Subject: Minute of 14 December 2026: North Moor Interface Group",
        "For: GP Sub-Committee; Local Medical Committee. Both sides of the group have approved it",
        "26/D01, Letters: one: The Group AGREED that letters go out within a day.",
        "north-moor-minute-2026-12-14.pdf",
        "application/pdf",
    ] {
        assert!(mail.contains(words), "{words}: {mail}");
    }
    // One that is added later gets later minutes.
    add(&chairs, &committee("Medical Directors", "directors@board.example")).await;
    tick(it).await;
    let page = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(page.contains("Minute of 14 December 2026, sent 22 November 2026") && page.contains("None yet"), "{page}");
    assert_eq!(mails_to(it, "directors@board.example").len(), 0);
    let second = chairs.decided("two").await;
    confirm(&chairs, second).await;
    publish(&chairs, second).await;
    it.work().await;
    assert_eq!(mails_to(it, "directors@board.example").len(), 1);
    assert_eq!(mails_to(it, "consultants@board.example").len(), 2);
    // One whose address was wrong gets the last one again.
    let body = chairs.administrator.get("/north-moor/cascade").await.body;
    let row = body.split("<tr").find(|row| row.contains("Consultant Committee")).expect("a row");
    let network = row.split("href=\"").nth(1).and_then(|href| href.split('"').next()).expect("a link").to_owned();
    let again = chairs.administrator.fill(&network, &format!("{network}/minute"), &[]).await;
    assert_eq!(again.location(), "/north-moor/cascade?again");
    it.work().await;
    assert_eq!(mails_to(it, "consultants@board.example").len(), 3);
    assert_eq!(mails_to(it, "directors@board.example").len(), 1, "nobody else does");
});

async fn list(who: &Persona<'_>, query: &str) -> Json {
    let reply = who.api(Method::GET, &format!("/api/v1/north-moor/mail{query}"), None).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.json()
}

fn subjects(list: &Json) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|mail| mail["subject"].as_str().expect("a subject")).collect()
}

both!(whoever_runs_the_installation_lists_what_was_sent_and_what_is_due, start, |it| {
    let chairs = Chairs::of(it).await;
    let operator = it.operator().await;
    add(&chairs, &WEEKLY).await;
    let number = chairs.decided("one").await;
    it.work().await;
    // One mail a day to one address: the answer goes on another day than the thanks.
    it.wait(SignedDuration::from_hours(24));
    let chairs = Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    };
    confirm(&chairs, number).await;
    let before = list(&operator, "").await;
    assert_eq!(subjects(&before["sent"]), ["NM-0001: we have received your issue"]);
    assert_eq!(subjects(&before["due"]), ["NM-0001: what the group decided"]);
    assert_eq!(before["due"][0]["to"], "reporter", "in confidence");
    assert!(before["due"][0]["due_at"].is_string() && before["due"][0]["sent_at"].is_null());
    assert_eq!(before["editions"][0]["network"], "Practice Matters");
    assert_eq!((&before["editions"][0]["due_at"], &before["editions"][0]["decisions"]), (&"2026-11-25T11:00:00Z".into(), &1.into()));
    it.wait(SignedDuration::from_secs(1));
    it.work().await;
    let first = list(&operator, "?limit=1").await;
    assert_eq!(subjects(&first["sent"]), ["NM-0001: what the group decided"]);
    let second = list(&operator, &format!("?limit=1&after={}", first["next"].as_str().expect("more"))).await;
    assert_eq!(subjects(&second["sent"]), ["NM-0001: we have received your issue"]);
    assert!(second["next"].is_null() && first["due"].as_array().expect("a list").is_empty());
    // Nothing in it opens anything.
    assert!(!first.to_string().contains("/follow/"));
    for wrong in ["?limit=0", "?limit=x", "?after=x"] {
        let reply = operator.api(Method::GET, &format!("/api/v1/north-moor/mail{wrong}"), None).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    // Not even who keeps the group's record sees who raised what.
    assert_eq!(chairs.administrator.api(Method::GET, "/api/v1/north-moor/mail", None).await.status, StatusCode::FORBIDDEN);
    // The other group's mail is not in it, and there is no such group.
    assert!(list_of(&operator, "south-firth").await["sent"].as_array().expect("a list").is_empty());
    assert_eq!(operator.api(Method::GET, "/api/v1/nowhere/mail", None).await.status, StatusCode::NOT_FOUND);
});

async fn list_of(who: &Persona<'_>, group: &str) -> Json {
    who.api(Method::GET, &format!("/api/v1/{group}/mail"), None).await.json()
}

both!(the_groups_own_address_is_where_questions_go, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let page = "/north-moor/cascade/post";
    let wrong = chairs.administrator.fill(page, page, &[("contact", "us"), ("post_from", "early"), ("copy_lead", "x")]).await;
    assert!(
        wrong.main().contains("Enter an email address")
            && wrong.main().contains("Enter minutes")
            && wrong.main().contains("Enter a time up to 18:00"),
        "{}",
        wrong.main()
    );
    let set =
        chairs.administrator.fill(page, page, &[("contact", "interface@board.example"), ("post_from", "07:30"), ("copy_lead", "30")]).await;
    assert_eq!(set.location(), "/north-moor/cascade?set");
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("They go to interface@board.example."));
    let number = chairs.decided("one").await;
    confirm(&chairs, number).await;
    it.wait(SignedDuration::from_hours(24 * 4));
    tick(it).await;
    let mails = mails_to(it, "practice.matters@board.example");
    assert!(mails[0].contains("Reply-To: interface@board.example") && mails[0].contains("Ask: interface@board.example."), "{}", mails[0]);
});

both!(a_group_that_wishes_it_gets_a_cover_and_a_note_and_who_gets_two_forms_gets_two_mails, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    add(&chairs, &committee("GP Sub-Committee", "office@lmc.example")).await;
    let page = chairs.administrator.get("/north-moor/cascade").await.body;
    let row = page.split("<tr").find(|row| row.contains("Local Medical Committee")).expect("a row");
    let here = row.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/networks/")).expect("a link");
    let here = here.split('"').next().expect("an address").to_owned();
    let member = it.member().await;
    assert_eq!(member.fill("/north-moor/interests", &here, &[("cover", "decision")]).await.status, StatusCode::FORBIDDEN);
    let wrong = chairs.administrator.fill(&here, &here, &[("cover", "gold")]).await;
    assert!(wrong.main().contains("Choose whether it gets a cover"), "{}", wrong.main());
    assert_eq!(chairs.administrator.fill(&here, &here, &[("cover", "decision")]).await.location(), format!("{here}?set"));
    let number = chairs.decided("one").await;
    confirm(&chairs, number).await;
    chairs.call(&format!("meetings/{number}/adjournment"), Json::Null).await;
    assert!(chairs.gp.get("/north-moor/cascade").await.main().contains("The minute of 14 December 2026, and the groups"));
    let minute = format!("/north-moor/cascade/minutes/{number}");
    let note = format!("{minute}/{}", here.rsplit('/').next().expect("a key"));
    let field = format!("note-{}", here.rsplit('/').next().expect("a key").replace('-', ""));
    let refused = chairs.administrator.fill(&minute, &note, &[(&field, "About 010101 1237")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("CHI number"), "{}", refused.main());
    assert!(refused.body.contains("About 010101"), "what was typed comes back");
    let set = chairs.administrator.fill(&minute, &note, &[(&field, "May we use your list of practices?")]).await;
    assert_eq!(set.location(), format!("{minute}?set"));
    assert!(member.get(&minute).await.main().contains("May we use your list of practices?"));
    for side in [&chairs.gp, &chairs.consultant] {
        let reply = side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/minute/approvals"), None).await;
        assert!(reply.status.is_success(), "{}", reply.body);
    }
    it.work().await;
    let mails = mails_to(it, "office@lmc.example");
    assert_eq!(mails.len(), 2);
    let with = mails.iter().find(|mail| mail.contains("For: Local Medical Committee.")).expect("a mail with a cover");
    let without = mails.iter().find(|mail| mail.contains("For: GP Sub-Committee.")).expect("a mail without one");
    for words in
        ["behind a cover", "May we use your list of practices?", "north-moor-minute-2026-12-14.docx", "north-moor-minute-2026-12-14.pdf"]
    {
        assert!(with.contains(words), "{words}: {with}");
    }
    assert!(!without.contains("behind a cover") && !without.contains("list of practices") && !without.contains("minute-2026-12-14.docx"));
    // Pressed twice it is shared once.
    crate::deliveries::share(&it.app, it.group.id, number, None).await.expect("shared");
    it.work().await;
    assert_eq!(mails_to(it, "office@lmc.example").len(), 2);
});

both!(groups_that_were_sent_a_minute_are_told_what_was_put_right_in_it, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    add(&chairs, &committee("GP Sub-Committee", "Office@LMC.example")).await;
    let number = chairs.decided("one").await;
    confirm(&chairs, number).await;
    publish(&chairs, number).await;
    it.work().await;
    // Both names of one address.
    let to_office = || it.mails().iter().filter(|mail| mail.to_lowercase().contains("to: office@lmc.example")).count();
    assert_eq!(to_office(), 1);
    add(&chairs, &committee("Medical Directors", "directors@board.example")).await;
    let page = format!("/north-moor/meetings/{number}/minute/mendings");
    let row = "A-0001 · Tell every ward · Tunde Adeyemi · 15 January 2027 · Each ward has replied";
    let decision = "Decision 26/D01: The Group AGREED that letters go out within a day.";
    let wrong = [("was", decision), ("words", "Decision 26/D01: letters go out within two days."), ("why", "It was two.")];
    let refused = chairs.administrator.fill(&page, &page, &wrong).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("correct it on the decision’s own page"),
        "{}",
        refused.main()
    );
    let new = [("was", row), ("words", "Owner: Ailsa Munro, by 22 January 2027."), ("why", "Tunde Adeyemi was noted by mistake.")];
    assert_eq!(chairs.administrator.fill(&page, &page, &new).await.status, StatusCode::SEE_OTHER);
    let confirmed = async |who: &Persona<'_>| {
        let body = who.get(&page).await.body;
        let (before, _) = body.split_once("/confirmation\"").expect("something waits");
        let here = format!("{}/confirmation", before.rsplit_once("action=\"").expect("an address").1);
        let seen = format!("{row}\n{}\n{}", new[1].1, new[2].1);
        assert_eq!(who.fill(&page, &here, &[("seen", &seen)]).await.status, StatusCode::SEE_OTHER);
    };
    confirmed(&chairs.gp).await;
    it.work().await;
    assert_eq!(to_office(), 1, "one side alone puts nothing right");
    confirmed(&chairs.consultant).await;
    it.work().await;
    let mails: Vec<String> =
        it.mails().iter().filter(|mail| mail.contains("Subject: Put right")).map(|mail| crate::testing::read(mail)).collect();
    assert_eq!(mails.len(), 1, "one address gets one mail, and who was not sent the minute none: {mails:?}");
    for words in [
        "GP Sub-Committee; Local Medical Committee",
        "A-0001 · Tell every ward · the consultant co-chair",
        "Owner: the GP co-chair, by 22 January 2027.",
        "the consultant co-chair was noted by mistake",
    ] {
        assert!(mails[0].contains(words), "{words}: {}", mails[0]);
    }
    assert!(!mails[0].contains("Adeyemi by mistake") && !mails[0].contains("Owner: Ailsa"), "{}", mails[0]);
    let list = chairs.gp.get(&format!("/north-moor/cascade/minutes/{number}")).await.main();
    assert_eq!(list.matches("what was put right in it").count(), 2, "{list}");
    // The words of a decision are corrected on its own page: the minute says so, and the same groups hear.
    let correction = "/north-moor/decisions/26-D01/correction";
    let said = "The Group AGREED that letters go out within a day.";
    let proposed = [("seen", said), ("words", "letters go out within two days"), ("why", "It was two.")];
    assert_eq!(chairs.administrator.fill(correction, correction, &proposed).await.status, StatusCode::SEE_OTHER);
    for side in [&chairs.gp, &chairs.consultant] {
        let shown = side.get(correction).await;
        let seen = shown.hidden("seen").expect("what is confirmed");
        let confirmation = format!("{correction}/confirmation");
        assert_eq!(side.fill(correction, &confirmation, &[("seen", &seen)]).await.status, StatusCode::SEE_OTHER);
    }
    it.work().await;
    let mails: Vec<String> =
        it.mails().iter().filter(|mail| mail.contains("Subject: Put right")).map(|mail| crate::testing::read(mail)).collect();
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails[1].contains("within a day") && mails[1].contains("within two days") && mails[1].contains("It was two."), "{}", mails[1]);
    let minute = chairs.gp.get(&format!("/north-moor/meetings/{number}/minute")).await.main();
    assert!(minute.contains("instead of “Decision 26/D01") && minute.contains("within two days"), "{minute}");
});
