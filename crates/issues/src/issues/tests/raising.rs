//! Raising: the one box, how to be known, and what is refused.

use axum::http::{Method, StatusCode, header};
use kernel::{both, sql};
use serde_json::json;

use super::{RAISE, raised, send, start};

both!(a_report_by_name_is_saved_thanked_by_mail_and_followed_by_a_private_link, start, |it| {
    let visitor = it.visitor();
    let sent =
        send(&visitor, &[("text", "Letters come late."), ("known", "named"), ("name", "Dr Ann Reid"), ("email", "ann@glebe.example")])
            .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let receipt = visitor.get(sent.location()).await;
    insta::allow_duplicates! {
        insta::assert_snapshot!(receipt.main().lines().take(6).collect::<Vec<_>>().join("\n"), @r"
    Thank you: it is saved
    Your reference
    NM-0001
    What happens next
    Your group's administrator reads it first. Then two clinicians, a GP and a consultant, decide together what to do with it. You can see their answer here by 7 December 2026.
    Your private link
    ");
    }
    assert_eq!(receipt.headers[header::REFERRER_POLICY], "no-referrer");
    it.work().await;
    let mail = it.mails().pop().expect("a mail");
    assert!(mail.contains("Subject: NM-0001: we have received your issue") && mail.contains("To: ann@glebe.example"), "{mail}");
    let link = sent.location().split('?').next().expect("a path");
    assert!(mail.replace("=\r\n", "").contains(link), "{mail}");
});

both!(the_same_form_sent_twice_is_one_issue_and_with_another_text_two, start, |it| {
    let visitor = it.visitor();
    let key = visitor.get(RAISE).await.hidden("form_key").expect("a key");
    let send = async |text: &str| {
        let fields = [("form_key", key.as_str()), ("text", text), ("known", "confidence"), ("name", "Dr A")];
        visitor.post(RAISE, &fields).await.location().to_owned()
    };
    let first = send("Letters come late.").await;
    assert_eq!(send("Letters come late.").await, first);
    assert_ne!(send("Letters come late, and to the wrong practice.").await, first);
    let count = sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row");
    assert_eq!(count.get::<i64>("n").expect("a number"), 2);
});

both!(an_empty_form_says_what_to_do_by_each_field, start, |it| {
    let reply = send(&it.visitor(), &[("text", " \n "), ("known", "named")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.body.contains("<title>Error: Raise an issue"));
    assert_eq!(reply.body.matches("Tell us what happened").count(), 2, "it stands in the summary and by its field");
    let unknown = send(&it.visitor(), &[("text", "x"), ("known", "nickname"), ("name", "A")]).await;
    assert!(unknown.main().contains("Choose how you want to be known"));
});

both!(a_patients_number_is_refused_masked_and_kept_nowhere, start, |it| {
    for (number, kind) in [("0101011237", "a CHI number"), ("０１０１０１ １２３７", "a CHI number"), ("943 476 5919", "an NHS number")]
    {
        let text = format!("Pt {number} sent home, letter late");
        let reply = send(&it.visitor(), &[("text", &text), ("known", "anonymous"), ("keep", "yes")]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        assert!(reply.main().contains(&format!("This looks like {kind}")), "{}", reply.main());
        assert!(reply.body.contains("Pt [removed] sent home, letter late"), "every other word is kept");
        assert!(!reply.body.contains(number), "{number} is not even shown again");
    }
    let count = sql("SELECT COUNT(*) AS n FROM issues").one(&it.app.db).await.expect("a row");
    assert_eq!(count.get::<i64>("n").expect("a number"), 0);
    let ledger = sql("SELECT COUNT(*) AS n FROM ledger WHERE verb = 'issue.raised'").one(&it.app.db).await.expect("a row");
    assert_eq!(ledger.get::<i64>("n").expect("a number"), 0);
});

both!(a_number_that_may_be_a_patients_is_kept_once_somebody_says_it_is_not, start, |it| {
    let fields = [("text", "Docket 0101011234 lost twice"), ("known", "anonymous")];
    let asked = send(&it.visitor(), &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Docket 0101011234 lost twice") && asked.main().contains("keep it"), "{}", asked.main());
    let kept = send(&it.visitor(), &[fields[0], fields[1], ("keep", "yes")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
});

both!(an_anonymous_report_leaves_no_name_no_address_and_no_time_of_day, start, |it| {
    let sent =
        send(&it.visitor(), &[("text", "Quietly said."), ("known", "anonymous"), ("name", "Left In"), ("email", "left@in.example")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let page = it.visitor().get(sent.location()).await;
    assert!(page.main().contains("it is the only way back to the answer"));
    assert!(page.headers.get(header::SET_COOKIE).is_none());
    assert_eq!(it.work().await, 0, "no mail, no job");
    let issue = sql("SELECT id, raised_at FROM issues").one(&it.app.db).await.expect("an issue");
    let id: uuid::Uuid = issue.get("id").expect("a key");
    assert_eq!(id.get_version_num(), 4, "the key holds no time");
    assert_eq!(issue.get::<Option<jiff::Timestamp>>("raised_at").expect("a column"), None);
    let said = sql("SELECT at FROM ledger WHERE verb = 'issue.raised'").one(&it.app.db).await.expect("an entry");
    assert_eq!(said.get::<jiff::Timestamp>("at").expect("a time").to_string(), "2026-11-22T00:00:00Z");
    let reporters = sql("SELECT COUNT(*) AS n FROM reporters").one(&it.app.db).await.expect("a row");
    assert_eq!(reporters.get::<i64>("n").expect("a number"), 0);
});

both!(strange_text_is_shown_as_it_was_typed, start, |it| {
    let strange = [
        "<script>alert(1)</script> & \"quotes\" '); DROP TABLE issues; --",
        "עברית \u{202e}right to left\u{202c} العربية",
        "🦆 duck, e\u{301} combined, ﷽",
        "line one\nline two\ttab",
        "%00 %s {{ 7*7 }} ${x} $1",
    ];
    for text in strange {
        let page = it.visitor().get(&raised(&it.visitor(), text).await).await;
        let shown = page.main();
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain(&shown).contains(&plain(text)), "{text:?} in {shown}");
        assert!(!page.body.contains("<script>alert"));
    }
});

both!(a_hidden_control_character_is_refused_by_the_field_and_taken_out_of_the_box, start, |it| {
    let reply = send(&it.visitor(), &[("text", "a\u{7}b\0c"), ("known", "anonymous")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.main().contains("hidden character (U+0007)"));
    assert!(reply.body.contains(">\nabc</textarea>"), "{}", reply.body);
});

both!(a_megabyte_is_refused_with_the_count_and_given_back, start, |it| {
    let text = "word ".repeat(200_000);
    let reply = send(&it.visitor(), &[("text", &text), ("known", "anonymous")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(reply.main().contains("The text must be 5,000 characters or less; it has 999,999"));
    assert!(reply.body.len() > 1_000_000, "what was typed comes back");
    let huge = "word ".repeat(500_000);
    assert_eq!(send(&it.visitor(), &[("text", &huge), ("known", "anonymous")]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
});

both!(a_form_that_was_open_for_days_keeps_its_text_and_asks_once_more, start, |it| {
    let visitor = it.visitor();
    let key = visitor.get(RAISE).await.hidden("form_key").expect("a key");
    it.wait(jiff::SignedDuration::from_hours(48));
    let late = visitor.post(RAISE, &[("form_key", &key), ("text", "Written on Friday"), ("known", "anonymous")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("Written on Friday") && late.main().contains("send it once more"));
    let fresh = late.hidden("form_key").expect("a key");
    assert_eq!(
        visitor.post(RAISE, &[("form_key", &fresh), ("text", "Written on Friday"), ("known", "anonymous")]).await.status,
        StatusCode::SEE_OTHER
    );
    let forged = visitor.post(RAISE, &[("form_key", "a.1.b"), ("text", "x"), ("known", "anonymous")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    let elsewhere = visitor.request(Method::POST, RAISE).header("sec-fetch-site", "cross-site");
    assert_eq!(visitor.ask(elsewhere, format!("form_key={fresh}&text=x&known=anonymous").into()).await.status, StatusCode::FORBIDDEN);
});

both!(three_hundred_reports_from_one_address_pass_and_a_flood_waits_with_its_text_kept, start, |it| {
    let visitor = it.visitor();
    let mut refused = None;
    for n in 0..640 {
        // The limits are by address, before anything else: a form without a key is enough to count.
        let reply = visitor.post(RAISE, &[("text", "flood"), ("known", "anonymous")]).await;
        if reply.status == StatusCode::TOO_MANY_REQUESTS {
            refused = Some((n, reply));
            break;
        }
    }
    let (n, reply) = refused.expect("a flood is slowed");
    assert!(n >= 300, "a whole board sits behind one address; refused at {n}");
    assert!(reply.headers.contains_key(header::RETRY_AFTER) && reply.body.contains(">\nflood</textarea>"));
});

both!(there_is_no_such_group, start, |it| {
    assert_eq!(it.visitor().get("/west-moor/raise").await.status, StatusCode::NOT_FOUND);
    let page = it.visitor().fill(RAISE, "/west-moor/raise", &[("text", "x"), ("known", "anonymous")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
});

both!(two_who_send_the_same_form_at_the_same_moment_make_one_issue, start, |it| {
    let visitor = it.visitor();
    let key = visitor.get(RAISE).await.hidden("form_key").expect("a key");
    let fields = [("form_key", key.as_str()), ("text", "Pressed twice"), ("known", "anonymous")];
    let (one, two, three) = futures_util::join!(visitor.post(RAISE, &fields), visitor.post(RAISE, &fields), visitor.post(RAISE, &fields));
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.main());
    assert!(one.location() == two.location() && two.location() == three.location());
});

both!(a_call_takes_all_that_the_receipt_takes_and_says_every_wrong_word_at_once, start, |it| {
    let script = it.administrator().await;
    let api = "/api/v1/north-moor/issues";
    let whole = json!({
        "text": "Scans come late.", "known": "named", "name": "Ann Reid", "email": "ann@glebe.example", "kind": "trouble",
        "workplace": "Glebe Surgery", "service": "Radiology", "role": "GP", "sector": "primary", "happened": "most-weeks",
        "harm": "could-have", "remedy": "A list every Monday.",
    });
    assert_eq!(script.api(Method::POST, api, Some(whole.clone())).await.status, StatusCode::CREATED);
    let told = script.api(Method::GET, &format!("{api}/NM-0001"), None).await.json();
    for field in ["text", "known", "kind", "workplace", "service", "role", "sector", "happened", "harm", "remedy"] {
        assert_eq!(told[field], whole[field], "{field}: {told}");
    }
    let praise = json!({ "text": "The ward rang me the same day.", "kind": "praise", "known": "anonymous" });
    assert_eq!(script.api(Method::POST, api, Some(praise)).await.status, StatusCode::CREATED);
    assert_eq!(script.api(Method::GET, &format!("{api}/NM-0002"), None).await.json()["kind"], json!("praise"));
    let wrong = json!({ "text": "Late.", "known": "maybe", "kind": "moan", "sector": "ward", "happened": "daily", "harm": "some" });
    let refused = script.api(Method::POST, api, Some(wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in
        ["once, few, most-weeks", "none-known, could-have, yes", "primary, secondary", "trouble, praise", "named, confidence, anonymous"]
    {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let long = json!({ "text": "Late.", "remedy": "x".repeat(2_001), "role": "y".repeat(121) });
    let refused = script.api(Method::POST, api, Some(long)).await;
    assert!(refused.body.contains("\"remedy\"") && refused.body.contains("\"role\""), "{}", refused.body);
});

both!(the_form_tells_its_script_how_the_groups_hospitals_number_and_other_groups_not, start, |it| {
    let administrator = it.administrator().await;
    let words = "/north-moor/settings/words";
    assert!(!it.visitor().get(RAISE).await.body.contains("data-shapes"));
    let added = administrator.fill(words, &format!("{words}/numbers"), &[("example", "RQM 482913"), ("letters", "these")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.main());
    assert!(it.visitor().get(RAISE).await.body.contains("data-shapes=\"rqm999999\""));
    assert!(!it.visitor().get(&format!("/{}/raise", it.other.slug)).await.body.contains("data-shapes"));
    let follow = raised(&it.visitor(), "Letters come late.").await;
    assert!(it.visitor().get(&follow).await.body.contains("data-shapes=\"rqm999999\""));
    // What members, the administrator and co-chairs type is looked through for them as well, and in another group for none of these.
    let another = administrator.fill(words, &format!("{words}/numbers"), &[("example", "KBX 482913"), ("letters", "these")]).await;
    assert_eq!(another.status, StatusCode::SEE_OTHER, "{}", another.main());
    let issue = "/north-moor/issues/NM-0001";
    for (who, path) in
        [(&administrator, issue), (&administrator, "/north-moor/issues/new"), (&it.gp_co_chair().await, "/north-moor/go-live")]
    {
        let page = who.get(path).await;
        assert!(
            page.body.contains("<main id=\"main\" class=\"wide\" tabindex=\"-1\" data-shapes=\"kbx999999 rqm999999\">"),
            "{path}: {}",
            page.body
        );
    }
    let theirs = it.persona_in(&it.other, "Una Firth", group::permissions::Role::Administrator, group::membership::Side::Other).await;
    assert!(!theirs.get("/south-firth/issues/new").await.body.contains("data-shapes"));
});
