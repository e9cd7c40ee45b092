//! Patterns over HTTP: they emerge, are named, last, and tell nobody what is not theirs to read.

use axum::http::{Method, StatusCode};
use group::testing::{Persona, TestApp};
use jiff::SignedDuration;
use kernel::{both, schedule, sql};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::testing::start;

const PATTERNS: &str = "/north-moor/patterns";
const API: &str = "/api/v1/north-moor/patterns";

const LETTERS: [&str; 6] = [
    "The discharge letter never reached the practice.",
    "We did not get the discharge letter at the practice again.",
    "No discharge letter has come to our practice for this patient.",
    "A discharge letter that the practice never received.",
    "Practice still without the discharge letter a week after the patient went home.",
    "The practice had no discharge letter, once more.",
];
const PHONES: [&str; 3] = [
    "The hospital switchboard rang out for half an hour.",
    "Nobody answers the hospital switchboard.",
    "Half an hour on hold at the hospital switchboard.",
];

async fn raise(script: &Persona<'_>, texts: &[&str]) {
    for text in texts {
        let report = json!({ "text": text, "known": "confidence", "sector": "primary", "workplace": "Glebe Surgery" });
        let raised = script.api(Method::POST, "/api/v1/north-moor/issues", Some(report)).await;
        assert_eq!(raised.status, StatusCode::CREATED, "{}", raised.body);
    }
}

/// Has the reports read, now.
async fn read(it: &TestApp, who: &Persona<'_>) {
    it.work().await;
    assert_eq!(who.fill(PATTERNS, &format!("{PATTERNS}/reading"), &[]).await.location(), PATTERNS);
    it.work().await;
}

async fn told(who: &Persona<'_>) -> Json {
    who.api(Method::GET, API, None).await.json()
}

fn numbers(told: &Json) -> Vec<i64> {
    told["items"].as_array().expect("items").iter().filter_map(|item| item["number"].as_i64()).collect()
}

both!(what_speaks_of_the_same_thing_becomes_a_pattern_with_its_reports, start, |it| {
    let administrator = it.administrator().await;
    assert!(administrator.get(PATTERNS).await.main().contains("have not been read for patterns yet"));
    raise(&administrator, &LETTERS).await;
    raise(&administrator, &PHONES).await;
    raise(&administrator, &["The car park is full by eight and blood couriers cannot stop."]).await;
    read(it, &administrator).await;
    let page = administrator.get(PATTERNS).await.main();
    assert!(page.contains("6 open, 6 in all") && page.contains("3 open, 3 in all") && page.contains("general practice 6"), "{page}");
    assert!(page.contains("1 open report is like no other so far"), "{page}");
    assert!(administrator.get(&format!("{PATTERNS}?show=alone")).await.main().contains("1 open, 1 in all"));
    let told = told(&administrator).await;
    assert_eq!((&told["items"][0]["open"], &told["items"][1]["open"]), (&json!(6), &json!(3)), "{told}");
    let first = format!("{PATTERNS}/{}", told["items"][0]["number"]);
    let shown = administrator.get(&first).await;
    assert!(shown.body.contains("#alike"), "each leads to where two are judged");
    let page = shown.main();
    for expected in ["NM-0001", "NM-0006", "never reached the practice", "Likest", "Plan a meeting about it"] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(!page.contains("switchboard"), "{page}");
    for nothing in ["/0", "/999", "/x"] {
        assert_eq!(administrator.get(&format!("{PATTERNS}{nothing}")).await.status, StatusCode::NOT_FOUND);
    }
    let elsewhere = it.persona_in(&it.other, "Jo Firth", group::permissions::Role::Administrator, group::membership::Side::Other).await;
    assert_eq!(elsewhere.get(&first).await.status, StatusCode::NOT_FOUND);
});

both!(a_group_with_abbreviations_of_its_own_finds_its_patterns_too, start, |it| {
    let administrator = it.administrator().await;
    let words = "/north-moor/settings/words";
    let added = [("short", "RACPC"), ("meaning", "rapid access chest pain clinic")];
    let added = administrator.fill(words, &format!("{words}/abbreviations"), &added).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    raise(&administrator, &LETTERS).await;
    read(it, &administrator).await;
    assert_eq!(told(&administrator).await["items"][0]["open"], json!(6));
});

both!(a_name_that_people_gave_stays_with_its_pattern, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, &LETTERS[..4]).await;
    raise(&administrator, &PHONES).await;
    read(it, &administrator).await;
    let before = told(&administrator).await;
    let page = format!("{PATTERNS}/{}", before["items"][0]["number"]);
    let call = async |name, seen| administrator.fill(&page, &format!("{page}/name"), &[("name", name), ("seen", seen)]).await;
    assert_eq!(call("Letters that never come", "").await.location(), format!("{page}?named"));
    let refused = call("For 010101 1237", "Letters that never come").await;
    assert!(refused.main().contains("CHI number"), "{}", refused.main());
    let late = call("Lost post", "").await;
    assert!(late.status == StatusCode::CONFLICT && late.main().contains("Letters that never come"), "{}", late.main());
    // More come, and one is taken out of the count: it is the same pattern.
    raise(&administrator, &LETTERS[4..]).await;
    read(it, &administrator).await;
    let after = told(&administrator).await;
    assert_eq!(numbers(&after), numbers(&before), "{after}");
    assert_eq!((&after["items"][0]["name"], &after["items"][0]["open"]), (&json!("Letters that never come"), &json!(6)));
    // Read once more without anything new: nothing moves.
    read(it, &administrator).await;
    assert_eq!(told(&administrator).await, after);
    // All of it dealt with: the pattern rests, and comes back under its name when more come.
    let close = |state: &'static str| sql("UPDATE issues SET state = $1 WHERE state <> $1").bind(state);
    let mut tx = it.app.begin().await.expect("a transaction");
    close("done").run(&mut tx).await.expect("closed");
    it.app.commit(tx).await.expect("a commit");
    read(it, &administrator).await;
    assert_eq!(told(&administrator).await["items"], json!([]));
    raise(&administrator, &["Again no discharge letter came to the practice.", "The practice waits for a discharge letter."]).await;
    read(it, &administrator).await;
    let back = told(&administrator).await;
    assert_eq!(
        (&back["items"][0]["name"], &back["items"][0]["open"], &back["items"][0]["reports"]),
        (&json!("Letters that never come"), &json!(2), &json!(8))
    );
    let mut tx = it.app.begin().await.expect("a transaction");
    close("new").run(&mut tx).await.expect("opened");
    sql("DELETE FROM issue_counts").run(&mut tx).await.expect("counted anew");
    sql("INSERT INTO issue_counts (group_id, state, n) SELECT group_id, state, COUNT(*) FROM issues GROUP BY group_id, state")
        .run(&mut tx)
        .await
        .expect("counted anew");
    it.app.commit(tx).await.expect("a commit");
});

both!(outside_triage_small_counts_and_reporters_words_are_not_told, start, |it| {
    let (administrator, member) = (it.administrator().await, it.member().await);
    raise(&administrator, &LETTERS).await;
    raise(&administrator, &PHONES).await;
    read(it, &administrator).await;
    let told_all = told(&administrator).await;
    let (letters, phones) = (&told_all["items"][0]["number"], &told_all["items"][1]["number"]);
    let list = member.get(PATTERNS).await.main();
    assert!(list.contains("fewer than 5") && !list.contains("switchboard") && !list.contains("Look for patterns now"), "{list}");
    assert_eq!(member.get(&format!("{PATTERNS}/{phones}")).await.status, StatusCode::NOT_FOUND);
    let page = format!("{PATTERNS}/{letters}");
    let shown = member.get(&page).await.main();
    assert!(shown.contains("None of them has its group wording yet") && !shown.contains("never reached"), "{shown}");
    let issue = "/north-moor/issues/NM-0002";
    let fields =
        [("title", "Letters do not reach practices"), ("text", "They do not come. Practices ring."), ("theme", ""), ("version", "1")];
    assert_eq!(administrator.fill(issue, &format!("{issue}/wording"), &fields).await.status, StatusCode::SEE_OTHER);
    let shown = member.get(&page).await.main();
    assert!(
        shown.contains("NM-0002")
            && shown.contains("Letters do not reach practices")
            && !shown.contains("NM-0001")
            && !shown.contains("#alike"),
        "{shown}"
    );
    let items = told(&member).await["items"].clone();
    assert_eq!(
        (items.as_array().map(Vec::len), &items[0]["workplaces"], &items[0]["reports"]),
        (Some(1), &Json::Null, &json!(6)),
        "{items}"
    );
    let forgery = member.get(PATTERNS).await.hidden("forgery").expect("a token");
    for (action, field) in [("reading", ""), ("stop", ""), (format!("{letters}/name").as_str(), "Mine")] {
        let sent = member.post(&format!("{PATTERNS}/{action}"), &[("forgery", &forgery), ("name", field), ("seen", "")]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{action}");
    }
    let reader = it.persona("Rae Todd", group::permissions::Role::Reader, group::membership::Side::Other).await;
    assert_eq!(reader.get(PATTERNS).await.status, StatusCode::NOT_FOUND);
    it.work().await;
});

both!(it_is_read_at_night_and_can_be_stopped_and_asked_for_again, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, &PHONES).await;
    it.work().await;
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    assert_eq!(numbers(&told(&administrator).await).len(), 1, "the first time it does not wait for the night");
    raise(&administrator, &LETTERS[..3]).await;
    it.work().await;
    let act = async |what: &str| administrator.fill(PATTERNS, &format!("{PATTERNS}/{what}"), &[]).await;
    act("reading").await;
    assert!(administrator.get(PATTERNS).await.main().contains("about to be read"));
    assert_eq!(act("stop").await.location(), PATTERNS);
    it.work().await;
    let page = administrator.get(PATTERNS).await.main();
    assert!(page.contains("The last reading was stopped") && page.contains("3 open, 3 in all"), "{page}");
    assert_eq!(act("stop").await.status, StatusCode::CONFLICT, "there is nothing to stop");
    act("reading").await;
    it.work().await;
    assert_eq!(numbers(&told(&administrator).await).len(), 2);
    raise(&administrator, &LETTERS[3..]).await;
    it.wait(SignedDuration::from_hours(24));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    it.wait(SignedDuration::from_mins(11));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    let open = sql("SELECT MAX(n_open) AS n FROM patterns").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number");
    assert_eq!(open, 6, "the night's round reads what came");
});

/// The first number of the reports that are put there in a heap.
const HEAP: i64 = 10_000;

/// Puts so many reports beside the first one, each with a meaning of its own, as if they had been raised and read.
async fn heap(it: &TestApp, count: i64) {
    let row = sql("SELECT vector FROM issue_vectors WHERE group_id = $1 AND number = 1").bind(it.group.id).one(&it.app.db).await;
    let first: Vec<u8> = row.expect("a vector").get("vector").expect("bytes");
    let mut tx = it.app.begin().await.expect("a transaction");
    // Numbers that look like chance and are the same each time.
    let mut seed = 1_u64;
    for number in HEAP..HEAP + count {
        let mut vector = first.clone();
        for part in &mut vector[6..300] {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *part = (seed >> 56) as u8;
        }
        let (id, hash) = (Uuid::from_u128(u128::from(number.unsigned_abs())), number.to_le_bytes().to_vec());
        let copy = sql("INSERT INTO issues (id, group_id, number, version, state, known, kind, words, raised_on, form_hash, follow_hash) \
                        SELECT $1, group_id, $2, version, state, known, kind, words, raised_on, $3, $3 FROM issues \
                        WHERE group_id = $4 AND number = 1");
        copy.bind(id).bind(number).bind(hash).bind(it.group.id).run(&mut tx).await.expect("a report");
        let copy = sql("INSERT INTO issue_vectors (issue_id, group_id, number, version, engine, stamp, vector) \
                        SELECT $1, group_id, $2, version, engine, stamp, $3 FROM issue_vectors WHERE group_id = $4 AND number = 1");
        copy.bind(id).bind(number).bind(vector).bind(it.group.id).run(&mut tx).await.expect("a vector");
    }
    it.app.commit(tx).await.expect("a commit");
}

/// How many reports are settled, as the page says while they are read.
fn settled(page: &str) -> Option<i64> {
    let (_, rest) = page.split_once("The reports are being read: ")?;
    rest.split(' ').next()?.parse().ok()
}

both!(a_reading_says_how_far_it_is_and_can_be_stopped_in_the_middle, start, |it| {
    let administrator = it.administrator().await;
    raise(&administrator, &PHONES).await;
    read(it, &administrator).await;
    let before = told(&administrator).await;
    heap(it, 2_500).await;
    assert_eq!(administrator.fill(PATTERNS, &format!("{PATTERNS}/reading"), &[]).await.location(), PATTERNS);
    let stops = async {
        loop {
            let page = administrator.get(PATTERNS).await.main();
            assert!(!page.contains("2503 in all"), "it was over before it could be stopped: {page}");
            if settled(&page).is_some_and(|done| done > 0) {
                break page;
            }
        }
    };
    let (_, page) = tokio::join!(it.work(), async {
        let page = stops.await;
        assert_eq!(administrator.fill(PATTERNS, &format!("{PATTERNS}/stop"), &[]).await.location(), PATTERNS);
        page
    });
    assert!(settled(&page).is_some_and(|done| done < 2_503) && page.contains(" of 2503 are settled"), "{page}");
    let after = administrator.get(PATTERNS).await.main();
    assert!(after.contains("The last reading was stopped") && after.contains("3 open, 3 in all"), "{after}");
    assert_eq!(told(&administrator).await["items"], before["items"], "nothing is written before all is found");
    let mut tx = it.app.begin().await.expect("a transaction");
    for table in [sql("DELETE FROM issue_vectors WHERE number >= $1"), sql("DELETE FROM issues WHERE number >= $1")] {
        table.bind(HEAP).run(&mut tx).await.expect("taken away again");
    }
    it.app.commit(tx).await.expect("a commit");
});
