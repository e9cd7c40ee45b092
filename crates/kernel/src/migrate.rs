//! One tree of migrations for both databases: `migrations/NNNN_name.sql`, or a pair
//! `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql` where a thing exists in one only.
//!
//! Forward only. Each file runs in a transaction of its own and leaves its name and checksum behind.

use crate::{Db, Error, Result, Tx, clock::Clock, dialect::Dialect, sql};

mod tree {
    include!(concat!(env!("OUT_DIR"), "/migrations.rs"));
}

/// A file of the tree, for one database.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The name without endings, as in `0001_groups`.
    pub name: &'static str,
    /// The text with its type words.
    pub text: &'static str,
}

/// The migrations for a database, in order.
#[must_use]
pub fn migrations(dialect: Dialect) -> Vec<Migration> {
    let other = if dialect == Dialect::Sqlite { ".postgres.sql" } else { ".sqlite.sql" };
    tree::FILES
        .iter()
        .filter(|(name, _)| !name.ends_with(other))
        .map(|(name, text)| Migration { name: name.split('.').next().unwrap_or(name), text })
        .collect()
}

/// Brings a database up to this program; tells how many migrations ran.
///
/// # Errors
/// When the database is newer than the program, was migrated by other files, or does not answer.
pub async fn run(db: &Db, clock: &Clock) -> Result<usize> {
    run_up_to(db, clock, None).await
}

/// Brings a database up to what it was before the migration of a name, so that a test can see what that makes of data.
///
/// # Errors
/// As [`run`].
#[cfg(feature = "testing")]
pub async fn run_before(db: &Db, clock: &Clock, name: &str) -> Result<usize> {
    run_up_to(db, clock, Some(name)).await
}

async fn run_up_to(db: &Db, clock: &Clock, stop: Option<&str>) -> Result<usize> {
    let mut ran = 0;
    loop {
        let mut tx = db.begin().await?;
        prepare(&mut tx).await?;
        let Some(next) = next(&mut tx).await?.filter(|next| stop != Some(next.name)) else { return Ok(ran) };
        tx.run_script(db.dialect().schema(next.text)).await?;
        sql("INSERT INTO migrations (name, sha256, applied_at) VALUES ($1, $2, $3)")
            .bind(next.name)
            .bind(checksum(next.text))
            .bind(clock.now())
            .run(&mut tx)
            .await?;
        tx.commit_now().await?;
        ran += 1;
    }
}

async fn prepare(tx: &mut Tx) -> Result<()> {
    let mut script = tx.dialect().schema(
        "CREATE TABLE IF NOT EXISTS migrations (\n  name {text} PRIMARY KEY,\n  sha256 {text} NOT NULL,\n  applied_at {time} NOT NULL\n);",
    );
    if tx.dialect() == Dialect::Postgres {
        // Two processes that start at once must not both migrate.
        script = format!("SELECT pg_advisory_xact_lock(7304961);\nSET LOCAL client_min_messages = warning;\n{script}");
    }
    tx.run_script(script).await
}

async fn next(tx: &mut Tx) -> Result<Option<Migration>> {
    let known = migrations(tx.dialect());
    let applied = sql("SELECT name, sha256 FROM migrations ORDER BY name").all(&mut *tx).await?;
    for (at, row) in applied.iter().enumerate() {
        let name: String = row.get("name")?;
        let Some(migration) = known.get(at).filter(|migration| migration.name == name) else {
            return Err(Error::internal(format!(
                "this database was made by another version of brig (it has migration {name}, which this one does not know): use that version, or a newer one"
            )));
        };
        if checksum(migration.text) != row.get::<String>("sha256")? {
            return Err(Error::internal(format!("migration {name} is not the one that this database was made with")));
        }
    }
    Ok(known.get(applied.len()).copied())
}

fn checksum(text: &str) -> String {
    crate::keys::hex(&crate::keys::hash(text))
}

/// A table as the tree of migrations describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns: name and type word, as in `("id", "uuid")`.
    pub columns: Vec<(String, String)>,
}

/// The tables that hold data of ours, in an order in which they can be filled (a table stands after those it refers to).
/// Read from the migrations, because only they know a day from a text on SQLite.
#[must_use]
pub fn tables(dialect: Dialect) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for migration in migrations(dialect) {
        let mut open: Option<Table> = None;
        for line in migration.text.lines() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix("CREATE TABLE ").and_then(|rest| rest.strip_suffix(" (")) {
                open = Some(Table { name: name.to_owned(), columns: Vec::new() });
            } else if line.starts_with(");") {
                tables.extend(open.take());
            } else if let Some(name) = line.strip_prefix("DROP TABLE ") {
                tables.retain(|table| table.name != name.trim_end_matches(';'));
            } else if let Some(rest) = line.strip_prefix("ALTER TABLE ") {
                let mut words = rest.split_whitespace();
                let name = words.next().unwrap_or_default();
                if let (Some(column), Some(table)) = (
                    column(rest.split_once(" ADD COLUMN ").map_or("", |(_, column)| column)),
                    tables.iter_mut().find(|table| table.name == name),
                ) {
                    table.columns.push(column);
                } else if let (Some((_, gone)), Some(table)) =
                    (rest.split_once(" DROP COLUMN "), tables.iter_mut().find(|table| rest.split(' ').next() == Some(&table.name)))
                {
                    table.columns.retain(|(column, _)| column != gone.trim_end_matches(';'));
                }
            } else if let (Some(column), Some(table)) = (column(line), open.as_mut()) {
                table.columns.push(column);
            }
        }
    }
    tables
}

/// `raised_on {date} NOT NULL,` is the column `raised_on` of type `date`; a generated column is no data.
fn column(line: &str) -> Option<(String, String)> {
    let (name, rest) = line.split_once(" {")?;
    let (kind, _) = rest.split_once('}')?;
    let plain = name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_' || letter.is_ascii_digit());
    (plain && !rest.contains("GENERATED")).then(|| (name.to_owned(), kind.to_owned()))
}
