//! Every statement on what waits to be ratified.

use jiff::civil::Date;
use kernel::{On, Result, Row, Tx, sql};
use uuid::Uuid;

use crate::references;

/// Something decided between meetings that no meeting has ratified yet.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) id: Uuid,
    pub(super) number: i64,
    /// The meeting in writing under which it is minuted.
    pub(super) written: Uuid,
    /// The decision's reference and sentence.
    pub(super) reference: String,
    pub(super) words: String,
    pub(super) decided_on: Date,
    /// The item under which a meeting is asked, with that meeting's key, number and day.
    pub(super) item: Option<Uuid>,
    pub(super) meeting: Option<Uuid>,
    pub(super) at: Option<i64>,
    pub(super) held_on: Option<Date>,
    /// Whether that meeting is planned, or being held.
    pub(super) planned: bool,
    /// Whether it says no.
    pub(super) refused: bool,
}

/// What waits to be ratified, the oldest first.
pub(super) async fn waiting(on: impl Into<On<'_>>, group: Uuid) -> Result<Vec<Waiting>> {
    let rows = sql(
        "SELECT i.id, i.number, d.meeting_id AS written, i.refused, i.ratifying_item, d.year, d.number AS decision_number, d.words, d.decided_on, m.id AS meeting_id, \
         m.number AS meeting_number, m.held_on, m.state FROM interims i JOIN decisions d ON d.meeting_id = i.meeting_id \
         LEFT JOIN items x ON x.id = i.ratifying_item LEFT JOIN meetings m ON m.id = x.meeting_id \
         WHERE i.group_id = $1 AND i.state = 'decided' AND i.ratified_by IS NULL ORDER BY d.year, d.number",
    );
    let read = |row: &Row| {
        let state: Option<String> = row.get("state")?;
        Ok(Waiting {
            id: row.get("id")?,
            number: row.get("number")?,
            written: row.get("written")?,
            reference: references::decision(row.get("year")?, row.get("decision_number")?),
            words: row.get("words")?,
            decided_on: row.get("decided_on")?,
            item: row.get("ratifying_item")?,
            meeting: row.get("meeting_id")?,
            at: row.get("meeting_number")?,
            held_on: row.get("held_on")?,
            planned: state.as_deref() == Some("planned"),
            refused: row.get("refused")?,
        })
    };
    rows.bind(group).all(on).await?.iter().map(read).collect()
}

/// The number of the next ordinary meeting that is planned, from a day on.
pub(super) async fn next_ordinary(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Option<i64>> {
    let row = sql("SELECT number FROM meetings WHERE group_id = $1 AND held_on >= $2 AND state = 'planned' AND kind = 'ordinary' \
                   ORDER BY held_on, number LIMIT 1");
    row.bind(group).bind(from).optional(on).await?.map(|row| row.get("number")).transpose()
}

/// Puts it under an item, or under none.
pub(super) async fn put_under(tx: &mut Tx, group: Uuid, id: Uuid, item: Option<Uuid>) -> Result<()> {
    sql("UPDATE interims SET ratifying_item = $3, refused = FALSE WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(item)
        .run(tx)
        .await
        .map(drop)
}

/// Notes that the meeting which is asked says no, or does no more.
pub(super) async fn set_refusing(tx: &mut Tx, group: Uuid, id: Uuid, refused: bool) -> Result<()> {
    sql("UPDATE interims SET refused = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(refused).run(tx).await.map(drop)
}

/// Notes that the meeting of a day did not ratify it.
pub(super) async fn set_refused(tx: &mut Tx, group: Uuid, id: Uuid, day: Date) -> Result<()> {
    sql("UPDATE interims SET ratifying_item = NULL, refused = FALSE, refused_on = $3 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(id)
        .bind(day)
        .run(tx)
        .await
        .map(drop)
}

/// Notes the meeting that ratified it.
pub(super) async fn set_ratified(tx: &mut Tx, group: Uuid, id: Uuid, meeting: Uuid) -> Result<()> {
    sql("UPDATE interims SET ratified_by = $3 WHERE group_id = $1 AND id = $2").bind(group).bind(id).bind(meeting).run(tx).await.map(drop)
}
