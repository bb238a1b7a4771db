//! Tries so many changed seeds behind a door, counts them, and says which took longest. Every thousandth is repeated
//! until it is as long as a long paste.
//!
//!     cargo xtask fuzz --mutations 1000000 reader
//!
//! The slowest are kept in `fuzz/artifacts/`.

#![expect(clippy::disallowed_types, reason = "it says how long they took")]

use email_journey_fuzz::mutate::Mutator;
use email_journey_fuzz::{DOORS, seeds::seeds};
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// How long a long one is, in bytes.
const LONG: usize = 100_000;
/// How often a long one comes.
const LONG_EVERY: u64 = 1_000;

/// The longest time, and which input took it.
#[derive(Default)]
struct Slowest {
    time: Duration,
    number: u64,
    input: Vec<u8>,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (door, count) = (arguments.next(), arguments.next());
    let door = door.and_then(|name| DOORS.iter().find(|(known, _)| *known == name));
    let count = count.and_then(|count| count.parse::<u64>().ok());
    let (Some((name, door)), Some(count)) = (door, count) else {
        eprintln!("needs a door and a number");
        return ExitCode::from(2);
    };
    let seeds = seeds(name, true).into_iter().map(|(_, seed)| seed).collect();
    let mut mutator = Mutator::new(seeds, 2);
    let (mut short, mut long) = (Slowest::default(), Slowest::default());
    let start = Instant::now();
    for number in 1..=count {
        let mut input = mutator.next_input();
        let is_long = number % LONG_EVERY == 0 && !input.is_empty();
        if is_long {
            input = input.iter().copied().cycle().take(LONG).collect();
        }
        let begun = Instant::now();
        if catch_unwind(|| door(&input)).is_err() {
            return found(name, number, &input);
        }
        let mut time = begun.elapsed();
        let slowest = if is_long { &mut long } else { &mut short };
        // What another program on this core took away in between does not count.
        for _ in 0..4 {
            if time > slowest.time {
                let begun = Instant::now();
                door(&input);
                time = time.min(begun.elapsed());
            }
        }
        if time > slowest.time {
            *slowest = Slowest { time, number, input };
        }
    }
    let all = start.elapsed();
    println!("{name}: {count} changed seeds hold, in {all:.1?}");
    for (what, it) in [("slowest", short), ("slowest of the long ones", long)] {
        let kept = keep(name, &format!("slow-{}", it.number), &it.input);
        println!("  {what}: {:.2?} for {} bytes ({kept})", it.time, it.input.len());
    }
    ExitCode::SUCCESS
}

/// Keeps an input where libFuzzer would keep it, and says where.
fn keep(door: &str, name: &str, input: &[u8]) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts").join(door);
    let file = folder.join(name);
    match std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, input)) {
        Ok(()) => file.display().to_string(),
        Err(error) => error.to_string(),
    }
}

/// Says what broke a promise.
fn found(door: &str, number: u64, input: &[u8]) -> ExitCode {
    let kept = keep(door, &format!("mutation-{number}"), input);
    eprintln!("{door}: number {number} does not hold ({kept})");
    ExitCode::FAILURE
}
