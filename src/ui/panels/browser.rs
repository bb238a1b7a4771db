//! Talks to the browser directly for the panels: what they alone want of it, and what they share with the
//! player.

use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use js_sys::{Array, ArrayBuffer, Function, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, DomRect, FileReader, FocusOptions, HtmlDocument, HtmlElement, HtmlInputElement,
    HtmlSelectElement, HtmlTextAreaElement, Url,
};
use yew::{DragEvent, Event, NodeRef};

pub(super) use web_sys::File;

use crate::ui::browser::set;
pub(super) use crate::ui::browser::{
    PageElement, PageFunction, detached, is_embed, is_framed, scroll_to_now, tell_panics, typed,
};
pub(super) use crate::ui::browser::{focus as focus_on, soon};

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

/// How much of what was opened is to be seen at once, in percent of the window.
const SEEN: f64 = 40.0;

/// Scrolls this page (and none around it) so that the beginning of what was opened can be seen.
#[expect(clippy::float_arithmetic)]
pub(super) fn show_some() {
    let room = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    scroll_to(".ej-panel", |panel| {
        let below = panel.top() + panel.height().min(room * SEEN / 100.0) - room;
        // What lies over the picture may begin above the window.
        below.max(panel.top().min(0.0))
    });
}

/// Scrolls this page (and none around it) so that the picture can be seen.
pub(super) fn show_picture() {
    scroll_to(".ej", |widget| widget.top().min(0.0));
}

fn scroll_to(what: &str, how_far: impl FnOnce(DomRect) -> f64) {
    if let Ok(Some(it)) = document().query_selector(what) {
        window().scroll_by_with_x_and_y(0.0, how_far(it.get_bounding_client_rect()));
    }
}

/// Gives the focus to what plays and pauses, once that can be seen again. The page around stays where it is.
pub(super) fn focus_on_play() {
    soon(|| {
        let button = document().query_selector("[data-ej=play]");
        if let Some(button) = button.ok().flatten().and_then(|it| it.dyn_into::<HtmlElement>().ok())
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = button.focus_with_options(&options);
        }
    });
}

/// Presses a button or opens what a field chooses from.
pub(super) fn press(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        element.click();
    }
}

/// The file that was chosen. The same one can be chosen again.
pub(super) fn chosen_file(event: &Event) -> Option<File> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = field.files()?.get(0);
    field.set_value("");
    file
}

/// Whether what is dragged here is a file.
pub(super) fn brings_file(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|it| it.types().includes(&"Files".into(), 0))
}

/// The file that was dropped here.
pub(super) fn dropped_file(event: &DragEvent) -> Option<File> {
    event.data_transfer()?.files()?.get(0)
}

/// Reads the first `limit` bytes of a file, and calls back with them (with nothing, where they cannot be read) and
/// whether these are all.
pub(super) fn read_file(
    file: &File,
    limit: usize,
    then: impl FnOnce(Option<Vec<u8>>, bool) + 'static,
) {
    let limit = i32::try_from(limit).unwrap_or(i32::MAX);
    let is_whole = file.size() <= f64::from(limit);
    let Ok(reader) = FileReader::new() else {
        return then(None, is_whole);
    };
    let ended = {
        let reader = reader.clone();
        Closure::once_into_js(move || {
            let bytes = reader.result().ok().and_then(|it| it.dyn_into::<ArrayBuffer>().ok());
            then(bytes.map(|bytes| Uint8Array::new(&bytes).to_vec()), is_whole);
        })
    };
    reader.set_onloadend(Some(ended.unchecked_ref()));
    if let Ok(start) = file.slice_with_i32_and_i32(0, limit) {
        // Fails only for a reader that is at work.
        let _ = reader.read_as_array_buffer(&start);
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
