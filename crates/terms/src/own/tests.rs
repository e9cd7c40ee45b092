//! Our own terms are whole, and our own.

use std::{collections::BTreeSet, path::Path};

use super::{TEMPLATE, all, help};
use crate::frequency;

/// Every clause that terms of reference have, by its heading.
const CLAUSES: [&str; 20] = [
    "Background",
    "Aim",
    "Membership",
    "What our membership should cover",
    "Roles and remit",
    "Themes and triage",
    "What we promise to those who raise an issue",
    "Meetings",
    "Decisions between meetings",
    "Minutes",
    "Reporting",
    "Cascading",
    "Sense-checking",
    "Adverse events",
    "Workstreams",
    "Work shadowing and shared learning",
    "Appraisal and quality improvement",
    "Time, backfill and job plans",
    "Confidentiality",
    "Review of these terms",
];

/// The headings, as the module says what one is; the first line is the title.
fn headings() -> Vec<&'static str> {
    let short = |line: &&str| line.chars().count() <= 60 && !line.ends_with(['.', '?', ':']) && !line.starts_with(['·', '[']);
    TEMPLATE.lines().skip(1).filter(|line| !line.is_empty()).filter(short).collect()
}

#[test]
fn every_clause_is_there_and_says_something() {
    assert_eq!(headings(), CLAUSES);
    let lines = TEMPLATE.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>();
    for two in lines.windows(2) {
        assert!(!(CLAUSES.contains(&two[0]) && CLAUSES.contains(&two[1])), "{} is empty", two[0]);
    }
    assert!(lines.iter().all(|line| line.trim() == *line) && !CLAUSES.contains(lines.last().expect("a line")));
    let words = TEMPLATE.split_whitespace().count();
    assert!((800..=1_400).contains(&words), "{words} words are not about two pages");
}

#[test]
fn what_is_to_be_filled_in_stands_in_brackets_on_one_line() {
    let mut slots = BTreeSet::new();
    for line in TEMPLATE.lines() {
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('[') {
            assert!(!before.contains(']'), "{line}");
            let (slot, after) = after.split_once(']').expect("a bracket that closes");
            assert!(!slot.is_empty() && !slot.contains('[') && slot.trim() == slot, "{line}");
            slots.insert(slot);
            rest = after;
        }
        assert!(!rest.contains(']'), "{line}");
    }
    for slot in [
        "health board",
        "how often the group meets",
        "group that the Interface Group reports to",
        "group above that, if applicable",
        "list the groups that get the minute",
        "list the networks",
        "quorum",
        "days",
        "detail of backfill and job plans",
    ] {
        assert!(slots.contains(slot), "{slot} in {slots:?}");
    }
}

#[test]
fn every_section_has_its_help_and_no_help_stands_alone() {
    assert_eq!(all().iter().map(|help| help.headings[0].as_str()).collect::<Vec<_>>(), CLAUSES);
    for heading in CLAUSES {
        let help = help(heading).expect(heading);
        assert!(help.sentence.ends_with('.') && help.example.ends_with('.'), "{heading}");
        assert!(!help.example.contains('[') && !TEMPLATE.contains(&help.example), "{heading}");
    }
    let names = all().iter().flat_map(|help| &help.headings).map(|heading| super::plain(heading)).collect::<Vec<_>>();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn help_is_found_by_what_others_call_a_section() {
    for (heading, ours) in [
        ("FREQUENCY OF MEETINGS", "Meetings"),
        ("4. Reporting structures:", "Reporting"),
        ("Cascading Structures", "Cascading"),
        ("sense checking", "Sense-checking"),
        ("Recommendations", "What our membership should cover"),
    ] {
        assert_eq!(help(heading).expect(heading).headings[0], ours);
    }
    assert!(help("Catering").is_none() && help("").is_none());
}

#[test]
fn the_example_of_how_often_is_one_that_is_understood() {
    let example = &help("Meetings").expect("help").example;
    let said = example.strip_prefix("We meet ").and_then(|rest| rest.split_once(", and need")).expect("how often").0;
    assert_eq!(frequency::read(said).map(|frequency| frequency.words()).as_deref(), Ok(said));
}

/// Runs of eight words.
fn shingles(text: &str) -> BTreeSet<Vec<String>> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.collect::<Vec<_>>().windows(8).map(<[String]>::to_vec).collect()
}

#[test]
fn no_eight_words_in_a_row_are_those_of_the_template_that_groups_were_given() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/mission");
    let folder = std::env::var_os("GIVEN_TEMPLATE").map_or(beside, Into::into);
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: GIVEN_TEMPLATE names no folder with the text to compare with");
        return;
    };
    let given = files.flatten().filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect::<Vec<_>>();
    assert!(!given.is_empty(), "a text in the folder");
    let theirs = given.iter().flat_map(|text| shingles(text)).collect::<BTreeSet<_>>();
    let help = all().iter().flat_map(|help| [help.sentence.as_str(), &help.example]);
    for ours in help.chain(TEMPLATE.lines()).flat_map(shingles) {
        assert!(!theirs.contains(&ours), "{}", ours.join(" "));
    }
}
