//! Both databases have the schema that the migrations describe.

use kernel::{both, dialect::Dialect, migrate, testing};

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
