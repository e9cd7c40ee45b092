//! Every statement on flags, on texts that are set aside, and on what removals have found.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::About;

/// A text that somebody flagged.
#[derive(Clone, Debug)]
pub(super) struct Flag {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) issue: Uuid,
    pub(super) issue_number: i64,
    pub(super) flagged_on: Date,
}

fn flag(row: &Row) -> Result<Flag> {
    Ok(Flag {
        id: row.get("id")?,
        number: row.get("number")?,
        issue: row.get("issue_id")?,
        issue_number: row.get("issue_number")?,
        flagged_on: row.get("flagged_on")?,
    })
}

/// The flags that nobody has dealt with, the oldest first.
pub(super) async fn open_flags(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Flag>> {
    let rows =
        sql("SELECT f.id, f.number, f.issue_id, i.number AS issue_number, f.flagged_on FROM flags f JOIN issues i ON i.id = f.issue_id \
                    WHERE f.group_id = $1 AND f.state = 'open' ORDER BY f.number");
    rows.bind(group).all(on).await?.iter().map(flag).collect()
}

/// The flags of days before one of which nobody was told: group, flag, number of the issue.
pub(super) async fn untold(on: impl Into<On<'_>>, before: Date) -> Result<Vec<(Uuid, Uuid, i64)>> {
    let rows = sql("SELECT f.group_id, f.id, i.number FROM flags f JOIN issues i ON i.id = f.issue_id \
                    WHERE NOT f.told AND f.state = 'open' AND f.flagged_on < $1 ORDER BY f.id");
    rows.bind(before).all(on).await?.iter().map(|row| Ok((row.get("group_id")?, row.get("id")?, row.get("number")?))).collect()
}

pub(super) async fn set_told(tx: &mut Tx, group: Uuid, flag: Uuid) -> Result<()> {
    sql("UPDATE flags SET told = TRUE WHERE group_id = $1 AND id = $2").bind(group).bind(flag).run(tx).await.map(drop)
}

/// The open flag of an issue.
pub(super) async fn open_flag(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<Flag>> {
    let row =
        sql("SELECT f.id, f.number, f.issue_id, i.number AS issue_number, f.flagged_on FROM flags f JOIN issues i ON i.id = f.issue_id \
                   WHERE f.group_id = $1 AND f.issue_id = $2 AND f.state = 'open'");
    row.bind(group).bind(issue).optional(on).await?.as_ref().map(flag).transpose()
}

/// Writes a flag; `told` says whether the administrator hears of it at once.
pub(super) async fn insert_flag(tx: &mut Tx, group: Uuid, id: Uuid, number: i64, issue: Uuid, (on, told): (Date, bool)) -> Result<()> {
    sql("INSERT INTO flags (id, group_id, number, issue_id, flagged_on, told, state) VALUES ($1, $2, $3, $4, $5, $6, 'open')")
        .bind(id)
        .bind(group)
        .bind(number)
        .bind(issue)
        .bind(on)
        .bind(told)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn close_flag(tx: &mut Tx, group: Uuid, flag: Uuid) -> Result<()> {
    sql("UPDATE flags SET state = 'closed' WHERE group_id = $1 AND id = $2").bind(group).bind(flag).run(&mut *tx).await?;
    sql("DELETE FROM set_aside WHERE group_id = $1 AND flag_id = $2").bind(group).bind(flag).run(tx).await.map(drop)
}

pub(super) async fn set_aside(tx: &mut Tx, group: Uuid, flag: Uuid, field: &str, words: &str) -> Result<()> {
    sql("INSERT INTO set_aside (flag_id, group_id, field, words) VALUES ($1, $2, $3, $4)")
        .bind(flag)
        .bind(group)
        .bind(field)
        .bind(words)
        .run(tx)
        .await
        .map(drop)
}

/// What was set aside for a flag: column and text.
pub(super) async fn aside(on: impl Into<On<'_>>, group: Uuid, flag: Uuid) -> Result<Vec<(String, String)>> {
    let rows = sql("SELECT field, words FROM set_aside WHERE group_id = $1 AND flag_id = $2 ORDER BY field");
    rows.bind(group).bind(flag).all(on).await?.iter().map(|row| Ok((row.get("field")?, row.get("words")?))).collect()
}

/// What else is hidden with an issue, for who looks at it: what it is, and its words.
pub(super) async fn beside(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Vec<(String, String)>> {
    let rows = sql(
        "SELECT 1 AS part, e.place AS place, e.kind AS what, e.words FROM exchange e WHERE e.group_id = $1 AND e.issue_id = $2 \
                    UNION ALL SELECT 2, a.number, 'file', a.words FROM issue_files a WHERE a.group_id = $1 AND a.issue_id = $2 \
                    UNION ALL SELECT 3, 0, 'decision', r.words FROM replies r WHERE r.group_id = $1 AND r.issue_id = $2 \
                    UNION ALL SELECT 4, 0, 'outcome', p.outcome FROM past_issues p WHERE p.group_id = $1 AND p.issue_id = $2 AND p.outcome <> '' \
                    ORDER BY 1, 2",
    );
    rows.bind(group).bind(issue).all(on).await?.iter().map(|row| Ok((row.get("what")?, row.get("words")?))).collect()
}

/// The number of the issue behind what somebody points at.
pub(super) async fn issue_behind(on: impl Into<On<'_>>, group: Uuid, about: About) -> Result<Option<i64>> {
    let row = match about {
        About::Issue(number) => sql("SELECT number FROM issues WHERE group_id = $1 AND number = $2").bind(group).bind(number),
        About::Item(year, number) => {
            sql("SELECT i.number FROM items t JOIN issues i ON i.id = t.issue_id WHERE t.group_id = $1 AND t.year = $2 AND t.number = $3")
                .bind(group)
                .bind(year)
                .bind(number)
        }
        About::Decision(year, number) => {
            sql("SELECT i.number FROM decisions d JOIN items t ON t.id = d.item_id JOIN issues i ON i.id = t.issue_id \
                                              WHERE d.group_id = $1 AND d.year = $2 AND d.number = $3")
            .bind(group)
            .bind(year)
            .bind(number)
        }
    };
    row.optional(on).await?.map(|row| row.get("number")).transpose()
}

/// Whether what the group said and did stands open to everybody.
pub(super) async fn speaks_to_all(on: impl Into<On<'_>>, group: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM public_pages WHERE group_id = $1 AND said_and_done").bind(group).one(on).await?;
    Ok(row.get::<i64>("n")? > 0)
}

/// How many flags nobody has dealt with.
///
/// # Errors
/// When the database fails.
pub async fn waiting(on: impl Into<On<'_>>, group: Uuid) -> Result<i64> {
    sql("SELECT COUNT(*) AS n FROM flags WHERE group_id = $1 AND state = 'open'").bind(group).one(on).await?.get("n")
}

/// A line of what a removal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) place: String,
    pub(super) reference: String,
    pub(super) times: i64,
}

pub(super) async fn insert_place(tx: &mut Tx, group: Uuid, removal: i64, position: i64, found: &Found) -> Result<()> {
    sql("INSERT INTO removal_places (group_id, removal, position, place, reference, times) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(group)
        .bind(removal)
        .bind(position)
        .bind(&found.place)
        .bind(&found.reference)
        .bind(found.times)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn places(on: impl Into<On<'_>>, group: Uuid, removal: i64) -> Result<Vec<Found>> {
    let rows = sql("SELECT place, reference, times FROM removal_places WHERE group_id = $1 AND removal = $2 ORDER BY position");
    let read = |row: &Row| Ok(Found { place: row.get("place")?, reference: row.get("reference")?, times: row.get("times")? });
    rows.bind(group).bind(removal).all(on).await?.iter().map(read).collect()
}

/// The issue to which a line of an exchange or a file belongs.
pub(super) async fn issue_of(on: impl Into<On<'_>>, group: Uuid, row: Uuid) -> Result<Option<Uuid>> {
    let found = sql(
        "SELECT issue_id FROM exchange WHERE group_id = $1 AND id = $2 UNION ALL SELECT issue_id FROM issue_files WHERE group_id = $1 AND id = $2 \
                     UNION ALL SELECT issue_id FROM replies WHERE group_id = $1 AND id = $2",
    );
    found.bind(group).bind(row).optional(on).await?.map(|row| row.get("issue_id")).transpose()
}

/// Who could open a text, and who did: without days they only could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Looker {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) reference: String,
    pub(super) days: Option<(Date, Date)>,
}

pub(super) async fn insert_looker(tx: &mut Tx, group: Uuid, removal: i64, position: i64, looker: &Looker) -> Result<()> {
    sql("INSERT INTO removal_looks (group_id, removal, position, name, place, reference, first_on, last_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(group)
        .bind(removal)
        .bind(position)
        .bind(&looker.name)
        .bind(&looker.place)
        .bind(&looker.reference)
        .bind(looker.days.map(|(first, _)| first))
        .bind(looker.days.map(|(_, last)| last))
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn lookers(on: impl Into<On<'_>>, group: Uuid, removal: i64) -> Result<Vec<Looker>> {
    let rows =
        sql("SELECT name, place, reference, first_on, last_on FROM removal_looks WHERE group_id = $1 AND removal = $2 ORDER BY position");
    let read = |row: &Row| {
        let (first, last): (Option<Date>, Option<Date>) = (row.get("first_on")?, row.get("last_on")?);
        Ok(Looker { name: row.get("name")?, place: row.get("place")?, reference: row.get("reference")?, days: first.zip(last) })
    };
    rows.bind(group).bind(removal).all(on).await?.iter().map(read).collect()
}

/// A mail that carried the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Carried {
    pub(super) mail: Uuid,
    pub(super) to: String,
    pub(super) kind: String,
    pub(super) sent_at: Option<Timestamp>,
}

/// The mail with a key, as far as a report says it.
pub(super) async fn mail(on: impl Into<On<'_>>, group: Uuid, mail: Uuid) -> Result<Carried> {
    let row = sql("SELECT id, to_address, kind, sent_at FROM mails WHERE scope_id = $1 AND id = $2");
    let carried = carried(&row.bind(group).bind(mail).one(on).await?, "id")?;
    // Who raised something is for its custodians to open: here it is enough that a reporter got it.
    let to = if TO_REPORTERS.contains(&carried.kind.as_str()) { "Whoever raised the issue".to_owned() } else { carried.to };
    Ok(Carried { to, ..carried })
}

/// The kinds of mail that go to reporters.
const TO_REPORTERS: &[&str] = &["issue-news", "issue-received", "my-reports", "reporter-opened", "mail-refused"];

fn carried(row: &Row, key: &str) -> Result<Carried> {
    Ok(Carried { mail: row.get(key)?, to: row.get("to_address")?, kind: row.get("kind")?, sent_at: row.get("sent_at")? })
}

pub(super) async fn insert_mail(tx: &mut Tx, group: Uuid, removal: i64, carried: &Carried) -> Result<()> {
    sql("INSERT INTO removal_mails (group_id, removal, mail_id, to_address, kind, sent_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(group)
        .bind(removal)
        .bind(carried.mail)
        .bind(&carried.to)
        .bind(&carried.kind)
        .bind(carried.sent_at)
        .run(tx)
        .await
        .map(drop)
}

pub(super) async fn mails(on: impl Into<On<'_>>, group: Uuid, removal: i64) -> Result<Vec<Carried>> {
    let rows = sql(
        "SELECT mail_id, to_address, kind, sent_at FROM removal_mails WHERE group_id = $1 AND removal = $2 ORDER BY sent_at, to_address",
    );
    rows.bind(group).bind(removal).all(on).await?.iter().map(|row| carried(row, "mail_id")).collect()
}

/// The group's removals, the newest first: number, when, in how many places.
pub(super) async fn removals(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<(i64, Timestamp, i64)>> {
    let rows = sql("SELECT number, MIN(removed_at) AS removed_at, MIN(places) AS places FROM removals WHERE scope_id = $1 \
                    GROUP BY number ORDER BY number DESC");
    let read = |row: &Row| Ok((row.get("number")?, row.get("removed_at")?, row.get("places")?));
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// Every issue whose text is set aside has one open flag, and nothing stays aside without one.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let twice =
            sql("SELECT COUNT(*) AS n FROM (SELECT issue_id FROM flags WHERE state = 'open' GROUP BY issue_id HAVING COUNT(*) > 1) t");
        counted(&mut problems, &twice.one(db).await?, "issues that are flagged twice at once")?;
        let left = sql("SELECT COUNT(*) AS n FROM set_aside a JOIN flags f ON f.id = a.flag_id WHERE f.state <> 'open'");
        counted(&mut problems, &left.one(db).await?, "texts that are set aside and not flagged")?;
        Ok(problems)
    })
}
