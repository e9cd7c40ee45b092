//! Ways in over HTTP: doors, what comes through them, their posters, and the time that the form takes.

use axum::http::{Method, StatusCode, header};
use group::testing::{Persona, Reply, TestApp};
use kernel::{both, sql};
use serde_json::json;

use crate::testing::start;

const WAYS_IN: &str = "/north-moor/ways-in";
const RAISE: &str = "/north-moor/raise";

async fn add(who: &Persona<'_>, label: &str, kind: &str, place: &str) -> Reply {
    who.fill(WAYS_IN, WAYS_IN, &[("label", label), ("kind", kind), ("place", place)]).await
}

async fn send(it: &TestApp, known: &str, from: &str, text: &str) -> Reply {
    it.visitor().fill(RAISE, RAISE, &[("text", text), ("known", known), ("from", from)]).await
}

/// The door and the workplace that are kept of the newest issue.
async fn kept(it: &TestApp) -> (Option<String>, Option<String>) {
    let row = sql("SELECT door, workplace FROM issues ORDER BY number DESC LIMIT 1").one(&it.app.db).await.expect("an issue");
    (row.get("door").expect("a column"), row.get("workplace").expect("a column"))
}

both!(a_report_says_which_door_it_came_through, start, |it| {
    let administrator = it.administrator().await;
    let added = add(&administrator, "Glebe Surgery", "workplace", "Firthside Partnership").await;
    assert_eq!(added.location(), format!("{WAYS_IN}/glebe-surgery"), "{}", added.main());
    let shown = administrator.get(added.location()).await;
    assert!(shown.main().contains("http://brig.test/north-moor/raise?from=glebe-surgery"), "{}", shown.main());
    assert!(shown.body.contains("&#60;a href="), "the snippet is shown as text: {}", shown.body);
    let form = it.visitor().get(&format!("{RAISE}?from=glebe-surgery")).await;
    assert_eq!(form.hidden("from").as_deref(), Some("glebe-surgery"), "the link carries it into the form");
    assert_eq!(send(it, "confidence", "glebe-surgery", "Letters come late.").await.status, StatusCode::SEE_OTHER);
    assert_eq!(kept(it).await, (Some("glebe-surgery".into()), Some("Glebe Surgery".into())));
    let issue = administrator.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("Came through") && issue.contains("Glebe Surgery"), "{issue}");
});

both!(of_an_anonymous_report_only_the_coarse_place_of_the_door_is_kept, start, |it| {
    let administrator = it.administrator().await;
    add(&administrator, "Glebe Surgery", "workplace", "Firthside Partnership").await;
    add(&administrator, "Weekly mail", "network", "").await;
    assert_eq!(send(it, "anonymous", "glebe-surgery", "One").await.status, StatusCode::SEE_OTHER);
    assert_eq!(kept(it).await, (None, Some("Firthside Partnership".into())));
    send(it, "anonymous", "weekly-mail", "Two").await;
    assert_eq!(kept(it).await, (None, None));
    let everything = sql("SELECT COUNT(*) AS n FROM ledger WHERE CAST(facts AS TEXT) LIKE '%glebe%'").one(&it.app.db).await.expect("a row");
    assert_eq!(everything.get::<i64>("n").expect("a number"), 0);
    assert!(!administrator.get("/north-moor/issues/NM-0001").await.main().contains("Glebe Surgery"));
});

both!(a_door_that_is_not_known_or_closed_is_left_alone, start, |it| {
    let administrator = it.administrator().await;
    for from in ["nowhere", "\"><b>x", "", &"x".repeat(9_000)] {
        let sent = send(it, "confidence", from, &format!("Through {}", from.len())).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        assert_eq!(kept(it).await, (None, None));
    }
    let strange = it.visitor().get(&format!("{RAISE}?from=%22%3E%3Cb%3Ex")).await;
    assert!(strange.status == StatusCode::OK && !strange.body.contains("<b>x"));
    let door = add(&administrator, "Ward 4", "workplace", "").await.location().to_owned();
    administrator.fill(&door, &format!("{door}/end"), &[]).await;
    assert_eq!(administrator.get(&door).await.status, StatusCode::NOT_FOUND);
    send(it, "confidence", "ward-4", "Closed").await;
    assert_eq!(kept(it).await, (None, None));
    // The word of a closed door is not used again: its posters may still hang.
    assert_eq!(add(&administrator, "Ward 4", "workplace", "").await.location(), format!("{WAYS_IN}/ward-4-2"));
    let elsewhere = it.visitor().fill(RAISE, "/south-firth/raise", &[("text", "x"), ("known", "anonymous"), ("from", "ward-4-2")]).await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER);
    assert_eq!(kept(it).await, (None, None), "a door of one group is none of another's");
});

both!(the_same_form_sent_twice_comes_once, start, |it| {
    let visitor = it.visitor();
    add(&it.administrator().await, "Glebe Surgery", "workplace", "").await;
    let key = visitor.get(RAISE).await.hidden("form_key").expect("a key");
    let fields = [("form_key", key.as_str()), ("text", "Twice"), ("known", "confidence"), ("from", "glebe-surgery"), ("took", "45")];
    assert_eq!(visitor.post(RAISE, &fields).await.location(), visitor.post(RAISE, &fields).await.location());
    let times = sql("SELECT bucket, n FROM raise_times").one(&it.app.db).await.expect("one row");
    assert_eq!((times.get::<i64>("bucket").expect("a number"), times.get::<i64>("n").expect("a number")), (1, 1));
});

both!(few_reports_of_a_door_are_not_counted_out_and_doors_stand_by_name, start, |it| {
    let administrator = it.administrator().await;
    add(&administrator, "Ward 4", "workplace", "").await;
    add(&administrator, "allotment Surgery", "workplace", "").await;
    for n in 0..4 {
        send(it, "confidence", "ward-4", &format!("Report {n}")).await;
    }
    let few = administrator.get(WAYS_IN).await.main();
    assert!(few.contains("fewer than 5") && few.find("allotment").expect("there") < few.find("Ward 4").expect("there"), "{few}");
    send(it, "confidence", "ward-4", "The fifth").await;
    let five = administrator.get(WAYS_IN).await;
    assert!(five.body.contains("data-label=\"Reports\">5<"), "{}", five.body);
});

both!(how_long_the_form_took_is_counted_without_the_report, start, |it| {
    let visitor = it.visitor();
    let opened = visitor.get(RAISE).await.hidden("opened").expect("when it was shown");
    it.wait(jiff::SignedDuration::from_secs(75));
    let sent = [("text", "Without a script"), ("known", "anonymous"), ("opened", opened.as_str())];
    assert_eq!(visitor.fill(RAISE, RAISE, &sent).await.status, StatusCode::SEE_OTHER);
    for took in ["20", "nonsense", "-4", "99999999999999999999", "9000"] {
        let sent = visitor.fill(RAISE, RAISE, &[("text", took), ("known", "anonymous"), ("took", took)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{took}");
    }
    let rows = sql("SELECT bucket, n FROM raise_times ORDER BY bucket").all(&it.app.db).await.expect("rows");
    let rows: Vec<(i64, i64)> = rows.iter().map(|row| (row.get("bucket").expect("n"), row.get("n").expect("n"))).collect();
    assert_eq!(rows, [(0, 1), (2, 1)]);
    let page = it.administrator().await.get(WAYS_IN).await;
    assert!(page.body.contains("<svg class=\"chart\"") && page.main().contains("up to 90 s"), "{}", page.main());
});

both!(a_form_that_comes_back_keeps_its_door_and_its_time, start, |it| {
    let fields = [("text", " "), ("known", "named"), ("from", "ward-4"), ("opened", "1700000000"), ("took", "12")];
    let again = it.visitor().fill(RAISE, RAISE, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.hidden("from").as_deref(), Some("ward-4"));
    assert_eq!((again.hidden("opened").as_deref(), again.hidden("took").as_deref()), (Some("1700000000"), Some("12")));
});

both!(a_poster_is_one_page_that_says_the_address_in_words, start, |it| {
    let administrator = it.administrator().await;
    let door = add(&administrator, "Harbour Surgery", "workplace", "").await.location().to_owned();
    let poster = administrator.get(&format!("{door}/poster.pdf")).await;
    assert_eq!(poster.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(poster.body.starts_with("%PDF-1.7") || poster.body.contains("%PDF-1.7"));
    assert_eq!(administrator.get(&format!("{WAYS_IN}/nowhere/poster.pdf")).await.status, StatusCode::NOT_FOUND);
});

both!(ways_in_are_kept_by_those_who_word_issues, start, |it| {
    let administrator = it.administrator().await;
    add(&administrator, "Ward 4", "workplace", "").await;
    let member = it.member().await;
    for path in [WAYS_IN, "/north-moor/ways-in/ward-4", "/north-moor/ways-in/ward-4/poster.pdf"] {
        assert_eq!(member.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let bad = add(&administrator, " ", "palace", "CHI 010101 1237").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.main().contains("Enter what people call it") && bad.main().contains("Choose whose way in it is"), "{}", bad.main());
    let number = add(&administrator, "Ward 010101 1237", "workplace", "").await;
    assert!(number.main().contains("This looks like a CHI number"));
    assert_eq!(add(&administrator, "WARD 4", "workplace", "").await.location(), format!("{WAYS_IN}/ward-4"), "pressed twice, it is one");
});

both!(the_directory_says_where_a_door_is, start, |it| {
    let administrator = it.administrator().await;
    let path = "/north-moor/directory/new";
    let add_entry = async |name: &str, kind: &str, above: &str| {
        let fields = [("name", name), ("kind", kind), ("sector", ""), ("above", above)];
        assert_eq!(administrator.fill(path, path, &fields).await.status, StatusCode::SEE_OTHER);
    };
    add_entry("Kilbrae Hospital", "hospital", "").await;
    let hospital = sql("SELECT id FROM directory_entries").one(&it.app.db).await.expect("an entry").get::<uuid::Uuid>("id").expect("a key");
    add_entry("Ward 4", "service", &hospital.to_string()).await;
    assert!(administrator.get(WAYS_IN).await.body.contains("<option value=\"Ward 4\">"), "it is offered");
    add(&administrator, "Ward 4", "workplace", "").await;
    send(it, "anonymous", "ward-4", "One").await;
    assert_eq!(kept(it).await, (None, Some("Kilbrae Hospital".into())));
});

both!(scripts_say_kind_workplace_and_door, start, |it| {
    let administrator = it.administrator().await;
    add(&administrator, "Glebe Surgery", "workplace", "").await;
    let call = "/api/v1/north-moor/issues";
    let body = json!({ "text": "Kind words", "known": "named", "kind": "praise", "workplace": "Ward 9", "from": "glebe-surgery" });
    assert_eq!(administrator.api(Method::POST, call, Some(body)).await.status, StatusCode::CREATED);
    let read = administrator.api(Method::GET, &format!("{call}/NM-0001"), None).await.json();
    assert_eq!((&read["kind"], &read["workplace"], &read["door"]), (&json!("praise"), &json!("Ward 9"), &json!("glebe-surgery")));
    assert_eq!(administrator.api(Method::GET, call, None).await.json()["items"][0]["kind"], json!("praise"));
    let quiet = json!({ "text": "Quiet", "known": "anonymous", "workplace": "Ward 9" });
    let refused = administrator.api(Method::POST, call, Some(quiet)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "a place that is not on the list is finer than what is kept");
    let odd = json!({ "text": "Odd", "kind": "gossip" });
    assert_eq!(administrator.api(Method::POST, call, Some(odd)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
});

both!(a_door_is_called_otherwise_and_its_link_and_count_stay, start, |it| {
    let administrator = it.administrator().await;
    let base = "/north-moor/ways-in";
    for (label, place) in [("Glebe Practice", "Glebe"), ("Ward 4", "Infirmary")] {
        let added = administrator.fill(base, base, &[("label", label), ("kind", "workplace"), ("place", place)]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.main());
    }
    let door = format!("{base}/glebe-practice");
    let seen = [("seen_label", "Glebe Practice"), ("seen_place", "Glebe")];
    let change = async |label, place| administrator.fill(&door, &door, &[seen[0], seen[1], ("label", label), ("place", place)]).await;
    assert_eq!(change("ward 4", "Glebe").await.status, StatusCode::UNPROCESSABLE_ENTITY, "two are not called alike");
    assert_eq!(change("", "Glebe").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(change("The Glebe", "Glebe Partnership").await.location(), door);
    let shown = administrator.get(&door).await.main();
    assert!(shown.contains("The Glebe") && shown.contains("Glebe Partnership") && shown.contains("from=glebe-practice"), "{shown}");
    let stale = change("Glebe Surgery", "Glebe").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.main().contains("Somebody else changed it") && stale.body.contains("Glebe Surgery"), "{}", stale.main());
    let member = it.member().await;
    assert_eq!(member.get(&door).await.status, StatusCode::NOT_FOUND);
});
