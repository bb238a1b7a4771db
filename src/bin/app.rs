//! The page: what is compiled to WebAssembly and `static/boot.js` starts.

use email_journey::ui::{self, PageFunction};
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Draws the page; `engine` and `stories` fetch what it needs, see [`ui::start`].
#[wasm_bindgen]
pub fn start(engine: PageFunction, stories: PageFunction) {
    ui::start(engine, stories);
}

fn main() {}
