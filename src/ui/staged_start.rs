//! The start in parts: a slow machine answers between them.

use yew::prelude::*;

use super::browser;

/// The last part of the widget.
pub(super) const LAST: u8 = 6;

/// Up to which part the widget is drawn. At first one follows the other; what stands still in the page
/// is shown until all are there.
#[hook]
pub(super) fn use_staged_start() -> u8 {
    let part = use_state_eq(|| 0);
    let next = part.setter();
    use_effect_with(*part, move |part| {
        let part = *part;
        let timer = (part < LAST).then(|| browser::later(0, move || next.set(part + 1)));
        if part == LAST {
            browser::mark_ready();
        }
        move || drop(timer)
    });
    *part
}
