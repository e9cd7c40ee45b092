//! Every statement on what reporters say of agreements.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

/// Notes that a form was left because an agreement answered. Tells whether it had not been noted before.
pub(super) async fn put_visit(tx: &mut Tx, group: Uuid, form: &[u8], on: Date) -> Result<bool> {
    let put = sql("INSERT INTO solved_visits (form_hash, group_id, solved_on) VALUES ($1, $2, $3) ON CONFLICT (form_hash) DO NOTHING");
    Ok(put.bind(form.to_vec()).bind(group).bind(on).run(tx).await? == 1)
}

/// Links a report to an agreement that it says is not kept. Tells whether it was not linked before.
pub(super) async fn put(tx: &mut Tx, group: Uuid, report: Uuid, agreement: i64, on: Date) -> Result<bool> {
    let put = sql("INSERT INTO reports_on_agreements (issue_id, agreement, group_id, said_on) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (issue_id, agreement) DO NOTHING");
    Ok(put.bind(report).bind(agreement).bind(group).bind(on).run(tx).await? == 1)
}

/// Takes the link away. Tells the day on which it was made, if there was one.
pub(super) async fn take_back(tx: &mut Tx, group: Uuid, report: Uuid, agreement: i64) -> Result<Option<Date>> {
    let row = sql("DELETE FROM reports_on_agreements WHERE group_id = $1 AND issue_id = $2 AND agreement = $3 RETURNING said_on");
    row.bind(group).bind(report).bind(agreement).optional(tx).await?.map(|row| row.get("said_on")).transpose()
}

/// The agreements of which a report says that it still happens.
pub(super) async fn of(on: impl Into<On<'_>>, group: Uuid, report: Uuid) -> Result<Vec<i64>> {
    let rows = sql("SELECT agreement FROM reports_on_agreements WHERE group_id = $1 AND issue_id = $2 ORDER BY agreement");
    rows.bind(group).bind(report).all(on).await?.iter().map(|row| row.get("agreement")).collect()
}

/// A report on an agreement, for those who read issues.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) number: i64,
    pub(super) words: String,
    pub(super) title: Option<String>,
    pub(super) said_on: Date,
}

/// The reports that say of an agreement that it still happens, the latest first.
pub(super) async fn reports(on: impl Into<On<'_>>, group: Uuid, agreement: i64) -> Result<Vec<Report>> {
    let rows = sql("SELECT i.number, i.words, i.group_title, r.said_on FROM reports_on_agreements r JOIN issues i ON i.id = r.issue_id \
                    WHERE r.group_id = $1 AND r.agreement = $2 AND i.state <> 'withdrawn' ORDER BY r.said_on DESC, i.number DESC LIMIT 200");
    let read = |row: &Row| {
        let (number, words, title) = (row.get("number")?, row.get("words")?, row.get("group_title")?);
        Ok(Report { number, words, title, said_on: row.get("said_on")? })
    };
    rows.bind(group).bind(agreement).all(on).await?.iter().map(read).collect()
}

/// As many reports say that an agreement is not kept as are counted with it.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let counts = sql("SELECT COUNT(*) AS n FROM \
                          (SELECT group_id, agreement, CAST(SUM(n) AS BIGINT) AS n FROM agreement_uses WHERE kind = 'still' \
                           GROUP BY group_id, agreement) u LEFT JOIN \
                          (SELECT group_id, agreement, COUNT(*) AS n FROM reports_on_agreements GROUP BY group_id, agreement) r \
                          ON r.group_id = u.group_id AND r.agreement = u.agreement WHERE COALESCE(r.n, 0) <> u.n");
        let mut problems = Vec::new();
        counted(&mut problems, &counts.one(db).await?, "agreements count other reports than say that it still happens")?;
        Ok(problems)
    })
}
