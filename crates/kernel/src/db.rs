//! The database: SQLite with one writer and many readers, or PostgreSQL, behind one face.

use std::{path::PathBuf, str::FromStr, time::Duration};

use futures_util::{StreamExt, stream::BoxStream};
use sqlx::{
    Postgres, Sqlite, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Error, Result, Row, dialect::Dialect, ledger::Event};

/// How long a request waits for a connection before it is told to come back.
const ACQUIRE: Duration = Duration::from_secs(5);

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One connection that writes, some that only read.
    Sqlite {
        /// Connections that cannot write.
        read: SqlitePool,
        /// The only connection that writes.
        write: SqlitePool,
        /// The file.
        path: PathBuf,
    },
    /// A pool.
    Postgres(PgPool),
}

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// `sqlite:path/to/file.db`
    Sqlite(PathBuf),
    /// `postgres://user@host/name`
    Postgres(String),
}

impl FromStr for Location {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() {
                return Err("name the file, as in sqlite:brig.db".into());
            }
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            PgConnectOptions::from_str(text).map_err(|_| "that is no valid postgres:// address")?;
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err("a database is sqlite:FILE or postgres://USER@HOST/NAME; nothing else is supported".into())
    }
}

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A commit is on disk before it is acknowledged.
    Full,
    /// Nothing waits: for a file that is being built and can be built again.
    Scratch,
}

impl Db {
    /// Opens a database. A SQLite file that is not there is made.
    ///
    /// # Errors
    /// When it cannot be reached, or is no database.
    pub async fn open(location: &Location) -> Result<Self> {
        Self::open_with(location, Durability::Full).await
    }

    /// Opens a database and says how durable its commits shall be.
    ///
    /// # Errors
    /// When it cannot be reached, or is no database.
    pub async fn open_with(location: &Location, durability: Durability) -> Result<Self> {
        match location {
            Location::Sqlite(path) => Self::open_sqlite(path.clone(), durability).await,
            Location::Postgres(url) => {
                let options = PgConnectOptions::from_str(url)?.application_name("brig");
                let options = options.options([("synchronous_commit", if durability == Durability::Full { "on" } else { "off" })]);
                let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(ACQUIRE);
                Ok(Self::Postgres(pool.connect_with(options).await?))
            }
        }
    }

    async fn open_sqlite(path: PathBuf, durability: Durability) -> Result<Self> {
        // The timeout comes first, so that even the switch to WAL waits for another process.
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .busy_timeout(ACQUIRE)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(if durability == Durability::Full { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
            .foreign_keys(true)
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON")
            .pragma("cell_size_check", "ON")
            .statement_cache_capacity(200);
        // A file that is being built stays in memory for longer and goes to disk in larger pieces.
        let options = if durability == Durability::Scratch {
            options.pragma("cache_size", "-200000").pragma("wal_autocheckpoint", "20000")
        } else {
            options
        };
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(ACQUIRE)
            // A file needs no asking whether it is still there, and the question costs as much as a small statement.
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.clone().create_if_missing(true))
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .min_connections(1)
            .acquire_timeout(ACQUIRE)
            // A file needs no asking whether it is still there, and the question costs as much as a small statement.
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { read, write, path })
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Begins a transaction that may write. Only the outermost verb calls this, through [`crate::App::begin`].
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub async fn begin(&self) -> Result<Tx> {
        let inner = match self {
            Self::Sqlite { write, .. } => Inner::Sqlite(begin_writing(write).await?),
            Self::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, events: Vec::new(), wakes_worker: false })
    }

    /// A transaction that only reads and sees one moment throughout.
    ///
    /// # Errors
    /// When the database does not answer in time.
    pub(crate) async fn snapshot(&self) -> Result<Tx> {
        let inner = match self {
            Self::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Self::Postgres(pool) => Inner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        };
        Ok(Tx { inner, events: Vec::new(), wakes_worker: false })
    }

    /// Closes every connection, after those in use have come back.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins on the connection that writes. When the disk is full SQLite ends a transaction by itself, which the driver
/// does not notice; that connection can begin nothing more and is replaced by a new one.
async fn begin_writing(write: &SqlitePool) -> sqlx::Result<Transaction<'static, Sqlite>> {
    match write.begin_with("BEGIN IMMEDIATE").await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            write.acquire().await?.close().await?;
            write.begin_with("BEGIN IMMEDIATE").await
        }
        begun => begun,
    }
}

#[derive(Debug)]
enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// An open transaction. Dropped without a commit it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    inner: Inner,
    /// What was recorded in it and still awaits its reactions.
    pub(crate) events: Vec<Event>,
    /// Whether a job was put into the queue in it.
    pub(crate) wakes_worker: bool,
}

impl Tx {
    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.inner {
            Inner::Sqlite(_) => Dialect::Sqlite,
            Inner::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Commits without reactions; [`crate::App::commit`] is what commands use.
    pub(crate) async fn commit_now(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Runs text that holds many statements: migrations only.
    pub(crate) async fn run_script(&mut self, text: String) -> Result<()> {
        let script = sqlx::raw_sql(sqlx::AssertSqlSafe(text));
        match &mut self.inner {
            Inner::Sqlite(tx) => script.execute(&mut **tx).await.map(drop)?,
            Inner::Postgres(tx) => script.execute(&mut **tx).await.map(drop)?,
        }
        Ok(())
    }
}

impl Tx {
    /// The rows of a statement without arguments, one after the other: copies only, where a table may be large.
    pub(crate) fn stream(&mut self, text: &'static str) -> BoxStream<'_, Result<Row>> {
        match &mut self.inner {
            Inner::Sqlite(tx) => sqlx::query(text).fetch(&mut **tx).map(|row| Ok(Row::Sqlite(row?))).boxed(),
            Inner::Postgres(tx) => sqlx::query(text).fetch(&mut **tx).map(|row| Ok(Row::Postgres(row?))).boxed(),
        }
    }
}

/// What a statement runs on: the database (reads only) or an open transaction.
#[derive(Debug)]
pub enum On<'a> {
    /// Any connection that reads.
    Db(&'a Db),
    /// The transaction.
    Tx(&'a mut Tx),
}

impl On<'_> {
    /// The same once more, for a read model that takes several statements.
    pub fn again(&mut self) -> On<'_> {
        match self {
            Self::Db(db) => On::Db(db),
            Self::Tx(tx) => On::Tx(tx),
        }
    }
}

impl<'a> From<&'a Db> for On<'a> {
    fn from(db: &'a Db) -> Self {
        Self::Db(db)
    }
}

impl<'a> From<&'a mut Tx> for On<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        Self::Tx(tx)
    }
}

/// A connection to run one statement on, borrowed or taken from a pool.
pub(crate) enum Conn<'a> {
    Sqlite(Held<'a, Sqlite>),
    Postgres(Held<'a, Postgres>),
}

pub(crate) enum Held<'a, D: sqlx::Database> {
    Own(PoolConnection<D>),
    Borrowed(&'a mut D::Connection),
}

impl<D: sqlx::Database> std::ops::Deref for Held<'_, D> {
    type Target = D::Connection;
    fn deref(&self) -> &Self::Target {
        match self {
            Self::Own(conn) => conn,
            Self::Borrowed(conn) => conn,
        }
    }
}

impl<D: sqlx::Database> std::ops::DerefMut for Held<'_, D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Own(conn) => conn,
            Self::Borrowed(conn) => conn,
        }
    }
}

impl<'a> On<'a> {
    pub(crate) async fn conn(self) -> Result<Conn<'a>> {
        Ok(match self {
            Self::Db(Db::Sqlite { read, .. }) => Conn::Sqlite(Held::Own(read.acquire().await?)),
            Self::Db(Db::Postgres(pool)) => Conn::Postgres(Held::Own(pool.acquire().await?)),
            Self::Tx(Tx { inner: Inner::Sqlite(tx), .. }) => Conn::Sqlite(Held::Borrowed(&mut **tx)),
            Self::Tx(Tx { inner: Inner::Postgres(tx), .. }) => Conn::Postgres(Held::Borrowed(&mut **tx)),
        })
    }
}

/// Puts a SQLite file that was built without waiting onto the disk; PostgreSQL sees to its own.
///
/// # Errors
/// When the disk refuses.
pub fn flush(location: &Location) -> Result<()> {
    if let Location::Sqlite(path) = location {
        std::fs::File::open(path)?.sync_all()?;
    }
    Ok(())
}

impl Error {
    /// Whether the database said that a value is there already which must be unique.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        let Self::Internal(error) = self else { return false };
        let Some(sqlx::Error::Database(database)) = error.downcast_ref::<sqlx::Error>() else { return false };
        database.is_unique_violation()
    }
}
