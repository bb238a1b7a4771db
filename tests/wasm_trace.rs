//! The same scenarios in WebAssembly give the same bytes as natively: both are compared with
//! `tests/golden/digests.txt`.
#![cfg(target_arch = "wasm32")]

use email_journey::presets::PRESETS;
use email_journey::sim::simulate;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn traces_in_wasm_are_those_of_the_native_run() {
    let golden = include_str!("golden/digests.txt");
    let digests: String = PRESETS
        .iter()
        .map(|preset| format!("{} {:016x}\n", preset.slug, simulate(&preset.scenario()).digest()))
        .collect();
    assert_eq!(digests, golden);
}
