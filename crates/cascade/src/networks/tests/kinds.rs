//! Kinds of networks: what each is asked, what stays secret, and the page that says what a network is.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::{both, sql};
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::{WEEKLY, add, network, of_kind, start};

const NEW: &str = "/north-moor/cascade/networks/new";
const SECRET: &str = "verysecretsignature";
const HOOK: &str = "https://prod-12.westeurope.logic.azure.com:443/workflows/f00/triggers/manual/paths/invoke?sig=verysecretsignature";

both!(of_each_kind_only_what_it_needs_is_asked, start, |it| {
    let chairs = Chairs::of(it).await;
    let whole = chairs.administrator.get(NEW).await.body;
    for kind in ["copy", "list", "recipients", "page", "print", "feed", "teams", "minute"] {
        assert!(whole.contains(&format!("value=\"{kind}\"")) && whole.contains(&format!("?takes={kind}\"")), "{kind}: {whole}");
        let form = chairs.administrator.get(&format!("{NEW}?takes={kind}")).await.body;
        let asks = |name: &str| form.contains(&format!("name=\"{name}\""));
        assert_eq!(asks("address"), ["copy", "list", "minute"].contains(&kind), "{kind}");
        assert_eq!(asks("webhook"), kind == "teams", "{kind}");
        assert_eq!((asks("every"), asks("body_words"), asks("opening")), (kind != "minute", kind != "minute", kind != "minute"), "{kind}");
        assert!(form.contains(&format!("name=\"takes\" value=\"{kind}\"")), "{kind}: {form}");
    }
    for kind in ["recipients", "page", "print", "feed"] {
        let form = [of_kind(kind, kind), vec![("settled", "yes"), ("address", "typed.before@board.example")]].concat();
        let reply = chairs.administrator.fill(&format!("{NEW}?takes={kind}"), NEW, &form).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    }
    let page = chairs.gp.get("/north-moor/cascade").await.main();
    for words in ["A list that Brig keeps", "A page that everybody can read", "A sheet to print", "A feed"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("typed.before"), "what another kind needs is not kept: {page}");
    let listed = chairs.gp.api(Method::GET, "/api/v1/north-moor/networks", None).await.json();
    let of = |name: &str| listed["items"].as_array().expect("a list").iter().find(|item| item["name"] == name).expect("it").clone();
    assert_eq!((of("page")["takes"].clone(), of("page")["page"].clone()), (json!("page"), json!("http://brig.test/north-moor/news/page")));
    assert_eq!(of("feed")["feed"], "http://brig.test/north-moor/news/feed/feed.atom");
    assert!(of("print")["page"].is_null() && of("recipients")["address"] == "");
    // A wrong form of one kind stays that one's, with what was typed.
    let wrong = [&[("name", ""), ("takes", "page"), ("settled", "yes")], &WEEKLY[3..]].concat();
    let again = chairs.administrator.fill(&format!("{NEW}?takes=page"), NEW, &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.main().contains("Enter what people call it") && !again.body.contains("name=\"address\""), "{}", again.body);
    assert!(again.body.contains("value=\"For GPs and practice nurses:\""), "{}", again.body);
});

both!(the_address_of_a_channel_is_a_secret_that_leads_to_the_internet, start, |it| {
    let chairs = Chairs::of(it).await;
    for bad in ["", "http://prod.logic.azure.com/x", "https://localhost/x", "https://10.0.0.1/x", "https://[::1]/x", "https://intranet/x"] {
        let form = [of_kind("Ward channel", "teams"), vec![("webhook", bad)]].concat();
        let reply = chairs.administrator.fill(NEW, NEW, &form).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        assert!(reply.main().contains("Paste the") || reply.main().contains("private network"), "{bad}: {}", reply.main());
    }
    let form = [of_kind("Ward channel", "teams"), vec![("webhook", HOOK)]].concat();
    // Not even the form that was wrong elsewhere shows it again.
    let nameless = [vec![("name", ""), ("takes", "teams"), ("webhook", HOOK)], WEEKLY[3..].to_vec()].concat();
    let wrong = chairs.administrator.fill(NEW, NEW, &nameless).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && !wrong.body.contains(SECRET), "{}", wrong.body);
    add(&chairs, &form).await;
    let here = format!("/north-moor/cascade/networks/{}", network(&chairs, "Ward channel").await);
    let change = format!("{here}/change");
    for page in ["/north-moor/cascade", &here, &change, "/api/v1/north-moor/networks"] {
        let shown = if page.starts_with("/api") {
            chairs.administrator.api(Method::GET, page, None).await
        } else {
            chairs.administrator.get(page).await
        };
        assert!(shown.status == StatusCode::OK && !shown.body.contains(SECRET), "{page}: {}", shown.body);
    }
    assert!(chairs.administrator.get(&here).await.main().contains("by prod-12.westeurope.logic.azure.com"));
    assert!(!it.member().await.get(&here).await.body.contains("logic.azure.com"), "members need not know where it is");
    for row in sql("SELECT facts FROM ledger").all(&it.app.db).await.expect("rows") {
        assert!(!row.get::<serde_json::Value>("facts").expect("facts").to_string().contains("azure"));
    }
    // Left empty, it stays; of another kind, it is forgotten.
    let renamed = [vec![("name", "Ward 3 channel"), ("takes", "teams"), ("version", "1")], WEEKLY[3..].to_vec()].concat();
    assert_eq!(chairs.administrator.fill(&change, &change, &renamed).await.status, StatusCode::SEE_OTHER);
    let kept = || sql("SELECT COUNT(*) AS n FROM network_webhooks");
    assert_eq!(kept().one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a count"), 1);
    let printed = [vec![("name", "Ward 3 channel"), ("takes", "print"), ("version", "2")], WEEKLY[3..].to_vec()].concat();
    assert_eq!(chairs.administrator.fill(&change, &change, &printed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(kept().one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a count"), 0);
    let back = [vec![("name", "Ward 3 channel"), ("takes", "teams"), ("version", "3")], WEEKLY[3..].to_vec()].concat();
    let refused = chairs.administrator.fill(&change, &change, &back).await;
    assert!(refused.main().contains("Paste the address that the channel gave you"), "{}", refused.main());
    let new = json!({ "name": "By script", "takes": "teams", "webhook": HOOK, "every": "week", "copy_day": "Wednesday", "copy_time": "12:00",
                      "out_day": "Thursday" });
    let made = chairs.administrator.api(Method::POST, "/api/v1/north-moor/networks", Some(new)).await;
    assert!(made.status == StatusCode::CREATED && !made.body.contains(SECRET), "{}", made.body);
});

both!(the_page_of_a_network_says_what_it_is_to_everybody_who_may_see, start, |it| {
    let chairs = Chairs::of(it).await;
    let readers = [("side", "consultant"), ("audience", "Trainees of both hospitals"), ("reach", "1,200"), ("contact", "The library")];
    add(&chairs, &[&WEEKLY[..], &readers].concat()).await;
    let id = network(&chairs, "Practice Matters").await;
    let here = format!("/north-moor/cascade/networks/{id}");
    let member = it.member().await;
    assert!(member.get("/north-moor/cascade").await.body.contains(&format!("href=\"{here}\"")));
    let page = member.get(&here).await;
    for words in [
        "Decisions, as text for its editor to take over",
        "Hospital: Trainees of both hospitals",
        "1,200, as its owner says",
        "The library",
        "practice.matters@board.example",
        "weekly, copy by Wednesday 12:00, out on Thursday",
        "12 words in a headline, 60 below it",
        "“For GPs and practice nurses:”",
        "Nothing waits.",
        "What it has received",
        "Nothing yet.",
    ] {
        assert!(page.main().contains(words), "{words}: {}", page.main());
    }
    assert!(!page.body.contains("/change") && chairs.gp.get(&here).await.body.contains(&format!("{here}/change")));
    assert_eq!(member.get(&format!("{here}/change")).await.status, StatusCode::FORBIDDEN);
    let elsewhere = it.persona_in(&it.other, "Ewan Baird", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get(&format!("/south-firth/cascade/networks/{id}")).await.status, StatusCode::NOT_FOUND);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get(&here).await.status, StatusCode::NOT_FOUND);
});

both!(a_public_address_stays_when_its_network_is_renamed, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &of_kind("Moor News", "page")).await;
    let change = format!("/north-moor/cascade/networks/{}/change", network(&chairs, "Moor News").await);
    let renamed = [of_kind("Interface News", "feed"), vec![("version", "1")]].concat();
    assert_eq!(chairs.administrator.fill(&change, &change, &renamed).await.status, StatusCode::SEE_OTHER);
    assert_eq!(it.visitor().get("/north-moor/news/moor-news").await.status, StatusCode::OK);
    // Another one of the first name gets an address of its own, also when the first has ended.
    chairs.administrator.fill(&change, &change.replace("/change", "/end"), &[]).await;
    add(&chairs, &of_kind("Moor News", "page")).await;
    assert_eq!(it.visitor().get("/north-moor/news/moor-news").await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.visitor().get("/north-moor/news/moor-news-2").await.status, StatusCode::OK);
    // A list that is kept stays one.
    add(&chairs, &of_kind("Our list", "recipients")).await;
    let list = format!("/north-moor/cascade/networks/{}/change", network(&chairs, "Our list").await);
    let other = [of_kind("Our list", "page"), vec![("version", "1")]].concat();
    let refused = chairs.administrator.fill(&list, &list, &other).await;
    assert!(refused.main().contains("A list that Brig keeps stays one"), "{}", refused.main());
});

both!(an_empty_form_asks_for_an_address_only_of_a_kind_that_needs_one, start, |it| {
    let chairs = Chairs::of(it).await;
    let new = "/north-moor/cascade/networks/new";
    let sent = async |takes: &'static str| chairs.administrator.fill(new, new, &[("takes", takes)]).await.main();
    let asks = "Enter the address for our mail to it";
    assert!(!sent("").await.contains(asks) && !sent("page").await.contains(asks) && sent("copy").await.contains(asks));
});

both!(a_new_network_has_the_lengths_of_its_kind_and_an_old_one_takes_them_by_one_press, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &of_kind("Notice boards", "print")).await;
    add(&chairs, &[of_kind("Open page", "page"), vec![("headline_words", "12"), ("body_words", "60")]].concat()).await;
    let page = async |name: &'static str| {
        let here = format!("/north-moor/cascade/networks/{}", network(&chairs, name).await);
        (chairs.administrator.get(&here).await.main(), here)
    };
    let (shown, _) = page("Notice boards").await;
    assert!(shown.contains("12 words in a headline, 50 below it") && !shown.contains("Use the usual lengths"), "{shown}");
    let (shown, here) = page("Open page").await;
    assert!(shown.contains("12 words in a headline, 60 below it") && shown.contains("Use the usual lengths"), "{shown}");
    assert_eq!(chairs.gp.get(&here).await.main().contains("Use the usual lengths"), chairs.gp.get(&here).await.main().contains("Change"));
    for _ in 0..2 {
        let taken = chairs.administrator.fill(&here, &format!("{here}/lengths"), &[]).await;
        assert_eq!(taken.location(), format!("{here}?lengths"), "{}", taken.main());
    }
    assert!(page("Open page").await.0.contains("12 words in a headline, 120 below it"));
});

both!(a_groups_page_lists_the_minutes_that_it_got_and_what_it_said, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &crate::testing::committee("Local Medical Committee", "office@lmc.example")).await;
    let number = crate::testing::decided(&chairs, "one").await;
    crate::testing::publish(&chairs, number).await;
    it.work().await;
    let link = crate::testing::link_to(it, "office@lmc.example", "heard");
    assert_eq!(it.visitor().fill(&link, &link, &[("say", "received")]).await.status, StatusCode::OK);
    let id = network(&chairs, "Local Medical Committee").await;
    let page = chairs.gp.get(&format!("/north-moor/cascade/networks/{id}")).await;
    let main = page.main();
    assert!(
        main.contains("What it has received") && main.contains("22 November 2026:") && main.contains("What it has asked back"),
        "{main}"
    );
    let member = it.member().await.get(&format!("/north-moor/cascade/networks/{id}")).await;
    assert!(member.main().contains("What it has received") && !member.body.contains("Save it"), "{}", member.main());
    // The page has one address; the one that it had beside leads to it.
    let old = format!("/north-moor/cascade/groups/{id}");
    let moved = chairs.administrator.get(&old).await;
    assert_eq!((moved.status, moved.location()), (StatusCode::MOVED_PERMANENTLY, format!("/north-moor/cascade/networks/{id}").as_str()));
    let there = it.persona_in(&it.other, "Ewan Firth", Role::Administrator, Side::Other).await;
    assert_eq!(there.get(&old).await.status, StatusCode::NOT_FOUND);
    assert_eq!(chairs.administrator.get("/north-moor/cascade/groups/nothing").await.status, StatusCode::NOT_FOUND);
    let asks = chairs.administrator.get(&format!("/north-moor/cascade/networks/{id}")).await.main();
    assert!(asks.contains("What goes to it, and is asked") && asks.contains("What it gets with each minute"), "{asks}");
});
