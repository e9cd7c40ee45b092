//! What a call for issues brought: reports on its theme by the week, before it and after.

use analysis::run_chart::{self, RunChart};
use askama::{Template, filters::HtmlSafe};
use documents::chart::Chart;
use jiff::{ToSpan, civil::Date};
use kernel::{App, Result, words};
use uuid::Uuid;

use super::{
    model::{Call, FEWEST_SHOWN, WEEKS, told, weeks},
    store,
};

/// What a call brought, as a part of a page.
#[derive(Debug, Template)]
#[template(path = "theme_calls/effect.html")]
pub struct Effect {
    id: String,
    title: String,
    /// When it went out, and what has come of it.
    words: Vec<String>,
    /// Nothing where small counts may not be shown.
    picture: Option<Picture>,
    /// Each week with how many came, and whether it lies after the call; the latest first.
    rows: Vec<(String, String, bool)>,
}

// The template escapes its parts itself.
impl HtmlSafe for Effect {}

/// A chart as it stands in a page. Its writer has escaped every text in it.
#[derive(Debug)]
pub struct Picture(String);

impl std::fmt::Display for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Picture {}

/// What each call brought that went out. Outside the group small counts are hidden, and the picture with them.
///
/// # Errors
/// When the database fails.
pub async fn effects(app: &App, group: Uuid, calls: &[Call], today: Date, everything: bool) -> Result<Vec<Effect>> {
    let shift = |day: Date, weeks: i64| day.checked_add((7 * weeks).days()).unwrap_or(day);
    let days = || calls.iter().filter_map(|call| call.called_on);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Vec::new()) };
    let span = (shift(first, -WEEKS), shift(last, WEEKS).min(today));
    let reported = store::reported_on_called(&app.db, group, span).await?;
    let of = |call: &Call| -> Vec<(Date, i64)> {
        reported.iter().filter(|(theme, ..)| *theme == call.theme).map(|(_, day, n)| (*day, *n)).collect()
    };
    let effect = |(at, call): (usize, &Call)| {
        let called_on = call.called_on?;
        Some(effect(at, call, called_on, &weeks(called_on, &of(call), today), everything))
    };
    Ok(calls.iter().enumerate().filter_map(effect).collect())
}

fn effect(at: usize, call: &Call, called_on: Date, weeks: &[(Date, bool, i64)], everything: bool) -> Effect {
    let sum = |after: bool| weeks.iter().filter(|week| week.1 == after).map(|week| week.2).sum::<i64>();
    let count = |after: bool| weeks.iter().filter(|week| week.1 == after).count();
    let in_weeks = |n: usize| words::count(n as u64, "week", "weeks");
    let mut said = vec![format!("Called for on {}, for the meeting of {}.", words::date(called_on), words::date(call.held_on))];
    said.push(match count(true) {
        0 => "The first week after it is not over yet.".to_owned(),
        after => format!(
            "In the {} before the call, reports on this theme: {}. In the {} since: {}.",
            in_weeks(count(false)),
            told(sum(false), everything),
            in_weeks(after),
            told(sum(true), everything)
        ),
    });
    let values: Vec<f64> = weeks.iter().map(|week| f64::from(i32::try_from(week.2).unwrap_or(i32::MAX))).collect();
    let chart = RunChart::of(&values).filter(|_| count(true) > 0);
    if let Some(chart) = &chart {
        said.push(match chart.signal() {
            Some(_) => format!("The row of weeks shows more than chance ({}).", run_chart::TEST),
            None => format!("Nothing in the row of weeks is more than chance, or they are too few to tell ({}).", run_chart::TEST),
        });
    }
    let small = !everything && weeks.iter().any(|week| (1..FEWEST_SHOWN).contains(&week.2));
    let id = format!("call-{at}");
    let picture = chart.filter(|_| !small).map(|chart| drawn(&id, weeks, &values, &chart, &said));
    let row = |week: &(Date, bool, i64)| (format!("Week of {}", words::date(week.0)), told(week.2, everything), week.1);
    Effect { id, title: call.name.clone(), words: said, picture, rows: weeks.iter().rev().map(row).collect() }
}

fn drawn(id: &str, weeks: &[(Date, bool, i64)], values: &[f64], chart: &RunChart, said: &[String]) -> Picture {
    let points: Vec<(String, f64)> =
        weeks.iter().zip(values).map(|(week, value)| (week.0.strftime("%-d %b %Y").to_string(), *value)).collect();
    let after: Vec<usize> = weeks.iter().enumerate().filter(|(_, week)| week.1).map(|(at, _)| at).collect();
    let title = "Reports each week, before the call and after it".to_owned();
    let drawn = Chart { id, title, summary: said.join(" "), unit: "reports", points: &points, median: Some(chart.median) };
    Picture(drawn.svg_marking(&after, "Since the call"))
}
