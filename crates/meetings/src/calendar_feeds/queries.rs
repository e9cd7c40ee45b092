//! What a calendar holds.

use jiff::civil::Date;
use kernel::{On, Result, sql};
use uuid::Uuid;

use crate::meetings::{Meeting, from_row};

/// The most meetings of one group that a calendar holds.
const MOST: i64 = 300;

/// A group's meetings from a day on, also those that do not take place.
pub(super) async fn meetings(on: impl Into<On<'_>>, group: Uuid, from: Date) -> Result<Vec<Meeting>> {
    let rows =
        sql("SELECT id, number, year, version, state, held_on, starts, minutes, theme, kind, place, link, guests, invited, sequence \
                    FROM meetings WHERE group_id = $1 AND held_on >= $2 ORDER BY held_on, number LIMIT $3");
    rows.bind(group).bind(from).bind(MOST).all(on).await?.iter().map(from_row).collect()
}
