//! How many random scenarios are simulated in a second on one core, and how long the slowest take.
//! `cargo bench --bench scenarios [-- NUMBER]`.

#![expect(clippy::disallowed_types, reason = "a bench reads a clock")]

#[path = "../tests/dice/mod.rs"]
mod dice;

use model::scenario::Scenario;
use sim::simulate;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many, unless told otherwise.
const NUMBER: u64 = 5_000;

fn main() {
    let told = std::env::args().find_map(|argument| argument.parse().ok());
    let scenarios: Vec<Scenario> = (0..told.unwrap_or(NUMBER)).map(dice::random_scenario).collect();
    let mut times: Vec<(Duration, usize)> = scenarios.iter().map(time_of).zip(0..).collect();
    times.sort();
    let all: Duration = times.iter().map(|(time, _)| time).sum();
    let number = times.len() as u128;
    let per_second = number * 1_000_000_000 / all.as_nanos().max(1);
    println!("{number} random scenarios in {all:.2?}: {per_second} in a second");
    for (what, permille) in [("median", 500), ("slowest 10 %", 900), ("slowest 1 %", 990)] {
        if let Some((time, _)) = times.get(times.len() * permille / 1_000) {
            println!("{what}: {time:.2?}");
        }
    }
    if let Some((time, which)) = times.last() {
        println!("slowest: {time:.2?} (number {which})");
    }
}

/// The best of three: what another program on this core takes away in between does not count.
fn time_of(scenario: &Scenario) -> Duration {
    let once = || {
        let start = Instant::now();
        black_box(simulate(black_box(scenario)));
        start.elapsed()
    };
    once().min(once()).min(once())
}
