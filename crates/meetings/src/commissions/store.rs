//! Every statement on owners outside the group.

use futures_util::future::BoxFuture;
use jiff::{Timestamp, civil::Date};
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::{Commission, Standing};

fn from_row(row: &Row) -> Result<Commission> {
    let state: String = row.get("state")?;
    Ok(Commission {
        id: row.get("id")?,
        action: row.get("action_id")?,
        entry: row.get("entry_id")?,
        version: row.get("version")?,
        stands: row.get("stands")?,
        standing: Standing::from_key(&state).ok_or_else(|| Error::internal("a commission has an unknown state"))?,
        name: row.get("name")?,
        post: row.get("post")?,
        organisation: row.get("organisation")?,
        email: row.get("email")?,
        why: row.get("why")?,
        asked: row.get("asked")?,
        set_on: row.get("set_on")?,
        sent_on: row.get("sent_on")?,
        reminded_on: row.get("reminded_on")?,
        answered_on: row.get("answered_on")?,
        words: row.get("words")?,
    })
}

pub(super) async fn find(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Commission> {
    let row = sql("SELECT id, action_id, entry_id, version, stands, state, name, post, organisation, email, why, asked, set_on, sent_on, \
                   reminded_on, answered_on, words FROM commissions WHERE group_id = $1 AND id = $2");
    from_row(&row.bind(group).bind(id).one(on).await?)
}

/// All that was asked about an action, the latest first.
pub(super) async fn of_action(on: impl Into<On<'_>>, group: Uuid, action: Uuid) -> Result<Vec<Commission>> {
    let rows =
        sql("SELECT id, action_id, entry_id, version, stands, state, name, post, organisation, email, why, asked, set_on, sent_on, \
                    reminded_on, answered_on, words FROM commissions WHERE group_id = $1 AND action_id = $2 ORDER BY set_on DESC, id DESC");
    rows.bind(group).bind(action).all(on).await?.iter().map(from_row).collect()
}

/// The number of the action with a key.
pub(super) async fn number_of(on: impl Into<On<'_>>, group: Uuid, action: Uuid) -> Result<i64> {
    let row = sql("SELECT number FROM actions WHERE group_id = $1 AND id = $2");
    row.bind(group).bind(action).one(on).await?.get("number")
}

/// The numbers of the actions of a meeting whose letter waits.
pub(super) async fn waiting_at(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<Vec<i64>> {
    let rows = sql("SELECT a.number FROM commissions c JOIN actions a ON a.id = c.action_id JOIN items i ON i.id = a.item_id \
                    WHERE c.group_id = $1 AND i.meeting_id = $2 AND c.stands AND c.sent_on IS NULL ORDER BY a.number");
    rows.bind(group).bind(meeting).all(on).await?.iter().map(|row| row.get("number")).collect()
}

/// What was decided where an action was set: the decision's year and number with its words, and whether the item is reserved.
pub(super) async fn decided(on: impl Into<On<'_>>, group: Uuid, action: Uuid) -> Result<(Option<(i64, i64, String)>, bool)> {
    let row = sql("SELECT d.year, d.number, d.words, i.reserved FROM actions a JOIN items i ON i.id = a.item_id \
                   LEFT JOIN decisions d ON d.item_id = i.id WHERE a.group_id = $1 AND a.id = $2");
    let row = row.bind(group).bind(action).one(on).await?;
    let (year, number): (Option<i64>, Option<i64>) = (row.get("year")?, row.get("number")?);
    let words: Option<String> = row.get("words")?;
    let decided = year.zip(number).zip(words).map(|((year, number), words)| (year, number, words));
    Ok((decided, !row.get::<String>("reserved")?.is_empty()))
}

pub(super) async fn insert(tx: &mut Tx, group: Uuid, one: &Commission) -> Result<()> {
    sql("INSERT INTO commissions (id, group_id, action_id, entry_id, version, stands, state, name, post, organisation, email, why, asked, set_on, words) \
         VALUES ($1, $2, $3, $4, 0, TRUE, $5, $6, $7, $8, $9, $10, $11, $12, '')")
    .bind(one.id)
    .bind(group)
    .bind(one.action)
    .bind(one.entry)
    .bind(one.standing.key())
    .bind(&one.name)
    .bind(&one.post)
    .bind(&one.organisation)
    .bind(&one.email)
    .bind(&one.why)
    .bind(&one.asked)
    .bind(one.set_on)
    .run(tx)
    .await
    .map(drop)
}

/// Writes where a commission stands.
pub(super) async fn put(tx: &mut Tx, group: Uuid, one: &Commission) -> Result<()> {
    sql("UPDATE commissions SET stands = $3, state = $4, sent_on = $5, answered_on = $6, words = $7, version = version + 1 \
         WHERE group_id = $1 AND id = $2")
    .bind(group)
    .bind(one.id)
    .bind(one.stands)
    .bind(one.standing.key())
    .bind(one.sent_on)
    .bind(one.answered_on)
    .bind(&one.words)
    .run(tx)
    .await
    .map(drop)
}

/// Notes by which mail somebody was written to last.
pub(super) async fn set_mail(tx: &mut Tx, group: Uuid, id: Uuid, cause: Uuid) -> Result<()> {
    let set = sql("UPDATE commissions SET mail_cause = $3 WHERE group_id = $1 AND id = $2");
    set.bind(group).bind(id).bind(cause).run(tx).await.map(drop)
}

/// When the last letter to somebody came back for good, and what their mail server said, in the numbers of RFC 3463.
pub(super) async fn came_back(on: impl Into<On<'_>>, group: Uuid, id: Uuid) -> Result<Option<(Timestamp, String)>> {
    let row = sql("SELECT b.at, b.status FROM commissions c JOIN mail_bounces b ON b.cause_id = c.mail_cause AND b.scope_id = c.group_id \
                   WHERE c.group_id = $1 AND c.id = $2 AND b.permanent AND b.kind = 'action-letter' ORDER BY b.at DESC LIMIT 1");
    row.bind(group).bind(id).optional(on).await?.map(|row| Ok((row.get("at")?, row.get("status")?))).transpose()
}

/// An action of somebody outside the group that is due soon or waits.
#[derive(Clone, Debug)]
pub(crate) struct Chased {
    pub(crate) commission: Commission,
    /// The number in the action's reference.
    pub(crate) number: i64,
    pub(crate) action_words: String,
    pub(crate) due: Date,
    /// Who answers for it in the group, and where mail reaches them.
    pub(crate) owner: (String, String),
}

/// What was asked of people outside the group, is due by a day and was sent before another, by their address.
pub(crate) async fn to_chase(on: impl Into<On<'_>>, group: Uuid, (due_by, before): (Date, Date)) -> Result<Vec<Chased>> {
    let rows = sql(
        "SELECT c.id, c.action_id, c.entry_id, c.version, c.stands, c.state, c.name, c.post, c.organisation, c.email, c.why, c.asked, \
                    c.set_on, c.sent_on, c.reminded_on, c.answered_on, c.words, a.number, a.words AS action_words, a.due, \
                    p.name AS owner_name, p.email AS owner_email FROM commissions c JOIN actions a ON a.id = c.action_id \
                    JOIN people p ON p.id = a.owner_id WHERE c.group_id = $1 AND c.stands AND c.sent_on <= $3 \
                    AND a.state IN ('open', 'in-progress') AND a.due <= $2 ORDER BY LOWER(c.email), a.due, a.number",
    );
    let read = |row: &Row| {
        Ok(Chased {
            commission: from_row(row)?,
            number: row.get("number")?,
            action_words: row.get("action_words")?,
            due: row.get("due")?,
            owner: (row.get("owner_name")?, row.get("owner_email")?),
        })
    };
    rows.bind(group).bind(due_by).bind(before).all(on).await?.iter().map(read).collect()
}

/// What somebody outside answered from a day on: the commission, the number of its action, and who answers for that in the group.
pub(super) async fn answered_since(on: impl Into<On<'_>>, group: Uuid, since: Date) -> Result<Vec<(Commission, i64, Option<Uuid>)>> {
    let rows = sql(
        "SELECT c.id, c.action_id, c.entry_id, c.version, c.stands, c.state, c.name, c.post, c.organisation, c.email, c.why, c.asked, \
                    c.set_on, c.sent_on, c.reminded_on, c.answered_on, c.words, a.number, a.owner_id FROM commissions c \
                    JOIN actions a ON a.id = c.action_id WHERE c.group_id = $1 AND c.answered_on >= $2 ORDER BY a.number, c.id",
    );
    let read = |row: &Row| Ok((from_row(row)?, row.get("number")?, row.get("owner_id")?));
    rows.bind(group).bind(since).all(on).await?.iter().map(read).collect()
}

/// Notes that somebody was reminded of all that is asked of them.
pub(crate) async fn note_reminded(tx: &mut Tx, group: Uuid, email: &str, day: Date) -> Result<()> {
    sql("UPDATE commissions SET reminded_on = $3 WHERE group_id = $1 AND LOWER(email) = LOWER($2) AND stands")
        .bind(group)
        .bind(email)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// An action says that somebody outside does it exactly where one was asked.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let unsaid =
            sql("SELECT COUNT(*) AS n FROM commissions c JOIN actions a ON a.id = c.action_id WHERE c.stands AND a.outside_role = ''");
        counted(&mut problems, &unsaid.one(db).await?, "actions that do not say that somebody outside does them")?;
        let nobody = sql("SELECT COUNT(*) AS n FROM actions a WHERE a.outside_role <> '' \
                          AND NOT EXISTS (SELECT 1 FROM commissions c WHERE c.action_id = a.id AND c.stands)");
        counted(&mut problems, &nobody.one(db).await?, "actions that say that somebody outside does them, and nobody does")?;
        let strange = sql("SELECT COUNT(*) AS n FROM commissions c JOIN actions a ON a.id = c.action_id WHERE a.group_id <> c.group_id");
        counted(&mut problems, &strange.one(db).await?, "people outside who do an action of another group")?;
        Ok(problems)
    })
}
