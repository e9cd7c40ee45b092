//! Minutes over HTTP.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const MINUTE: &str = "/north-moor/meetings/1/minute";
const CALL: &str = "/api/v1/north-moor/meetings/1/minute";
const APPROVE: &str = "/api/v1/north-moor/meetings/1/minute/approvals";

both!(a_minute_is_drafted_in_the_house_style_when_the_meeting_ends, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let minute = chairs.gp.api(Method::GET, CALL, None).await.json();
    assert_eq!(minute["state"], "draft");
    insta::allow_duplicates! { insta::assert_snapshot!(minute["text"].as_str().expect("a text"), @r###"
Minute of the meeting of the North Moor Interface Group
=======================================================

DRAFT MINUTE, not approved. Monday 14 December 2026, 12:30pm to 2:00pm

Theme: Discharge and transfer

Present: Ailsa Munro (AM, GP co-chair); Tunde Adeyemi (TA, consultant co-chair); Morag Sinclair (MS, administrator)

Balance: 1 GP and 1 consultant: quorate


1 Welcome and apologies
-----------------------

There were no apologies.


2 Minute of the previous meeting
--------------------------------

There was no earlier minute.


3 Matters arising
-----------------

There were none.


4 Actions review
----------------

There were none.


5 Letters: Letters come late
----------------------------

Item 26/001, issue NM-0001 (raised 22 November 2026)

Letters come late. Both sides lose time.

Letters take weeks.

Wards lack typists.

    Decision 26/D01: The Group AGREED that letters go out within a day.

Actions from item 26/001

Ref: A-0001
What is to be done: Tell every ward
Owner: Tunde Adeyemi
By: 15 January 2027
Done means: Each ward has replied


6 For cascade
-------------

- 26/D01: Letters go out within a day.


7 Any other business
--------------------

There was none.


8 Next meeting
--------------

To be arranged.
"###); }
    let mails = it.mails_after_work().await;
    let asked: Vec<&String> = mails.iter().filter(|mail| mail.contains("To approve: minute of 14 December 2026")).collect();
    assert_eq!(asked.len(), 2, "both co-chairs are asked");
    let words = chairs.gp.get(MINUTE).await.main();
    assert!(words.contains("The Group AGREED that letters go out within a day.") && words.contains("DRAFT MINUTE"), "{words}");
});

both!(one_side_alone_publishes_nothing_and_both_together_freeze_it, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(MINUTE).await.status, StatusCode::NOT_FOUND, "a draft is not for readers");
    let page = chairs.gp.get(MINUTE).await;
    let hash = page.hidden("hash").expect("a hash");
    assert_eq!(chairs.gp.fill(MINUTE, &format!("{MINUTE}/approvals"), &[("hash", &hash)]).await.location(), format!("{MINUTE}?approved"));
    let one = chairs.gp.get(MINUTE).await.main();
    assert!(one.contains("Approved by Ailsa Munro, GP co-chair.") && one.contains("The consultant side has yet to approve it."), "{one}");
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.json()["state"], "draft", "the same side twice is still one side");
    let published = chairs.consultant.api(Method::POST, APPROVE, None).await.json();
    assert_eq!((&published["state"], &published["approvals"]), (&json!("published"), &json!(["gp", "consultant"])));
    assert_eq!(published["hash"], json!(hash));
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.status, StatusCode::CONFLICT);
    let edit = chairs.administrator.get(&format!("{MINUTE}/edit")).await;
    assert_eq!(edit.status, StatusCode::CONFLICT);
    let issue = chairs.gp.get("/north-moor/issues/NM-0001").await.main();
    assert!(issue.contains("The minute of the meeting is published"), "{issue}");
    let read = reader.get(MINUTE).await.main();
    assert!(read.contains("letters go out within a day") && !read.contains("DRAFT"), "{read}");
    assert!(reader.get("/north-moor/meetings").await.main().contains("Minute published"));
    assert!(reader.get("/north-moor/decisions").await.main().contains("26/D01"));
});

both!(an_edit_after_one_approval_asks_for_it_again, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let hash = chairs.consultant.get(MINUTE).await.hidden("hash").expect("a hash");
    chairs.gp.api(Method::POST, APPROVE, None).await;
    let before = it.mails_after_work().await.len();
    let edit = format!("{MINUTE}/edit");
    let fields = [("seen1", "There were no apologies."), ("s1", "Apologies from nobody.")];
    assert_eq!(chairs.administrator.fill(&edit, &edit, &fields).await.location(), format!("{MINUTE}?edited"));
    let mails = it.mails_after_work().await;
    assert_eq!(mails.len(), before + 1, "who had approved is asked again, and nobody else");
    assert!(mails.last().is_some_and(|mail| mail.contains("To approve again") && mail.contains(&chairs.gp.email)));
    let stale = chairs.consultant.fill(MINUTE, &format!("{MINUTE}/approvals"), &[("hash", &hash)]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "nobody approves what they have not read");
    let unread = chairs.consultant.api(Method::POST, APPROVE, Some(json!({ "hash": hash }))).await;
    assert_eq!(unread.status, StatusCode::CONFLICT);
    let again = chairs.consultant.api(Method::POST, APPROVE, None).await.json();
    assert_eq!((&again["state"], &again["approvals"]), (&json!("draft"), &json!(["consultant"])));
    let same = chairs.administrator.fill(&edit, &edit, &[("seen1", "Apologies from nobody."), ("s1", "Apologies from nobody.")]).await;
    assert_eq!(same.location(), MINUTE, "nothing changed, nobody is asked");
    let named = chairs.administrator.fill(&edit, &edit, &[("seen1", "Apologies from nobody."), ("s1", "About 010101 1237")]).await;
    assert!(named.main().contains("In section 1, “Welcome and apologies”: This looks like a CHI number"), "{}", named.main());
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.json()["state"], "published");
});

both!(two_who_edit_two_sections_both_keep_theirs_and_of_one_section_both_texts_are_shown, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let edit = format!("{MINUTE}/edit");
    let (none, said) = ("There were no apologies.", "Letters take weeks.\r\nWards lack typists.");
    let all = |first: &'static str, fourth: &'static str| [("seen1", none), ("s1", first), ("seen5", said), ("s5", fourth)];
    chairs.administrator.fill(&edit, &edit, &all("Apologies from the ward.", said)).await;
    assert_eq!(chairs.gp.fill(&edit, &edit, &all(none, "Letters take months.")).await.location(), format!("{MINUTE}?edited"));
    let text = chairs.gp.api(Method::GET, CALL, None).await.json()["text"].to_string();
    assert!(text.contains("Apologies from the ward.") && text.contains("Letters take months."), "{text}");
    let clash = chairs.consultant.fill(&edit, &edit, &all("Apologies from the clinic.", said)).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    let page = clash.main();
    assert!(page.contains("What somebody else has written in section 1") && page.contains("Apologies from the ward."), "{page}");
    assert!(clash.body.contains("Apologies from the clinic."));
    assert_eq!(clash.hidden("seen1").as_deref(), Some("Apologies from the ward."), "saving again is a choice");
});

both!(both_sides_at_the_same_instant_confirm_and_publish, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.decided("Letters come late").await;
    let both = async |path: &str| {
        let call = format!("/api/v1/north-moor/meetings/1/{path}");
        let (gp, consultant) =
            futures_util::join!(chairs.gp.api(Method::POST, &call, None), chairs.consultant.api(Method::POST, &call, None));
        assert!(gp.status.is_success() && consultant.status.is_success(), "{} {}", gp.body, consultant.body);
    };
    both("read-back").await;
    assert_eq!(chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json()["state"], "confirmed");
    chairs.call("meetings/1/adjournment", json!(null)).await;
    both("minute/approvals").await;
    assert_eq!(chairs.gp.api(Method::GET, CALL, None).await.json()["state"], "published");
});

both!(what_was_signed_under_one_quorum_stays_when_the_rule_changes, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let rules = "/north-moor/meetings/rules";
    let fields = [
        ("quorum_gps", "3"),
        ("quorum_consultants", "3"),
        ("usual_start", "12:30"),
        ("usual_minutes", "90"),
        ("item_minutes", "15"),
        ("remind_days", "7"),
    ];
    chairs.administrator.fill(rules, rules, &fields).await;
    let text = chairs.gp.api(Method::GET, CALL, None).await.json()["text"].to_string();
    assert!(text.contains("1 GP and 1 consultant: quorate"), "{text}");
});

both!(a_published_minute_stays_when_people_and_wording_change, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, APPROVE, None).await;
    }
    let before = chairs.gp.api(Method::GET, CALL, None).await.json();
    let issue = "/north-moor/issues/NM-0001";
    let version = chairs.gp.get(issue).await.hidden("version").expect("a version");
    let wording = [("version", version.as_str()), ("theme", "results"), ("title", "Another title"), ("text", "Other. Words.")];
    assert_eq!(chairs.gp.fill(issue, &format!("{issue}/wording"), &wording).await.status, StatusCode::SEE_OTHER);
    assert_eq!(chairs.gp.api(Method::GET, CALL, None).await.json(), before);
});

both!(words_taken_out_of_a_published_minute_leave_a_minute_that_still_proves_to_be_approved, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, APPROVE, None).await;
    }
    let removals = "/north-moor/removals";
    let taken = chairs.administrator.fill(removals, removals, &[("words", "wards lack TYPISTS")]).await;
    assert_eq!(taken.location(), format!("{removals}/1"), "{}", taken.main());
    let minute = chairs.gp.api(Method::GET, CALL, None).await.json();
    let text = minute["text"].as_str().expect("a text");
    assert!(text.contains("Letters take weeks.\n\n[removed].") && !text.contains("typists"), "{text}");
    assert_eq!(minute["state"], "published");
    assert_eq!(minute["approvals"].as_array().map(Vec::len), Some(2), "both approvals stand");
    let report = chairs.administrator.get(&format!("{removals}/1")).await.main();
    assert!(report.contains("Published minute"), "{report}");
    // That its hash no longer is the approved one is known and accounted for: the end of the test verifies it.
});

both!(the_same_minute_is_a_page_a_pdf_and_a_word_document, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let pdf = chairs.gp.get(&format!("{MINUTE}.pdf")).await;
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    assert_eq!(pdf.headers["content-disposition"], "attachment; filename=\"north-moor-minute-2026-12-14.pdf\"");
    assert!(pdf.body.starts_with("%PDF-"));
    let word = chairs.gp.api(Method::GET, &format!("{CALL}.docx"), None).await;
    assert!(word.status.is_success() && word.body.starts_with("PK"));
});

both!(the_next_meeting_confirms_a_minute_and_its_own_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, APPROVE, None).await;
    }
    chairs.call("meetings", json!({ "date": "2027-02-08", "start": "12:30", "minutes": 90, "invite": false })).await;
    let confirm = format!("{MINUTE}/confirmation");
    let early = chairs.administrator.fill(MINUTE, &confirm, &[("at", "2")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "nothing is confirmed before a quorum is there");
    chairs.call("meetings/2/attendance", json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    let early = chairs.administrator.fill(MINUTE, &confirm, &[("at", "1")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "no meeting confirms its own minute");
    let fields = [("at", "2"), ("corrections", "Item 26/001: the audit was in May.")];
    assert_eq!(chairs.administrator.fill(MINUTE, &confirm, &fields).await.location(), format!("{MINUTE}?confirmed"));
    let confirmed = chairs.gp.api(Method::GET, CALL, None).await.json();
    assert_eq!(confirmed["state"], "confirmed");
    let handed_out = confirmed["text"].as_str().expect("a text");
    assert!(handed_out.contains("Corrected by the meeting that confirmed it: Item 26/001: the audit was in May."), "{handed_out}");
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, "/api/v1/north-moor/meetings/2/read-back", None).await;
    }
    chairs.call("meetings/2/adjournment", json!(null)).await;
    let text = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/2/minute", None).await.json()["text"].clone();
    let text = text.as_str().expect("a text");
    assert!(
        text.contains("The minute of 14 December 2026 was confirmed with these corrections:") && text.contains("the audit was in May"),
        "{text}"
    );
    assert!(text.contains("Carried forward: A-0001 (Tunde Adeyemi, was due 15 January 2027)."), "{text}");
});

both!(a_minute_is_hidden_while_a_text_that_came_before_its_meeting_is_flagged, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    let issue = "/north-moor/issues/NM-0001";
    assert!(chairs.administrator.get(MINUTE).await.main().contains("Letters take weeks."));
    chairs.administrator.fill(issue, &format!("{issue}/flag"), &[]).await;
    let page = chairs.gp.get(MINUTE).await;
    assert!(page.main().contains("hidden for now") && !page.main().contains("Letters"), "{}", page.main());
    assert!(!page.body.contains("name=\"hash\""), "nobody approves what they cannot read");
    let text = chairs.gp.api(Method::GET, CALL, None).await.json()["text"].clone();
    assert!(!text.as_str().expect("a text").contains("Letters take weeks"), "{text}");
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.status, StatusCode::CONFLICT);
    assert_eq!(chairs.administrator.get(&format!("{MINUTE}/edit")).await.status, StatusCode::CONFLICT);
    chairs.administrator.fill("/north-moor/removals", "/north-moor/removals/flags/1/shown", &[]).await;
    assert!(chairs.gp.get(MINUTE).await.main().contains("Letters take weeks."));
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.status, StatusCode::OK);
});

both!(outside_the_group_a_minute_says_what_people_are, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.over("Letters come late").await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/minute/approvals"), None).await;
    }
    let (_, document) = crate::minutes::published(&it.app.db, &it.group, number).await.expect("a minute");
    let text = documents::text::write(&document);
    for name in ["Ailsa Munro", "Tunde Adeyemi", "Morag Sinclair"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    assert!(text.contains("the GP co-chair; the consultant co-chair") && text.contains("letters go out within a day"), "{text}");
    let own = chairs.gp.get(&format!("/north-moor/meetings/{number}/minute")).await.main();
    assert!(own.contains("Tunde Adeyemi"), "the group reads who does what: {own}");
});
