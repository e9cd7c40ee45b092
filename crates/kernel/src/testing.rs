//! For tests: a database that is fresh for each test, copied from a template that was migrated once.
//!
//! Every test of a store or of a page runs on SQLite, and on PostgreSQL when `TEST_POSTGRES` names a server.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ring::digest;
use sqlx::{Connection, Executor, PgConnection};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::{
    Db,
    clock::Clock,
    db::{Durability, Location},
    dialect::Dialect,
    id::Ids,
    migrate,
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
