//! The engine: what simulates and explains, and whatever opens below the picture. A module of its
//! own, which the page fetches when it is wanted.

use email_journey::ui::{PageElement, PageFunction, memory, panels};
use wasm_bindgen::prelude::wasm_bindgen;

/// Does what the page says, inside `place`; see [`panels::hear`].
#[wasm_bindgen]
pub fn hear(place: PageElement, request: &[u8], tell: PageFunction) {
    panels::hear(place, request, tell);
}

/// Runs when the module is there.
fn main() {
    memory::reserve(memory::ENGINE);
}
