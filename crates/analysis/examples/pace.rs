//! How long the detector takes for 1,000 characters: reads lines from standard input, joins them to texts of that length,
//! and prints the median, the 95th percentile and the slowest of many.

use std::{io::Read, time::Instant};

#[expect(clippy::disallowed_methods, reason = "a measurement by hand, not a part of the program")]
fn main() {
    let mut all = String::new();
    if std::io::stdin().read_to_string(&mut all).is_err() {
        return;
    }
    let chars: Vec<char> = all.replace('\n', " ").chars().cycle().take(if all.is_empty() { 0 } else { 400_000 }).collect();
    let texts: Vec<String> = chars.chunks(1_000).map(|piece| piece.iter().collect()).collect();
    std::hint::black_box(analysis::identifiers::find("made ready once"));
    let mut times: Vec<_> = texts
        .iter()
        .cycle()
        .take(texts.len() * 5)
        .map(|text| {
            let begun = Instant::now();
            std::hint::black_box(analysis::identifiers::find(text));
            begun.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!(
        "{} texts of 1,000 characters: median {} µs, 95th percentile {} µs, slowest {} µs",
        times.len(),
        at(50),
        at(95),
        times.last().copied().unwrap_or_default()
    );
}
