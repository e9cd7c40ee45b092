//! An action log of before, brought in over HTTP.

use axum::http::StatusCode;
use group::importing::testing::send_on;
use jiff::SignedDuration;
use kernel::both;

use crate::testing::start;

const PAGE: &str = "/north-moor/actions/import";

both!(an_action_log_comes_in_and_stands_beside_the_others, start, |it| {
    let administrator = it.administrator().await;
    let member = it.member().await;
    let log = format!(
        "Ref,Action,Owner,Due date,Status,Done on,Source\n\
         A-0007,Write to the clinic,{},01/02/2024,open,,Meeting of spring\n\
         12b,Count the letters,Bob Hill,45000,Done,2023-04-01,\n\
         12c,Ask the laboratory,Bob Hill,2024-03-01,open,,\n\
         13,Mend the list,Bob Hill,31/02/2024,open,,\n\
         14,Ring 0101011237,Bob Hill,2024-02-01,open,,\n\
         15,Do it,,2024-02-01,perhaps,,\n",
        member.email
    );
    let matched = administrator.send_file(PAGE, PAGE, &[("step", "match")], ("a.csv", log.as_bytes())).await;
    let checked = send_on(&administrator, PAGE, &matched, &[("step", "check")]).await;
    for words in [
        "A-0007, its own number: Write to the clinic",
        "sits in the group and is reminded of it",
        "A-0008, was 12b: Count the letters (Bob Hill: done, so nobody is reminded)",
        "A-0009, was 12c: Ask the laboratory (Bob Hill: does not sit in the group and is not reminded)",
        "Row 5 | Due date (column D)",
        "Row 6 | Action (column B)",
        "Row 7 | Owner (column C) | Say who does it",
        "Row 7 | Status (column E) | Write open or done",
        "3 rows are ready, 3 have a problem",
    ] {
        assert!(checked.main().contains(words), "{words}\n---\n{}", checked.main());
    }
    let make = [("step", "make"), ("only_ready", "yes")];
    let made = send_on(&administrator, PAGE, &checked, &make).await;
    assert!(made.main().contains("3 actions have come in."), "{}", made.main());
    let again = send_on(&administrator, PAGE, &checked, &[("step", "check")]).await;
    assert!(again.main().contains("3 are here already"), "{}", again.main());

    let open = member.get("/north-moor/actions").await.main();
    assert!(open.contains("A-0007") && open.contains("A-0009") && !open.contains("A-0008"), "{open}");
    assert!(member.get("/north-moor/actions?show=all").await.main().contains("Count the letters"));
    assert!(!member.get("/north-moor/actions?show=mine").await.main().contains("A-0009"));
    assert_eq!(member.get("/north-moor/actions/12b").await.location(), "/north-moor/actions/A-0008");
    let page = member.get("/north-moor/actions/A-0007").await.main();
    assert!(page.contains("Meeting of spring") && page.contains("From before Brig"), "{page}");

    it.wait(SignedDuration::from_hours(24));
    let (member, administrator) = (member.signed_in_again().await, administrator.signed_in_again().await);
    let mails = it.mails_after_work().await;
    assert!(mails.iter().all(|mail| mail.contains("A-0007") && !mail.contains("A-0009")), "{mails:?}");

    let (page, action) = ("/north-moor/actions/A-0007", "/north-moor/actions/A-0007/completion");
    let done = member.fill(page, action, &[("evidence", "The clinic has answered.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.main());
    assert!(member.get(page).await.main().contains("The clinic has answered."));
    assert_eq!(member.get(PAGE).await.status, StatusCode::FORBIDDEN);
    assert_eq!(administrator.get("/north-moor/past").await.status, StatusCode::OK);
    let another = member.fill("/north-moor/actions", "/north-moor/actions/A-0009/completion", &[("evidence", "Done.")]).await;
    assert_eq!(another.status, StatusCode::FORBIDDEN);
});
