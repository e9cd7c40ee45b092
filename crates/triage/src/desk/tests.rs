//! The administrator's pass over HTTP: what is proposed, what each key does, and what stays when something cannot be kept.

use axum::http::{Method, StatusCode};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, Reply, TestApp},
};
use jiff::SignedDuration;
use kernel::{both, schedule, sql};
use serde_json::{Value as Json, json};

use crate::testing::start;

const LIST: &str = "/north-moor/triage/new";
const LETTER: &str =
    "No idl for a pt of ours, home since Friday. The letter from Cardiology comes weeks late every time and we ring the ward for hours.";

fn act(reference: &str) -> String {
    format!("{LIST}/{reference}")
}

/// Raises an issue by script, and has the software read it.
async fn raised(it: &TestApp, script: &Persona<'_>, more: Json) -> String {
    let mut body = json!({ "text": LETTER, "known": "anonymous" });
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    let reply = script.api(Method::POST, "/api/v1/north-moor/issues", Some(body)).await.json();
    it.wait(SignedDuration::from_mins(4));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    reply["reference"].as_str().expect("a reference").to_owned()
}

async fn cardiology(administrator: &Persona<'_>) {
    let fields = [("name", "Cardiology"), ("kind", "service"), ("sector", "secondary")];
    let reply = administrator.fill("/north-moor/directory/new", "/north-moor/directory/new", &fields).await;
    assert!(reply.status.is_redirection() || reply.status.is_success(), "{}", reply.main());
}

async fn tap(who: &Persona<'_>, reference: &str, fields: &[(&str, &str)]) -> Reply {
    let version = version_of(who, reference).await;
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("version", version.as_str())]).collect();
    who.fill(LIST, &act(reference), &fields).await
}

/// The version that the page holds of the first issue in the list.
async fn version_of(who: &Persona<'_>, reference: &str) -> String {
    let page = who.get(LIST).await.body;
    let row = page.split(&format!("id=\"{reference}\"")).nth(1).unwrap_or(&page);
    row.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("1").to_owned()
}

both!(what_came_in_stands_in_the_list_with_what_is_proposed, start, |it| {
    let administrator = it.administrator().await;
    cardiology(&administrator).await;
    raised(it, &administrator, json!({ "harm": "could-have" })).await;
    raised(
        it,
        &administrator,
        json!({ "text": "Cardiology letters come weeks late, home since Friday without an idl, we ring for hours." }),
    )
    .await;
    let page = administrator.get(LIST).await;
    let main = page.main();
    for words in [
        "2 issues to prepare",
        "Harm: could have",
        "Raised today, anonymously",
        "Hospital to practice",
        "names “cardiology”",
        "(Cardiology)",
        "Same as NM-0001",
    ] {
        assert!(main.contains(words), "{words}: {main}");
    }
    for key in ["data-key=\"1\"", "data-key=\"2\"", "data-key=\"3\"", "data-key=\"7\"", "data-key=\"d\""] {
        assert!(page.body.contains(key), "{key}");
    }
    assert!(
        page.body.contains("aria-pressed=\"false\"") && !page.body.contains("aria-pressed=\"true\""),
        "nothing is filed by the machine alone"
    );
});

both!(one_tap_each_takes_theme_direction_service_and_twin, start, |it| {
    let administrator = it.administrator().await;
    cardiology(&administrator).await;
    raised(it, &administrator, json!({})).await;
    raised(
        it,
        &administrator,
        json!({ "text": "Cardiology letters come weeks late, home since Friday without an idl, we ring for hours." }),
    )
    .await;
    assert_eq!(tap(&administrator, "NM-0001", &[("theme", "results")]).await.location(), format!("{LIST}#NM-0001"));
    tap(&administrator, "NM-0001", &[("direction", "both")]).await;
    let service = administrator.get(LIST).await.body;
    let service = service.split("name=\"service\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a service").to_owned();
    tap(&administrator, "NM-0001", &[("service", &service)]).await;
    tap(&administrator, "NM-0002", &[("twin", "NM-0001")]).await;
    let page = administrator.get(LIST).await.body;
    for taken in [
        "value=\"results\" aria-pressed=\"true\"",
        "value=\"both\" data-key=\"b\" aria-pressed=\"true\"",
        "value=\"NM-0001\" data-key=\"7\" aria-pressed=\"true\"",
    ] {
        assert!(page.contains(taken), "{taken}: {page}");
    }
    assert!(page.contains(&format!("value=\"{service}\" data-key=\"s\" aria-pressed=\"true\"")), "{page}");
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("the same fault"));
    tap(&administrator, "NM-0002", &[("twin", "NM-0001"), ("undo", "yes")]).await;
    assert!(!administrator.get("/north-moor/issues/NM-0001").await.main().contains("the same fault"));
});

both!(what_is_done_leaves_the_list_and_the_next_one_has_the_focus, start, |it| {
    let administrator = it.administrator().await;
    for _ in 0..3 {
        raised(it, &administrator, json!({})).await;
    }
    let wording = |reference: &str| format!("{}/wording", act(reference));
    let whole = [
        ("theme", "discharge"),
        ("title", "Late discharge letters"),
        ("text", "Letters come late. It costs calls."),
        ("direction", "secondary_to_primary"),
        ("service", ""),
        ("then", "prepare"),
        ("version", "1"),
    ];
    let next = administrator.fill(LIST, &wording("NM-0002"), &whole).await;
    assert_eq!(next.location(), format!("{LIST}#NM-0003"), "{}", next.main());
    let last = administrator.fill(LIST, &wording("NM-0003"), &whole).await;
    assert_eq!(last.location(), format!("{LIST}#NM-0001"));
    let main = administrator.get(LIST).await.main();
    assert!(main.contains("1 issue to prepare") && main.contains("Prepared for the co-chairs: 2") && !main.contains("NM-0002:"), "{main}");
    let prepared = administrator.get(&format!("{LIST}?prepared=yes")).await.main();
    assert!(prepared.contains("NM-0002") && prepared.contains("Late discharge letters"), "{prepared}");
    tap(&administrator, "NM-0002", &[("unprepare", "yes"), ("prepared", "yes")]).await;
    assert!(administrator.get(LIST).await.main().contains("NM-0002"));
    assert!(administrator.get("/north-moor/issues/NM-0002").await.main().contains("Prepared for the two co-chairs"));
});

both!(a_gap_or_a_missing_theme_is_asked_for_and_what_was_typed_stays, start, |it| {
    let administrator = it.administrator().await;
    let reference = raised(it, &administrator, json!({})).await;
    let to = format!("{}/wording", act(&reference));
    let typed = |title: &'static str, theme: &'static str, service: &'static str| {
        [("theme", theme), ("title", title), ("text", "Sentences of mine."), ("service", service), ("then", "prepare"), ("version", "1")]
    };
    for (fields, said) in [
        (typed("Letters: [what fails]", "discharge", ""), "in the place of the square brackets"),
        (typed("A fine title", "", ""), "Choose a theme"),
        (typed("A fine title", "discharge", "Moon base"), "no entry of this name"),
        (typed("For 010101 1237", "discharge", ""), "This looks like a CHI number"),
    ] {
        let reply = administrator.fill(LIST, &to, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(reply.main().contains(said) && reply.body.contains("Sentences of mine."), "{said}: {}", reply.main());
    }
    let stale = [("theme", "discharge"), ("title", "Mine"), ("text", "Mine too."), ("then", "save"), ("version", "7")];
    let reply = administrator.fill(LIST, &to, &stale).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert!(reply.main().contains("Somebody else changed this issue") && reply.body.contains("Mine too."), "{}", reply.main());
    assert!(administrator.get(LIST).await.main().contains("1 issue to prepare"), "nothing was kept of all this");
});

both!(one_question_stops_the_clock_and_the_list_says_so, start, |it| {
    let administrator = it.administrator().await;
    let reference = raised(it, &administrator, json!({})).await;
    let to = format!("{}/question", act(&reference));
    let empty = administrator.fill(LIST, &to, &[("question", " ")]).await;
    assert!(empty.main().contains("Write the question"), "{}", empty.main());
    administrator.fill(LIST, &to, &[("question", "Which ward was it?")]).await;
    let main = administrator.get(LIST).await.main();
    assert!(main.contains("A question waits: the clock stands still") && !main.contains("Ask the reporter"), "{main}");
});

both!(who_words_no_issues_finds_no_list_and_a_hidden_text_leaves_no_proposal, start, |it| {
    let administrator = it.administrator().await;
    let reference = raised(it, &administrator, json!({})).await;
    let member = it.member().await;
    assert_eq!(member.get(LIST).await.status, StatusCode::NOT_FOUND);
    let count = || sql("SELECT COUNT(*) AS n FROM desk_proposals");
    assert_eq!(count().one(&it.app.db).await.expect("a row").get::<i64>("n").expect("n"), 1);
    let issue = format!("/north-moor/issues/{reference}");
    administrator.fill(&issue, &format!("{issue}/flag"), &[]).await;
    assert_eq!(count().one(&it.app.db).await.expect("a row").get::<i64>("n").expect("n"), 0);
    it.wait(SignedDuration::from_mins(4));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    assert_eq!(count().one(&it.app.db).await.expect("a row").get::<i64>("n").expect("n"), 0, "what is hidden is not read");
});

both!(a_page_of_many_is_the_same_few_statements, start, |it| {
    let administrator = it.administrator().await;
    for _ in 0..27 {
        administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": LETTER, "known": "anonymous" }))).await;
    }
    let first = administrator.get(LIST).await;
    assert!(first.main().contains("27 issues to prepare") && first.body.contains("?after=25") && !first.body.contains("id=\"NM-0026\""));
    assert!(first.main().contains("The software has not read it yet"), "{}", first.main());
    assert!(administrator.get(&format!("{LIST}?after=25")).await.body.contains("id=\"NM-0027\""));
    // Done with the last of a page, one goes on with the next page.
    let whole = [("theme", "it"), ("title", "T"), ("text", "One. Two."), ("then", "prepare"), ("version", "1")];
    let reply = administrator.fill(LIST, &format!("{}/wording", act("NM-0025")), &whole).await;
    assert_eq!(reply.location(), format!("{LIST}#NM-0026"), "the place that is free is taken by the next");
});

both!(the_agreement_that_may_answer_is_named_beside_the_issue, start, |it| {
    let administrator = it.administrator().await;
    let agreements = "/api/v1/north-moor/agreements";
    let rule = json!({
        "title": "Letters after discharge",
        "rule": "The ward sends its discharge letter to the practice within a working day.",
        "gp_words": "Both co-chairs agreed that the ward sends its letter within a working day.",
        "owner": "Clinical lead, medicine", "review_on": "2027-11-22",
    });
    assert_eq!(administrator.api(Method::POST, agreements, Some(rule)).await.status, StatusCode::CREATED);
    for side in [it.gp_co_chair().await, it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await] {
        let approved = side.api(Method::POST, &format!("{agreements}/1/approvals"), None).await;
        assert_eq!(approved.status, StatusCode::OK, "{}", approved.body);
    }
    it.work().await;
    raised(it, &administrator, json!({})).await;
    let page = administrator.get(LIST).await;
    assert!(page.main().contains("May be answered already by 26/A01 Letters after discharge"), "{}", page.main());
    assert!(page.body.contains("href=\"/north-moor/agreements/26-A01\""), "{}", page.body);
});
