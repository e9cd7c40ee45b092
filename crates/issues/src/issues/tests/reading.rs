//! Reading: who may, the list, search, one issue, its wording.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role};
use kernel::both;

use super::{RAISE, raised, start};

both!(those_who_triage_read_issues_and_nobody_else_finds_them, start, |it| {
    raised(&it.visitor(), "Letters come late.").await;
    for persona in [it.administrator().await, it.gp_co_chair().await] {
        assert!(persona.get("/north-moor/issues").await.main().contains("Letters come late."));
        assert_eq!(persona.get("/north-moor/issues/nm-1").await.status, StatusCode::OK);
    }
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    for persona in [it.member().await, reader, elsewhere, it.operator().await] {
        for path in ["/north-moor/issues", "/north-moor/issues/NM-0001", "/north-moor/issues?q=letters"] {
            assert_eq!(persona.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    assert_eq!(it.visitor().get("/north-moor/issues").await.location(), "/sign-in?next=%2Fnorth-moor%2Fissues");
});

both!(another_groups_references_are_not_found, start, |it| {
    raised(&it.visitor(), "Letters come late.").await;
    let administrator = it.administrator().await;
    for reference in ["SF-0001", "NM-0002", "NM-", "0001", "NM-00000000000000000001", "%00", "NM-0001%27"] {
        assert_eq!(administrator.get(&format!("/north-moor/issues/{reference}")).await.status, StatusCode::NOT_FOUND, "{reference}");
    }
});

both!(a_search_finds_words_stems_beginnings_and_references, start, |it| {
    let visitor = it.visitor();
    raised(&visitor, "Discharge letters arrive after a week").await;
    raised(&visitor, "Bloods requested by clinics, café trolley").await;
    raised(&visitor, "Nothing of the kind").await;
    let administrator = it.administrator().await;
    let found = async |q: &str| {
        let page = administrator.get(&format!("/north-moor/issues?q={q}")).await.main();
        ["NM-0001", "NM-0002", "NM-0003"].iter().filter(|reference| page.contains(**reference)).count()
    };
    assert_eq!(found("letter").await, 1);
    assert_eq!(found("DISCHARGE+lett").await, 1);
    assert_eq!(found("requesting+clin").await, 1);
    assert_eq!(found("discharge+bloods").await, 0);
    assert_eq!(found("%27%22%29+OR+1%3D1+--").await, 0);
    assert_eq!(found("%22+%2A").await, 3, "no word to search for shows all");
    assert_eq!(administrator.get("/north-moor/issues?q=nm-2").await.location(), "/north-moor/issues/NM-0002");
    assert!(administrator.get("/north-moor/issues?q=zebra").await.main().contains("No issue matches."));
});

both!(filters_combine_can_be_removed_and_page_on, start, |it| {
    let visitor = it.visitor();
    let key = async || visitor.get(RAISE).await.hidden("form_key").expect("a key");
    for n in 0..53 {
        let (key, text) = (key().await, format!("Issue about letters {n}"));
        visitor.post(RAISE, &[("form_key", &key), ("text", &text), ("known", "anonymous")]).await;
    }
    let administrator = it.administrator().await;
    let first = administrator.get("/north-moor/issues").await;
    assert!(first.main().contains("50 of 53 issues, newest first"));
    let older =
        first.body.split("<a href=\"").find(|part| part.contains("Older issues")).and_then(|part| part.split('"').next()).expect("a link");
    let second = administrator.get(older).await.main();
    assert!(second.contains("NM-0003") && second.contains("NM-0001") && !second.contains("NM-0004"), "{second}");
    let version = administrator.get("/north-moor/issues/NM-0007").await.hidden("version").expect("a version");
    let wording = [("version", version.as_str()), ("theme", "results"), ("title", "Results unread"), ("text", "")];
    administrator.fill("/north-moor/issues/NM-0007", "/north-moor/issues/NM-0007/wording", &wording).await;
    let both = administrator.get("/north-moor/issues?q=letters&state=new&theme=results").await;
    assert!(both.main().contains("1 issue found") && both.main().contains("NM-0007"));
    assert!(both.body.contains("href=\"/north-moor/issues?q=letters&#38;theme=results\""), "the filter by state can be taken away");
    for query in ["theme=results", "state=new&theme=results", "q=unread&theme=results", "state=new&q=unread"] {
        let page = administrator.get(&format!("/north-moor/issues?{query}")).await.main();
        assert!(page.contains("NM-0007") && !page.contains("NM-0008"), "{query}");
    }
});

both!(an_issue_shows_its_words_what_is_known_and_its_timeline, start, |it| {
    raised(&it.visitor(), "Letters come late.").await;
    let page = it.administrator().await.get("/north-moor/issues/NM-0001").await;
    insta::allow_duplicates! {
        insta::assert_snapshot!(page.main().lines().take(15).collect::<Vec<_>>().join("\n"), @r"
    All issues
    NM-0001: Letters come late.
    New Raised today
    Triage NM-0001
    What the reporter wrote
    Letters come late.
    Only those who triage read these words. Everybody else reads the group wording.
    Raised by
    In confidence
    Works in
    Not provided
    Role
    Not provided
    Service
    Not provided
    ");
    }
    assert!(!page.body.contains("Ann Reid"), "in confidence means that the group does not see who");
});

both!(of_two_who_word_an_issue_the_second_sees_both_texts_and_loses_neither, start, |it| {
    raised(&it.visitor(), "Letters come late.").await;
    let (first, second) = (it.administrator().await, it.gp_co_chair().await);
    let path = "/north-moor/issues/NM-0001";
    let version = first.get(path).await.hidden("version").expect("a version");
    let word = async |who: &group::testing::Persona<'_>, version: &str, title: &str| {
        who.fill(
            path,
            &format!("{path}/wording"),
            &[("version", version), ("theme", "discharge"), ("title", title), ("text", "Two sentences.")],
        )
        .await
    };
    assert_eq!(word(&first, &version, "Late letters").await.location(), format!("{path}?described"));
    let stale = word(&second, &version, "Letters after discharge").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("value=\"Letters after discharge\"") && stale.main().contains("Late letters"), "{}", stale.main());
    let fresh = stale.hidden("version").expect("a version");
    assert_eq!(word(&second, &fresh, "Letters after discharge").await.status, StatusCode::SEE_OTHER);
    let shown = second.get(path).await.main();
    assert!(shown.contains("NM-0001: Letters after discharge"));
    assert_eq!(shown.matches("Theme and group wording written").count(), 2);
    assert!(shown.contains("Ailsa Munro") && shown.contains("Morag Sinclair"));
    assert!(second.get("/north-moor/issues?q=discharge+letters").await.main().contains("NM-0001"));
});

both!(a_wording_with_a_patients_number_or_an_unknown_theme_is_refused_and_given_back, start, |it| {
    raised(&it.visitor(), "Letters come late.").await;
    let (administrator, path) = (it.administrator().await, "/north-moor/issues/NM-0001");
    for (field, value, message) in [
        ("title", "About 0101011237", "This looks like a CHI number"),
        ("theme", "gossip", "Choose one of the group"),
        ("text", &"x".repeat(601), "600 characters or less"),
    ] {
        let mut fields = vec![("version", "1"), ("theme", ""), ("title", "Kept"), ("text", "Kept too")];
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let reply = administrator.fill(path, &format!("{path}/wording"), &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(reply.main().contains(message), "{}", reply.main());
    }
    assert!(administrator.get(path).await.main().contains("NM-0001: Letters come late."));
    let member = it.member().await;
    let page = member.fill("/north-moor/members", &format!("{path}/wording"), &[("version", "1"), ("title", "x")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
});

both!(a_wording_sent_after_the_session_ended_is_given_back_to_be_copied, start, |it| {
    raised(&it.visitor(), "Letters come late.").await;
    let (administrator, path) = (it.administrator().await, "/north-moor/issues/NM-0001");
    let forgery = administrator.get(path).await.hidden("forgery").expect("a token");
    it.wait(jiff::SignedDuration::from_mins(45));
    let fields = [("forgery", forgery.as_str()), ("version", "1"), ("title", "Letters after discharge"), ("text", "Long thought about.")];
    let late = administrator.post(&format!("{path}/wording"), &fields).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    let page = late.main();
    assert!(page.contains("Letters after discharge") && page.contains("Long thought about.") && !page.contains(&forgery), "{page}");
});

both!(whatever_is_typed_into_the_search_box_is_answered, start, |it| {
    raised(&it.visitor(), "Letters ½ come late, İstanbul, ﬀ, naïve café.").await;
    let administrator = it.administrator().await;
    let long = "word ".repeat(300);
    let strange = [
        "½",
        "İ",
        "ﬀ",
        "e\u{301}",
        "º²",
        "௵",
        "\"",
        "'",
        "a' OR 'b",
        "NEAR(a b)",
        "a AND",
        "*",
        "a*b",
        "a:b",
        "(",
        "\\",
        "%",
        "_",
        "\u{202e}x",
        "🦆",
        "the",
        &long,
    ];
    for q in strange {
        let reply = administrator.get(&format!("/north-moor/issues?q={}", kernel::form::encode_query(q))).await;
        assert!(reply.status.is_success(), "{q:?} answers {}", reply.status);
        // A person may search sixty times a minute.
        let reply = administrator
            .api(axum::http::Method::GET, &format!("/api/v1/north-moor/issues?q={}", kernel::form::encode_query(q)), None)
            .await;
        assert!(reply.status.is_success(), "{q:?} answers {}: {}", reply.status, reply.body);
    }
    for q in ["CAFE", "café", "naive"] {
        let page = administrator.get(&format!("/north-moor/issues?q={}", kernel::form::encode_query(q))).await.main();
        assert!(it.app.db.dialect() == kernel::dialect::Dialect::Postgres || page.contains("NM-0001"), "{q}");
    }
});
