//! Backups, restores and copies: there and back, on both databases, with equal counts and hashes.

use axum::http::Method;
use group::testing::TestApp;
use kernel::{
    Db,
    backup::{self, Copied},
    both,
    clock::Clock,
    dialect::Dialect,
    mail,
    testing::{TestDb, scratch_file},
    verify,
};
use serde_json::json;

use crate::support::{run, start};

/// A board with something in every table.
async fn fill(it: &TestApp) {
    let administrator = it.administrator().await;
    for known in ["named", "confidence", "anonymous"] {
        let body = json!({ "text": "Letters é 🦆 come late.\nTwice.", "known": known, "email": "a@b.example", "sector": "primary", "remedy": "A line" });
        administrator.api(Method::POST, "/api/v1/north-moor/issues", Some(body)).await;
    }
    it.visitor().fill("/sign-in", "/sign-in", &[("email", &administrator.email)]).await;
    let wording = [("version", "1"), ("theme", "results"), ("title", "Letters late"), ("text", "Both sides wait.")];
    administrator.fill("/north-moor/issues/NM-0001", "/north-moor/issues/NM-0001/wording", &wording).await;
}

async fn prints(db: &Db) -> Vec<Copied> {
    backup::fingerprints(db).await.expect("fingerprints")
}

both!(a_backup_restored_into_either_database_is_the_same_board, start, |it| {
    fill(it).await;
    let before = prints(&it.app.db).await;
    let file = scratch_file("backup");
    let copied = backup::backup(&it.app.db, &file, &Clock::System).await.expect("a backup");
    assert_eq!(copied, before);
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let Some(place) = TestDb::empty_place(dialect).await else { continue };
        assert_eq!(backup::restore(&file, &place, &Clock::System).await.expect("a restore"), before);
        let db = Db::open(&place).await.expect("it opens");
        assert_eq!(verify::run(&db, brig::slices::CHECKS).await.expect("verify").problems, Vec::<String>::new());
        db.close().await;
    }
    assert!(backup::backup(&it.app.db, &file, &Clock::System).await.is_err(), "never over another file");
});

both!(a_copy_there_and_back_is_equal, start, |it| {
    fill(it).await;
    let before = prints(&it.app.db).await;
    let other = if it.app.db.dialect() == Dialect::Sqlite { Dialect::Postgres } else { Dialect::Sqlite };
    if let (Some(there), Some(back)) = (TestDb::empty_place(other).await, TestDb::empty_place(it.app.db.dialect()).await) {
        let (there, back) = (Db::open(&there).await.expect("there"), Db::open(&back).await.expect("back"));
        assert_eq!(backup::copy(&it.app.db, &there, &Clock::System).await.expect("a copy"), before);
        assert_eq!(backup::copy(&there, &back, &Clock::System).await.expect("a copy"), before);
        let found = kernel::sql("SELECT COUNT(*) AS n FROM {search} WHERE {matches $1}")
            .bind_search("letters late")
            .one(&back)
            .await
            .expect("a search");
        assert!(found.get::<i64>("n").expect("a number") >= 1, "what was copied can be searched");
        assert!(backup::copy(&it.app.db, &back, &Clock::System).await.is_err(), "never into a place that holds something");
        there.close().await;
        back.close().await;
    }
});

both!(a_changed_ledger_is_found_out, start, |it| {
    fill(it).await;
    let mut tx = it.app.begin().await.expect("a transaction");
    let changed = kernel::sql("UPDATE ledger SET verb = 'issue.polished' WHERE verb = 'issue.raised'").run(&mut tx).await;
    assert!(changed.is_err(), "the ledger is only ever added to");
    drop(tx);
    let mut tx = it.app.begin().await.expect("a transaction");
    kernel::sql("UPDATE ledger_heads SET seq = seq - 1").run(&mut tx).await.expect("a cut tail");
    it.app.commit(tx).await.expect("a commit");
    let report = verify::run(&it.app.db, &[]).await.expect("verify");
    assert!(report.problems.iter().any(|problem| problem.contains("head does not match")), "{:?}", report.problems);
    let mut tx = it.app.begin().await.expect("a transaction");
    kernel::sql("UPDATE ledger_heads SET seq = seq + 1").run(&mut tx).await.expect("mended");
    it.app.commit(tx).await.expect("a commit");
});

both!(mail_that_waited_when_a_backup_was_made_goes_only_when_a_person_lets_it, start, |it| {
    let administrator = it.administrator().await;
    let mails = ["First", "Second", "Third"];
    for subject in mails {
        let mut tx = it.app.begin().await.expect("a transaction");
        let letter = mail::Letter::new(subject, subject, "North Moor");
        let (to, cause) = (format!("{subject}@glebe.example"), it.app.ids.key(it.app.clock.now()).expect("a key"));
        let mail = mail::Outgoing { scope: Some(it.group.id), to, letter, cause, kind: "test", parts: Vec::new(), reply_to: None };
        mail::post(&it.app, &mut tx, mail).await.expect("posted");
        kernel::testing::commit(tx).await;
    }
    let file = scratch_file("backup");
    backup::backup(&it.app.db, &file, &Clock::System).await.expect("a backup");
    let jobs = async |place: &str| {
        let db = Db::open(&place.parse().expect("a place")).await.expect("it opens");
        let pending = kernel::queue::pending(&db).await.expect("the queue answers");
        db.close().await;
        pending
    };
    for (send, waits) in [(false, 0), (true, 3)] {
        let place = format!("sqlite:{}", scratch_file("db").display());
        let mut words = vec!["restore", file.to_str().expect("plain"), "--database", &place];
        words.extend(send.then_some("--send"));
        let (well, said) = run(&words);
        assert!(well && said.contains("3 letters and mails that waited to be sent are put aside") != send, "{said}");
        assert_eq!(jobs(&place).await, waits);
    }
    // The same on a board that goes on: nothing leaves, and a person decides about each.
    assert_eq!(mail::aside::put_aside(&it.app.db, brig::slices::GOES_OUT).await.expect("put aside"), 3);
    assert!(it.mails_after_work().await.is_empty());
    let path = "/north-moor/held-work";
    let shown = administrator.get(path).await;
    let text = shown.main();
    assert!(mails.iter().all(|subject| text.contains(&format!("Mail: {subject}"))) && text.contains("may have gone since"), "{text}");
    assert!(!text.contains("glebe.example") && !text.contains("Nothing is held up"), "{text}");
    let job = |subject: &str| {
        let card = shown.body.split(&format!("<h3>Mail: {subject}")).nth(1).expect("its card");
        card.split("held-work/").nth(1).and_then(|rest| rest.split('/').next()).expect("its key").to_owned()
    };
    let elsewhere = it.persona_in(&it.other, "Una Firth", group::permissions::Role::Administrator, group::membership::Side::Other).await;
    let there = "/south-firth/held-work";
    assert!(elsewhere.get(there).await.main().contains("Nothing is held up"));
    assert!(!elsewhere.fill(there, &format!("{there}/{}/leave", job("First")), &[]).await.status.is_redirection());
    elsewhere.fill(there, &format!("{there}/let-go"), &[]).await;
    assert!(it.mails_after_work().await.is_empty(), "nobody lets another group's mail go");
    assert_eq!(administrator.fill(path, &format!("{path}/{}/leave", job("First")), &[]).await.status, 303);
    assert_eq!(administrator.fill(path, &format!("{path}/{}/retry", job("Second")), &[]).await.status, 303);
    let gone = it.mails_after_work().await;
    assert!(gone.len() == 1 && gone[0].contains("Subject: Second"), "{gone:?}");
    assert!(it.operator().await.get("/operator").await.body.contains("<h3>A mail</h3>"), "without what it is about");
    for _ in 0..2 {
        assert_eq!(administrator.fill(path, &format!("{path}/let-go"), &[]).await.status, 303);
    }
    let gone = it.mails_after_work().await;
    assert!(gone.len() == 2 && gone[1].contains("Subject: Third"), "{gone:?}");
    assert!(administrator.get(path).await.main().contains("Nothing is held up"));
});

both!(what_fails_and_is_tried_again_by_itself_is_on_the_operators_page, start, |it| {
    let mut tx = it.app.begin().await.expect("a transaction");
    let job = kernel::job::NewJob { scope: None, kind: issues::post::FETCH, payload: json!({}), run_at: it.app.clock.now(), key: None };
    kernel::queue::push(&it.app, &mut tx, job).await.expect("pushed");
    let failed = kernel::sql(
        "UPDATE jobs SET tries = 2, error = 'the certificate of the mailbox''s server has run out', run_at = $2 WHERE kind = $1",
    );
    let later = it.app.clock.now() + jiff::SignedDuration::from_hours(1);
    failed.bind(issues::post::FETCH).bind(later).run(&mut tx).await.expect("written");
    kernel::testing::commit(tx).await;
    let page = it.operator().await.get("/operator").await.main();
    assert!(page.contains("The mailbox could not be read: the certificate of the mailbox"), "{page}");
    assert!(page.contains("Tried 2 times; next on "), "{page}");
    it.wait(jiff::SignedDuration::from_hours(2));
});
