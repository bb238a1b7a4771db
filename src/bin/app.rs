//! The page: what is compiled to WebAssembly and `static/boot.js` starts.

use email_journey::ui::{self, PageFunction, memory};
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page; `engine` and `stories` fetch what it needs, see [`ui::start`].
#[wasm_bindgen]
pub fn start(engine: PageFunction, stories: PageFunction) {
    ui::start(engine, stories);
}

/// Runs when the module is there.
fn main() {
    memory::reserve(memory::PLAYER);
}
