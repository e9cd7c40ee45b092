//! Interests over HTTP: the register, and those in an item.

use axum::http::{Method, StatusCode, header};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::{
    papers::tests::with_item,
    testing::{Chairs, start},
};

const REGISTER: &str = "/north-moor/interests";
const PACK: &str = "/north-moor/meetings/1/pack";
const ITEM: &str = "/north-moor/meetings/1/items/26-001/interests";

both!(a_standing_interest_stays_in_the_register_when_it_ends, start, |it| {
    let chairs = Chairs::of(it).await;
    let words = "Partner in a practice that runs a skin clinic";
    let empty = chairs.gp.fill(REGISTER, REGISTER, &[("words", ""), ("from", "soon"), ("until", "")]).await;
    assert!(empty.main().contains("Say what the interest is") && empty.main().contains("Enter a day"), "{}", empty.main());
    let backwards = chairs.gp.fill(REGISTER, REGISTER, &[("words", words), ("from", "2026-05-01"), ("until", "2026-04-01")]).await;
    assert!(backwards.main().contains("It ends before it begins") && backwards.body.contains("skin clinic"), "{}", backwards.main());
    let secret = chairs.gp.fill(REGISTER, REGISTER, &[("words", "Cares for 010101 1237")]).await;
    assert_eq!(secret.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        chairs.gp.fill(REGISTER, REGISTER, &[("words", words), ("from", "2024-04-01")]).await.location(),
        format!("{REGISTER}?declared")
    );
    let page = chairs.consultant.get(REGISTER).await;
    assert!(
        page.main().contains(words) && page.main().contains("1 April 2024") && page.main().contains("Nothing declared so far: "),
        "{}",
        page.main()
    );
    let ends = chairs.gp.get(REGISTER).await.body;
    let end = ends
        .split("action=\"")
        .find_map(|rest| rest.split_once('"').map(|(at, _)| at).filter(|at| at.ends_with("/end")))
        .expect("a button");
    assert!(chairs.consultant.get(REGISTER).await.body.contains("/end\""), "co-chairs keep the register");
    let member = it.member().await;
    assert!(!member.get(REGISTER).await.body.contains("/end\""));
    assert_eq!(member.fill(REGISTER, end, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(chairs.gp.fill(REGISTER, end, &[]).await.location(), format!("{REGISTER}?ended"));
    let page = chairs.gp.get(REGISTER).await;
    assert!(page.main().contains(words) && !page.body.contains("/end\""), "{}", page.main());
    let csv = member.get(&format!("{REGISTER}/interests.csv")).await;
    assert_eq!(csv.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    assert!(csv.body.contains("Name,Interest,Item,Takes no part,From,Until\r\n") && csv.body.contains(",2024-04-01,20"), "{}", csv.body);
    let reader = it.persona("Ruth Kerr", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(REGISTER).await.status, StatusCode::NOT_FOUND);
});

both!(whoever_takes_no_part_in_an_item_is_known_to_the_room_and_the_minute, start, |it| {
    let chairs = Chairs::of(it).await;
    with_item(&chairs).await;
    let empty = chairs.gp.fill(ITEM, ITEM, &[("words", ""), ("no_part", "yes")]).await;
    assert!(empty.main().contains("Say what the interest is") && empty.body.contains("checked"), "{}", empty.main());
    let declared = chairs.gp.fill(ITEM, ITEM, &[("words", "My practice has bid for this."), ("no_part", "yes")]).await;
    assert_eq!(declared.location(), format!("{PACK}?interest#item-1"), "{}", declared.main());
    chairs.consultant.fill(ITEM, ITEM, &[("words", "Sits on the board that pays")]).await;
    let page = chairs.administrator.get(PACK).await.main();
    assert!(page.contains("Ailsa Munro: My practice has bid for this; takes no part"), "{page}");
    assert!(page.contains("Tunde Adeyemi: Sits on the board that pays"), "{page}");
    let group = it.group.id;
    let record = crate::meetings::record(&it.app.db, group, 1).await.expect("a record");
    let of_meeting = crate::interests::interests_of(&it.app.db, group, record.meeting.id).await.expect("interests");
    assert_eq!(of_meeting.iter().map(|one| one.no_part).collect::<Vec<_>>(), [true, false]);
    let excluded = async || -> Vec<uuid::Uuid> {
        let all = crate::interests::interests_of(&it.app.db, group, record.meeting.id).await.expect("interests");
        let here = |one: &crate::interests::Interest| one.item.as_ref().is_some_and(|(item, _)| *item == record.items[0].id);
        all.into_iter().filter(|one| one.no_part && here(one)).map(|one| one.person).collect()
    };
    assert_eq!(excluded().await, [of_meeting[0].person]);
    let body = chairs.gp.get(PACK).await.body;
    let end = body
        .split("action=\"")
        .find_map(|rest| rest.split_once('"').map(|(at, _)| at).filter(|at| at.ends_with("/end")))
        .expect("a button");
    assert_eq!(chairs.gp.fill(PACK, end, &[("at", "1")]).await.location(), PACK);
    assert!(excluded().await.is_empty());
});

both!(a_reserved_item_is_closed_to_who_declared_an_interest_in_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("letters").await;
    let base = format!("/north-moor/meetings/{number}");
    let papers = format!("{base}/items/26-001/papers");
    let brought = chairs.gp.send_file(&papers, &papers, &[("title", "Costs of stamps")], ("a.txt", b"Post costs five pounds.")).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.main());
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "it is about one practice" })).await;
    let member = it.member().await;
    let said = ["Letters: letters", "Letters take weeks", "letters go out within a day", "Tell every ward", "Costs of stamps"];
    let page = member.get(&format!("{base}/items/26-001")).await;
    assert!(page.status == StatusCode::OK && page.main().contains("Letters take weeks"), "{}", page.main());
    let here = format!("{base}/items/26-001/interests");
    assert_eq!(member.fill(&here, &here, &[("words", "Sells stamps")]).await.status, StatusCode::SEE_OTHER);
    let paper = format!("{papers}/A-1");
    for closed in [format!("{base}/items/26-001"), papers, paper.clone(), format!("{paper}/words"), format!("{base}/items/26-001/guests")] {
        let refused = member.get(&closed).await;
        assert!(
            refused.status == StatusCode::FORBIDDEN && refused.body.contains("you declared an interest in it"),
            "{closed}: {}",
            refused.body
        );
        assert!(chairs.consultant.get(&closed).await.status == StatusCode::OK, "{closed}");
    }
    let nothing_at = async |path: String| {
        let page = member.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for words in said {
            assert!(!page.body.contains(words), "{words} at {path}: {}", page.main());
        }
        page
    };
    assert!(nothing_at(base.clone()).await.main().contains("A reserved item"));
    for path in ["pack", "screen", "read-back", "items/26-001/interests"] {
        nothing_at(format!("{base}/{path}")).await;
    }
    let shown = member.api(Method::GET, &format!("/api/v1{base}"), None).await;
    assert!(shown.status == StatusCode::OK && said.iter().all(|words| !shown.body.contains(words)), "{}", shown.body);
    for side in [&chairs.gp, &chairs.consultant] {
        assert_eq!(side.api(Method::POST, &format!("/api/v1{base}/read-back"), None).await.status, StatusCode::OK);
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let minute = nothing_at(format!("{base}/minute")).await.main();
    assert!(minute.contains("You declared an interest in this item"), "{minute}");
    assert!(chairs.gp.get(&format!("{base}/minute")).await.main().contains("letters go out within a day"));
    nothing_at(format!("{base}/minute/corrections")).await;
    nothing_at("/north-moor/decisions".to_owned()).await;
    assert_eq!(member.get("/north-moor/decisions/26-D01").await.status, StatusCode::NOT_FOUND);
    assert_eq!(chairs.gp.get("/north-moor/decisions/26-D01").await.status, StatusCode::OK);
    for path in ["minute", "decisions"] {
        let path = if path == "minute" { format!("/api/v1{base}/minute") } else { "/api/v1/north-moor/decisions".to_owned() };
        let shown = member.api(Method::GET, &path, None).await;
        assert!(shown.status == StatusCode::OK && said[..4].iter().all(|words| !shown.body.contains(words)), "{path}: {}", shown.body);
    }
});
