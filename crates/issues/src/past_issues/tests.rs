//! A log of before, brought in over HTTP.

use axum::http::StatusCode;
use group::{
    importing::testing::send_on,
    permissions::Role,
    testing::{Persona, Reply},
};
use kernel::{both, sql};

use crate::testing::start;

const PAGE: &str = "/north-moor/issues/import";

const LOG: &str = "Ref,Issue,Title,Category,Date,Status,Outcome,Sector,Raised by\n\
    2023/17,Letters come after eleven days.,Late letters,,14/02/2023,Closed,The office sends them by mail now.,GP,Dr Petra Lind\n\
    2023/18,Nobody answers the ward's phone.,,,45000,parked,,Hospital,\n\
    NM-0007,Results go to the wrong practice.,,,2024-03-01,Open,,,\n\
    2023/20,Seen: 0101011237 came without a letter.,,,2023-05-05,Open,,,\n\
    2023/21,Forms differ by ward.,,,31/02/2024,Open,,,\n\
    2023/22,,,,2023-06-01,Open,,,\n\
    2023-17,Letters come late again.,,,2023-06-02,Open,,,\n";

async fn matched(who: &Persona<'_>, log: &str) -> Reply {
    let page = who.send_file(PAGE, PAGE, &[("step", "match")], ("log.csv", log.as_bytes())).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.main());
    page
}

async fn checked(who: &Persona<'_>, log: &str) -> Reply {
    send_on(who, PAGE, &matched(who, log).await, &[("step", "check")]).await
}

both!(a_log_comes_in_with_its_references_and_without_its_problems, start, |it| {
    let administrator = it.administrator().await;
    let first = checked(&administrator, LOG).await;
    let said = first.main();
    for words in [
        "Row 5 | Issue (column B)",
        "Row 6 | Date (column E) | Write a day as 2026-12-14 or 14/12/2026",
        "Row 7 | Issue (column B) | Say what happened",
        "Row 8 | Ref (column A) | This is in row 2 as well: keep only one of the two",
        "Row 3 | Status (column F) | We do not know this word: say below what it means",
        "The log says “parked”. What does that mean?",
        "2 rows are ready, 5 have a problem. Nothing is kept yet.",
    ] {
        assert!(said.contains(words), "{words}\n---\n{said}");
    }
    assert!(!said.contains("0101011237"), "the number is never said: {said}");
    let meant = [("state-parked", "in-progress")];
    let second = send_on(&administrator, PAGE, &first, &[("step", "check"), meant[0]]).await;
    for words in ["3 rows are ready", "NM-0008, was 2023/17: Late letters (done)", "NM-0007, its own number", "NM-0009, was 2023/18"] {
        assert!(second.main().contains(words), "{words}\n---\n{}", second.main());
    }
    let low = send_on(&administrator, PAGE, &second, &[("step", "make"), ("only_ready", "yes"), meant[0], ("next", "8")]).await;
    assert_eq!(low.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(low.main().contains("Enter 10 or a higher number"), "{}", low.main());
    let made = send_on(&administrator, PAGE, &low, &[("step", "make"), ("only_ready", "yes"), meant[0], ("next", "231")]).await;
    assert!(made.main().contains("3 issues have come in. Nobody was mailed."), "{}", made.main());
    assert!(it.mails_after_work().await.is_empty());

    let shown = administrator.get("/north-moor/issues/NM-0008").await.main();
    for words in [
        "Late letters",
        "was: 2023/17",
        "What the log says",
        "Letters come after eleven days.",
        "The office sends them by mail now.",
        "Dr Petra Lind",
    ] {
        assert!(shown.contains(words), "{words}\n---\n{shown}");
    }
    for old in ["/north-moor/issues/2023-17", "/north-moor/issues/2023%2F17", "/north-moor/issues?q=2023%2F17"] {
        assert_eq!(administrator.get(old).await.location(), "/north-moor/issues/NM-0008", "{old}");
    }
    assert!(administrator.get("/north-moor/issues?q=eleven").await.main().contains("NM-0008"));
    assert_eq!(administrator.get("/north-moor/issues/2023-99").await.status, StatusCode::NOT_FOUND);
    let worded = administrator
        .fill("/north-moor/issues/NM-0008", "/north-moor/issues/NM-0008/wording", &[("version", "2"), ("title", "Letters")])
        .await;
    assert_eq!(worded.status, StatusCode::SEE_OTHER, "{}", worded.main());
    assert!(administrator.get("/north-moor/issues?q=office").await.main().contains("NM-0008"), "its outcome is still found");

    let again = checked(&administrator, LOG).await.main();
    assert!(again.contains("3 are here already"), "{again}");
    assert!(again.contains("NM-0008 (was 2023/17)"), "{again}");

    let sent = it.visitor().fill("/north-moor/raise", "/north-moor/raise", &[("text", "A new one."), ("known", "anonymous")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(administrator.get("/north-moor/issues/NM-0231").await.main().contains("A new one."));
});

both!(a_log_is_for_those_who_bring_in_what_was_before, start, |it| {
    let member = it.member().await;
    assert_eq!(member.get(PAGE).await.status, StatusCode::NOT_FOUND);
    let reader = it.persona("Ruth Kerr", Role::Reader, group::membership::Side::Other).await;
    assert_eq!(reader.get(PAGE).await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.gp_co_chair().await.get(PAGE).await.status, StatusCode::OK);
});

both!(what_is_no_log_is_said, start, |it| {
    let administrator = it.administrator().await;
    let photo = administrator.send_file(PAGE, PAGE, &[("step", "match")], ("log.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")).await;
    assert_eq!(photo.status, StatusCode::UNPROCESSABLE_ENTITY);
    let less = matched(&administrator, "Ref,Title\n1,Late letters\n").await;
    let less = send_on(&administrator, PAGE, &less, &[("step", "check")]).await;
    assert!(less.main().contains("Choose the column that holds: What happened"), "{}", less.main());
});

both!(five_thousand_rows_come_in_once_also_when_two_bring_them, start, |it| {
    let (one, other) = (it.administrator().await, it.gp_co_chair().await);
    let rows: String = (1..=5_000).map(|n| format!("L{n};Letter {n} came late.;2020-01-{:02};closed\n", n % 28 + 1)).collect();
    let log = format!("No;Description;Raised;Status\n{rows}");
    let (first, second) = (checked(&one, &log).await, checked(&other, &log).await);
    let make = [("step", "make")];
    let (first, second) = tokio::join!(send_on(&one, PAGE, &first, &make), send_on(&other, PAGE, &second, &make));
    let done = |page: &Reply| page.main().contains("5,000 issues have come in");
    assert!(done(&first) ^ done(&second), "{}\n{}", first.main(), second.main());
    let n: i64 = sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row").get("n").expect("a number");
    assert_eq!(n, 5_000);
});
