//! `brig verify`: walks everything that is stored and says in a line each what is wrong.

use futures_util::future::BoxFuture;

use crate::{Db, Result, dialect::Dialect, ledger, sql};

/// One slice's own check: a line for each thing that is wrong.
pub type Check = for<'a> fn(&'a Db) -> BoxFuture<'a, Result<Vec<String>>>;

/// What was walked and what was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many entries the ledger has.
    pub ledger_entries: u64,
    /// A line for each thing that is wrong; none when all is well.
    pub problems: Vec<String>,
}

/// Walks the kernel's own tables, then every check of the product.
///
/// # Errors
/// When the database fails.
pub async fn run(db: &Db, checks: &[Check]) -> Result<Report> {
    let (ledger_entries, mut problems) = ledger::verify(db).await?;
    if db.dialect() == Dialect::Sqlite {
        for row in sql("SELECT integrity_check AS said FROM pragma_integrity_check").all(db).await? {
            let said: String = row.get("said")?;
            if said != "ok" {
                problems.push(format!("database file: {said}"));
            }
        }
        let broken = sql("SELECT COUNT(*) AS n FROM pragma_foreign_key_check").one(db).await?;
        counted(&mut problems, &broken, "rows that refer to a row which is not there")?;
    }
    let odd = sql("SELECT COUNT(*) AS n FROM jobs WHERE state NOT IN ('ready', 'running', 'dead')").one(db).await?;
    counted(&mut problems, &odd, "jobs in a state that does not exist")?;
    let lost = sql("SELECT COUNT(*) AS n FROM mails m LEFT JOIN jobs j ON j.job_key = m.job_key WHERE m.sent_at IS NULL AND j.id IS NULL")
        .one(db)
        .await?;
    counted(&mut problems, &lost, "mails that were never sent and that no job will send")?;
    let lost = sql("SELECT COUNT(*) AS n FROM mail_runs r LEFT JOIN jobs j ON j.job_key = r.job_key \
                    WHERE r.finished_at IS NULL AND r.stopped_at IS NULL AND j.id IS NULL")
    .one(db)
    .await?;
    counted(&mut problems, &lost, "runs of mails that are not finished and that no job will send")?;
    for check in checks {
        problems.extend(check(db).await?);
    }
    Ok(Report { ledger_entries, problems })
}

/// Notes a problem when a count is not nought.
///
/// # Errors
/// When the row has no column `n`.
pub fn counted(problems: &mut Vec<String>, row: &crate::Row, what: &str) -> Result<()> {
    let n: i64 = row.get("n")?;
    if n > 0 {
        problems.push(format!("{n} {what}"));
    }
    Ok(())
}
