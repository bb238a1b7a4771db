//! What the page's own address sets: how it looks, and what its owner calls their own.

use super::browser;
use crate::embedder_messages::{LOOKS, Names, Settings};
use model::owner::Field;

/// What else than looks and names it may set.
const OTHERS: [&str; 3] = ["theme", "controls", "lang"];

/// How it says that the page should look.
pub(super) fn looks_in_address() -> Settings {
    Settings::read(&|name| {
        let known = OTHERS.contains(&name) || LOOKS.iter().any(|(look, ..)| *look == name);
        browser::query(name).filter(|_| known)
    })
}

/// The owner's names in it, as they came.
pub(super) fn names_in_address() -> Names {
    let only = |name: &str| browser::query(name).filter(|_| Field::named(name).is_some());
    Settings::read(&only).names(&Names::new())
}
