//! The pack over HTTP: approved by both sides, frozen, made, sent, and what changes after that.

use axum::http::{StatusCode, header};
use group::{membership::Side, permissions::Role, testing::Persona, testing::TestApp};
use kernel::both;
use serde_json::json;

use crate::{
    papers::tests::{bring, pdf, with_item, word},
    testing::{Chairs, start},
};

const PACK: &str = "/north-moor/meetings/1/pack";
const APPROVAL: &str = "/north-moor/meetings/1/pack/approval";
const CHANGES: &str = "/north-moor/meetings/1/pack/changes";

/// Presses a button of the page, with what the person saw.
async fn press(who: &Persona<'_>, action: &str) -> group::testing::Reply {
    let hash = who.get(PACK).await.hidden("hash").unwrap_or_default();
    who.fill(PACK, action, &[("hash", &hash)]).await
}

/// The words of a PDF that we made.
fn words_of(reply: &group::testing::Reply) -> bool {
    reply.body.starts_with("%PDF-")
}

async fn frozen(it: &TestApp, chairs: &Chairs<'_>) {
    assert_eq!(press(&chairs.gp, APPROVAL).await.location(), format!("{PACK}?approved"));
    assert_eq!(press(&chairs.consultant, APPROVAL).await.location(), format!("{PACK}?frozen"));
    it.work().await;
}

both!(a_pack_goes_out_when_both_sides_have_approved_the_same, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    let member = it.member().await;
    bring(&member, "Costs of both ways", ("costs.docx", &word(&["Post costs five pounds."]))).await;
    it.work().await;
    let before = it.mails().len();
    assert_eq!(member.fill(PACK, APPROVAL, &[("hash", "x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.administrator.fill(PACK, APPROVAL, &[("hash", "x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(press(&chairs.gp, APPROVAL).await.location(), format!("{PACK}?approved"));
    it.work().await;
    let asked = it.mails()[before..].concat();
    assert!(asked.contains("An agenda waits for you") && !asked.contains("five pounds"), "{asked}");
    let page = chairs.consultant.get(PACK).await.main();
    assert!(page.contains("Approved for the GP side: Ailsa Munro") || page.contains("Approved for the GP"), "{page}");

    bring(&member, "A map", ("map.pdf", &pdf(&["The road goes north."]))).await;
    let page = chairs.gp.get(PACK).await.main();
    assert!(page.contains("it was changed since, so please look again"), "an edit asks again: {page}");
    assert_eq!(
        press(&chairs.consultant, APPROVAL).await.location(),
        format!("{PACK}?approved"),
        "the first approval was of something else"
    );
    let old = chairs.gp.fill(PACK, APPROVAL, &[("hash", "0000")]).await;
    assert_eq!(old.status, StatusCode::CONFLICT);
    let sent = it.mails().len();
    assert_eq!(press(&chairs.gp, APPROVAL).await.location(), format!("{PACK}?frozen"));
    assert!(chairs.gp.get(PACK).await.main().contains("0 of 4 steps are done."));
    it.work().await;
    let page = member.get(PACK).await.main();
    assert!(
        page.contains("The pack went out on") && page.contains("The pack as PDF") && !page.contains("without what is reserved"),
        "{page}"
    );
    let mails = it.mails()[sent..].concat();
    assert!(mails.contains("The agenda and papers are ready") && mails.contains(&format!("http://brig.test{PACK}")), "{mails}");
    assert!(!mails.contains("five pounds") && !mails.contains("Letters by post"), "papers do not travel by mail");
    let file = member.get(&format!("{PACK}/1.pdf")).await;
    assert!(words_of(&file) && file.headers[header::CONTENT_TYPE] == "application/pdf", "{:?}", file.headers);
    assert_eq!(member.get(&format!("{PACK}/1-open.pdf")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(press(&chairs.gp, APPROVAL).await.status, StatusCode::CONFLICT, "it went out already");
    let reader = it.persona("Ruth Kerr", Role::Reader, Side::Other).await;
    for path in [PACK, &format!("{PACK}/1.pdf")] {
        assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

both!(what_changes_after_the_pack_is_seen_and_can_be_sent, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    bring(&chairs.gp, "Costs", ("a.txt", b"Post costs five pounds.")).await;
    assert_eq!(chairs.administrator.fill(PACK, CHANGES, &[("hash", "x")]).await.status, StatusCode::CONFLICT, "nothing has gone out");
    frozen(it, &chairs).await;
    assert!(!chairs.gp.get(PACK).await.main().contains("Changed after"), "nothing has changed");
    assert_eq!(press(&chairs.administrator, CHANGES).await.status, StatusCode::CONFLICT);
    bring(&chairs.gp, "A map", ("map.txt", b"The road goes north.")).await;
    chairs.call("meetings/1/items", json!({ "title": "Beds" })).await;
    let member = it.member().await;
    let page = member.get(PACK).await.main();
    assert!(page.contains("26/001: Added: Paper B: A map") && page.contains("26/002: New on the agenda: Beds"), "{page}");
    assert!(page.contains("added: Paper B: A map") && page.contains("and not sent yet"), "{page}");
    assert_eq!(member.fill(PACK, CHANGES, &[("hash", "x")]).await.status, StatusCode::FORBIDDEN);
    let mails = it.mails().len();
    assert_eq!(press(&chairs.administrator, CHANGES).await.location(), format!("{PACK}?changes"));
    it.work().await;
    assert!(it.mails()[mails..].concat().contains("The agenda or papers have changed"));
    let page = chairs.gp.get(PACK).await.main();
    assert!(page.contains("Changed since, and sent on") && page.contains("Changes, number 1 as PDF"), "{page}");
    assert!(words_of(&chairs.gp.get(&format!("{PACK}/2.pdf")).await));
    // After the pack a paper stays on record.
    let papers = "/north-moor/meetings/1/items/26-001/papers";
    chairs.gp.fill(papers, &format!("{papers}/A-1/removal"), &[]).await;
    assert!(chairs.gp.get(papers).await.main().contains("Taken back"));
    assert!(chairs.gp.get(PACK).await.main().contains("26/001: Taken back: paper A, Costs"));
});

both!(guests_get_a_pack_without_what_is_reserved, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    bring(&chairs.gp, "Costs", ("a.pdf", &pdf(&["Post costs five pounds."]))).await;
    let details = "/north-moor/meetings/1/items/26-001/details";
    let shown = chairs.administrator.get(details).await;
    let seen = shown.hidden("seen").unwrap_or_default();
    let fields =
        [("seen", seen.as_str()), ("title", "Letters by post"), ("purpose", "decide"), ("minutes", "15"), ("reserved", "A contract")];
    let changed = chairs.administrator.fill(details, details, &fields).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.main());
    frozen(it, &chairs).await;
    let page = chairs.gp.get(PACK).await.main();
    assert!(page.contains("Reserved") && page.contains("A contract") && page.contains("without what is reserved: for guests"), "{page}");
    let (whole, open) = (chairs.gp.get(&format!("{PACK}/1.pdf")).await, chairs.gp.get(&format!("{PACK}/1-open.pdf")).await);
    assert!(words_of(&whole) && words_of(&open) && open.body.len() < whole.body.len(), "{} {}", open.body.len(), whole.body.len());
});

both!(a_meeting_without_a_pack_is_held_all_the_same, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.over("Letters come late").await;
    let page = chairs.gp.get(&format!("/north-moor/meetings/{number}/pack")).await.main();
    assert!(page.contains("No pack went out for this meeting."), "{page}");
    assert!(page.contains("Letters come late. Both sides lose time."), "the group’s words stand on the page: {page}");
});

both!(an_item_says_what_stands_behind_its_issue_on_the_agenda_and_in_the_pack, start, |it| {
    let chairs = Chairs::of(it).await;
    let (reference, _) = chairs.triaged("they come late").await;
    let number = chairs.planned().await;
    chairs.call(&format!("meetings/{number}/items"), json!({ "issue": reference })).await;
    let behind = "1 report. Harm 1 · Reach 0 · Can be mended 0 · Good for both sides 0";
    for page in [format!("/north-moor/meetings/{number}"), PACK.to_owned()] {
        let shown = chairs.gp.get(&page).await.main();
        assert!(shown.contains(behind), "{page}: {shown}");
    }
    frozen(it, &chairs).await;
    let row = kernel::sql("SELECT listing FROM packs").one(&it.app.db).await.expect("a pack");
    let listing = row.get::<String>("listing").expect("a text");
    assert!(!listing.contains("Good for both sides"), "a further report does not ask for approval anew: {listing}");
});
