//! How many identifiers are found in made-up sentences, and how many clean sentences are stopped.
//!
//! `cargo test --release -p analysis --test identifiers -- --nocapture` prints the figures that stand in
//! `bench/README.md`. The floors are the project's promise.

mod make;
mod names;
mod sentences;

use std::collections::BTreeMap;

use analysis::identifiers::{self, Kind, Severity};
use make::Seed;
use names::ORIGINS;
use sentences::{FIRST, SECOND, Set};

/// What came of one sort of sentence.
#[derive(Default)]
struct Tally {
    of: usize,
    hit: usize,
    missed: Vec<String>,
}

impl Tally {
    fn count(&mut self, hit: bool, text: String) {
        self.of += 1;
        self.hit += usize::from(hit);
        if !hit && self.missed.len() < 12 {
            self.missed.push(text);
        }
    }

    fn share(&self) -> f64 {
        100.0 * self.hit as f64 / self.of as f64
    }
}

fn has(text: &str, wanted: &[Kind], severity: Option<Severity>) -> bool {
    identifiers::find(text)
        .iter()
        .any(|finding| wanted.contains(&finding.kind) && severity.is_none_or(|severity| finding.severity == severity))
}

/// All tallies of a set of sentences.
fn run(set: &Set) -> BTreeMap<String, Tally> {
    let mut tallies = BTreeMap::<String, Tally>::new();
    let mut seed = Seed(2026);
    let block = Some(Severity::Block);
    let numbers = [Kind::Chi, Kind::NhsNumber, Kind::HcNumber];
    for at in 0..1400 {
        let mut put = |name: &str, templates: &[&str], value: String, kinds: &[Kind], severity: Option<Severity>| {
            let text = templates[at / 20 % templates.len()].replace('#', &value);
            let hit = has(&text, kinds, severity);
            tallies.entry(name.to_owned()).or_default().count(hit, text);
        };
        let (old, new, nhs, hc) = (seed.chi(false), seed.chi(true), seed.nhs(false), seed.nhs(true));
        put("CHI, Mod 11", set.numbers, make::number(at, &old), &numbers, block);
        put("CHI, Mod 10", set.numbers, make::number(at, &new), &numbers, block);
        put("NHS", set.numbers, make::nhs_number(at, &nhs), &numbers, block);
        put("H&C", set.numbers, make::nhs_number(at, &hc), &numbers, block);
        put("date of birth", set.births, make::date(at, &mut seed), &[Kind::BirthDate], block);
        put("postcode", set.postcodes, make::postcode(at, &mut seed), &[Kind::Postcode], block);
        put("phone", set.telephones, make::telephone(at, &mut seed), &[Kind::Phone], block);
        put("mail", set.mails, make::mail(at, &mut seed), &[Kind::Mail], block);
        put("address", set.addresses, make::address(at, &mut seed), &[Kind::Address], block);
        let surgeon = format!("{} {}", seed.of(&["Mr", "Miss", "Ms"]), make::person(at, &mut seed).1);
        let text = set.surgeons[at / 8 % set.surgeons.len()].replace('#', &surgeon);
        let found = identifiers::find(&text);
        let hit = !identifiers::blocks(&found) && found.iter().any(|finding| finding.kind == Kind::Name);
        tallies.entry("surgeon: asked, not blocked".into()).or_default().count(hit, text);
    }
    for (origin, (name, ..)) in ORIGINS.iter().enumerate() {
        for at in 0..480 {
            let value = make::titled(at, &mut seed, origin);
            let text = set.titled[at / 16 % set.titled.len()].replace('#', &value);
            let hit = has(&text, &[Kind::Name], block);
            tallies.entry("titled name".into()).or_default().count(hit, text.clone());
            tallies.entry(format!("titled name, {name}")).or_default().count(hit, text);
            let (given, surname) = make::person(origin, &mut seed);
            let text = set.bare[at % set.bare.len()].replace('@', &given).replace('#', if at % 3 == 0 { &surname } else { &given });
            let hit = has(&text, &[Kind::BareName], None);
            tallies.entry("bare name".into()).or_default().count(hit, text.clone());
            tallies.entry(format!("bare name, {name}")).or_default().count(hit, text);
        }
    }
    for at in 0..2400 {
        let one = set.clean[at % set.clean.len()].replace('%', &(2 + seed.below(8)).to_string());
        let text = if at % 3 == 0 {
            one
        } else {
            format!("{one}. {}", set.clean[seed.below(set.clean.len())].replace('%', &(2 + seed.below(8)).to_string()))
        };
        let found = identifiers::find(&text);
        tallies.entry("clean: not blocked".into()).or_default().count(!identifiers::blocks(&found), text.clone());
        tallies.entry("clean: nothing at all".into()).or_default().count(found.is_empty(), text);
    }
    tallies
}

#[test]
fn what_is_promised_is_found_and_clean_notes_pass() {
    let floors: [(&str, f64); 14] = [
        ("CHI, Mod 11", 99.5),
        ("CHI, Mod 10", 99.5),
        ("NHS", 99.5),
        ("H&C", 99.5),
        ("date of birth", 97.0),
        ("postcode", 98.0),
        ("phone", 97.0),
        ("mail", 97.0),
        ("address", 90.0),
        ("titled name", 92.0),
        ("bare name", 80.0),
        ("surgeon: asked, not blocked", 97.0),
        ("clean: not blocked", 99.5),
        ("clean: nothing at all", 97.0),
    ];
    for (name, set) in [("first", &FIRST), ("second", &SECOND)] {
        let tallies = run(set);
        println!("\n{name} set");
        for (what, tally) in &tallies {
            println!("| {what} | {} | {:.1} % |", tally.of, tally.share());
            for text in tally.missed.iter().filter(|_| !what.starts_with("titled name, ")) {
                println!("      {text:?}");
            }
        }
        for (what, floor) in floors {
            assert!(tallies[what].share() >= floor, "{name} set: {what} {:.2} % of {}", tallies[what].share(), tallies[what].of);
        }
        for sort in ["titled name, ", "bare name, "] {
            let shares = || tallies.iter().filter(|(what, _)| what.starts_with(sort)).map(|(_, tally)| tally.share());
            let (least, most) = (shares().fold(100.0, f64::min), shares().fold(0.0, f64::max));
            assert!(most - least <= 3.0, "{name} set: {sort} from {least:.1} % to {most:.1} %");
        }
    }
}
