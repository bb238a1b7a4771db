//! The only file that talks to the browser directly: everything else gets plain Rust from here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, IntersectionObserver,
    IntersectionObserverEntry, ResizeObserver, ResizeObserverEntry, Url,
};
use yew::{InputEvent, KeyboardEvent, NodeRef};

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

/// On a panic, writes it to the console and puts `sentence` where the element was that matches.
pub(super) fn on_panic(selector: &'static str, sentence: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        if let Ok(Some(root)) = document().query_selector(selector) {
            root.set_text_content(Some(sentence));
        }
    }));
}

/// Whether the reader wants things not to move.
pub(super) fn prefers_reduced_motion() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}

// ---- the two modules ----

thread_local! {
    /// What fetches the module of the panels.
    static LOADER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// A function of the page, from one module to another.
pub type PageFunction = Function;

/// An element of the page, from one module to another.
pub type PageElement = Element;

/// Keeps what fetches the module of the panels: a function without arguments that promises the
/// module's function `show`.
pub(super) fn keep_loader(loader: Function) {
    LOADER.set(Some(loader));
}

/// The module of the panels.
#[derive(Clone)]
pub(super) struct Panels {
    show: Function,
    heard: Rc<Closure<dyn Fn(String)>>,
}

impl PartialEq for Panels {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.heard, &other.heard)
    }
}

/// Fetches the module of the panels, which will ask for things through `heard`; `then` gets it, or
/// nothing if it could not be fetched.
pub(super) fn fetch_panels(
    heard: impl Fn(String) + 'static,
    then: impl FnOnce(Option<Panels>) + 'static,
) {
    let promise = LOADER.with_borrow(|loader| {
        loader.as_ref()?.call0(&JsValue::NULL).ok()?.dyn_into::<Promise>().ok()
    });
    let Some(promise) = promise else {
        then(None);
        return;
    };
    let heard = Rc::new(Closure::<dyn Fn(String)>::new(heard));
    let then = Rc::new(Cell::new(Some(then)));
    let kept = then.clone();
    let here = Closure::once(move |show: JsValue| {
        if let Some(then) = kept.take() {
            then(show.dyn_into().ok().map(|show| Panels { show, heard }));
        }
    });
    let lost = Closure::once(move |_: JsValue| {
        if let Some(then) = then.take() {
            then(None);
        }
    });
    let _ = promise.then2(&here, &lost);
    here.forget();
    lost.forget();
}

impl Panels {
    /// Shows these panels of this moment of this scenario inside `place`.
    pub(super) fn show(&self, place: &NodeRef, open: u8, packed: &str, at: u32) {
        let Some(place) = place.cast::<Element>() else {
            return;
        };
        let arguments = Array::new();
        arguments.push(&place);
        arguments.push(&JsValue::from(open));
        arguments.push(&JsValue::from_str(packed));
        arguments.push(&JsValue::from(at));
        arguments.push((*self.heard).as_ref());
        // What goes wrong in there is in the console already.
        let _ = self.show.apply(&JsValue::NULL, &arguments);
    }
}

/// Tells the page's other module something.
pub(super) fn tell(function: &Function, what: &str) {
    let _ = function.call1(&JsValue::NULL, &JsValue::from_str(what));
}

/// An element that is nowhere in the page.
pub(super) fn detached() -> Option<Element> {
    document().create_element("div").ok()
}

/// Calls back with every key pressed inside an element.
pub(super) fn watch_keys(node: &NodeRef, told: impl Fn(KeyboardEvent) + 'static) -> Option<Watch> {
    let element = node.cast::<Element>()?;
    let listener = EventListener::new_with_options(
        &element,
        "keydown",
        EventListenerOptions::enable_prevent_default(),
        move |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                told(event.clone());
            }
        },
    );
    Some(Watch(Box::new(listener)))
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
    /// Where keys write text, or move a slider that is none of ours.
    Field,
    /// The slider under the picture.
    Scrub,
    /// A button, which space and enter press.
    Button,
    /// Anything else.
    Other,
}

/// Where a key was pressed; nothing if it is part of a shortcut.
pub(super) fn key_target(event: &KeyboardEvent) -> Option<KeyTarget> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    Some(match target.tag_name().as_str() {
        "INPUT" if target.get_attribute("data-ej").as_deref() == Some("scrub") => KeyTarget::Scrub,
        "INPUT" | "TEXTAREA" | "SELECT" => KeyTarget::Field,
        "BUTTON" => KeyTarget::Button,
        _ => KeyTarget::Other,
    })
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
    let parts = Array::of1(&js_sys::Uint8Array::from(content));
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
