//! The engine: what simulates and explains, and whatever opens below the picture. A module of its
//! own, which the page fetches when it is wanted.

use email_journey::ui::{PageElement, PageFunction, panels};
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Does what the page says, inside `place`; see [`panels::hear`].
#[wasm_bindgen]
pub fn hear(place: PageElement, order: &[u8], tell: PageFunction) {
    panels::hear(place, order, tell);
}

fn main() {}
