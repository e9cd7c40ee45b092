//! Every statement on a group's own words.

use analysis::likeness::Abbreviations;
use kernel::{On, Result, Tx, sql};
use uuid::Uuid;

use crate::groups;

/// The name under which the changes of the abbreviations are counted.
const TURNS: &str = "own-words";

/// The abbreviations that hold in a group, and which state of them it is.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The field's own with the group's added.
    pub abbreviations: Abbreviations,
    /// Stands behind the name of the engine in whatever is made with them: empty as long as the group has added nothing.
    pub mark: String,
}

/// The abbreviations that hold in a group with their mark, both of one moment.
///
/// # Errors
/// When the database fails.
pub async fn table(on: impl Into<On<'_>>, group: Uuid) -> Result<Table> {
    let rows = sql("SELECT c.n, a.short, a.meaning FROM counters c LEFT JOIN own_abbreviations a ON a.group_id = c.scope_id \
                    WHERE c.scope_id = $1 AND c.name = $2");
    let (mut own, mut mark) = (Vec::new(), String::new());
    for row in &rows.bind(group).bind(TURNS).all(on).await? {
        mark = format!("+w{}", row.get::<i64>("n")?);
        let pair: (Option<String>, Option<String>) = (row.get("short")?, row.get("meaning")?);
        own.extend(pair.0.zip(pair.1));
    }
    Ok(Table { abbreviations: Abbreviations::with(&own), mark })
}

/// The abbreviations that hold in a group: the field's with its own.
///
/// # Errors
/// When the database fails.
pub async fn abbreviations(on: impl Into<On<'_>>, group: Uuid) -> Result<Abbreviations> {
    table(on, group).await.map(|table| table.abbreviations)
}

/// A group's own abbreviations, each with what it stands for.
pub(super) async fn own(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(String, String)>> {
    let rows = sql("SELECT short, meaning FROM own_abbreviations WHERE group_id = $1 ORDER BY short").bind(group).all(on).await?;
    rows.iter().map(|row| Ok((row.get("short")?, row.get("meaning")?))).collect()
}

/// Writes an abbreviation.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, short: &str, meaning: &str) -> Result<()> {
    let row = sql("INSERT INTO own_abbreviations (group_id, short, meaning) VALUES ($1, $2, $3)");
    row.bind(group).bind(short).bind(meaning).run(&mut *tx).await?;
    groups::next_number(tx, group, TURNS).await.map(drop)
}

/// Takes an abbreviation out; tells whether it was there.
pub(super) async fn delete(tx: &mut Tx, group: Uuid, short: &str) -> Result<bool> {
    let row = sql("DELETE FROM own_abbreviations WHERE group_id = $1 AND short = $2").bind(group).bind(short);
    let was_there = row.run(&mut *tx).await? == 1;
    if was_there {
        groups::next_number(tx, group, TURNS).await?;
    }
    Ok(was_there)
}

/// The shapes of a group's hospital numbers: `A` any letter, `9` any digit, anything else itself.
///
/// # Errors
/// When the database fails.
pub async fn shapes(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<String>> {
    let rows = sql("SELECT shape FROM hospital_numbers WHERE group_id = $1 ORDER BY shape").bind(group).all(on).await?;
    rows.iter().map(|row| row.get("shape")).collect()
}

/// Writes a shape.
pub(super) async fn insert_shape(tx: &mut Tx, group: Uuid, shape: &str) -> Result<()> {
    let row = sql("INSERT INTO hospital_numbers (group_id, shape) VALUES ($1, $2)");
    row.bind(group).bind(shape).run(tx).await.map(drop)
}

/// Takes a shape out; tells whether it was there.
pub(super) async fn delete_shape(tx: &mut Tx, group: Uuid, shape: &str) -> Result<bool> {
    let row = sql("DELETE FROM hospital_numbers WHERE group_id = $1 AND shape = $2").bind(group).bind(shape);
    Ok(row.run(tx).await? == 1)
}
