//! Who has heard what: the numbers are those of an independent count, and nobody sees another group's.

use axum::http::{Method, StatusCode, header};
use group::{membership::Side, permissions::Role, testing::TestApp};
use kernel::both;
use meetings::testing::Chairs;
use serde_json::{Value as Json, json};

use crate::testing::{MONTHLY, WEEKLY, add, committee, confirm, count, link_to, publish, start, tick};

const PERIOD: &str = "from=2026-12-01&to=2026-12-31";

async fn at(it: &TestApp, instant: &str) {
    it.app.clock.set(instant.parse().expect("an instant"));
    tick(it).await;
    crate::outings::ask_all(&it.app).await.expect("asked");
    it.work().await;
}

fn with_side(form: &[(&'static str, &'static str)], side: &'static str) -> Vec<(&'static str, &'static str)> {
    form.iter().copied().chain([("side", side)]).collect()
}

/// Three decisions of 14 December: a weekly mail got two of them on the 17th, as its editor says; one was left out; a monthly one
/// waits; the minute of the first went to two committees, and one says that it has it. It is the 18th.
async fn told(it: &TestApp) -> Chairs<'_> {
    it.app.clock.set("2026-12-14T09:00:00Z".parse().expect("an instant"));
    let chairs = Chairs::of(it).await;
    add(&chairs, &with_side(&WEEKLY, "gp")).await;
    add(&chairs, &MONTHLY).await;
    add(&chairs, &with_side(&committee("Local Medical Committee", "office@lmc.example"), "gp")).await;
    add(&chairs, &with_side(&committee("Consultant Committee", "consultants@board.example"), "consultant")).await;
    for text in ["one", "two", "three"] {
        let number = chairs.decided(text).await;
        confirm(&chairs, number).await;
    }
    publish(&chairs, 1).await;
    it.work().await;
    let page = chairs.administrator.get("/north-moor/cascade").await.body;
    let row = page.split("<tr").find(|row| row.contains("Practice Matters")).expect("a row");
    let edition = row.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/editions/")).expect("a link");
    let edition = edition.split('"').next().expect("an address");
    let out = chairs.administrator.fill(edition, &format!("{edition}/entries/26-D02"), &[("to", "out")]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    at(it, "2026-12-16T11:05:00Z").await;
    at(it, "2026-12-18T09:00:00Z").await;
    for (link, say) in [
        (link_to(it, "practice.matters@board.example", "out"), ("answer", "yes")),
        (link_to(it, "office@lmc.example", "heard"), ("say", "received")),
    ] {
        assert_eq!(it.visitor().fill(&link, &link, &[say]).await.status, StatusCode::OK);
    }
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

async fn report(chairs: &Chairs<'_>, query: &str) -> Json {
    let reply = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/coverage?{PERIOD}{query}"), None).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.json()
}

both!(the_numbers_are_those_of_an_independent_count, start, |it| {
    let chairs = told(it).await;
    let totals = report(&chairs, "").await["totals"].clone();
    assert_eq!(
        totals,
        json!({ "decisions": 3, "reached": 2, "due": 8, "sent": 4, "acknowledged": 3, "missed": 1, "waits": 3, "median_days": 1.5 })
    );
    let entries = count(it, "SELECT COUNT(*) AS n FROM edition_entries").await;
    let copies = count(it, "SELECT COUNT(*) AS n FROM minute_copies c JOIN decisions d ON d.meeting_id = c.meeting_id").await;
    assert_eq!(totals["due"], entries + copies);
    let mailed = "SELECT COUNT(*) AS n FROM edition_entries WHERE NOT left_out AND edition_id IN (SELECT id FROM editions WHERE sent_at IS NOT NULL)";
    assert_eq!(totals["sent"], count(it, mailed).await + copies);
    let confirmed = "SELECT COUNT(*) AS n FROM edition_entries WHERE NOT left_out AND edition_id IN (SELECT edition_id FROM edition_outings WHERE state = 'yes')";
    let received = "SELECT COUNT(*) AS n FROM (SELECT DISTINCT network_id, meeting_id FROM acknowledgements) said";
    assert_eq!(totals["acknowledged"], count(it, confirmed).await + count(it, received).await);
    assert_eq!(totals["missed"], count(it, "SELECT COUNT(*) AS n FROM edition_entries WHERE left_out").await);
    assert_eq!(totals["decisions"], count(it, "SELECT COUNT(*) AS n FROM decisions WHERE confirmed AND cascades").await);
    // Every number is one of lines that can be counted.
    let whole = report(&chairs, "").await;
    let lines = whole["lines"].as_array().expect("lines");
    for state in ["waits", "missed", "acknowledged"] {
        assert_eq!(totals[state], lines.iter().filter(|line| line["state"] == state).count(), "{state}");
    }
    let left_out: Vec<&Json> = lines.iter().filter(|line| line["why"] == "left-out").collect();
    assert_eq!((left_out.len(), &left_out[0]["decision"], &left_out[0]["network"]), (1, &"26/D02".into(), &"Practice Matters".into()));
    let out: Vec<&Json> = lines.iter().filter(|line| line["out_on"] == "2026-12-17").collect();
    assert_eq!(out.len(), 2, "on the day it came out, not on that of our mail");
    // A month on, what waited has gone, and what is still to be sent is not missed before its day.
    at(it, "2026-12-31T11:05:00Z").await;
    at(it, "2027-01-02T11:05:00Z").await;
    let later = report(&chairs, "").await["totals"].clone();
    assert_eq!((&later["waits"], &later["sent"], &later["reached"]), (&json!(0), &json!(7), &json!(3)));
});

both!(the_page_says_it_in_words_by_side_and_as_a_table_to_keep, start, |it| {
    let chairs = told(it).await;
    let here = format!("/north-moor/cascade/coverage?{PERIOD}");
    let page = it.member().await.get(&here).await;
    assert_eq!(page.status, StatusCode::OK);
    let main = page.main();
    for words in [
        "Of 3 decisions, two have reached at least one network or group, after 1½ days (median). Three are on their way",
        "Practice Matters: of three decisions, two went there by its editions after 3 days (median); its editor says that it came out with all of them; one was left out.",
        "Night update: of three decisions, none went there by its editions; three wait for their day.",
        "Local Medical Committee: the one decision for it went there by the minute on the same day; the group says that it has it.",
        "Consultant Committee: the one decision for it went there by the minute on the same day.",
        "Missed: left out",
        "2 of 3 sent, 1 missed",
    ] {
        assert!(main.contains(words), "{words}: {main}");
    }
    for (side, due, names) in [("gp", 7, 3), ("consultant", 4, 2)] {
        let some = report(&chairs, &format!("&side={side}")).await;
        assert_eq!((&some["totals"]["due"], some["networks"].as_array().expect("a list").len()), (&json!(due), names), "{side}");
    }
    let csv = chairs.gp.get(&here.replace("coverage?", "coverage.csv?")).await;
    assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(csv.body.lines().count(), 9, "{}", csv.body);
    assert!(csv.body.contains("2026-12-17,3,2026-12-18,acknowledged") && csv.body.contains("missed,left out"), "{}", csv.body);
    // Nothing of another time, and no day that is none.
    let none = chairs.gp.get("/north-moor/cascade/coverage?from=2025-01-01&to=2025-12-31").await.main();
    assert!(none.contains("nothing was decided that is told beyond the group"), "{none}");
    for (wrong, words) in [
        ("from=soon", "Enter a day in the form 2026-04-01"),
        ("from=2026-12-31&to=2026-01-01", "The last day is before the first"),
        ("from=2001-01-01&to=2026-01-01", "Choose 5 years at most"),
        ("side=nobody", "Choose a side"),
    ] {
        let page = chairs.gp.get(&format!("/north-moor/cascade/coverage?{wrong}")).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.main().contains(words), "{wrong}: {}", page.main());
        let reply = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/coverage?{wrong}"), None).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
});

both!(what_is_reserved_or_another_groups_is_in_no_coverage_and_in_no_mail, start, |it| {
    it.app.clock.set("2026-12-14T09:00:00Z".parse().expect("an instant"));
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    let number = chairs.decided("one").await;
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "A contract" })).await;
    confirm(&chairs, number).await;
    publish(&chairs, number).await;
    it.work().await;
    let mails = crate::testing::mails_to(it, "office@lmc.example");
    assert_eq!(mails.len(), 1);
    assert!(!mails[0].contains("letters go out within a day"), "what is reserved is in no mail: {}", mails[0]);
    let empty = report(&chairs, "").await;
    assert_eq!((&empty["totals"]["decisions"], &empty["totals"]["due"]), (&json!(0), &json!(0)), "{empty}");
    let there = it.persona_in(&it.other, "Ewan Firth", Role::Administrator, Side::Other).await;
    assert_eq!(there.get("/north-moor/cascade/coverage").await.status, StatusCode::NOT_FOUND);
    assert_eq!(there.api(Method::GET, "/api/v1/north-moor/coverage", None).await.status, StatusCode::NOT_FOUND);
    let second = chairs.decided("two").await;
    confirm(&chairs, second).await;
    let own = there.api(Method::GET, &format!("/api/v1/south-firth/coverage?{PERIOD}"), None).await.json();
    assert_eq!(own["totals"]["decisions"], 0);
});
