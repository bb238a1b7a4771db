//! The only file that talks to the browser directly: everything else gets plain Rust from here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, IntersectionObserver,
    IntersectionObserverEntry, ResizeObserver, ResizeObserverEntry, Url,
};
use yew::{Event, InputEvent, KeyboardEvent, NodeRef};

/// The element with this `id`, if the page has one.
pub(super) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Sets `data-ready` on `<html>`: the first picture is drawn and the page answers. Tests and
/// screenshots wait for it.
pub(super) fn mark_ready() {
    if let Some(root) = document().document_element() {
        set(&root, "data-ready", "true");
    }
}

/// Whether this is the embed: the widget alone.
pub(super) fn is_embed() -> bool {
    document()
        .body()
        .is_some_and(|body| body.get_attribute("data-view").as_deref() == Some("embed"))
}

/// On a panic, writes it to the console and puts `sentence` where the page was.
pub(super) fn on_panic(sentence: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        if let Some(root) = element("app") {
            root.set_text_content(Some(sentence));
        }
    }));
}

/// Whether the reader wants things not to move.
pub(super) fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

// ---- one property at a time ----

fn set(element: &Element, name: &str, value: &str) {
    // Fails only for names that are not valid in markup; ours are.
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute.
pub(super) fn set_attribute(node: &NodeRef, name: &str, value: &str) {
    if let Some(element) = node.cast::<Element>() {
        set(&element, name, value);
    }
}

/// Sets a style property, which the site's policy allows where it forbids `style` attributes.
pub(super) fn set_property(node: &NodeRef, name: &str, value: &str) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _ = element.style().set_property(name, value);
    }
}

/// Sets the text, unless it is the same already.
pub(super) fn set_text(node: &NodeRef, text: &str) {
    if let Some(element) = node.cast::<Element>()
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

/// Sets what a field holds, unless it is the same already.
pub(super) fn set_value(node: &NodeRef, value: &str) {
    if let Some(field) = node.cast::<HtmlInputElement>()
        && field.value() != value
    {
        field.set_value(value);
    }
}

/// Places the children of a group one after the other: `transform` and `opacity`, in scene units.
pub(super) fn place_children(group: &NodeRef, places: impl Iterator<Item = (String, u8)>) {
    let mut child = group.cast::<Element>().and_then(|group| group.first_element_child());
    for (transform, opacity) in places {
        let Some(element) = child else { return };
        set(&element, "transform", &transform);
        if opacity == 100 {
            let _ = element.remove_attribute("opacity");
        } else {
            let text = ["0.", if opacity < 10 { "0" } else { "" }, &opacity.to_string()].concat();
            set(&element, "opacity", &text);
        }
        child = element.next_element_sibling();
    }
}

/// Scrolls `pane` (and nothing else) so that its row with `data-now` can be seen.
pub(super) fn scroll_to_now(pane: &NodeRef) {
    let Some(pane) = pane.cast::<HtmlElement>() else {
        return;
    };
    let Ok(Some(row)) = pane.query_selector("[data-now]") else {
        return;
    };
    let Ok(row) = row.dyn_into::<HtmlElement>() else {
        return;
    };
    let (top, height, room) = (row.offset_top(), row.offset_height(), pane.client_height());
    let from = pane.scroll_top();
    // Room for the names that stick to the upper edge.
    if top < from + 70 || top + height > from + room {
        pane.set_scroll_top(top - room / 2);
    }
}

// ---- events ----

/// What a field holds now.
pub(super) fn typed(event: &InputEvent) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(field) => field.value(),
        Err(other) => {
            other.dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
        }
    }
}

/// Where a key was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyTarget {
    /// Where keys mean something already: they write text, move a slider or choose a tab.
    Taken,
    /// The slider under the picture.
    Scrub,
    /// A button, which space and enter press.
    Button,
    /// Anything else.
    Other,
}

/// What keys mean something to, besides buttons.
const TAKES_KEYS: &str = "input, textarea, select, summary, [contenteditable], [role=tab], \
                          [role=radio], [role=slider], [tabindex='0']";

/// Where a key was pressed; nothing if it is part of a shortcut.
pub(super) fn key_target(event: &KeyboardEvent) -> Option<KeyTarget> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let is = |selector: &str| target.matches(selector).unwrap_or(false);
    Some(if is("[data-ej=scrub]") {
        KeyTarget::Scrub
    } else if is(TAKES_KEYS) {
        KeyTarget::Taken
    } else if is("button") {
        KeyTarget::Button
    } else {
        KeyTarget::Other
    })
}

/// Calls back when the reader presses Escape, or presses down outside of what matches `inside`.
pub(super) fn watch_leaving(inside: &'static str, told: impl Fn() + 'static) -> Watch {
    let told = Rc::new(told);
    let escape = {
        let told = told.clone();
        EventListener::new(&document(), "keydown", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            if key.as_deref() == Some("Escape") {
                told();
            }
        })
    };
    let press = EventListener::new(&document(), "pointerdown", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let found = target.and_then(|target| target.closest(inside).ok().flatten());
        if found.is_none() {
            told();
        }
    });
    Watch(Box::new((escape, press)))
}

/// Calls back with whether the page is about to be printed, whenever that changes.
pub(super) fn watch_printing(told: impl Fn(bool) + 'static) -> Watch {
    let told = Rc::new(told);
    let on = |name: &'static str, printing: bool| {
        let told = told.clone();
        EventListener::new(&window(), name, move |_| told(printing))
    };
    Watch(Box::new((on("beforeprint", true), on("afterprint", false))))
}

/// How far the element that an event happened to is from the left and the top of `node`, in
/// pixels.
#[expect(clippy::cast_possible_truncation)]
pub(super) fn place_in(event: &Event, node: &NodeRef) -> (i32, i32) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(target), Some(node)) = (target, node.cast::<Element>()) else {
        return (0, 0);
    };
    let corner = |element: &Element| {
        let rect = element.get_bounding_client_rect();
        (rect.left() as i32, rect.top() as i32)
    };
    let (inner, outer) = (corner(&target), corner(&node));
    (inner.0 - outer.0, inner.1 - outer.1)
}

/// Gives the focus to what matches `css` in `node`.
pub(super) fn focus_in(node: &NodeRef, css: &str) {
    let found = node.cast::<Element>().and_then(|node| node.query_selector(css).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails for nothing that can be seen.
        let _ = element.focus();
    }
}

// ---- time ----

/// Calls back on every animation frame until it is dropped.
pub(super) struct Frames {
    running: Rc<Cell<Option<i32>>>,
    _tick: Rc<RefCell<Option<Tick>>>,
}

type Tick = Closure<dyn FnMut(f64)>;

impl Frames {
    /// Starts; `each` gets the milliseconds since the frame before.
    pub(super) fn start(mut each: impl FnMut(u32) + 'static) -> Self {
        let running = Rc::new(Cell::new(None));
        let tick: Rc<RefCell<Option<Tick>>> = Rc::default();
        let (again, next) = (Rc::downgrade(&tick), running.clone());
        let mut last: Option<u64> = None;
        let closure = Closure::new(move |now: f64| {
            let Some(again) = again.upgrade() else { return };
            next.set(again.borrow().as_ref().and_then(request));
            // Whole milliseconds since the page was opened: never negative.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let now = now as u64;
            let gone = now.saturating_sub(last.replace(now).unwrap_or(now));
            // After a pause of the whole page, the story goes on where it was.
            each(u32::try_from(gone).unwrap_or(u32::MAX).min(100));
        });
        running.set(request(&closure));
        *tick.borrow_mut() = Some(closure);
        Self { running, _tick: tick }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let Some(id) = self.running.take() {
            let _ = window().cancel_animation_frame(id);
        }
    }
}

fn request(tick: &Tick) -> Option<i32> {
    window().request_animation_frame(tick.as_ref().unchecked_ref()).ok()
}

/// Something that goes on until it is dropped.
pub(super) struct Watch(#[expect(dead_code)] Box<dyn std::any::Any>);

/// Calls back once, later.
pub(super) fn later(millis: u32, then: impl FnOnce() + 'static) -> Watch {
    Watch(Box::new(Timeout::new(millis, then)))
}

struct Observed<O: Observer, C: ?Sized>(O, #[expect(dead_code)] Closure<C>);

trait Observer {
    fn stop(&self);
}

impl Observer for ResizeObserver {
    fn stop(&self) {
        self.disconnect();
    }
}

impl Observer for IntersectionObserver {
    fn stop(&self) {
        self.disconnect();
    }
}

impl<O: Observer, C: ?Sized> Drop for Observed<O, C> {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// Calls back with the width of an element, at once and whenever it changes.
pub(super) fn watch_width(node: &NodeRef, told: impl Fn(u32) + 'static) -> Option<Watch> {
    let element = node.cast::<Element>()?;
    let closure = Closure::<dyn Fn(Vec<ResizeObserverEntry>)>::new(
        move |entries: Vec<ResizeObserverEntry>| {
            if let Some(entry) = entries.last() {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                told(entry.content_rect().width() as u32);
            }
        },
    );
    let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(Watch(Box::new(Observed(observer, closure))))
}

/// Calls back with whether any of an element can be seen, whenever that changes.
pub(super) fn watch_seen(node: &NodeRef, told: impl Fn(bool) + 'static) -> Option<Watch> {
    let element = node.cast::<Element>()?;
    let closure = Closure::<dyn Fn(Vec<IntersectionObserverEntry>)>::new(
        move |entries: Vec<IntersectionObserverEntry>| {
            if let Some(entry) = entries.last() {
                told(entry.is_intersecting());
            }
        },
    );
    let observer = IntersectionObserver::new(closure.as_ref().unchecked_ref()).ok()?;
    observer.observe(&element);
    Some(Watch(Box::new(Observed(observer, closure))))
}

/// Calls back with whether the page is hidden, whenever that changes.
pub(super) fn watch_hidden(told: impl Fn(bool) + 'static) -> Watch {
    let listener = EventListener::new(&document(), "visibilitychange", move |_| {
        told(document().hidden());
    });
    Watch(Box::new(listener))
}

// ---- address ----

/// What stands behind the `#`.
pub(super) fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Calls back when the fragment has changed and it was not us.
pub(super) fn watch_fragment(told: impl Fn(String) + 'static) -> Watch {
    let listener = EventListener::new(&window(), "hashchange", move |_| told(fragment()));
    Watch(Box::new(listener))
}

/// Writes the fragment: as a new entry of the history, or over the one that is there.
pub(super) fn write_fragment(fragment: &str, new_entry: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let url = ["#", fragment].concat();
    // Fails when a page does it too often; then the address stays as it was.
    let _ = if new_entry {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
}

/// The address of this page with another fragment.
pub(super) fn link_to(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    [page, "#", fragment].concat()
}

// ---- what the reader takes along ----

/// How long a file is kept for the browser to save it, in milliseconds.
const SAVING: u32 = 60_000;

/// Lets the browser save `content` as a file.
pub(super) fn save(name: &str, content: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(content));
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
        .dyn_into::<web_sys::HtmlDocument>()
        .is_ok_and(|document| document.exec_command("copy").unwrap_or(false))
}
