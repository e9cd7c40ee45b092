//! Patterns of made-up reports: the same whatever the order, few that move when few come, and how well they meet labels.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;

use super::*;
use crate::likeness::{Abbreviations, Engine, Vector};

const TWINS: &str = include_str!("../likeness/twins.txt");
const HELD_OUT: &str = include_str!("../themes/held_out.txt");

/// Texts with the label of their topic.
fn twins() -> Vec<(String, &'static str)> {
    let mut topic = String::new();
    let mut out = Vec::new();
    for line in TWINS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(name) => topic = name.to_owned(),
            None => out.push((topic.clone(), line)),
        }
    }
    out
}

fn held_out() -> Vec<(String, &'static str)> {
    let line = |line: &'static str| line.split_once('|').and_then(|(theme, rest)| Some((theme.to_owned(), rest.split_once('|')?.1)));
    HELD_OUT.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect()
}

fn vectors<'a>(engine: &Engine, texts: impl Iterator<Item = &'a str>) -> Vec<Vector> {
    let table = Abbreviations::default();
    texts.map(|text| engine.vector(text, &table)).collect()
}

fn reports(vectors: &[Vector]) -> Vec<Report<'_>> {
    (1..).zip(vectors).map(|(number, vector)| Report { number, vector }).collect()
}

fn found(reports: &[Report<'_>]) -> Vec<Vec<i64>> {
    patterns(reports, |_, _| true).expect("nobody stopped it").into_iter().map(|pattern| pattern.reports).collect()
}

/// V-measure and adjusted Rand index.
fn measures(labels: &[String], patterns: &[Vec<i64>]) -> (f64, f64) {
    let mut table: BTreeMap<(&str, usize), f64> = BTreeMap::new();
    let (mut of_label, mut of_pattern) = (BTreeMap::<&str, f64>::new(), BTreeMap::<usize, f64>::new());
    for (at, pattern) in patterns.iter().enumerate() {
        for number in pattern {
            let label = labels[*number as usize - 1].as_str();
            *table.entry((label, at)).or_default() += 1.0;
            *of_label.entry(label).or_default() += 1.0;
            *of_pattern.entry(at).or_default() += 1.0;
        }
    }
    let n = labels.len() as f64;
    let entropy = |counts: &mut dyn Iterator<Item = f64>| -counts.map(|c| c / n * (c / n).ln()).sum::<f64>();
    let (h_label, h_pattern) = (entropy(&mut of_label.values().copied()), entropy(&mut of_pattern.values().copied()));
    let both = entropy(&mut table.values().copied());
    let (homogeneous, complete) = (1.0 - (both - h_pattern) / h_label, 1.0 - (both - h_label) / h_pattern);
    let pairs = |counts: &mut dyn Iterator<Item = f64>| counts.map(|c| c * (c - 1.0) / 2.0).sum::<f64>();
    let (a, b, c) = (pairs(&mut of_label.values().copied()), pairs(&mut of_pattern.values().copied()), pairs(&mut table.values().copied()));
    let chance = a * b / pairs(&mut std::iter::once(n));
    (2.0 * homogeneous * complete / (homogeneous + complete), (c - chance) / ((a + b) / 2.0 - chance))
}

#[test]
fn patterns_meet_what_people_would_put_together() {
    for (name, texts, least) in [("twins", twins(), (0.82, 0.26)), ("held out, themes", held_out(), (0.6, 0.02))] {
        let labels: Vec<String> = texts.iter().map(|(label, _)| label.clone()).collect();
        let vectors = vectors(Engine::get(), texts.iter().map(|(_, text)| *text));
        let patterns = found(&reports(&vectors));
        let (v, rand) = measures(&labels, &patterns);
        println!(
            "{name}: {} texts, {} labels, {} patterns, V {v:.2}, ARI {rand:.2}",
            labels.len(),
            labels.iter().collect::<BTreeSet<_>>().len(),
            patterns.len()
        );
        assert!(v >= least.0 && rand >= least.1, "{name}: {v} {rand}");
    }
}

/// Texts from elsewhere, a line each with the label before a tab: `PATTERNS_YARDSTICK=file.tsv cargo test -p analysis --lib yardstick -- --nocapture`.
#[test]
fn a_yardstick_of_patterns_is_measured_where_one_is_given() {
    let Some(path) = std::env::var_os("PATTERNS_YARDSTICK") else { return };
    let file = std::fs::read_to_string(path).expect("a file");
    let lines: Vec<(&str, &str)> = file.lines().filter_map(|line| line.split_once('\t')).collect();
    let labels: Vec<String> = lines.iter().map(|(label, _)| (*label).to_owned()).collect();
    let vectors = vectors(Engine::get(), lines.iter().map(|(_, text)| *text));
    let patterns = found(&reports(&vectors));
    println!("{} texts, {} patterns, V and ARI {:?}", labels.len(), patterns.len(), measures(&labels, &patterns));
}

#[test]
fn every_report_is_in_one_pattern_and_the_order_changes_nothing() {
    let texts = twins();
    let vectors = vectors(Engine::get(), texts.iter().map(|(_, text)| *text));
    let mut reports = reports(&vectors);
    let before = found(&reports);
    let mut all: Vec<i64> = before.iter().flatten().copied().collect();
    all.sort_unstable();
    assert_eq!(all, (1..=vectors.len() as i64).collect::<Vec<_>>());
    reports.reverse();
    assert_eq!(found(&reports), before);
    let mid = reports.len() / 3;
    reports.rotate_left(mid);
    assert_eq!(found(&reports), before);
    let alone = crate::likeness::Engine::words_only();
    let by_words = self::vectors(&alone, texts.iter().map(|(_, text)| *text));
    assert!(found(&self::reports(&by_words)).len() > 20, "without a model words are put together");
}

#[test]
fn few_that_come_move_few_that_are_there() {
    let texts = twins();
    let vectors = vectors(Engine::get(), texts.iter().map(|(_, text)| *text));
    let all = reports(&vectors);
    let (mut moved, mut there) = (0, 0);
    // Each time another twentieth of the reports has not come yet.
    for turn in 0..10 {
        let fewer: Vec<Report<'_>> = all.iter().enumerate().filter(|(at, _)| at % 20 != turn).map(|(_, report)| *report).collect();
        let (before, after) = (found(&fewer), found(&all));
        let known: Vec<Known<'_>> = before.iter().map(|reports| Known { reports }).collect();
        let goes_on = kept(&known, &after);
        let of = |patterns: &[Vec<i64>]| -> HashMap<i64, usize> {
            patterns.iter().enumerate().flat_map(|(at, pattern)| pattern.iter().map(move |number| (*number, at))).collect()
        };
        let (was, is) = (of(&before), of(&after));
        there += was.len();
        moved += was.iter().filter(|(number, pattern)| goes_on[is[*number]] != Some(**pattern)).count();
    }
    println!("{moved} of {there} moved when a twentieth came");
    assert!(moved * 20 <= there, "{moved} of {there} are in another pattern than before");
}

#[test]
fn it_can_be_stopped_and_tells_how_far_it_is() {
    let texts = twins();
    let vectors = vectors(Engine::get(), texts.iter().take(40).map(|(_, text)| *text));
    let (mut last, mut calls) = (0, 0);
    assert!(
        patterns(&reports(&vectors), |done, all| {
            assert!(done >= last && all == 40);
            (last, calls) = (done, calls + 1);
            true
        })
        .is_some()
    );
    assert!(last > 30 && calls >= 40);
    let mut left = 5;
    let stopped = patterns(&reports(&vectors), |_, _| {
        left -= 1;
        left > 0
    });
    assert_eq!((stopped, left), (None, 0));
    assert_eq!(patterns(&[], |_, _| false), Some(Vec::new()));
}

#[test]
fn a_report_of_before_is_taken_where_it_belongs() {
    let texts =
        ["The discharge letter never came to the practice.", "We never got the discharge letter.", "Nobody answers the switchboard."];
    let vectors = vectors(Engine::get(), texts.into_iter().chain(["No discharge letter reached us at the practice."]));
    let patterns = patterns(&reports(&vectors[..3]), |_, _| true).expect("nobody stopped it");
    let costs: Vec<Option<f32>> = patterns.iter().map(|pattern| pattern.takes(&vectors[3].place())).collect();
    assert_eq!(patterns[0].reports, [1, 2]);
    assert!(costs[0].is_some() && costs[1].is_none(), "{costs:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Nothing that changed keeps its name for another, and what stayed as it was keeps it, in whatever order all stands.
    #[test]
    fn a_pattern_that_stays_as_it_is_stays_the_same_one(of in prop::collection::vec(0_usize..8, 1..60), moves in prop::collection::vec((0_usize..60, 0_usize..8), 0..4)) {
        let groups = |of: &[usize]| -> Vec<Vec<i64>> {
            let mut groups = vec![Vec::new(); 8];
            of.iter().enumerate().for_each(|(at, group)| groups[*group].push(at as i64));
            groups.into_iter().filter(|group| !group.is_empty()).collect()
        };
        let before = groups(&of);
        let mut now = of.clone();
        for (at, to) in moves {
            if let Some(group) = now.get_mut(at) { *group = to }
        }
        let after = groups(&now);
        let known: Vec<Known<'_>> = before.iter().map(|reports| Known { reports }).collect();
        let goes_on = kept(&known, &after);
        let used: Vec<usize> = goes_on.iter().flatten().copied().collect();
        prop_assert_eq!(used.iter().collect::<BTreeSet<_>>().len(), used.len(), "one pattern goes on in one pattern");
        for (at, reports) in after.iter().enumerate() {
            if let Some(same) = before.iter().position(|former| former == reports) {
                prop_assert_eq!(goes_on[at], Some(same));
            }
            if let Some(former) = goes_on[at] {
                prop_assert!(reports.iter().any(|number| before[former].contains(number)));
            }
        }
        // In another order of the patterns of today each goes on from the same one.
        let turned: Vec<Vec<i64>> = after.iter().rev().cloned().collect();
        let again: Vec<Option<usize>> = kept(&known, &turned).into_iter().rev().collect();
        prop_assert_eq!(again, goes_on);
    }
}

#[test]
fn names_are_telling_and_nobodys() {
    let raw = |text| Text { text, own: false };
    let letters = vec![
        raw("Discharge letters never reach us, Hamish Petrie had none in May"),
        raw("No discharge letter again. We asked Petrie twice."),
        raw("Where is the discharge letter? The ward round with Petrie ended it."),
        Text { text: "Letters after discharge\nDischarge letters do not reach practices.", own: true },
    ];
    let phones =
        vec![raw("The switchboard rings out"), raw("switchboard keeps us waiting"), raw("Nobody at the switchboard for Petrie, quizzical")];
    let names = telling(&[letters, phones], 3);
    assert!(names[0].contains(&"discharge".to_owned()) && names[1] == ["switchboard"], "{names:?}");
    assert!(names.iter().flatten().all(|word| word != "petrie" && word != "quizzical" && word != "hamish"), "{names:?}");
    assert_eq!(telling(&[vec![]], 3), [Vec::<String>::new()]);
}
