//! What speaks for good news, in the database.

use std::collections::BTreeMap;

use kernel::{On, Result, sql};
use uuid::Uuid;

/// Which decisions of an edition may be good news, with how many people praised what they are about, and how many say that its outcome
/// held; none of which anybody says that it came back.
pub(in super::super) async fn perhaps(on: impl Into<On<'_>>, group: Uuid, edition: Uuid) -> Result<BTreeMap<Uuid, (i64, i64)>> {
    let rows = sql("WITH w AS (SELECT d.id, m.issue_id FROM edition_entries x JOIN decisions d ON d.id = x.decision_id \
                      JOIN items m ON m.id = d.item_id WHERE x.group_id = $1 AND x.edition_id = $2 AND NOT x.left_out AND NOT x.good_news \
                      AND m.issue_id IS NOT NULL), \
                    near AS (SELECT id, issue_id AS report_id FROM w UNION SELECT w.id, r.report_id FROM merged_reports r \
                      JOIN w ON w.issue_id = r.lead_id WHERE r.group_id = $1) \
                    SELECT near.id, CAST(SUM(CASE WHEN i.kind = 'praise' THEN 1 ELSE 0 END) AS BIGINT) AS praised, \
                      CAST(SUM((SELECT COUNT(*) FROM outcome_answers a WHERE a.group_id = $1 AND a.issue_id = i.id AND a.answer = 'held')) AS BIGINT) AS held, \
                      CAST(SUM((SELECT COUNT(*) FROM outcome_answers a WHERE a.group_id = $1 AND a.issue_id = i.id AND a.answer = 'came-back')) AS BIGINT) AS back \
                    FROM near JOIN issues i ON i.id = near.report_id WHERE i.group_id = $1 AND i.state <> 'withdrawn' GROUP BY near.id");
    let mut all = BTreeMap::new();
    for row in &rows.bind(group).bind(edition).all(on).await? {
        let [praised, held, back] = ["praised", "held", "back"].map(|name| row.get::<i64>(name));
        let (praised, held) = (praised?, held?);
        if back? == 0 && praised + held > 0 {
            all.insert(row.get("id")?, (praised, held));
        }
    }
    Ok(all)
}
