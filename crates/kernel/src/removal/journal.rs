//! The list of what was taken out, by seals alone: kept in the database, and in a file beside it, so that whoever puts an
//! older backup back takes the same words out of it again.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    files::{self, Reader},
    scan,
    words::{Search, Sought},
};
use crate::{
    Db, Error, Result, Tx,
    app::installation_secret,
    keys::{self, Keys},
    sql,
};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    scope: Uuid,
    number: i64,
    letters: i64,
    seal: Vec<u8>,
    removed_at: Timestamp,
    places: i64,
}

/// What the product says of what it keeps.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Columns that are never changed, because the program reads their values.
    pub key_columns: &'static [&'static str],
    /// How files are read.
    pub reader: Reader,
    /// Tables that were worked out from texts and are worked out anew when they are empty.
    pub derived: &'static [&'static str],
}

/// What came of taking everything on a list out again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Again {
    /// How many removals stand on the list.
    pub removals: usize,
    /// In how many places their words stood again.
    pub places: usize,
}

/// Keeps the seals of a removal, so that `brig verify` and later restorations know of it.
///
/// # Errors
/// When the database fails.
pub async fn note(tx: &mut Tx, search: &Search<'_>, number: i64, places: usize, at: Timestamp) -> Result<()> {
    let scope = search.scope;
    for sought in search.sought {
        let line = Line {
            scope,
            number,
            letters: i64::try_from(sought.length()).unwrap_or(i64::MAX),
            seal: sought.seal(search.keys, scope),
            removed_at: at,
            places: i64::try_from(places).unwrap_or(i64::MAX),
        };
        insert(tx, &line).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, line: &Line) -> Result<()> {
    // The key is made of what the row says, so that the same removal put back from a list is the same row.
    let digest = keys::hash(&format!("{} {} {:?}", line.scope, line.number, line.seal));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    sql("INSERT INTO removals (id, scope_id, number, letters, seal, removed_at, places) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (scope_id, number, seal) DO NOTHING")
    .bind(uuid::Builder::from_random_bytes(bytes).into_uuid())
    .bind(line.scope)
    .bind(line.number)
    .bind(line.letters)
    .bind(line.seal.as_slice())
    .bind(line.removed_at)
    .bind(line.places)
    .run(tx)
    .await
    .map(drop)
}

async fn lines(db: &Db) -> Result<Vec<Line>> {
    let rows = sql("SELECT scope_id, number, letters, seal, removed_at, places FROM removals ORDER BY scope_id, number, seal");
    let read = |row: &crate::Row| {
        Ok(Line {
            scope: row.get("scope_id")?,
            number: row.get("number")?,
            letters: row.get("letters")?,
            seal: row.get("seal")?,
            removed_at: row.get("removed_at")?,
            places: row.get("places")?,
        })
    };
    rows.all(db).await?.iter().map(read).collect()
}

/// Writes the whole list into a file, a line each: seals only, no words. Nothing is written while there is nothing to list.
///
/// # Errors
/// When the file cannot be written.
pub async fn journal(db: &Db, file: &Path) -> Result<usize> {
    let lines = lines(db).await?;
    if lines.is_empty() {
        return Ok(0);
    }
    let text = lines.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>().map_err(|error| Error::Internal(error.into()))?;
    let part = file.with_extension("part");
    std::fs::write(&part, text.join("\n") + "\n")?;
    std::fs::File::open(&part)?.sync_all()?;
    std::fs::rename(part, file)?;
    Ok(lines.len())
}

/// Takes everything on a list out of a database again, after an older backup was put back, and keeps the list there.
///
/// # Errors
/// When the file is no such list, or the database fails.
pub async fn again(db: &Db, kept: &Kept, file: &Path) -> Result<Again> {
    let keys = Keys::new(&installation_secret(db).await?);
    let text = std::fs::read_to_string(file)?;
    let read = |line: &str| serde_json::from_str::<Line>(line);
    let lines: Vec<Line> = text
        .lines()
        .map(read)
        .collect::<Result<_, _>>()
        .map_err(|_| Error::internal(format!("{} is no list of removals", file.display())))?;
    let mut done = Again { removals: lines.len(), places: 0 };
    let mut tx = db.begin().await?;
    for scope in lines.iter().map(|line| line.scope).collect::<std::collections::BTreeSet<_>>() {
        let own = || lines.iter().filter(move |line| line.scope == scope);
        let sought: Vec<_> = own().map(|line| Sought::Sealed(usize::try_from(line.letters).unwrap_or(0), line.seal.clone())).collect();
        let search = Search { keys: &keys, scope, sought: &sought, key_columns: kept.key_columns };
        let files = files::with_words(&mut tx, &search, kept.reader).await?;
        files::replace(&mut tx, &files).await?;
        done.places += scan::take_out(&mut tx, &search).await?.len() + files.len();
        for line in own() {
            insert(&mut tx, line).await?;
        }
    }
    if done.places > 0 {
        for table in kept.derived {
            sql(scan::kept(format!("DELETE FROM {table}"))).run(&mut tx).await?;
        }
    }
    tx.commit_now().await?;
    Ok(done)
}
