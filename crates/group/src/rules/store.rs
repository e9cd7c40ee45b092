//! Every statement on where rules stand.

use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Rule, Trace};
use crate::groups::Group;

/// Where the terms in force say a rule; `None` while there are none.
///
/// # Errors
/// When the database fails.
pub async fn trace(on: impl Into<On<'_>>, group: &Group, rule: Rule) -> Result<Option<Trace>> {
    let row = sql("SELECT version, paragraphs FROM rule_traces WHERE group_id = $1 AND rule = $2");
    row.bind(group.id).bind(rule.key()).optional(on).await?.as_ref().map(from_row).transpose()
}

fn from_row(row: &Row) -> Result<Trace> {
    let paragraphs: String = row.get("paragraphs")?;
    Ok(Trace { version: row.get("version")?, paragraphs: paragraphs.split(' ').map(str::to_owned).collect() })
}

/// Says anew where each rule stands: for the slice of the terms, when a version comes into force.
///
/// # Errors
/// When the database fails.
pub async fn set_traces(tx: &mut Tx, group: Uuid, version: i64, traces: &[(Rule, Vec<String>)]) -> Result<()> {
    sql("DELETE FROM rule_traces WHERE group_id = $1").bind(group).run(&mut *tx).await?;
    for (rule, paragraphs) in traces {
        sql("INSERT INTO rule_traces (group_id, rule, version, paragraphs) VALUES ($1, $2, $3, $4)")
            .bind(group)
            .bind(rule.key())
            .bind(version)
            .bind(paragraphs.join(" "))
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}
