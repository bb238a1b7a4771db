//! Names that the reader sees in the picture, and that links do not tell.

use std::cell::RefCell;

use journey::retelling::Hiding;
use model::scenario::Parts;

thread_local! {
    static HIDING: RefCell<Option<Hiding>> = const { RefCell::new(None) };
}

/// From now on links hide these names, or none.
pub(super) fn hide(hiding: Option<Hiding>) {
    HIDING.set(hiding);
}

/// The scenario as a link may have it.
pub(super) fn linked(parts: &Parts) -> Parts {
    HIDING.with_borrow(|hiding| match hiding {
        Some(hiding) => hiding.applied_to(parts),
        None => parts.clone(),
    })
}
