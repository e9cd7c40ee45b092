//! Versions over HTTP: drafted, finished, approved, stopped, corrected; and that nothing is lost and nothing goes twice.

use axum::http::{Method, StatusCode};
use group::{membership::Side, permissions::Role, testing::TestApp};
use jiff::{SignedDuration, Timestamp};
use kernel::{both, sql};
use meetings::testing::Chairs;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRng, TestRunner},
};
use serde_json::json;
use uuid::Uuid;

use crate::testing::{MONTHLY, WEEKLY, add, decided, mails_to, start, tick};

const WEEKLY_ADDRESS: &str = "practice.matters@board.example";
const VERSIONS: &str = "/north-moor/cascade/versions";

async fn until(it: &TestApp, instant: &str) {
    it.app.clock.set(instant.parse().expect("an instant"));
    tick(it).await;
}

async fn again<'a>(chairs: &Chairs<'a>) -> Chairs<'a> {
    Chairs {
        gp: chairs.gp.signed_in_again().await,
        consultant: chairs.consultant.signed_in_again().await,
        administrator: chairs.administrator.signed_in_again().await,
    }
}

async fn network(it: &TestApp) -> Uuid {
    let row = sql("SELECT id FROM networks WHERE group_id = $1 ORDER BY id").bind(it.group.id).one(&it.app.db).await.expect("a network");
    row.get("id").expect("a key")
}

/// The page of a decision's version in the one network.
async fn page_of(it: &TestApp, decision: &str) -> String {
    format!("{VERSIONS}/{}/{decision}", network(it).await)
}

/// Fills in the page of a version as it stands, with other words.
async fn put(chairs: &Chairs<'_>, page: &str, act: &str, headline: &str, body: &str) -> group::testing::Reply {
    let version = chairs.administrator.get(page).await.hidden("version").expect("a version");
    chairs.administrator.fill(page, page, &[("version", &version), ("headline", headline), ("body", body), ("do", act)]).await
}

fn short() -> Vec<(&'static str, &'static str)> {
    [WEEKLY.to_vec(), vec![("body_words", "15")]].concat()
}

both!(what_is_too_long_waits_for_a_person_who_is_told_and_goes_once_it_is_approved, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &short()).await;
    decided(&chairs, "one").await;
    let page = page_of(it, "26-D01").await;
    let cascade = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(cascade.contains("1 text to finish on 25 November 2026"), "{cascade}");
    let list = chairs.administrator.get(VERSIONS).await.main();
    assert!(list.contains("Letters: one (26/D01)") && list.contains("It has 3 words too many in the text."), "{list}");
    // Told once a day, from three days before.
    until(it, "2026-11-23T09:00:00Z").await;
    until(it, "2026-11-23T12:00:00Z").await;
    let told: Vec<String> =
        it.mails().iter().map(|mail| crate::testing::read(mail)).filter(|mail| mail.contains("for somebody to finish")).collect();
    assert!(told.len() == 1 && told[0].contains("Practice Matters: Letters: one (26/D01), by 25 November 2026"), "{told:?}");
    let chairs = again(&chairs).await;
    let shown = chairs.administrator.get(&page).await.main();
    for words in [
        "At most 15 words. It has 18: 3 words too many.",
        "Letters come within a day: one.",
        "What both sides approved",
        "Dates stand in their short form.",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let long = put(&chairs, &page, "approve", "Letters", &"word ".repeat(20)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        long.main().contains("The text is 5 words too long: Practice Matters has room for 15") && long.body.contains("word word"),
        "{}",
        long.main()
    );
    let named = put(&chairs, &page, "approve", "Letters", "Of CHI 0101011237.").await;
    assert!(named.status == StatusCode::UNPROCESSABLE_ENTITY && named.main().contains("CHI"), "{}", named.main());
    // Also what is too long can be kept for later.
    assert_eq!(put(&chairs, &page, "save", "Letters", &"word ".repeat(20)).await.location(), format!("{page}?saved"));
    assert!(chairs.administrator.get(&page).await.main().contains("What Brig drafted"));
    assert_eq!(
        put(&chairs, &page, "approve", "Letters in a day", "Letters come in a day.\nAsk the ward.").await.location(),
        format!("{page}?approved")
    );
    assert!(chairs.administrator.get(&page).await.main().contains("Approved by Morag Sinclair. It leaves with its edition"));
    until(it, "2026-11-25T11:05:00Z").await;
    until(it, "2026-12-02T12:05:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 1 && mails[0].contains("Letters in a day") && mails[0].contains("Ask the ward."), "{mails:?}");
    assert!(!mails[0].contains("Letters come within a day: one."), "{}", mails[0]);
    let chairs = again(&chairs).await;
    let late = chairs.administrator.fill(VERSIONS, &page, &[("version", "9"), ("headline", "x"), ("body", "y"), ("do", "save")]).await;
    assert!(late.status == StatusCode::CONFLICT && late.main().contains("sent already"), "{}", late.main());
});

both!(what_nobody_finishes_goes_over_and_is_not_lost, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &short()).await;
    decided(&chairs, "one").await;
    for instant in ["2026-11-25T11:05:00Z", "2026-11-25T12:05:00Z", "2026-12-02T12:05:00Z", "2026-12-09T12:05:00Z"] {
        until(it, instant).await;
    }
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    let chairs = again(&chairs).await;
    let cascade = chairs.gp.get("/north-moor/cascade").await.main();
    assert!(cascade.contains("1 text to finish on 16 December 2026"), "{cascade}");
    let page = page_of(it, "26-D01").await;
    // Approved a minute before a deadline, it is in the edition of that deadline.
    it.app.clock.set("2026-12-16T11:59:00Z".parse().expect("an instant"));
    let chairs = again(&chairs).await;
    assert_eq!(put(&chairs, &page, "approve", "Letters", "They come in a day.").await.location(), format!("{page}?approved"));
    it.work().await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0, "it waits ten minutes");
    until(it, "2026-12-16T12:09:00Z").await;
    let mails = mails_to(it, WEEKLY_ADDRESS);
    assert!(mails.len() == 1 && mails[0].contains("out 17 December 2026"), "{mails:?}");
});

both!(one_press_stops_what_was_approved_and_it_stays_with_the_group, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    decided(&chairs, "one").await;
    let page = page_of(it, "26-D01").await;
    assert!(chairs.administrator.get(&page).await.main().contains("Goes as Brig has drafted it"));
    it.app.clock.set("2026-11-25T10:55:00Z".parse().expect("an instant"));
    let chairs = again(&chairs).await;
    for _ in 0..2 {
        let stopped = chairs.administrator.fill(&page, &format!("{page}/stop"), &[]).await;
        assert_eq!(stopped.location(), format!("{page}?stopped"), "pressed twice, it is stopped once");
    }
    until(it, "2026-11-25T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    // Approved as it stands before the deadline: it makes this edition.
    let (headline, body) = ("Letters: one", "Letters come within a day: one.");
    assert_eq!(put(&chairs, &page, "approve", headline, body).await.location(), format!("{page}?approved"));
    until(it, "2026-11-25T11:14:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    until(it, "2026-11-25T11:15:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1);
});

both!(when_the_core_changes_what_a_person_wrote_is_approved_again, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &MONTHLY).await;
    add(&chairs, &[WEEKLY.to_vec(), vec![("body_words", "40")]].concat()).await;
    decided(&chairs, "one").await;
    let api = "/api/v1/north-moor/decisions/26-D01/versions";
    let items = chairs.gp.api(Method::GET, api, None).await.json();
    let of = |name: &str| items["items"].as_array().expect("items").iter().find(|one| one["network_name"] == name).expect("it").clone();
    assert_eq!((of("Night update")["state"].as_str(), of("Night update")["version"].as_i64()), (Some("draft"), Some(1)));
    let weekly = format!("{api}/{}", of("Practice Matters")["network"].as_str().expect("a key"));
    let words = json!({ "version": 1, "headline": "Letters", "body": "They come in a day." });
    assert_eq!(chairs.administrator.api(Method::PUT, &weekly, Some(words.clone())).await.json()["state"], "edited");
    let stale = chairs.administrator.api(Method::POST, &format!("{weekly}/approval"), Some(words)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    let words = json!({ "version": 2, "headline": "Letters", "body": "They come in a day." });
    let approved = chairs.administrator.api(Method::POST, &format!("{weekly}/approval"), Some(words)).await.json();
    assert!(approved["state"] == "approved" && approved["approved_at"].is_string(), "{approved}");
    // Both sides correct the decision's words.
    let here = "/north-moor/decisions/26-D01/correction";
    let (seen, version) = ("The Group AGREED that letters go out within a day.", "letters go out within two days");
    let form = [("seen", seen), ("words", version), ("why", "A day was too short.")];
    let proposed = chairs.administrator.fill("/north-moor/cascade", here, &form).await;
    assert!(proposed.status == StatusCode::SEE_OTHER, "{}", proposed.main());
    let after = "The Group AGREED that letters go out within two days.";
    for side in [&chairs.gp, &chairs.consultant] {
        let reply = side.fill("/north-moor/cascade", &format!("{here}/confirmation"), &[("seen", after)]).await;
        assert!(reply.status == StatusCode::SEE_OTHER, "{}", reply.main());
    }
    let items = chairs.gp.api(Method::GET, api, None).await.json();
    let of = |name: &str| items["items"].as_array().expect("items").iter().find(|one| one["network_name"] == name).expect("it").clone();
    let changed = of("Practice Matters");
    assert!(changed["state"] == "edited" && changed["outdated"] == true && changed["approved_at"].is_null(), "{changed}");
    assert!(of("Night update")["approved_at"].is_string(), "a draft follows what both sides approved");
    let page = chairs.administrator.get(&format!("{VERSIONS}/{}/26-D01", changed["network"].as_str().expect("a key"))).await.main();
    assert!(page.contains("The decision was corrected since this was written") && page.contains("within two days"), "{page}");
    until(it, "2026-12-01T12:05:00Z").await;
    assert_eq!((mails_to(it, WEEKLY_ADDRESS).len(), mails_to(it, "night.all@board.example").len()), (0, 1));
});

both!(a_group_can_want_a_persons_approval_of_each_and_set_how_long_it_waits, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let page = format!("{VERSIONS}/rules");
    let wrong = chairs.administrator.fill(&page, &page, &[("hold_minutes", "x"), ("by_hand", "yes"), ("tell_days", "99")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.main().contains("Enter minutes, from 0 to 1440"), "{}", wrong.main());
    let right = chairs.administrator.fill(&page, &page, &[("hold_minutes", "0"), ("by_hand", "yes"), ("tell_days", "0")]).await;
    assert_eq!(right.location(), format!("{VERSIONS}?set"));
    decided(&chairs, "one").await;
    until(it, "2026-11-25T11:05:00Z").await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 0);
    let chairs = again(&chairs).await;
    let page = page_of(it, "26-D01").await;
    assert_eq!(put(&chairs, &page, "approve", "Letters", "They come in a day.").await.location(), format!("{page}?approved"));
    it.work().await;
    assert_eq!(mails_to(it, WEEKLY_ADDRESS).len(), 1, "without a wait it leaves at once");
    let member = it.persona("Finlay Orr", Role::Member, Side::Gp).await;
    let page = format!("{VERSIONS}/rules");
    for (path, status) in [(VERSIONS, StatusCode::FORBIDDEN), (page.as_str(), StatusCode::FORBIDDEN)] {
        assert_eq!(member.get(path).await.status, status, "{path}");
    }
    let all = member.get("/north-moor/cascade/decisions/26-D01").await;
    assert!(all.status == StatusCode::OK && all.main().contains("They come in a day."), "{}", all.main());
    assert_eq!(member.get("/north-moor/cascade/decisions/26-D09").await.status, StatusCode::NOT_FOUND);
    assert_eq!(it.visitor().get("/south-firth/cascade/decisions/26-D01").await.status, StatusCode::SEE_OTHER);
});

/// What happens in the game below.
#[derive(Clone, Debug)]
enum Happens {
    Time(i64),
    Decided,
    Approved(usize),
    Stopped(usize),
    Moved(&'static str, &'static str),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        3 => (1_i64..4_000).prop_map(Happens::Time),
        2 => (1_i64..15).prop_map(Happens::Time),
        2 => Just(Happens::Decided),
        3 => (0_usize..4).prop_map(Happens::Approved),
        2 => (0_usize..4).prop_map(Happens::Stopped),
        1 => prop::sample::select(vec![("Monday", "09:00"), ("Friday", "01:30"), ("Wednesday", "12:00")]).prop_map(|(day, time)| Happens::Moved(day, time)),
    ]
}

both!(whatever_happens_each_decision_goes_once_with_the_edition_after_its_approval, start, |it| {
    let chairs = Chairs::of(it).await;
    add(&chairs, &WEEKLY).await;
    let rng = TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let story = prop::collection::vec(happens(), 24).new_tree(&mut runner).expect("a story").current();
    let (network, mut n, mut version) = (network(it).await, 0, 1);
    for one in [vec![Happens::Decided], story].concat() {
        let chairs = again(&chairs).await;
        match one {
            Happens::Time(minutes) => {
                it.app.clock.advance(SignedDuration::from_mins(minutes));
                tick(it).await;
            }
            Happens::Decided if n < 4 => {
                n += 1;
                decided(&chairs, &format!("number {n}")).await;
            }
            Happens::Decided => {}
            Happens::Approved(at) | Happens::Stopped(at) => {
                let page = format!("{VERSIONS}/{network}/26-D{:02}", at + 1);
                let shown = chairs.administrator.get(&page).await;
                let (Some(seen), true) = (shown.hidden("version"), shown.status == StatusCode::OK) else { continue };
                if matches!(one, Happens::Stopped(_)) {
                    chairs.administrator.fill(&page, &format!("{page}/stop"), &[]).await;
                } else {
                    let words = [("version", seen.as_str()), ("headline", "Letters"), ("body", "They come."), ("do", "approve")];
                    chairs.administrator.fill(&page, &page, &words).await;
                }
            }
            Happens::Moved(day, time) => {
                let page = format!("/north-moor/cascade/networks/{network}/change");
                let mut form = WEEKLY.to_vec();
                (form[5].1, form[6].1) = (day, time);
                let seen = version.to_string();
                form.push(("version", &seen));
                let reply = chairs.administrator.fill(&page, &page, &form).await;
                assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
                version = chairs.administrator.get(&page).await.hidden("version").and_then(|seen| seen.parse().ok()).expect("a version");
            }
        }
    }
    let chairs = again(&chairs).await;
    for at in 1..=n {
        let page = format!("{VERSIONS}/{network}/26-D{at:02}");
        if let Some(seen) = chairs.administrator.get(&page).await.hidden("version") {
            let words = [("version", seen.as_str()), ("headline", "Letters"), ("body", "They come."), ("do", "approve")];
            chairs.administrator.fill(&page, &page, &words).await;
        }
    }
    for _ in 0..3 {
        it.app.clock.advance(SignedDuration::from_hours(7 * 24));
        tick(it).await;
    }
    let rows = sql(
        "SELECT v.approved_at, e.closes_at, e.sent_at FROM network_versions v JOIN edition_entries x ON x.network_id = v.network_id \
                    AND x.decision_id = v.decision_id JOIN editions e ON e.id = x.edition_id WHERE v.group_id = $1 AND v.sent_at IS NOT NULL",
    );
    let rows = rows.bind(it.group.id).all(&it.app.db).await.expect("rows");
    assert_eq!(rows.len(), usize::try_from(n).expect("a count"), "each has gone");
    for row in &rows {
        let at = |name| row.get::<Option<Timestamp>>(name).expect("a column").expect("an instant");
        let (approved, closes, sent) = (at("approved_at"), at("closes_at"), at("sent_at"));
        assert!(approved < closes && sent >= approved + SignedDuration::from_mins(10), "{approved} {closes} {sent}");
    }
    // One line of the outcome in all the mails together for each decision.
    let told: usize = mails_to(it, WEEKLY_ADDRESS).iter().map(|mail| mail.matches("Content-Type: text/plain").count()).sum();
    assert!(told <= usize::try_from(n).expect("a count"), "no more mails than decisions");
});
