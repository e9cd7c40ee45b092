//! The pages of what was before: the room with its search, past minutes, past decisions, and what is still to be brought in.

mod decision;
mod decisions;
mod minutes;
mod room;

pub(crate) use room::around;

use axum::{
    Router,
    routing::{get, post},
};
use jiff::civil::Date;
use kernel::{App, upload};

use super::model::Decision;

/// The routes of this slice.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/{group}/past", get(room::show))
        .route("/{group}/past/minutes/{number}", get(minutes::show))
        .route("/{group}/past/minutes/{number}/file", get(minutes::file))
        .route("/{group}/past/minutes/{number}/decisions", post(minutes::mark))
        .route("/{group}/past/decisions", get(decisions::show))
        .route("/{group}/past/decisions/{number}", get(decision::show).post(decision::correct))
        .route("/{group}/past/imports/{import}/take-back", post(decision::take_back))
        .route("/{group}/past/decisions/{number}/theme", post(decisions::set_theme))
        .merge(upload::route("/{group}/past/minutes/bring", get(minutes::form).post(minutes::bring)))
        .merge(upload::route("/{group}/past/decisions/import", get(decisions::begin).post(decisions::take)))
}

/// Lines on a page.
const PAGE: i64 = 50;

/// Where a list goes on: the day and number of the last line on the page before.
fn after(typed: &str) -> (Date, i64) {
    let read = || {
        let (day, number) = typed.rsplit_once('.')?;
        Some((day.parse().ok()?, number.parse().ok()?))
    };
    read().unwrap_or((Date::MAX, i64::MAX))
}

fn page_of<T>(mut lines: Vec<T>) -> (Vec<T>, bool) {
    let more = lines.len() as i64 > PAGE;
    lines.truncate(PAGE as usize);
    (lines, more)
}

/// A past decision as pages show it.
struct DecisionRow {
    number: i64,
    /// The key of its theme; empty for none.
    theme: String,
    reference: String,
    words: String,
    day: String,
    kind: &'static str,
    review: Option<String>,
}

fn decision_row(decision: Decision) -> DecisionRow {
    DecisionRow {
        number: decision.number,
        theme: decision.theme.unwrap_or_default(),
        reference: if decision.reference.is_empty() { "No reference".into() } else { decision.reference },
        words: decision.words,
        day: kernel::words::date(decision.decided_on),
        kind: if decision.lasting { "Agreement" } else { "Decision" },
        review: decision.review_on.map(kernel::words::date),
    }
}
