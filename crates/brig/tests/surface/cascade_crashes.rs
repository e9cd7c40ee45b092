//! The program is killed again and again in the middle of a cascade of five hundred mails: none is missing, and what went
//! twice is the very same mail.

use std::{collections::BTreeMap, sync::Arc, thread, time::Duration};

use kernel::{
    db::Location,
    dialect::Dialect,
    mail::testing::{Server, serve},
    testing::{TestDb, five_minutes_later},
};
use serde_json::{Value as Json, json};

use crate::{
    crashes::{agent, between},
    support::{Program, run},
};

/// Committees that get the minute.
const COMMITTEES: usize = 500;
/// Mails that one process sends at the same time.
const AT_ONCE: usize = 3;

/// Adds the committees to a demonstration's database and has its last minute approved: from then on five hundred mails wait.
fn begin_cascade(database: &str, ready: &Json) {
    let program = Program::start(&["serve", "--database", database, "--listen", "127.0.0.1:0", "--json", "--no-worker"]);
    let (url, agent) = (program.said("url"), agent());
    let post = |token: &str, path: &str, body: Json| {
        let call = agent.post(format!("{url}/api/v1/north-moor/{path}")).header("authorization", format!("Bearer {token}"));
        let answer = call.send_json(body).expect("it answers");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    };
    let token = ready["api_token"].as_str().expect("a token");
    for n in 0..COMMITTEES {
        let network = json!({ "name": format!("Committee {n}"), "address": format!("committee{n}@board.example"), "takes": "minute" });
        post(token, "networks", network);
    }
    let people = ready["people"].as_array().expect("people");
    let consultant = people.iter().find(|one| one["name"] == "Dr Tunde Adeyemi").expect("the consultant who co-chairs");
    post(consultant["api_token"].as_str().expect("a token"), "meetings/12/minute/approvals", json!({}));
    assert_eq!(program.stop(), Some(0));
}

/// Waits for something to happen, two minutes at the most.
fn wait_until(happened: impl Fn() -> bool) {
    for _ in 0..12_000 {
        if happened() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn line<'a>(mail: &'a str, begin: &str) -> &'a str {
    mail.lines().find(|line| line.starts_with(begin)).unwrap_or_default()
}

fn killed_in_a_cascade(database: &str, ready: &Json, kills: usize) {
    begin_cascade(database, ready);
    let place: Location = database.parse().expect("a place");
    let server = Arc::new(Server { slow: Duration::from_millis(20), ..Server::default() });
    let smtp = format!("smtp://127.0.0.1:{}", serve(server.clone()));
    let taken = || server.taken.lock().expect("no panic").len();
    let arguments = ["serve", "--database", database, "--listen", "127.0.0.1:0", "--json", "--smtp-url", &smtp, "--mail-per-minute", "0"];
    for kill in 0..kills {
        let (program, before) = (Program::start(&arguments), taken());
        if kill < 3 {
            // Before the first mail, while the minute is laid out and the outbox is filled.
            thread::sleep(Duration::from_millis(between(1, 300)));
        } else {
            // In the middle: after some mails more, and at any moment of the next.
            let more = before + usize::try_from(between(1, 15)).expect("a few");
            wait_until(|| taken() >= more);
            thread::sleep(Duration::from_millis(between(0, 40)));
        }
        program.kill();
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(five_minutes_later(&place));
    }
    let (before, program) = (taken(), Program::start(&arguments));
    assert!(before > 0 && before < COMMITTEES, "the kills fell into the middle: {before} mails had gone");
    wait_until(|| distinct(&server).len() >= COMMITTEES);
    assert_eq!(program.stop(), Some(0));
    let mails = distinct(&server);
    for n in 0..COMMITTEES {
        assert!(mails.contains_key(&format!("To: committee{n}@board.example")), "committee {n} got none");
    }
    let twice: usize = mails.values().map(|same| same.len() - 1).sum();
    assert!(twice <= kills * AT_ONCE, "{twice} duplicates of {kills} kills");
    for (to, same) in &mails {
        assert!(same.iter().all(|mail| mail == &same[0]), "{to} got two different mails");
        assert!(line(&same[0], "Message-ID: <").ends_with(">"), "{to}");
    }
    let (well, said) = run(&["verify", "--database", database]);
    assert!(well, "{said}");
}

/// What the server has taken, by address.
fn distinct(server: &Server) -> BTreeMap<String, Vec<String>> {
    let mut mails: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for mail in server.taken.lock().expect("no panic").iter().filter(|mail| !line(mail, "To: committee").is_empty()) {
        mails.entry(line(mail, "To: ").to_owned()).or_default().push(mail.clone());
    }
    mails
}

#[test]
fn killed_thirty_times_in_a_cascade_no_mail_is_missing() {
    let (demo, folder) = Program::demo();
    let ready = demo.ready.clone();
    assert_eq!(demo.stop(), Some(0));
    killed_in_a_cascade(&format!("sqlite:{}", folder.join("brig.db").display()), &ready, 30);
    std::fs::remove_dir_all(folder).expect("it is removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_a_cascade_on_postgresql_no_mail_is_missing() {
    let Some(Location::Postgres(url)) = TestDb::empty_place(Dialect::Postgres).await else { return };
    let thread = thread::spawn(move || {
        let (demo, folder) = Program::demo();
        let ready = demo.ready.clone();
        assert_eq!(demo.stop(), Some(0));
        let (well, said) = run(&["copy", "--from", &format!("sqlite:{}", folder.join("brig.db").display()), "--to", &url]);
        assert!(well, "{said}");
        killed_in_a_cascade(&url, &ready, 10);
        std::fs::remove_dir_all(folder).expect("it is removed");
    });
    tokio::task::block_in_place(|| thread.join().expect("no panic"));
}
