//! Between groups: a file leaves with its provenance, and the other group's own two co-chairs approve what it brings.

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role};
use kernel::both;

use crate::{
    rules,
    testing::{Chairs, agree, start, typed},
};

const THERE: &str = "/south-firth/agreements";

both!(another_group_adopts_an_agreement_as_a_draft_that_keeps_where_it_comes_from, start, |it| {
    let chairs = Chairs::of(it).await;
    agree(&chairs, &rules::NewAgreement { decision: "26/D09".into(), ..typed() }).await;
    let page = "/north-moor/agreements/26-A01";
    let file = chairs.administrator.fill(page, &format!("{page}/export"), &[]).await;
    assert_eq!((file.status, file.json()["format"].as_str()), (StatusCode::OK, Some("brig-agreement")));
    assert!(chairs.administrator.get(page).await.main().contains("exported as a file"), "the ledger says that it left");
    let other = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    let send =
        async |bytes: &[u8]| other.send_file(&format!("{THERE}/adopt"), &format!("{THERE}/adopt"), &[], ("x.agreement.json", bytes)).await;
    for (bad, said) in [
        (file.body.replace("acts on its result", "sends it on"), "was changed after it was exported"),
        ("Dear colleague".into(), "This is no file of an agreement"),
        (String::new(), "Choose the file that the other group exported"),
    ] {
        let reply = send(bad.as_bytes()).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.main().contains(said), "{}", reply.main());
    }
    let taken = send(file.body.as_bytes()).await;
    assert_eq!(taken.location(), format!("{THERE}/26-A01?adopted"));
    let draft = other.get(&format!("{THERE}/26-A01")).await.main();
    let from = "26/A01 of North Moor Interface Group, agreed 22 November 2026, decision 26/D09, approved by Ailsa Munro, GP co-chair and Tunde Adeyemi, Consultant co-chair";
    assert!(draft.contains("Draft") && draft.contains(from) && draft.contains("It needs who looks after it."), "{draft}");
    assert_eq!(send(file.body.as_bytes()).await.status, StatusCode::CONFLICT, "twice is told");
    assert!(rules::in_force(&it.app.db, it.other.id).await.expect("a list").is_empty(), "nothing holds there yet");
    // From there it goes on, and says both.
    let mut tx = it.app.begin().await.expect("a transaction");
    let ours = rules::by_number(&mut tx, it.other.id, 1).await.expect("it").content;
    assert_eq!((ours.ancestry.len(), ours.decision.as_str(), ours.owner.words.as_str()), (1, "", ""));
    it.app.commit(tx).await.expect("a commit");
});
