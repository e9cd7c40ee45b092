//! Whatever people do in whatever order, nothing published changes and every decision has its quorum.

use axum::http::Method;
use kernel::dialect::Dialect;
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value as Json, json};

use crate::testing::{Chairs, start};

#[derive(Clone, Debug)]
enum Step {
    Plan,
    Item,
    Attend(u8),
    Decide(u8),
    Act(u8),
    Confirm(bool),
    Adjourn,
    Approve(bool),
    Edit(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Plan),
        2 => Just(Step::Item),
        3 => any::<u8>().prop_map(Step::Attend),
        3 => any::<u8>().prop_map(Step::Decide),
        2 => any::<u8>().prop_map(Step::Act),
        4 => any::<bool>().prop_map(Step::Confirm),
        2 => Just(Step::Adjourn),
        4 => any::<bool>().prop_map(Step::Approve),
        1 => any::<u8>().prop_map(Step::Edit),
    ]
}

async fn act(chairs: &Chairs<'_>, step: &Step) {
    let post = |path: String, body: Option<Json>| chairs.administrator.api(Method::POST, path.leak(), body);
    let meeting = |rest: &str| format!("/api/v1/north-moor/meetings/1/{rest}");
    let side = |gp: bool| if gp { &chairs.gp } else { &chairs.consultant };
    match step {
        Step::Plan => drop(chairs.planned().await),
        Step::Item => drop(post(meeting("items"), Some(json!({ "title": "A form" }))).await),
        Step::Attend(who) => {
            let names: Vec<&str> = ["Ailsa Munro", "Tunde Adeyemi", "Morag Sinclair"]
                .into_iter()
                .enumerate()
                .filter(|(at, _)| who & (1 << at) != 0)
                .map(|(_, name)| name)
                .collect();
            drop(post(meeting("attendance"), Some(json!({ "present": names }))).await);
        }
        Step::Decide(item) => {
            drop(post(meeting(&format!("items/{}/decision", item % 4 + 1)), Some(json!({ "text": format!("form {item} goes") }))).await)
        }
        Step::Act(item) => {
            let action = json!({ "item": item % 4 + 1, "text": format!("Write {item}"), "owner": "Ailsa Munro", "due": "2027-01-15", "done_means": "Written" });
            drop(post(meeting("actions"), Some(action)).await);
        }
        Step::Confirm(gp) => drop(side(*gp).api(Method::POST, &meeting("read-back"), None).await),
        Step::Adjourn => drop(post(meeting("adjournment"), None).await),
        Step::Approve(gp) => drop(side(*gp).api(Method::POST, &meeting("minute/approvals"), None).await),
        Step::Edit(word) => {
            let edit = "/north-moor/meetings/1/minute/edit";
            let page = chairs.administrator.get(edit).await;
            if let Some(seen) = page.hidden("seen1") {
                let word = format!("Apologies, {word}.");
                chairs.administrator.fill(edit, edit, &[("seen1", &seen), ("s1", &word)]).await;
            }
        }
    }
}

/// Walks the steps; after each one looks at what must hold.
async fn walk(steps: &[Step]) {
    let it = start(Dialect::Sqlite).await.expect("an application");
    {
        let chairs = Chairs::of(&it).await;
        chairs.planned().await;
        let mut published: Option<Json> = None;
        for step in steps {
            act(&chairs, step).await;
            let decisions = chairs.gp.api(Method::GET, "/api/v1/north-moor/decisions", None).await.json();
            for decision in decisions["decisions"].as_array().expect("decisions") {
                let of = |name: &str| decision["quorum"][name].as_i64().expect("a number");
                let enough = of("gps") >= of("gps_needed") && of("consultants") >= of("consultants_needed");
                assert!(enough || decision["confirmed"] == false, "what too few decided does not hold: {decision}");
            }
            let reply = chairs.gp.api(Method::GET, "/api/v1/north-moor/meetings/1/minute", None).await;
            if !reply.status.is_success() {
                continue;
            }
            let minute = reply.json();
            if let Some(before) = &published {
                assert_eq!(&minute, before, "what is published never changes: {steps:?}");
            } else if minute["state"] == "published" {
                assert_eq!(minute["approvals"], json!(["gp", "consultant"]), "{steps:?}");
                published = Some(minute);
            }
        }
    }
    it.finish().await;
}

#[test]
fn whatever_people_do_nothing_published_changes_and_every_decision_has_its_quorum() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config { cases: 24, max_shrink_iters: 40, ..Config::default() }, rng);
    // Half of them begin where a meeting can be published, so that this part of the ground is trodden too.
    let ready = vec![Step::Item, Step::Attend(3), Step::Decide(0), Step::Confirm(true), Step::Confirm(false), Step::Adjourn];
    let steps = (any::<bool>(), prop::collection::vec(step(), 4..28))
        .prop_map(move |(from_ready, steps)| if from_ready { [ready.clone(), steps].concat() } else { steps });
    let walked = runner.run(&steps, |steps| {
        runtime.block_on(walk(&steps));
        Ok(())
    });
    walked.expect("every walk holds");
}
