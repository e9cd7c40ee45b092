//! Every place of a scope in which people's words are kept: found in the migrations, so that no table can be forgotten.

use std::collections::HashMap;

use uuid::Uuid;

use super::words::{Cleaned, REMOVED, Search};
use crate::{
    Db, On, Result, Row, Tx,
    dialect::Dialect,
    keys,
    migrate::{self, Table},
    sql,
};

/// Tables of ours that hold no words of people, or that nobody may change.
const NO_WORDS: &[&str] = &["ledger", "ledger_heads", "counters", "removals", "tombstones", "removal_places", "removal_mails"];

/// Where sought words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// The key of the row, where it has one.
    pub row: Option<Uuid>,
    /// How often they stand there.
    pub times: usize,
}

/// How a table is looked through.
struct Plan {
    table: String,
    columns: Vec<String>,
    scope: &'static str,
    key: Option<String>,
    sealed: bool,
    select: String,
}

impl Plan {}

/// The columns of a table in which people's words may stand: every text that the program does not itself read.
fn columns<'a>(table: &'a Table, keys: &[&str]) -> Vec<&'a str> {
    let words = |(name, kind): &&(String, String)| ["text", "json"].contains(&kind.as_str()) && !keys.contains(&name.as_str());
    table.columns.iter().filter(words).map(|(name, _)| name.as_str()).collect()
}

fn plans(dialect: Dialect, keys: &[&str]) -> Vec<Plan> {
    let plan = |table: Table| {
        let has = |name: &str| table.columns.iter().any(|(column, _)| column == name);
        let scope = ["group_id", "scope_id"].into_iter().find(|name| has(name)).or((table.name == "groups").then_some("id"))?;
        let columns: Vec<String> = columns(&table, keys).into_iter().map(str::to_owned).collect();
        if NO_WORDS.contains(&table.name.as_str()) || columns.is_empty() {
            return None;
        }
        let key = table.columns.iter().find(|(name, kind)| kind == "uuid" && name != scope).map(|(name, _)| name.clone());
        let sealed = has("content") && has("content_hash");
        let wanted = key.as_deref().into_iter().chain(sealed.then_some("content_hash")).chain(columns.iter().map(String::as_str));
        let select = format!("SELECT {} FROM {} WHERE {scope} = $1", wanted.collect::<Vec<_>>().join(", "), table.name);
        Some(Plan { key, sealed, select, columns, table: table.name, scope })
    };
    migrate::tables(dialect).into_iter().filter_map(plan).collect()
}

/// A text that has to be replaced.
struct Hit {
    plan: usize,
    place: Place,
    was: String,
    sealed_hash: Option<Vec<u8>>,
    cleaned: Cleaned,
}

/// Leaks a statement once: there are as many as tables and columns.
fn kept(text: String) -> &'static str {
    use std::sync::{Mutex, PoisonError};
    static KEPT: Mutex<Option<HashMap<String, &'static str>>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    kept.get_or_insert_default().entry(text).or_insert_with_key(|text| Box::leak(text.clone().into_boxed_str()))
}

async fn scan(tx: &mut Tx, search: &Search<'_>) -> Result<(Vec<Plan>, Vec<Hit>)> {
    let plans = plans(tx.dialect(), search.key_columns);
    let mut hits = Vec::new();
    for (at, plan) in plans.iter().enumerate() {
        for row in &sql(kept(plan.select.clone())).bind(search.scope).all(&mut *tx).await? {
            let key = plan.key.as_deref().map(|name| row.get::<Option<Uuid>>(name)).transpose()?.flatten();
            for column in &plan.columns {
                let Some(was) = row.get::<Option<String>>(column)? else { continue };
                let Some(cleaned) = search.clean(&was, column == "html_body") else { continue };
                if cleaned.text == REMOVED && was.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'-') {
                    // One small word that is the whole value is a word of the program's, such as a state.
                    continue;
                }
                let sealed_hash = (plan.sealed && column == "content").then(|| row.get("content_hash")).transpose()?;
                let place = Place { table: plan.table.clone(), column: column.clone(), row: key, times: cleaned.times };
                hits.push(Hit { plan: at, place, was, sealed_hash, cleaned });
            }
        }
    }
    Ok((plans, hits))
}

/// Where words stand in everything that is kept of a scope. Reads all of it: for a rare act, not for a page that many open.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, search: &Search<'_>) -> Result<Vec<Place>> {
    let mut snapshot = db.snapshot().await?;
    let (_, hits) = scan(&mut snapshot, search).await?;
    Ok(hits.into_iter().map(|hit| hit.place).collect())
}

/// Takes words out of everything that is kept of a scope; `[removed]` stands in their place. What was sealed by a hash gets
/// a tombstone. The full-text index is written anew where it forgets slowly.
///
/// # Errors
/// When the database fails.
pub async fn take_out(tx: &mut Tx, search: &Search<'_>) -> Result<Vec<Place>> {
    let scope = search.scope;
    let (plans, hits) = scan(tx, search).await?;
    let searched = hits.iter().any(|hit| hit.place.table == "search_entries");
    let mut places = Vec::new();
    for hit in hits {
        let (table, column, scope_column) = (&hit.place.table, &hit.place.column, plans[hit.plan].scope);
        let update = format!("UPDATE {table} SET {column} = $3 WHERE {scope_column} = $1 AND {column} = $2");
        sql(kept(update)).bind(scope).bind(&hit.was).bind(&hit.cleaned.text).run(&mut *tx).await?;
        if let Some(sealed_hash) = hit.sealed_hash.filter(|hash| !hash.is_empty()) {
            sql("INSERT INTO tombstones (scope_id, sealed_hash, now_hash) VALUES ($1, $2, $3) \
                 ON CONFLICT (scope_id, sealed_hash) DO UPDATE SET now_hash = excluded.now_hash")
            .bind(scope)
            .bind(sealed_hash)
            .bind(keys::hash(&hit.cleaned.text))
            .run(&mut *tx)
            .await?;
        }
        places.push(hit.place);
    }
    if searched && tx.dialect() == Dialect::Sqlite {
        // A word that no entry has any more would stand in the index until its parts are next merged.
        tx.run_script("INSERT INTO search_words (search_words) VALUES ('optimize')".to_owned()).await?;
    }
    Ok(places)
}

/// Whether a text is what was sealed with this hash, or what a removal has left of it.
///
/// # Errors
/// When the database fails.
pub async fn agrees(db: &Db, content: &str, sealed_hash: &[u8]) -> Result<bool> {
    let now = keys::hash(content);
    if now == sealed_hash {
        return Ok(true);
    }
    let row = sql("SELECT COUNT(*) AS n FROM tombstones WHERE sealed_hash = $1 AND now_hash = $2");
    Ok(row.bind(sealed_hash).bind(now).one(db).await?.get::<i64>("n")? > 0)
}

/// A file that went, or goes, with a mail.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The mail.
    pub mail: Uuid,
    /// The file's name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// The files of a scope's mails, so that somebody who can read them looks for the words.
///
/// # Errors
/// When the database fails.
pub async fn attached(on: impl Into<On<'_>>, scope: Uuid) -> Result<Vec<Attached>> {
    let rows = sql("SELECT p.mail_id, p.name, p.media_type, p.content FROM mail_parts p JOIN mails m ON m.id = p.mail_id \
                    WHERE m.scope_id = $1 ORDER BY p.mail_id, p.name");
    let read = |row: &Row| {
        Ok(Attached { mail: row.get("mail_id")?, name: row.get("name")?, media_type: row.get("media_type")?, content: row.get("content")? })
    };
    rows.bind(scope).all(on).await?.iter().map(read).collect()
}

/// Puts a note in the place of a file that held the words: whoever gets the mail is told, and can ask for the file.
///
/// # Errors
/// When the database fails.
pub async fn replace_attached(tx: &mut Tx, file: &Attached, name: &str, note: &str) -> Result<()> {
    sql("UPDATE mail_parts SET name = $3, media_type = 'text/plain; charset=utf-8', content = $4 WHERE mail_id = $1 AND name = $2")
        .bind(file.mail)
        .bind(&file.name)
        .bind(name)
        .bind(note.as_bytes())
        .run(tx)
        .await
        .map(drop)
}
