//! What happens when the machine stops, the disk is full, the database is away: nothing acknowledged is lost, nothing is
//! half done, and it goes on by itself.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use axum::http::StatusCode;
use kernel::{
    both,
    dialect::Dialect,
    id::Ids,
    testing::{TestDb, fill_disk},
};
use serde_json::{Value as Json, json};

use crate::support::{Program, run, start};

/// Sends a call that raises an issue; gives the reference once it is acknowledged.
fn raise(agent: &ureq::Agent, url: &str, token: &str, key: &str) -> Option<String> {
    let call = agent.post(format!("{url}/api/v1/north-moor/issues")).header("authorization", format!("Bearer {token}"));
    let body =
        json!({ "text": format!("Letters come late, {key}"), "known": "confidence", "email": "a@b.example", "idempotency_key": key });
    let mut answer = call.send_json(body).ok()?;
    let answer: Json = answer.body_mut().read_json().ok()?;
    Some(answer["reference"].as_str()?.to_owned())
}

pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().new_agent()
}

/// A number between two others, different each time.
pub(crate) fn between(low: u64, high: u64) -> u64 {
    low + u64::from_be_bytes(Ids::Random.bytes().expect("random numbers")) % (high - low)
}

/// Kills the program again and again while four callers write, then looks at what is there.
fn killed_under_load(database: &str, token: &str, times: u32) {
    let acknowledged: Mutex<BTreeMap<String, String>> = Mutex::default();
    let next = AtomicU32::new(0);
    for _ in 0..times {
        let program =
            Program::start(&["serve", "--database", database, "--listen", "127.0.0.1:0", "--json", "--mail-dir", "/dev/null/none"]);
        let (url, dead) = (program.said("url"), AtomicBool::new(false));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let agent = agent();
                    while !dead.load(Ordering::Relaxed) {
                        let key = format!("call{}", next.fetch_add(1, Ordering::Relaxed));
                        if let Some(reference) = raise(&agent, &url, token, &key) {
                            acknowledged.lock().expect("no caller panics").insert(key, reference);
                        }
                    }
                });
            }
            thread::sleep(Duration::from_millis(between(40, 400)));
            program.kill();
            dead.store(true, Ordering::Relaxed);
        });
    }
    let acknowledged = acknowledged.into_inner().expect("no caller panics");
    assert!(acknowledged.len() > times as usize, "only {} were acknowledged", acknowledged.len());
    let (well, said) = run(&["verify", "--database", database]);
    assert!(well, "{said}");
    // Every call, also those that were cut off, sent once more: each is one issue, and the acknowledged ones are the same.
    let program = Program::start(&["serve", "--database", database, "--listen", "127.0.0.1:0", "--json", "--no-worker"]);
    let (url, agent) = (program.said("url"), agent());
    let mut references = BTreeMap::new();
    for n in 0..next.load(Ordering::Relaxed) {
        let key = format!("call{n}");
        let reference = raise(&agent, &url, token, &key).expect("it answers");
        if let Some(before) = acknowledged.get(&key) {
            assert_eq!(before, &reference, "{key} was acknowledged as another issue");
        }
        assert_eq!(references.insert(reference.clone(), key), None, "{reference} is two calls");
    }
    assert_eq!(program.stop(), Some(0));
    let (well, said) = run(&["verify", "--database", database]);
    assert!(well, "{said}");
}

#[test]
fn killed_thirty_times_under_load_nothing_acknowledged_is_lost() {
    let (demo, folder) = Program::demo();
    let token = demo.said("api_token");
    assert_eq!(demo.stop(), Some(0));
    killed_under_load(&format!("sqlite:{}", folder.join("brig.db").display()), &token, 30);
    std::fs::remove_dir_all(folder).expect("it is removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgresql_nothing_acknowledged_is_lost() {
    let Some(kernel::db::Location::Postgres(url)) = TestDb::empty_place(Dialect::Postgres).await else { return };
    tokio::task::block_in_place(|| {
        let (demo, folder) = Program::demo();
        let token = demo.said("api_token");
        assert_eq!(demo.stop(), Some(0));
        let (well, said) = run(&["copy", "--from", &format!("sqlite:{}", folder.join("brig.db").display()), "--to", &url]);
        assert!(well, "{said}");
        killed_under_load(&url, &token, 10);
        std::fs::remove_dir_all(folder).expect("it is removed");
    });
}

const RAISE: &str = "/north-moor/raise";
const FORM: [(&str, &str); 2] = [("text", "Typed with care"), ("known", "anonymous")];

both!(a_full_disk_is_said_plainly_reading_goes_on_and_so_does_writing_once_there_is_room, start, |it| {
    let administrator = it.administrator().await;
    let visitor = it.visitor();
    assert_eq!(visitor.fill(RAISE, RAISE, &FORM).await.status, StatusCode::SEE_OTHER);
    fill_disk(&it.app.db, true).await;
    let mut refused = visitor.fill(RAISE, RAISE, &FORM).await;
    for n in 0..200 {
        // A page that is half empty still takes a row or two.
        if refused.status != StatusCode::SEE_OTHER {
            break;
        }
        let text = format!("Typed with care {n}: {}", "a long story ".repeat(200));
        refused = visitor.fill(RAISE, RAISE, &[("text", &text), FORM[1]]).await;
    }
    assert_eq!(refused.status, StatusCode::INSUFFICIENT_STORAGE, "{}", refused.main());
    assert!(refused.main().contains("It is not saved yet.") && refused.body.contains("Typed with care"));
    assert!(administrator.get("/north-moor/issues").await.main().contains("NM-0001"));
    fill_disk(&it.app.db, false).await;
    assert_eq!(visitor.fill(RAISE, RAISE, &FORM).await.status, StatusCode::SEE_OTHER);
});

both!(a_database_that_is_away_is_said_plainly_and_found_again, start, |it| {
    let administrator = it.administrator().await;
    let visitor = it.visitor();
    let key = visitor.get(RAISE).await.hidden("form_key").expect("a key");
    let held = it.database().hold().await;
    let form = [("form_key", key.as_str()), FORM[0], FORM[1]];
    let refused = visitor.post(RAISE, &form).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE, "{}", refused.main());
    if it.app.db.dialect() == Dialect::Postgres {
        let ready = visitor.get("/readyz").await;
        assert_eq!((ready.status, ready.json()), (StatusCode::SERVICE_UNAVAILABLE, json!({ "ready": false })));
    }
    if it.app.db.dialect() == Dialect::Sqlite {
        assert!(refused.body.contains("Typed with care"), "what was typed comes back");
        assert_eq!(administrator.get("/north-moor/issues").await.status, StatusCode::OK, "reading goes on");
    }
    held.let_go().await;
    assert_eq!(visitor.post(RAISE, &form).await.status, StatusCode::SEE_OTHER);
});

#[test]
fn told_to_stop_it_ends_well_within_ten_seconds_also_with_a_connection_held_open() {
    let (demo, folder) = Program::demo();
    let address = demo.said("url").replace("http://", "");
    let _held = std::net::TcpStream::connect(address).expect("a connection");
    let watch = kernel::clock::Stopwatch::start();
    assert_eq!(demo.stop(), Some(0));
    assert!(watch.seconds() < 10.0);
    std::fs::remove_dir_all(folder).expect("it is removed");
}

#[test]
fn a_folder_that_holds_a_board_is_left_alone() {
    let (demo, folder) = Program::demo();
    demo.kill();
    let text = folder.display().to_string();
    let (well, said) = run(&["demo", "--listen", "127.0.0.1:0", "--data", &text]);
    assert!(!well && said.contains("holds a board already") && said.contains("brig serve"), "{said}");
    let program = Program::start(&["serve", "--database", &format!("sqlite:{text}/brig.db"), "--listen", "127.0.0.1:0", "--json"]);
    let page = agent().get(format!("{}/demo", program.said("url"))).call().expect("the people are there").body_mut().read_to_string();
    assert!(page.expect("a page").contains("Morag Sinclair"));
    assert_eq!(program.stop(), Some(0));
    std::fs::remove_dir_all(folder).expect("it is removed");
}
