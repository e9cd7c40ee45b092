//! How long an agenda takes to compose from two hundred things that wait. Prints the figures; `cargo run --release -p analysis --example agenda`.

use std::time::Instant;

use analysis::agenda::{Candidate, Pin, Room, Sides, Worth, compose};

/// Made-up candidates, the same each time.
fn candidates(n: u32) -> Vec<Candidate> {
    let mut seed = 7u32;
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    let made = |_| Candidate {
        minutes: 5 + next(26),
        decides: next(2) == 0,
        together: next(8) == 0,
        sides: Sides { gps: next(2) == 0, consultants: next(3) == 0 },
        worth: Worth {
            on_theme: next(3) == 0,
            days: next(400),
            carried: next(4),
            harm: next(20) == 0,
            reports: next(12),
            no_paper: next(10) == 0,
        },
        pin: Pin::Free,
    };
    (0..n).map(made).collect()
}

#[expect(clippy::disallowed_methods, reason = "a measurement by hand, not a part of the program")]
fn main() {
    let candidates = candidates(200);
    for (minutes, from, until) in [(75, 0, 75), (75, 0, 60), (75, 15, 60), (150, 0, 120), (150, 30, 120), (360, 0, 300), (600, 0, 600)] {
        let room = Room { minutes, from, until };
        let begun = Instant::now();
        let rounds = 20;
        let mut agenda = compose(&candidates, room);
        for _ in 1..rounds {
            agenda = compose(&candidates, room);
        }
        let each = begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(rounds);
        println!(
            "200 candidates, {minutes} minutes, both sides from {from} to {until}: {each:.1} ms; {} items, {} points, {} minutes free",
            agenda.placed.len(),
            agenda.points,
            agenda.free
        );
    }
}
