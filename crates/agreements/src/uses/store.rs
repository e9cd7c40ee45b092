//! Every statement on what agreements do.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use super::model::{Kind, Uses};

/// Counts that an agreement did something on a day.
///
/// # Errors
/// When the database fails.
pub async fn note(tx: &mut Tx, group: Uuid, agreement: i64, kind: Kind, on: Date) -> Result<()> {
    add(tx, group, agreement, kind, on, 1).await
}

/// Takes back what was counted on a day.
///
/// # Errors
/// When the database fails.
pub async fn take_back(tx: &mut Tx, group: Uuid, agreement: i64, kind: Kind, on: Date) -> Result<()> {
    add(tx, group, agreement, kind, on, -1).await
}

async fn add(tx: &mut Tx, group: Uuid, agreement: i64, kind: Kind, on: Date, n: i64) -> Result<()> {
    sql("INSERT INTO agreement_uses (group_id, agreement, kind, used_on, n) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (group_id, agreement, kind, used_on) DO UPDATE SET n = agreement_uses.n + excluded.n")
    .bind(group)
    .bind(agreement)
    .bind(kind.key())
    .bind(on)
    .bind(n)
    .run(tx)
    .await
    .map(drop)
}

fn add_up(uses: &mut Uses, row: &Row) -> Result<()> {
    let (kind, n): (String, i64) = (row.get("kind")?, row.get("n")?);
    match kind.as_str() {
        "solved" => uses.solved += n,
        "answered" => uses.answered += n,
        _ => uses.still += n,
    }
    Ok(())
}

/// What one agreement did from a day on.
///
/// # Errors
/// When the database fails.
pub async fn of(on: impl Into<On<'_>>, group: Uuid, agreement: i64, from: Date) -> Result<Uses> {
    let rows = sql("SELECT kind, CAST(SUM(n) AS BIGINT) AS n FROM agreement_uses \
                    WHERE group_id = $1 AND agreement = $2 AND used_on >= $3 GROUP BY kind");
    let mut uses = Uses::default();
    for row in rows.bind(group).bind(agreement).bind(from).all(on).await? {
        add_up(&mut uses, &row)?;
    }
    Ok(uses)
}

/// What each agreement that is in force did since then, by its number.
///
/// # Errors
/// When the database fails.
pub async fn since_in_force(on: impl Into<On<'_>>, group: Uuid) -> Result<HashMap<i64, Uses>> {
    let rows = sql("SELECT u.agreement, u.kind, CAST(SUM(u.n) AS BIGINT) AS n FROM agreements a \
                    JOIN agreement_uses u ON u.group_id = a.group_id AND u.agreement = a.number AND u.used_on >= a.in_force_on \
                    WHERE a.group_id = $1 AND a.state = 'in-force' GROUP BY u.agreement, u.kind");
    let mut all: HashMap<i64, Uses> = HashMap::new();
    for row in rows.bind(group).all(on).await? {
        add_up(all.entry(row.get("agreement")?).or_default(), &row)?;
    }
    Ok(all)
}
