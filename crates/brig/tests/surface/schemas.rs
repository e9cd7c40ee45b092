//! Both databases have the schema that the migrations describe.

use kernel::{
    Db, both,
    clock::Clock,
    dialect::Dialect,
    migrate, sql,
    testing::{self, TestDb},
};
use uuid::Uuid;

use crate::support::start;

#[test]
fn both_databases_get_the_same_tables_and_columns() {
    assert_eq!(migrate::tables(Dialect::Sqlite), migrate::tables(Dialect::Postgres));
    let names: Vec<_> = migrate::migrations(Dialect::Sqlite).iter().map(|migration| migration.name).collect();
    assert_eq!(names, migrate::migrations(Dialect::Postgres).iter().map(|migration| migration.name).collect::<Vec<_>>());
}

both!(what_the_migrations_describe_is_what_there_is, start, |it| {
    let described = migrate::tables(it.app.db.dialect()).into_iter().flat_map(|table| {
        let name = table.name;
        table.columns.into_iter().map(move |(column, _)| format!("{name}.{column}")).collect::<Vec<_>>()
    });
    let mut described: Vec<String> =
        described.chain(["migrations.name", "migrations.sha256", "migrations.applied_at"].map(str::to_owned)).collect();
    described.sort();
    let mut real = testing::columns(&it.app.db).await;
    real.sort();
    assert_eq!(real, described);
});

both!(migrating_a_migrated_database_does_nothing_and_a_foreign_one_is_refused, start, |it| {
    assert_eq!(migrate::run(&it.app.db, &it.app.clock).await.expect("it runs"), 0);
    let mut tx = it.app.begin().await.expect("a transaction");
    kernel::sql("INSERT INTO migrations (name, sha256, applied_at) VALUES ('9999_from_the_future', 'x', $1)")
        .bind(it.app.clock.now())
        .run(&mut tx)
        .await
        .expect("a row");
    it.app.commit(tx).await.expect("a commit");
    let refused = migrate::run(&it.app.db, &it.app.clock).await.expect_err("a newer database");
    assert!(refused.to_string().contains("9999_from_the_future"), "{refused}");
});

fn day(text: &str) -> jiff::civil::Date {
    text.parse().expect("a day")
}

/// What a database of before held, as that version wrote it.
async fn fill(db: &Db) {
    let mut tx = db.begin().await.expect("a transaction");
    let (group, issue, id) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    sql("INSERT INTO groups (id, slug, name, board, prefix, ordinal, time_zone, triage_days, created_at) \
         VALUES ($1, 'north-moor', 'North Moor', 'NHS', 'NM', 1, 'Europe/London', 10, $2)")
    .bind(group)
    .bind(jiff::Timestamp::UNIX_EPOCH)
    .run(&mut tx)
    .await
    .expect("a group");
    sql("INSERT INTO issues (id, group_id, number, version, state, known, words, raised_on, form_hash, follow_hash) \
         VALUES ($1, $2, 1, 1, 'discussed', 'anonymous', 'Letters', $3, $4, $5)")
    .bind(issue)
    .bind(group)
    .bind(day("2026-02-27"))
    .bind(b"form".as_slice())
    .bind(b"follow".as_slice())
    .run(&mut tx)
    .await
    .expect("an issue");
    sql("INSERT INTO people (id, name, email, operator, created_at) VALUES ($1, 'Wei Zhang', 'wei@example.scot', $2, $3)")
        .bind(id)
        .bind(false)
        .bind(jiff::Timestamp::UNIX_EPOCH)
        .run(&mut tx)
        .await
        .expect("a person");
    sql("INSERT INTO seats (group_id, person_id, role, side, core, post, created_at) VALUES ($1, $2, 'member', 'consultant', $3, '', $4)")
        .bind(group)
        .bind(id)
        .bind(true)
        .bind("2026-02-27T21:30:00Z".parse::<jiff::Timestamp>().expect("an instant"))
        .run(&mut tx)
        .await
        .expect("a seat");
    for (at, said) in ["2026-03-02", "2026-04-02"].into_iter().enumerate() {
        sql(
            "INSERT INTO replies (id, group_id, issue_id, decision, words, next_steps, said_on) VALUES ($1, $2, $3, '26/D01', 'w', '', $4)",
        )
        .bind(Uuid::from_u128(id.as_u128() + at as u128))
        .bind(group)
        .bind(issue)
        .bind(day(said))
        .run(&mut tx)
        .await
        .expect("a reply");
    }
    testing::commit(tx).await;
}

#[tokio::test]
async fn on_sqlite_and_postgres_a_database_of_before_the_cascade_comes_with_its_figures() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let Some(place) = TestDb::empty_place(dialect).await else { continue };
        let db = Db::open(&place).await.expect("it opens");
        let clock = Clock::System;
        migrate::run_before(&db, &clock, "0008_cascade").await.expect("as it was");
        fill(&db).await;
        assert!(migrate::run(&db, &clock).await.expect("brought up") > 0);
        let month = sql("SELECT month, n FROM issue_months").one(&db).await.expect("a month");
        let month: (String, i64) = (month.get("month").expect("a month"), month.get("n").expect("a number"));
        assert_eq!(month, ("2026-02".into(), 1));
        let wait = sql("SELECT days, n FROM issue_waits").one(&db).await.expect("one wait");
        assert_eq!((wait.get::<i64>("days").expect("days"), wait.get::<i64>("n").expect("a number")), (3, 1));
        let held = sql("SELECT COUNT(*) AS n FROM notices WHERE held").one(&db).await.expect("a count");
        assert_eq!(held.get::<i64>("n").expect("a number"), 0, "what was mailed before is not mailed again");
        let group = group::groups::by_slug(&db, "north-moor").await.expect("a group");
        assert_eq!((group.copy_lead, group.contact.as_str()), (60, ""));
        let live = group::golive::find(&db, group.id).await.expect("a row");
        assert!(live.is_open() && live.opened_on == Some(day("2026-02-27")), "nobody's form closes by an update: {live:?}");
        let (before, since) = (day("2026-02-26"), day("2026-02-27"));
        assert!(group::membership::roster(&db, group.id, before).await.expect("a roster").is_empty());
        let roster = group::membership::roster(&db, group.id, since).await.expect("a roster");
        assert_eq!(roster.iter().map(|one| (one.name.as_str(), one.last_on)).collect::<Vec<_>>(), [("Wei Zhang", None)]);
        assert_eq!(group::membership::verify(&db).await.expect("a walk"), Vec::<String>::new());
        db.close().await;
    }
}
