//! Proposed themes over HTTP: by script and on the pages where people choose.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use serde_json::json;

use crate::testing::start;

const SUGGESTIONS: &str = "/api/v1/north-moor/themes/suggestions";
const LETTER: &str = "No discharge letter again. She came home from the ward a week ago and her medicines were changed without a reason.";

both!(themes_are_proposed_with_a_reason_and_nothing_is_kept, start, |it| {
    let script = it.gp_co_chair().await;
    let reply = script.api(Method::POST, SUGGESTIONS, Some(json!({ "text": LETTER }))).await.json();
    let items = reply["items"].as_array().expect("items");
    assert_eq!((items.len(), items[0]["theme"].as_str()), (22, Some("discharge")), "{reply}");
    assert!(items[0]["why"].as_str().is_some_and(|why| why.contains("discharge")), "{reply}");
    assert!(items.windows(2).all(|two| two[0]["score"].as_f64() >= two[1]["score"].as_f64()));
    assert_eq!(reply["direction"], "secondary_to_primary");
    let refused = script.api(Method::POST, SUGGESTIONS, Some(json!({ "text": "No letter for 0101011237" }))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!refused.json().to_string().contains("0101011237"));
    let empty = script.api(Method::POST, SUGGESTIONS, Some(json!({ "text": " " }))).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = it.persona("Iain Petrie", Role::Reader, Side::Other).await;
    let hidden = other.api(Method::POST, SUGGESTIONS, Some(json!({ "text": LETTER }))).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND, "who may not read issues does not learn of them");
});

both!(a_person_chooses_a_proposed_theme_with_one_tap_and_nothing_is_filed_before, start, |it| {
    let gp = it.gp_co_chair().await;
    let raise = |text: &'static str| gp.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": text })));
    raise(LETTER).await;
    let issue = "/north-moor/issues/NM-0001";
    let page = gp.get(issue).await.body;
    assert!(page.contains("name=\"proposed\" value=\"discharge\"") && page.contains("says “"), "{page}");
    assert!(page.contains("It seems to flow from hospital to primary care.") && page.contains("No theme yet"), "{page}");
    assert!(!page.contains("value=\"discharge\" checked") && !page.contains("value=\"discharge\" selected"), "{page}");
    gp.fill(issue, &format!("{issue}/wording"), &[("version", "1"), ("proposed", "discharge"), ("theme", "")]).await;
    let page = gp.get(issue).await.body;
    assert!(page.contains("value=\"discharge\" selected") && !page.contains("name=\"proposed\""), "{page}");
    // The next one like it says which it is like.
    raise("No discharge letter: he came home from the ward last week and his medicines were changed without a reason.").await;
    assert!(gp.get("/north-moor/issues/NM-0002").await.body.contains("like NM-0001"));
    // A theme chosen from the whole list goes before a proposed one.
    let second = "/north-moor/issues/NM-0002";
    gp.fill(second, &format!("{second}/wording"), &[("version", "1"), ("proposed", "discharge"), ("theme", "prescribing")]).await;
    assert!(gp.get(second).await.body.contains("value=\"prescribing\" selected"));
});

both!(what_is_filed_moves_with_a_merged_theme_and_comes_back_with_it, start, |it| {
    let gp = it.gp_co_chair().await;
    let word = |number: i64, theme: &'static str, version: &'static str| {
        let issue = format!("/north-moor/issues/NM-000{number}");
        let gp = &gp;
        async move {
            gp.fill(
                &issue,
                &format!("{issue}/wording"),
                &[("version", version), ("theme", theme), ("title", "Late"), ("text", "They are late.")],
            )
            .await
        }
    };
    for (number, theme) in [(1, "contacts"), (2, "contacts"), (3, "culture")] {
        gp.api(Method::POST, "/api/v1/north-moor/issues", Some(json!({ "text": format!("Report {number}: nobody answers.") }))).await;
        word(number, theme, "1").await;
    }
    let filed = |theme: &'static str| {
        let gp = &gp;
        async move {
            let page = gp.get(&format!("/north-moor/issues?theme={theme}")).await.main();
            (1..=3).filter(|number| page.contains(&format!("NM-000{number}"))).collect::<Vec<i64>>()
        }
    };
    gp.fill("/north-moor/themes/contacts/edit", "/north-moor/themes/contacts/merger", &[("into", "culture")]).await;
    assert_eq!((filed("contacts").await, filed("culture").await), (vec![], vec![1, 2, 3]));
    // One is filed anew meanwhile: it stays where somebody put it.
    word(2, "results", "2").await;
    gp.fill("/north-moor/themes/contacts/edit", "/north-moor/themes/contacts/return", &[]).await;
    assert_eq!((filed("contacts").await, filed("culture").await, filed("results").await), (vec![1], vec![3], vec![2]));
});

both!(scripts_read_the_list_with_what_is_no_longer_used, start, |it| {
    let script = it.gp_co_chair().await;
    script.fill("/north-moor/themes/contacts/edit", "/north-moor/themes/contacts/merger", &[("into", "culture")]).await;
    let list = script.api(Method::GET, "/api/v1/north-moor/themes", None).await.json();
    let of = |key: &str| list["items"].as_array().and_then(|all| all.iter().find(|theme| theme["key"] == key)).cloned().expect("a theme");
    assert_eq!(of("results"), json!({ "key": "results", "name": "Results", "shared": "results", "in_use": true, "merged_into": null }));
    assert_eq!((&of("contacts")["in_use"], &of("contacts")["merged_into"]), (&json!(false), &json!("culture")));
});
