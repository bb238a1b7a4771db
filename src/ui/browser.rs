//! The only file that talks to the browser directly.

use gloo::utils::document;
use web_sys::Element;

/// The element with this `id`, if the page has one.
pub(super) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Sets `data-ready` on `<html>`: the first picture is drawn and the page answers. Tests and
/// screenshots wait for it.
pub(super) fn mark_ready() {
    if let Some(root) = document().document_element() {
        // Fails only for a name that is not valid in markup, and this one is.
        let _ = root.set_attribute("data-ready", "");
    }
}
