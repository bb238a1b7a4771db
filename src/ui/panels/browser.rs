//! Talks to the browser directly for the panels: what they alone want of it, and what they share with the
//! player.

use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, HtmlDocument, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, Url,
};
use yew::{Event, NodeRef};

pub(super) use crate::ui::browser::{
    PageElement, PageFunction, detached, is_embed, is_framed, scroll_to_now, tell_panics, typed,
};
use crate::ui::browser::{set, soon};

/// Tells the page's other module something.
pub(super) fn tell(function: &Function, what: &[u8]) {
    let _ = function.call1(&JsValue::NULL, &Uint8Array::from(what));
}

/// Which entry of a list of choices is chosen now, counted from 0.
pub(super) fn chosen(event: &Event) -> usize {
    let field = event.target().and_then(|it| it.dyn_into::<HtmlSelectElement>().ok());
    field.and_then(|field| usize::try_from(field.selected_index()).ok()).unwrap_or(0)
}

/// Chooses one of a list.
pub(super) fn choose(list: &NodeRef, n: usize) {
    if let (Some(list), Ok(n)) = (list.cast::<HtmlSelectElement>(), i32::try_from(n)) {
        list.set_selected_index(n);
    }
}

/// Gives the focus to an element.
pub(super) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        // Fails for nothing that can be seen.
        let _ = element.focus();
    }
}

/// The address of this page with another fragment.
pub(super) fn link_to(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    [page, "#", fragment].concat()
}

/// Prints the storyboard. It may be another module that draws it.
pub(super) fn print() {
    if let Ok(event) = Event::new("beforeprint") {
        // Fails only for an event that is being told already.
        let _ = window().dispatch_event(&event);
    }
    // The button has done its work before the page is held up.
    soon(|| {
        // Fails where the page around does not allow it.
        let _ = window().print();
    });
}

/// How long a file is kept for the browser to save it, in milliseconds.
const SAVING: u32 = 60_000;

/// Lets the browser save `content` as a file.
pub(super) fn save(name: &str, content: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(content));
    let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) else {
        return;
    };
    let (Ok(url), Ok(link)) =
        (Url::create_object_url_with_blob(&blob), document().create_element("a"))
    else {
        return;
    };
    set(&link, "href", &url);
    set(&link, "download", name);
    if let Ok(link) = link.dyn_into::<HtmlElement>() {
        link.click();
    }
    Timeout::new(SAVING, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}

/// Marks what is in the field and copies it; says whether that worked.
pub(super) fn copy_from(node: &NodeRef) -> bool {
    let Some(field) = node.cast::<HtmlInputElement>() else {
        return false;
    };
    field.select();
    copy_marked()
}

/// Copies a text; says whether that worked.
pub(super) fn copy(text: &str) -> bool {
    let (Some(body), Ok(area)) = (document().body(), document().create_element("textarea")) else {
        return false;
    };
    let Ok(area) = area.dyn_into::<HtmlTextAreaElement>() else {
        return false;
    };
    set(&area, "class", "ej-unseen");
    area.set_value(text);
    if body.append_with_node_1(&area).is_err() {
        return false;
    }
    let before = document().active_element();
    area.select();
    let done = copy_marked();
    area.remove();
    // The reader goes on where the button is.
    if let Some(button) = before.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
    done
}

fn copy_marked() -> bool {
    document()
        .dyn_into::<HtmlDocument>()
        .is_ok_and(|document| document.exec_command("copy").unwrap_or(false))
}
