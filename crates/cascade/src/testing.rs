//! For tests: this area's part of the application, on top of the areas below, and a board with networks.

use std::future::Future;

use axum::{
    Router,
    http::{Method, StatusCode},
};
use group::testing::{Parts, TestApp};
use kernel::{App, app::Wiring, dialect::Dialect, mail, schedule, schedule::Schedule, verify::Check};
use meetings::testing::Chairs;

const WIRING: Wiring = Wiring {
    reactions: &[
        ("group.founded", group::themes::install),
        ("theme.merged", issues::themes::follow),
        ("theme.merged", meetings::theme_calls::follow_theme),
        ("theme.back", issues::themes::follow),
        ("issue.raised", issues::answers::thank),
        ("issue.triaged", issues::answers::tell),
        ("issue.asked", issues::answers::ask),
        ("meeting.confirmed", issues::answers::post_answers),
        ("meeting.confirmed", crate::editions::enter),
        ("decision.corrected", crate::editions::correct),
        ("decision.corrected", crate::deliveries::tell_corrected),
        ("minute.corrected", crate::deliveries::tell_mended),
        ("meeting.adjourned", meetings::minutes::draft),
        ("minute.published", crate::deliveries::share_later),
        ("terms.in-force", issues::themes::follow_terms),
        ("terms.in-force", meetings::meetings::follow_terms),
        ("terms.in-force", crate::networks::follow_terms),
        ("network.changed", crate::editions::move_deadline),
        ("network.ended", crate::editions::withdraw),
        ("network.ended", crate::recipients::forget),
    ],
    work: &[
        (mail::SEND, mail::send),
        (mail::runs::SEND, mail::runs::send),
        (issues::removals::LIST, issues::removals::list),
        (issues::answers::POST_HELD, issues::answers::post_held),
        (issues::holding::CHECK, issues::holding::check),
        (crate::editions::SEND_DUE, crate::editions::send_due),
        (crate::news::POST_CARD, crate::news::post_a_card),
        (crate::recipients::LOOK, crate::recipients::look),
        (crate::versions::TELL, crate::versions::tell),
        (crate::deliveries::SHARE_MINUTE, crate::deliveries::share_minute),
        (crate::outings::ASK, crate::outings::ask_due),
        (crate::answers::ROUND, crate::answers::round),
        (crate::letters::POST, crate::letters::post),
        (crate::reports::POST, crate::reports::post),
        (crate::reports::ROUND, crate::reports::round),
    ],
    schedules: &[
        Schedule { job: issues::answers::POST_HELD, every_minutes: 10 },
        Schedule { job: crate::editions::SEND_DUE, every_minutes: 5 },
        Schedule { job: crate::recipients::LOOK, every_minutes: 15 },
        Schedule { job: crate::answers::ROUND, every_minutes: 60 },
        Schedule { job: crate::reports::ROUND, every_minutes: 60 },
        Schedule { job: crate::versions::TELL, every_minutes: 30 },
    ],
    takers: &[mail::bounces::take],
};

const CHECKS: &[Check] = &[
    issues::issues::verify,
    meetings::meetings::verify,
    meetings::minutes::verify,
    meetings::theme_calls::verify,
    crate::editions::verify,
    crate::networks::verify,
    crate::news::verify,
    crate::recipients::verify,
    crate::versions::verify,
    crate::deliveries::verify,
    crate::acknowledgements::verify,
    crate::outings::verify,
    crate::answers::verify,
    crate::letters::verify,
    crate::reports::verify,
];

fn routes() -> Router<App> {
    let api = agreements::api().merge(issues::api()).merge(triage::api()).merge(meetings::api()).merge(crate::api());
    group::routes()
        .merge(terms::routes())
        .merge(agreements::routes())
        .merge(issues::routes())
        .merge(triage::routes())
        .merge(meetings::routes())
        .merge(crate::routes())
        .merge(api.split_for_parts().0)
}

pub(crate) fn start(dialect: Dialect) -> impl Future<Output = Option<TestApp>> {
    TestApp::start(dialect, Parts { routes, wiring: WIRING, checks: CHECKS })
}

/// The form of a weekly network: copy by Wednesday noon, out on Thursday.
pub(crate) const WEEKLY: [(&str, &str); 8] = [
    ("name", "Practice Matters"),
    ("address", "practice.matters@board.example"),
    ("takes", "copy"),
    ("opening", "For GPs and practice nurses:"),
    ("every", "week"),
    ("copy_day", "Wednesday"),
    ("copy_time", "12:00"),
    ("out_day", "Thursday"),
];
/// The form of a monthly mailing list: copy by the last day, out on the first.
pub(crate) const MONTHLY: [(&str, &str); 8] = [
    ("name", "Night update"),
    ("address", "night.all@board.example"),
    ("takes", "list"),
    ("opening", ""),
    ("every", "month"),
    ("copy_day", "last"),
    ("copy_time", "12:00"),
    ("out_day", "1"),
];

/// The form of a group that gets the minute.
pub(crate) fn committee(name: &'static str, address: &'static str) -> [(&'static str, &'static str); 3] {
    [("name", name), ("address", address), ("takes", "minute")]
}

/// Adds a network by its page.
pub(crate) async fn add(chairs: &Chairs<'_>, form: &[(&str, &str)]) {
    let reply = chairs.administrator.fill("/north-moor/cascade/networks/new", "/north-moor/cascade/networks/new", form).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
}

/// Lets the schedules come round and does all that is due.
pub(crate) async fn tick(it: &TestApp) {
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
}

/// A meeting with a decision and what everybody is told of it, confirmed by both sides; tells its number.
pub(crate) async fn decided(chairs: &Chairs<'_>, text: &str) -> i64 {
    told(chairs, text, "All practices", "2026-12-01").await
}

/// As [`decided`], for these people and from this day.
pub(crate) async fn told(chairs: &Chairs<'_>, text: &str, whom: &str, from: &str) -> i64 {
    let number = chairs.decided(text).await;
    let first = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}"), None).await.json();
    let item = first["items"][0]["reference"].as_str().expect("an item").replace('/', "-");
    let decision = serde_json::json!({ "text": "letters go out within a day", "what_changes": format!("Letters come within a day: {text}."),
                           "for_whom": whom, "from_when": from, "who_to_ask": "The ward manager" });
    chairs.call(&format!("meetings/{number}/items/{item}/decision"), decision).await;
    confirm(chairs, number).await;
    number
}

/// Both sides confirm what a meeting decided.
pub(crate) async fn confirm(chairs: &Chairs<'_>, number: i64) {
    for side in [&chairs.gp, &chairs.consultant] {
        let reply = side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/read-back"), None).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    }
}

/// A meeting with a decision and what everybody is told of it, confirmed by both sides.
pub(crate) async fn settled(chairs: &Chairs<'_>, text: &str, who_to_ask: &str) {
    let number = chairs.decided(text).await;
    let shown = chairs.gp.api(Method::GET, &format!("/api/v1/north-moor/meetings/{number}"), None).await.json();
    let item = shown["items"][0]["reference"].as_str().expect("an item").replace('/', "-");
    let decision = serde_json::json!({ "text": "letters go out within a day", "what_changes": format!("Letters come within a day: {text}."),
                                       "for_whom": "All practices", "from_when": "2026-12-01", "who_to_ask": who_to_ask });
    chairs.call(&format!("meetings/{number}/items/{item}/decision"), decision).await;
    confirm(chairs, number).await;
}

/// The key of a network, by its name.
pub(crate) async fn network(chairs: &Chairs<'_>, name: &str) -> String {
    let listed = chairs.gp.api(Method::GET, "/api/v1/north-moor/networks", None).await.json();
    let items = listed["items"].as_array().expect("a list").clone();
    let one = items.iter().find(|item| item["name"] == name).expect("a network of this name");
    one["id"].as_str().expect("a key").to_owned()
}

/// The page of the edition that waits for a network.
pub(crate) async fn waiting(chairs: &Chairs<'_>, name: &str) -> String {
    let page = chairs.gp.get(&format!("/north-moor/cascade/networks/{}", network(chairs, name).await)).await.body;
    let href = page.split("href=\"").find(|part| part.starts_with("/north-moor/cascade/editions/")).expect("an edition");
    href.split('"').next().expect("an address").to_owned()
}

/// Sends the edition that waits for a network, before its deadline and without a hold; tells its page.
pub(crate) async fn send_now(chairs: &Chairs<'_>, name: &str) -> String {
    let rules = "/north-moor/cascade/versions/rules";
    let none = [("hold_minutes", "0"), ("tell_days", "3")];
    assert_eq!(chairs.administrator.fill(rules, rules, &none).await.status, StatusCode::SEE_OTHER);
    let here = waiting(chairs, name).await;
    let reply = chairs.administrator.fill(&here, &format!("{here}/sending"), &[]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
    here
}

/// The form of a network of a kind that needs no address.
pub(crate) fn of_kind<'a>(name: &'a str, takes: &'a str) -> Vec<(&'a str, &'a str)> {
    [&[("name", name), ("takes", takes)], &WEEKLY[3..]].concat()
}

/// Ends a confirmed meeting, and both sides approve its minute.
pub(crate) async fn publish(chairs: &Chairs<'_>, number: i64) {
    chairs.call(&format!("meetings/{number}/adjournment"), serde_json::Value::Null).await;
    for side in [&chairs.gp, &chairs.consultant] {
        let reply = side.api(Method::POST, &format!("/api/v1/north-moor/meetings/{number}/minute/approvals"), None).await;
        assert!(reply.status.is_success(), "{}", reply.body);
    }
}

/// A mail as its reader sees it: quoted-printable undone.
pub(crate) fn read(mail: &str) -> String {
    let joined = mail.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let [first, after @ ..] = rest {
        let code =
            (*first == b'=').then(|| after.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok())).flatten();
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The newest link in mails to an address, as a path: `kind` is what stands behind the group's part of it.
pub(crate) fn link_to(it: &TestApp, address: &str, kind: &str) -> String {
    let begins = format!("http://brig.test/north-moor/{kind}/");
    let mails = mails_to(it, address);
    let mail = mails.iter().rfind(|mail| mail.contains(&begins)).expect("a mail with a link");
    let rest = mail.split(&begins).nth(1).expect("a link");
    let code: String = rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')).collect();
    format!("/north-moor/{kind}/{code}")
}

/// How many rows a statement counts, as `n`.
pub(crate) async fn count(it: &TestApp, statement: &'static str) -> i64 {
    kernel::sql(statement).one(&it.app.db).await.and_then(|row| row.get("n")).expect("a count")
}

/// The mails to an address that have left, as their reader sees them.
pub(crate) fn mails_to(it: &TestApp, address: &str) -> Vec<String> {
    it.mails()
        .iter()
        .filter(|mail| mail.lines().any(|line| line.starts_with("To:") && line.contains(address)))
        .map(|mail| read(mail))
        .collect()
}

/// A mail server says that the newest mail to an address did not arrive.
pub(crate) async fn comes_back(it: &TestApp, to: &str) {
    let mails = it.mails();
    let sent = mails.iter().rfind(|mail| mail.contains(&format!("To: {to}"))).expect("a mail");
    let id = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("its key").trim().to_owned();
    let report = format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.board.example\nTo: brig@localhost\nSubject: Undelivered\nAuto-Submitted: auto-replied\n\
         MIME-Version: 1.0\nMessage-Id: <1@mx.board.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"edge\"\n\n\
         --edge\nContent-Type: text/plain\n\nThe user is unknown.\n\n--edge\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.board.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\nStatus: 5.1.1\n\n\
         --edge\nContent-Type: message/rfc822\n\nFrom: Brig <brig@localhost>\nTo: {to}\nSubject: News\nMessage-ID: {id}\n\nx\n\n--edge--\n"
    );
    let report = mail::read_message(report.replace('\n', "\r\n").as_bytes()).expect("a mail");
    assert!(mail::bounces::take(&it.app, &report).await.expect("it is read"));
}
