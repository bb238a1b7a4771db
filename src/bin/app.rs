//! The page: what Trunk compiles to WebAssembly and `static/boot.js` starts.

use email_journey::ui::{self, PageFunction};
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the page; `loader` fetches what opens below the picture.
#[wasm_bindgen]
pub fn start(loader: PageFunction) {
    ui::start(loader);
}

fn main() {}
