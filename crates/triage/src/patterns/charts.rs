//! The run chart of a pattern: by week where enough come, else by four weeks; what rose beyond chance is marked.

use analysis::{
    run_chart::{self, RunChart, Signal},
    surges,
};
use askama::filters::HtmlSafe;
use documents::chart::Chart;
use jiff::civil::Date;

use super::model::{Rise, rises, told, weeks};

/// With as many reports in the last year a week has a point of its own.
const BY_WEEK: u32 = 104;
/// The most points: a year of weeks, a year and a half of four weeks each.
const MOST_WEEKS: usize = 52;

/// A chart, what can be read from it, and the same as a table.
pub(super) struct Trend {
    /// None where small counts may not be shown.
    pub(super) picture: Option<Picture>,
    pub(super) step: &'static str,
    pub(super) readings: Vec<String>,
    pub(super) rows: Vec<(String, String)>,
}

/// A chart as it stands in the page. Its writer has escaped every text in it.
pub(super) struct Picture(String);

impl std::fmt::Display for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Picture {}

struct Point {
    name: String,
    n: u32,
    marked: bool,
}

/// The chart of the days on which reports were raised; nothing before two steps are over. Outside triage small counts are left
/// out, and with them the picture.
pub(super) fn trend(days: &[Date], begins: Date, today: Date, watched: usize, triages: bool) -> Option<Trend> {
    let counted = weeks(days, begins, today);
    let rises = rises(&counted, watched);
    let marked = |at: usize| rises.iter().any(|(surge, _)| (surge.first..=surge.last).contains(&at));
    let skipped = counted.len().saturating_sub(MOST_WEEKS);
    let lately: u32 = counted.iter().skip(skipped).map(|(_, n)| n).sum();
    let (length, step) = if lately >= BY_WEEK { (1, "week") } else { (4, "four weeks") };
    let from = if length == 1 { skipped } else { counted.len() % length };
    let steps = counted.get(from..)?.chunks(length).enumerate().map(|(at, weeks)| Point {
        name: weeks.first().map_or_else(String::new, |(day, _)| day.strftime("%-d %b %Y").to_string()),
        n: weeks.iter().map(|(_, n)| n).sum(),
        marked: (0..length).any(|week| marked(from + at * length + week)),
    });
    let points: Vec<Point> = steps.collect();
    let values: Vec<f64> = points.iter().map(|point| f64::from(point.n)).collect();
    let chart = RunChart::of(&values).filter(|_| points.len() > 1)?;
    let mut readings: Vec<String> = rises.iter().map(|(_, rise)| words(rise, triages)).collect();
    readings.push(reading(&chart, step));
    let small = !triages && points.iter().any(|point| point.n > 0 && i64::from(point.n) < super::model::FEWEST_SHOWN);
    Some(Trend {
        picture: (!small).then(|| drawn(&points, &chart, step, &readings)),
        step,
        readings,
        rows: points.iter().rev().map(|point| (point.name.clone(), told(point.n.into(), triages))).collect(),
    })
}

fn drawn(points: &[Point], chart: &RunChart, step: &str, readings: &[String]) -> Picture {
    let named: Vec<(String, f64)> = points.iter().map(|point| (point.name.clone(), f64::from(point.n))).collect();
    let marked: Vec<usize> = points.iter().enumerate().filter(|(_, point)| point.marked).map(|(at, _)| at).collect();
    let (least, most) = (points.iter().map(|point| point.n).min().unwrap_or(0), points.iter().map(|point| point.n).max().unwrap_or(0));
    let summary = format!("From {least} to {most} reports in a step, the median {}. {}", chart.median, readings.join(" "));
    let title = format!("Reports each {step}");
    let drawn = Chart { id: "pattern", title, summary, unit: "reports", points: &named, median: Some(chart.median) };
    Picture(drawn.svg_marking(&marked, surges::RULE))
}

/// A rise in words, with the rule that marked it.
pub(super) fn words(rise: &Rise, triages: bool) -> String {
    let (from, to, rule) = (kernel::words::date(rise.from), kernel::words::date(rise.to), surges::RULE);
    if triages {
        let expected = rise.expected.round().max(1.0);
        return format!(
            "More than chance: {} reports from {from} to {to}, where about {expected} could be expected ({rule}).",
            rise.reports
        );
    }
    format!("More than chance: more reports from {from} to {to} than could be expected ({rule}).")
}

fn reading(chart: &RunChart, step: &str) -> String {
    let test = run_chart::TEST;
    match chart.signal() {
        Some(Signal::LongRun { points, .. }) => {
            format!("Its level has moved: {points} points in a row lie on one side of the median ({test}).")
        }
        Some(Signal::FewCrossings { .. }) => format!("It drifts or moves in waves: the line crosses the median seldom ({test})."),
        None if chart.is_long_enough() => format!("No lasting change of its level that is more than chance ({test})."),
        None => format!("Each point is one {step}. Too few to tell a lasting change from chance ({test}).")
            .replace("one four weeks", "four weeks"),
    }
}

#[cfg(test)]
mod unit {
    use jiff::{ToSpan, civil::date};

    use super::*;

    #[test]
    fn a_surge_is_marked_on_the_chart_with_the_name_of_its_rule() {
        let today = date(2026, 11, 23);
        let mut days: Vec<Date> = (0..10_i64).map(|at| date(2026, 1, 5).saturating_add((at * 4).weeks())).collect();
        days.extend((0..12_i64).map(|at| date(2026, 11, 2).saturating_add(at.days())));
        let trend = super::trend(&days, date(2026, 1, 5), today, 4, true).expect("a trend");
        let picture = trend.picture.expect("a picture").to_string();
        assert!(picture.contains("chart-mark") && picture.contains(surges::RULE), "{picture}");
        assert!(trend.readings[0].contains("12 reports from") && trend.readings[0].contains(surges::RULE), "{:?}", trend.readings);
        let outside = super::trend(&days, date(2026, 1, 5), today, 4, false).expect("a trend");
        assert!(
            outside.picture.is_none() && outside.rows.iter().all(|(_, n)| n == "fewer than 5" || n == "12" || n == "0"),
            "{:?}",
            outside.rows
        );
        assert!(!outside.readings[0].contains("12"), "{:?}", outside.readings);
        assert!(super::trend(&[], today, today, 1, true).is_none());
    }
}
