//! Every statement of the administrator's pass: each page is a few, whatever the number of its lines.

use futures_util::future::BoxFuture;
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{AgreementLine, Counts, Line, Proposal, Proposed, ThemeLine, TwinLine};

/// After so many more choices of people an issue's proposals are worked out anew.
const MORE: i64 = 10;

fn line(row: &Row) -> Result<Line> {
    let (state, text): (String, _) = (row.get("state")?, |name| row.get::<Option<String>>(name).map(Option::unwrap_or_default));
    Ok(Line {
        id: row.get("id")?,
        number: row.get("number")?,
        version: row.get("version")?,
        asked: state == "asked",
        words: row.get("words")?,
        remedy: row.get("remedy")?,
        said_service: row.get("service")?,
        harm: row.get("harm")?,
        happened: row.get("happened")?,
        known: row.get("known")?,
        door: row.get("door_label")?,
        handed_in: row.get("how")?,
        raised_on: row.get("raised_on")?,
        theme: row.get("theme")?,
        title: row.get("group_title")?,
        text: row.get("group_text")?,
        direction: row.get("direction")?,
        service: row.get("service_id")?,
        read: row.get::<Option<Uuid>>("read_id")?.is_some(),
        proposed: Proposed {
            direction: row.get("p_direction")?,
            service: row.get("p_service")?,
            service_by: text("service_by")?,
            title: text("p_title")?,
            sentences: text("p_sentences")?,
            others: text("others")?,
        },
    })
}

/// The issues that wait to be prepared, or that are, after a number: the oldest first, and one more when there are more.
pub(super) async fn page(db: &Db, group: Uuid, prepared: bool, after: i64, limit: i64) -> Result<Vec<Line>> {
    let rows = sql(
        "SELECT i.id, i.number, i.version, i.state, i.words, i.remedy, i.service, i.harm, i.happened, i.known, d.label AS door_label, \
                    h.how, i.raised_on, i.theme, i.group_title, i.group_text, i.direction, i.service_id, p.issue_id AS read_id, \
                    p.direction AS p_direction, p.service_id AS p_service, p.service_by, p.title AS p_title, p.sentences AS p_sentences, p.others \
                    FROM issues i LEFT JOIN desk_proposals p ON p.issue_id = i.id LEFT JOIN doors d ON d.group_id = i.group_id AND d.key = i.door \
                    LEFT JOIN handed_in h ON h.issue_id = i.id \
                    WHERE i.group_id = $1 AND i.state IN ('new', 'asked') AND i.kind = 'trouble' AND (i.prepared_on IS NOT NULL) = $2 \
                    AND i.number > $3 ORDER BY i.number LIMIT $4",
    );
    rows.bind(group).bind(prepared).bind(after).bind(limit + 1).all(db).await?.iter().map(line).collect()
}

/// What is proposed as theme for the issues of a page: those from one number to another.
pub(super) async fn themes(db: &Db, group: Uuid, (from, to): (i64, i64)) -> Result<Vec<ThemeLine>> {
    let rows = sql("SELECT p.issue_id, p.theme, t.name, p.why FROM issues i JOIN desk_themes p ON p.issue_id = i.id \
                    JOIN themes t ON t.group_id = i.group_id AND t.key = p.theme \
                    WHERE i.group_id = $1 AND i.number BETWEEN $2 AND $3 AND i.state IN ('new', 'asked') ORDER BY i.number, p.place");
    let read =
        |row: &Row| Ok(ThemeLine { issue: row.get("issue_id")?, key: row.get("theme")?, name: row.get("name")?, why: row.get("why")? });
    rows.bind(group).bind(from).bind(to).all(db).await?.iter().map(read).collect()
}

/// What may be the same as the issues of a page, but for what the group has called *not the same*.
pub(super) async fn twins(db: &Db, group: Uuid, (from, to): (i64, i64)) -> Result<Vec<TwinLine>> {
    let rows =
        sql("SELECT w.issue_id, o.number, o.group_title, o.words, w.why, l.how FROM issues i JOIN desk_twins w ON w.issue_id = i.id \
                    JOIN issues o ON o.group_id = i.group_id AND o.number = w.twin \
                    LEFT JOIN issue_links l ON l.report_id = CASE WHEN o.number > i.number THEN o.id ELSE i.id END \
                    AND l.issue_id = CASE WHEN o.number > i.number THEN i.id ELSE o.id END AND l.by_reporter = $4 \
                    WHERE i.group_id = $1 AND i.number BETWEEN $2 AND $3 AND i.state IN ('new', 'asked') AND o.state <> 'withdrawn' \
                    AND (l.how IS NULL OR l.how <> 'no') ORDER BY i.number, w.place");
    let read = |row: &Row| {
        Ok(TwinLine {
            issue: row.get("issue_id")?,
            number: row.get("number")?,
            title: row.get("group_title")?,
            words: row.get("words")?,
            why: row.get("why")?,
            how: row.get("how")?,
        })
    };
    rows.bind(group).bind(from).bind(to).bind(false).all(db).await?.iter().map(read).collect()
}

/// How many issues wait to be prepared, and how many are.
pub(super) async fn counts(db: &Db, group: Uuid) -> Result<Counts> {
    let row = sql("SELECT COUNT(*) AS n, COUNT(prepared_on) AS prepared FROM issues \
                   WHERE group_id = $1 AND state IN ('new', 'asked') AND kind = 'trouble'")
    .bind(group)
    .one(db)
    .await?;
    let (all, prepared): (i64, i64) = (row.get("n")?, row.get("prepared")?);
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Counts { waiting: count(all - prepared), prepared: count(prepared) })
}

/// An issue that the software has yet to look at: its group, its number, and for how many issues people have chosen a theme.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unread {
    pub(super) group: Uuid,
    pub(super) number: i64,
    pub(super) learnt: i64,
}

/// Issues of all groups that wait for triage and have no proposals, or old ones: not those that are hidden.
pub(super) async fn unread(on: impl Into<On<'_>>, limit: i64) -> Result<Vec<Unread>> {
    let rows = sql("SELECT i.group_id, i.number, COALESCE(c.n, 0) AS n FROM issues i LEFT JOIN desk_proposals p ON p.issue_id = i.id \
                    LEFT JOIN flags f ON f.issue_id = i.id AND f.state = 'open' \
                    LEFT JOIN (SELECT group_id, COUNT(*) AS n FROM issues WHERE theme IS NOT NULL GROUP BY group_id) c ON c.group_id = i.group_id \
                    WHERE i.state IN ('new', 'asked') AND i.kind = 'trouble' AND f.id IS NULL \
                    AND (p.issue_id IS NULL OR (i.theme IS NULL AND p.learnt + $1 <= COALESCE(c.n, 0))) ORDER BY i.number, i.id LIMIT $2");
    let read = |row: &Row| Ok(Unread { group: row.get("group_id")?, number: row.get("number")?, learnt: row.get("n")? });
    rows.bind(MORE).bind(limit).all(on).await?.iter().map(read).collect()
}

/// Takes away what is proposed for an issue.
pub(super) async fn forget(tx: &mut Tx, issue: Uuid) -> Result<()> {
    for statement in [
        sql("DELETE FROM desk_themes WHERE issue_id = $1"),
        sql("DELETE FROM desk_twins WHERE issue_id = $1"),
        sql("DELETE FROM desk_agreements WHERE issue_id = $1"),
        sql("DELETE FROM desk_proposals WHERE issue_id = $1"),
    ] {
        statement.bind(issue).run(tx).await?;
    }
    Ok(())
}

/// The agreements that may answer the issues of a page.
pub(super) async fn agreements(db: &Db, group: Uuid, (from, to): (i64, i64)) -> Result<Vec<AgreementLine>> {
    let rows = sql("SELECT a.issue_id, a.agreement, a.why FROM issues i JOIN desk_agreements a ON a.issue_id = i.id \
                    WHERE i.group_id = $1 AND i.number BETWEEN $2 AND $3 AND i.state IN ('new', 'asked') ORDER BY i.number, a.place");
    let read = |row: &Row| Ok(AgreementLine { issue: row.get("issue_id")?, number: row.get("agreement")?, why: row.get("why")? });
    rows.bind(group).bind(from).bind(to).all(db).await?.iter().map(read).collect()
}

/// Writes what is proposed for an issue, in place of what was.
pub(super) async fn put(tx: &mut Tx, group: Uuid, issue: Uuid, new: &Proposal) -> Result<()> {
    forget(tx, issue).await?;
    sql("INSERT INTO desk_proposals (issue_id, group_id, learnt, direction, service_id, service_by, title, sentences, others) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
    .bind(issue)
    .bind(group)
    .bind(new.learnt)
    .bind(new.direction)
    .bind(new.service)
    .bind(&new.service_by)
    .bind(&new.title)
    .bind(&new.sentences)
    .bind(&new.others)
    .run(tx)
    .await?;
    for (place, (theme, why)) in (1_i64..).zip(&new.themes) {
        let insert = sql("INSERT INTO desk_themes (issue_id, group_id, place, theme, why) VALUES ($1, $2, $3, $4, $5)");
        insert.bind(issue).bind(group).bind(place).bind(theme).bind(why).run(tx).await?;
    }
    for (place, (twin, why)) in (1_i64..).zip(&new.twins) {
        let insert = sql("INSERT INTO desk_twins (issue_id, group_id, place, twin, why) VALUES ($1, $2, $3, $4, $5)");
        insert.bind(issue).bind(group).bind(place).bind(*twin).bind(why).run(&mut *tx).await?;
    }
    for (place, (agreement, why)) in (1_i64..).zip(&new.agreements) {
        let insert = sql("INSERT INTO desk_agreements (issue_id, group_id, place, agreement, why) VALUES ($1, $2, $3, $4, $5)");
        insert.bind(issue).bind(group).bind(place).bind(*agreement).bind(why).run(&mut *tx).await?;
    }
    Ok(())
}

/// What is proposed, and the service that was said, belong to the group of their issue.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let strange = sql("SELECT COUNT(*) AS n FROM desk_proposals p JOIN issues i ON i.id = p.issue_id WHERE p.group_id <> i.group_id");
        counted(&mut problems, &strange.one(db).await?, "proposals in another group than their issue")?;
        let services =
            sql("SELECT COUNT(*) AS n FROM issues i JOIN directory_entries d ON d.id = i.service_id WHERE d.group_id <> i.group_id");
        counted(&mut problems, &services.one(db).await?, "issues about a service of another group")?;
        Ok(problems)
    })
}
