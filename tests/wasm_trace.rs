//! The same scenarios in WebAssembly give the same bytes as natively: both are compared with
//! `tests/golden/digests.txt`.
#![cfg(target_arch = "wasm32")]

use model::presets::{PRESETS, Preset};
use sim::simulate;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn traces_in_wasm_are_those_of_the_native_run() {
    let golden = include_str!("golden/digests.txt");
    let line = |preset: &Preset| {
        let digest = simulate(&preset.scenario()).digest();
        format!("{} {digest:016x}\n", preset.slug())
    };
    let digests = PRESETS.iter().map(line).collect::<Vec<_>>().concat();
    assert_eq!(digests, golden);
}
