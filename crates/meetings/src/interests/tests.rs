//! Interests over HTTP: the register, and those in an item.

use axum::http::{Method, StatusCode, header};
use group::{
    acting::Acting,
    membership::{self, Side},
    permissions::Role,
    testing::Persona,
};
use kernel::{both, schedule};
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

both!(an_action_of_a_closed_item_is_named_nowhere_to_who_may_not_see_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let member = it.member().await;
    let number = chairs.decided("letters").await;
    let base = format!("/north-moor/meetings/{number}");
    let own = "Count every stamp";
    let action = json!({ "item": 1, "text": own, "owner": "Wei Zhang", "due": "2026-12-28", "done_means": "A list" });
    chairs.call(&format!("meetings/{number}/actions"), action).await;
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "it is about one practice" })).await;
    // They have declared an interest: the item is closed to them, and with it what was set there, their own too.
    let here = format!("{base}/items/26-001/interests");
    assert_eq!(member.fill(&here, &here, &[("words", "Sells stamps")]).await.status, StatusCode::SEE_OTHER);
    for side in [&chairs.gp, &chairs.consultant] {
        assert_eq!(side.api(Method::POST, &format!("/api/v1{base}/read-back"), None).await.status, StatusCode::OK);
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let next = json!({ "date": "2027-01-18", "start": "12:30", "minutes": 90, "theme": "discharge", "invite": false });
    let next = chairs.call("meetings", next).await["number"].as_i64().expect("a number");
    let compose = format!("/north-moor/meetings/{next}/compose");
    let shown = chairs.gp.get(&compose).await;
    let hidden = |name: &str| {
        let (_, rest) = shown.body.split_once(&format!("name=\"{name}\" value=\"")).expect("a field");
        rest.split_once('"').expect("the end of a value").0.to_owned()
    };
    let taken = [("do", "take".to_owned()), ("seen", hidden("seen")), ("shown", hidden("shown")), ("order", hidden("order"))];
    let taken: Vec<(&str, &str)> = taken.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = chairs.gp.fill(&compose, &compose, &taken).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.main());
    let feed = "/north-moor/actions/feed";
    assert_eq!(member.fill(feed, feed, &[("do", "open")]).await.status, StatusCode::SEE_OTHER);
    let page = member.get(feed).await.main();
    let at = page.find("/calendar/tasks/").expect("an address");
    let tasks = page[at..].split_whitespace().next().and_then(|path| path.split('<').next()).expect("an address").to_owned();
    let readers = [
        "/north-moor/actions".to_owned(),
        "/north-moor/actions?show=mine".to_owned(),
        "/north-moor/actions?show=all".to_owned(),
        "/north-moor/actions?q=stamp".to_owned(),
        "/north-moor/actions?q=A-0002".to_owned(),
        "/north-moor/actions/log.csv".to_owned(),
        "/north-moor/actions/A-0002".to_owned(),
        format!("/north-moor/meetings/{next}"),
        "/api/v1/north-moor/actions".to_owned(),
        tasks,
    ];
    let read = async |who: &Persona<'_>, path: &str| {
        if path.starts_with("/api") { who.api(Method::GET, path, None).await } else { who.get(path).await }
    };
    let plain = |body: &str| body.replace("\r\n ", "");
    let rows = async |who: &Persona<'_>| {
        let file = who.file("/north-moor/actions/log.xlsx").await;
        reading::table::rows(&file).map_or(0, |table| table.rows.len())
    };
    assert_eq!((rows(&chairs.gp).await, rows(&member).await), (2, 0));
    for path in &readers {
        let page = read(&member, path).await;
        let refused = path.ends_with("/A-0002");
        assert_eq!(page.status, if refused { StatusCode::FORBIDDEN } else { StatusCode::OK }, "{path}");
        let body = plain(&page.body);
        assert!(!body.contains(own) && !body.contains("Tell every ward") && !body.contains("letters go out"), "{path}: {body}");
        if !path.starts_with("/calendar") && !path.contains("mine") {
            assert!(plain(&read(&chairs.gp, path).await.body).contains(own), "{path}");
        }
    }
    let change = json!({ "change": "done", "text": "It is done" });
    let refused = member.api(Method::POST, "/api/v1/north-moor/actions/A-0002/change", Some(change)).await;
    assert!(refused.status == StatusCode::FORBIDDEN && !refused.body.contains(own), "{}", refused.body);
    // Nobody gives them another one of that item.
    let over = json!({ "change": "handed-over", "to": "Wei Zhang" });
    let refused = chairs.administrator.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(over)).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("declared an interest"), "{}", refused.body);
    // Neither a reminder nor an invitation names it to them; the owner to whom the item is open reads it in both.
    it.app.clock.set("2027-01-06T08:31:00Z".parse().expect("an instant"));
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
    let administrator = chairs.administrator.signed_in_again().await;
    let invite = json!({ "date": "2027-02-15", "start": "12:30", "minutes": 90, "theme": "discharge", "invite": true });
    assert!(administrator.api(Method::POST, "/api/v1/north-moor/meetings", Some(invite)).await.status.is_success());
    it.work().await;
    let mails = it.mails();
    assert!(!mails.iter().any(|mail| mail.contains(own)), "{mails:?}");
    let to_owner = |mail: &&String| mail.contains("To: tunde.adeyemi@example.scot") && mail.contains("Tell every ward");
    assert_eq!(mails.iter().filter(to_owner).count(), 2, "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains("To: wei.zhang@example.scot") && mail.contains("The group meets")), "{mails:?}");
});

both!(the_open_part_of_a_minute_counts_actions_of_reserved_items_and_names_none, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("letters").await;
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "it is about one practice" })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        let call = format!("/api/v1/north-moor/meetings/{number}/read-back");
        assert_eq!(side.api(Method::POST, &call, None).await.status, StatusCode::OK);
    }
    chairs.call(&format!("meetings/{number}/adjournment"), json!(null)).await;
    let over = json!({ "change": "handed-over", "to": "Ailsa Munro" });
    chairs.call("actions/A-0001/change", over).await;
    let help = json!({ "change": "help", "text": "The stamps are gone" });
    let asked = chairs.gp.api(Method::POST, "/api/v1/north-moor/actions/A-0001/change", Some(help)).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    // What stands in the way is read on the action's page; the mail to whoever keeps the record says that it is there.
    it.work().await;
    let help = it.mails().into_iter().find(|mail| mail.contains("help is needed")).expect("a mail");
    assert!(help.contains("of a reserved item") && !help.contains("stamps") && !help.contains("Tell every ward"), "{help}");
    let (reference, _) = chairs.triaged("forms").await;
    let next = json!({ "date": "2027-01-18", "start": "12:30", "minutes": 90, "theme": "discharge", "invite": false });
    let next = chairs.call("meetings", next).await["number"].as_i64().expect("a number");
    let item = chairs.call(&format!("meetings/{next}/items"), json!({ "issue": reference })).await["number"].clone();
    chairs.call(&format!("meetings/{next}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    chairs.call(&format!("meetings/{next}/items/{item}/decision"), json!({ "text": "forms are short" })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        let call = format!("/api/v1/north-moor/meetings/{next}/read-back");
        assert_eq!(side.api(Method::POST, &call, None).await.status, StatusCode::OK);
    }
    chairs.call(&format!("meetings/{next}/adjournment"), json!(null)).await;
    let minute = chairs.gp.get(&format!("/north-moor/meetings/{next}/minute")).await.main();
    assert!(minute.contains("1 action of reserved items: in the action log."), "{minute}");
    assert!(!minute.contains("A-0001") && !minute.contains("Handed over"), "{minute}");
});

both!(the_pages_of_who_keeps_the_record_do_not_name_what_is_closed_to_them, start, |it| {
    let chairs = Chairs::of(it).await;
    let number = chairs.decided("letters").await;
    let base = format!("/north-moor/meetings/{number}");
    chairs.call(&format!("meetings/{number}/items/1/details"), json!({ "reserved": "it is about one practice" })).await;
    let here = format!("{base}/items/26-001/interests");
    let keeper = &chairs.administrator;
    for who in [keeper, &chairs.gp] {
        assert_eq!(who.fill(&here, &here, &[("words", "Sells stamps")]).await.status, StatusCode::SEE_OTHER);
    }
    // A co-chair to whom it is closed still turns the key of their side.
    for side in [&chairs.gp, &chairs.consultant] {
        assert_eq!(side.api(Method::POST, &format!("/api/v1{base}/read-back"), None).await.status, StatusCode::OK);
    }
    let handover = format!("/north-moor/members/{}/handover", chairs.consultant.id);
    assert!(chairs.consultant.get(&handover).await.main().contains("Tell every ward"));
    let page = keeper.get(&handover).await.main();
    assert!(page.contains("A-0001: an action of a reserved item") && !page.contains("Tell every ward"), "{page}");
    let (correction, outside) = ("/north-moor/decisions/26-D01/correction", "/north-moor/actions/A-0001/outside");
    let said = "The Group AGREED that letters go out within a day.";
    let new = [("seen", said), ("words", "letters go out within two days"), ("why", "It was two")];
    assert_eq!(chairs.consultant.fill(correction, correction, &new).await.status, StatusCode::SEE_OTHER);
    for path in [correction, outside] {
        assert_eq!(chairs.consultant.get(path).await.status, StatusCode::OK, "{path}");
        let page = keeper.get(path).await;
        assert!(page.status == StatusCode::FORBIDDEN && !page.body.contains("letters go out"), "{path}: {}", page.main());
    }
    for (who, waits) in [(&chairs.consultant, 1), (&chairs.gp, 0)] {
        let seat = membership::seat_of(&it.app.db, it.group.id, who.id).await.expect("a seat");
        let acting = Acting::new(&it.app, it.group.clone(), seat);
        assert_eq!(crate::corrections::waiting_for(&it.app, &acting).await.expect("what waits").len(), waits);
    }
});
