//! Puts made-up reports together, to measure how long it takes: `time cargo run --release -p analysis --example patterns [N]`.
//! Their vectors lie around so many middles by a seed; the sentence model is not asked.

use analysis::{
    likeness::Vector,
    patterns::{Report, patterns},
};

/// A direction as it is stored: scale, length, numbers of eight bits.
fn direction(middle: u64, seed: u64, width: u16) -> Vec<u8> {
    let number = |of: u64, at: u16| {
        let mixed = (of.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(at)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (((mixed ^ (mixed >> 29)).wrapping_mul(0x94D0_49BB_1331_11EB) >> 40) % 121) as i32 - 60
    };
    let numbers: Vec<i8> = (0..width).map(|at| (number(middle, at) + number(seed, at)) as i8).collect();
    let length = numbers.iter().map(|number| f32::from(*number).powi(2)).sum::<f32>().sqrt();
    let mut bytes = (1.0 / length).to_le_bytes().to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    bytes
}

fn main() {
    let n: u64 = std::env::args().nth(1).and_then(|typed| typed.parse().ok()).unwrap_or(10_000);
    let vector = |at: u64| {
        let (middle, seed) = (at % 700 + 1, at + 1_000);
        Vector::from_bytes(&[direction(middle, seed, 384), direction(middle + 5_000, seed + 500_000, 886), vec![0; 4]].concat())
    };
    let vectors: Vec<Vector> = (0..n).filter_map(vector).collect();
    let reports: Vec<Report<'_>> = (1..).zip(&vectors).map(|(number, vector)| Report { number, vector }).collect();
    let found = patterns(&reports, |_, _| true).unwrap_or_default();
    let largest = found.first().map_or(0, |pattern| pattern.reports.len());
    println!("{} reports, {} patterns, the largest of {largest}", reports.len(), found.len());
}
