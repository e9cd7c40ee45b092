//! Backups, restores and copies: there and back, on both databases, with equal counts and hashes.

use axum::http::Method;
use group::testing::TestApp;
use kernel::{
    Db,
    backup::{self, Copied},
    both,
    clock::Clock,
    dialect::Dialect,
    testing::{TestDb, scratch_file},
    verify,
};
use serde_json::json;

use crate::support::start;

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
