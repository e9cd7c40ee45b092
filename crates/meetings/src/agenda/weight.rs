//! What stands behind an item, in a phrase: how many reports, from which side and how many places, and the four numbers.

use std::collections::HashMap;

use analysis::agenda::Sides;
use kernel::{On, Result, words};
use uuid::Uuid;

use super::queries::{self, Behind};
use crate::meetings::{Item, Record};

/// What stands behind the issues on an agenda, by their numbers, in a phrase each.
///
/// # Errors
/// When the database fails.
pub(crate) async fn weights(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<HashMap<i64, String>> {
    let weights = queries::weights(on, group, meeting).await?;
    Ok(weights.into_iter().map(|(issue, behind)| (issue, phrase(&behind))).collect())
}

/// The same by the keys of a meeting's items.
///
/// # Errors
/// When the database fails.
pub(crate) async fn behind(on: impl Into<On<'_>>, group: Uuid, record: &Record) -> Result<HashMap<Uuid, String>> {
    let weights = weights(on, group, record.meeting.id).await?;
    let of_item = |item: &Item| Some((item.id, weights.get(&item.issue.as_ref()?.number)?.clone()));
    Ok(record.items.iter().filter_map(of_item).collect())
}

fn phrase(behind: &Behind) -> String {
    let Sides { gps, consultants } = behind.sides;
    let mut said = vec![words::count(u64::from(behind.reports), "report", "reports")];
    match (gps, consultants) {
        (true, true) => said.push("from both sides".into()),
        (true, false) => said.push("from the GPs’ side".into()),
        (false, true) => said.push("from the consultants’ side".into()),
        (false, false) => {}
    }
    // One place alone would be a name beside the side that it is on.
    if behind.places > 1 {
        said.push(format!("{} places", behind.places));
    }
    let said = said.join(", ");
    behind.numbers.map_or(said.clone(), |numbers| format!("{said}. {}", numbers.said()))
}

#[cfg(test)]
mod unit {
    use triage::priority::Numbers;

    use super::*;

    #[test]
    fn it_is_said_how_many_reports_there_are_and_from_where() {
        let behind = |reports, places, gps, consultants| Behind { reports, places, sides: Sides { gps, consultants }, numbers: None };
        assert_eq!(phrase(&behind(1, 1, true, false)), "1 report, from the GPs’ side");
        assert_eq!(phrase(&behind(4, 3, true, true)), "4 reports, from both sides, 3 places");
        assert_eq!(phrase(&behind(2, 0, false, false)), "2 reports");
        let numbers = Some(Numbers([2, 1, 3, 1]));
        let said = phrase(&Behind { numbers, ..behind(2, 0, false, false) });
        assert_eq!(said, "2 reports. Harm 2 · Reach 1 · Can be mended 3 · Good for both sides 1");
    }
}
