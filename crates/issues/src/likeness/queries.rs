//! Reports with what they are compared by, as emerging patterns are made of them.

use analysis::likeness::Vector;
use jiff::civil::Date;
use kernel::{On, Result, Row, sql};
use uuid::Uuid;

/// A report and its vector.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The issue's key.
    pub issue: Uuid,
    /// Its number.
    pub number: i64,
    /// Whether something is still to be done about it.
    pub open: bool,
    /// The day it was raised.
    pub raised_on: Date,
    /// Where its reporter works, as stored.
    pub sector: Option<String>,
    /// And the place, which is only counted.
    pub workplace: Option<String>,
    /// The reporter's words.
    pub words: String,
    /// The group's neutral title.
    pub group_title: Option<String>,
    /// The group's neutral sentences.
    pub group_text: Option<String>,
    /// What it is compared by.
    pub vector: Vector,
}

/// A group's reports that have a vector of this engine: all that are open, and those dealt with that were raised since a day;
/// the newest so many. Thanks and what was taken back or belongs elsewhere are none.
///
/// # Errors
/// When the database fails.
pub async fn placed(on: impl Into<On<'_>>, group: Uuid, engine: &str, since: Date, limit: i64) -> Result<Vec<Placed>> {
    let rows = sql("SELECT i.id, i.number, i.state, i.raised_on, i.sector, i.workplace, i.words, i.group_title, i.group_text, v.vector \
                    FROM issue_vectors v JOIN issues i ON i.id = v.issue_id \
                    WHERE v.group_id = $1 AND v.engine = $2 AND i.kind <> 'praise' AND i.state NOT IN ('withdrawn', 'out') \
                    AND (i.raised_on >= $3 OR i.state NOT IN ('discussed', 'done', 'answered')) ORDER BY i.number DESC LIMIT $4");
    let read = |row: &Row| {
        let (bytes, state): (Vec<u8>, String) = (row.get("vector")?, row.get("state")?);
        // What was forgotten has no bytes until it is read anew.
        let Some(vector) = Vector::from_bytes(&bytes) else { return Ok(None) };
        Ok(Some(Placed {
            issue: row.get("id")?,
            number: row.get("number")?,
            open: !matches!(state.as_str(), "discussed" | "done" | "answered"),
            raised_on: row.get("raised_on")?,
            sector: row.get("sector")?,
            workplace: row.get("workplace")?,
            words: row.get("words")?,
            group_title: row.get("group_title")?,
            group_text: row.get("group_text")?,
            vector,
        }))
    };
    let rows = rows.bind(group).bind(engine).bind(since).bind(limit).all(on).await?;
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}
