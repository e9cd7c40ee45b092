//! The pack of a theme over HTTP: what stands in it, who writes it, and that it can be handed out.

use axum::http::{Method, StatusCode};
use group::{importing::testing::send_on, membership::Side, permissions::Role};
use kernel::both;
use serde_json::Value as Json;

use crate::testing::{Chairs, start};

const THEME: &str = "/north-moor/themes/discharge";

both!(a_pack_holds_the_groups_words_what_was_tried_and_what_is_proposed, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("SECRET words of a reporter").await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
    }
    chairs.call(&format!("meetings/{number}/adjournment"), Json::Null).await;
    let fields = [("version", "0"), ("proposal", "The ward sends its letter within a day."), ("room", "Ward manager")];
    assert_eq!(chairs.gp.fill(THEME, THEME, &fields).await.location(), format!("{THEME}?saved"));
    let member = it.member().await;
    let page = member.get(THEME).await.main();
    for words in ["1 report so far", "26/D01", "letters go out within a day", "The ward sends its letter within a day.", "Ward manager"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Save into the pack"), "a member reads and writes nothing");
    let pdf = member.get(&format!("{THEME}/pack.pdf")).await;
    assert_eq!((pdf.status, pdf.body.starts_with("%PDF")), (StatusCode::OK, true));
    let word = member.get(&format!("{THEME}/pack.docx")).await;
    assert_eq!((word.status, word.body.starts_with("PK")), (StatusCode::OK, true));
});

both!(a_decision_from_before_and_one_on_a_topic_stand_in_the_pack_and_a_meeting_takes_the_theme_along, start, |it| {
    let chairs = Chairs::of(it).await;
    let sheet = "Decision,Date\nWards ring before noon,2024-05-14\nKeep the old form,2024-05-14\n";
    let import = "/north-moor/past/decisions/import";
    let matched = chairs.administrator.send_file(import, import, &[("step", "match")], ("old.csv", sheet.as_bytes())).await;
    let checked = send_on(&chairs.administrator, import, &matched, &[("step", "check")]).await;
    let brought = send_on(&chairs.administrator, import, &checked, &[("step", "make"), ("only_ready", "yes")]).await;
    assert!(brought.main().contains("2 decisions have come in"), "{}", brought.main());
    let list = "/north-moor/past/decisions";
    let odd = chairs.administrator.fill(list, &format!("{list}/1/theme"), &[("theme", "nothing")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = chairs.administrator.fill(list, &format!("{list}/1/theme"), &[("theme", "discharge")]).await;
    assert_eq!(set.location(), format!("{list}?saved=yes"));
    let page = chairs.gp.get(THEME).await;
    assert!(page.main().contains("Wards ring before noon") && !page.main().contains("Keep the old form"), "{}", page.main());
    assert!(page.body.contains("/north-moor/meetings/plan?theme=discharge"));
    let plan = chairs.gp.get("/north-moor/meetings/plan?theme=discharge").await;
    assert!(plan.body.contains("<option value=\"discharge\" selected"), "{}", plan.body);
    let member = it.member().await;
    assert!(!member.get(THEME).await.body.contains("/meetings/plan"), "a member plans no meeting");
    let forgery = member.get("/north-moor/members").await.hidden("forgery").expect("a token");
    let refused = member.post(&format!("{list}/1/theme"), &[("forgery", &forgery), ("theme", "")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
});

both!(what_two_people_write_at_once_is_never_lost_and_no_patient_stands_in_a_pack, start, |it| {
    let chairs = Chairs::of(it).await;
    let write = async |who: &group::testing::Persona<'_>, version, proposal| {
        who.fill(THEME, THEME, &[("version", version), ("proposal", proposal), ("room", "")]).await
    };
    write(&chairs.gp, "0", "First.").await;
    let stale = write(&chairs.consultant, "0", "Second.").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.main().contains("First.") && stale.body.contains("Second."), "{}", stale.main());
    assert_eq!(write(&chairs.consultant, "1", "Second.").await.status, StatusCode::SEE_OTHER);
    let number = write(&chairs.gp, "2", "As for 010101 1237").await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(number.main().contains("This looks like a CHI number"), "{}", number.main());
});

both!(who_sees_no_meetings_finds_no_theme, start, |it| {
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(THEME).await.status, StatusCode::NOT_FOUND);
    let member = it.member().await;
    assert_eq!(member.get("/north-moor/themes/nothing").await.status, StatusCode::NOT_FOUND);
    let forgery = member.get("/north-moor/members").await.hidden("forgery").expect("a token");
    let reply = member.post(THEME, &[("forgery", &forgery), ("version", "0"), ("proposal", "Mine"), ("room", "")]).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
});
