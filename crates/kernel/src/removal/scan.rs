//! Every place of a scope in which people's words are kept: found in the migrations, so that no table can be forgotten.

use std::collections::HashMap;

use uuid::Uuid;

use super::{
    files::{self, File, Reader},
    words::{Cleaned, REMOVED, Search},
};
use crate::{
    Db, Result, Tx,
    dialect::Dialect,
    keys,
    migrate::{self, Table},
    sql,
};

/// Tables of ours that hold no words of people, or that nobody may change.
const NO_WORDS: &[&str] =
    &["ledger", "ledger_heads", "counters", "removals", "tombstones", "removal_places", "removal_mails", "removal_looks"];

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
    /// Which of its rows are the scope's.
    of_scope: String,
    key: Option<String>,
    sealed: bool,
    select: String,
}

/// The columns of a table in which people's words may stand: every text that the program does not itself read.
fn columns<'a>(table: &'a Table, keys: &[&str]) -> Vec<&'a str> {
    let is_key = |name: &str| keys.iter().any(|key| *key == name || key.strip_prefix(&*table.name) == Some(&*format!(".{name}")));
    let words = |(name, kind): &&(String, String)| ["text", "json"].contains(&kind.as_str()) && !is_key(name);
    table.columns.iter().filter(words).map(|(name, _)| name.as_str()).collect()
}

/// Which rows of a table are a scope's: by its own column, else by the thing that they belong to (`link_id` of `…links`).
fn of_scope(tables: &[Table], table: &Table) -> Option<String> {
    let has = |name: &str| table.columns.iter().any(|(column, _)| column == name);
    if let Some(column) = ["group_id", "scope_id"].into_iter().find(|name| has(name)).or((table.name == "groups").then_some("id")) {
        return Some(format!("{column} = $1"));
    }
    table.columns.iter().find_map(|(column, _)| {
        let things = format!("{}s", column.strip_suffix("_id")?);
        let named = |other: &&Table| other.name == things || other.name.ends_with(&format!("_{things}"));
        let other = tables.iter().filter(|other| other.name != table.name).find(named)?;
        Some(format!("{column} IN (SELECT id FROM {} WHERE {})", other.name, of_scope(tables, other)?))
    })
}

fn plans(dialect: Dialect, keys: &[&str]) -> Vec<Plan> {
    let tables = migrate::tables(dialect);
    let plan = |table: &Table| {
        let of_scope = of_scope(&tables, table)?;
        let columns: Vec<String> = columns(table, keys).into_iter().map(str::to_owned).collect();
        if NO_WORDS.contains(&table.name.as_str()) || columns.is_empty() {
            return None;
        }
        let has = |name: &str| table.columns.iter().any(|(column, _)| column == name);
        let key = table.columns.iter().find(|(name, kind)| kind == "uuid" && !["group_id", "scope_id"].contains(&name.as_str()));
        let key = key.map(|(name, _)| name.clone());
        let sealed = has("content") && has("content_hash");
        let wanted = key.as_deref().into_iter().chain(sealed.then_some("content_hash")).chain(columns.iter().map(String::as_str));
        let select = format!("SELECT {} FROM {} WHERE {of_scope}", wanted.collect::<Vec<_>>().join(", "), table.name);
        Some(Plan { key, sealed, select, columns, of_scope, table: table.name.clone() })
    };
    tables.iter().filter_map(plan).collect()
}

/// The tables in which texts stand that no scope's removal looks through: so that a test can say which they are.
#[must_use]
pub fn passed_over(dialect: Dialect, keys: &[&str]) -> Vec<String> {
    let looked: Vec<String> = plans(dialect, keys).into_iter().map(|plan| plan.table).collect();
    let has_text = |table: &Table| !columns(table, keys).is_empty() && !looked.contains(&table.name);
    migrate::tables(dialect).into_iter().filter(has_text).map(|table| table.name).collect()
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
pub(super) fn kept(text: String) -> &'static str {
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
pub async fn find(db: &Db, search: &Search<'_>, reader: Reader) -> Result<(Vec<Place>, Vec<File>)> {
    let mut snapshot = db.snapshot().await?;
    let (_, hits) = scan(&mut snapshot, search).await?;
    let files = files::with_words(&mut snapshot, search, reader).await?;
    Ok((hits.into_iter().map(|hit| hit.place).collect(), files))
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
        let (table, column, of_scope) = (&hit.place.table, &hit.place.column, &plans[hit.plan].of_scope);
        let update = format!("UPDATE {table} SET {column} = $3 WHERE {of_scope} AND {column} = $2");
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
