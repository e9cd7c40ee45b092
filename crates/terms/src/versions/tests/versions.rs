//! Versions: both sides or nothing, from a day on, replaced by the next, and who may read them.

use jiff::SignedDuration;
use kernel::{both, schedule};

use super::*;

both!(one_side_alone_brings_nothing_into_force_and_a_change_asks_again, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    people.answer_all().await;
    people.decide_all().await;
    let asked = people.administrator.fill(READ, &format!("{DRAFT}/asking"), &[]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.main());
    assert_eq!(it.mails_after_work().await.iter().filter(|mail| mail.contains("To approve: terms of reference")).count(), 2);
    assert_eq!(people.approve_for(&people.gp).await.location(), "/north-moor/terms/draft/read?approved");
    assert!(people.gp.get("/north-moor/terms").await.main().contains("No terms are in force yet"));
    // The administrator holds no key.
    let administrator = people.administrator.fill(READ, &format!("{DRAFT}/approvals"), &[("hash", "x")]).await;
    assert_eq!(administrator.status, StatusCode::FORBIDDEN);
    // A changed text is another text.
    let stale = people.consultant.get(READ).await.hidden("hash").expect("a hash");
    people.answer("quorum", &[("gps", "3"), ("consultants", "3")]).await;
    let late = people.consultant.fill(READ, &format!("{DRAFT}/approvals"), &[("hash", &stale)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(people.gp.get(READ).await.main().contains("The GP side has yet to approve it"));
    assert_eq!(people.approve_for(&people.consultant).await.location(), "/north-moor/terms/draft/read?approved");
    assert_eq!(people.approve_for(&people.gp).await.location(), "/north-moor/terms?in-force");
});

both!(agreed_terms_wait_for_their_day, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    people.answer_all().await;
    people.decide_all().await;
    let when = format!("{DRAFT}/when");
    let past = people.administrator.fill(&when, &when, &[("from_on", "2026-11-01")]).await;
    assert!(past.main().contains("That day is over"), "{}", past.main());
    people.administrator.fill(&when, &when, &[("from_on", "2026-12-01"), ("review_on", "2027-12-01")]).await;
    assert_eq!(people.approve().await.location(), "/north-moor/terms/draft/read?agreed");
    assert!(people.gp.get("/north-moor/terms").await.main().contains("No terms are in force yet"));
    // What is agreed stays as it is.
    let fixed = people.answer("quorum", &[("gps", "1"), ("consultants", "1")]).await;
    assert_eq!(fixed.status, StatusCode::CONFLICT, "{}", fixed.main());
    it.wait(SignedDuration::from_hours(24 * 9));
    schedule::tick(&it.app).await.expect("the schedule");
    it.work().await;
    let gp = people.gp.signed_in_again().await;
    assert!(gp.get("/north-moor/terms").await.main().contains("in force from 1 December 2026"));
});

both!(the_next_version_begins_as_the_terms_stand_and_shows_what_differs, start, |it| {
    let people = People::of(it).await;
    people.in_force().await;
    let next = people.administrator.fill("/north-moor/terms", "/north-moor/terms/next", &[]).await;
    assert_eq!(next.location(), "/north-moor/terms/draft?begun");
    assert!(people.gp.get(READ).await.main().contains("The text is the same."), "{}", people.gp.get(READ).await.main());
    people.answer("frequency", &[("said", "monthly, first Monday, 13:00, 60 minutes")]).await;
    let read = people.gp.get(READ).await;
    assert!(
        read.body.contains("<del>") && read.body.contains("<ins>") && read.main().contains("What differs from version 1"),
        "{}",
        read.main()
    );
    people.approve().await;
    let page = people.gp.get("/north-moor/terms").await;
    assert!(page.main().contains("The forum meets every month, on the first Monday, 13:00 to 14:00."), "{}", page.main());
    // The one before stays as it was approved, as page, PDF and Word.
    let old = people.gp.get("/north-moor/terms/versions/1").await;
    assert!(
        old.main().contains("every second month, on the second Tuesday") && old.main().contains("until 22 November 2026"),
        "{}",
        old.main()
    );
    for file in ["terms.pdf", "terms.docx"] {
        for version in ["/north-moor/terms", "/north-moor/terms/versions/1"] {
            assert_eq!(people.gp.get(&format!("{version}/{file}")).await.status, StatusCode::OK, "{version}/{file}");
        }
    }
    let versions = people.gp.get("/north-moor/terms/versions").await;
    assert!(versions.main().contains("Version 2") && versions.main().contains("Replaced"), "{}", versions.main());
});

both!(what_is_agreed_for_a_day_to_come_can_be_dropped, start, |it| {
    let people = People::of(it).await;
    people.paste(PASTED).await;
    people.answer_all().await;
    people.decide_all().await;
    let when = format!("{DRAFT}/when");
    let far = people.administrator.fill(&when, &when, &[("from_on", "2126-12-01")]).await;
    assert!(far.main().contains("more than two years ahead"), "{}", far.main());
    people.administrator.fill(&when, &when, &[("from_on", "2026-12-01")]).await;
    people.approve().await;
    people.administrator.fill(DRAFT, &format!("{DRAFT}/removal"), &[]).await;
    assert_eq!(people.paste(PASTED).await.status, StatusCode::SEE_OTHER);
});

both!(places_that_terms_named_stay_when_the_next_version_begins_from_a_template, start, |it| {
    let people = People::of(it).await;
    people.paste("Rules\nWe serve NHS [name of Health Board].").await;
    people.answer("board", &[("name", "NHS Moor"), ("sites", "Moor General")]).await;
    people.approve().await;
    people.paste("Rules\nAgain we serve NHS [name of Health Board].").await;
    people.approve().await;
    let places = group::membership::places(&it.app.db, it.group.id).await.expect("places");
    assert_eq!(places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>(), ["Moor General"]);
});

both!(a_review_is_reminded_of_once, start, |it| {
    let people = People::of(it).await;
    people.in_force().await;
    // A year from the day the draft was begun, less four weeks.
    for days in [300, 50, 1] {
        it.wait(SignedDuration::from_hours(24 * days));
        schedule::tick(&it.app).await.expect("the schedule");
        it.work().await;
    }
    let reminded = it.mails().into_iter().filter(|mail| mail.contains("time to look at them again")).count();
    assert_eq!(reminded, 3, "administrator and co-chairs, once each");
});

both!(readers_read_what_is_in_force_and_strangers_only_what_is_public, start, |it| {
    let people = People::of(it).await;
    let (visitor, reader) = (it.visitor(), it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await);
    people.in_force().await;
    people.administrator.fill("/north-moor/terms", "/north-moor/terms/next", &[]).await;
    assert_eq!(reader.get("/north-moor/terms").await.status, StatusCode::OK);
    assert_eq!(reader.get(DRAFT).await.status, StatusCode::NOT_FOUND);
    let member = it.member().await;
    assert_eq!(member.get(DRAFT).await.status, StatusCode::OK);
    assert_eq!(member.get(QUESTIONS).await.status, StatusCode::FORBIDDEN);
    let elsewhere = it.persona_in(&it.other, "Elspeth Grant", Role::Administrator, Side::Other).await;
    for address in ["/north-moor/terms", DRAFT, QUESTIONS, TEXT, READ, "/north-moor/terms/versions", "/north-moor/terms/versions/1"] {
        assert_eq!(elsewhere.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_ne!(visitor.get("/north-moor/terms").await.status, StatusCode::OK);
    let when = format!("{DRAFT}/when");
    people.administrator.fill(&when, &when, &[("is_public", "yes")]).await;
    people.approve().await;
    let page = visitor.get("/north-moor/terms").await;
    assert!(page.status == StatusCode::OK && page.main().contains("The forum meets"), "{}", page.main());
    assert!(!page.main().contains("Ailsa Munro") && !page.body.contains("/terms/versions"), "{}", page.main());
    assert_eq!(visitor.get("/north-moor/terms/terms.pdf").await.status, StatusCode::OK);
    assert_eq!(visitor.get("/north-moor/terms/terms.docx").await.status, StatusCode::OK);
});

both!(a_draft_that_is_dropped_leaves_what_is_in_force, start, |it| {
    let people = People::of(it).await;
    people.in_force().await;
    people.administrator.fill("/north-moor/terms", "/north-moor/terms/next", &[]).await;
    assert_eq!(people.paste(PASTED).await.status, StatusCode::CONFLICT, "there is a draft already");
    let dropped = people.administrator.fill(DRAFT, &format!("{DRAFT}/removal"), &[]).await;
    assert_eq!(dropped.location(), "/north-moor/terms?dropped");
    assert!(people.gp.get("/north-moor/terms").await.main().contains("version 1, in force"));
    assert_eq!(people.paste(PASTED).await.status, StatusCode::SEE_OTHER);
});
