//! Mail that came back: shown where it stands and on one page, until it is sent once more.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use meetings::testing::Chairs;

use crate::testing::{WEEKLY, add, comes_back, committee, mails_to, network, publish, send_now, settled, start, tick};

const PAGE: &str = "/north-moor/cascade/returned";
const EDITOR: &str = "practice.matters@board.example";

async fn missed(chairs: &Chairs<'_>) -> i64 {
    let found = chairs.gp.api(Method::GET, "/api/v1/north-moor/coverage?from=2026-11-01&to=2026-12-31", None).await.json();
    found["totals"]["missed"].as_i64().unwrap_or_else(|| panic!("{found}"))
}

both!(an_edition_that_came_back_is_missed_until_it_is_sent_once_more, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    settled(&chairs, "one", "").await;
    let edition = send_now(&chairs, "Practice Matters").await;
    it.work().await;
    assert_eq!(missed(&chairs).await, 0);
    comes_back(it, EDITOR).await;
    assert_eq!(missed(&chairs).await, 1);
    let page = chairs.administrator.get(PAGE).await.main();
    for words in ["Practice Matters", EDITOR, "There is no such address", "22 November 2026", "Mend the address"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(chairs.gp.get(&edition).await.main().contains("The mail came back on 22 November 2026"));
    let cascade = chairs.administrator.get("/north-moor/cascade").await.main();
    assert!(cascade.contains("1 mail came back") && cascade.contains("Its mail came back"), "{cascade}");
    assert!(chairs.gp.get("/north-moor/cascade/coverage?from=2026-11-01&to=2026-12-31").await.main().contains("its mail came back"));
    // The editor has another address now.
    let change = format!("/north-moor/cascade/networks/{}/change", network(&chairs, "Practice Matters").await);
    let mended: Vec<(&str, &str)> =
        WEEKLY.iter().map(|(name, value)| (*name, if *name == "address" { "new.editor@board.example" } else { *value })).collect();
    let mended = [mended, vec![("version", "1")]].concat();
    assert_eq!(chairs.administrator.fill(&change, &change, &mended).await.status, StatusCode::SEE_OTHER);
    let again = chairs.administrator.fill(&edition, &format!("{edition}/again"), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.main());
    it.work().await;
    assert_eq!(mails_to(it, "new.editor@board.example").len(), 1);
    assert_eq!(missed(&chairs).await, 0);
    assert!(chairs.administrator.get(PAGE).await.main().contains("Nothing waits to be sent once more"));
    assert!(!chairs.gp.get(&edition).await.main().contains("The mail came back"));
});

both!(a_minute_and_an_owner_outside_are_shown_and_can_be_left, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    settled(&chairs, "one", "").await;
    publish(&chairs, 1).await;
    it.work().await;
    comes_back(it, "office@lmc.example").await;
    let page = chairs.gp.get("/north-moor/cascade/minutes/1").await.main();
    assert!(page.contains("The mail came back on 22 November 2026"), "{page}");
    assert_eq!(missed(&chairs).await, 1);
    let page = chairs.administrator.get(PAGE).await;
    assert!(page.main().contains("The minute of"), "{}", page.main());
    let left = page.body.split("action=\"").find(|part| part.starts_with(PAGE) && part.contains("/left\"")).expect("a form");
    let left = left.split('"').next().expect("an address").to_owned();
    let member = it.member().await;
    assert_eq!(member.fill("/north-moor/cascade", &left, &[]).await.status, StatusCode::FORBIDDEN, "it is the administrator's");
    for _ in 0..2 {
        assert_eq!(chairs.administrator.fill(PAGE, &left, &[]).await.location(), format!("{PAGE}?left"));
    }
    assert!(chairs.administrator.get(PAGE).await.main().contains("Nothing waits to be sent once more"));
    assert_eq!(missed(&chairs).await, 1, "they have not heard all the same");
});

both!(a_letter_that_came_back_goes_once_more_to_the_mended_address, start, |it| {
    let chairs = Chairs::of(it).await;
    let letter = [
        ("entry", ""),
        ("recipient", "The clinic manager"),
        ("email", "office@board.example"),
        ("subject", "Letters from the clinic"),
        ("text", "Could letters go out within a week?"),
        ("answer_by", "2026-12-21"),
        ("to_agenda", "yes"),
    ];
    let (new, one) = ("/north-moor/letters/new", "/north-moor/letters/L-0001");
    assert_eq!(chairs.administrator.fill(new, new, &letter).await.location(), format!("{one}?drafted"));
    let hash = chairs.gp.get(one).await.hidden("hash").expect("a hash");
    assert_eq!(chairs.gp.fill(one, &format!("{one}/approvals"), &[("hash", &hash)]).await.status, StatusCode::SEE_OTHER);
    it.work().await;
    let old = crate::testing::link_to(it, "office@board.example", "answer");
    comes_back(it, "office@board.example").await;
    assert!(chairs.gp.get(one).await.main().contains("The mail came back on 22 November 2026"));
    let page = chairs.administrator.get(PAGE).await;
    assert!(page.main().contains("Letter L-0001"), "{}", page.main());
    let action = page.body.split("action=\"").find(|part| part.starts_with(&format!("{PAGE}/sendings/"))).expect("a form");
    let action = action.split('"').next().expect("an address").to_owned();
    let field = format!("email-{}", action.rsplit('/').next().expect("a key").replace('-', ""));
    let wrong = chairs.administrator.fill(PAGE, &action, &[(&field, "nobody")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("value=\"nobody\""), "{}", wrong.main());
    let sent = chairs.administrator.fill(PAGE, &action, &[(&field, "clinic@board.example")]).await;
    assert_eq!(sent.location(), format!("{PAGE}?sent"), "{}", sent.main());
    // Pressed once more, it is not on the list any more.
    let twice = chairs.administrator.fill(PAGE, &action, &[(&field, "clinic@board.example")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    it.work().await;
    assert_eq!(mails_to(it, "clinic@board.example").len(), 1);
    assert!(!chairs.gp.get(one).await.main().contains("The mail came back"));
    assert_eq!(it.visitor().get(&old).await.status, StatusCode::NOT_FOUND, "the wrong address answers no more");
    assert_eq!(it.visitor().get(&crate::testing::link_to(it, "clinic@board.example", "answer")).await.status, StatusCode::OK);
});

both!(the_letter_to_an_owner_outside_comes_back_and_goes_again_on_the_same_day, start, |it| {
    let chairs = Chairs::of(it).await;
    chairs.over("one").await;
    let outside = "/north-moor/actions/A-0001/outside";
    let who = [("name", "Una Bell"), ("post", "Laboratory manager"), ("email", "una.bell@lab.example.scot")];
    chairs.administrator.fill(outside, outside, &who).await;
    chairs.administrator.fill(outside, &format!("{outside}/letter"), &[]).await;
    it.work().await;
    comes_back(it, "una.bell@lab.example.scot").await;
    assert!(chairs.administrator.get(outside).await.main().contains("The letter came back on 22 November 2026. There is no such address"));
    assert!(chairs.administrator.get(PAGE).await.main().contains("The letter about A-0001"));
    chairs.administrator.fill(outside, &format!("{outside}/letter"), &[]).await;
    it.work().await;
    assert_eq!(mails_to(it, "una.bell@lab.example.scot").len(), 2);
    assert!(chairs.administrator.get(PAGE).await.main().contains("Nothing waits to be sent once more"));
});

both!(nobody_is_known_by_a_mail_that_came_back, start, |it| {
    let chairs = Chairs::of(it).await;
    let raise = "/north-moor/raise";
    let typed = [("text", "Letters come late."), ("known", "confidence"), ("name", "Rhona Bain"), ("email", "rhona.bain@glebe.example")];
    let reply = it.visitor().fill(raise, raise, &typed).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    it.wait(jiff::SignedDuration::from_hours(30));
    tick(it).await;
    comes_back(it, "rhona.bain@glebe.example").await;
    let administrator = chairs.administrator.signed_in_again().await;
    let page = administrator.get(PAGE).await.main();
    assert!(page.contains("News to somebody who raised an issue") && !page.contains("rhona.bain"), "{page}");
});

both!(another_group_sees_none_of_it, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, "Practice Matters").await;
    it.work().await;
    comes_back(it, EDITOR).await;
    let south = it.persona_in(&it.other, "Sorcha South", Role::Administrator, Side::Other).await;
    assert_ne!(south.get(PAGE).await.status, StatusCode::OK);
    let own = south.get("/south-firth/cascade/returned").await;
    assert!(own.status == StatusCode::OK && !own.main().contains("Practice Matters"), "{}", own.main());
});
