//! The group's figures on its start page: four numbers, and one run chart of the issues of each month.

use analysis::run_chart::{self, RunChart, Signal};
use askama::filters::HtmlSafe;
use documents::chart::Chart;
use issues::{holding::Tally, issues::Figures};
use jiff::{ToSpan, civil::Date};
use kernel::words;

/// A number with what it counts, and where that is.
pub(super) struct Figure {
    pub(super) n: String,
    pub(super) what: String,
    pub(super) href: Option<String>,
}

impl Figure {
    pub(super) fn new(n: impl Into<String>, what: impl Into<String>, href: Option<String>) -> Self {
        Self { n: n.into(), what: what.into(), href }
    }
}

/// Raised, answered, the median of days to a first answer, the oldest that is open. `list` is where issues are, for who may
/// read them.
pub(super) fn four(figures: &Figures, oldest: Option<(String, Date)>, today: Date, list: Option<&str>) -> Vec<Figure> {
    let median = match run_chart::median_of_counts(&figures.waits) {
        Some(days) => Figure::new(format!("{days} {}", if days == 1.0 { "day" } else { "days" }), "to a first answer, the median", None),
        None => Figure::new("–", "to a first answer: none is answered yet", None),
    };
    let oldest = match oldest {
        Some((reference, raised_on)) => {
            let days = (today - raised_on).get_days().max(0);
            let href = list.map(|list| format!("{list}/{reference}"));
            Figure::new(
                words::count(days.unsigned_abs().into(), "day", "days"),
                format!("since the oldest open one was raised, {reference}"),
                href,
            )
        }
        None => Figure::new("–", "since the oldest open one was raised: none is open", None),
    };
    vec![
        Figure::new(words::thousands(figures.counts.total()), "issues raised", list.map(str::to_owned)),
        Figure::new(words::thousands(figures.answered()), "answered", None),
        median,
        oldest,
    ]
}

/// How many outcomes held, of those that reporters were asked about; none before somebody could be asked.
pub(super) fn held(tally: Tally, base: &str) -> Option<Figure> {
    let what = format!("outcomes have held; {} came back, {} not known", tally.came_back, tally.unknown);
    (tally.total() > 0).then(|| Figure::new(format!("{} of {}", tally.held, tally.total()), what, Some(format!("{base}/said-and-done"))))
}

/// The chart of a page, and all that it says in words.
pub(super) struct Trend {
    pub(super) picture: Picture,
    /// What can be read from it.
    pub(super) reading: String,
    /// The same as a table: month, issues.
    pub(super) rows: Vec<(String, i64)>,
}

/// A chart as it stands in the page. Its writer has escaped every text in it.
pub(super) struct Picture(String);

impl std::fmt::Display for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Picture {}

/// The most months that are drawn.
const MONTHS: usize = 24;

/// The issues of each month that is over, from the group's first to the last, at most two years back. `None` before two
/// months are over.
pub(super) fn trend(months: &[(String, i64)], today: Date) -> Option<Trend> {
    let rows = whole_months(months, today);
    if rows.len() < 2 {
        return None;
    }
    let points: Vec<(String, f64)> = rows.iter().map(|(month, n)| (month.clone(), count(*n))).collect();
    let chart = RunChart::of(&points.iter().map(|(_, n)| *n).collect::<Vec<_>>())?;
    let (least, most) = (rows.iter().map(|(_, n)| n).min()?, rows.iter().map(|(_, n)| n).max()?);
    let (first, last) = (&rows.first()?.0, &rows.last()?.0);
    let reading = reading(&chart);
    let summary = format!("{first} to {last}: from {least} to {most} issues a month, the median {}. {reading}", chart.median);
    let title = "Issues raised each month".to_owned();
    let drawn = Chart { id: "issues-a-month", title, summary, unit: "issues", points: &points, median: Some(chart.median) };
    Some(Trend { picture: Picture(drawn.svg()), reading, rows: rows.into_iter().rev().collect() })
}

/// A count is far below what an `f64` counts one by one.
fn count(n: i64) -> f64 {
    i32::try_from(n).map_or(f64::from(i32::MAX), f64::from)
}

/// The months that are over, with those in which nothing was raised.
fn whole_months(months: &[(String, i64)], today: Date) -> Vec<(String, i64)> {
    let this = today.first_of_month();
    let Some(first) = months.first().and_then(|(month, _)| format!("{month}-01").parse::<Date>().ok()) else { return Vec::new() };
    let earliest = this.checked_sub(i64::try_from(MONTHS).unwrap_or(0).months()).unwrap_or(first);
    let mut month = first.max(earliest);
    let mut rows = Vec::new();
    while month < this {
        let key = month.strftime("%Y-%m").to_string();
        let n = months.iter().find(|(other, _)| *other == key).map_or(0, |(_, n)| *n);
        rows.push((month.strftime("%b %Y").to_string(), n));
        let Ok(next) = month.checked_add(1.month()) else { break };
        month = next;
    }
    rows
}

fn reading(chart: &RunChart) -> String {
    let test = run_chart::TEST;
    match chart.signal() {
        Some(Signal::LongRun { points, .. }) => {
            format!("More than chance: {points} months in a row lie on one side of the median ({test}).")
        }
        Some(Signal::FewCrossings { crossings, at_least }) => {
            let times = if crossings == 1 { "once".to_owned() } else { format!("{crossings} times") };
            format!("More than chance: the line crosses the median only {times}, where chance gives {at_least} or more ({test}).")
        }
        None if chart.is_long_enough() => format!("No lasting change that is more than chance ({test})."),
        None => format!("Too few months to tell a change from chance ({test}: at least {}).", run_chart::FEWEST_USEFUL),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn months(of: &[(&str, i64)]) -> Vec<(String, i64)> {
        of.iter().map(|(month, n)| ((*month).to_owned(), *n)).collect()
    }

    #[test]
    fn months_without_an_issue_count_and_the_present_one_does_not() {
        let rows = whole_months(&months(&[("2026-08", 3), ("2026-10", 5), ("2026-11", 2)]), date(2026, 11, 22));
        assert_eq!(rows, months(&[("Aug 2026", 3), ("Sep 2026", 0), ("Oct 2026", 5)]));
        assert_eq!(whole_months(&[], date(2026, 11, 22)), []);
        assert_eq!(whole_months(&months(&[("2019-01", 3)]), date(2026, 11, 22)).len(), MONTHS);
    }

    #[test]
    fn a_trend_says_in_words_what_the_picture_shows() {
        let trend = trend(&months(&[("2026-08", 3), ("2026-10", 5)]), date(2026, 11, 22)).expect("a trend");
        assert_eq!(trend.rows[0], ("Oct 2026".to_owned(), 5));
        assert!(trend.reading.starts_with("Too few months"), "{}", trend.reading);
        let picture = trend.picture.to_string();
        assert!(picture.contains("Aug 2026 to Oct 2026: from 0 to 5 issues a month, the median 3."), "{picture}");
        assert!(super::trend(&months(&[("2026-10", 5)]), date(2026, 11, 22)).is_none());
        let rising: Vec<_> = (0..24).map(|at| (format!("20{}-{:02}", 24 + at / 12, 1 + at % 12), i64::from(at))).collect();
        assert!(super::trend(&rising, date(2026, 1, 5)).expect("a trend").reading.starts_with("More than chance: 12 months"));
    }

    #[test]
    fn what_held_is_told_once_somebody_could_be_asked() {
        assert!(held(Tally::default(), "/nm").is_none());
        let figure = held(Tally { held: 9, came_back: 2, unknown: 3 }, "/nm").expect("a figure");
        assert_eq!((figure.n.as_str(), figure.what.as_str()), ("9 of 14", "outcomes have held; 2 came back, 3 not known"));
    }

    #[test]
    fn the_four_numbers_say_so_where_there_is_none() {
        let none = four(&Figures::default(), None, date(2026, 11, 22), None);
        assert_eq!(none.iter().map(|figure| figure.n.as_str()).collect::<Vec<_>>(), ["0", "0", "–", "–"]);
        let some = Figures { waits: vec![(3, 1), (8, 1)], ..Figures::default() };
        let four = four(&some, Some(("NM-0001".into(), date(2026, 11, 2))), date(2026, 11, 22), Some("/nm/issues"));
        assert_eq!(four.iter().map(|figure| figure.n.as_str()).collect::<Vec<_>>(), ["0", "2", "5.5 days", "20 days"]);
        assert_eq!(four[3].href.as_deref(), Some("/nm/issues/NM-0001"));
    }
}
