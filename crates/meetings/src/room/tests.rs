//! The room over HTTP: what is typed is kept, by one or by two, with and without a script.

use axum::http::{Method, StatusCode};
use group::testing::{Persona, TestApp};
use jiff::SignedDuration;
use kernel::both;
use serde_json::{Value as Json, json};

use crate::testing::{Chairs, start};

const ROOM: &str = "/north-moor/meetings/1/room/26-001";

async fn in_the_room(it: &TestApp) -> Chairs<'_> {
    let chairs = Chairs::of(it).await;
    let number = chairs.planned().await;
    for title in ["A form", "A list"] {
        chairs.call(&format!("meetings/{number}/items"), json!({ "title": title })).await;
    }
    chairs.call(&format!("meetings/{number}/attendance"), json!({ "present": ["Ailsa Munro", "Tunde Adeyemi"] })).await;
    chairs
}

/// What the script of the page sends.
async fn keep(who: &Persona<'_>, which: &str, seen: &str, text: &str) -> Json {
    let reply = who.fill(ROOM, &format!("{ROOM}/keeping"), &[("which", which), ("seen", seen), ("text", text)]).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.json()
}

/// Presses a button of the page with what somebody typed.
async fn press(who: &Persona<'_>, fields: &[(&str, &str)]) -> group::testing::Reply {
    let page = who.get(ROOM).await;
    let hidden = ["seen_note", "seen_decision"].map(|name| (name, page.hidden(name).unwrap_or_default()));
    let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend(fields);
    who.fill(ROOM, ROOM, &all).await
}

both!(a_note_is_kept_as_it_is_typed_and_two_may_type, start, |it| {
    let chairs = in_the_room(it).await;
    assert_eq!(keep(&chairs.administrator, "note", "", "We spoke.").await, json!({ "state": "kept", "text": "We spoke." }));
    assert_eq!(keep(&chairs.administrator, "note", "We spoke.", "We spoke.\nAt length.\n ").await["text"], "We spoke.\nAt length.");
    let joined = keep(&chairs.gp, "note", "We spoke.", "We spoke, all of us.").await;
    assert_eq!(joined["text"], "We spoke, all of us.\nAt length.", "what one adds and what another mends go together");
    let apart = keep(&chairs.administrator, "note", "We spoke.\nAt length.", "We spoke. \nAt great length.\nAnd well.").await;
    assert_eq!(apart["state"], "kept", "a paragraph each: {apart}");
    let apart = keep(&chairs.gp, "note", "We spoke, all of us.\nAt length.", "We spoke, all of us.\nFor an hour.").await;
    assert_eq!(apart["state"], "apart", "{apart}");
    for said in ["At great length.", "For an hour."] {
        assert!(apart["both"].as_str().is_some_and(|both| both.contains(said)), "{apart}");
    }
    assert!(!apart["theirs"].to_string().contains("hour"));
    let refused = keep(&chairs.gp, "note", "", "About 010101 1237.").await;
    assert!(refused["words"].as_str().is_some_and(|words| words.contains("CHI number")), "{refused}");
    assert!(!chairs.gp.get(ROOM).await.body.contains("010101"));
    let notes = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1", None).await.json();
    assert_eq!(notes["items"][0]["note"], "We spoke, all of us.\nAt great length.\nAnd well.");
});

both!(who_wants_to_speak_and_whose_interest_it_is_stands_in_the_room_and_the_interest_leaves_the_count, start, |it| {
    let chairs = in_the_room(it).await;
    let (pack, item) = ("/north-moor/meetings/1/pack", "/north-moor/meetings/1/items/26-001");
    chairs.consultant.fill(pack, &format!("{item}/flags"), &[("kind", "speak"), ("to", "yes")]).await;
    let interests = format!("{item}/interests");
    chairs.gp.fill(&interests, &interests, &[("words", "My practice has bid for this."), ("no_part", "yes")]).await;
    let page = chairs.administrator.get(ROOM).await.main();
    for line in
        ["Wants to speak: Tunde Adeyemi", "Interests: Ailsa Munro: My practice has bid for this; takes no part", "0 GPs and 1 consultant"]
    {
        assert!(page.contains(line), "{line}: {page}");
    }
    let other = chairs.administrator.get("/north-moor/meetings/1/room/26-002").await.main();
    assert!(other.contains("1 GP and 1 consultant") && !other.contains("Wants to speak"), "{other}");
});

both!(without_a_script_the_same_conflict_stands_side_by_side, start, |it| {
    let chairs = in_the_room(it).await;
    keep(&chairs.gp, "note", "", "Letters take weeks.").await;
    let fields = [("seen_note", "Letters take days."), ("seen_decision", ""), ("note", "Letters take months."), ("line", "@Tunde: write")];
    let apart = chairs.administrator.fill(ROOM, ROOM, &fields).await;
    assert_eq!(apart.status, StatusCode::CONFLICT);
    for said in ["Two people have changed the same words", "Letters take weeks.", "Letters take months.", "@Tunde: write"] {
        assert!(apart.body.contains(said), "{said}");
    }
    let both = chairs.administrator.fill(ROOM, ROOM, &[&fields[..], &[("do", "join")]].concat()).await;
    assert!(both.body.contains("Letters take weeks.\nLetters take months."), "{}", both.main());
    let joined = [("seen_note", "Letters take weeks."), ("seen_decision", ""), ("note", "Letters take weeks.\nLetters take months.")];
    assert!(chairs.administrator.fill(ROOM, ROOM, &joined).await.location().ends_with("?kept"));
});

both!(the_clock_runs_against_the_plan_and_the_next_item_begins_it, start, |it| {
    let chairs = in_the_room(it).await;
    assert!(chairs.administrator.get("/north-moor/meetings/1/room").await.location().ends_with("26-001"));
    assert!(press(&chairs.administrator, &[("do", "begin")]).await.location().ends_with("26-001?kept"));
    it.wait(SignedDuration::from_mins(19));
    let page = chairs.administrator.get(ROOM).await.main();
    assert!(page.contains("Began 09:00, planned 15 min, 4 min over"), "{page}");
    assert!(press(&chairs.administrator, &[("do", "next"), ("note", "Done.")]).await.location().ends_with("26-002?kept"));
    it.wait(SignedDuration::from_mins(2));
    assert!(chairs.gp.get(ROOM).await.main().contains("Took 19 min, planned 15"));
    assert!(chairs.administrator.get("/north-moor/meetings/1/room").await.location().ends_with("26-002"));
    let screen = chairs.consultant.get("/north-moor/meetings/1/screen").await.main();
    assert!(screen.contains("26/002 A list") && screen.contains("13 min left"), "{screen}");
});

both!(an_action_is_set_by_a_line_and_a_name_that_fits_two_is_asked_about, start, |it| {
    let chairs = in_the_room(it).await;
    let _other = it.persona("Ailsa Mackay", group::permissions::Role::Member, group::membership::Side::Gp).await;
    let asked = press(&chairs.administrator, &[("line", "@Ailsa by 15 Jan: write")]).await;
    assert!(asked.main().contains("More than one person fits: Ailsa"), "{}", asked.main());
    assert!(asked.body.contains("@Ailsa by 15 Jan: write"), "what was typed stands there again");
    let set = press(&chairs.administrator, &[("line", "@Tunde by 15 Jan: write to the wards, done when each has replied")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.main());
    press(&chairs.administrator, &[("line", "Ailsa Munro to ring the lab")]).await;
    let list = chairs.gp.api(Method::GET, "/api/v1/north-moor/actions", None).await.json();
    let said =
        |at: usize| ["text", "owner", "due", "done_means"].map(|name| list["actions"][at][name].as_str().unwrap_or_default().to_owned());
    assert_eq!(said(0), ["Ring the lab", "Ailsa Munro", "2027-01-11", "Its owner has told the group that it is done"], "{list}");
    assert_eq!(said(1), ["Write to the wards", "Tunde Adeyemi", "2027-01-15", "Each has replied"]);
});

both!(a_line_that_names_somebody_of_the_directory_offers_a_letter_to_them, start, |it| {
    let chairs = in_the_room(it).await;
    let entry = [
        ("name", "Clinic typing"),
        ("kind", "service"),
        ("sector", "secondary"),
        ("contact_name", "Marek Nowak"),
        ("contact_post", "Typing pool lead"),
        ("contact_email", "marek.nowak@board.example"),
    ];
    let new = "/north-moor/directory/new";
    let added = chairs.administrator.fill(new, new, &entry).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.main());
    let line = ("line", "@Marek by 15 Jan: count the letters that wait, done when the number is told");
    let asked = press(&chairs.administrator, &[line]).await;
    assert!(asked.main().contains("Marek Nowak, Clinic typing stands in the directory"), "{}", asked.main());
    let button = asked.body.split("value=\"").find(|part| part.starts_with("ask-outside.")).expect("a button");
    let set = press(&chairs.administrator, &[line, ("do", button.split('"').next().expect("a value"))]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.main());
    let log = chairs.gp.get("/north-moor/actions?show=all").await.main();
    assert!(
        log.contains("Count the letters that wait") && log.contains("Typing pool lead, Clinic typing (through Morag Sinclair)"),
        "{log}"
    );
    let nobody = press(&chairs.administrator, &[("line", "@Nobody by 15 Jan: write")]).await;
    assert!(!nobody.body.contains("ask-outside."), "who stands nowhere is not offered");
});

both!(a_decision_is_seen_in_the_room_as_it_grows_and_is_made_by_saving, start, |it| {
    let chairs = in_the_room(it).await;
    keep(&chairs.administrator, "draft", "", "forms are one page").await;
    let now = || async { chairs.gp.get("/north-moor/meetings/1/screen/now").await.json()["mark"].to_string() };
    let before = now().await;
    let screen = chairs.gp.get("/north-moor/meetings/1/screen").await.main();
    assert!(screen.contains("forms are one page") && screen.contains("As it is being written"), "{screen}");
    assert!(chairs.gp.get("/north-moor/meetings/1/read-back").await.main().contains("words for a decision are kept there"));
    let fields =
        [("decision", "forms are one page"), ("manner", "subject-to"), ("aside", "the printer can do it"), ("patients", "nothing")];
    assert_eq!(press(&chairs.administrator, &fields).await.status, StatusCode::SEE_OTHER);
    assert_ne!(now().await, before, "the screen has something else to show");
    let read_back = chairs.gp.get("/north-moor/meetings/1/read-back").await.main();
    let sentence = "The Group AGREED that forms are one page. This is subject to: the printer can do it.";
    assert!(read_back.contains(sentence) && read_back.contains("What a patient will notice"), "{read_back}");
    let again = chairs.administrator.get(ROOM).await.body;
    assert!(again.contains("The Group AGREED that forms are one page.</textarea>"), "the sentence is typed without what it goes on with");
});

both!(a_question_is_parked_and_becomes_a_topic_of_the_next_meeting, start, |it| {
    let chairs = in_the_room(it).await;
    press(&chairs.administrator, &[("parked", "Who pays for stamps?")]).await;
    let page = chairs.administrator.get(ROOM).await;
    assert!(page.main().contains("Who pays for stamps?") && !page.main().contains("Put on the next agenda"));
    chairs.call("meetings", json!({ "date": "2027-02-08", "start": "12:30", "minutes": 60, "theme": "discharge", "invite": false })).await;
    let page = chairs.administrator.get(ROOM).await.body;
    let button = page.split("value=\"later.").nth(1).and_then(|rest| rest.split('"').next()).expect("a button").to_owned();
    press(&chairs.administrator, &[("do", &format!("later.{button}"))]).await;
    assert!(chairs.gp.get("/north-moor/meetings/2").await.main().contains("Who pays for stamps?"));
    assert!(!chairs.administrator.get(ROOM).await.main().contains("Who pays for stamps?"));
    let twice = press(&chairs.administrator, &[("do", &format!("drop.{button}"))]).await;
    assert_eq!(twice.status, StatusCode::NOT_FOUND);
});

both!(notes_are_for_who_keeps_the_record_and_the_screen_for_the_members, start, |it| {
    let chairs = in_the_room(it).await;
    let member = it.member().await;
    assert_eq!(member.get(ROOM).await.status, StatusCode::FORBIDDEN);
    assert_eq!(member.get("/north-moor/meetings/1/screen").await.status, StatusCode::OK);
    chairs.call("meetings/1/items/1/details", json!({ "reserved": "A practice is named in it" })).await;
    let reserved = member.get("/north-moor/meetings/1/screen").await.main();
    assert!(reserved.contains("A reserved item") && !reserved.contains("A form"), "{reserved}");
    chairs.call("meetings/1/items/1/details", json!({ "reserved": "" })).await;
    let outside = it.visitor().get(ROOM).await;
    assert!(outside.location().starts_with("/sign-in"));
    let page = chairs.administrator.get(ROOM).await.body;
    assert!(page.contains("keeping.js") && page.contains("data-keep=\"note\""));
    chairs.call("meetings/1/items/1/decision", json!({ "text": "it goes" })).await;
    for side in [&chairs.gp, &chairs.consultant] {
        side.api(Method::POST, "/api/v1/north-moor/meetings/1/read-back", None).await;
    }
    assert_eq!(chairs.administrator.get(ROOM).await.status, StatusCode::CONFLICT);
});
