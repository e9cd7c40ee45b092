//! Networks: what is asked of them, and who may say where things go.

mod kinds;
mod terms;

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role};
use kernel::both;
use meetings::testing::Chairs;
use serde_json::json;

use crate::testing::{WEEKLY, add, committee, start};

const NEW: &str = "/north-moor/cascade/networks/new";

both!(what_is_missing_or_wrong_is_said_at_its_field_and_nothing_typed_is_lost, start, |it| {
    let chairs = Chairs::of(it).await;
    let blank = chairs.administrator.fill(NEW, NEW, &[]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Enter what people call it", "Choose what it gets", "Choose how often"] {
        assert!(blank.main().contains(words), "{words}: {}", blank.main());
    }
    let wrong = [
        ("name", "Practice Matters"),
        ("address", "nobody"),
        ("takes", "copy"),
        ("every", "month"),
        ("copy_day", "Wednesday"),
        ("copy_time", "noon"),
        ("out_day", "32"),
    ];
    let reply = chairs.administrator.fill(NEW, NEW, &wrong).await;
    for words in
        ["Enter an email address in the form", "For the copy, enter a day of the month from 1 to 31, or last", "Enter a time as 12:00"]
    {
        assert!(reply.main().contains(words), "{words}: {}", reply.main());
    }
    assert!(reply.body.contains("value=\"Practice Matters\"") && reply.body.contains("value=\"Wednesday\""));
    add(&chairs, &WEEKLY).await;
    let twice = chairs.administrator.fill(NEW, NEW, &WEEKLY).await;
    assert!(twice.main().contains("There is already one with this name"), "{}", twice.main());
    // A number of a patient gets nowhere, here neither.
    let refused = chairs.administrator.fill(NEW, NEW, &[&WEEKLY[1..], &[("name", "Weekly 0101011237")]].concat()).await;
    assert!(
        refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.main().contains("could identify a patient"),
        "{}",
        refused.main()
    );
});

both!(the_administrator_and_the_co_chairs_say_where_things_go_and_members_see_it, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    let member = it.member().await;
    let page = member.get("/north-moor/cascade").await;
    assert!(page.main().contains("weekly, copy by Wednesday 12:00, out on Thursday"), "{}", page.main());
    assert!(page.main().contains("Local Medical Committee") && !page.body.contains("/networks/new"), "{}", page.main());
    assert_eq!(member.get(NEW).await.status, StatusCode::FORBIDDEN);
    let reader = it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await;
    assert_eq!(reader.get("/north-moor/cascade").await.status, StatusCode::NOT_FOUND);
    assert_eq!(chairs.gp.get(NEW).await.status, StatusCode::OK);
});

both!(a_group_that_gets_the_minute_stays_one, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    let body = chairs.administrator.get("/north-moor/cascade").await.body;
    let here = body.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/networks/0")).expect("a link");
    let here = format!("{}/change", here.split('"').next().expect("an address"));
    let page = chairs.administrator.get(&here).await.body;
    assert!(page.contains("value=\"minute\" checked") && !page.contains("value=\"copy\"") && !page.contains("name=\"every\""), "{page}");
    let other = [&WEEKLY[..], &[("version", "1")]].concat();
    let refused = chairs.administrator.fill(&here, &here, &other).await;
    assert!(refused.main().contains("a group stays one: end this one and add another"), "{}", refused.main());
});

both!(a_script_can_add_and_list_networks, start, |it| {
    let chairs = Chairs::of(it).await;
    let new = json!({ "name": "Moor News", "address": "news@board.example", "takes": "copy", "every": "month", "copy_day": "20th",
                      "copy_time": "17:00", "out_day": "last" });
    let made = chairs.call("networks", new).await;
    assert_eq!(made["cadence"], "monthly, copy by the 20th 17:00, out on the last day");
    chairs.call("networks", json!({ "name": "LMC", "address": "office@lmc.example", "takes": "minute" })).await;
    let listed = chairs.gp.api(Method::GET, "/api/v1/north-moor/networks", None).await.json();
    let names: Vec<_> =
        listed["items"].as_array().expect("a list").iter().map(|item| (item["name"].clone(), item["cadence"].is_null())).collect();
    assert_eq!(names, [(json!("LMC"), true), (json!("Moor News"), false)]);
    let refused = chairs
        .administrator
        .api(Method::POST, "/api/v1/north-moor/networks", Some(json!({ "name": "", "address": "", "takes": "" })))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let member = it
        .member()
        .await
        .api(Method::POST, "/api/v1/north-moor/networks", Some(json!({ "name": "x", "address": "a@b.example", "takes": "minute" })))
        .await;
    assert_eq!(member.status, StatusCode::FORBIDDEN);
});
