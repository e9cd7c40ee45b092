//! What goes out on our own ways: the public page and its feed, the sheet, the card in a channel.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use group::{membership::Side, permissions::Role};
use kernel::{both, webhook};
use meetings::testing::Chairs;
use serde_json::Value as Json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::testing::{WEEKLY, add, mails_to, network, of_kind, send_now, settled, start, tick, waiting};

both!(a_public_page_shows_what_was_sent_and_nothing_else, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &of_kind("Moor News", "page")).await;
    add(&chairs, &WEEKLY).await;
    let member = it.member().await;
    settled(&chairs, "one", "Dr Zhang on the ward").await;
    let visitor = it.visitor();
    let page = "/north-moor/news/moor-news";
    let feed = "/north-moor/news/moor-news/feed.atom";
    assert!(visitor.get(page).await.main().contains("Nothing has come out yet"), "it waits");
    assert!(!visitor.get(feed).await.body.contains("<entry>"));
    let here = send_now(&chairs, "Moor News").await;
    let shown = visitor.get(page).await;
    assert_eq!(shown.status, StatusCode::OK);
    for words in [
        "26 November 2026",
        "Letters: one",
        "Letters come within a day: one.",
        "For: All practices. From: 1 December 2026.",
        "Ask: a member of the group on the ward",
    ] {
        assert!(shown.main().contains(words), "{words}: {}", shown.main());
    }
    assert!(!shown.body.contains("Zhang"), "members are not named: {}", shown.body);
    assert!(shown.body.contains(&format!("href=\"{feed}\"")));
    let atom = visitor.get(feed).await;
    assert!(atom.headers["content-type"].to_str().expect("text").starts_with("application/atom+xml"));
    assert!(atom.body.contains("&lt;h2&gt;Letters: one&lt;/h2&gt;") && atom.body.matches("<entry>").count() == 1, "{}", atom.body);
    let tag = atom.headers["etag"].clone();
    let again = visitor.ask(visitor.request(axum::http::Method::GET, feed).header("if-none-match", tag), axum::body::Body::empty()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    // The group's own page of the edition leads there.
    let own = member.get(&here).await;
    assert!(own.main().contains("Letters come within a day: one."), "as it went: {}", own.main());
    assert!(own.body.contains("Read it as everybody does") && own.body.contains(&format!("{page}?of=")), "{}", own.body);
    // What is left out of the next one never shows.
    settled(&chairs, "two", "").await;
    settled(&chairs, "three", "").await;
    let next = waiting(&chairs, "Moor News").await;
    let body = chairs.administrator.get(&next).await.body;
    let section = body.split("<section").find(|part| part.contains("Letters: two")).expect("its part");
    let entry = section.split("action=\"").nth(1).expect("a form").split('"').next().expect("an address").to_owned();
    chairs.administrator.fill(&next, &entry, &[("to", "out")]).await;
    it.wait(jiff::SignedDuration::from_mins(1));
    send_now(&chairs, "Moor News").await;
    let main = visitor.get(page).await.main();
    assert!(main.contains("Letters: three") && !main.contains("Letters: two"), "{main}");
    assert!(main.find("Letters: three") < main.find("Letters: one"), "the newest first: {main}");
    it.work().await;
    assert_eq!(it.mails().iter().filter(|mail| mail.contains("For GPs and practice nurses:")).count(), 0, "a page is mailed to nobody");
});

both!(what_is_not_public_is_not_there, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &of_kind("Moor News", "page")).await;
    add(&chairs, &of_kind("Notice boards", "print")).await;
    settled(&chairs, "one", "").await;
    send_now(&chairs, "Moor News").await;
    let visitor = it.visitor();
    for path in [
        "/south-firth/news/moor-news",
        "/south-firth/news/moor-news/feed.atom",
        "/north-moor/news/notice-boards",
        "/north-moor/news/practice-matters",
        &format!("/north-moor/news/{}", network(&chairs, "Moor News").await),
    ] {
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Once it is another kind, its page is closed.
    let change = format!("/north-moor/cascade/networks/{}/change", network(&chairs, "Moor News").await);
    let form = [of_kind("Moor News", "print"), vec![("version", "1")]].concat();
    assert_eq!(chairs.administrator.fill(&change, &change, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(visitor.get("/north-moor/news/moor-news").await.status, StatusCode::NOT_FOUND);
    it.work().await;
});

both!(a_sheet_is_ready_to_be_printed_and_the_administrator_is_told, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &of_kind("Notice boards", "print")).await;
    settled(&chairs, "one", "").await;
    let here = waiting(&chairs, "Notice boards").await;
    assert_eq!(chairs.gp.get(&format!("{here}/sheet.pdf")).await.status, StatusCode::NOT_FOUND, "it has not gone");
    send_now(&chairs, "Notice boards").await;
    it.work().await;
    let mails = mails_to(it, "morag.sinclair@example.scot");
    let mail = mails.iter().find(|mail| mail.contains("Subject: To print: Notice boards, out 26 November 2026")).expect("a mail");
    assert!(mail.contains(&format!("http://brig.test{here}/sheet.pdf")), "{mail}");
    let sheet = chairs.administrator.get(&format!("{here}/sheet.pdf")).await;
    assert!(sheet.status == StatusCode::OK && sheet.body.starts_with("%PDF"), "{}", sheet.status);
    assert_eq!(sheet.headers["content-type"], "application/pdf");
    assert!(chairs.gp.get(&here).await.body.contains("Open the sheet"));
    let elsewhere = it.persona_in(&it.other, "Ewan Baird", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&format!("{}/sheet.pdf", here.replace("north-moor", "south-firth"))).await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.visitor().get(&format!("{here}/sheet.pdf")).await.status, StatusCode::SEE_OTHER);
});

/// A channel that answers as it was told, each post with the next code, and keeps what was posted.
struct Channel {
    address: String,
    posted: Arc<Mutex<Vec<String>>>,
}

impl Channel {
    async fn answering(codes: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        webhook::testing::open(port);
        let posted: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = posted.clone();
        #[expect(clippy::disallowed_methods, reason = "a server for a test")]
        tokio::spawn(async move {
            for code in codes {
                let (mut stream, _) = listener.accept().await.expect("somebody");
                let (mut read, mut buffer) = (Vec::new(), [0; 4096]);
                let whole = |read: &[u8]| {
                    let text = String::from_utf8_lossy(read).into_owned();
                    let (head, body) = text.split_once("\r\n\r\n")?;
                    let length =
                        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(|n| n.trim().to_owned()))?;
                    (body.len() >= length.parse::<usize>().ok()?).then(|| text.clone())
                };
                let text = loop {
                    if let Some(text) = whole(&read) {
                        break text;
                    }
                    let n = stream.read(&mut buffer).await.expect("bytes");
                    assert!(n > 0, "the post ended early: {}", String::from_utf8_lossy(&read));
                    read.extend_from_slice(&buffer[..n]);
                };
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(text);
                let answer = format!("HTTP/1.1 {code} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                stream.write_all(answer.as_bytes()).await.expect("an answer");
            }
        });
        Self { address: format!("http://127.0.0.1:{port}/workflows/x?sig=hidden"), posted }
    }

    fn posts(&self) -> Vec<String> {
        self.posted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A network that is this channel, with one decision that has gone.
async fn gone(chairs: &Chairs<'_>, channel: &Channel) -> String {
    let form = [of_kind("Ward channel", "teams"), vec![("webhook", channel.address.as_str())]].concat();
    add(chairs, &form).await;
    settled(chairs, "one", "The *ward* manager").await;
    send_now(chairs, "Ward channel").await
}

both!(a_channel_gets_an_adaptive_card_and_is_asked_again_when_it_could_not_take_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let channel = Channel::answering(&[503, 429, 202]).await;
    let here = gone(&chairs, &channel).await;
    it.work().await;
    assert_eq!(channel.posts().len(), 1, "it could not take it just then");
    assert!(chairs.gp.get(&here).await.main().contains("It waits to be posted to its Teams channel"));
    for _ in 0..2 {
        it.wait(jiff::SignedDuration::from_mins(20));
        tick(it).await;
    }
    let posts = channel.posts();
    assert_eq!(posts.len(), 3);
    assert!(chairs.gp.signed_in_again().await.get(&here).await.main().contains("Posted to its Teams channel on 22 November 2026"));
    let (head, body) = posts[2].split_once("\r\n\r\n").expect("a body");
    assert!(
        head.starts_with("POST /workflows/x?sig=hidden HTTP/1.1") && head.to_lowercase().contains("content-type: application/json"),
        "{head}"
    );
    let message: Json = serde_json::from_str(body).expect("JSON");
    assert_eq!(message["type"], "message");
    let attachments = message["attachments"].as_array().expect("a list");
    assert_eq!(attachments.len(), 1);
    assert_eq!(attachments[0]["contentType"], "application/vnd.microsoft.card.adaptive");
    assert!(attachments[0]["contentUrl"].is_null());
    let card = &attachments[0]["content"];
    assert_eq!((card["type"].clone(), card["version"].clone()), ("AdaptiveCard".into(), "1.5".into()));
    assert_eq!(card["$schema"], "http://adaptivecards.io/schemas/adaptive-card.json");
    // Every block is one of a kind that cards of this version know, with what that kind needs.
    for block in card["body"].as_array().expect("a body") {
        match block["type"].as_str() {
            Some("TextBlock") => assert!(block["text"].is_string() && block["wrap"] == true && block["style"] == "heading", "{block}"),
            Some("RichTextBlock") => {
                let runs = block["inlines"].as_array().expect("runs");
                assert!(runs.iter().all(|run| run["type"] == "TextRun" && run["text"].is_string()) && !runs.is_empty(), "{block}");
            }
            _ => panic!("no block that we write: {block}"),
        }
    }
    let said = card["body"].to_string();
    for words in ["Letters: one", "Letters come within a day: one.", "Ask: The *ward* manager.", "For GPs and practice nurses:"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let actions = card["actions"].as_array().expect("actions");
    assert!(actions.iter().all(|action| action["type"] == "Action.OpenUrl" && action["title"].is_string()));
    assert_eq!(actions[0]["url"], "http://brig.test/north-moor/raise");
    // Nothing is posted twice.
    it.wait(jiff::SignedDuration::from_hours(2));
    tick(it).await;
    assert_eq!(channel.posts().len(), 3);
});

both!(a_channel_that_refuses_is_given_up_where_people_see_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let channel = Channel::answering(&[404, 200]).await;
    let here = gone(&chairs, &channel).await;
    it.work().await;
    let held = chairs.administrator.get("/north-moor/held-work").await;
    assert!(held.main().contains("the web address refused it (404)") && !held.body.contains("sig=hidden"), "{}", held.main());
    let retry = held.body.split("action=\"").find(|part| part.starts_with("/north-moor/held-work/")).expect("a form");
    let retry = retry.split('"').next().expect("an address").to_owned();
    chairs.administrator.fill("/north-moor/held-work", &retry, &[]).await;
    it.work().await;
    assert!(chairs.gp.get(&here).await.main().contains("Posted to its Teams channel"));
});

both!(a_channel_that_refuses_or_is_away_holds_up_no_other_network, start, |it| {
    let chairs = Chairs::of(it).await;
    let (poison, well) = (Channel::answering(&[404]).await, Channel::answering(&[202]).await);
    // Nobody listens at this one any more.
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = gone.local_addr().expect("an address").port();
    webhook::testing::open(port);
    drop(gone);
    let away = format!("http://127.0.0.1:{port}/workflows/y?sig=hidden");
    let names = ["A poison channel", "Before the others", "Ward channel"];
    for (name, address) in names.into_iter().zip([&poison.address, &away, &well.address]) {
        add(&chairs, &[of_kind(name, "teams"), vec![("webhook", address.as_str())]].concat()).await;
    }
    add(&chairs, &of_kind("Moor News", "page")).await;
    add(&chairs, &WEEKLY).await;
    settled(&chairs, "one", "").await;
    for name in names.into_iter().chain(["Moor News", "Practice Matters"]) {
        send_now(&chairs, name).await;
    }
    it.work().await;
    assert_eq!((poison.posts().len(), well.posts().len()), (1, 1));
    assert!(it.visitor().get("/north-moor/news/moor-news").await.main().contains("Letters: one"));
    assert_eq!(mails_to(it, "practice.matters@board.example").len(), 1);
    // What is refused waits for somebody; what is away is tried again, and then given up too. The others got theirs once.
    let held = async |chairs: &Chairs<'_>| chairs.administrator.get("/north-moor/held-work").await.main();
    assert!(held(&chairs).await.contains("the web address refused it (404)"));
    for _ in 0..40 {
        it.wait(jiff::SignedDuration::from_hours(12));
        tick(it).await;
    }
    assert_eq!((poison.posts().len(), well.posts().len(), mails_to(it, "practice.matters@board.example").len()), (1, 1, 1));
    let administrator = chairs.administrator.signed_in_again().await;
    // Once its address is mended it goes, and nothing else does again.
    let page = administrator.get("/north-moor/held-work").await;
    assert_eq!(page.body.matches("action=\"/north-moor/held-work/").count(), 2, "{}", page.main());
});
