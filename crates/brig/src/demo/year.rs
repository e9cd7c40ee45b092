//! How the made-up group plans its year: its days without meetings, its themes in turn, and a call for issues that is drafted.

use group::{acting::Acting, days_off};
use kernel::{App, Result};
use meetings::{meetings as sittings, theme_calls, year};

/// As it came from the board's page of holidays.
const LOCAL: &str = "Moor Fair: 3 July to 5 July";
const SCHOOLS: &str = "20 December to 4 January Christmas holidays\n1 July to 14 August Summer holidays\n9 to 20 October October holidays";
/// The themes that take turns, in their order.
const TURNS: &[&str] = &["discharge", "referral_quality", "results", "prescribing"];

/// Settles the year, and drafts a call for the next meeting.
pub(super) async fn settle(app: &App, administrator: &Acting) -> Result<()> {
    let group = &administrator.group;
    let mut tx = app.begin().await?;
    days_off::add_list(app, &mut tx, administrator, LOCAL, "off").await?;
    days_off::add_list(app, &mut tx, administrator, SCHOOLS, "work").await?;
    let turns: Vec<(String, String)> =
        TURNS.iter().zip(1..).map(|(theme, turn): (_, i32)| ((*theme).to_owned(), turn.to_string())).collect();
    year::set_rules(app, &mut tx, administrator, "week-earlier", &turns).await?;
    let tomorrow = app.clock.today(&group.time_zone).tomorrow().unwrap_or_default();
    if let Some(meeting) = sittings::next_planned(&mut tx, group.id, tomorrow).await?.filter(|meeting| !meeting.theme.is_empty()) {
        theme_calls::draft(app, &mut tx, administrator, meeting.number).await?;
    }
    app.commit(tx).await
}
