//! The doors on any toolchain: seeds, and seeds with changes.
//!
//! `FUZZ_SECONDS=60` looks on for so long behind each door instead of trying a fixed number, and
//! prints how many it tried (`cargo xtask fuzz` does so where libFuzzer is not to be had).

use email_journey_fuzz::mutate::Mutator;
use email_journey_fuzz::seeds::seeds;
use email_journey_fuzz::{DOORS, Door};
use std::panic::catch_unwind;
use std::time::Duration;

#[track_caller]
fn holds((name, door): Door, input: &[u8], what: &str) {
    let held = catch_unwind(|| door(input)).is_ok();
    assert!(held, "{name}, {what}: {}", input.escape_ascii());
}

#[test]
fn every_seed_holds() {
    for door in DOORS {
        for (name, seed) in seeds(door.0, false) {
            holds(door, &seed, &name);
        }
    }
}

/// Tries changed seeds behind one door.
#[track_caller]
fn changed_seeds_hold(name: &str, cases: u64) {
    let door = *DOORS.iter().find(|(known, _)| *known == name).expect("a door");
    let mut mutator =
        Mutator::new(seeds(name, false).into_iter().map(|(_, seed)| seed).collect(), 1);
    let mut tried = 0;
    let mut go_on = until(cases);
    while go_on(tried) {
        holds(door, &mutator.next_input(), "a changed seed");
        tried += 1;
    }
    println!("{name}: {tried} changed seeds hold");
}

/// Whether to go on after so many tries.
#[expect(clippy::disallowed_types, reason = "asked to go on for a while")]
fn until(cases: u64) -> impl FnMut(u64) -> bool {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let limit = seconds.map(Duration::from_secs);
    let start = std::time::Instant::now();
    move |tried| limit.map_or(tried < cases, |limit| start.elapsed() < limit)
}

#[test]
fn smtp_holds() {
    changed_seeds_hold("smtp", 3_000);
}

#[test]
fn pop3_holds() {
    changed_seeds_hold("pop3", 3_000);
}

#[test]
fn dns_holds() {
    changed_seeds_hold("dns", 3_000);
}

#[test]
fn link_holds() {
    changed_seeds_hold("link", 3_000);
}

#[test]
fn scenario_holds() {
    changed_seeds_hold("scenario", 300);
}

#[test]
fn diagnosis_holds() {
    changed_seeds_hold("diagnosis", 3_000);
}

#[test]
fn reader_holds() {
    changed_seeds_hold("reader", 3_000);
}
