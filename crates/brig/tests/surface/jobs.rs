//! Jobs: what an older version put into the queue is still understood, schedules come round, what was sent is forgotten.

use jiff::SignedDuration;
use kernel::{
    both,
    job::NewJob,
    mail::{Letter, Outgoing, SEND, post},
    queue, schedule, sql,
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use brig::slices;

use crate::support::start;

/// One payload of each kind as it stands in queues. Never change a line: add one.
const PAYLOADS: &[(&str, &str)] = &[
    ("removals.list", "{}"),
    ("mail.send", r#"{"mail":"019b2b7f-3f77-7608-899f-ce1947de941b"}"#),
    ("house.sweep", "{}"),
    ("answers.post-held", "{}"),
    ("outcomes.check", "{}"),
    ("post.fetch", "{}"),
    ("exchange.tell", "{}"),
    ("likeness.read", "{}"),
    ("agreements.read", "{}"),
    ("agreements.review", "{}"),
    ("desk.read", "{}"),
    ("patterns.read", "{}"),
    ("patterns.read", r#"{"group":"019b2b7f-3f77-7608-899f-ce1947de941b"}"#),
    ("services.round", "{}"),
    ("harm.round", "{}"),
    ("directory.check", "{}"),
    ("terms.round", "{}"),
    ("packs.make", r#"{"group":"019b2b7f-3f77-7608-899f-ce1947de941b","pack":"019b2b7f-3f77-7608-899f-ce1947de941c"}"#),
    ("actions.remind", "{}"),
    ("interim.round", "{}"),
    ("editions.send-due", "{}"),
    ("versions.tell", "{}"),
    ("mail.run", r#"{"run":"019b2b7f-3f77-7608-899f-ce1947de941b"}"#),
    ("returns.round", "{}"),
    ("guests.round", "{}"),
    ("waiting.round", "{}"),
    ("found.read", "{}"),
    ("meetings.extend-series", "{}"),
    ("news.post-card", r#"{"group":"019b2b7f-3f77-7608-899f-ce1947de941b","edition":"019b2b7f-3f77-7608-899f-ce1947de941c"}"#),
    ("recipients.look", "{}"),
    ("outings.ask", "{}"),
    ("answers.round", "{}"),
    ("letters.post", r#"{"group":"019b2b7f-3f77-7608-899f-ce1947de941b","sending":"019b2b7f-3f77-7608-899f-ce1947de941c"}"#),
    ("reports.post", r#"{"group":"019b2b7f-3f77-7608-899f-ce1947de941b","sending":"019b2b7f-3f77-7608-899f-ce1947de941c"}"#),
    ("reports.round", "{}"),
    ("minutes.share", r#"{"group":"019b2b7f-3f77-7608-899f-ce1947de941b","meeting":3}"#),
];

both!(old_payloads_are_still_understood, start, |it| {
    for (kind, _) in slices::WORK {
        assert!(PAYLOADS.iter().any(|(known, _)| known == kind), "{kind} has no payload here");
    }
    for (kind, payload) in PAYLOADS {
        let payload: Json = serde_json::from_str(payload).expect("JSON");
        let mut tx = it.app.begin().await.expect("a transaction");
        queue::push(&it.app, &mut tx, NewJob { scope: None, kind, payload, run_at: it.app.clock.now(), key: None }).await.expect("pushed");
        it.app.commit(tx).await.expect("a commit");
    }
    it.work().await;
    let dead = queue::dead(&it.app.db, None).await.expect("a list");
    // Mail and groups are not there any more; that they were looked for shows that the payloads were understood.
    assert_eq!(dead.iter().map(|job| job.error.as_str()).collect::<Vec<_>>(), ["what the job was for is no longer there"; 8]);
});

both!(what_is_due_again_and_again_comes_round_once_in_its_time, start, |it| {
    let within = |minutes| slices::SCHEDULES.iter().filter(|schedule| schedule.every_minutes <= minutes).count();
    schedule::tick(&it.app).await.expect("a tick");
    schedule::tick(&it.app).await.expect("a tick");
    assert_eq!(it.work().await, slices::SCHEDULES.len());
    it.wait(SignedDuration::from_mins(59));
    schedule::tick(&it.app).await.expect("a tick");
    assert_eq!(it.work().await, within(59));
    it.wait(SignedDuration::from_mins(2));
    schedule::tick(&it.app).await.expect("a tick");
    assert_eq!(it.work().await, within(60) - within(59), "what comes round once a day does not");
});

both!(a_job_with_a_key_waits_once_and_begins_anew_after_it_was_given_up, start, |it| {
    let job = || NewJob { scope: None, kind: "unknown.kind", payload: json!({}), run_at: it.app.clock.now(), key: Some("one".into()) };
    for _ in 0..2 {
        let mut tx = it.app.begin().await.expect("a transaction");
        queue::push(&it.app, &mut tx, job()).await.expect("pushed");
        it.app.commit(tx).await.expect("a commit");
    }
    assert_eq!(it.work().await, 1);
    assert_eq!(queue::dead(&it.app.db, None).await.expect("a list").len(), 1);
    let mut tx = it.app.begin().await.expect("a transaction");
    queue::push(&it.app, &mut tx, job()).await.expect("pushed");
    it.app.commit(tx).await.expect("a commit");
    assert_eq!(it.work().await, 1);
});

both!(a_mail_is_forgotten_ninety_days_after_it_was_sent, start, |it| {
    let mut tx = it.app.begin().await.expect("a transaction");
    let mail = Outgoing {
        scope: None,
        to: "a@example.scot".into(),
        letter: Letter::new("s", "h", "f"),
        cause: Uuid::nil(),
        kind: "test",
        parts: Vec::new(),
        reply_to: None,
    };
    post(&it.app, &mut tx, mail).await.expect("posted");
    it.app.commit(tx).await.expect("a commit");
    it.work().await;
    let count = async || sql("SELECT COUNT(*) AS n FROM mails").one(&it.app.db).await.expect("a row").get::<i64>("n").expect("a number");
    for (days, left) in [(80, 1), (11, 0)] {
        it.wait(SignedDuration::from_hours(24 * days));
        schedule::tick(&it.app).await.expect("a tick");
        it.work().await;
        assert_eq!(count().await, left, "after {days} more days");
    }
    assert_eq!(SEND, "mail.send");
});

both!(no_measure_shows_when_somebody_raised_an_issue, start, |it| {
    kernel::telemetry::measure();
    it.visitor().fill("/north-moor/raise", "/north-moor/raise", &[("text", "x"), ("known", "anonymous")]).await;
    // What is refused or not found is an answer to a reporter as well.
    it.visitor().get("/north-moor/follow/nothing").await;
    it.visitor().fill("/north-moor/raise", "/north-moor/raise", &[("text", "For 0101011237"), ("known", "anonymous")]).await;
    it.visitor().get("/help").await;
    let measures = it.visitor().get("/metrics").await.body;
    assert!(measures.contains("route=\"/help\""), "{measures}");
    assert!(!measures.contains("/raise") && !measures.contains("/follow"), "{measures}");
});
