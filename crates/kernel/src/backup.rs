//! A whole board in one file, and from one database into another, proved by counts and hashes.

use std::path::Path;

use futures_util::{StreamExt, TryStreamExt, stream::BoxStream};
use ring::digest;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    Db, Error, Result, Row, Tx,
    clock::Clock,
    db::{Durability, Location},
    migrate::{self, Table},
    sql,
    sql::{Sql, Value},
};

/// What was copied of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// The sum of the rows' hashes, in hexadecimal: the same rows in any order have the same sum.
    pub hash: String,
}

/// Copies everything from one database into another, empty one, and compares both sides afterwards.
///
/// # Errors
/// When the target holds anything, when the two do not agree afterwards, or when either fails.
pub async fn copy(from: &Db, to: &Db, clock: &Clock) -> Result<Vec<Copied>> {
    migrate::run(to, clock).await?;
    let tables = migrate::tables(from.dialect());
    for table in &tables {
        if count(to, table).await? > 0 {
            return Err(Error::internal(format!("the target is not empty: its table {} has rows", table.name)));
        }
    }
    let mut source = from.snapshot().await?;
    let mut target = to.begin().await?;
    let mut copied = Vec::new();
    for table in &tables {
        copied.push(copy_table(&mut source, &mut target, table).await?);
    }
    target.commit_now().await?;
    drop(source);
    for (table, sent) in tables.iter().zip(&copied) {
        let arrived = fingerprint(&mut to.snapshot().await?, table).await?;
        if arrived != *sent {
            return Err(Error::internal(format!("the table {} differs after the copy", table.name)));
        }
    }
    Ok(copied)
}

/// Counts and hashes of every table, to compare two databases.
///
/// # Errors
/// When the database fails.
pub async fn fingerprints(db: &Db) -> Result<Vec<Copied>> {
    let mut snapshot = db.snapshot().await?;
    let mut all = Vec::new();
    for table in migrate::tables(db.dialect()) {
        all.push(fingerprint(&mut snapshot, &table).await?);
    }
    Ok(all)
}

/// Writes everything into one file, while people go on working. The file is a SQLite database.
///
/// # Errors
/// When the file is there already, or writing fails; then no file is left behind.
pub async fn backup(db: &Db, file: &Path, clock: &Clock) -> Result<Vec<Copied>> {
    if file.exists() {
        return Err(Error::internal(format!("{} is there already: name another file", file.display())));
    }
    let part = file.with_extension("part");
    let made = write_backup(db, &part, clock).await;
    if made.is_ok() {
        std::fs::rename(&part, file)?;
    } else {
        let _ = std::fs::remove_file(&part);
    }
    made
}

async fn write_backup(db: &Db, part: &Path, clock: &Clock) -> Result<Vec<Copied>> {
    if part.exists() {
        std::fs::remove_file(part)?;
    }
    if let Db::Sqlite { path, .. } = db {
        // SQLite's own way is a snapshot and does not hold up the writer.
        let mut conn = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await?;
        sqlx::query("VACUUM INTO $1").bind(part.display().to_string()).execute(&mut conn).await?;
        conn.close().await?;
        std::fs::File::open(part)?.sync_all()?;
        let copy = Db::open(&Location::Sqlite(part.to_owned())).await?;
        let prints = fingerprints(&copy).await;
        close_file(copy).await?;
        return prints;
    }
    let target = Db::open_with(&Location::Sqlite(part.to_owned()), Durability::Scratch).await?;
    let copied = copy(db, &target, clock).await;
    close_file(target).await?;
    std::fs::File::open(part)?.sync_all()?;
    copied
}

/// Puts a backup into an empty place.
///
/// # Errors
/// When the place holds anything, or the file is no backup.
pub async fn restore(file: &Path, to: &Location, clock: &Clock) -> Result<Vec<Copied>> {
    if !file.exists() {
        return Err(Error::internal(format!("there is no file {}", file.display())));
    }
    if let Location::Sqlite(path) = to
        && path.exists()
    {
        return Err(Error::internal(format!("{} is there already: restore into an empty place", path.display())));
    }
    // An older backup is brought up to this program first: on a copy, so that the backup stays as it was.
    let scratch = crate::config::temporary_folder("brig-restore")?;
    let part = scratch.join("board.db");
    std::fs::copy(file, &part)?;
    let source = Db::open(&Location::Sqlite(part)).await?;
    migrate::run(&source, clock).await?;
    let target = Db::open(to).await?;
    let copied = copy(&source, &target, clock).await;
    target.close().await;
    source.close().await;
    std::fs::remove_dir_all(scratch)?;
    copied
}

/// Closes a SQLite file so that nothing of it stays in a second file beside it.
async fn close_file(db: Db) -> Result<()> {
    if let Db::Sqlite { write, .. } = &db {
        sqlx::query("PRAGMA journal_mode = DELETE").execute(write).await.map(drop).or_else(|error| {
            // Another connection of ours may still read; closing folds the log in all the same.
            tracing::debug!(%error, "journal left as it is");
            Ok::<(), Error>(())
        })?;
    }
    db.close().await;
    Ok(())
}

fn leak(text: String) -> &'static str {
    // One text for each table, in a command that ends soon after.
    Box::leak(text.into_boxed_str())
}

fn column_list(table: &Table) -> String {
    table.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

async fn count(db: &Db, table: &Table) -> Result<i64> {
    // A fresh place may have made its own secret already; that is not data.
    if table.name == "installation" {
        return Ok(0);
    }
    sql(leak(format!("SELECT COUNT(*) AS n FROM {}", table.name))).one(db).await?.get("n")
}

fn rows<'a>(source: &'a mut Tx, table: &Table) -> BoxStream<'a, Result<Row>> {
    source.stream(leak(format!("SELECT {} FROM {}", column_list(table), table.name)))
}

async fn copy_table(source: &mut Tx, target: &mut Tx, table: &Table) -> Result<Copied> {
    let marks: Vec<String> = (1..=table.columns.len()).map(|n| format!("${n}")).collect();
    let insert = leak(format!("INSERT INTO {} ({}) VALUES ({})", table.name, column_list(table), marks.join(", ")));
    if table.name == "installation" {
        sql("DELETE FROM installation").run(target).await?;
    }
    let mut sum = Sum::default();
    let mut stream = rows(source, table);
    while let Some(row) = stream.next().await {
        let values = values(&row?, table)?;
        sum.add(&values);
        let statement = values.into_iter().fold(sql(insert), Sql::bind);
        statement.run(target).await?;
    }
    Ok(sum.of(table))
}

async fn fingerprint(source: &mut Tx, table: &Table) -> Result<Copied> {
    let sum = rows(source, table)
        .try_fold(Sum::default(), |mut sum, row| async move {
            sum.add(&values(&row, table)?);
            Ok(sum)
        })
        .await?;
    Ok(sum.of(table))
}

fn values(row: &Row, table: &Table) -> Result<Vec<Value>> {
    let value = |(name, kind): &(String, String)| {
        Ok(match kind.as_str() {
            "uuid" => Value::Uuid(row.get(name)?),
            "time" => Value::Time(row.get(name)?),
            "date" => Value::Date(row.get(name)?),
            "bytes" => Value::Bytes(row.get(name)?),
            "int" => Value::Int(row.get(name)?),
            "bool" => Value::Bool(row.get(name)?),
            "float" => Value::Float(row.get(name)?),
            _ => Value::Text(row.get(name)?),
        })
    };
    table.columns.iter().map(value).collect()
}

/// The sum of the rows' SHA-256 hashes, in four lanes that wrap: the order of rows does not matter.
#[derive(Default)]
struct Sum {
    rows: u64,
    lanes: [u64; 4],
}

impl Sum {
    fn add(&mut self, values: &[Value]) {
        let text = format!("{values:?}");
        let hash = digest::digest(&digest::SHA256, text.as_bytes());
        for (lane, bytes) in self.lanes.iter_mut().zip(hash.as_ref().chunks(8)) {
            *lane = lane.wrapping_add(bytes.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)));
        }
        self.rows += 1;
    }

    fn of(&self, table: &Table) -> Copied {
        let hash = self.lanes.iter().map(|lane| format!("{lane:016x}")).collect();
        Copied { table: table.name.clone(), rows: self.rows, hash }
    }
}
