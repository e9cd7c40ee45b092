//! The start page says what waits for the person who opens it.

use axum::http::Method;
use group::{membership::Side, permissions::Role};
use kernel::{both, sql};
use serde_json::json;

use crate::support::{hold_a_meeting, start};

both!(the_start_page_says_what_waits_for_each, start, |it| {
    let (administrator, gp) = (it.administrator().await, it.gp_co_chair().await);
    let consultant = it.persona("Tunde Adeyemi", Role::CoChair, Side::Consultant).await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": "Letters" }))).await;
    hold_a_meeting(&administrator, &gp, &consultant).await;
    administrator
        .api(Method::POST, "/api/v1/north-moor/meetings", Some(json!({ "date": "2027-02-09", "start": "12:30", "minutes": 90 })))
        .await;
    let home = "/north-moor";
    let page = consultant.get(home).await.main();
    for line in ["The minute of 14 December 2026 waits for your side’s approval", "You have 1 open action", "Tuesday 9 February 2027"] {
        assert!(page.contains(line), "{line}: {page}");
    }
    assert!(!gp.get(home).await.main().contains("open action"));
    consultant.api(Method::POST, "/api/v1/north-moor/meetings/1/minute/approvals", None).await;
    assert!(!consultant.get(home).await.main().contains("approval"), "what is done no longer waits");
    let read = reader.get(home).await.main();
    assert!(!read.contains("waits for you") && !read.contains("Next meeting"), "{read}");
});

both!(a_pattern_that_rises_is_told_on_the_start_page_to_those_who_may_know_of_it, start, |it| {
    let put = async |number: i64, name: &str, reports: i64, rises: bool| {
        let mut tx = it.app.begin().await.expect("a transaction");
        let day = |text: &str| rises.then(|| text.parse::<jiff::civil::Date>().expect("a day"));
        sql(
            "INSERT INTO patterns (id, group_id, number, name, fault, telling, first_on, n_open, n_all, lately, before, places, n_primary, \
             n_secondary, surge_reports, surge_expected, surge_from, surge_to) \
             VALUES ($1, $2, $3, $4, '', 'late', $5, $6, $6, $6, 0, 3, $6, 0, $6, 2.0, $7, $8)",
        )
        .bind(it.app.ids.key(it.app.clock.now()).expect("a key"))
        .bind(it.group.id)
        .bind(number)
        .bind(name)
        .bind("2026-10-01".parse::<jiff::civil::Date>().expect("a day"))
        .bind(reports)
        .bind(day("2026-11-02"))
        .bind(day("2026-11-29"))
        .run(&mut tx)
        .await
        .expect("a pattern");
        kernel::testing::commit(tx).await;
    };
    put(1, "Letters of the eye clinic", 12, true).await;
    put(2, "Blood forms", 3, true).await;
    put(3, "Fit notes", 30, false).await;
    let gp = it.gp_co_chair().await;
    let page = gp.get("/north-moor").await;
    let text = page.main();
    assert!(text.contains("Letters of the eye clinic. More than chance: 12 reports from 2 November 2026 to 29 November 2026"), "{text}");
    assert!(
        page.body.contains("href=\"/north-moor/patterns/1\"") && text.contains("Blood forms. More than") && !text.contains("Fit notes"),
        "{text}"
    );
    // Outside triage nothing is told of few, and no number.
    let member = it.member().await.get("/north-moor").await.main();
    assert!(member.contains("Letters of the eye clinic. More than chance: more reports") && !member.contains("12 reports"), "{member}");
    assert!(!member.contains("Blood forms"), "{member}");
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert!(!reader.get("/north-moor").await.main().contains("More than chance"));
    let mut tx = it.app.begin().await.expect("a transaction");
    sql("DELETE FROM patterns").run(&mut tx).await.expect("gone");
    kernel::testing::commit(tx).await;
    assert!(!gp.get("/north-moor").await.main().contains("reported more often"));
});
