//! Every statement on where an issue is placed.

use analysis::themes::Direction;
use jiff::civil::Date;
use kernel::{Error, On, Result, Tx, sql};
use uuid::Uuid;

use super::model::{direction_from_key, direction_key};

/// Where an issue is placed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placing {
    /// Which way the work flows.
    pub direction: Option<Direction>,
    /// The entry of the directory.
    pub service: Option<Uuid>,
    /// The day on which it was prepared for the two co-chairs.
    pub prepared_on: Option<Date>,
}

/// Where an issue is placed.
///
/// # Errors
/// [`Error::NotFound`] when the group has no such issue.
pub async fn placing(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Placing> {
    let row = sql("SELECT direction, service_id, prepared_on FROM issues WHERE group_id = $1 AND id = $2");
    let row = row.bind(group).bind(issue).optional(on).await?.ok_or(Error::NotFound)?;
    let direction: Option<String> = row.get("direction")?;
    Ok(Placing {
        direction: direction.as_deref().and_then(direction_from_key),
        service: row.get("service_id")?,
        prepared_on: row.get("prepared_on")?,
    })
}

/// What the software proposes for an issue that nobody has placed yet, with the words by which it knew the service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposed {
    /// Which way the work flows.
    pub direction: Option<Direction>,
    /// The entry of the directory.
    pub service: Option<Uuid>,
    /// What named it.
    pub service_by: String,
}

/// What is proposed for an issue, as far as the software has read it.
pub(super) async fn proposed(on: impl Into<On<'_>>, group: Uuid, issue: Uuid) -> Result<Proposed> {
    let row = sql("SELECT p.direction, p.service_id, p.service_by FROM desk_proposals p JOIN issues i ON i.id = p.issue_id \
                   WHERE i.group_id = $1 AND i.id = $2");
    let Some(row) = row.bind(group).bind(issue).optional(on).await? else { return Ok(Proposed::default()) };
    Ok(Proposed {
        direction: row.get::<Option<String>>("direction")?.as_deref().and_then(direction_from_key),
        service: row.get("service_id")?,
        service_by: row.get::<Option<String>>("service_by")?.unwrap_or_default(),
    })
}

pub(super) async fn put(tx: &mut Tx, group: Uuid, issue: Uuid, placing: &Placing) -> Result<()> {
    sql("UPDATE issues SET direction = $3, service_id = $4, prepared_on = $5 WHERE group_id = $1 AND id = $2")
        .bind(group)
        .bind(issue)
        .bind(placing.direction.map(direction_key))
        .bind(placing.service)
        .bind(placing.prepared_on)
        .run(tx)
        .await
        .map(drop)
}
