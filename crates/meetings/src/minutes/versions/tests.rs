//! Versions over HTTP: what was sent back, edited, signed; and the reserved part, which is under the same hash.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use super::super::{published, whole::whole};
use crate::testing::{Chairs, start};

const MINUTE: &str = "/north-moor/meetings/1/minute";
const APPROVE: &str = "/api/v1/north-moor/meetings/1/minute/approvals";

both!(what_one_side_sends_back_is_mended_before_the_other_signs, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("Letters come late").await;
    chairs.gp.api(Method::POST, APPROVE, None).await;
    let hash = chairs.consultant.get(MINUTE).await.hidden("hash").expect("a hash");
    let back = format!("{MINUTE}/sent-back");
    let silent = chairs.consultant.fill(MINUTE, &back, &[("hash", &hash), ("why", "")]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.main().contains("Say what is to be mended"), "{}", silent.main());
    let sent = chairs.consultant.fill(MINUTE, &back, &[("hash", &hash), ("why", "The ward was not named.")]).await;
    assert_eq!(sent.location(), format!("{MINUTE}?sent-back"), "{}", sent.main());
    let page = chairs.gp.get(MINUTE).await.main();
    assert!(page.contains("Sent back by Tunde Adeyemi, for the consultant side: The ward was not named."), "{page}");
    assert!(page.contains("The GP side has yet to approve it") && !page.contains("Approve for the GP side"), "{page}");
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.status, StatusCode::CONFLICT, "not the text that was sent back");
    let mails = it.mails_after_work().await;
    let told: Vec<&String> = mails.iter().filter(|mail| mail.contains("Sent back: minute of 14 December 2026")).collect();
    assert_eq!(told.len(), 2, "who keeps the record, and who had signed");
    assert!(told.iter().any(|mail| mail.contains(&chairs.gp.email)) && told[0].contains("The ward was not named."), "{told:?}");
    assert_eq!(chairs.administrator.fill(MINUTE, &back, &[("hash", &hash), ("why", "No")]).await.status, StatusCode::FORBIDDEN);
    let edit = format!("{MINUTE}/edit");
    let fields = [("seen5", "Letters take weeks.\r\nWards lack typists."), ("s5", "Letters take weeks.\nWard 3 lacks typists.")];
    chairs.administrator.fill(&edit, &edit, &fields).await;
    let stale = chairs.consultant.fill(MINUTE, &back, &[("hash", &hash), ("why", "Again")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "nobody sends back what they have not read");
    assert_eq!(chairs.gp.api(Method::POST, APPROVE, None).await.json()["state"], "draft");
    assert_eq!(chairs.consultant.api(Method::POST, APPROVE, None).await.json()["state"], "published");
    assert_eq!(chairs.consultant.fill(MINUTE, &back, &[("hash", &hash), ("why", "Late")]).await.status, StatusCode::CONFLICT);

    let page = chairs.gp.get(&format!("{MINUTE}/versions")).await;
    let words = page.main();
    for what in ["Drafted from the record", "Approved", "Sent back", "Edited", "Approved by both sides: published"] {
        assert!(words.contains(what), "{what}: {words}");
    }
    assert!(
        page.body.contains("versions?from=3&amp;to=4#changes") || page.body.contains("versions?from=3&#38;to=4#changes"),
        "{}",
        page.body
    );
    let changed = chairs.gp.get(&format!("{MINUTE}/versions?from=1&to=4")).await;
    assert!(changed.body.contains("<del>Wards lack</del>") && changed.body.contains("<ins>Ward 3 lacks</ins>"), "{}", changed.body);
    assert!(changed.main().contains("5 Letters: Letters come late"), "{}", changed.main());
    assert_eq!(chairs.gp.get(&format!("{MINUTE}/versions?from=1&to=9")).await.status, StatusCode::NOT_FOUND);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(&format!("{MINUTE}/versions")).await.status, StatusCode::NOT_FOUND, "how it came about is the group's");
});

both!(a_reserved_item_is_an_annex_that_is_signed_along_and_not_handed_on, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.decided("Letters come late").await;
    let item = chairs.call("meetings/1/items", json!({ "title": "A contract that is being let" })).await["number"].clone();
    let details = json!({ "purpose": "discuss", "reserved": "it is commercial in confidence" });
    chairs.call(&format!("meetings/1/items/{item}/details"), details).await;
    chairs.call(&format!("meetings/1/items/{item}/note"), json!({ "text": "Two bidders are left." })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, "/api/v1/north-moor/meetings/1/read-back", None).await;
    }
    chairs.call("meetings/1/adjournment", json!(null)).await;
    let draft = chairs.gp.get(MINUTE).await.main();
    assert!(draft.contains("Two bidders are left.") && draft.contains("Reserved part"), "{draft}");
    let before = whole(&it.app.db, &it.group, 1).await.expect("a minute").hash;
    let edit = format!("{MINUTE}/edit");
    let fields = [("seen6", "Two bidders are left."), ("s6", "Three bidders are left.")];
    chairs.administrator.fill(&edit, &edit, &fields).await;
    assert_ne!(whole(&it.app.db, &it.group, 1).await.expect("a minute").hash, before, "one hash over both parts");
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, APPROVE, None).await;
    }
    let member = chairs.gp.get(MINUTE).await.main();
    assert!(member.contains("Three bidders are left."), "{member}");
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    let read = reader.get(MINUTE).await.main();
    assert!(read.contains("Reserved item 26/002") && read.contains("commercial in confidence"), "{read}");
    assert!(!read.contains("bidders") && !read.contains("contract"), "{read}");
    let (_, handed_on) = published(&it.app.db, &it.group, 1).await.expect("it is published");
    let text = documents::text::write(&handed_on);
    assert!(text.contains("letters go out within a day") && !text.contains("bidders") && !text.contains("contract"), "{text}");
});
