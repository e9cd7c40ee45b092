//! Every statement on the vectors of agreements.

use analysis::likeness::Vector;
use kernel::{Db, On, Result, Row, Tx, sql};
use uuid::Uuid;

use crate::rules::Content;

/// An agreement in force that has no vectors of this engine yet.
#[derive(Clone, Debug)]
pub(super) struct Unread {
    pub(super) group: Uuid,
    pub(super) agreement: Uuid,
    pub(super) texts: Vec<String>,
}

/// Agreements in force without vectors of this engine, of all groups.
pub(super) async fn unread(on: impl Into<On<'_>>, engine: &str, limit: i64) -> Result<Vec<Unread>> {
    let rows = sql("SELECT a.group_id, a.id, a.content FROM agreements a \
                    LEFT JOIN agreement_vectors v ON v.agreement_id = a.id AND v.position = 0 AND v.engine = $1 \
                    WHERE a.state = 'in-force' AND v.agreement_id IS NULL ORDER BY a.id LIMIT $2");
    let read = |row: &Row| {
        let content: Content = serde_json::from_str(&row.get::<String>("content")?)?;
        Ok(Unread { group: row.get("group_id")?, agreement: row.get("id")?, texts: content.found_by() })
    };
    rows.bind(engine).bind(limit).all(on).await?.iter().map(read).collect()
}

/// Writes the vectors of an agreement in place of those it had.
pub(super) async fn put(tx: &mut Tx, group: Uuid, agreement: Uuid, engine: &str, vectors: &[Vector]) -> Result<()> {
    sql("DELETE FROM agreement_vectors WHERE group_id = $1 AND agreement_id = $2").bind(group).bind(agreement).run(&mut *tx).await?;
    for (position, vector) in (0_i64..).zip(vectors) {
        sql("INSERT INTO agreement_vectors (agreement_id, position, group_id, engine, vector) VALUES ($1, $2, $3, $4, $5)")
            .bind(agreement)
            .bind(position)
            .bind(group)
            .bind(engine)
            .bind(vector.to_bytes())
            .run(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The vectors of a group's agreements in force, with their numbers.
pub(super) async fn in_force(db: &Db, group: Uuid, engine: &str) -> Result<Vec<(i64, Vector)>> {
    let rows = sql("SELECT a.number, v.vector FROM agreement_vectors v JOIN agreements a ON a.id = v.agreement_id \
                    WHERE v.group_id = $1 AND v.engine = $2 AND a.state = 'in-force' ORDER BY a.number, v.position");
    let mut out = Vec::new();
    for row in rows.bind(group).bind(engine).all(db).await? {
        out.extend(Vector::from_bytes(&row.get::<Vec<u8>>("vector")?).map(|vector| (row.get("number"), vector)));
    }
    out.into_iter().map(|(number, vector)| Ok((number?, vector))).collect()
}
