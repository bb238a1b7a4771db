//! Every preset as text to read, compared with what is kept under `tests/golden/`.
//!
//! After a wanted change: `UPDATE_GOLDEN=1 cargo test --test golden --test each_condition`, then read the
//! difference.

#[path = "golden/check.rs"]
mod check;

use check::check;
use journey::export::transcript::transcript;
use model::presets::{PRESETS, Preset};
use sim::simulate;

#[test]
fn transcripts_read_as_they_did() {
    for preset in &PRESETS {
        let story = story::tell(simulate(&preset.scenario()));
        check(&format!("{}.txt", preset.slug()), &transcript(&story));
    }
}

#[test]
fn traces_are_what_they_were() {
    let trace = simulate(&PRESETS[0].scenario());
    check("everything-works.trace", &trace.to_string());
}

/// The same list is compared in WebAssembly by `wasm_trace.rs`.
#[test]
fn digests_are_what_they_were() {
    let line = |preset: &Preset| {
        let digest = simulate(&preset.scenario()).digest();
        format!("{} {digest:016x}\n", preset.slug())
    };
    let digests = PRESETS.iter().map(line).collect::<Vec<_>>().concat();
    check("digests.txt", &digests);
}

#[test]
fn a_second_run_gives_the_same_bytes() {
    for preset in &PRESETS {
        let (first, second) = (simulate(&preset.scenario()), simulate(&preset.scenario()));
        assert!(first.packets == second.packets && first.events == second.events);
        assert_eq!(first.digest(), second.digest());
    }
}
