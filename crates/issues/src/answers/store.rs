//! Every statement on news that waits to be mailed, and on those who want no mail.

use futures_util::future::BoxFuture;
use jiff::civil::Date;
use kernel::{Db, Error, On, Result, Row, Tx, sql, verify::counted};
use uuid::Uuid;

use super::model::News;
use crate::issues::State;

/// News that waits to be mailed.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) id: Uuid,
    pub(super) news: News,
    /// What it is about: a reply, a line of the exchange, else the issue.
    pub(super) about: Uuid,
    /// Where it goes.
    pub(super) email: String,
    pub(super) issue: Uuid,
    pub(super) number: i64,
    pub(super) state: State,
    pub(super) raised_on: Date,
    /// The group's neutral title of the issue.
    pub(super) title: Option<String>,
    /// The decision's reference and sentence, and what happens now, a line each.
    pub(super) decision: String,
    pub(super) words: String,
    pub(super) next_steps: String,
    /// What triage agreed, where triage says it.
    pub(super) outcome: String,
    /// The day of the decision.
    pub(super) said_on: Option<Date>,
    /// What is asked, while nobody has answered it.
    pub(super) question: Option<String>,
    /// To whom thanks were passed on; then `words` are those of the thanks.
    pub(super) to_whom: String,
    /// Whether it is thanks and no trouble.
    pub(super) praise: bool,
    /// Whether it came by a mail with files, which were not taken.
    pub(super) had_files: bool,
    /// Whether the outcome is that of another report, of which the reporter said "me too".
    pub(super) me_too: bool,
    /// The number of the report that it was made of, because that one spoke of two troubles.
    pub(super) made_of: Option<i64>,
}

/// The groups that hold news.
pub(super) async fn groups_that_hold(on: impl Into<On<'_>>) -> Result<Vec<Uuid>> {
    sql("SELECT DISTINCT group_id FROM notices WHERE held").all(on).await?.iter().map(|row| row.get("group_id")).collect()
}

/// The news that waits, the oldest first: all of a group's, or what waits for one address. Of a flagged issue none goes while
/// somebody looks at it.
pub(super) async fn held(on: impl Into<On<'_>>, group: Uuid, email: Option<&str>) -> Result<Vec<Held>> {
    let rows = sql(
        "SELECT n.id, n.kind, n.about, p.email, i.id AS issue_id, i.number, COALESCE(l.state, i.state) AS state, i.raised_on, i.group_title, \
                    COALESCE(g.kind = 'me-too', FALSE) AS me_too, o.number AS made_of, r.decision, COALESCE(r.words, t.words) AS words, t.to_whom, r.next_steps, r.outcome, r.said_on, \
                    CASE WHEN EXISTS (SELECT 1 FROM exchange a WHERE a.issue_id = e.issue_id AND a.kind = 'answer' AND a.place > e.place) \
                    THEN NULL ELSE e.words END AS question, h.how = 'mail-with-files' AS had_files, i.kind = 'praise' AS praise \
                    FROM notices n JOIN issues i ON i.id = n.issue_id JOIN reporters p ON p.issue_id = n.issue_id \
                    LEFT JOIN replies r ON r.id = n.about LEFT JOIN exchange e ON e.id = n.about \
                    LEFT JOIN handed_in h ON h.issue_id = n.issue_id LEFT JOIN merged_reports m ON m.report_id = i.id \
                    LEFT JOIN issues l ON l.id = m.lead_id LEFT JOIN hearings g ON g.reply_id = n.about AND g.issue_id = n.issue_id \
                    LEFT JOIN split_reports s ON s.report_id = i.id LEFT JOIN issues o ON o.id = s.from_id \
                    LEFT JOIN thanks t ON t.issue_id = n.issue_id AND n.kind = 'passed-on' \
                    WHERE n.group_id = $1 AND n.held AND NOT EXISTS (SELECT 1 FROM flags f WHERE f.issue_id = n.issue_id AND f.state = 'open') \
                    AND (CAST($2 AS TEXT) IS NULL OR LOWER(p.email) = CAST($2 AS TEXT)) ORDER BY n.id",
    );
    let read = |row: &Row| {
        let (kind, state): (String, String) = (row.get("kind")?, row.get("state")?);
        let text = |name: &str| Ok::<String, Error>(row.get::<Option<String>>(name)?.unwrap_or_default());
        Ok(Held {
            id: row.get("id")?,
            news: News::from_key(&kind).ok_or_else(|| Error::internal("news of an unknown kind waits"))?,
            about: row.get("about")?,
            email: row.get("email")?,
            issue: row.get("issue_id")?,
            number: row.get("number")?,
            state: State::from_key(&state).ok_or_else(|| Error::internal("an issue has an unknown state"))?,
            raised_on: row.get("raised_on")?,
            title: row.get("group_title")?,
            decision: text("decision")?,
            words: text("words")?,
            next_steps: text("next_steps")?,
            outcome: text("outcome")?,
            said_on: row.get("said_on")?,
            to_whom: text("to_whom")?,
            question: row.get("question")?,
            praise: row.get("praise")?,
            had_files: row.get::<Option<bool>>("had_files")?.unwrap_or_default(),
            me_too: row.get("me_too")?,
            made_of: row.get("made_of")?,
        })
    };
    rows.bind(group).bind(email.map(str::to_lowercase)).all(on).await?.iter().map(read).collect()
}

/// Whether the thanks for an issue wait for the next mail, because its reporter had one today.
///
/// # Errors
/// When the database fails.
pub(crate) async fn received_waits(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<bool> {
    let row = sql("SELECT COUNT(*) AS n FROM notices WHERE group_id = $1 AND issue_id = $2 AND kind = 'received' AND held");
    Ok(row.bind(group).bind(issue).one(on).await?.get::<i64>("n")? > 0)
}

/// News as it is written down.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notice {
    pub(super) id: Uuid,
    pub(super) issue: Uuid,
    pub(super) news: News,
    pub(super) about: Uuid,
    pub(super) month: i64,
}

/// Writes news down, to be mailed; the same news twice is one.
pub(super) async fn insert(tx: &mut Tx, group: Uuid, notice: Notice) -> Result<()> {
    sql("INSERT INTO notices (id, group_id, issue_id, kind, about, month, held) VALUES ($1, $2, $3, $4, $5, $6, TRUE) \
         ON CONFLICT (issue_id, kind, about, month) DO NOTHING")
    .bind(notice.id)
    .bind(group)
    .bind(notice.issue)
    .bind(notice.news.key())
    .bind(notice.about)
    .bind(notice.month)
    .run(tx)
    .await
    .map(drop)
}

/// Notes that news is in the outbox, in the mail of a cause.
pub(super) async fn set_mailed(tx: &mut Tx, group: Uuid, id: Uuid, day: Date, cause: Uuid) -> Result<()> {
    sql("UPDATE notices SET held = FALSE, mailed_on = $3, mailed_with = $4 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(day)
        .bind(cause)
        .run(tx)
        .await
        .map(drop)
}

/// News that is not news any more waits no longer.
pub(super) async fn let_go(tx: &mut Tx, group: Uuid, id: Uuid) -> Result<()> {
    sql("UPDATE notices SET held = FALSE WHERE group_id = $1 AND id = $2").bind(group).bind(id).run(tx).await.map(drop)
}

/// Nothing about an issue waits any longer; tells in which mails something about it went or will go.
pub(super) async fn drop_of_issue(tx: &mut Tx, group: Uuid, issue: Uuid) -> Result<Vec<Uuid>> {
    sql("UPDATE notices SET held = FALSE WHERE group_id = $1 AND issue_id = $2 AND held").bind(group).bind(issue).run(&mut *tx).await?;
    let rows = sql("SELECT DISTINCT mailed_with FROM notices WHERE group_id = $1 AND issue_id = $2 AND mailed_with IS NOT NULL");
    rows.bind(group).bind(issue).all(tx).await?.iter().map(|row| row.get("mailed_with")).collect()
}

/// What else was in a mail that was taken back waits again.
pub(super) async fn hold_again(tx: &mut Tx, group: Uuid, cause: Uuid, but_of: Uuid) -> Result<()> {
    sql("UPDATE notices SET held = CASE WHEN issue_id = $3 THEN FALSE ELSE TRUE END, mailed_on = NULL, mailed_with = NULL \
         WHERE group_id = $1 AND mailed_with = $2")
    .bind(group)
    .bind(cause)
    .bind(but_of)
    .run(tx)
    .await
    .map(drop)
}

/// An issue that was raised from an address, as the list of all of them shows it.
#[derive(Clone, Debug)]
pub(super) struct Raised {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) state: State,
    pub(super) title: Option<String>,
    pub(super) raised_on: Date,
    /// Whether mail about it was stopped.
    pub(super) stopped: bool,
}

/// All that was raised from an address, the newest first.
pub(super) async fn raised_from(on: impl Into<On<'_>>, group: Uuid, email: &str) -> Result<Vec<Raised>> {
    let rows = sql(
        "SELECT i.id, i.number, COALESCE(l.state, i.state) AS state, i.group_title, i.raised_on, p.mail_stopped FROM reporters p \
                    JOIN issues i ON i.id = p.issue_id LEFT JOIN merged_reports m ON m.report_id = i.id LEFT JOIN issues l ON l.id = m.lead_id \
                    WHERE p.group_id = $1 AND LOWER(p.email) = LOWER($2) AND p.email <> '' ORDER BY i.number DESC LIMIT 200",
    );
    let read = |row: &Row| {
        let state: String = row.get("state")?;
        Ok(Raised {
            id: row.get("id")?,
            number: row.get("number")?,
            state: State::from_key(&state).ok_or_else(|| Error::internal("an issue has an unknown state"))?,
            title: row.get("group_title")?,
            raised_on: row.get("raised_on")?,
            stopped: row.get("mail_stopped")?,
        })
    };
    rows.bind(group).bind(email).all(on).await?.iter().map(read).collect()
}

/// Where mail about an issue goes, and whether its reporter stopped it for this issue.
pub(super) async fn address(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Option<(String, bool)>> {
    let row = sql("SELECT email, mail_stopped FROM reporters WHERE group_id = $1 AND issue_id = $2 AND email <> ''");
    row.bind(group).bind(issue).optional(on).await?.map(|row| Ok((row.get("email")?, row.get("mail_stopped")?))).transpose()
}

/// Stops mail about one issue, or lets it go again.
pub(super) async fn set_stopped(tx: &mut Tx, group: Uuid, issue: Uuid, stopped: bool) -> Result<()> {
    sql("UPDATE reporters SET mail_stopped = $3 WHERE group_id = $1 AND issue_id = $2")
        .bind(group)
        .bind(issue)
        .bind(stopped)
        .run(tx)
        .await
        .map(drop)
}

/// What is known of an address: the day of its last mail, and whether it wants none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    pub(super) mailed_on: Option<Date>,
    pub(super) stopped: bool,
}

/// What is known of an address.
pub(super) async fn known(on: impl Into<On<'_>>, group: Uuid, address_hash: &[u8]) -> Result<Known> {
    let row = sql("SELECT mailed_on, stopped_on FROM mailed_addresses WHERE group_id = $1 AND address_hash = $2");
    let row = row.bind(group).bind(address_hash).optional(on).await?;
    row.map_or(Ok(Known::default()), |row| {
        Ok(Known { mailed_on: row.get("mailed_on")?, stopped: row.get::<Option<Date>>("stopped_on")?.is_some() })
    })
}

/// Notes the day of an address's last mail; `None`: it was taken back.
pub(super) async fn set_last_mail(tx: &mut Tx, group: Uuid, address_hash: &[u8], day: Option<Date>) -> Result<()> {
    sql("INSERT INTO mailed_addresses (group_id, address_hash, mailed_on) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, address_hash) DO UPDATE SET mailed_on = excluded.mailed_on")
    .bind(group)
    .bind(address_hash)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// Notes that an address wants no more mail, or with `None` that it wants mail again.
pub(super) async fn stop_address(tx: &mut Tx, group: Uuid, address_hash: &[u8], day: Option<Date>) -> Result<()> {
    sql("INSERT INTO mailed_addresses (group_id, address_hash, stopped_on) VALUES ($1, $2, $3) \
         ON CONFLICT (group_id, address_hash) DO UPDATE SET stopped_on = excluded.stopped_on")
    .bind(group)
    .bind(address_hash)
    .bind(day)
    .run(tx)
    .await
    .map(drop)
}

/// News waits only for somebody with an address who wants it, and is of one group.
pub fn verify(db: &Db) -> BoxFuture<'_, Result<Vec<String>>> {
    Box::pin(async move {
        let mut problems = Vec::new();
        let nobody = sql("SELECT COUNT(*) AS n FROM notices n LEFT JOIN reporters p ON p.issue_id = n.issue_id \
                          WHERE n.held AND (p.email IS NULL OR p.email = '' OR p.mail_stopped)");
        counted(&mut problems, &nobody.one(db).await?, "answers held for nobody")?;
        let strange = sql(
            "SELECT COUNT(*) AS n FROM notices n JOIN issues i ON i.id = n.issue_id WHERE n.group_id <> i.group_id OR i.known = 'anonymous'",
        );
        counted(&mut problems, &strange.one(db).await?, "news of issues that are anonymous or another group's")?;
        Ok(problems)
    })
}
