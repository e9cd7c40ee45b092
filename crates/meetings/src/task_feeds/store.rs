//! Every statement on private lists of tasks.

use jiff::{Timestamp, civil::Date};
use kernel::{Error, On, Result, Row, Tx, sql};
use uuid::Uuid;

use crate::{actions::State, interests::open_to};

/// Which turn of addresses a person's list is at, and whether it can be followed.
pub(super) async fn find(on: impl Into<On<'_>>, person: Uuid) -> Result<Option<(i64, bool)>> {
    let row = sql("SELECT turn, stands FROM task_feeds WHERE person_id = $1").bind(person).optional(on).await?;
    row.map(|row| Ok((row.get("turn")?, row.get("stands")?))).transpose()
}

/// Opens a person's list, at the address that it had or at the first one.
pub(super) async fn open(tx: &mut Tx, person: Uuid) -> Result<()> {
    sql("INSERT INTO task_feeds (person_id, turn, stands) VALUES ($1, 1, TRUE) ON CONFLICT (person_id) DO UPDATE SET stands = TRUE")
        .bind(person)
        .run(tx)
        .await
        .map(drop)
}

/// Goes on to the next turn of addresses: what was known before opens nothing.
pub(super) async fn turn(tx: &mut Tx, person: Uuid, stands: bool) -> Result<()> {
    sql("UPDATE task_feeds SET turn = turn + 1, stands = $2 WHERE person_id = $1").bind(person).bind(stands).run(tx).await.map(drop)
}

/// An action as a task.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) words: String,
    pub(super) done_means: String,
    pub(super) due: Date,
    pub(super) state: State,
    pub(super) version: i64,
    pub(super) changed_at: Option<Timestamp>,
}

/// What a person has in a group: what is open once it is confirmed, and what was closed since a day; the latest first.
pub(super) async fn lines(on: impl Into<On<'_>>, group: Uuid, person: Uuid, since: Date, limit: i64) -> Result<Vec<Line>> {
    let rows = sql(concat!(
        "SELECT a.id, a.number, a.words, a.done_means, a.due, a.state, a.version, a.changed_at FROM actions a \
                    JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    WHERE a.group_id = $1 AND a.owner_id = $2 AND m.state IN ('confirmed', 'adjourned') \
                    AND a.state IN ('open', 'in-progress') AND ",
        open_to!("$2"),
        " UNION ALL SELECT a.id, a.number, a.words, a.done_means, a.due, a.state, a.version, a.changed_at FROM actions a \
                    JOIN items i ON i.id = a.item_id JOIN meetings m ON m.id = i.meeting_id \
                    WHERE a.group_id = $1 AND a.owner_id = $2 AND m.state IN ('confirmed', 'adjourned') AND a.closed_on >= $3 AND ",
        open_to!("$2"),
        " UNION ALL SELECT b.id, b.number, b.words, b.done_means, b.due, b.state, b.version, b.changed_at FROM past_actions b \
                    WHERE b.group_id = $1 AND b.owner_id = $2 AND (b.state IN ('open', 'in-progress') OR b.closed_on >= $3) ORDER BY 2 DESC LIMIT $4"
    ));
    let read = |row: &Row| {
        Ok(Line {
            id: row.get("id")?,
            number: row.get("number")?,
            words: row.get("words")?,
            done_means: row.get("done_means")?,
            due: row.get("due")?,
            state: State::from_key(&row.get::<String>("state")?).ok_or_else(|| Error::internal("an action has an unknown state"))?,
            version: row.get("version")?,
            changed_at: row.get("changed_at")?,
        })
    };
    rows.bind(group).bind(person).bind(since).bind(limit).all(on).await?.iter().map(read).collect()
}
