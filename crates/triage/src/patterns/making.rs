//! From reports with their vectors to patterns: put together, matched with what was known, named, counted.

use std::collections::{HashMap, HashSet};

use analysis::{
    likeness::{Engine, Vector},
    patterns::{self, Known, Report, Text},
};
use issues::likeness::Placed;
use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

use super::model::{Counts, LATELY, Rise, WEEKS, monday, rises, weeks};

/// With fewer reports in all a pattern's weeks are not watched.
const FEWEST_WATCHED: usize = 3;
/// Within larger patterns nobody is told which report is nearest to which: there are too many pairs.
const MOST_PAIRED: usize = 400;
/// Telling words of a name.
const WORDS: usize = 3;

/// A pattern as it was known: its key and the numbers of its reports.
#[derive(Clone, Debug)]
pub(super) struct Former {
    pub(super) id: Uuid,
    pub(super) reports: Vec<i64>,
}

/// A report within a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) issue: Uuid,
    pub(super) number: i64,
    /// The number of the report that is likest to it.
    pub(super) near: Option<i64>,
}

/// A pattern as it is today.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The one that it goes on from.
    pub(super) former: Option<Uuid>,
    pub(super) reports: Vec<Member>,
    pub(super) fault: String,
    pub(super) telling: String,
    pub(super) counts: Counts,
    pub(super) surge: Option<Rise>,
}

/// All patterns of a group.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) patterns: Vec<Made>,
    pub(super) begins_on: Date,
    pub(super) watched: usize,
}

/// Puts the reports together. `tell` hears how far it is and may stop it.
pub(super) fn made(reports: &[Placed], former: &[Former], today: Date, tell: impl FnMut(usize, usize) -> bool) -> Option<Whole> {
    let open: Vec<Report<'_>> =
        reports.iter().filter(|report| report.open).map(|report| Report { number: report.number, vector: &report.vector }).collect();
    let found = patterns::patterns(&open, tell)?;
    let by_number: HashMap<i64, &Placed> = reports.iter().map(|report| (report.number, report)).collect();
    let mut members: Vec<Vec<&Placed>> =
        found.iter().map(|pattern| pattern.reports.iter().filter_map(|number| by_number.get(number).copied()).collect()).collect();
    // What is dealt with stands with the pattern that it would join.
    for closed in reports.iter().filter(|report| !report.open) {
        let place = closed.vector.place();
        let costs = found.iter().enumerate().filter_map(|(at, pattern)| Some((at, pattern.takes(&place)?)));
        if let Some((at, _)) = costs.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0))) {
            members[at].push(closed);
        }
    }
    let known: Vec<Known<'_>> = former.iter().map(|former| Known { reports: &former.reports }).collect();
    let numbers: Vec<Vec<i64>> = members.iter().map(|members| members.iter().map(|report| report.number).collect()).collect();
    let goes_on = patterns::kept(&known, &numbers);
    let names = names(&members);
    let first = reports.iter().map(|report| report.raised_on).min().unwrap_or(today);
    let begins_on = monday(first.max(today.saturating_sub(WEEKS.weeks())));
    let watched = members.iter().filter(|members| members.len() >= FEWEST_WATCHED).count().max(1);
    let patterns = members.into_iter().zip(goes_on).zip(names).map(|((members, goes_on), (fault, telling))| Made {
        former: goes_on.and_then(|at| former.get(at)).map(|former| former.id),
        counts: counts(&members, today),
        surge: lately(&members, begins_on, today, watched),
        reports: paired(&members),
        fault,
        telling,
    });
    Some(Whole { patterns: patterns.collect(), begins_on, watched })
}

/// The kind of fault and the telling words of each. Of a report with a wording of the group's only that is read.
fn names(members: &[Vec<&Placed>]) -> Vec<(String, String)> {
    let wordings: Vec<Vec<(String, bool)>> = members.iter().map(|members| members.iter().map(|report| read(report)).collect()).collect();
    let texts: Vec<Vec<Text<'_>>> =
        wordings.iter().map(|wordings| wordings.iter().map(|(text, own)| Text { text, own: *own }).collect()).collect();
    let fault = |members: &Vec<&Placed>| {
        let vectors: Vec<&Vector> = members.iter().map(|report| &report.vector).collect();
        // Of one report alone the kind of fault is a guess.
        Engine::get().fault_of(&vectors).filter(|_| vectors.len() > 1).unwrap_or_default().to_owned()
    };
    let telling = patterns::telling(&texts, WORDS).into_iter().map(|words| words.join(", "));
    members.iter().map(fault).zip(telling).collect()
}

fn read(report: &Placed) -> (String, bool) {
    match (&report.group_title, &report.group_text) {
        (None, None) => (report.words.clone(), false),
        (title, text) => ([title.as_deref(), text.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n"), true),
    }
}

fn counts(members: &[&Placed], today: Date) -> Counts {
    let count = |test: &dyn Fn(&Placed) -> bool| i64::try_from(members.iter().filter(|report| test(report)).count()).unwrap_or(i64::MAX);
    let (lately, before) = (today.saturating_sub(LATELY.weeks()), today.saturating_sub((2 * LATELY).weeks()));
    let places: HashSet<String> = members.iter().filter_map(|report| report.workplace.as_deref()).map(str::to_lowercase).collect();
    Counts {
        open: count(&|report| report.open),
        all: count(&|_| true),
        lately: count(&|report| report.raised_on > lately),
        before: count(&|report| report.raised_on > before && report.raised_on <= lately),
        places: i64::try_from(places.len()).unwrap_or(i64::MAX),
        primary: count(&|report| matches!(report.sector.as_deref(), Some("primary" | "out-of-hours"))),
        secondary: count(&|report| report.sector.as_deref() == Some("secondary")),
    }
}

/// The latest surge, if it is not long over.
fn lately(members: &[&Placed], begins: Date, today: Date, watched: usize) -> Option<Rise> {
    let days: Vec<Date> = members.iter().map(|report| report.raised_on).collect();
    let latest = rises(&weeks(&days, begins, today), watched).pop()?.1;
    (latest.to >= today.saturating_sub(LATELY.weeks())).then_some(latest)
}

/// Each report with the one that is likest to it, in the order of their numbers.
fn paired(members: &[&Placed]) -> Vec<Member> {
    let places: Vec<Vec<f32>> =
        if members.len() <= MOST_PAIRED { members.iter().map(|report| report.vector.place()).collect() } else { Vec::new() };
    let near = |at: usize| {
        let own = places.get(at)?;
        let agreement = |other: &Vec<f32>| own.iter().zip(other).map(|(a, b)| a * b).sum::<f32>();
        let others = places.iter().enumerate().filter(|(other, _)| *other != at).map(|(other, place)| (other, agreement(place)));
        let (other, _) = others.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        members.get(other).map(|report| report.number)
    };
    let member = |(at, report): (usize, &&Placed)| Member { issue: report.issue, number: report.number, near: near(at) };
    let mut paired: Vec<Member> = members.iter().enumerate().map(member).collect();
    paired.sort_by_key(|member| member.number);
    paired
}
