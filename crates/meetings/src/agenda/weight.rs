//! What stands behind an item, in a phrase: how many reports, and from which side.

use std::collections::HashMap;

use analysis::agenda::Sides;
use kernel::{On, Result, words};
use uuid::Uuid;

use super::queries;

/// What stands behind the issues on an agenda, by their numbers, in a phrase each.
///
/// # Errors
/// When the database fails.
pub(crate) async fn weights(on: impl Into<On<'_>>, group: Uuid, meeting: Uuid) -> Result<HashMap<i64, String>> {
    let weights = queries::weights(on, group, meeting).await?;
    Ok(weights.into_iter().map(|(issue, (reports, sides))| (issue, phrase(reports, sides))).collect())
}

fn phrase(reports: u32, sides: Sides) -> String {
    let reports = words::count(u64::from(reports), "report", "reports");
    match (sides.gps, sides.consultants) {
        (true, true) => format!("{reports}, from both sides"),
        (true, false) => format!("{reports}, from the GPs’ side"),
        (false, true) => format!("{reports}, from the consultants’ side"),
        (false, false) => reports,
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn it_is_said_how_many_reports_there_are_and_from_where() {
        let side = |gps, consultants| Sides { gps, consultants };
        assert_eq!(phrase(1, side(true, false)), "1 report, from the GPs’ side");
        assert_eq!(phrase(4, side(true, true)), "4 reports, from both sides");
        assert_eq!(phrase(2, side(false, false)), "2 reports");
    }
}
