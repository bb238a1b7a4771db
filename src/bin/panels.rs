//! Everything that opens below the picture: a module of its own, which the page fetches when it is
//! wanted.

use email_journey::ui::{PageElement, PageFunction, panels};
use wasm_bindgen::prelude::wasm_bindgen;

/// Shows panels of one moment of a scenario inside `place`; see [`panels::show`].
#[wasm_bindgen]
pub fn show(place: PageElement, open: u8, packed: &str, at: u32, tell: PageFunction) {
    panels::show(place, open, packed, at, tell);
}

fn main() {}
