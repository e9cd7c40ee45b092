//! Measures the rule for surges on made-up years: `cargo run --release -p analysis --example surges [SEED]`.

use analysis::surges::{RULE, Surge, surges};

mod year;

/// So many years of each make.
const YEARS: u64 = 200;

fn main() {
    let seed: u64 = std::env::args().nth(1).and_then(|typed| typed.parse().ok()).unwrap_or(1);
    println!("{RULE}; {YEARS} years of each make and strength, seed {seed}; three surges of six weeks in each");
    for (name, strength) in [("clear", year::CLEAR), ("faint", year::FAINT)] {
        println!("\n{name}: {} times the level, and at least {} reports more\n", strength.times, strength.at_least);
        println!(
            "| reports a month | seasons | year before | surges marked | weeks until | marked elsewhere a year | years with more than one |"
        );
        println!("| ---: | ---: | --- | ---: | ---: | ---: | ---: |");
        for make in year::MAKES {
            println!("{}", row(seed, make, strength));
        }
    }
}

fn row(seed: u64, make: year::Make, strength: year::Strength) -> String {
    let (mut all, mut more) = (year::Told::default(), 0);
    for nth in 0..YEARS {
        let told = year::Year::made(seed.wrapping_mul(1_000_003).wrapping_add(nth), make, strength).judged(surges);
        all.planted += told.planted;
        all.found += told.found;
        all.weeks += told.weeks;
        all.elsewhere += told.elsewhere;
        more += u32::from(told.elsewhere > 1);
    }
    format!(
        "| {} | ±{} % | {} | {:.0} % | {:.1} | {:.2} | {:.1} % |",
        make.a_month,
        make.seasons * 100.0,
        if make.year_before { "yes" } else { "no" },
        100.0 * all.found as f64 / all.planted as f64,
        all.weeks as f64 / all.found.max(1) as f64,
        all.elsewhere as f64 / YEARS as f64,
        f64::from(more) * 100.0 / YEARS as f64,
    )
}
