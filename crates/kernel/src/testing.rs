//! For tests: a database that is fresh for each test, copied from a template that was migrated once.
//!
//! Every test of a store or of a page runs on SQLite, and on PostgreSQL when `TEST_POSTGRES` names a server.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ring::digest;
use sqlx::{Connection, Executor, PgConnection, SqlSafeStr};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::{
    Db,
    clock::Clock,
    db::{Durability, Location},
    dialect::Dialect,
    id::Ids,
    migrate, sql,
};

/// A database for one test.
#[derive(Debug)]
pub struct TestDb {
    /// The open database.
    pub db: Db,
    /// Where it is, for tests that open it again.
    pub location: Location,
    server: Option<String>,
}

/// What the tree of migrations is, in sixteen characters: another tree, another template.
fn tree_mark(dialect: Dialect) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    for migration in migrate::migrations(dialect) {
        context.update(migration.name.as_bytes());
        context.update(migration.text.as_bytes());
    }
    context.finish().as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

impl TestDb {
    /// A fresh database, or `None` where there is no server for it; then a line says so.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot go on.
    pub async fn fresh(dialect: Dialect) -> Option<Self> {
        match dialect {
            Dialect::Sqlite => Some(Self::sqlite().await),
            Dialect::Postgres => Self::postgres().await,
        }
    }

    async fn sqlite() -> Self {
        let folder = std::env::temp_dir().join("brig-tests");
        std::fs::create_dir_all(&folder).expect("a folder for test databases");
        let template = folder.join(format!("template-{}.db", tree_mark(Dialect::Sqlite)));
        if !template.exists() {
            make_template(&template).await;
        }
        let path = folder.join(format!("{}.db", unique()));
        std::fs::copy(&template, &path).expect("a copy of the template");
        let location = Location::Sqlite(path);
        let db = Db::open_with(&location, Durability::Scratch).await.expect("the copy opens");
        Self { db, location, server: None }
    }

    async fn postgres() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "tests have no command line")]
        let Ok(server) = std::env::var("TEST_POSTGRES") else {
            #[expect(clippy::print_stderr, reason = "a skipped test says so")]
            {
                eprintln!("skipped on PostgreSQL: TEST_POSTGRES is not set");
            }
            return None;
        };
        let template = format!("brig_template_{}", tree_mark(Dialect::Postgres));
        let name = format!("brig_{}", unique());
        let mut admin = PgConnection::connect(&server).await.expect("TEST_POSTGRES names a server that answers");
        // One at a time: a template in use cannot be copied.
        run(&mut admin, "SELECT pg_advisory_lock(7304962)".into()).await;
        let known = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&template).fetch_optional(&mut admin).await;
        if known.expect("the server lists its databases").is_none() {
            let making = format!("{template}_making");
            run(&mut admin, format!("DROP DATABASE IF EXISTS {making}")).await;
            run(&mut admin, format!("CREATE DATABASE {making}")).await;
            let db = Db::open(&Location::Postgres(with_name(&server, &making))).await.expect("the template opens");
            migrate::run(&db, &Clock::System).await.expect("the migrations run");
            db.close().await;
            run(&mut admin, format!("ALTER DATABASE {making} RENAME TO {template}")).await;
        }
        run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        run(&mut admin, "SELECT pg_advisory_unlock(7304962)".into()).await;
        let location = Location::Postgres(with_name(&server, &name));
        let db = Db::open_with(&location, Durability::Scratch).await.expect("the copy opens");
        Some(Self { db, location, server: Some(server) })
    }

    /// An empty place beside this one, of either kind: for copies and restores. Nothing is there yet on SQLite; on
    /// PostgreSQL an empty database.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn empty_place(dialect: Dialect) -> Option<Location> {
        match dialect {
            Dialect::Sqlite => Some(Location::Sqlite(scratch_file("db"))),
            Dialect::Postgres => {
                #[expect(clippy::disallowed_methods, reason = "tests have no command line")]
                let server = std::env::var("TEST_POSTGRES").ok()?;
                let name = format!("brig_{}", unique());
                let mut admin = PgConnection::connect(&server).await.expect("TEST_POSTGRES names a server that answers");
                run(&mut admin, format!("CREATE DATABASE {name}")).await;
                Some(Location::Postgres(with_name(&server, &name)))
            }
        }
    }

    /// Closes and removes it.
    ///
    /// # Panics
    /// When it cannot be removed.
    pub async fn remove(self) {
        self.db.close().await;
        match (&self.location, &self.server) {
            (Location::Sqlite(path), _) => remove_file(path),
            (Location::Postgres(url), Some(server)) => {
                let name = url.rsplit('/').next().unwrap_or_default();
                let mut admin = PgConnection::connect(server).await.expect("the server answers");
                run(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
            }
            (Location::Postgres(_), None) => {}
        }
    }
}

async fn make_template(template: &Path) {
    let part = template.with_extension(unique());
    let location = Location::Sqlite(part.clone());
    let db = Db::open_with(&location, Durability::Scratch).await.expect("a template opens");
    migrate::run(&db, &Clock::System).await.expect("the migrations run");
    db.close().await;
    // Renamed when it is whole: another test may look for it at the same time.
    std::fs::rename(&part, template).expect("the template gets its name");
}

fn remove_file(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
}

/// A file name among the temporary files that nobody has used yet.
///
/// # Panics
/// When the folder cannot be made.
#[must_use]
pub fn scratch_file(ending: &str) -> PathBuf {
    let folder = std::env::temp_dir().join("brig-tests");
    std::fs::create_dir_all(&folder).expect("a folder for test files");
    folder.join(format!("{}.{ending}", unique()))
}

fn unique() -> String {
    Ids::Random.timeless_key().expect("random numbers").simple().to_string()
}

async fn run(admin: &mut PgConnection, text: String) {
    admin.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(text))).await.expect("the server does it");
}

fn with_name(server: &str, name: &str) -> String {
    let (head, _) = server.rsplit_once('/').expect("TEST_POSTGRES ends in a database's name");
    format!("{head}/{name}")
}

/// Counts what is logged as an error while a test runs; none should be.
#[derive(Clone, Debug, Default)]
pub struct LoggedErrors(Arc<Mutex<Vec<String>>>);

impl LoggedErrors {
    /// Listens on this thread for as long as the guard lives.
    #[must_use]
    pub fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let heard = Self::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(heard.clone()));
        (heard, guard)
    }

    /// What was logged.
    #[must_use]
    pub fn heard(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<S: tracing::Subscriber> Layer<S> for LoggedErrors {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == tracing::Level::ERROR {
            let mut words = String::new();
            event.record(&mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| words.push_str(&format!("{field}={value:?} ")));
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(words);
        }
    }
}

/// Everything that is logged while a test runs, whatever its level: for tests of what must never stand there.
#[derive(Clone, Debug, Default)]
pub struct Logged(Arc<Mutex<Vec<String>>>);

impl Logged {
    /// Listens on this thread for as long as the guard lives.
    #[must_use]
    pub fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let heard = Self::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(heard.clone()));
        (heard, guard)
    }

    /// What was logged, a line each.
    #[must_use]
    pub fn heard(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }
}

impl<S: tracing::Subscriber> Layer<S> for Logged {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        let mut words = event.metadata().target().to_owned();
        event.record(&mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| words.push_str(&format!(" {field}={value:?}")));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(words);
    }
}

/// Makes two tests of one body: on SQLite and on PostgreSQL.
///
/// `both!(a_sentence, setup, |it| { … })`: `setup(dialect)` gives an `Option`, `None` meaning skipped; the body gets a
/// mutable reference to what is in it; `finish(self)` ends it.
#[macro_export]
macro_rules! both {
    ($(#[$doc:meta])* $name:ident, $setup:path, |$it:ident| $body:block) => {
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn on(dialect: $crate::dialect::Dialect) {
                let Some(mut made) = $setup(dialect).await else { return };
                {
                    let $it = &mut made;
                    $body
                }
                made.finish().await;
            }

            #[tokio::test]
            async fn sqlite() {
                on($crate::dialect::Dialect::Sqlite).await;
            }

            #[tokio::test]
            async fn postgres() {
                on($crate::dialect::Dialect::Postgres).await;
            }
        }
    };
}

/// Has a database prepare a statement without running it.
///
/// # Errors
/// What the database says against it.
pub async fn prepare(db: &Db, text: String) -> Result<(), String> {
    let text: &'static str = db.dialect().adapt(Box::leak(text.into_boxed_str()));
    let prepared = match db {
        Db::Sqlite { read, .. } => read.acquire().await.map_err(|error| error.to_string())?.prepare(text.into_sql_str()).await.map(drop),
        Db::Postgres(pool) => pool.acquire().await.map_err(|error| error.to_string())?.prepare(text.into_sql_str()).await.map(drop),
    };
    prepared.map_err(|error| error.to_string())
}

/// The columns that a database really has, as `table.column`, without those that each has for itself.
///
/// # Panics
/// When the database cannot list them.
pub async fn columns(db: &Db) -> Vec<String> {
    let rows = match db.dialect() {
        Dialect::Sqlite => sql(
            "SELECT m.name || '.' || c.name AS said FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'search_words%' ORDER BY 1",
        ),
        Dialect::Postgres => sql(
            "SELECT table_name || '.' || column_name AS said FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY 1",
        ),
    };
    rows.all(db).await.expect("columns").iter().map(|row| row.get("said").expect("a text")).collect()
}

/// Makes a database refuse every write as a full disk does, or lets it write again.
///
/// # Panics
/// When the database cannot be told so.
pub async fn fill_disk(db: &Db, full: bool) {
    match db {
        Db::Sqlite { write, .. } => {
            // No page more than there is, and none of them free.
            let pages = if full { "PRAGMA max_page_count = 1" } else { "PRAGMA max_page_count = 1073741823" };
            sqlx::query(pages).execute(write).await.expect("a limit");
        }
        Db::Postgres(pool) => {
            let tell = if full {
                "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$; \
                 CREATE TRIGGER disk_full BEFORE INSERT ON ledger EXECUTE FUNCTION disk_full();"
            } else {
                "DROP TRIGGER disk_full ON ledger; DROP FUNCTION disk_full();"
            };
            pool.execute(sqlx::raw_sql(tell)).await.expect("a trigger");
        }
    }
}

/// A hand on the database that keeps everybody else from writing, until it is let go.
#[derive(Debug)]
pub enum Held {
    /// The write lock of the file.
    Sqlite(sqlx::SqliteConnection),
    /// The database takes no connections.
    Postgres(String, PgConnection),
}

impl TestDb {
    /// Takes the database away: on SQLite another program writes for a long time, on PostgreSQL it is down.
    ///
    /// # Panics
    /// When it cannot be taken.
    pub async fn hold(&self) -> Held {
        match (&self.location, &self.server) {
            (Location::Sqlite(path), _) => {
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
                let mut other = sqlx::SqliteConnection::connect_with(&options).await.expect("another connection");
                other.execute("BEGIN EXCLUSIVE").await.expect("the lock");
                Held::Sqlite(other)
            }
            (Location::Postgres(url), server) => {
                let name = url.rsplit('/').next().unwrap_or_default().to_owned();
                let mut admin = PgConnection::connect(server.as_deref().unwrap_or(url)).await.expect("the server answers");
                run(&mut admin, format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
                run(&mut admin, format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
                Held::Postgres(name, admin)
            }
        }
    }
}

impl Held {
    /// Gives the database back.
    ///
    /// # Panics
    /// When it cannot be given back.
    pub async fn let_go(self) {
        match self {
            Self::Sqlite(mut other) => drop(other.execute("ROLLBACK").await.expect("the lock is let go")),
            Self::Postgres(name, mut admin) => run(&mut admin, format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await,
        }
    }
}

/// Commits what a test wrote by itself, without reactions.
///
/// # Panics
/// When the database does not.
pub async fn commit(tx: crate::Tx) {
    tx.commit_now().await.expect("a commit");
}

/// What a process had begun that was killed may be taken up by another after five minutes: here at once.
///
/// # Panics
/// When the database does not answer.
pub async fn five_minutes_later(location: &Location) {
    let db = Db::open(location).await.expect("it opens");
    let mut tx = db.begin().await.expect("a transaction");
    let past = Clock::System.now() - jiff::SignedDuration::from_mins(1);
    sql("UPDATE jobs SET lease_until = $1 WHERE state = 'running'").bind(past).run(&mut tx).await.expect("leases end");
    tx.commit_now().await.expect("a commit");
    db.close().await;
}
