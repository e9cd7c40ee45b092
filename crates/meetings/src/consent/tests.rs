//! Consent over HTTP: what nobody asks to speak about is agreed in one press, once.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const HERE: &str = "/north-moor/meetings/1/consent";

/// A meeting with three items by consent: two to decide, one to hear.
async fn with_items(chairs: &Chairs<'_>) {
    chairs.planned().await;
    for (title, purpose) in [("Letters by post", "decide"), ("A new form", "decide"), ("News of the board", "hear")] {
        let put = chairs.call("meetings/1/items", json!({ "title": title })).await;
        let item = put["reference"].as_str().expect("a reference").replace('/', "-");
        chairs.call(&format!("meetings/1/items/{item}/details"), json!({ "purpose": purpose, "consent": true })).await;
    }
}

both!(what_nobody_asks_to_speak_about_is_agreed_in_one_press, start, |it| {
    let chairs = Chairs::of(it).await;
    with_items(&chairs).await;
    let pack = "/north-moor/meetings/1/pack";
    let apart = "/north-moor/meetings/1/items/26-002/flags";
    it.member().await.fill(pack, apart, &[("kind", "apart"), ("to", "yes")]).await;
    let page = chairs.administrator.get(HERE).await;
    assert!(page.main().contains("Letters by post") && page.main().contains("Somebody asks to speak about these"), "{}", page.main());
    assert!(!page.body.contains("words-2") && !page.body.contains("words-3"), "one is spoken about, one asks for no decision");
    let fields = [("item-1", "yes"), ("words-1", "letters go by post"), ("item-2", "yes"), ("words-2", "not this one"), ("item-3", "yes")];
    assert_eq!(chairs.administrator.fill(HERE, HERE, &fields).await.location(), format!("{HERE}?taken=2"));
    let shown = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!(shown["items"][0]["decision"]["text"], json!("The Group AGREED that letters go by post."), "{shown}");
    assert_eq!(shown["items"][1]["decision"], json!(null));
    assert_eq!(shown["items"][2]["note"], json!("Taken by consent."));
    assert_eq!(chairs.administrator.fill(HERE, HERE, &fields).await.location(), format!("{HERE}?taken=0"), "once");
    assert!(chairs.administrator.get(HERE).await.main().contains("Nothing waits to be taken by consent"));
});

both!(what_is_wrong_in_one_takes_none_and_is_said_at_its_field, start, |it| {
    let chairs = Chairs::of(it).await;
    with_items(&chairs).await;
    let number = "letters about CHI 010101 1237 go by post";
    let fields = [("item-1", "yes"), ("words-1", "letters go by post"), ("item-2", "yes"), ("words-2", number)];
    let refused = chairs.administrator.fill(HERE, HERE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"words-2-error\"") && refused.body.contains("letters go by post"), "{}", refused.main());
    let empty = [("item-1", "yes"), ("words-1", " ")];
    let refused = chairs.administrator.fill(HERE, HERE, &empty).await;
    assert!(refused.main().contains("Say what is agreed on 26/001"), "{}", refused.main());
    let shown = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!(shown["items"][0]["decision"], json!(null), "nothing was taken");
    assert_eq!(it.member().await.get(HERE).await.status, StatusCode::FORBIDDEN);
});
