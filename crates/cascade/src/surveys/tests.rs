//! Surveys: rounds are opened and closed, people answer without a trace, and nobody is given away.

use axum::http::{Method, StatusCode, header};
use group::{
    membership::Side,
    permissions::Role,
    testing::{Persona, TestApp},
};
use jiff::SignedDuration;
use kernel::{both, migrate, sql};
use meetings::testing::Chairs;
use serde_json::json;
use uuid::Uuid;

use crate::testing::{MONTHLY, WEEKLY, add, committee, start};

const SURVEYS: &str = "/north-moor/surveys";

/// Opens a round of four weeks; gives its page.
async fn open(who: &Persona<'_>) -> String {
    let reply = who.fill(SURVEYS, SURVEYS, &[("closes_on", "2026-12-20")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    reply.location().split('?').next().expect("a path").to_owned()
}

/// The addresses of the links that a round's page shows.
async fn links(who: &Persona<'_>, round: &str) -> Vec<String> {
    let body = who.get(round).await.body;
    let parts = body.split("class=\"code\" id=\"link-").skip(1);
    parts.map(|part| part.split(['>', '<']).nth(1).expect("an address").trim_start_matches("http://brig.test").to_owned()).collect()
}

/// Answers by a link, as many times.
async fn answer(it: &TestApp, link: &str, times: usize, fields: &[(&str, &str)]) {
    for _ in 0..times {
        let reply = it.visitor().fill(link, link, fields).await;
        assert_eq!(reply.location(), format!("{link}?thanks"), "{}", reply.main());
    }
}

async fn press(who: &Persona<'_>, round: &str, what: &str) -> StatusCode {
    who.fill(round, &format!("{round}/{what}"), &[]).await.status
}

/// Closes a round and shows its results.
async fn show(who: &Persona<'_>, round: &str) {
    assert_eq!(press(who, round, "close").await, StatusCode::SEE_OTHER);
    assert_eq!(press(who, round, "results").await, StatusCode::SEE_OTHER);
}

/// How many rows a table has.
async fn count(it: &TestApp, what: &'static str) -> i64 {
    let row = match what {
        "answers" => sql("SELECT COUNT(*) AS n FROM survey_answers"),
        "ledger" => sql("SELECT COUNT(*) AS n FROM ledger"),
        "tries" => sql("SELECT COUNT(*) AS n FROM tries"),
        "sessions" => sql("SELECT COUNT(*) AS n FROM sessions"),
        _ => sql("SELECT COUNT(*) AS n FROM jobs"),
    };
    row.one(&it.app.db).await.expect("a row").get("n").expect("a number")
}

both!(a_round_has_a_link_for_each_network_and_one_for_everybody_else, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    add(&chairs, &MONTHLY).await;
    add(&chairs, &committee("Local Medical Committee", "office@lmc.example")).await;
    let before = chairs.administrator.get(SURVEYS).await;
    assert!(before.main().contains("Nobody has been asked yet") && before.body.contains("value=\"2026-12-20\""), "{}", before.body);
    let round = open(&chairs.administrator).await;
    assert_eq!(round, "/north-moor/surveys/1");
    let page = chairs.administrator.get(&round).await.main();
    for words in ["Baseline", "Open from 22 November 2026 to the end of 20 December 2026. Fewer than five answers so far", "Everybody else"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.find("Night update") < page.find("Practice Matters") && !page.contains("Local Medical Committee"), "{page}");
    let codes = links(&chairs.administrator, &round).await;
    assert_eq!(codes.len(), 3);
    assert!(
        codes.iter().all(|code| page.contains(&format!("until 20 December 2026 and without a name: http://brig.test{code}"))),
        "{page}"
    );
    // A second one is not opened beside it, whoever tries.
    let twice = chairs.gp.fill(SURVEYS, SURVEYS, &[("closes_on", "2026-12-01")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.main().contains("There is an open round already"), "{}", twice.main());
    assert!(chairs.administrator.get("/north-moor/cascade").await.body.contains("href=\"/north-moor/surveys\""));
});

both!(only_the_administrator_and_the_co_chairs_ask_round_and_readers_see_nothing, start, |it| {
    let chairs = Chairs::of(it).await;
    let (member, reader) = (it.member().await, it.persona("Fiona Laidlaw", Role::Reader, Side::Other).await);
    assert_eq!(member.fill(SURVEYS, SURVEYS, &[("closes_on", "2026-12-20")]).await.status, StatusCode::FORBIDDEN);
    assert!(!member.get(SURVEYS).await.body.contains("<form method=\"post\" class"));
    let round = open(&chairs.consultant).await;
    for what in ["close", "results", "until"] {
        assert_eq!(press(&member, &round, what).await, StatusCode::FORBIDDEN, "{what}");
    }
    let seen = member.get(&round).await;
    assert!(seen.status == StatusCode::OK && !seen.body.contains("/survey/") && !seen.body.contains("/close"), "{}", seen.body);
    for path in [SURVEYS, &round] {
        assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(reader.api(Method::GET, "/api/v1/north-moor/surveys", None).await.status, StatusCode::NOT_FOUND);
    let elsewhere = it.persona_in(&it.other, "Jo Firth", Role::Administrator, Side::Other).await;
    assert_eq!(elsewhere.get("/south-firth/surveys/1").await.status, StatusCode::NOT_FOUND);
    for wrong in ["2", "0", "x", "99999999999999999999"] {
        assert_eq!(member.get(&format!("{SURVEYS}/{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
});

both!(a_day_that_is_none_or_too_far_is_asked_for_once_more, start, |it| {
    let chairs = Chairs::of(it).await;
    for wrong in ["", "soon", "2026-11-21", "2028-01-01"] {
        let reply = chairs.administrator.fill(SURVEYS, SURVEYS, &[("closes_on", wrong)]).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(reply.main().contains("Enter a day within the next year"), "{}", reply.main());
        assert!(reply.body.contains(&format!("value=\"{wrong}\"")), "{}", reply.body);
    }
    let round = open(&chairs.administrator).await;
    let reply = chairs.administrator.fill(&round, &format!("{round}/until"), &[("closes_on", "never")]).await;
    assert!(reply.status == StatusCode::UNPROCESSABLE_ENTITY && reply.body.contains("value=\"never\""), "{}", reply.body);
});

both!(an_answer_leaves_no_name_no_time_and_no_order, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = &links(&chairs.administrator, &round).await[0];
    it.work().await;
    let before = [count(it, "ledger").await, count(it, "jobs").await, count(it, "tries").await, count(it, "sessions").await];
    let form = it.visitor().get(link).await;
    assert!(form.headers.get(header::SET_COOKIE).is_none() && form.main().contains("Five questions, one minute, until 20 December 2026"));
    let sent = it.visitor().fill(link, link, &[("works", "well"), ("sector", "secondary")]).await;
    assert!(sent.headers.get(header::SET_COOKIE).is_none());
    assert!(it.visitor().get(sent.location()).await.main().starts_with("Thank you\nYour answers are saved, without your name"));
    // Also of somebody who is signed in nothing is kept.
    let again = chairs.gp.fill(link, link, &[("hears", "never")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let after = [count(it, "ledger").await, count(it, "jobs").await, count(it, "tries").await, count(it, "sessions").await];
    assert_eq!((before, count(it, "answers").await), (after, 2));
    let rows = sql("SELECT id FROM survey_answers").all(&it.app.db).await.expect("rows");
    assert!(rows.iter().all(|row| row.get::<Uuid>("id").expect("a key").get_version_num() == 4));
    let tables = migrate::tables(it.app.db.dialect());
    let table = tables.iter().find(|table| table.name == "survey_answers").expect("the table");
    assert!(table.columns.iter().all(|(_, kind)| ["uuid", "text", "bytes"].contains(&kind.as_str())), "{table:?}");
});

both!(the_same_form_sent_twice_is_one_answer_as_it_was_sent_last, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let round = open(&chairs.administrator).await;
    let codes = links(&chairs.administrator, &round).await;
    let key = it.visitor().get(&codes[0]).await.hidden("form_key").expect("a key");
    for works in ["well", "well", "badly"] {
        let reply = it.visitor().post(&codes[0], &[("form_key", &key), ("works", works)]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    }
    let rows = sql("SELECT works FROM survey_answers").all(&it.app.db).await.expect("rows");
    assert_eq!(rows.iter().map(|row| row.get::<String>("works").expect("a word")).collect::<Vec<_>>(), ["badly"]);
    answer(it, &codes[0], 1, &[("works", "well")]).await;
    assert_eq!(count(it, "answers").await, 2, "another form is another answer");
    let forged = it.visitor().post(&codes[0], &[("form_key", "x.1.y"), ("works", "well"), ("text", "Letters")]).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(forged.main().contains("Your answers are still here") && forged.body.contains("value=\"well\" checked"), "{}", forged.body);
    assert!(forged.body.contains("Letters</textarea>") && count(it, "answers").await == 2);
});

both!(what_cannot_be_kept_comes_back_with_every_answer, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = &links(&chairs.administrator, &round).await[0];
    let visitor = it.visitor();
    for (fields, words) in [
        (vec![], "Answer one of the questions at least"),
        (vec![("sector", "primary"), ("text", "   ")], "Answer one of the questions at least"),
        (vec![("works", "well"), ("text", "Ask 010101 1237 what it was like")], "Nothing that could identify a patient is kept"),
        (vec![("works", "splendid")], "Choose one of these, or none"),
        (vec![("works", "well"), ("sector", "space")], "Choose one of these, or none"),
    ] {
        let reply = visitor.fill(link, link, &fields).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(reply.main().contains(words), "{fields:?}: {}", reply.main());
        for (name, value) in fields {
            let kept = if name == "text" { format!("{value}</textarea>") } else { format!("name=\"{name}\" value=\"{value}\" checked") };
            assert!(reply.body.contains(&kept) || ["splendid", "space"].contains(&value), "{kept}: {}", reply.body);
        }
    }
    let long = "ä".repeat(501);
    let reply = visitor.fill(link, link, &[("text", &long)]).await;
    assert!(reply.main().contains("The text must be 500 characters or less; it has 501") && reply.body.contains(&long));
    assert_eq!(count(it, "answers").await, 0);
    answer(it, link, 1, &[("text", &long[2..])]).await;
});

both!(from_one_place_come_as_many_as_a_board_has_and_then_one_a_second, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = &links(&chairs.administrator, &round).await[0];
    let mut slowed = None;
    for _ in 0..700 {
        let reply = it.visitor().post(link, &[("works", "well"), ("text", "Letters")]).await;
        if reply.status == StatusCode::TOO_MANY_REQUESTS {
            slowed = Some(reply);
            break;
        }
    }
    let slowed = slowed.expect("somebody is asked to wait");
    assert!(slowed.headers.contains_key(header::RETRY_AFTER) && slowed.main().contains("It is not saved yet"), "{}", slowed.main());
    assert!(slowed.body.contains("value=\"well\" checked") && slowed.body.contains("Letters</textarea>"), "{}", slowed.body);
});

both!(a_code_opens_nothing_in_another_group_and_is_read_as_people_type_it, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = &links(&chairs.administrator, &round).await[0];
    let elsewhere = link.replace("north-moor", "south-firth");
    let key = it.visitor().get(link).await.hidden("form_key").expect("a key");
    for wrong in [elsewhere.as_str(), "/north-moor/survey/x", "/north-moor/survey/0000-0000-0000-0000-0000-0000", "/nowhere/survey/x"] {
        assert_eq!(it.visitor().get(wrong).await.status, StatusCode::NOT_FOUND, "{wrong}");
        let sent = it.visitor().post(wrong, &[("form_key", &key), ("works", "well")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(count(it, "answers").await, 0);
    let code = link.rsplit('/').next().expect("a code").to_lowercase().replace('-', "");
    assert_eq!(it.visitor().get(&format!("/north-moor/survey/{code}")).await.status, StatusCode::OK);
});

both!(a_round_is_open_to_the_end_of_its_last_day_and_then_only_says_so, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = links(&chairs.administrator, &round).await.remove(0);
    it.wait(SignedDuration::from_hours(24 * 28 + 14));
    answer(it, &link, 1, &[("works", "well")]).await;
    let key = it.visitor().get(&link).await.hidden("form_key").expect("a key");
    it.wait(SignedDuration::from_mins(61));
    let over = it.visitor().get(&link).await;
    assert!(over.main().starts_with("These questions are closed") && !over.body.contains("<form"), "{}", over.body);
    let late = it.visitor().post(&link, &[("form_key", &key), ("works", "well"), ("text", "Beds <b>")]).await;
    assert_eq!((late.status, count(it, "answers").await), (StatusCode::CONFLICT, 1));
    assert!(late.main().contains("These questions are closed") && late.main().contains("Beds <b>"), "{}", late.body);
    // Fewer than five have answered: nobody can have seen anything, so it can be opened again at any time.
    it.wait(SignedDuration::from_hours(24 * 30));
    let administrator = chairs.administrator.signed_in_again().await;
    assert!(administrator.get(&round).await.main().contains("Fewer than five answers: not shown"));
    let again = administrator.fill(&round, &format!("{round}/until"), &[("closes_on", "2027-02-01")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.main());
    answer(it, &link, 1, &[("works", "well")]).await;
});

both!(once_results_are_shown_or_a_newer_round_is_open_a_round_stays_closed, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = &links(&chairs.administrator, &round).await[0];
    answer(it, link, 7, &[("works", "well")]).await;
    let until = format!("{round}/until");
    // Told by fives, and no results, while it can be opened again.
    assert!(chairs.gp.get(&round).await.main().contains("At least 5 answers so far"));
    assert_eq!(press(&chairs.gp, &round, "results").await, StatusCode::CONFLICT);
    for _ in 0..2 {
        assert_eq!(press(&chairs.gp, &round, "close").await, StatusCode::SEE_OTHER);
    }
    let closed = chairs.gp.get(&round).await;
    assert!(closed.main().contains("At least 5 answers. The results are shown from 29 November 2026 on"), "{}", closed.main());
    assert!(!closed.body.contains("<table") && it.visitor().get(link).await.main().contains("closed"));
    assert_eq!(chairs.gp.fill(&round, &until, &[("closes_on", "2026-12-24")]).await.status, StatusCode::SEE_OTHER);
    answer(it, link, 1, &[("works", "well")]).await;
    show(&chairs.gp, &round).await;
    let member = it.member().await;
    assert!(member.get(&round).await.main().contains("closed. 8 answers.\n"), "{}", member.get(&round).await.main());
    let shown = chairs.gp.fill(&round, &until, &[("closes_on", "2026-12-24")]).await;
    assert_eq!(shown.status, StatusCode::CONFLICT);
    assert!(shown.main().contains("could be told from the difference"), "{}", shown.main());
    assert!(!chairs.gp.get(&round).await.body.contains("/until"));
    // Another one, closed with fewer than five, stays closed once a third is there.
    let second = open(&chairs.gp).await;
    assert_eq!(press(&chairs.gp, &second, "close").await, StatusCode::SEE_OTHER);
    assert_eq!(open(&chairs.gp).await, "/north-moor/surveys/3");
    let stays = chairs.gp.fill(&second, "/north-moor/surveys/2/until", &[("closes_on", "2026-12-24")]).await;
    assert!(stays.status == StatusCode::CONFLICT && stays.main().contains("A newer round was opened"), "{}", stays.main());
});

both!(results_come_by_themselves_a_week_after_a_round_is_closed, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    answer(it, &links(&chairs.administrator, &round).await[0], 5, &[("works", "well")]).await;
    it.wait(SignedDuration::from_hours(24 * 34));
    let member = it.member().await;
    assert!(member.get(&round).await.main().contains("The results are shown from 27 December 2026 on"));
    it.wait(SignedDuration::from_hours(24));
    let member = member.signed_in_again().await;
    assert!(member.get(&round).await.main().contains("Baseline: 5 answers; the middle answer is “Well”."));
    // Eleven months after it was opened, and not before, it is time to ask again.
    it.wait(SignedDuration::from_hours(24 * 298));
    assert!(!member.signed_in_again().await.get(SURVEYS).await.main().contains("it is time to ask again"));
    it.wait(SignedDuration::from_hours(24));
    let page = chairs.administrator.signed_in_again().await.get(SURVEYS).await.main();
    assert!(page.contains("it is time to ask again") && page.contains("Open a round"), "{page}");
});

both!(the_baseline_stands_beside_a_later_round_and_small_groups_beside_neither, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let baseline = open(&chairs.administrator).await;
    let [weekly, other] = &links(&chairs.administrator, &baseline).await[..] else { panic!("two links") };
    answer(it, weekly, 6, &[("works", "badly"), ("sector", "primary"), ("knows", "no")]).await;
    answer(it, other, 2, &[("works", "neither"), ("sector", "secondary")]).await;
    answer(it, other, 4, &[("works", "very-badly"), ("sector", "community"), ("text", "Letters <i>")]).await;
    show(&chairs.administrator, &baseline).await;
    let first = it.member().await.get(&baseline).await;
    let page = first.main();
    for words in [
        "Baseline: 12 answers; the middle answer is “Badly”.",
        "General practice | 6 | 0% | 100% | 0% | 0% | 0% |",
        "In all | 12 | 33% | 50% | 17% | 0% | 0% |",
        "Baseline, not shown: Hospital, Out of hours, Community, Elsewhere (fewer than five answers).",
        "Baseline: 6 answers; 0% say “Yes”.",
        "Baseline: fewer than five answers, not shown.",
        "Everybody else | 6 |",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Letters") && !page.contains("Hospital |") && first.body.matches("<svg").count() == 3, "{page}");

    let later = open(&chairs.administrator).await;
    let [weekly, other] = &links(&chairs.administrator, &later).await[..] else { panic!("two links") };
    answer(it, weekly, 6, &[("works", "well"), ("sector", "secondary"), ("text", "Zeal")]).await;
    answer(it, weekly, 9, &[("works", "very-well"), ("sector", "primary"), ("text", "beds <i>")]).await;
    answer(it, other, 1, &[("works", "very-badly"), ("sector", "community")]).await;
    show(&chairs.administrator, &later).await;
    let page = it.persona("Iain Petrie", Role::Member, Side::Other).await.get(&later).await.main();
    for words in [
        "November 2026: 16 answers; the middle answer is “Very well”.\nBaseline: 12 answers; the middle answer is “Badly”.",
        "General practice | 9 | 0% | 0% | 0% | 0% | 100% |\nGeneral practice, baseline | 6 | 0% | 100% |",
        // One answer from the community alone could be worked out, so the hospitals are hidden with it.
        "November 2026, not shown: Out of hours, Community, Elsewhere (fewer than five answers); Hospital (fewer than five could be worked out from it).",
        "56%, was 0%",
        "Everybody else | Fewer than five: not shown |",
        "Practice Matters | Not shown, as fewer than five could be worked out |",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.find("beds <i>") < page.find("Zeal") && page.contains("In the order of the alphabet"), "{page}");
});

both!(a_script_gets_what_the_page_shows_and_no_more, start, |it| {
    let chairs = Chairs::of(it).await;
    let round = open(&chairs.administrator).await;
    let link = &links(&chairs.administrator, &round).await[0];
    let get = async || it.member().await.api(Method::GET, "/api/v1/north-moor/surveys", None).await.json()["items"][0].clone();
    answer(it, link, 4, &[("works", "well"), ("text", "Beds")]).await;
    let open = chairs.gp.api(Method::GET, "/api/v1/north-moor/surveys", None).await.json()["items"][0].clone();
    assert_eq!((&open["answers"], &open["state"]), (&json!(null), &json!("open")));
    answer(it, link, 4, &[("works", "badly"), ("sector", "primary"), ("text", "Ambulances")]).await;
    show(&chairs.administrator, &round).await;
    let shown = get().await;
    assert_eq!((&shown["answers"], &shown["state"], &shown["title"]), (&json!(8), &json!("shown"), &json!("Baseline")));
    let works = &shown["questions"][0];
    let counts = json!({ "very-badly": 0, "badly": 4, "neither": 0, "well": 4, "very-well": 0 });
    assert_eq!(works["groups"], json!([{ "who": "all", "answers": 8, "counts": counts }]));
    assert_eq!(works["not_shown"], json!(["primary", "secondary", "out-of-hours", "community", "other", "not-said"]));
    assert_eq!(shown["questions"][1]["groups"], json!([]));
    assert_eq!(shown["texts"].as_array().map(Vec::len), Some(8));
    assert_eq!(shown["texts"][0], "Ambulances");
});
