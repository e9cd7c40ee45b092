//! The pages and calls of agreements, as people of each role use them.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role, testing::Persona};
use jiff::civil::date;
use kernel::{both, sql};
use serde_json::json;

use crate::testing::{Chairs, agree, start, typed};

const ALL: &str = "/north-moor/agreements";
const ONE: &str = "/north-moor/agreements/26-A01";

fn form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("title", "Who acts on a result"),
        ("rule", "The clinician who asks for a test acts on its result."),
        ("binds", "both"),
        ("gp_words", "Both co-chairs agreed that who asks acts.\nMay I ask you to act?\nThank you."),
        ("patients", "Whoever sent you for a test tells you its result."),
        ("owner", "Tunde Adeyemi"),
        ("review_on", "2027-11-22"),
    ]
}

async fn approve(who: &Persona<'_>) -> (StatusCode, String) {
    let hash = who.get(&format!("{ONE}?version=1")).await.hidden("hash").unwrap_or_default();
    let reply = who.fill(ONE, &format!("{ONE}/approvals"), &[("hash", &hash)]).await;
    (reply.status, reply.location().to_owned())
}

both!(a_decision_becomes_a_draft_that_both_approve_and_everybody_then_reads, start, |it| {
    let chairs = Chairs::of(it).await;
    let from = format!("{ALL}/new?decision=26/D09&sentence=The+Group+AGREED+that+wards+write+within+a+day.&issues=NM-0003");
    let blank = chairs.administrator.get(&from).await;
    assert!(
        blank.body.contains("Wards write within a day.") && blank.body.contains("agreed in 26/D09 that wards write within a day."),
        "{}",
        blank.body
    );
    let wrong = chairs.administrator.fill(&from, &format!("{ALL}/new"), &[("title", ""), ("rule", "Only this.")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.main().contains("Say in a few words what it is about") && wrong.body.contains("Only this."));
    let kept = chairs.administrator.fill(&from, &format!("{ALL}/new"), &form()).await;
    assert_eq!(kept.location(), format!("{ONE}?drafted"));
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(ONE).await.status, StatusCode::NOT_FOUND, "a draft is the members'");
    assert!(it.member().await.get(ONE).await.main().contains("The GP side has yet to approve it."));
    assert_eq!(approve(&chairs.administrator).await.0, StatusCode::FORBIDDEN);
    let asked = chairs.administrator.fill(ONE, &format!("{ONE}/asking"), &[]).await;
    assert_eq!(asked.location(), format!("{ONE}?version=1&asked"));
    let mails = it.mails_after_work().await;
    assert_eq!(mails.iter().filter(|mail| mail.contains("Subject: 26/A01: an agreement to approve")).count(), 2, "{mails:?}");
    assert_eq!(approve(&chairs.gp).await, (StatusCode::SEE_OTHER, format!("{ONE}?version=1&approved")));
    assert_eq!(approve(&chairs.consultant).await.0, StatusCode::SEE_OTHER);
    let shown = reader.get(ONE).await;
    let main = shown.main();
    assert!(main.contains("26/A01: agreed 22 November 2026, in force") && main.contains("Approved by"), "{main}");
    assert!(shown.body.contains("data-copy=\"gp-words\"") && !shown.body.contains("words-hint"), "{}", shown.body);
    assert!(reader.get(ALL).await.main().contains("Who acts on a result"));
    let visitor = it.visitor();
    assert_eq!(visitor.get(ONE).await.status, StatusCode::SEE_OTHER, "not open to everybody yet");
});

both!(the_public_reads_what_is_in_force_by_its_short_address_and_nothing_else, start, |it| {
    let chairs = Chairs::of(it).await;
    agree(&chairs, &crate::rules::NewAgreement { owner: "Tunde Adeyemi".into(), patients: "Ask who sent you.".into(), ..typed() }).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    crate::rules::create(&it.app, &mut tx, &chairs.drafts(), &crate::rules::NewAgreement { title: "A secret draft".into(), ..typed() })
        .await
        .expect("one");
    it.app.commit(tx).await.expect("a commit");
    let visitor = it.visitor();
    for path in [ALL, ONE, "/north-moor/a/1"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    let member = it.member().await;
    assert_eq!(member.fill(ALL, &format!("{ALL}/public"), &[("public", "yes")]).await.status, StatusCode::FORBIDDEN);
    let opened = chairs.administrator.fill(ALL, &format!("{ALL}/public"), &[("public", "yes")]).await;
    assert_eq!(opened.location(), format!("{ALL}?opened"));
    assert_eq!(visitor.get("/north-moor/a/1").await.location(), ONE);
    let (library, one) = (visitor.get(ALL).await.main(), visitor.get(ONE).await.main());
    assert!(
        library.contains("Who acts on a result") && !library.contains("secret") && !library.contains("Draft an agreement"),
        "{library}"
    );
    assert!(one.contains("North Moor Interface Group, 26/A01: http://brig.test/north-moor/a/1"), "{one}");
    assert!(one.contains("Words to send, from a GP") && !one.contains("Adeyemi") && !one.contains("History"), "{one}");
    assert_eq!(visitor.get(&format!("{ALL}/26-A02")).await.status, StatusCode::NOT_FOUND);
    for path in ["text.pdf", "text.docx", "sheet.pdf", "sheet.pdf?paper=a5", "sheet.pdf?for=patients"] {
        let reply = visitor.get(&format!("{ONE}/{path}")).await;
        assert!(reply.status.is_success() && reply.body.len() > 2_000, "{path}");
    }
    // By words, and by what it means.
    assert!(visitor.get(&format!("{ALL}?q=test+result")).await.main().contains("Who acts on a result"));
    it.work().await;
    let found = visitor.get(&format!("{ALL}?q=the+clinic+wants+me+to+chase+its+blood+results")).await.main();
    assert!(found.contains("In other words") && found.contains("Who acts on a result"), "{found}");
    assert!(visitor.get(&format!("{ALL}?q=the+car+park+floods")).await.main().contains("No agreement says this"));
    // Paper on a wall outlives an agreement.
    crate::testing::withdraw(&chairs, 1).await.expect("withdrawn");
    assert_eq!(visitor.get("/north-moor/a/1").await.location(), ONE);
    let gone = visitor.get(ONE).await.main();
    assert!(gone.contains("holds no longer") && !gone.contains("The service has closed") && !gone.contains("acts on its result"), "{gone}");
    assert!(member.get(ONE).await.main().contains("The service has closed."), "the group can read why");
});

both!(nobodys_text_is_lost_when_two_edit_a_draft, start, |it| {
    let chairs = Chairs::of(it).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    crate::rules::create(&it.app, &mut tx, &chairs.drafts(), &typed()).await.expect("a draft");
    it.app.commit(tx).await.expect("a commit");
    let (edit, owner) = (format!("{ONE}/edit"), ("owner", "Clinical lead"));
    let save = async |who: &Persona<'_>, rule: &'static str| {
        who.fill(&edit, &edit, &[("version", "1"), ("title", "Results"), ("rule", rule), ("gp_words", "Dear colleague"), owner]).await
    };
    assert_eq!(save(&chairs.gp, "Who asks acts.").await.status, StatusCode::SEE_OTHER);
    let late = save(&chairs.consultant, "Who asks for it acts on it.").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.main().contains("Who asks acts.") && late.body.contains("Who asks for it acts on it."), "{}", late.main());
    assert_eq!(late.hidden("version").as_deref(), Some("2"), "saving again is a choice");
});

both!(withdrawing_needs_a_reason_and_a_key, start, |it| {
    let chairs = Chairs::of(it).await;
    agree(&chairs, &typed()).await;
    let take = async |who: &Persona<'_>, reason: &str| {
        who.fill(ONE, &format!("{ONE}/withdrawal"), &[("what", "in-force"), ("reason", reason)]).await
    };
    assert_eq!(take(&chairs.administrator, "It is over").await.status, StatusCode::FORBIDDEN);
    let empty = take(&chairs.gp, " ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.main().contains("Say in a sentence why"), "{}", empty.main());
    assert_eq!(take(&chairs.gp, "It is over").await.status, StatusCode::SEE_OTHER);
    assert!(chairs.gp.get(ALL).await.main().contains("No agreement is in force yet."));
});

both!(scripts_draft_read_find_and_approve, start, |it| {
    let chairs = Chairs::of(it).await;
    let api = "/api/v1/north-moor/agreements";
    let body = || json!({ "title": "Results", "rule": "Who asks for a blood test acts on its result.", "gp_words": "Dear colleague", "owner": "Lead", "review_on": "2027-11-22" });
    let member = it.member().await;
    assert_eq!(member.api(Method::POST, api, Some(body())).await.status, StatusCode::FORBIDDEN);
    let made = chairs.administrator.api(Method::POST, api, Some(body())).await;
    assert_eq!((made.status, made.json()["reference"].as_str()), (StatusCode::CREATED, Some("26/A01")));
    let one = format!("{api}/26-A01");
    let read = member.api(Method::GET, &one, None).await.json();
    let stale = chairs.gp.api(Method::POST, &format!("{one}/approvals"), Some(json!({ "hash": "00" }))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    for (who, state) in [(&chairs.gp, "draft"), (&chairs.consultant, "in-force")] {
        let reply = who.api(Method::POST, &format!("{one}/approvals"), Some(json!({ "hash": read["hash"] }))).await.json();
        assert_eq!(reply["state"], state);
    }
    it.work().await;
    let list = member.api(Method::GET, api, None).await.json();
    assert_eq!((list["items"][0]["state"].as_str(), list["items"][0]["agreed_on"].as_str()), (Some("in-force"), Some("2026-11-22")));
    let found = member.api(Method::GET, &format!("{api}?q=we+are+asked+to+chase+a+blood+result"), None).await.json();
    assert!(found["items"][0]["score"].as_f64().is_some_and(|score| score > 0.1), "{found}");
    let days = sql("SELECT in_force_on FROM agreements").one(&it.app.db).await.expect("a row");
    assert_eq!(days.get::<jiff::civil::Date>("in_force_on").expect("a day"), date(2026, 11, 22));
});
