//! Decisions between meetings, over HTTP and as a machine of states.

mod going;
mod rights;
mod states;
mod whole;

use axum::http::StatusCode;
use group::{
    acting::Acting,
    membership::{self, NewSeat, Side},
    people::{self, NewPerson},
    permissions::Role,
    testing::{Persona, Reply, TestApp},
};
use jiff::Timestamp;
use kernel::schedule;
use uuid::Uuid;

use crate::testing::Chairs;

const LIST: &str = "/north-moor/interim";
const NEW: &str = "/north-moor/interim/new";
const ONE: &str = "/north-moor/interim/1";

/// The two co-chairs, the administrator, and a member on each side.
struct Cast<'a> {
    chairs: Chairs<'a>,
    gp: Persona<'a>,
    consultant: Persona<'a>,
}

async fn cast(it: &TestApp) -> Cast<'_> {
    let chairs = Chairs::of(it).await;
    Cast { chairs, gp: it.persona("Eilidh Fraser", Role::Member, Side::Gp).await, consultant: it.member().await }
}

/// Somebody who is invited for a side and does not count.
async fn invited(it: &TestApp, name: &str, side: Side) -> Uuid {
    let mut tx = it.app.begin().await.expect("a transaction");
    let email = format!("{}@example.scot", name.to_lowercase().replace(' ', "."));
    let person = people::invite(&it.app, &mut tx, NewPerson { name: name.into(), email, operator: false }).await.expect("an account");
    let seat = NewSeat { person: person.id, role: Role::Member, side, core: false, post: String::new() };
    membership::seat(&it.app, &mut tx, &it.group, seat).await.expect("a seat");
    it.app.commit(tx).await.expect("a commit");
    person.id
}

/// Asks the members, about an issue or freely.
async fn ask(who: &Persona<'_>, issue: &str, days: &str) -> Reply {
    let fields = [
        ("issue", issue),
        ("title", "Blood forms"),
        ("question", "Wards take the old blood forms until the new ones are printed."),
        ("urgency", "The old forms run out on Friday."),
        ("options", "Old forms\nNo forms"),
        ("background", "The printer is late."),
        ("days", days),
    ];
    who.fill(&format!("{NEW}?issue={issue}"), NEW, &fields).await
}

/// Answers on the page.
async fn answer(who: &Persona<'_>, answer: &str, words: &str) -> Reply {
    who.fill(ONE, "/north-moor/interim/1/answer", &[("answer", answer), ("words", words)]).await
}

/// Words the decision.
async fn word(who: &Persona<'_>, sentence: &str) -> Reply {
    let closing = "/north-moor/interim/1/closing";
    let version = who.get(closing).await.hidden("version").unwrap_or_default();
    let fields = [
        ("version", version.as_str()),
        ("sentence", sentence),
        ("patients", "Nothing"),
        ("for_whom", "All practices"),
        ("goes", "yes"),
        ("text", "Tell every ward"),
        ("owner", "Tunde Adeyemi"),
        ("due", "2026-12-18"),
        ("done_means", "Each ward has replied"),
    ];
    who.fill(closing, closing, &fields).await
}

/// Turns the key of one's side for what stands on the page.
async fn turn(who: &Persona<'_>) -> Reply {
    let proof = who.get(ONE).await.hidden("proof").unwrap_or_default();
    who.fill(ONE, "/north-moor/interim/1/key", &[("proof", &proof)]).await
}

/// Lets the time come, and does what is due then.
async fn at(it: &TestApp, instant: &str) {
    let to: Timestamp = instant.parse().expect("an instant");
    it.app.clock.set(to);
    schedule::tick(&it.app).await.expect("a tick");
    it.work().await;
}

/// The plain words of a mail to somebody, newest first, whose subject begins so.
fn mail_to(it: &TestApp, email: &str, subject: &str) -> Option<String> {
    let plain = |mail: &String| mail.replace("=\r\n", "").replace("=3D", "=");
    it.mails().iter().rev().map(plain).find(|mail| mail.contains(&format!("To: {email}")) && mail.contains(&format!("Subject: {subject}")))
}

/// The address of the first link to a member’s own page in a mail.
fn own_link(mail: &str) -> String {
    let from = mail.find("/north-moor/interim/by-link/").expect("a link");
    mail[from..].chars().take_while(|c| !c.is_whitespace() && !"\"<>".contains(*c)).collect()
}

/// What the start page says that waits for somebody.
async fn waits(it: &TestApp, who: &Persona<'_>) -> String {
    let (group, seat) = membership::seat_at(&it.app.db, "north-moor", who.id).await.expect("a seat");
    let acting = Acting {
        group,
        person: seat.person,
        name: seat.name,
        email: seat.email,
        role: seat.role,
        side: seat.side,
        deputy: seat.deputy,
        acting_until: None,
        operator: false,
    };
    let waits = super::waits_for(&it.app, &acting).await.expect("a list");
    waits.into_iter().map(|(what, href)| format!("{what} ({href})")).collect::<Vec<_>>().join("; ")
}

/// The text of a minute in one line.
fn flat(minute: &serde_json::Value) -> String {
    minute["text"].as_str().expect("a text").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn goes(reply: &Reply) {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.main());
}
