//! Likeness over HTTP, as a visitor, a reporter and those who triage meet it.

use axum::http::{Method, StatusCode};
use group::testing::Persona;
use kernel::{both, schedule, sql};
use serde_json::json;

use crate::testing::start;

const RAISE: &str = "/north-moor/raise";
const SIMILAR: &str = "/north-moor/raise/similar";
const API: &str = "/api/v1/north-moor/issues";

/// The same fault, from the ward and from the practice.
const WARD: &str = "We have nowhere on the discharge template to say why a drug was withheld, so the juniors write nothing.";
const PRACTICE: &str = "Tablets missing after an admission and no word whether that was meant. Two calls to find out.";
const PHONES: &str = "The switchboard rang out for half an hour while I had a sick patient in front of me.";

async fn raise(script: &Persona<'_>, text: &str) {
    let raised = script.api(Method::POST, API, Some(json!({ "text": text, "known": "named" }))).await;
    assert_eq!(raised.status, StatusCode::CREATED, "{}", raised.body);
}

/// Sends a report by the form; gives the path of its receipt.
async fn sent(who: &Persona<'_>, text: &str, me_too: &str) -> String {
    let sent = who.fill(RAISE, RAISE, &[("text", text), ("known", "anonymous"), ("me-too", me_too)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.main());
    sent.location().split('?').next().unwrap_or_default().to_owned()
}

async fn word(who: &Persona<'_>, reference: &str, title: &str) {
    let page = format!("/north-moor/issues/{reference}");
    let fields = [("title", title), ("text", "Changes are not explained. Practices guess."), ("theme", ""), ("version", "1")];
    assert_eq!(who.fill(&page, &format!("{page}/wording"), &fields).await.status, StatusCode::SEE_OTHER);
}

both!(a_script_finds_the_same_fault_told_from_the_other_side, start, |it| {
    let administrator = it.administrator().await;
    for text in [PHONES, WARD, "Our car park is full by eight."] {
        raise(&administrator, text).await;
    }
    it.work().await;
    let ask = async |body| administrator.api(Method::POST, &format!("{API}/similar"), Some(body)).await;
    let found = ask(json!({ "text": PRACTICE, "limit": 2 })).await.json();
    let items = found["items"].as_array().expect("items");
    assert_eq!((items.len(), &items[0]["reference"]), (2, &json!("NM-0002")), "{found}");
    assert!(items[0]["score"].as_f64() > items[1]["score"].as_f64(), "{found}");
    assert!(found["engine"].as_str().expect("an engine").starts_with("minilm-"));
    assert!(!items[0]["why"].as_str().expect("a reason").is_empty());
    let refused = ask(json!({ "text": "Missing for 010101 1237" })).await;
    assert_eq!((refused.status, &refused.json()["findings"][0]["kind"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("chi")));
    for wrong in [json!({ "text": "" }), json!({ "text": "x", "limit": 0 }), json!({ "text": "x", "limit": 21 }), json!({})] {
        assert_eq!(ask(wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let elsewhere = it.persona_in(&it.other, "Jo Firth", group::permissions::Role::Administrator, group::membership::Side::Other).await;
    let asked = elsewhere.api(Method::POST, &format!("{API}/similar"), Some(json!({ "text": PRACTICE }))).await;
    assert_eq!(asked.status, StatusCode::NOT_FOUND);
    let own = elsewhere.api(Method::POST, "/api/v1/south-vale/issues/similar", Some(json!({ "text": PRACTICE }))).await;
    assert!(own.status == StatusCode::NOT_FOUND || own.json()["items"] == json!([]), "another group's issues are never proposed");
});

both!(a_visitor_reads_the_groups_words_and_never_a_strangers, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, WARD).await;
    it.work().await;
    let visitor = it.visitor();
    let before = visitor.fill(RAISE, SIMILAR, &[("text", PRACTICE)]).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.body.contains("Something like this was raised this month"), "{}", before.body);
    assert!(!before.body.contains("juniors") && !before.body.contains("template"), "{}", before.body);
    word(&administrator, "NM-0001", "Medicines changed without a reason").await;
    it.work().await;
    let after = visitor.fill(RAISE, SIMILAR, &[("text", PRACTICE)]).await.body;
    assert!(
        after.contains("Medicines changed without a reason") && after.contains("Practices guess.") && !after.contains("juniors"),
        "{after}"
    );
    for nothing in ["Too short", "Missing for 010101 1237, who was sent home"] {
        assert_eq!(visitor.fill(RAISE, SIMILAR, &[("text", nothing)]).await.status, StatusCode::NO_CONTENT, "{nothing}");
    }
    assert_eq!(visitor.post(SIMILAR, &[("text", PRACTICE)]).await.status, StatusCode::FORBIDDEN);
});

both!(me_too_is_a_report_of_its_own_and_can_be_taken_back, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, WARD).await;
    it.work().await;
    let visitor = it.visitor();
    let receipt = sent(&visitor, PRACTICE, "").await;
    let page = visitor.get(&receipt).await.main();
    assert!(page.contains("Others have said something like this") && page.contains("Me too") && !page.contains("juniors"), "{page}");
    let tap = async |how| visitor.fill(&receipt, &format!("{receipt}/me-too"), &[("issue", "NM-0001"), ("how", how)]).await;
    assert_eq!(tap("me-too").await.location(), format!("{receipt}?kept#alike"));
    assert_eq!(tap("me-too").await.status, StatusCode::SEE_OTHER, "twice is once");
    let page = visitor.get(&receipt).await.main();
    assert!(page.contains("You said: this happened to us too.") && page.contains("Two calls to find out"), "{page}");
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("2 reports of this fault") && issue.contains("its reporter said: me too"), "{issue}");
    let days = sql("SELECT COUNT(*) AS n FROM issue_links WHERE by_reporter AND person_id IS NULL").one(&it.app.db).await.expect("a row");
    assert_eq!(days.get::<i64>("n").expect("a number"), 1);
    tap("undo").await;
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    assert!(!issue.contains("2 reports"), "{issue}");
    assert!(administrator.get("/north-moor/issues/NM-0002").await.main().contains("Two calls to find out"), "nothing is lost");
    assert!(visitor.get(&receipt).await.main().contains("Me too"), "and it is proposed again");
});

both!(weight_says_from_how_many_workplaces_and_not_from_which, start, |it| {
    let administrator = it.administrator().await;
    for (text, workplace) in [(WARD, "Ward 4"), (PRACTICE, "Glebe Surgery"), (PHONES, "glebe surgery")] {
        let report = json!({ "text": text, "known": "confidence", "workplace": workplace });
        assert_eq!(administrator.api(Method::POST, API, Some(report)).await.status, StatusCode::CREATED);
    }
    it.work().await;
    let page = "/north-moor/issues/NM-0003";
    for other in ["NM-0001", "NM-0002"] {
        administrator.fill(page, &format!("{page}/twins"), &[("other", other), ("how", "same")]).await;
    }
    let shown = administrator.get(page).await.main();
    assert!(shown.contains("3 reports of this fault from 2 workplaces") && !shown.contains("Glebe"), "{shown}");
});

both!(what_was_chosen_while_writing_is_linked_on_sending, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, WARD).await;
    it.work().await;
    let visitor = it.visitor();
    let receipt = sent(&visitor, PRACTICE, "NM-0001").await;
    assert!(visitor.get(&receipt).await.main().contains("You said: this happened to us too."));
    let wrong = sent(&visitor, "Another report that says a thing.", "NM-0099").await;
    assert_eq!(visitor.get(&wrong).await.status, StatusCode::OK, "what cannot be linked is saved all the same");
});

both!(those_who_triage_say_what_two_reports_are_to_each_other, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, WARD).await;
    raise(&administrator, PRACTICE).await;
    raise(&administrator, "Medicines changed on the ward and nobody says why.").await;
    it.work().await;
    let page = "/north-moor/issues/NM-0002";
    let shown = administrator.get(page).await.main();
    assert!(shown.contains("NM-0001") && shown.contains("NM-0003") && shown.contains("both about"), "{shown}");
    let judge = async |who: &Persona<'_>, other, how| who.fill(page, &format!("{page}/twins"), &[("other", other), ("how", how)]).await;
    assert_eq!(judge(&administrator, "NM-0001", "same").await.location(), format!("{page}?judged#alike"));
    judge(&administrator, "NM-0003", "no").await;
    let shown = administrator.get(page).await.main();
    assert!(shown.contains("the same fault") && shown.contains("not the same") && shown.contains("2 reports of this fault"), "{shown}");
    assert!(!shown.contains("value=\"related\""), "what was answered is not proposed again: {shown}");
    assert!(administrator.get("/north-moor/issues/NM-0001").await.main().contains("2 reports of this fault"), "it counts for both");
    judge(&administrator, "NM-0001", "undo").await;
    assert!(!administrator.get(page).await.main().contains("2 reports"));
    for (other, how) in [("NM-0002", "same"), ("NM-0099", "same"), ("NM-0001", "me-too"), ("NM-0001", "")] {
        assert!(!judge(&administrator, other, how).await.status.is_success());
    }
    let member = it.member().await;
    assert_eq!(member.get(page).await.status, StatusCode::NOT_FOUND);
});

both!(what_is_taken_back_or_forgotten_is_proposed_no_longer, start, |it| {
    let administrator = it.administrator().await;
    let visitor = it.visitor();
    let receipt = sent(&visitor, WARD, "").await;
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    let found = async || {
        administrator.api(Method::POST, &format!("{API}/similar"), Some(json!({ "text": PRACTICE }))).await.json()["items"].clone()
    };
    assert_eq!(found().await[0]["reference"], "NM-0001");
    let issue = crate::issues::find(&it.app.db, it.group.id, 1).await.expect("the issue");
    let mut tx = it.app.begin().await.expect("a transaction");
    crate::likeness::forget(&mut tx, it.group.id, issue.id).await.expect("forgotten");
    it.app.commit(tx).await.expect("a commit");
    assert_eq!(found().await, json!([]));
    it.wait(jiff::SignedDuration::from_mins(4));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    assert_eq!(found().await[0]["reference"], "NM-0001", "its new text is read anew");
    visitor.fill(&receipt, &format!("{receipt}/withdrawal"), &[]).await;
    assert_eq!(found().await, json!([]));
});

both!(what_another_engine_made_is_read_anew_and_never_compared, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, WARD).await;
    it.work().await;
    let engine =
        async || sql("SELECT engine FROM issue_vectors").one(&it.app.db).await.expect("a row").get::<String>("engine").expect("a name");
    let ours = engine().await;
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("UPDATE issue_vectors SET engine = 'older', stamp = stamp + 1").run(&mut tx).await.expect("changed");
    sql("UPDATE counters SET n = n + 1 WHERE name = 'vectors'").run(&mut tx).await.expect("changed");
    it.app.commit(tx).await.expect("a commit");
    let found = async || {
        administrator.api(Method::POST, &format!("{API}/similar"), Some(json!({ "text": PRACTICE }))).await.json()["items"].clone()
    };
    assert_eq!(found().await, json!([]));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    assert_eq!(engine().await, ours);
    assert_eq!(found().await[0]["reference"], "NM-0001");
});

both!(no_row_says_when_an_anonymous_report_was_raised_or_linked, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, WARD).await;
    it.work().await;
    let visitor = it.visitor();
    sent(&visitor, PRACTICE, "NM-0001").await;
    let jobs = sql("SELECT COUNT(*) AS n FROM jobs WHERE kind = 'likeness.read'").one(&it.app.db).await.expect("a row");
    assert_eq!(jobs.get::<i64>("n").expect("a number"), 0, "its reading waits for the round in which all is read");
    let entry = sql("SELECT at FROM ledger WHERE verb = 'issue.linked'").one(&it.app.db).await.expect("a row");
    let at: jiff::Timestamp = entry.get("at").expect("a time");
    assert_eq!(at.to_zoned(it.group.time_zone.clone()).time(), jiff::civil::Time::midnight());
});

both!(the_group_s_own_abbreviations_make_every_vector_old_and_none_is_mixed, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, "The rapid access chest pain clinic sends people away without a plan.").await;
    raise(&administrator, PHONES).await;
    it.work().await;
    let ask = json!({ "text": "no plan from RACPC", "limit": 1 });
    let found = async || administrator.api(Method::POST, &format!("{API}/similar"), Some(ask.clone())).await.json();
    let before = found().await["items"][0]["score"].as_f64().expect("a score");
    let words = "/north-moor/settings/words";
    let fields = [("short", "RACPC"), ("meaning", "rapid access chest pain clinic")];
    let added = administrator.fill(words, &format!("{words}/abbreviations"), &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.main());
    assert_eq!(found().await["items"], json!([]), "old vectors are not compared with new words");
    it.work().await;
    let after = found().await;
    assert_eq!(after["items"][0]["reference"], "NM-0001", "{after}");
    assert!(after["items"][0]["score"].as_f64().expect("a score") > before, "{before} {after}");
    let vectors = sql("SELECT COUNT(*) AS n FROM issue_vectors WHERE engine LIKE '%+w1'").one(&it.app.db).await.expect("a count");
    assert_eq!(vectors.get::<i64>("n").expect("a number"), 2);
});

both!(a_number_of_the_group_s_hospital_is_refused_on_every_way_in, start, |it| {
    let administrator = it.administrator().await;
    let words = "/north-moor/settings/words";
    let fields = [("example", "RQM 123456"), ("letters", "these")];
    assert_eq!(administrator.fill(words, &format!("{words}/numbers"), &fields).await.status, StatusCode::SEE_OTHER);
    let text = "The letter about RQM-482913 never came.";
    for (path, body) in [
        (API.to_owned(), json!({ "text": text, "known": "named" })),
        (format!("{API}/similar"), json!({ "text": text })),
        ("/api/v1/north-moor/themes/suggestions".to_owned(), json!({ "text": text })),
    ] {
        let refused = administrator.api(Method::POST, &path, Some(body)).await;
        assert_eq!((refused.status, &refused.json()["findings"][0]["kind"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("hospital-number")));
    }
    let checked = administrator.api(Method::POST, "/api/v1/north-moor/text-checks", Some(json!({ "text": text }))).await.json();
    assert_eq!(checked["findings"], json!([{ "kind": "hospital-number", "start": 17, "end": 27, "severity": "block" }]));
    let visitor = it.visitor();
    let sent = visitor.fill(RAISE, RAISE, &[("text", text), ("known", "anonymous")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", sent.main());
    let path = {
        let sent = visitor.fill(RAISE, RAISE, &[("text", PHONES), ("known", "anonymous")]).await;
        sent.location().split('?').next().unwrap_or_default().to_owned()
    };
    let said = visitor.fill(&format!("{path}/exchange"), &format!("{path}/exchange"), &[("words", text)]).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", said.main());
});

both!(what_an_anonymous_reporter_raised_is_found_before_the_round_that_reads_it, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, PHONES).await;
    it.work().await;
    sent(&it.visitor(), WARD, "").await;
    let found = administrator.api(Method::POST, &format!("{API}/similar"), Some(json!({ "text": PRACTICE }))).await.json();
    assert_eq!(found["items"][0]["reference"], json!("NM-0002"), "{found}");
    let read = sql("SELECT count(*) AS n FROM issue_vectors").one(&it.app.db).await.expect("a count");
    assert_eq!(read.get::<i64>("n").expect("a number"), 1, "the search keeps nothing");
});
