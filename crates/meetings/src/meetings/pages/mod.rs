//! The pages of meetings: plan one, keep its agenda and its record, read it back.

mod attendance;
mod details;
mod item;
mod plan;
mod read_back;
mod rules;
mod show;
mod told;

use axum::{
    Router,
    routing::{get, post},
};
use group::{acting::Member, permissions::Verb};
use kernel::{App, Result, words::time};

pub(crate) use show::numbers;
pub(crate) use told::{Decided, Deciding, told, typed_decision};

use super::{
    model::Meeting,
    queries::{self, Record},
};
use crate::references;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/meetings/plan", get(plan::new).post(plan::schedule))
        .route("/{group}/meetings/rules", get(rules::show).post(rules::set))
        .route("/{group}/meetings/{number}", get(show::show))
        .route("/{group}/meetings/{number}/details", get(plan::edit).post(plan::change))
        .route("/{group}/meetings/{number}/cancellation", post(plan::cancel))
        .route("/{group}/meetings/{number}/meeting.ics", get(show::calendar))
        .route("/{group}/meetings/{number}/items", post(show::add))
        .route("/{group}/meetings/{number}/items/{item}", get(item::show))
        .route("/{group}/meetings/{number}/items/{item}/details", get(details::show).post(details::change))
        .route("/{group}/meetings/{number}/items/{item}/place", post(show::place))
        .route("/{group}/meetings/{number}/items/{item}/minutes", post(show::minutes))
        .route("/{group}/meetings/{number}/items/{item}/removal", post(show::remove))
        .route("/{group}/meetings/{number}/items/{item}/record", post(item::record))
        .route("/{group}/meetings/{number}/actions/{action}", get(item::action).post(item::change_action))
        .route("/{group}/meetings/{number}/actions/{action}/removal", post(item::drop_action))
        .route("/{group}/meetings/{number}/attendance", get(attendance::show).post(attendance::take))
        .route("/{group}/meetings/{number}/read-back", get(read_back::show).post(read_back::confirm))
        .route("/{group}/meetings/{number}/earlier-decisions", post(read_back::make_good))
        .route("/{group}/meetings/{number}/adjournment", post(read_back::adjourn))
}

/// The record of the meeting that an address names, if this person may see it.
pub(crate) async fn visible(app: &App, member: &Member, number: &str) -> Result<Record> {
    member.acting.must(Verb::SeeMeetings)?;
    Ok(queries::record(&app.db, member.acting.group.id, references::number(number)?).await?.seen_by(member.acting.person))
}

/// `Tuesday 14 October 2026, 12:30pm to 2:00pm`, or `in writing` where nobody met.
#[must_use]
pub fn when(meeting: &Meeting) -> String {
    if meeting.is_in_writing() {
        return format!("{}, in writing", meeting.held_on.strftime("%A %-d %B %Y"));
    }
    format!("{}, {} to {}", meeting.held_on.strftime("%A %-d %B %Y"), time(meeting.starts), time(meeting.ends()))
}

/// Where a meeting's pages are.
pub(crate) fn base(member: &Member, number: i64) -> String {
    format!("/{}/meetings/{number}", member.acting.group.slug)
}
