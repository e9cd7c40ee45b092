//! Kinds of meetings, the room and the link: what is taken, what is shown, and what calendars get.

use axum::http::{Method, StatusCode};
use kernel::both;
use serde_json::json;

use crate::testing::{Chairs, start};

const PLAN: &str = "/north-moor/meetings/plan";
const LINK: &str = "https://teams.example/l/meetup-join/19%3ameeting_Zm/0?context=%7b%22Tid%22%7d";

both!(a_meeting_has_a_kind_a_room_and_a_link, start, |it| {
    let chairs = Chairs::of(it).await;
    let fields = [
        ("date", "2026-12-14"),
        ("start", "12:30"),
        ("minutes", "30"),
        ("kind", "interim"),
        ("place", "Room 4"),
        ("link", LINK),
        ("invite", "yes"),
    ];
    assert_eq!(chairs.administrator.fill(PLAN, PLAN, &fields).await.status, StatusCode::SEE_OTHER);
    let page = chairs.gp.get("/north-moor/meetings/1").await.main();
    assert!(page.contains("Interim meeting on 14 December 2026") && page.contains("Room 4, and online"), "{page}");
    assert!(page.contains("Join by this link"), "{page}");
    let shown = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!((shown["kind"].as_str(), shown["place"].as_str(), shown["link"].as_str()), (Some("interim"), Some("Room 4"), Some(LINK)));
    let mail = it.mails_after_work().await[0].replace("\r\n ", "").replace("=\r\n", "").replace("=3D", "=");
    assert!(mail.contains(&format!("LOCATION:Room 4\\; {LINK}")) && mail.contains(&format!("Join online: {LINK}")), "{mail}");
    // The link alone changed: those who were invited are told.
    let details = "/north-moor/meetings/1/details";
    let changed = [("version", "1"), fields[0], fields[1], fields[2], fields[3], fields[4], ("link", "https://meet.example/2")];
    assert_eq!(chairs.administrator.fill(details, details, &changed).await.status, StatusCode::SEE_OTHER);
    let mails = it.mails_after_work().await;
    assert!(mails.len() == 6 && mails[5].contains("SEQUENCE:1"), "{}", mails.len());
});

both!(what_is_no_link_or_no_kind_is_said_and_kept_in_the_form, start, |it| {
    let chairs = Chairs::of(it).await;
    let day = [("date", "2026-12-14"), ("start", "12:30"), ("minutes", "90")];
    for (link, said) in [("javascript:alert(1)", "beginning with https://"), ("Join at https://x.example now", "without words around it")] {
        let again = chairs.administrator.fill(PLAN, PLAN, &[day[0], day[1], day[2], ("link", link), ("kind", "ordinary")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.main().contains(said) && again.body.contains("value=\"12:30\""), "{}", again.main());
    }
    let wrong = chairs.administrator.fill(PLAN, PLAN, &[day[0], day[1], day[2], ("kind", "secret")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.main().contains("Choose what kind"), "{}", wrong.main());
    // Scripts and people who know one field only: a link in the place of the room is the link, and nothing is ordinary.
    let number =
        chairs.call("meetings", json!({ "date": "2026-12-14", "start": "12:30", "minutes": 90, "place": LINK, "invite": false })).await;
    let shown = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{}", number["number"]), None).await.json();
    assert_eq!((shown["kind"].as_str(), shown["place"].as_str(), shown["link"].as_str()), (Some("ordinary"), Some(""), Some(LINK)));
});

both!(the_usual_room_and_link_stand_in_a_new_meeting, start, |it| {
    let chairs = Chairs::of(it).await;
    let rules = "/north-moor/meetings/rules";
    let fields =
        [("quorum_gps", "1"), ("quorum_consultants", "1"), ("usual_start", "13:00"), ("usual_minutes", "60"), ("item_minutes", "10")];
    let with = |link: &'static str| [&fields[..], &[("remind_days", "7"), ("usual_place", "Room 9"), ("usual_link", link)]].concat();
    let refused = chairs.administrator.fill(rules, rules, &with("our usual Teams")).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("our usual Teams"), "{}", refused.main());
    assert_eq!(chairs.administrator.fill(rules, rules, &with("https://meet.example/us")).await.status, StatusCode::SEE_OTHER);
    let page = chairs.administrator.get(PLAN).await.body;
    assert!(page.contains("Room 9") && page.contains("https://meet.example/us"), "{page}");
});

both!(a_new_meeting_begins_with_what_its_kind_usually_has, start, |it| {
    let chairs = Chairs::of(it).await;
    let rules = "/north-moor/meetings/rules";
    let fields =
        [("quorum_gps", "1"), ("quorum_consultants", "1"), ("usual_start", "13:00"), ("usual_minutes", "90"), ("item_minutes", "10")];
    let fields = [&fields[..], &[("remind_days", "7"), ("usual_place", "Room 9"), ("usual_link", "https://meet.example/us")]].concat();
    chairs.administrator.fill(rules, rules, &fields).await;
    let has = |page: &str, name: &str, value: &str| {
        page.contains(&format!("id=\"{name}\" name=\"{name}\"")) && page.contains(&format!("value=\"{value}\""))
    };
    // Sunday 22 November: three working days on, St Andrew's Day not among them.
    let interim = chairs.administrator.get(&format!("{PLAN}?kind=interim")).await.body;
    assert!(
        has(&interim, "date", "2026-11-25") && has(&interim, "minutes", "30") && has(&interim, "link", "https://meet.example/us"),
        "{interim}"
    );
    assert!(!interim.contains("Room 9"), "an interim meeting is online");
    let extra = chairs.administrator.get(&format!("{PLAN}?kind=extraordinary")).await.body;
    assert!(
        has(&extra, "date", "2026-12-07") && has(&extra, "minutes", "90") && extra.contains("Room 9"),
        "ten working days, and a bank holiday: {extra}"
    );
    let given = chairs.administrator.get(&format!("{PLAN}?date=2027-01-12&theme=discharge&kind=nonsense")).await.body;
    assert!(has(&given, "date", "2027-01-12") && given.contains("value=\"discharge\" selected"), "{given}");
});
