//! What the log asks beside its actions: is everything agreed on an issue done?

use kernel::{Result, Tx, sql};
use uuid::Uuid;

/// The issues on which nothing is left to do once the action with a number is closed: its own, and those of what it took the place of.
/// No action of any of their items is still to be done, and none that took the place of one; one at least was set.
pub(super) async fn finished_issues(tx: &mut Tx, group: Uuid, number: i64) -> Result<Vec<Uuid>> {
    let rows = sql("WITH RECURSIVE back (number) AS (SELECT CAST($2 AS BIGINT) \
                      UNION SELECT a.number FROM actions a JOIN back b ON a.successor = b.number WHERE a.group_id = $1 AND a.state = 'superseded') \
                    SELECT DISTINCT i.issue_id FROM back b JOIN actions a ON a.number = b.number AND a.group_id = $1 \
                    JOIN items i ON i.id = a.item_id WHERE i.issue_id IS NOT NULL");
    let mut finished = Vec::new();
    for row in rows.bind(group).bind(number).all(&mut *tx).await? {
        let issue: Uuid = row.get("issue_id")?;
        if left(tx, group, issue).await? == 0 {
            finished.push(issue);
        }
    }
    Ok(finished)
}

/// How many actions of an issue are still to be done, with those that took the place of others.
async fn left(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<i64> {
    // What took the place of another may stand in the log of before: both have numbers of one row.
    let row = sql("WITH RECURSIVE log (number, state, successor) AS ( \
                     SELECT number, state, successor FROM actions WHERE group_id = $1 \
                     UNION ALL SELECT number, state, successor FROM past_actions WHERE group_id = $1), \
                   chain (number, state, successor) AS ( \
                     SELECT a.number, a.state, a.successor FROM items i JOIN actions a ON a.item_id = i.id WHERE i.group_id = $1 AND i.issue_id = $2 \
                     UNION SELECT n.number, n.state, n.successor FROM chain c JOIN log n ON n.number = c.successor WHERE c.state = 'superseded') \
                   SELECT COUNT(*) AS n FROM chain WHERE state IN ('open', 'in-progress')");
    row.bind(group).bind(issue).one(tx).await?.get("n")
}
